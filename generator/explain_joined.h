/* explain_joined: finds codes in a log that are several words, as E-17,
 * auth/denied or "Error 17".
 *
 * A code is found to the letter, from the first letter or digit of it on. What is
 * part of something longer (E-17-3, FOO-E-17, https://example.com/auth/denied) is
 * none. */
#ifndef ERRBIND_EXPLAIN_JOINED_H
#define ERRBIND_EXPLAIN_JOINED_H

#include "explain.h"

#include <limits.h>

/* What stands between the words of the codes of a registry. */
struct explain_joints {
	bool are[UCHAR_MAX + 1]; /* bytes that do */
	size_t longest;          /* of the codes that have any, 0 where none has */
};

void explain_joints_find(struct explain *explain, struct explain_joints *joints);

/* The end of the longest code that begins with the word in [start, end) of the
 * line and goes on behind it; end where there is none. */
size_t explain_joined_end(const struct explain *explain, struct explain_scope scope,
			  const struct explain_joints *joints, struct string line, size_t start,
			  size_t end);

/* The end of what is in quotes from start on, if it begins with the word in
 * [start, end) and is made as a code could be, known or not; else end. */
size_t explain_joined_quote_end(const struct explain_joints *joints, struct string line,
				size_t start, size_t end);

#endif

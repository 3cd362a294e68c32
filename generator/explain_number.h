/* explain_number: whether a number of a log may be a code, by what stands around
 * it. explain_log.h has the rules. */
#ifndef ERRBIND_EXPLAIN_NUMBER_H
#define ERRBIND_EXPLAIN_NUMBER_H

#include "explain_word.h"

struct explain_number {
	enum explain_place place; /* that the words before it make */
	bool assigned;            /* : or = is between these and the number */
	bool exit;                /* its line speaks of how a process ended */
	bool given;               /* the vendor is */
	bool bracketed;           /* alone in brackets, on a line about an error */
	bool alone;               /* between blanks or punctuation */
	/* What explain_number_read finds. */
	int64_t value;
	size_t digits;
	bool hexadecimal;
};

/* Reads a number, decimal or behind 0x; false where the text is none of 64 bits. */
bool explain_number_read(struct explain_number *number, struct string text);

/* Whether it is a code if the registry has one like it. */
bool explain_number_may_be_known(const struct explain_number *number);

/* Whether it is a code even if the registry has none. */
bool explain_number_may_be_unknown(const struct explain_number *number);

#endif

/* explain_follow: copies a log and writes below each line what its codes mean.
 *
 * A line goes out unchanged, to a terminal without what would control it, as
 * soon as it is read. Below it stands one line a code:
 *   "  ← keyless 30004 face_not_matching: Face not matching (retry once …)"
 * Codes that the registry does not have are listed at the end, counted. As JSON,
 * the log is left out and each finding is an object on a line of its own: `line`
 * (from 1), then what explain writes for a query. */
#ifndef ERRBIND_EXPLAIN_FOLLOW_H
#define ERRBIND_EXPLAIN_FOLLOW_H

#include "explain.h"

struct follow {
	struct explain *explain;
	struct explain_scope scope;
	struct terminal terminal;
	bool json;
};

/* Reads input to its end, or until an interrupt, and writes to output. *unknown
 * says whether there was a code that the registry does not have. Returns NULL, or
 * what went wrong. */
const char *explain_follow(const struct follow *follow, int input, int output, bool *unknown);

#endif

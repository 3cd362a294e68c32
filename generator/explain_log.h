/* explain_log: finds the codes in the lines of a log.
 *
 * A log is full of numbers, so a number is a code only where the words before
 * it say so:
 *   - behind errorCode, "error code", or the like (failure, fault, exception, a
 *     vendor's name in the place of error): any number
 *   - behind code: from three digits on, below zero, or behind : or =, unless
 *     the line speaks of an exit; "exit code", "country code" and other codes
 *     are none
 *   - behind error: from three digits on, or below zero
 *   - behind status or "status code": a known one from three digits on
 *   - behind the name of a vendor or domain: a known one
 *   - behind with, failed, reason, result, or the like, or alone in brackets on
 *     a line that is about an error: a known one from five digits on that is no
 *     multiple of 1000; from three digits on where the vendor is given
 *   - anywhere, where the vendor is given: a known one from four digits on that
 *     is no multiple of 1000 and no value of something else
 *   - anywhere: a known one in hexadecimal from six digits on
 *   - in a list in brackets behind errorCodes, codes, errors or error: as behind
 *     these words; a JSON list may go on over several lines
 * Between the word and the number there may be blanks, quotes, : = # ( [ < > and
 * "is", "was", "of". Parts of something longer (times, versions, addresses,
 * 30s), what a unit follows and tickets (#12) are no codes.
 *
 * A word, or several as a code joins them (E-17, auth/denied), is a code where it
 * is one to the letter and has a capital inside, a digit, or a sign such as a dot
 * that is no hyphen; where it is a symbol of some target to the letter; and,
 * behind code and error with : or =, in quotes or behind errorCode, where it is
 * any code or name.
 *
 * A number or word in such a place that is not in the registry is unknown: a
 * number behind the words for code and error (not zero, nor what looks like a
 * status of HTTP unless it is an error code), a word with a dot, an underscore
 * or a capital inside, in quotes behind errorCode. Where the line names vendors,
 * what is only other vendors' is left out if any code is one of theirs. */
#ifndef ERRBIND_EXPLAIN_LOG_H
#define ERRBIND_EXPLAIN_LOG_H

#include "explain_word.h"

struct explain_found {
	struct string text;          /* as in the log; valid UTF-8 without control characters */
	enum explain_kind kind;      /* nothing, a code, a name or a symbol */
	struct explained_list codes; /* none where it is unknown */
	uint64_t times;              /* it is in the line so far */
};

struct explain_log;

/* A reader of a log for the codes of a scope. Its memory is bounded, however
 * long the log or a line of it; answers of explain last from then on until the
 * log is read on. */
struct explain_log *explain_log_new(struct explain *explain, struct explain_scope scope);

/* Forgets what was found in the line before. */
void explain_log_begin(struct explain_log *log);

/* Finds what is in a line, or in a part of a very long one. A code is found once
 * in a line, an unknown one counted. */
void explain_log_scan(struct explain_log *log, struct string line);

/* What was found in the line, in its order; valid until explain_log_begin. */
const struct explain_found *explain_log_found(const struct explain_log *log, size_t *count);

#endif

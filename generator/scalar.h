/* scalar: what the text of a YAML scalar says, read by us and never by YAML's
 * guesses. A reader that refuses returns why, as a phrase for a message. */
#ifndef ERRBIND_SCALAR_H
#define ERRBIND_SCALAR_H

#include "buf.h"

/* A signed 64-bit integer: decimal or 0x hex with an optional sign. Returns
 * NULL, or why the text is none. */
const char *scalar_integer(struct string text, int64_t *integer);

/* A name: [a-z][a-z0-9]*(_[a-z0-9]+)*, where joint may replace the underscore
 * ('-' allows both). Returns NULL, or why the text is none. */
const char *scalar_identifier(struct string text, char joint);

/* Returns NULL, or why the text is no version by semver.org 2.0.0. */
const char *scalar_semver(struct string text);

/* Returns NULL, or why the text is no date that exists, as 2026-11-20. */
const char *scalar_date(struct string text);

/* Returns NULL, or why the text is no http or https URL. */
const char *scalar_url(struct string text);

/* What YAML 1.1 or 1.2 makes of a plain scalar that is no string: "a number",
 * "a boolean", "null", "a date", "a merge key"; NULL where it is a string in both. */
const char *scalar_ambiguity(struct string text);

/* The types of YAML 1.2's core schema. */
enum scalar_type { SCALAR_STRING, SCALAR_NULL, SCALAR_TRUE, SCALAR_FALSE, SCALAR_INTEGER,
		   SCALAR_FLOAT };

enum scalar_type scalar_core_type(struct string text);

/* The integer that a SCALAR_INTEGER says; false where it has over 64 bits. */
bool scalar_core_integer(struct string text, int64_t *integer);

#endif

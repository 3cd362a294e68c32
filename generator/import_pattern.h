/* import_pattern: texts with fields in braces: "{title} — {description}".
 *
 * What is not in braces stands in the page to the letter; a field is what lies
 * between, as short as possible, and has at least one letter or digit. */
#ifndef ERRBIND_IMPORT_PATTERN_H
#define ERRBIND_IMPORT_PATTERN_H

#include "import_schema.h"

/* "title"; the key of a field in columns and split. */
struct string import_field_name(enum import_field field);

/* NULL, or why a text is no pattern, as a phrase for a message. */
const char *import_pattern_problem(struct string pattern);

/* The fields of a pattern as a set of 1 << field; the pattern has no problem. */
unsigned import_pattern_fields(struct string pattern);

/* Matches the start of a text and fills in the fields that the pattern names,
 * trimmed. Returns how much of the text was matched (a field at the pattern's
 * end takes all), or 0 where it does not match; then fields are not touched. */
size_t import_pattern_match(struct string pattern, struct string text,
			    struct string fields[IMPORT_FIELD_COUNT]);

/* The fields of a pattern, where it matches all of a text but white space. */
bool import_pattern_match_all(struct string pattern, struct string text,
			      struct string fields[IMPORT_FIELD_COUNT]);

/* Whether a character is a letter or digit, as far as headings and codes need it. */
bool import_is_letter(uint32_t character);

/* Whether a text says nothing: no letter, no digit, as "—" or "n/a" without them. */
bool import_is_nothing(struct string text);

/* The text without white space around it (spaces, tabs and line ends). */
struct string import_trim(struct string text);

#endif

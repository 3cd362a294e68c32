/* target_schema: what a target.yaml may say, as data. templates/README.md says
 * what it means. */
#ifndef ERRBIND_TARGET_SCHEMA_H
#define ERRBIND_TARGET_SCHEMA_H

#include "schema.h"

extern const struct schema target_schema;

/* The fields of each map, and their places as schema_fields gives them. */
enum { FILE_TEMPLATE, FILE_FOR_EACH, FILE_PATH, FILE_FIELDS };
extern const struct schema_field target_file_fields[];

/* By enum symbol_kind. */
extern const struct schema_field target_symbol_fields[];

enum { SCOPE_REGISTRY, SCOPE_DOMAIN, SCOPE_CATEGORY, SCOPE_CODE, SCOPE_FIELDS };
extern const struct schema_field target_scope_fields[];

enum { IDENTIFIERS_CASES, IDENTIFIERS_RESERVED, IDENTIFIERS_ESCAPE, IDENTIFIERS_SYMBOL,
       IDENTIFIERS_REFERENCE, IDENTIFIERS_SCOPE, IDENTIFIERS_FIELDS };
extern const struct schema_field target_identifiers_fields[];

enum { OTHER_UNIT, OTHER_PREFIX, OTHER_DIGITS, OTHER_BASE, OTHER_SUFFIX, OTHER_FIELDS };
extern const struct schema_field target_other_fields[];

enum { STRINGS_OPEN, STRINGS_CLOSE, STRINGS_ESCAPES, STRINGS_OTHER, STRINGS_ASCII,
       STRINGS_FIELDS };
extern const struct schema_field target_strings_fields[];

enum { COMMENTS_WIDTH, COMMENTS_REPLACE, COMMENTS_LINE_START, COMMENTS_FIELDS };
extern const struct schema_field target_comments_fields[];

enum { INTEGERS_MIN, INTEGERS_MAX, INTEGERS_FIELDS };
extern const struct schema_field target_integers_fields[];

/* By enum change_kind. */
extern const struct schema_field target_verdicts_fields[];

enum { OPTION_DEFAULT, OPTION_DESCRIPTION, OPTION_VALUES, OPTION_FIELDS };
extern const struct schema_field target_option_fields[];

enum { TARGET_TARGET, TARGET_TITLE, TARGET_EXTENDS, TARGET_FILES, TARGET_IDENTIFIERS,
       TARGET_STRINGS, TARGET_COMMENTS, TARGET_INTEGERS, TARGET_LIMITS, TARGET_OPTIONS,
       TARGET_VERDICTS, TARGET_FIELDS };
extern const struct schema_field target_fields[];

#endif

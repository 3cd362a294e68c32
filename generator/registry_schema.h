/* registry_schema: the shape of the registry's files, as data for schema.h.
 *
 * schema/errbind.schema.json says the same to editors; a test compares them. */
#ifndef ERRBIND_REGISTRY_SCHEMA_H
#define ERRBIND_REGISTRY_SCHEMA_H

#include "schema.h"

/* The fields of each map, in the order of its table: what schema_fields gives. */
enum { REGISTRY_REGISTRY, REGISTRY_TYPE, REGISTRY_VERSION, REGISTRY_TITLE, REGISTRY_CONDITIONS,
       REGISTRY_VENDORS, REGISTRY_TARGETS, REGISTRY_OPTIONS, REGISTRY_FIELD_COUNT };
enum { CONDITIONS_CONDITIONS, CONDITIONS_FIELD_COUNT };
enum { CONDITION_NAME, CONDITION_TITLE, CONDITION_DESCRIPTION, CONDITION_RETRY,
       CONDITION_AUDIENCE, CONDITION_FIELD_COUNT };
enum { VENDOR_VENDOR, VENDOR_TITLE, VENDOR_DOMAINS, VENDOR_FIELD_COUNT };
enum { DOMAIN_DOMAIN, DOMAIN_TITLE, DOMAIN_CODE_TYPE, DOMAIN_DOCS, DOMAIN_CATEGORIES,
       DOMAIN_RESERVED, DOMAIN_IMPORT, DOMAIN_CODES, DOMAIN_FIELD_COUNT };
enum { DOCS_URL, DOCS_RETRIEVED, DOCS_FIELD_COUNT };
enum { CATEGORY_NAME, CATEGORY_TITLE, CATEGORY_DESCRIPTION, CATEGORY_RANGE,
       CATEGORY_FIELD_COUNT };
enum { RANGE_MIN, RANGE_MAX, RANGE_FIELD_COUNT };
enum { RESERVED_CODES, RESERVED_NAMES, RESERVED_FIELD_COUNT };
enum { CODE_CODE, CODE_NAME, CODE_TITLE, CODE_CATEGORY, CODE_CONDITION, CODE_DESCRIPTION,
       CODE_RECOMMENDATION, CODE_RETRY, CODE_AUDIENCE, CODE_SINCE, CODE_DEPRECATED,
       CODE_APPLIES_TO, CODE_ALIASES, CODE_SEE_ALSO, CODE_LINKS, CODE_FIELD_COUNT };
enum { DEPRECATED_SINCE, DEPRECATED_REPLACED_BY, DEPRECATED_NOTE, DEPRECATED_FIELD_COUNT };

extern const struct schema_field registry_fields[], conditions_fields[], condition_fields[],
	vendor_fields[], domain_fields[], docs_fields[], category_fields[], range_fields[],
	reserved_fields[], code_fields[], deprecated_fields[];

/* The three kinds of files. */
extern const struct schema registry_schema, conditions_schema, vendor_schema;

/* The words of choices, in the order of enum retry, enum audience and enum code_type. */
extern const char *const retry_words[], *const audience_words[], *const code_type_words[];

#endif

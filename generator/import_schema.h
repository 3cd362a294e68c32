/* import_schema: the shape of `import:`, which says beside a domain's codes how
 * its vendor's page gives them. What it means is in import_rules.h.
 *
 *	import:
 *	  sections:                       # read tables under these headings only
 *	    - {heading: User errors, category: user}
 *	  columns:                        # which column is which field, by header text
 *	    code: Error Code
 *	    title: Error
 *	    description: Description
 *	  enum: SomeError                 # members of an enum in a code block
 *	  lines: ["{title}", "(Code: {code})", "Description: {description}"]
 *	  split:                          # where a text says more than one thing
 *	    description: ["{title} — {description}"]
 *	  ignore: {headings: [Retired errors], codes: [999]}
 *	  absent: [523]                   # codes of ours that the page lists nowhere
 */
#ifndef ERRBIND_IMPORT_SCHEMA_H
#define ERRBIND_IMPORT_SCHEMA_H

#include "schema.h"

/* What a page says of a code; these are also the keys of columns and split. */
enum import_field { IMPORT_CODE, IMPORT_NAME, IMPORT_TITLE, IMPORT_CATEGORY, IMPORT_DESCRIPTION,
		    IMPORT_RECOMMENDATION, IMPORT_FIELD_COUNT };

/* The fields of each map, in the order of its table. */
enum { IMPORT_SECTIONS, IMPORT_COLUMNS, IMPORT_ENUM, IMPORT_LINES, IMPORT_SPLIT, IMPORT_IGNORE,
       IMPORT_ABSENT, IMPORT_KEY_COUNT };
enum { SECTION_HEADING, SECTION_CATEGORY, SECTION_KEY_COUNT };
enum { IGNORE_HEADINGS, IGNORE_CODES, IGNORE_KEY_COUNT };

extern const struct schema_field import_fields[], import_section_fields[], import_column_fields[],
	import_split_fields[], import_ignore_fields[];

extern const struct schema import_schema;

#endif

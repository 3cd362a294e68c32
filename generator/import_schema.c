/* import_schema: the shape of `import:`. See import_schema.h. */
#include "import_schema.h"

#define TEXT {.type = SCHEMA_TEXT}
#define LIST(item) {.type = SCHEMA_LIST, .items = &item, .not_empty = true}
#define MAP(table, what) {.type = SCHEMA_MAP, .fields = table, .noun = what}
#define END {NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}}

static const struct schema text = TEXT, scalar = {.type = SCHEMA_SCALAR};

const struct schema_field import_section_fields[] = {
	[SECTION_HEADING] = {"heading", SCHEMA_REQUIRED, TEXT},
	[SECTION_CATEGORY] = {"category", SCHEMA_OPTIONAL, {.type = SCHEMA_IDENTIFIER}},
	END,
};

const struct schema_field import_column_fields[] = {
	[IMPORT_CODE] = {"code", SCHEMA_REQUIRED, TEXT},
	[IMPORT_NAME] = {"name", SCHEMA_OPTIONAL, TEXT},
	[IMPORT_TITLE] = {"title", SCHEMA_OPTIONAL, TEXT},
	[IMPORT_CATEGORY] = {"category", SCHEMA_OPTIONAL, TEXT},
	[IMPORT_DESCRIPTION] = {"description", SCHEMA_OPTIONAL, TEXT},
	[IMPORT_RECOMMENDATION] = {"recommendation", SCHEMA_OPTIONAL, TEXT},
	END,
};

const struct schema_field import_split_fields[] = {
	[IMPORT_CODE] = {"code", SCHEMA_OPTIONAL, LIST(text)},
	[IMPORT_NAME] = {"name", SCHEMA_OPTIONAL, LIST(text)},
	[IMPORT_TITLE] = {"title", SCHEMA_OPTIONAL, LIST(text)},
	[IMPORT_CATEGORY] = {"category", SCHEMA_OPTIONAL, LIST(text)},
	[IMPORT_DESCRIPTION] = {"description", SCHEMA_OPTIONAL, LIST(text)},
	[IMPORT_RECOMMENDATION] = {"recommendation", SCHEMA_OPTIONAL, LIST(text)},
	END,
};

const struct schema_field import_ignore_fields[] = {
	[IGNORE_HEADINGS] = {"headings", SCHEMA_OPTIONAL, LIST(text)},
	[IGNORE_CODES] = {"codes", SCHEMA_OPTIONAL, LIST(scalar)},
	END,
};

static const struct schema section = MAP(import_section_fields, "a section");

const struct schema_field import_fields[] = {
	[IMPORT_SECTIONS] = {"sections", SCHEMA_OPTIONAL, LIST(section)},
	[IMPORT_COLUMNS] = {"columns", SCHEMA_OPTIONAL, MAP(import_column_fields, "'columns'")},
	[IMPORT_ENUM] = {"enum", SCHEMA_OPTIONAL, TEXT},
	[IMPORT_LINES] = {"lines", SCHEMA_OPTIONAL, LIST(text)},
	[IMPORT_SPLIT] = {"split", SCHEMA_OPTIONAL, MAP(import_split_fields, "'split'")},
	[IMPORT_IGNORE] = {"ignore", SCHEMA_OPTIONAL, MAP(import_ignore_fields, "'ignore'")},
	[IMPORT_ABSENT] = {"absent", SCHEMA_OPTIONAL, LIST(scalar)},
	END,
};

const struct schema import_schema = MAP(import_fields, "'import'");

/* registry_schema: the shape of the registry's files. See registry_schema.h. */
#include "registry_schema.h"

#include "import_schema.h"

const char *const retry_words[] = {"never", "immediately", "with_backoff", "after_user_action", NULL};
const char *const audience_words[] = {"user", "integrator", "vendor", NULL};
const char *const code_type_words[] = {"integer", "string", NULL};

static const struct schema scalar = {.type = SCHEMA_SCALAR},
			   string = {.type = SCHEMA_STRING}, label = {.type = SCHEMA_LABEL},
			   identifier = {.type = SCHEMA_IDENTIFIER}, url = {.type = SCHEMA_URL};

#define TEXT {.type = SCHEMA_TEXT}
#define IDENTIFIER {.type = SCHEMA_IDENTIFIER}
#define CHOICE(choices) {.type = SCHEMA_CHOICE, .words = choices}
#define LIST(item) {.type = SCHEMA_LIST, .items = &item}
#define LIST_OF_SOME(item) {.type = SCHEMA_LIST, .items = &item, .not_empty = true}
#define MAP(table, what) {.type = SCHEMA_MAP, .fields = table, .noun = what}

const struct schema_field deprecated_fields[] = {
	[DEPRECATED_SINCE] = {"since", SCHEMA_OPTIONAL, {.type = SCHEMA_VERSION}},
	[DEPRECATED_REPLACED_BY] = {"replaced_by", SCHEMA_OPTIONAL, IDENTIFIER},
	[DEPRECATED_NOTE] = {"note", SCHEMA_OPTIONAL, TEXT},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};

const struct schema_field code_fields[] = {
	[CODE_CODE] = {"code", SCHEMA_REQUIRED, {.type = SCHEMA_SCALAR}},
	[CODE_NAME] = {"name", SCHEMA_REQUIRED, IDENTIFIER},
	[CODE_TITLE] = {"title", SCHEMA_REQUIRED, TEXT},
	[CODE_CATEGORY] = {"category", SCHEMA_OPTIONAL, IDENTIFIER},
	[CODE_CONDITION] = {"condition", SCHEMA_REQUIRED, IDENTIFIER},
	[CODE_DESCRIPTION] = {"description", SCHEMA_OPTIONAL, TEXT},
	[CODE_RECOMMENDATION] = {"recommendation", SCHEMA_OPTIONAL, TEXT},
	[CODE_RETRY] = {"retry", SCHEMA_OPTIONAL, CHOICE(retry_words)},
	[CODE_AUDIENCE] = {"audience", SCHEMA_OPTIONAL, CHOICE(audience_words)},
	[CODE_SINCE] = {"since", SCHEMA_OPTIONAL, {.type = SCHEMA_VERSION}},
	[CODE_DEPRECATED] = {"deprecated", SCHEMA_OPTIONAL, MAP(deprecated_fields, "'deprecated'")},
	[CODE_APPLIES_TO] = {"applies_to", SCHEMA_OPTIONAL, TEXT},
	[CODE_ALIASES] = {"aliases", SCHEMA_OPTIONAL, LIST(identifier)},
	[CODE_SEE_ALSO] = {"see_also", SCHEMA_OPTIONAL, LIST(scalar)},
	[CODE_LINKS] = {"links", SCHEMA_OPTIONAL, LIST(url)},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};

const struct schema_field reserved_fields[] = {
	[RESERVED_CODES] = {"codes", SCHEMA_OPTIONAL, LIST(scalar)},
	[RESERVED_NAMES] = {"names", SCHEMA_OPTIONAL, LIST(identifier)},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};

const struct schema_field range_fields[] = {
	[RANGE_MIN] = {"min", SCHEMA_OPTIONAL, {.type = SCHEMA_INTEGER}},
	[RANGE_MAX] = {"max", SCHEMA_OPTIONAL, {.type = SCHEMA_INTEGER}},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};

const struct schema_field category_fields[] = {
	[CATEGORY_NAME] = {"name", SCHEMA_REQUIRED, IDENTIFIER},
	[CATEGORY_TITLE] = {"title", SCHEMA_REQUIRED, TEXT},
	[CATEGORY_DESCRIPTION] = {"description", SCHEMA_OPTIONAL, TEXT},
	[CATEGORY_RANGE] = {"range", SCHEMA_OPTIONAL, MAP(range_fields, "a range")},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};

const struct schema_field docs_fields[] = {
	[DOCS_URL] = {"url", SCHEMA_OPTIONAL, {.type = SCHEMA_URL}},
	[DOCS_RETRIEVED] = {"retrieved", SCHEMA_OPTIONAL, {.type = SCHEMA_DATE}},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};

static const struct schema code = MAP(code_fields, "a code"),
			   category = MAP(category_fields, "a category");

const struct schema_field domain_fields[] = {
	[DOMAIN_DOMAIN] = {"domain", SCHEMA_REQUIRED, IDENTIFIER},
	[DOMAIN_TITLE] = {"title", SCHEMA_REQUIRED, TEXT},
	[DOMAIN_CODE_TYPE] = {"code_type", SCHEMA_REQUIRED, CHOICE(code_type_words)},
	[DOMAIN_DOCS] = {"docs", SCHEMA_OPTIONAL, MAP(docs_fields, "'docs'")},
	[DOMAIN_CATEGORIES] = {"categories", SCHEMA_OPTIONAL, LIST_OF_SOME(category)},
	[DOMAIN_RESERVED] = {"reserved", SCHEMA_OPTIONAL, MAP(reserved_fields, "'reserved'")},
	[DOMAIN_IMPORT] = {"import", SCHEMA_OPTIONAL, MAP(import_fields, "'import'")},
	[DOMAIN_CODES] = {"codes", SCHEMA_REQUIRED, LIST_OF_SOME(code)},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};

static const struct schema domain = MAP(domain_fields, "a domain");

const struct schema_field vendor_fields[] = {
	[VENDOR_VENDOR] = {"vendor", SCHEMA_REQUIRED, IDENTIFIER},
	[VENDOR_TITLE] = {"title", SCHEMA_REQUIRED, TEXT},
	[VENDOR_DOMAINS] = {"domains", SCHEMA_REQUIRED, LIST_OF_SOME(domain)},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};

const struct schema_field condition_fields[] = {
	[CONDITION_NAME] = {"name", SCHEMA_REQUIRED, IDENTIFIER},
	[CONDITION_TITLE] = {"title", SCHEMA_REQUIRED, TEXT},
	[CONDITION_DESCRIPTION] = {"description", SCHEMA_REQUIRED, TEXT},
	[CONDITION_RETRY] = {"retry", SCHEMA_REQUIRED, CHOICE(retry_words)},
	[CONDITION_AUDIENCE] = {"audience", SCHEMA_REQUIRED, CHOICE(audience_words)},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};

static const struct schema condition = MAP(condition_fields, "a condition");

const struct schema_field conditions_fields[] = {
	[CONDITIONS_CONDITIONS] = {"conditions", SCHEMA_REQUIRED, LIST(condition)},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};

static const struct schema options_of_target = {.type = SCHEMA_DICTIONARY, .items = &string};

const struct schema_field registry_fields[] = {
	[REGISTRY_REGISTRY] = {"registry", SCHEMA_REQUIRED, IDENTIFIER},
	[REGISTRY_TYPE] = {"type", SCHEMA_OPTIONAL, IDENTIFIER},
	[REGISTRY_VERSION] = {"version", SCHEMA_REQUIRED, {.type = SCHEMA_SEMVER}},
	[REGISTRY_TITLE] = {"title", SCHEMA_OPTIONAL, TEXT},
	[REGISTRY_CONDITIONS] = {"conditions", SCHEMA_REQUIRED, {.type = SCHEMA_STRING}},
	[REGISTRY_VENDORS] = {"vendors", SCHEMA_REQUIRED, LIST_OF_SOME(string)},
	[REGISTRY_TARGETS] = {"targets", SCHEMA_OPTIONAL, LIST(label)},
	[REGISTRY_OPTIONS] = {"options", SCHEMA_OPTIONAL,
			      {.type = SCHEMA_DICTIONARY, .items = &options_of_target}},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};

const struct schema registry_schema = MAP(registry_fields, "a registry"),
		    conditions_schema = MAP(conditions_fields, "the list of conditions"),
		    vendor_schema = MAP(vendor_fields, "a vendor");

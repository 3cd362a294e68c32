/* target_schema: what a target.yaml may say. See target_schema.h. */
#include "target_schema.h"

#include "verdict.h"

static const char *const for_each_words[] = {"registry", "vendor", "domain", NULL};
static const char *const case_words[] = {"pascal", "camel", "snake", "screaming", "kebab", NULL};
static const char *const unit_words[] = {"code_point", "utf16", "byte", NULL};

const struct schema_field target_file_fields[] = {
	{"template", SCHEMA_REQUIRED, {.type = SCHEMA_STRING}},
	{"for_each", SCHEMA_REQUIRED, {.type = SCHEMA_CHOICE, .words = for_each_words}},
	{"path", SCHEMA_REQUIRED, {.type = SCHEMA_STRING}},
	{0},
};
static const struct schema file_schema = {
	.type = SCHEMA_MAP, .fields = target_file_fields, .noun = "a file"};
static const struct schema string_schema = {.type = SCHEMA_STRING};
static const struct schema integer_schema = {.type = SCHEMA_INTEGER};
static const struct schema case_schema = {.type = SCHEMA_CHOICE, .words = case_words};

const struct schema_field target_symbol_fields[] = {
	{"registry", SCHEMA_OPTIONAL, {.type = SCHEMA_STRING}},
	{"condition", SCHEMA_OPTIONAL, {.type = SCHEMA_STRING}},
	{"domain", SCHEMA_OPTIONAL, {.type = SCHEMA_STRING}},
	{"category", SCHEMA_OPTIONAL, {.type = SCHEMA_STRING}},
	{"code", SCHEMA_OPTIONAL, {.type = SCHEMA_STRING}},
	{0},
};

const struct schema_field target_scope_fields[] = {
	{"registry", SCHEMA_OPTIONAL, {.type = SCHEMA_LIST, .items = &string_schema}},
	{"domain", SCHEMA_OPTIONAL, {.type = SCHEMA_LIST, .items = &string_schema}},
	{"category", SCHEMA_OPTIONAL, {.type = SCHEMA_LIST, .items = &string_schema}},
	{"code", SCHEMA_OPTIONAL, {.type = SCHEMA_LIST, .items = &string_schema}},
	{0},
};

const struct schema_field target_identifiers_fields[] = {
	{"cases", SCHEMA_REQUIRED, {.type = SCHEMA_LIST, .items = &case_schema}},
	{"reserved", SCHEMA_REQUIRED, {.type = SCHEMA_LIST, .items = &string_schema}},
	{"escape", SCHEMA_REQUIRED, {.type = SCHEMA_STRING}},
	{"symbol", SCHEMA_OPTIONAL,
	 {.type = SCHEMA_MAP, .fields = target_symbol_fields, .noun = "the symbol"}},
	{"reference", SCHEMA_OPTIONAL, {.type = SCHEMA_STRING}},
	{"scope", SCHEMA_OPTIONAL,
	 {.type = SCHEMA_MAP, .fields = target_scope_fields, .noun = "the scope"}},
	{0},
};

const struct schema_field target_other_fields[] = {
	{"unit", SCHEMA_REQUIRED, {.type = SCHEMA_CHOICE, .words = unit_words}},
	{"prefix", SCHEMA_REQUIRED, {.type = SCHEMA_STRING}},
	{"digits", SCHEMA_REQUIRED, {.type = SCHEMA_INTEGER}},
	{"base", SCHEMA_REQUIRED, {.type = SCHEMA_INTEGER}},
	{"suffix", SCHEMA_OPTIONAL, {.type = SCHEMA_STRING}},
	{0},
};

const struct schema_field target_strings_fields[] = {
	{"open", SCHEMA_REQUIRED, {.type = SCHEMA_STRING}},
	{"close", SCHEMA_REQUIRED, {.type = SCHEMA_STRING}},
	{"escapes", SCHEMA_REQUIRED, {.type = SCHEMA_ANY}},
	{"other", SCHEMA_REQUIRED,
	 {.type = SCHEMA_MAP, .fields = target_other_fields, .noun = "the way of other characters"}},
	{"ascii", SCHEMA_OPTIONAL, {.type = SCHEMA_BOOLEAN}},
	{0},
};

const struct schema_field target_comments_fields[] = {
	{"width", SCHEMA_REQUIRED, {.type = SCHEMA_INTEGER}},
	{"replace", SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
	{"line_start", SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
	{0},
};

const struct schema_field target_integers_fields[] = {
	{"min", SCHEMA_REQUIRED, {.type = SCHEMA_INTEGER}},
	{"max", SCHEMA_REQUIRED, {.type = SCHEMA_INTEGER}},
	{0},
};

#define VERDICT_FIELD(constant, key, rule, verdict, part) \
	{key, SCHEMA_OPTIONAL, {.type = SCHEMA_CHOICE, .words = verdict_words}},
const struct schema_field target_verdicts_fields[] = {EACH_CHANGE(VERDICT_FIELD) {0}};

const struct schema_field target_option_fields[] = {
	{"default", SCHEMA_REQUIRED, {.type = SCHEMA_STRING}},
	{"description", SCHEMA_REQUIRED, {.type = SCHEMA_TEXT}},
	{"values", SCHEMA_OPTIONAL, {.type = SCHEMA_LIST, .items = &string_schema}},
	{0},
};
static const struct schema option_schema = {
	.type = SCHEMA_MAP, .fields = target_option_fields, .noun = "an option"};

const struct schema_field target_fields[] = {
	{"target", SCHEMA_REQUIRED, {.type = SCHEMA_LABEL}},
	{"title", SCHEMA_REQUIRED, {.type = SCHEMA_TEXT}},
	{"extends", SCHEMA_OPTIONAL, {.type = SCHEMA_LABEL}},
	{"files", SCHEMA_REQUIRED, {.type = SCHEMA_LIST, .items = &file_schema, .not_empty = true}},
	{"identifiers", SCHEMA_REQUIRED,
	 {.type = SCHEMA_MAP, .fields = target_identifiers_fields, .noun = "identifiers"}},
	{"strings", SCHEMA_REQUIRED,
	 {.type = SCHEMA_MAP, .fields = target_strings_fields, .noun = "strings"}},
	{"comments", SCHEMA_REQUIRED,
	 {.type = SCHEMA_MAP, .fields = target_comments_fields, .noun = "comments"}},
	{"integers", SCHEMA_OPTIONAL,
	 {.type = SCHEMA_MAP, .fields = target_integers_fields, .noun = "integers"}},
	{"limits", SCHEMA_OPTIONAL, {.type = SCHEMA_DICTIONARY, .items = &integer_schema}},
	{"options", SCHEMA_OPTIONAL, {.type = SCHEMA_DICTIONARY, .items = &option_schema}},
	{"verdicts", SCHEMA_OPTIONAL,
	 {.type = SCHEMA_MAP, .fields = target_verdicts_fields, .noun = "the verdicts"}},
	{0},
};
const struct schema target_schema = {
	.type = SCHEMA_MAP, .fields = target_fields, .noun = "a target"};

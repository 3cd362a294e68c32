/* import_rules: what `import:` of a domain says, checked. See import_rules.h. */
#include "import_rules.h"

#include "page.h"
#include "registry_schema.h"
#include "scalar.h"

#define MINUS "\xE2\x88\x92" /* U+2212 */

/* What reading the rules of a domain needs at hand. */
struct rules_reader {
	const struct value *domain[DOMAIN_FIELD_COUNT];
	struct arena *arena;
	struct diagnostics *diagnostics;
	struct import_rules *rules;
	bool integers;
};

bool import_texts_have(const struct import_texts *texts, struct string text)
{
	for (size_t i = 0; i < texts->count; i++)
		if (string_equal(texts->items[i], text))
			return true;
	return false;
}

struct string import_code(struct arena *arena, struct string text, bool integers)
{
	int64_t number;

	text = import_trim(text);
	if (import_is_nothing(text))
		return (struct string){0};
	if (!integers)
		return text;
	if (string_starts_with(text, STRING(MINUS)))
		text = string_printf(arena, "-%.*s", (int)text.length - 3, text.bytes + 3);
	if (scalar_integer(text, &number))
		return (struct string){0};
	return string_integer(arena, number);
}

static struct string text_of(const struct value *value)
{
	return value && value->type == VALUE_STRING ? value_string(value) : (struct string){0};
}

static struct import_texts read_texts(struct rules_reader *reader, const struct value *list)
{
	struct import_texts texts = {0};

	if (!list || list->type != VALUE_LIST)
		return texts;
	texts.items = arena_calloc(reader->arena, list->length, sizeof *texts.items);
	for (uint32_t i = 0; i < list->length; i++)
		texts.items[texts.count++] =
			page_squeeze(reader->arena, text_of(&list->items[i]), false);
	return texts;
}

/* Codes of the domain's type; others are reported. */
static struct import_texts read_codes(struct rules_reader *reader, const struct value *list)
{
	struct import_texts codes = {0};

	if (!list || list->type != VALUE_LIST)
		return codes;
	codes.items = arena_calloc(reader->arena, list->length, sizeof *codes.items);
	for (uint32_t i = 0; i < list->length; i++) {
		struct string const text = text_of(&list->items[i]);
		struct string const code = import_code(reader->arena, text, reader->integers);
		if (code.length)
			codes.items[codes.count++] = code;
		else if (list->items[i].type == VALUE_STRING)
			diag_error(reader->diagnostics, "bad-import", value_span(&list->items[i]),
				   "'%.*s' is no code of this domain",
				   STRING_FORMAT(diag_shown(reader->arena, text)));
	}
	return codes;
}

static bool has_code(struct rules_reader *reader, struct string code)
{
	const struct value *list = reader->domain[DOMAIN_CODES], *fields[CODE_FIELD_COUNT];

	for (uint32_t i = 0; list && list->type == VALUE_LIST && i < list->length; i++) {
		schema_fields(code_fields, &list->items[i], fields);
		struct string const text = text_of(fields[CODE_CODE]);
		if (string_equal(import_code(reader->arena, text, reader->integers), code))
			return true;
	}
	return false;
}

/* Codes of ours that the page need not have: they must be there. */
static struct import_texts read_absent(struct rules_reader *reader, const struct value *list)
{
	struct import_texts const codes = read_codes(reader, list);

	for (size_t i = 0; i < codes.count; i++)
		if (!has_code(reader, codes.items[i]))
			diag_error(reader->diagnostics, "bad-import", value_span(list),
				   "'absent' lists %.*s, which this domain does not have",
				   STRING_FORMAT(codes.items[i]));
	return codes;
}

static void check_pattern(struct rules_reader *reader, const struct value *pattern)
{
	struct string const text = text_of(pattern);
	const char *problem = text.length ? import_pattern_problem(text) : NULL;

	if (problem)
		diag_error(reader->diagnostics, "bad-import", value_span(pattern),
			   "'%.*s' is no pattern: %s",
			   STRING_FORMAT(diag_shown(reader->arena, text)), problem);
}

static struct import_texts read_patterns(struct rules_reader *reader, const struct value *list)
{
	if (list && list->type == VALUE_LIST)
		for (uint32_t i = 0; i < list->length; i++)
			check_pattern(reader, &list->items[i]);
	return read_texts(reader, list);
}

static bool is_category(const struct rules_reader *reader, struct string name)
{
	const struct value *list = reader->domain[DOMAIN_CATEGORIES];
	const struct value *fields[CATEGORY_FIELD_COUNT];

	for (uint32_t i = 0; list && list->type == VALUE_LIST && i < list->length; i++) {
		schema_fields(category_fields, &list->items[i], fields);
		if (string_equal(text_of(fields[CATEGORY_NAME]), name))
			return true;
	}
	return false;
}

static void read_section(struct rules_reader *reader, const struct value *tree)
{
	const struct value *fields[SECTION_KEY_COUNT];
	struct import_rules *rules = reader->rules;

	schema_fields(import_section_fields, tree, fields);
	const struct value *category = fields[SECTION_CATEGORY];
	if (!fields[SECTION_HEADING])
		return;
	rules->sections[rules->section_count++] = (struct import_section){
		.heading = text_of(fields[SECTION_HEADING]),
		.category = text_of(category),
		.span = value_span(fields[SECTION_HEADING]),
	};
	struct string const name = text_of(category);
	if (name.length && !is_category(reader, name))
		diag_error(reader->diagnostics, "bad-import", value_span(category),
			   "'%.*s' is no category of this domain", STRING_FORMAT(name));
}

static void read_sections(struct rules_reader *reader, const struct value *list)
{
	if (!list || list->type != VALUE_LIST)
		return;
	reader->rules->sections =
		arena_calloc(reader->arena, list->length, sizeof *reader->rules->sections);
	for (uint32_t i = 0; i < list->length; i++)
		read_section(reader, &list->items[i]);
}

static void read_columns(struct rules_reader *reader, const struct value *tree)
{
	const struct value *fields[IMPORT_FIELD_COUNT];
	struct import_rules *rules = reader->rules;

	schema_fields(import_column_fields, tree, fields);
	rules->has_columns = tree != NULL;
	for (int i = 0; i < IMPORT_FIELD_COUNT; i++) {
		rules->columns[i] = text_of(fields[i]);
		if (!fields[i])
			continue;
		rules->column_spans[i] = value_span(fields[i]);
		if (rules->columns[i].length && import_is_nothing(rules->columns[i]))
			diag_error(reader->diagnostics, "bad-import", value_span(fields[i]),
				   "a header needs a letter or digit to be known by");
	}
}

/* Lines that give no code, or not in time, would never match. */
static void read_lines(struct rules_reader *reader, const struct value *list)
{
	struct import_rules *rules = reader->rules;
	unsigned fields = 0;

	rules->lines = read_patterns(reader, list);
	if (!list || list->type != VALUE_LIST)
		return;
	rules->lines_span = value_span(list);
	for (size_t i = 0; i < rules->lines.count; i++) {
		if (import_pattern_problem(rules->lines.items[i]))
			return;
		fields |= import_pattern_fields(rules->lines.items[i]);
	}
	if (!(fields >> IMPORT_CODE & 1))
		diag_error(reader->diagnostics, "bad-import", value_span(list),
			   "one of the lines must have {code}");
}

static void read_split(struct rules_reader *reader, const struct value *tree)
{
	const struct value *fields[IMPORT_FIELD_COUNT];

	schema_fields(import_split_fields, tree, fields);
	for (int i = 0; i < IMPORT_FIELD_COUNT; i++)
		reader->rules->split[i] = read_patterns(reader, fields[i]);
}

static void read_ignore(struct rules_reader *reader, const struct value *tree)
{
	const struct value *fields[IGNORE_KEY_COUNT];

	schema_fields(import_ignore_fields, tree, fields);
	reader->rules->ignored_headings = read_texts(reader, fields[IGNORE_HEADINGS]);
	reader->rules->ignored_codes = read_codes(reader, fields[IGNORE_CODES]);
}

bool import_rules_read(const struct value *domain, struct arena *arena,
		       struct diagnostics *diagnostics, struct import_rules *rules)
{
	struct rules_reader reader = {.arena = arena, .diagnostics = diagnostics, .rules = rules};
	const struct value *fields[IMPORT_KEY_COUNT];
	size_t const errors = diagnostics->error_count;

	*rules = (struct import_rules){0};
	schema_fields(domain_fields, domain, reader.domain);
	const struct value *tree = reader.domain[DOMAIN_IMPORT];
	const struct value *type = reader.domain[DOMAIN_CODE_TYPE];
	if (!tree || tree->type != VALUE_MAP || !type || type->type != VALUE_INTEGER)
		return false;
	reader.integers = string_is(string_of(code_type_words[type->integer]), "integer");
	rules->span = value_span(tree);
	schema_fields(import_fields, tree, fields);
	read_sections(&reader, fields[IMPORT_SECTIONS]);
	read_columns(&reader, fields[IMPORT_COLUMNS]);
	rules->enumeration = text_of(fields[IMPORT_ENUM]);
	if (fields[IMPORT_ENUM])
		rules->enumeration_span = value_span(fields[IMPORT_ENUM]);
	read_lines(&reader, fields[IMPORT_LINES]);
	read_split(&reader, fields[IMPORT_SPLIT]);
	read_ignore(&reader, fields[IMPORT_IGNORE]);
	rules->absent = read_absent(&reader, fields[IMPORT_ABSENT]);
	if (!fields[IMPORT_COLUMNS] && !fields[IMPORT_ENUM] && !fields[IMPORT_LINES])
		diag_error(diagnostics, "bad-import", value_span(tree),
			   "'import' does not say where the page has its codes: it needs "
			   "'columns', 'enum' or 'lines'");
	return diagnostics->error_count == errors;
}

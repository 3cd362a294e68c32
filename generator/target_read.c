/* target_read: the parts of a target.yaml as the target holds them. See
 * target_read.h. */
#include "target_read.h"

#include "target_schema.h"

#include <stdlib.h>

bool target_has(const struct value *value)
{
	return value && value->type != VALUE_UNDEFINED;
}

static struct string text_of(const struct value *value)
{
	return target_has(value) ? value_string(value) : (struct string){0};
}

static const struct template *parse_text(struct target_loading *loading, const struct value *text)
{
	struct sources *sources = loading->search->diagnostics->sources;
	struct source *source = source_at(sources, text->file);
	uint32_t const quotes = text->style == STYLE_QUOTED;
	uint32_t start = text->start + quotes, end = text->end - quotes;
	struct string const written = {source->text.bytes + start, end - start};

	/* With escapes or folded lines, the text is not the file's own. */
	if (end < start || !string_equal(written, value_string(text))) {
		source = source_add(sources, source->path, value_string(text));
		start = 0;
		end = text->length;
	}
	return templates_parse(loading->target->templates, source, start, end);
}

static void read_files(struct target_loading *loading, const struct value *list)
{
	const struct value *fields[FILE_FIELDS];
	struct target *target = loading->target;

	if (!target_has(list))
		return;
	target->files = arena_calloc(loading->search->arena, list->length, sizeof *target->files);
	for (uint32_t i = 0; i < list->length; i++) {
		schema_fields(target_file_fields, &list->items[i], fields);
		if (!target_has(fields[FILE_TEMPLATE]) || !target_has(fields[FILE_FOR_EACH]) ||
		    !target_has(fields[FILE_PATH]))
			continue;
		struct target_file *file = &target->files[target->file_count++];
		file->for_each = (enum for_each)fields[FILE_FOR_EACH]->integer;
		file->path = parse_text(loading, fields[FILE_PATH]);
		file->content = templates_get(target->templates, text_of(fields[FILE_TEMPLATE]),
					      value_span(fields[FILE_TEMPLATE]));
	}
}

static const struct template *read_template(struct target_loading *loading,
					    const struct value *text)
{
	return target_has(text) ? parse_text(loading, text) : NULL;
}

static struct templates_list read_templates(struct target_loading *loading,
					    const struct value *list)
{
	struct templates_list templates = {0};

	if (!target_has(list))
		return templates;
	templates.items =
		arena_alloc(loading->search->arena, list->length * sizeof *templates.items);
	for (uint32_t i = 0; i < list->length; i++) {
		const struct template *template = read_template(loading, &list->items[i]);
		if (template)
			templates.items[templates.count++] = template;
	}
	return templates;
}

static void read_reserved(struct target_loading *loading, const struct value *list)
{
	struct map *reserved = arena_alloc(loading->search->arena, sizeof *reserved);

	map_init(reserved, loading->search->arena);
	if (target_has(list))
		map_reserve(reserved, list->length);
	for (uint32_t i = 0; target_has(list) && i < list->length; i++)
		if (target_has(&list->items[i]))
			*map_slot(reserved, value_string(&list->items[i])) = reserved;
	loading->target->dialect.reserved = reserved;
}

/* "`{}`" and the like: what stands before and after the word. */
static void read_escape(struct target_loading *loading, const struct value *escape)
{
	struct dialect *dialect = &loading->target->dialect;
	struct string const text = text_of(escape);

	for (size_t i = 0; i + 1 < text.length; i++) {
		if (text.bytes[i] != '{' || text.bytes[i + 1] != '}')
			continue;
		dialect->escape_before = (struct string){text.bytes, i};
		dialect->escape_after = (struct string){text.bytes + i + 2, text.length - i - 2};
		return;
	}
	if (target_has(escape))
		diag_error(loading->search->diagnostics, "bad-escape", value_span(escape),
			   "escape has to hold {}, which stands for the word");
}

static void read_identifiers(struct target_loading *loading, const struct value *map)
{
	const struct value *fields[IDENTIFIERS_FIELDS], *symbol[SYMBOL_KINDS], *scope[SCOPE_FIELDS];
	struct target *target = loading->target;
	const struct value *cases;

	schema_fields(target_identifiers_fields, map, fields);
	cases = fields[IDENTIFIERS_CASES];
	for (uint32_t i = 0; target_has(cases) && i < cases->length; i++)
		if (target_has(&cases->items[i]))
			target->cases[cases->items[i].integer] = true;
	read_reserved(loading, fields[IDENTIFIERS_RESERVED]);
	read_escape(loading, fields[IDENTIFIERS_ESCAPE]);
	schema_fields(target_symbol_fields, fields[IDENTIFIERS_SYMBOL], symbol);
	for (size_t i = 0; i < SYMBOL_KINDS; i++)
		target->symbol[i] = read_template(loading, symbol[i]);
	target->reference = read_template(loading, fields[IDENTIFIERS_REFERENCE]);
	schema_fields(target_scope_fields, fields[IDENTIFIERS_SCOPE], scope);
	target->registry_scope = read_templates(loading, scope[SCOPE_REGISTRY]);
	target->domain_scope = read_templates(loading, scope[SCOPE_DOMAIN]);
	target->category_scope = read_templates(loading, scope[SCOPE_CATEGORY]);
	target->code_scope = read_templates(loading, scope[SCOPE_CODE]);
}

static int compare_replacements(const void *a, const void *b)
{
	const struct replacement *left = a, *right = b;

	if (left->from.length != right->from.length)
		return left->from.length > right->from.length ? -1 : 1;
	return string_compare(left->from, right->from);
}

/* A map from text to text, any text; longer ones come first, as they win. */
static struct replacement *read_replacements(struct target_loading *loading, const struct value *map,
					     size_t *count)
{
	*count = 0;
	if (!target_has(map))
		return NULL;
	if (map->type != VALUE_MAP) {
		diag_error(loading->search->diagnostics, "wrong-type", value_span(map),
			   "expected a mapping from texts to texts, found %s",
			   value_type_name(map->type));
		return NULL;
	}
	struct replacement *replacements =
		arena_alloc(loading->search->arena, (map->length + 1) * sizeof *replacements);
	for (uint32_t i = 0; i < map->length; i++) {
		struct entry const entry = value_entry(map, i);
		if (entry.value->type == VALUE_UNDEFINED)
			continue;
		if (entry.value->type != VALUE_STRING || !entry.key->name->text.length) {
			diag_error(loading->search->diagnostics, "wrong-type",
				   entry_key_span(entry), "expected a text that becomes a text");
			continue;
		}
		replacements[(*count)++] =
			(struct replacement){entry.key->name->text, value_string(entry.value)};
	}
	qsort(replacements, *count, sizeof *replacements, compare_replacements);
	return replacements;
}

static void read_other(struct target_loading *loading, const struct value *map)
{
	struct dialect *dialect = &loading->target->dialect;
	const struct value *fields[OTHER_FIELDS];

	schema_fields(target_other_fields, map, fields);
	dialect->escape_base = 16;
	if (target_has(fields[OTHER_UNIT]))
		dialect->escape_unit = (enum escape_unit)fields[OTHER_UNIT]->integer;
	dialect->escape_prefix = text_of(fields[OTHER_PREFIX]);
	dialect->escape_suffix = text_of(fields[OTHER_SUFFIX]);
	if (target_has(fields[OTHER_DIGITS])) {
		if (fields[OTHER_DIGITS]->integer < 1 || fields[OTHER_DIGITS]->integer > 8)
			diag_error(loading->search->diagnostics, "bad-escape",
				   value_span(fields[OTHER_DIGITS]), "digits is from 1 to 8");
		else
			dialect->escape_digits = (unsigned)fields[OTHER_DIGITS]->integer;
	}
	if (target_has(fields[OTHER_BASE])) {
		if (fields[OTHER_BASE]->integer != 8 && fields[OTHER_BASE]->integer != 16)
			diag_error(loading->search->diagnostics, "bad-escape",
				   value_span(fields[OTHER_BASE]), "base is 8 or 16");
		else
			dialect->escape_base = (unsigned)fields[OTHER_BASE]->integer;
	}
}

static void read_strings(struct target_loading *loading, const struct value *map)
{
	struct dialect *dialect = &loading->target->dialect;
	const struct value *fields[STRINGS_FIELDS];

	schema_fields(target_strings_fields, map, fields);
	dialect->quote_open = text_of(fields[STRINGS_OPEN]);
	dialect->quote_close = text_of(fields[STRINGS_CLOSE]);
	dialect->quote_escapes = read_replacements(loading, fields[STRINGS_ESCAPES],
						   &dialect->quote_escape_count);
	read_other(loading, fields[STRINGS_OTHER]);
	dialect->escape_non_ascii =
		target_has(fields[STRINGS_ASCII]) && fields[STRINGS_ASCII]->boolean;
}

static void read_comments(struct target_loading *loading, const struct value *map)
{
	struct dialect *dialect = &loading->target->dialect;
	const struct value *fields[COMMENTS_FIELDS];

	schema_fields(target_comments_fields, map, fields);
	dialect->comment_replacements = read_replacements(
		loading, fields[COMMENTS_REPLACE], &dialect->comment_replacement_count);
	dialect->comment_line_start_replacements =
		read_replacements(loading, fields[COMMENTS_LINE_START],
				  &dialect->comment_line_start_replacement_count);
	if (!target_has(fields[COMMENTS_WIDTH]))
		return;
	if (fields[COMMENTS_WIDTH]->integer < 20 || fields[COMMENTS_WIDTH]->integer > 1000)
		diag_error(loading->search->diagnostics, "bad-width",
			   value_span(fields[COMMENTS_WIDTH]), "width is from 20 to 1000 columns");
	else
		dialect->comment_width = (unsigned)fields[COMMENTS_WIDTH]->integer;
}

static void read_integers(struct target_loading *loading, const struct value *map)
{
	const struct value *fields[INTEGERS_FIELDS];
	struct target *target = loading->target;

	schema_fields(target_integers_fields, map, fields);
	if (!target_has(fields[INTEGERS_MIN]) || !target_has(fields[INTEGERS_MAX]))
		return;
	target->has_integer_range = true;
	target->integer_min = fields[INTEGERS_MIN]->integer;
	target->integer_max = fields[INTEGERS_MAX]->integer;
}

static void read_limits(struct target_loading *loading, const struct value *map)
{
	loading->target->limits = target_has(map) ? *map : value_map(NULL, 0);
}

static void read_verdicts(struct target_loading *loading, const struct value *map)
{
	const struct value *fields[CHANGE_KINDS];

	schema_fields(target_verdicts_fields, map, fields);
	for (size_t i = 0; i < CHANGE_KINDS; i++)
		loading->target->verdicts[i] = target_has(fields[i])
						       ? (enum verdict)fields[i]->integer
						       : change_descriptions[i].verdict;
}

void target_read(struct target_loading *loading, const struct value *tree)
{
	const struct value *fields[TARGET_FIELDS];
	struct target *target = loading->target;

	schema_fields(target_fields, tree, fields);
	target->title = text_of(fields[TARGET_TITLE]);
	read_identifiers(loading, fields[TARGET_IDENTIFIERS]);
	read_strings(loading, fields[TARGET_STRINGS]);
	read_comments(loading, fields[TARGET_COMMENTS]);
	read_integers(loading, fields[TARGET_INTEGERS]);
	read_limits(loading, fields[TARGET_LIMITS]);
	read_verdicts(loading, fields[TARGET_VERDICTS]);
	read_files(loading, fields[TARGET_FILES]);
}

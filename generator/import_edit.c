/* import_edit: carries out a plan in the text of a vendor's file. See
 * import_edit.h. */
#include "import_edit.h"

#include "import_scalar.h"

#include <stdlib.h>

/* Bytes [start, end) of the source become text. */
struct edit {
	size_t start, end, order;
	struct string text;
};

struct editor {
	const struct import_vendor *vendor;
	struct diagnostics *diagnostics;
	struct string source, newline;
	struct edit *edits;
	size_t count, capacity;
};

static void add_edit(struct editor *editor, size_t start, size_t end, struct string text)
{
	editor->edits = arena_grow(editor->vendor->arena, editor->edits, editor->count,
				   &editor->capacity, sizeof *editor->edits);
	editor->edits[editor->count] = (struct edit){start, end, editor->count, text};
	editor->count++;
}

static size_t line_start(const struct editor *editor, size_t at)
{
	while (at > 0 && editor->source.bytes[at - 1] != '\n')
		at--;
	return at;
}

/* Behind the line end of the line that a place is on. */
static size_t next_line(const struct editor *editor, size_t at)
{
	while (at < editor->source.length && editor->source.bytes[at] != '\n')
		at++;
	return at + (at < editor->source.length);
}

static bool in_flow(const struct editor *editor, const struct value *collection)
{
	char const first = editor->source.bytes[collection->start];

	return first == '{' || first == '[';
}

static size_t column_of(const struct editor *editor, size_t at)
{
	return at - line_start(editor, at);
}

/* Adds whole lines at the start of a line, or at the end of the file. */
static void add_lines(struct editor *editor, size_t at, struct buf *lines)
{
	bool const unended = at == editor->source.length && at > 0 &&
			     editor->source.bytes[at - 1] != '\n';
	struct buf *text = buf_new(editor->vendor->arena);

	if (unended) {
		buf_string(text, editor->newline);
		lines->length -= editor->newline.length;
	}
	buf_string(text, buf_view(lines));
	add_edit(editor, at, at, buf_view(text));
}

static void replace_scalar(struct editor *editor, const struct value *value,
			   const struct value *map, struct string text)
{
	struct buf *out = buf_new(editor->vendor->arena);
	size_t rest = value->end;

	while (rest < editor->source.length && strchr(" \t\r", editor->source.bytes[rest]))
		rest++;
	struct import_place const place = {
		.column = column_of(editor, value->start),
		.indent = column_of(editor, map->entries->keys[0].start),
		.in_flow = in_flow(editor, map),
		.may_fold = rest == editor->source.length || editor->source.bytes[rest] == '\n',
		.newline = editor->newline,
	};
	import_rewrite_scalar(out, text, value, editor->source, &place);
	add_edit(editor, value->start, value->end, buf_view(out));
}

/* The entry of a map that a new key goes behind: the last of those that come
 * before it in the order of the schema, or the first. */
static struct entry entry_before(const struct schema_field *fields, size_t field,
				 const struct value *map)
{
	struct entry last = value_entry(map, 0);

	for (uint32_t i = 0; i < map->length; i++)
		for (size_t j = 0; j < field; j++)
			if (string_is(map->entries->keys[i].name->text, fields[j].key))
				last = value_entry(map, i);
	return last;
}

/* Adds a key whose value is a text or, where it is raw, YAML as it stands. */
static void add_key(struct editor *editor, const struct schema_field *fields, size_t field,
		    const struct value *map, struct string value, bool raw)
{
	struct entry const before = entry_before(fields, field, map);
	struct buf *out = buf_new(editor->vendor->arena);
	bool const flow = in_flow(editor, map);
	size_t const indent = column_of(editor, map->entries->keys[0].start);
	struct import_place const place = {
		.column = indent + strlen(fields[field].key) + 2,
		.indent = indent,
		.in_flow = flow,
		.may_fold = !flow,
		.newline = editor->newline,
	};

	if (flow)
		buf_string(out, STRING(", "));
	else
		buf_repeat(out, ' ', indent);
	buf_printf(out, "%s: ", fields[field].key);
	if (raw)
		buf_string(out, value);
	else
		import_write_scalar(out, value, &place);
	if (flow) {
		add_edit(editor, before.value->end, before.value->end, buf_view(out));
	} else {
		buf_string(out, editor->newline);
		add_lines(editor, next_line(editor, before.value->end), out);
	}
}

static size_t code_field(enum import_field field)
{
	return field == IMPORT_TITLE ? CODE_TITLE
	       : field == IMPORT_DESCRIPTION ? CODE_DESCRIPTION
					     : CODE_RECOMMENDATION;
}

static void set_text(struct editor *editor, const struct import_step *step)
{
	size_t const field = code_field(step->field);
	const struct value *value = step->entry->fields[field];

	if (value)
		replace_scalar(editor, value, step->entry->tree, step->fields[step->field]);
	else
		add_key(editor, code_fields, field, step->entry->tree, step->fields[step->field],
			false);
}

static void retire(struct editor *editor, const struct import_step *step)
{
	add_key(editor, code_fields, CODE_DEPRECATED, step->entry->tree,
		STRING("{note: The vendor's page no longer lists it.}"), true);
}

static void set_date(struct editor *editor, const struct import_step *step)
{
	const struct value *docs = step->domain->fields[DOMAIN_DOCS], *fields[DOCS_FIELD_COUNT];
	struct arena *arena = editor->vendor->arena;
	struct string const date = step->fields[0];

	schema_fields(docs_fields, docs, fields);
	const struct value *old = fields[DOCS_RETRIEVED];
	if (old && old->style == STYLE_PLAIN)
		add_edit(editor, old->start, old->end, date);
	else if (old)
		replace_scalar(editor, old, docs, date);
	else if (docs && docs->length)
		add_key(editor, docs_fields, DOCS_RETRIEVED, docs, date, true);
	else
		add_key(editor, domain_fields, DOMAIN_DOCS, step->domain->tree,
			string_printf(arena, "{retrieved: %.*s}", STRING_FORMAT(date)), true);
}

/* The entry that a new code goes behind: the last of its category, or of all. */
static const struct import_entry *entry_of_category(const struct import_domain *domain,
						    struct string category)
{
	for (size_t i = domain->count; category.length && i-- > 0;)
		if (string_equal(domain->entries[i].code->category->name, category))
			return &domain->entries[i];
	return &domain->entries[domain->count - 1];
}

/* Whether the codes of a domain have empty lines between them. */
static bool has_gaps(const struct editor *editor, const struct import_domain *domain)
{
	for (size_t i = 1; i < domain->count; i++) {
		size_t const after = next_line(editor, domain->entries[i - 1].tree->end);
		if (after < editor->source.length && strchr("\r\n", editor->source.bytes[after]))
			return true;
	}
	return false;
}

/* Where the lines behind a code begin that are not about it: comments that are
 * indented deeper than its dash are. */
static size_t end_of_code(const struct editor *editor, const struct import_entry *entry,
			  size_t dash)
{
	size_t at = next_line(editor, entry->tree->end);

	for (;;) {
		size_t text = at;
		while (text < editor->source.length && editor->source.bytes[text] == ' ')
			text++;
		if (text == editor->source.length || editor->source.bytes[text] != '#' ||
		    text - at <= dash)
			return at;
		at = next_line(editor, at);
	}
}

static void write_key(struct editor *editor, struct buf *out, size_t indent, const char *key,
		      struct string text)
{
	struct import_place const place = {
		.column = indent + strlen(key) + 2,
		.indent = indent,
		.may_fold = true,
		.newline = editor->newline,
	};

	if (!text.length)
		return;
	buf_repeat(out, ' ', indent);
	buf_printf(out, "%s: ", key);
	import_write_scalar(out, text, &place);
	buf_string(out, editor->newline);
}

/* The raw code as its neighbour is written: in its quotes, or as it is. */
static void write_code(struct editor *editor, struct buf *out, const struct import_step *step,
		       const struct import_entry *neighbour)
{
	const struct value *value = neighbour->fields[CODE_CODE];
	char const first = editor->source.bytes[value->start];

	if (step->domain->domain->code_type == CODE_INTEGER)
		buf_string(out, step->fields[IMPORT_CODE]);
	else
		import_write_quoted(out, step->fields[IMPORT_CODE], first == '\'' ? first : '"');
	buf_string(out, editor->newline);
}

static bool add_code(struct editor *editor, const struct import_step *step)
{
	const struct value *list = step->domain->fields[DOMAIN_CODES];
	const struct import_entry *neighbour =
		entry_of_category(step->domain, step->fields[IMPORT_CATEGORY]);
	struct buf *out = buf_new(editor->vendor->arena);

	if (in_flow(editor, list)) {
		diag_error(editor->diagnostics, "import", value_span(list),
			   "import adds codes only to lists that are written with dashes, not in "
			   "brackets");
		return false;
	}
	size_t const dash = column_of(editor, list->start);
	size_t const indent = in_flow(editor, neighbour->tree)
				      ? dash + 2
				      : column_of(editor, neighbour->tree->entries->keys[0].start);
	if (has_gaps(editor, step->domain))
		buf_string(out, editor->newline);
	buf_repeat(out, ' ', dash);
	buf_string(out, STRING("# review: new on the page, whose words these are"));
	buf_string(out, editor->newline);
	buf_repeat(out, ' ', dash);
	buf_byte(out, '-');
	buf_repeat(out, ' ', indent - dash - 1);
	buf_string(out, STRING("code: "));
	write_code(editor, out, step, neighbour);
	write_key(editor, out, indent, "name", step->fields[IMPORT_NAME]);
	write_key(editor, out, indent, "title", step->fields[IMPORT_TITLE]);
	write_key(editor, out, indent, "category", step->fields[IMPORT_CATEGORY]);
	write_key(editor, out, indent, "condition", STRING("unclassified"));
	write_key(editor, out, indent, "description", step->fields[IMPORT_DESCRIPTION]);
	write_key(editor, out, indent, "recommendation", step->fields[IMPORT_RECOMMENDATION]);
	add_lines(editor, end_of_code(editor, neighbour, dash), out);
	return true;
}

static int compare_edits(const void *left, const void *right)
{
	const struct edit *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

static struct string apply(struct editor *editor)
{
	struct buf *out = buf_new(editor->vendor->arena);
	size_t at = 0;

	if (editor->count)
		qsort(editor->edits, editor->count, sizeof *editor->edits, compare_edits);
	for (size_t i = 0; i < editor->count; i++) {
		const struct edit *edit = &editor->edits[i];
		buf_append(out, editor->source.bytes + at, edit->start - at);
		buf_string(out, edit->text);
		at = edit->end;
	}
	buf_append(out, editor->source.bytes + at, editor->source.length - at);
	return buf_view(out);
}

static void change_in_place(struct editor *editor, const struct import_step *step)
{
	switch (step->action) {
	case IMPORT_SET_TEXT:
		set_text(editor, step);
		break;
	case IMPORT_RETIRE:
		retire(editor, step);
		break;
	case IMPORT_SET_DATE:
		set_date(editor, step);
		break;
	case IMPORT_ADD_CODE:
		break;
	}
}

bool import_edit(const struct import_vendor *vendor, const struct import_plan *plan,
		 struct diagnostics *diagnostics, struct string *text)
{
	struct string const source = vendor->source->text;
	const char *line_feed = memchr(source.bytes, '\n', source.length);
	bool const crlf = line_feed && line_feed > source.bytes && line_feed[-1] == '\r';
	struct editor editor = {.vendor = vendor, .diagnostics = diagnostics, .source = source,
				.newline = crlf ? STRING("\r\n") : STRING("\n")};
	bool done = true;

	/* What goes into a code comes before what goes behind it. */
	for (size_t i = 0; i < plan->count; i++)
		change_in_place(&editor, &plan->steps[i]);
	for (size_t i = 0; i < plan->count && done; i++)
		if (plan->steps[i].action == IMPORT_ADD_CODE)
			done = add_code(&editor, &plan->steps[i]);
	if (done)
		*text = apply(&editor);
	return done;
}

/* import_read: what a page says of the codes of a vendor's domains. See
 * import_read.h; the sources themselves are in import_table, import_lines and
 * import_enum. */
#include "import_enum.h"
#include "import_source.h"
#include "utf8.h"

#include <stdint.h>

/* The next letter or digit of a text, capitals of ASCII made small; 0 at the end. */
static uint32_t next_letter(struct string text, size_t *at)
{
	while (*at < text.length) {
		uint32_t character;
		size_t const size = utf8_decode(text.bytes + *at, text.length - *at, &character);
		*at += size ? size : 1;
		if (size && import_is_letter(character))
			return character >= 'A' && character <= 'Z' ? character | 0x20 : character;
	}
	return 0;
}

bool import_same_heading(struct string a, struct string b)
{
	size_t i = 0, j = 0;
	uint32_t letter;

	do {
		letter = next_letter(a, &i);
		if (letter != next_letter(b, &j))
			return false;
	} while (letter);
	return true;
}

void import_pass(struct import_headings *headings, const struct page_block *block)
{
	if (block->type != PAGE_HEADING)
		return;
	headings->levels[block->level - 1] = block->text;
	for (int i = block->level; i < 6; i++)
		headings->levels[i] = (struct string){0};
}

static bool is_ignored(const struct import_rules *rules, struct string heading)
{
	for (size_t i = 0; i < rules->ignored_headings.count; i++)
		if (import_same_heading(heading, rules->ignored_headings.items[i]))
			return true;
	return false;
}

bool import_reads_at(const struct import_rules *rules, const struct import_headings *headings,
		     const struct import_section **section)
{
	*section = NULL;
	for (int level = 5; level >= 0; level--) {
		struct string const heading = headings->levels[level];
		if (!heading.length)
			continue;
		if (is_ignored(rules, heading))
			return false;
		for (size_t i = 0; i < rules->section_count; i++)
			if (import_same_heading(heading, rules->sections[i].heading)) {
				*section = &rules->sections[i];
				return true;
			}
	}
	return !rules->section_count;
}

bool import_ignores(const struct import_rules *rules, const struct import_headings *headings)
{
	for (int level = 0; level < 6; level++)
		if (headings->levels[level].length && is_ignored(rules, headings->levels[level]))
			return true;
	return false;
}

struct string import_nearest_heading(const struct import_headings *headings)
{
	for (int level = 5; level >= 0; level--)
		if (headings->levels[level].length)
			return headings->levels[level];
	return (struct string){0};
}

struct import_row *import_row(const struct import_reading *reading, struct string code)
{
	uintptr_t const index = (uintptr_t)map_get(&reading->by_code, code);

	return index ? &reading->rows[index - 1] : NULL;
}

/* Takes a field apart by the first pattern that matches all of it. */
static void split(const struct import_texts *patterns, struct string text,
		  struct string fields[IMPORT_FIELD_COUNT])
{
	for (size_t i = 0; i < patterns->count; i++) {
		struct string found[IMPORT_FIELD_COUNT];
		if (!import_pattern_match_all(patterns->items[i], text, found))
			continue;
		unsigned const named = import_pattern_fields(patterns->items[i]);
		for (int field = 0; field < IMPORT_FIELD_COUNT; field++)
			if (named >> field & 1)
				fields[field] = found[field];
		return;
	}
}

/* Whether a text is one word of visible characters. */
static bool is_word(struct string text)
{
	size_t size;

	for (size_t at = 0; at < text.length; at += size) {
		uint32_t character;
		size = utf8_decode(text.bytes + at, text.length - at, &character);
		if (!size || page_character(character) != PAGE_VISIBLE)
			return false;
	}
	return true;
}

/* The code of a row; empty where it has none. In a domain of strings any word
 * is a code, and what the registry knows. */
static struct string code_of(struct import_reader *reader, struct string text)
{
	struct import_reading *reading = reader->reading;
	struct string const code = import_code(reader->arena, text, reading->integers);

	if (!is_word(code) && !map_get(reading->known, code))
		return (struct string){0};
	return code;
}

/* Remarks a row without a code, by the first text it has. */
static void remark_no_code(struct import_reader *reader, const struct string *fields)
{
	for (int i = 0; i < IMPORT_FIELD_COUNT; i++) {
		if (import_is_nothing(fields[i]))
			continue;
		import_note(reader->report, reader->reading->domain, (struct string){0},
			    "a row has no code: %.*s",
			    STRING_FORMAT(diag_shown(reader->arena, fields[i])));
		return;
	}
}

/* Adds to a row what it does not say yet; where it says something else, the
 * first counts. */
static void add_fields(struct import_reader *reader, struct import_row *row,
		       const struct string fields[IMPORT_FIELD_COUNT])
{
	for (int i = IMPORT_NAME; i < IMPORT_FIELD_COUNT; i++) {
		if (import_is_nothing(fields[i]) || string_equal(row->fields[i], fields[i]))
			continue;
		if (!row->fields[i].length)
			row->fields[i] = fields[i];
		else
			import_note(reader->report, reader->reading->domain, row->code,
				    "the page has the code again with another %s; the first counts",
				    import_column_fields[i].key);
	}
}

static struct import_row *new_row(struct import_reader *reader, struct string code)
{
	struct import_reading *reading = reader->reading;

	reading->rows = arena_grow(reader->arena, reading->rows, reading->count,
				   &reading->capacity, sizeof *reading->rows);
	reading->rows[reading->count++] = (struct import_row){.code = code};
	*map_slot(&reading->by_code, code) = (void *)(uintptr_t)reading->count;
	return &reading->rows[reading->count - 1];
}

struct import_row *import_take(struct import_reader *reader,
			       const struct string given[IMPORT_FIELD_COUNT],
			       const struct import_section *section)
{
	const struct import_rules *rules = reader->reading->rules;
	struct string fields[IMPORT_FIELD_COUNT];

	memcpy(fields, given, sizeof fields);
	for (int i = 0; i < IMPORT_FIELD_COUNT; i++)
		split(&rules->split[i], fields[i], fields);
	struct string const code = code_of(reader, fields[IMPORT_CODE]);
	if (!code.length)
		remark_no_code(reader, fields);
	if (!code.length || import_texts_have(&rules->ignored_codes, code))
		return NULL;
	struct import_row *row = import_row(reader->reading, code);
	if (!row)
		row = new_row(reader, code);
	add_fields(reader, row, fields);
	if (section && !row->section_category.length)
		row->section_category = section->category;
	return row;
}

bool import_read_members(struct import_reader *reader)
{
	const struct import_rules *rules = reader->reading->rules;
	struct import_members members = {0};
	bool found = false;

	for (size_t i = 0; i < reader->page->count; i++)
		if (reader->page->blocks[i].type == PAGE_CODE)
			found |= import_enum_read(reader->page->blocks[i].text, rules->enumeration,
						  reader->arena, &members);
	if (!found)
		diag_error(reader->diagnostics, "page", rules->enumeration_span,
			   "no code block of the page has an enum '%.*s'",
			   STRING_FORMAT(rules->enumeration));
	for (size_t i = 0; i < members.count; i++) {
		const struct import_member *member = &members.items[i];
		struct string fields[IMPORT_FIELD_COUNT] = {
			[IMPORT_CODE] = member->value.bytes ? member->value : member->symbol,
			[IMPORT_NAME] = member->symbol,
		};
		struct import_row *row = import_take(reader, fields, NULL);
		if (row)
			row->in_enum = true;
	}
	return found;
}

/* Where codes stand in a table and in an enum, each must be in both. */
static void compare_sources(struct import_reader *reader)
{
	const struct import_reading *reading = reader->reading;
	struct string const name = reading->rules->enumeration;

	if (!reading->rules->has_columns || !name.length)
		return;
	for (size_t i = 0; i < reading->count; i++) {
		const struct import_row *row = &reading->rows[i];
		if (!row->in_enum)
			import_note(reader->report, reading->domain, row->code,
				    "the page has it in the table, not in the enum %.*s",
				    STRING_FORMAT(name));
		else if (!row->in_table)
			import_note(reader->report, reading->domain, row->code,
				    "the page has it in the enum %.*s, not in the table",
				    STRING_FORMAT(name));
	}
}

/* Titles and names that the page leaves to its other texts. */
static void complete_rows(struct import_reader *reader)
{
	struct import_reading *reading = reader->reading;
	struct map titles;

	map_init(&titles, reader->arena);
	for (size_t i = 0; i < reading->count; i++) {
		struct import_row *row = &reading->rows[i], *first;
		struct string *title = &row->fields[IMPORT_TITLE];
		struct string *name = &row->fields[IMPORT_NAME];
		if (!title->length)
			*title = name->length ? *name : row->code;
		if (!name->length)
			*name = *title;
		void **slot = map_slot(&titles, *title);
		first = *slot;
		if (first)
			import_note(reader->report, reading->domain, row->code,
				    "the page has the title '%.*s' twice, also for %.*s",
				    STRING_FORMAT(diag_shown(reader->arena, *title)),
				    STRING_FORMAT(first->code));
		else
			*slot = row;
	}
}

static bool read_domain(struct import_reader *reader)
{
	const struct import_rules *rules = reader->reading->rules;
	bool fine = true;

	map_init(&reader->reading->by_code, reader->arena);
	if (rules->has_columns)
		fine = import_read_tables(reader);
	if (rules->lines.count)
		fine = import_read_lines(reader) && fine;
	if (rules->enumeration.length)
		fine = import_read_members(reader) && fine;
	if (fine) {
		compare_sources(reader);
		complete_rows(reader);
	}
	return fine;
}

/* Reports a table that looks like one of a domain's, but that no domain reads. */
static void report_unread(struct import_reader *reader, const struct import_reading *readings,
			  size_t count, const struct page_table *table,
			  const struct import_headings *headings)
{
	struct arena *arena = reader->arena;
	struct string const heading = diag_shown(arena, import_nearest_heading(headings));

	for (size_t i = 0; i < count; i++) {
		if (!readings[i].rules || import_ignores(readings[i].rules, headings))
			continue;
		size_t const rows = import_count_rows(&readings[i], table, arena);
		if (!rows)
			continue;
		struct import_change const change = {
			.kind = IMPORT_BLOCKED,
			.domain = readings[i].domain,
			.message = string_printf(arena,
						 "a table with %zu code%s under the heading '%.*s' was "
						 "not read: no section of 'import' names it",
						 rows, rows == 1 ? "" : "s", STRING_FORMAT(heading)),
		};
		import_report_add(reader->report, change);
		return;
	}
}

bool import_read(const struct page *page, struct import_reading *readings, size_t count,
		 struct import_report *report, struct diagnostics *diagnostics)
{
	struct import_reader reader = {
		.page = page, .report = report, .diagnostics = diagnostics, .arena = report->arena};
	struct import_headings headings = {0};
	bool fine = true;

	reader.block_used = arena_calloc(report->arena, page->count + 1, sizeof(bool));
	for (size_t i = 0; i < count; i++) {
		reader.reading = &readings[i];
		if (readings[i].rules)
			fine = read_domain(&reader) && fine;
	}
	for (size_t i = 0; fine && i < page->count; i++) {
		import_pass(&headings, &page->blocks[i]);
		if (page->blocks[i].type == PAGE_TABLE && !reader.block_used[i])
			report_unread(&reader, readings, count, page->blocks[i].table, &headings);
	}
	return fine;
}

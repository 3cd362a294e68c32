/* import_lines: codes in lines of text that follow a pattern. See import_source.h. */
#include "import_source.h"

struct line {
	struct string text;
	const struct import_section *section; /* NULL outside of all */
};

struct lines {
	struct line *items;
	size_t count, capacity;
};

static void add_lines(struct import_reader *reader, struct string text,
		      const struct import_section *section, struct lines *lines)
{
	for (size_t start = 0; start < text.length;) {
		const char *end = memchr(text.bytes + start, '\n', text.length - start);
		size_t const next = end ? (size_t)(end - text.bytes) : text.length;
		struct string const line = {text.bytes + start, next - start};
		lines->items = arena_grow(reader->arena, lines->items, lines->count,
					  &lines->capacity, sizeof *lines->items);
		lines->items[lines->count++] = (struct line){line, section};
		start = next + 1;
	}
}

/* The lines of the headings and paragraphs in the sections of the rules. */
static struct lines gather_lines(struct import_reader *reader)
{
	const struct import_rules *rules = reader->reading->rules;
	struct import_headings headings = {0};
	struct lines lines = {0};

	for (size_t i = 0; i < reader->page->count; i++) {
		const struct page_block *block = &reader->page->blocks[i];
		import_pass(&headings, block);
		const struct import_section *section;
		if ((block->type == PAGE_HEADING || block->type == PAGE_PARAGRAPH) &&
		    import_reads_at(rules, &headings, &section))
			add_lines(reader, block->text, section, &lines);
	}
	return lines;
}

/* Matches the patterns from a line on; returns how many lines that took, 0 where
 * they do not match. A pattern goes on where the one before ended, on the same
 * line or on the next. Behind the code, the first that does not match ends it. */
static size_t match(const struct import_texts *patterns, const struct lines *lines, size_t first,
		    struct string fields[IMPORT_FIELD_COUNT])
{
	struct string rest = {0};
	size_t next = first;
	bool has_code = false;

	for (size_t i = 0; i < patterns->count; i++) {
		bool const fresh = rest.length == 0;
		if (fresh && next == lines->count)
			return has_code ? next - first : 0;
		struct string const text = fresh ? lines->items[next].text : rest;
		size_t const length = import_pattern_match(patterns->items[i], text, fields);
		if (!length)
			return has_code ? next - first : 0;
		next += fresh;
		rest = import_trim((struct string){text.bytes + length, text.length - length});
		has_code |= import_pattern_fields(patterns->items[i]) >> IMPORT_CODE & 1;
	}
	return next - first;
}

bool import_read_lines(struct import_reader *reader)
{
	const struct import_rules *rules = reader->reading->rules;
	struct lines const lines = gather_lines(reader);
	size_t taken = 0, count;

	for (size_t i = 0; i < lines.count; i += count ? count : 1) {
		struct string fields[IMPORT_FIELD_COUNT] = {{0}};
		count = match(&rules->lines, &lines, i, fields);
		if (count)
			taken += import_take(reader, fields, lines.items[i].section) != NULL;
	}
	if (!taken)
		diag_error(reader->diagnostics, "page", rules->lines_span,
			   "the page has no lines like these");
	return taken > 0;
}

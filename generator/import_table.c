/* import_table: codes in tables, by the texts of their headers. See import_source.h. */
#include "import_source.h"

enum { HEADER_WITHIN = 3, NO_COLUMN = -1 };

/* Where the fields of a table are. */
struct layout {
	size_t header; /* the row that says so */
	int columns[IMPORT_FIELD_COUNT];
};

static int find_column(const struct page_row *row, struct string header)
{
	for (size_t i = 0; header.length && i < row->count; i++)
		if (import_same_heading(row->cells[i], header))
			return (int)i;
	return NO_COLUMN;
}

/* A header has the code and, if the rules name others, one of those. */
static bool is_header(const struct page_row *row, const struct import_rules *rules,
		      int columns[IMPORT_FIELD_COUNT])
{
	int wanted = 0, found = 0;

	for (int i = 0; i < IMPORT_FIELD_COUNT; i++) {
		columns[i] = find_column(row, rules->columns[i]);
		wanted += rules->columns[i].length > 0;
		found += columns[i] != NO_COLUMN;
	}
	return columns[IMPORT_CODE] != NO_COLUMN && (wanted == 1 || found > 1);
}

/* The header is among the first rows: before it may be an empty one, or a title. */
static bool find_layout(const struct page_table *table, const struct import_rules *rules,
			struct layout *layout)
{
	for (size_t i = 0; i < table->count && i < HEADER_WITHIN; i++) {
		layout->header = i;
		if (is_header(&table->rows[i], rules, layout->columns))
			return true;
	}
	return false;
}

static struct string cell_at(const struct page_row *row, int column)
{
	if (column == NO_COLUMN || (size_t)column >= row->count)
		return (struct string){0};
	return row->cells[column];
}

static bool is_blank(const struct page_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (!import_is_nothing(row->cells[i]))
			return false;
	return true;
}

size_t import_count_rows(const struct import_reading *reading, const struct page_table *table,
			 struct arena *arena)
{
	struct layout layout;
	size_t count = 0;

	if (!reading->rules->has_columns || !find_layout(table, reading->rules, &layout))
		return 0;
	for (size_t i = layout.header + 1; i < table->count; i++) {
		struct string const cell = cell_at(&table->rows[i], layout.columns[IMPORT_CODE]);
		count += import_code(arena, cell, reading->integers).length > 0;
	}
	return count;
}

static void read_table(struct import_reader *reader, const struct page_table *table,
		       const struct layout *layout, const struct import_section *section)
{
	struct string const header = reader->reading->rules->columns[IMPORT_CODE];
	struct string fields[IMPORT_FIELD_COUNT];

	for (size_t i = layout->header + 1; i < table->count; i++) {
		const struct page_row *row = &table->rows[i];
		for (int field = 0; field < IMPORT_FIELD_COUNT; field++)
			fields[field] = cell_at(row, layout->columns[field]);
		if (is_blank(row) || import_same_heading(fields[IMPORT_CODE], header))
			continue;
		struct import_row *taken = import_take(reader, fields, section);
		if (taken)
			taken->in_table = true;
	}
}

static bool report_columns(struct import_reader *reader, const bool seen[IMPORT_FIELD_COUNT])
{
	const struct import_rules *rules = reader->reading->rules;
	bool fine = true;

	for (int i = 0; i < IMPORT_FIELD_COUNT; i++) {
		if (!rules->columns[i].length || seen[i])
			continue;
		diag_error(reader->diagnostics, "page", rules->column_spans[i],
			   "no table of the page that is read here has a column '%.*s'",
			   STRING_FORMAT(rules->columns[i]));
		fine = false;
	}
	return fine;
}

/* The headings of tables that look like ours and that no section names. */
static struct string other_headings(struct import_reader *reader)
{
	struct import_headings headings = {0};
	struct buf *out = buf_new(reader->arena);
	struct layout layout;

	for (size_t i = 0; i < reader->page->count; i++) {
		const struct page_block *block = &reader->page->blocks[i];
		import_pass(&headings, block);
		if (block->type != PAGE_TABLE || reader->block_used[i] ||
		    !find_layout(block->table, reader->reading->rules, &layout))
			continue;
		struct string const heading = import_nearest_heading(&headings);
		buf_printf(out, "%s'%.*s'", out->length ? ", " : "",
			   STRING_FORMAT(diag_shown(reader->arena, heading)));
	}
	return buf_view(out);
}

static bool report_sections(struct import_reader *reader, const bool *seen)
{
	const struct import_rules *rules = reader->reading->rules;
	struct string const others = other_headings(reader);
	bool fine = true;

	for (size_t i = 0; i < rules->section_count; i++) {
		if (seen[i])
			continue;
		struct diagnostic *diagnostic =
			diag_error(reader->diagnostics, "page", rules->sections[i].span,
				   "the page has no table of codes under a heading '%.*s'",
				   STRING_FORMAT(rules->sections[i].heading));
		if (others.length)
			diag_note(reader->diagnostics, diagnostic, rules->sections[i].span,
				  "such tables are under %.*s",
				  STRING_FORMAT(diag_shown(reader->arena, others)));
		fine = false;
	}
	return fine;
}

bool import_read_tables(struct import_reader *reader)
{
	const struct import_rules *rules = reader->reading->rules;
	bool *sections_seen = arena_calloc(reader->arena, rules->section_count + 1, sizeof(bool));
	bool columns_seen[IMPORT_FIELD_COUNT] = {false};
	struct import_headings headings = {0};
	struct layout layout;

	for (size_t i = 0; i < reader->page->count; i++) {
		const struct page_block *block = &reader->page->blocks[i];
		import_pass(&headings, block);
		const struct import_section *section;
		if (block->type != PAGE_TABLE || !import_reads_at(rules, &headings, &section) ||
		    !find_layout(block->table, rules, &layout))
			continue;
		read_table(reader, block->table, &layout, section);
		reader->block_used[i] = true;
		if (section)
			sections_seen[section - rules->sections] = true;
		for (int field = 0; field < IMPORT_FIELD_COUNT; field++)
			columns_seen[field] |= layout.columns[field] != NO_COLUMN;
	}
	return report_sections(reader, sections_seen) && report_columns(reader, columns_seen);
}

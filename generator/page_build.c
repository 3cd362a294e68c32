/* page_build: puts a page together. See page_build.h.
 *
 * All text goes into one buf. A heading, a cell and code remember where theirs
 * begins; what is inside a cell is also text of the cell. While none of them is
 * open, the buf holds the paragraph. */
#include "page_build.h"

enum {
	DEEPEST_TABLE = 8,       /* deeper ones are text of the cell they are in */
	MOST_COLUMNS = 256,      /* of a table; cells beyond are left out */
	LONGEST_SPAN = 1000,     /* in columns or rows */
	MOST_CELLS = 1000 * 1000 /* of a page: spans must not make much of little */
};

/* A cell that reaches into the rows below. */
struct hanging_cell {
	struct string text;
	size_t rows;
};

struct open_table {
	struct page_table *table;
	struct hanging_cell *hanging; /* of each column, made when first needed */
	bool in_row, in_cell;
	size_t cell_start;
	struct page_detail cell;
};

struct page_builder {
	struct page *page;
	struct arena *arena;
	struct buf *text;
	struct open_table *tables[DEEPEST_TABLE];
	size_t table_depth;   /* of open tables, also those that are too deep */
	size_t cells_open;
	size_t code_depth, code_start;
	size_t heading_depth, heading_start;
	int heading_level;
	size_t cell_count;
};

struct page_builder *page_builder_new(struct arena *arena)
{
	struct page_builder *builder = arena_calloc(arena, 1, sizeof *builder);

	builder->page = arena_calloc(arena, 1, sizeof *builder->page);
	builder->arena = arena;
	builder->text = buf_new(arena);
	return builder;
}

struct arena *page_arena(const struct page_builder *builder)
{
	return builder->arena;
}

const char *page_problem(const struct page_builder *builder)
{
	return builder->cell_count > MOST_CELLS ? "its tables have over a million cells" : NULL;
}

static struct page_block *add_block(struct page_builder *builder, enum page_block_type type)
{
	struct page *page = builder->page;

	page->blocks = arena_grow(builder->arena, page->blocks, page->count, &page->capacity,
				  sizeof *page->blocks);
	page->blocks[page->count] = (struct page_block){.type = type};
	return &page->blocks[page->count++];
}

/* Whether text belongs to a part other than a paragraph. */
static bool in_part(const struct page_builder *builder)
{
	return builder->cells_open || builder->code_depth || builder->heading_depth;
}

static struct string text_from(const struct page_builder *builder, size_t start)
{
	return (struct string){builder->text->bytes ? builder->text->bytes + start : "",
			       builder->text->length - start};
}

/* Drops the text of a part that has ended, unless it is in a cell, too. */
static void drop_text(struct page_builder *builder)
{
	if (!in_part(builder))
		builder->text->length = 0;
}

static void end_paragraph(struct page_builder *builder)
{
	struct string const text = page_squeeze(builder->arena, buf_view(builder->text), true);

	builder->text->length = 0;
	if (text.length)
		add_block(builder, PAGE_PARAGRAPH)->text = text;
}

static void boundary(struct page_builder *builder)
{
	if (in_part(builder))
		buf_byte(builder->text, '\n');
	else
		end_paragraph(builder);
}

/* The innermost table that is open and not too deep; NULL where there is none. */
static struct open_table *innermost(const struct page_builder *builder)
{
	if (!builder->table_depth || builder->table_depth > DEEPEST_TABLE)
		return NULL;
	return builder->tables[builder->table_depth - 1];
}

static void open_table(struct page_builder *builder)
{
	boundary(builder);
	if (builder->table_depth++ >= DEEPEST_TABLE)
		return;
	struct open_table *open = arena_calloc(builder->arena, 1, sizeof *open);
	open->table = arena_calloc(builder->arena, 1, sizeof *open->table);
	builder->tables[builder->table_depth - 1] = open;
	add_block(builder, PAGE_TABLE)->table = open->table;
}

static struct page_row *last_row(const struct open_table *open)
{
	return &open->table->rows[open->table->count - 1];
}

static void append_cell(struct page_builder *builder, struct page_row *row, struct string text)
{
	if (row->count >= MOST_COLUMNS)
		return;
	row->cells = arena_grow(builder->arena, row->cells, row->count, &row->capacity,
				sizeof *row->cells);
	row->cells[row->count++] = text;
	builder->cell_count++;
}

/* Adds the cells of rows above that reach into this one here. */
static void append_hanging(struct page_builder *builder, struct open_table *open)
{
	struct page_row *row = last_row(open);

	while (open->hanging && row->count < MOST_COLUMNS && open->hanging[row->count].rows) {
		struct hanging_cell *hanging = &open->hanging[row->count];
		hanging->rows--;
		append_cell(builder, row, hanging->text);
	}
}

/* Notes that a cell about to be appended reaches into the rows below. */
static void hang(struct page_builder *builder, struct open_table *open, struct string text)
{
	size_t const column = last_row(open)->count;

	if (open->cell.rows < 2 || column >= MOST_COLUMNS)
		return;
	if (!open->hanging) {
		open->hanging = arena_calloc(builder->arena, MOST_COLUMNS, sizeof *open->hanging);
		builder->cell_count += MOST_COLUMNS;
	}
	open->hanging[column] = (struct hanging_cell){text, open->cell.rows - 1};
}

static void end_cell(struct page_builder *builder, struct open_table *open)
{
	struct string text =
		page_squeeze(builder->arena, text_from(builder, open->cell_start), false);

	open->in_cell = false;
	builder->cells_open--;
	drop_text(builder);
	append_hanging(builder, open);
	for (size_t i = 0; i < open->cell.columns; i++) {
		hang(builder, open, text);
		append_cell(builder, last_row(open), text);
		text = (struct string){0};
	}
}

static void end_row(struct page_builder *builder, struct open_table *open)
{
	if (open->in_cell)
		end_cell(builder, open);
	if (open->in_row)
		append_hanging(builder, open);
	open->in_row = false;
}

static void begin_row(struct page_builder *builder, struct open_table *open)
{
	struct page_table *table = open->table;

	end_row(builder, open);
	table->rows = arena_grow(builder->arena, table->rows, table->count, &table->capacity,
				 sizeof *table->rows);
	table->rows[table->count++] = (struct page_row){0};
	open->in_row = true;
}

static size_t span_within(size_t span)
{
	return span < 1 ? 1 : span > LONGEST_SPAN ? LONGEST_SPAN : span;
}

static void begin_cell(struct page_builder *builder, struct open_table *open,
		       struct page_detail detail)
{
	if (open->in_cell)
		end_cell(builder, open);
	if (!open->in_row)
		begin_row(builder, open);
	open->in_cell = true;
	open->cell_start = builder->text->length;
	open->cell.columns = span_within(detail.columns);
	open->cell.rows = span_within(detail.rows);
	builder->cells_open++;
}

void page_open(struct page_builder *builder, enum page_part part, struct page_detail detail)
{
	struct open_table *open = innermost(builder);

	if (part == PART_TABLE) {
		open_table(builder);
		return;
	}
	boundary(builder);
	if (part == PART_ROW && open) {
		begin_row(builder, open);
	} else if (part == PART_CELL && open) {
		begin_cell(builder, open, detail);
	} else if (part == PART_CODE && !builder->code_depth++) {
		builder->code_start = builder->text->length;
	} else if (part == PART_HEADING && !builder->heading_depth++) {
		builder->heading_start = builder->text->length;
		builder->heading_level = detail.level;
	}
}

static void end_code(struct page_builder *builder)
{
	struct string const text = text_from(builder, builder->code_start);

	add_block(builder, PAGE_CODE)->text = string_copy(builder->arena, text);
	drop_text(builder);
}

static void end_heading(struct page_builder *builder)
{
	struct string const text =
		page_squeeze(builder->arena, text_from(builder, builder->heading_start), false);

	drop_text(builder);
	if (!text.length)
		return;
	struct page_block *block = add_block(builder, PAGE_HEADING);
	block->text = text;
	block->level = builder->heading_level;
}

void page_close(struct page_builder *builder, enum page_part part)
{
	struct open_table *open = innermost(builder);

	if (part == PART_TABLE) {
		if (open)
			end_row(builder, open);
		builder->table_depth--;
	} else if (part == PART_ROW && open) {
		end_row(builder, open);
	} else if (part == PART_CELL && open && open->in_cell) {
		end_cell(builder, open);
	} else if (part == PART_CODE && !--builder->code_depth) {
		end_code(builder);
	} else if (part == PART_HEADING && !--builder->heading_depth) {
		end_heading(builder);
	}
	boundary(builder);
}

void page_text(struct page_builder *builder, struct string text)
{
	size_t const start = builder->text->length;

	buf_string(builder->text, text);
	if (builder->code_depth)
		return;
	for (size_t at = start; at < builder->text->length; at++)
		if (builder->text->bytes[at] == '\n')
			builder->text->bytes[at] = ' ';
}

void page_line_break(struct page_builder *builder)
{
	buf_byte(builder->text, '\n');
}

struct page *page_built(struct page_builder *builder)
{
	end_paragraph(builder);
	return builder->page;
}

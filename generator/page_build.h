/* page_build: puts a page together from the parts that a reader meets in order,
 * however they are nested: a heading in a cell, a table in a cell, code in a list. */
#ifndef ERRBIND_PAGE_BUILD_H
#define ERRBIND_PAGE_BUILD_H

#include "page.h"

enum page_part {
	PART_BLOCK, /* ends a paragraph where it begins and where it ends */
	PART_HEADING,
	PART_CODE,
	PART_TABLE,
	PART_ROW,
	PART_CELL,
};

/* What an opening part says of itself; zero where it says nothing. */
struct page_detail {
	int level;            /* of a heading */
	size_t columns, rows; /* that a cell spans */
};

struct page_builder;

struct page_builder *page_builder_new(struct arena *arena);

/* Parts are closed in the opposite order of their opening. */
void page_open(struct page_builder *builder, enum page_part part, struct page_detail detail);
void page_close(struct page_builder *builder, enum page_part part);

/* Text of the innermost part that is open; line feeds count in code alone. */
void page_text(struct page_builder *builder, struct string text);
void page_line_break(struct page_builder *builder);

/* Where everything of the builder is kept. */
struct arena *page_arena(const struct page_builder *builder);

/* Why building cannot go on, or NULL: the reader stops then. */
const char *page_problem(const struct page_builder *builder);

/* Ends the last paragraph and returns the page. */
struct page *page_built(struct page_builder *builder);

#endif

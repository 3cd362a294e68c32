/* page: a vendor's document as far as import reads it: headings, paragraphs,
 * tables and code, in the order of the document, whatever it is written in.
 *
 * A page is untrusted. Nothing in it is executed or fetched; what is too large,
 * too deep or no text is an error, anything else is read as far as it can be.
 * Texts are plain: no markup, no control characters, no bidirectional controls,
 * runs of white space (those of Unicode, too) as one space. */
#ifndef ERRBIND_PAGE_H
#define ERRBIND_PAGE_H

#include "diag.h"

enum page_block_type { PAGE_HEADING, PAGE_PARAGRAPH, PAGE_TABLE, PAGE_CODE };

struct page_row {
	struct string *cells; /* one line each */
	size_t count, capacity;
};

/* Rows as they stand: which of them is the header, if any, the reader decides. */
struct page_table {
	struct page_row *rows;
	size_t count, capacity;
};

struct page_block {
	enum page_block_type type;
	int level;          /* of a heading, from 1 */
	struct string text; /* a heading's one line; a paragraph's lines; code as it stands */
	struct page_table *table;
};

struct page {
	struct page_block *blocks;
	size_t count, capacity;
};

/* The longest page that is read, in bytes. */
enum { PAGE_LONGEST = 8 << 20 };

/* Reads a page: Markdown, HTML or pasted text, by the ending of the file's name
 * or else by its looks. NULL after reporting why it cannot be read (rule `page`). */
struct page *page_read(struct source *source, struct arena *arena,
		       struct diagnostics *diagnostics);

/* To be called with the whole command line before a run that reads pages: hands the
 * run over to errbind-import, the program that can. Returns only in that program,
 * NULL, or where there is none: why not, and what to do. */
const char *page_reader_start(char **words);

/* The text without markup's leftovers: white space squeezed and trimmed, what
 * shows nothing left out. With lines, line feeds stay, but no empty lines. */
struct string page_squeeze(struct arena *arena, struct string text, bool lines);

/* The class of a character as page_squeeze sees it. */
enum page_character { PAGE_VISIBLE, PAGE_WHITE, PAGE_NOTHING };

enum page_character page_character(uint32_t character);

#endif

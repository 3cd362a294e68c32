/* terminal: what is written for people to read: as wide as their terminal, in
 * colour where it has any, in columns that line up.
 *
 * Widths are in columns of the terminal, not in bytes or characters. Texts are
 * UTF-8; bytes that are not count as one column each. */
#ifndef ERRBIND_TERMINAL_H
#define ERRBIND_TERMINAL_H

#include "buf.h"

struct terminal {
	size_t width;     /* columns of a line, at least 20 */
	bool is_terminal; /* and no file or pipe */
	bool color;
};

/* What an open file is to people. when is the value of --color: `always`,
 * `never`, or `auto`, which an empty string is too: colour on a terminal that
 * is not dumb, unless NO_COLOR is set. The width is that of COLUMNS, else the
 * terminal's own, else 80. */
struct terminal terminal_of(int file, struct string when);

enum terminal_style {
	TERMINAL_PLAIN,
	TERMINAL_BOLD,
	TERMINAL_DIM,
	TERMINAL_RED,
	TERMINAL_GREEN,
	TERMINAL_YELLOW,
	TERMINAL_CYAN,
	TERMINAL_STYLES
};

/* Writes a text in a style, where the terminal has colour. */
void terminal_styled(struct buf *out, const struct terminal *terminal, enum terminal_style style,
		     struct string text);

/* The columns that a text without control characters takes. */
size_t terminal_columns(struct string text);

/* Writes as much of a text as fits into width columns, on one line; what is cut
 * off becomes "…", a control character a space. Returns the columns it takes. */
size_t terminal_cut(struct buf *out, struct string text, size_t width);

/* Writes the words of a text in lines of at most width columns. The first line
 * begins at the column indent, where the caller is; the others are indented as
 * far. A line feed of the text begins a new line; a word that is longer than a
 * line has one of its own and is not broken. Nothing is written behind the
 * last word. */
void terminal_wrap(struct buf *out, struct string text, size_t indent, size_t width);

/* Writes a text of unknown origin so that it cannot control the terminal:
 * control characters as cat -v shows them (^[), other bytes that are no UTF-8
 * and characters that reorder text as U+FFFD. Tabs stay. With keep_colors, so
 * do the sequences that choose colours (ESC [ … m). */
void terminal_neutralize(struct buf *out, struct string text, bool keep_colors);

/* Writes a text without the sequences that choose colours. */
void terminal_strip_colors(struct buf *out, struct string text);

struct terminal_column {
	struct string heading;
	enum terminal_style style; /* of its cells */
	bool shrinks;  /* cut where the table is wider than the terminal */
	bool optional; /* left off, the last first, before another is cut */
};

/* Rows of cells under headings; all memory is the arena's. */
struct terminal_table {
	const struct terminal_column *columns;
	size_t column_count;
	struct string *cells; /* by row, then by column */
	size_t row_count, capacity;
	struct arena *arena;
};

/* An empty table; columns must outlive it. */
void terminal_table_init(struct terminal_table *table, struct arena *arena,
			 const struct terminal_column *columns, size_t column_count);

/* The empty cells of one more row, which the caller sets; valid until the next
 * row. Texts are not copied. */
struct string *terminal_table_row(struct terminal_table *table);

/* Writes the table, its headings first. Optional columns at its end are left
 * off, then columns that shrink give way, widest first, until a line fits into
 * width columns; with a width of 0 all stay as they are. */
void terminal_table_write(const struct terminal_table *table, const struct terminal *terminal,
			  size_t width, struct buf *out);

#endif

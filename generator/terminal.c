/* terminal: what is written for people to read. See terminal.h. */
#include "terminal.h"

#include "utf8.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	USUAL_WIDTH = 80,
	LEAST_WIDTH = 20,
	MOST_WIDTH = 10000,
	GAP = 2,          /* between the columns of a table */
	LEAST_COLUMN = 8, /* that is left of one that shrinks */
};

static const struct string ellipsis = {"\xE2\x80\xA6", 3}, replacement = {"\xEF\xBF\xBD", 3};

static size_t width_of_environment(void)
{
	const char *columns = getenv("COLUMNS");
	char *end;

	if (!columns || *columns < '0' || *columns > '9')
		return 0;
	unsigned long const width = strtoul(columns, &end, 10);
	return *end == '\0' && width <= MOST_WIDTH ? width : 0;
}

static size_t width_of_file(int file)
{
#ifdef TIOCGWINSZ
	struct winsize size;

	if (ioctl(file, TIOCGWINSZ, &size) == 0)
		return size.ws_col;
#else
	(void)file;
#endif
	return 0;
}

static bool has_color(bool is_terminal, struct string when)
{
	const char *no_color = getenv("NO_COLOR"), *kind = getenv("TERM");

	if (when.length && !string_is(when, "auto"))
		return string_is(when, "always");
	return is_terminal && !(no_color && *no_color) && kind && strcmp(kind, "dumb") != 0;
}

struct terminal terminal_of(int file, struct string when)
{
	struct terminal terminal = {.is_terminal = isatty(file)};

	terminal.color = has_color(terminal.is_terminal, when);
	terminal.width = width_of_environment();
	if (!terminal.width && terminal.is_terminal)
		terminal.width = width_of_file(file);
	if (!terminal.width)
		terminal.width = USUAL_WIDTH;
	if (terminal.width < LEAST_WIDTH)
		terminal.width = LEAST_WIDTH;
	return terminal;
}

void terminal_styled(struct buf *out, const struct terminal *terminal, enum terminal_style style,
		     struct string text)
{
	static const char *const codes[TERMINAL_STYLES] = {
		[TERMINAL_BOLD] = "1",    [TERMINAL_DIM] = "2",     [TERMINAL_RED] = "31",
		[TERMINAL_GREEN] = "32",  [TERMINAL_YELLOW] = "33", [TERMINAL_CYAN] = "36",
	};
	bool const colored = terminal->color && style != TERMINAL_PLAIN && text.length;

	if (colored)
		buf_printf(out, "\033[%sm", codes[style]);
	buf_string(out, text);
	if (colored)
		buf_string(out, STRING("\033[0m"));
}

/* Decodes the character at an offset, a byte that is none as U+FFFD. Returns
 * the bytes it takes. */
static size_t decode(struct string text, size_t at, uint32_t *character)
{
	size_t const size = utf8_decode(text.bytes + at, text.length - at, character);

	if (size)
		return size;
	*character = 0xFFFD;
	return 1;
}

static size_t width_of(uint32_t character)
{
	return (size_t)utf8_width(character);
}

size_t terminal_columns(struct string text)
{
	size_t columns = 0;
	uint32_t character;

	for (size_t at = 0; at < text.length; columns += width_of(character))
		at += decode(text, at, &character);
	return columns;
}

/* The bytes of text that fit into width columns, which they take *columns of. */
static size_t fitting(struct string text, size_t width, size_t *columns)
{
	size_t at = 0;
	uint32_t character;

	for (*columns = 0; at < text.length; *columns += width_of(character)) {
		size_t const size = decode(text, at, &character);
		if (*columns + width_of(character) > width)
			break;
		at += size;
	}
	return at;
}

static void append_line(struct buf *out, struct string text)
{
	uint32_t character;

	for (size_t at = 0, size; at < text.length; at += size) {
		size = decode(text, at, &character);
		if (character == '\n' || character == '\t' || utf8_is_control(character))
			buf_byte(out, ' ');
		else
			buf_append(out, text.bytes + at, size);
	}
}

size_t terminal_cut(struct buf *out, struct string text, size_t width)
{
	size_t columns;

	if (fitting(text, width, &columns) == text.length) {
		append_line(out, text);
		return columns;
	}
	if (!width)
		return 0;
	text.length = fitting(text, width - 1, &columns);
	append_line(out, text);
	buf_string(out, ellipsis);
	return columns + 1;
}

/* The next word of a text, or the empty one where a line ends; false at the end. */
static bool next_word(struct string text, size_t *at, struct string *word)
{
	while (*at < text.length && (text.bytes[*at] == ' ' || text.bytes[*at] == '\t'))
		++*at;
	if (*at == text.length)
		return false;
	size_t const start = *at;
	while (*at < text.length && !strchr(" \t\n", text.bytes[*at]))
		++*at;
	*word = (struct string){text.bytes + start, *at - start};
	if (!word->length)
		++*at; /* a line feed */
	return true;
}

void terminal_wrap(struct buf *out, struct string text, size_t indent, size_t width)
{
	size_t column = indent, at = 0, line_ends = 0;
	struct string word;

	while (next_word(text, &at, &word)) {
		size_t const columns = terminal_columns(word);
		if (!word.length) {
			line_ends++;
			continue;
		}
		if (!line_ends && column > indent && column + 1 + columns > width)
			line_ends = 1;
		for (; line_ends; line_ends--, column = indent) {
			buf_byte(out, '\n');
			if (line_ends == 1)
				buf_repeat(out, ' ', indent);
		}
		if (column > indent) {
			buf_byte(out, ' ');
			column++;
		}
		buf_string(out, word);
		column += columns;
	}
}

/* The length of the sequence at an offset that chooses colours, or 0. */
static size_t color_sequence(struct string text, size_t at)
{
	enum { LONGEST = 32 };
	size_t end = at + 2;

	if (text.length - at < 3 || text.bytes[at] != '\033' || text.bytes[at + 1] != '[')
		return 0;
	while (end < text.length && end - at < LONGEST &&
	       ((text.bytes[end] >= '0' && text.bytes[end] <= '9') || text.bytes[end] == ';' ||
		text.bytes[end] == ':'))
		end++;
	return end < text.length && text.bytes[end] == 'm' ? end + 1 - at : 0;
}

void terminal_neutralize(struct buf *out, struct string text, bool keep_colors)
{
	uint32_t character;

	for (size_t at = 0, size; at < text.length; at += size) {
		size = keep_colors ? color_sequence(text, at) : 0;
		if (size) {
			buf_append(out, text.bytes + at, size);
			continue;
		}
		size = decode(text, at, &character);
		if (character < 0x20 && character != '\t') {
			buf_byte(out, '^');
			buf_byte(out, (char)(character + '@'));
		} else if (character == 0x7F) {
			buf_string(out, STRING("^?"));
		} else if (character == 0xFFFD || utf8_is_control(character) ||
			   utf8_is_bidi_control(character)) {
			buf_string(out, replacement);
		} else {
			buf_append(out, text.bytes + at, size);
		}
	}
}

void terminal_strip_colors(struct buf *out, struct string text)
{
	for (size_t at = 0, size; at < text.length; at += size) {
		const char *escape = memchr(text.bytes + at + 1, '\033', text.length - at - 1);
		size_t const end = escape ? (size_t)(escape - text.bytes) : text.length;
		size_t const color = color_sequence(text, at);
		size = end - at;
		buf_append(out, text.bytes + at + color, size - color);
	}
}

void terminal_table_init(struct terminal_table *table, struct arena *arena,
			 const struct terminal_column *columns, size_t column_count)
{
	*table = (struct terminal_table){
		.columns = columns, .column_count = column_count, .arena = arena};
}

struct string *terminal_table_row(struct terminal_table *table)
{
	table->cells = arena_grow(table->arena, table->cells, table->row_count, &table->capacity,
				  table->column_count * sizeof *table->cells);
	struct string *row = table->cells + table->row_count++ * table->column_count;
	memset(row, 0, table->column_count * sizeof *row);
	return row;
}

static size_t line_width(const size_t *widths, size_t count)
{
	size_t line = 0;

	for (size_t i = 0; i < count; i++)
		line += widths[i] + (i ? GAP : 0);
	return line;
}

/* How many columns are shown: optional ones at the end give way. */
static size_t shown_columns(const struct terminal_table *table, const size_t *widths, size_t width)
{
	size_t count = table->column_count;

	while (count && table->columns[count - 1].optional && line_width(widths, count) > width)
		count--;
	return count;
}

/* Takes columns from the widest that shrink until the line fits, or none can. */
static void shrink(const struct terminal_table *table, size_t *widths, size_t count, size_t width)
{
	for (size_t line = line_width(widths, count); line > width; line--) {
		size_t *widest = NULL;
		for (size_t i = 0; i < count; i++)
			if (table->columns[i].shrinks && widths[i] > LEAST_COLUMN &&
			    (!widest || widths[i] > *widest))
				widest = &widths[i];
		if (!widest)
			return;
		--*widest;
	}
}

static void measure(const struct terminal_table *table, size_t *widths)
{
	for (size_t c = 0; c < table->column_count; c++) {
		widths[c] = terminal_columns(table->columns[c].heading);
		for (size_t r = 0; r < table->row_count; r++) {
			size_t const width =
				terminal_columns(table->cells[r * table->column_count + c]);
			if (width > widths[c])
				widths[c] = width;
		}
	}
}

/* Writes the first columns of a line; blanks stand only before a cell that is
 * not empty. */
static void write_line(const struct terminal_table *table, const struct terminal *terminal,
		       const size_t *widths, size_t count, const struct string *cells,
		       struct buf *cell, struct buf *out)
{
	size_t blanks = 0;

	for (size_t i = 0; i < count; i++) {
		const struct terminal_column *column = &table->columns[i];
		cell->length = 0;
		size_t const width = terminal_cut(cell, cells ? cells[i] : column->heading, widths[i]);
		if (cell->length) {
			buf_repeat(out, ' ', blanks);
			terminal_styled(out, terminal, cells ? column->style : TERMINAL_BOLD,
					buf_view(cell));
			blanks = 0;
		}
		blanks += widths[i] - width + GAP;
	}
	buf_byte(out, '\n');
}

void terminal_table_write(const struct terminal_table *table, const struct terminal *terminal,
			  size_t width, struct buf *out)
{
	struct arena *scratch = arena_new_child(table->arena);
	size_t *widths = arena_calloc(scratch, table->column_count, sizeof *widths);
	struct buf *cell = buf_new(scratch);
	size_t count = table->column_count;

	measure(table, widths);
	if (width) {
		count = shown_columns(table, widths, width);
		shrink(table, widths, count, width);
	}
	write_line(table, terminal, widths, count, NULL, cell, out);
	for (size_t r = 0; r < table->row_count; r++)
		write_line(table, terminal, widths, count, table->cells + r * table->column_count,
			   cell, out);
	arena_free(scratch);
}

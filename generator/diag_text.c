/* diag_text: diagnostics as a compiler prints them. See diag_format.h. */
#include "diag_format.h"

#include "utf8.h"

enum { LONGEST_LINE = 160, GUTTER = 8, TAB_WIDTH = 8 };

static const char bold[] = "\033[1m", red[] = "\033[1;31m", magenta[] = "\033[1;35m",
		  cyan[] = "\033[1;36m", green[] = "\033[1;32m", plain[] = "\033[0m";

static void set_color(struct buf *out, bool color, const char *code)
{
	if (color)
		buf_string(out, string_of(code));
}

/* Writes the character at the start of text as a terminal may show it; returns
 * its bytes and adds the columns that it takes to *columns. */
static size_t write_character(struct buf *out, struct string text, size_t *columns)
{
	uint32_t character;
	size_t const size = utf8_decode(text.bytes, text.length, &character);
	size_t const start = out->length;

	if (size && (character == '\t' || character == '\n' || !utf8_is_control(character)) &&
	    !utf8_is_bidi_control(character)) {
		if (character == '\t') {
			size_t const spaces = TAB_WIDTH - *columns % TAB_WIDTH;
			buf_repeat(out, ' ', spaces);
			*columns += spaces;
		} else {
			buf_append(out, text.bytes, size);
			*columns += (size_t)utf8_width(character);
		}
		return size;
	}
	if (size)
		buf_printf(out, "<U+%04X>", (unsigned)character);
	else
		buf_printf(out, "<%02X>", (unsigned char)text.bytes[0]);
	*columns += out->length - start;
	return size ? size : 1;
}

void diag_write_visible(struct buf *out, struct string text)
{
	size_t columns = 0;

	while (text.length) {
		bool const line_feed = text.bytes[0] == '\n', tab = text.bytes[0] == '\t';
		size_t const size = line_feed || tab ? 1 : write_character(out, text, &columns);
		if (line_feed || tab)
			buf_append(out, line_feed ? "\\n" : "\\t", 2);
		text.bytes += size;
		text.length -= size;
	}
}

/* What of a line is shown, and where in it the span lies. */
struct window {
	struct string text;
	size_t start, end; /* of the span, in text */
	bool cut_before, cut_after;
};

static size_t character_start(struct string text, size_t at)
{
	while (at > 0 && at < text.length && utf8_continues(text.bytes[at]))
		at--;
	return at;
}

/* The bytes of a line around a span that fit into longest bytes: three eighths
 * of them before its start. */
static struct window window_of(struct string line, size_t start, size_t end, size_t longest)
{
	size_t const before = longest * 3 / 8, after = longest * 9 / 16;
	size_t from = 0, to = line.length;

	if (line.length > longest) {
		if (start > before)
			from = character_start(line, start - before);
		if (line.length - start > after)
			to = character_start(line, start + after);
	}
	if (end > to)
		end = to;
	return (struct window){{line.bytes + from, to - from}, start - from, end - from,
			       from > 0, to < line.length};
}

/* Writes the window; the caret goes under columns [*from, *to). */
static void write_window(struct buf *out, struct window window, size_t *from, size_t *to)
{
	size_t columns = window.cut_before;

	if (window.cut_before)
		buf_string(out, STRING("…"));
	*from = *to = columns;
	for (size_t at = 0; at < window.text.length;) {
		struct string const rest = {window.text.bytes + at, window.text.length - at};
		at += write_character(out, rest, &columns);
		if (at <= window.start)
			*from = columns;
		if (at <= window.end)
			*to = columns;
	}
	if (window.cut_after)
		buf_string(out, STRING("…"));
}

static void write_excerpt(const struct diagnostics *diagnostics, struct span span, struct buf *out,
			  bool color)
{
	struct source *source = source_at(diagnostics->sources, span.file);
	struct position const position = source_position(source, diagnostics->arena, span.start);
	struct string const line = source_line(source, diagnostics->arena, position.line);
	size_t const line_start = (size_t)(line.bytes - source->text.bytes);
	size_t start = span.start - line_start, end = span.end - line_start;
	size_t from, to;

	if (start > line.length)
		start = line.length;
	if (end > line.length)
		end = line.length;
	size_t const gutter = out->length;
	buf_printf(out, "%5u | ", (unsigned)position.line);
	size_t const indent = out->length - gutter - 2;
	size_t const longest =
		diagnostics->width > 2 * GUTTER ? diagnostics->width - GUTTER : LONGEST_LINE;
	write_window(out, window_of(line, start, end, longest), &from, &to);
	buf_byte(out, '\n');
	buf_repeat(out, ' ', indent);
	buf_string(out, STRING("| "));
	buf_repeat(out, ' ', from);
	set_color(out, color, green);
	buf_byte(out, '^');
	buf_repeat(out, '~', to > from + 1 ? to - from - 1 : 0);
	set_color(out, color, plain);
	buf_byte(out, '\n');
}

static void write_head(const struct diagnostics *diagnostics, struct span span, const char *label,
		       const char *label_color, struct buf *out, bool color)
{
	struct place const place = diag_place(diagnostics, span);

	set_color(out, color, bold);
	if (place.path.length)
		diag_write_visible(out, place.path);
	else
		buf_string(out, STRING("errbind"));
	if (place.start.line)
		buf_printf(out, ":%u:%u", (unsigned)place.start.line, (unsigned)place.start.column);
	buf_string(out, STRING(": "));
	set_color(out, color, label_color);
	buf_string(out, string_of(label));
	buf_byte(out, ':');
	set_color(out, color, plain);
	buf_byte(out, ' ');
}

void diag_write_text(const struct diagnostics *diagnostics, struct buf *out, bool color)
{
	for (size_t i = 0; i < diagnostics->count; i++) {
		const struct diagnostic *item = diagnostics->items[i];
		bool const error = item->severity == SEVERITY_ERROR;
		write_head(diagnostics, item->span, error ? "error" : "warning",
			   error ? red : magenta, out, color);
		buf_string(out, item->message);
		buf_printf(out, " [%s]\n", item->rule);
		if (item->span.file != SPAN_NOWHERE && item->span.start != SPAN_WHOLE_FILE)
			write_excerpt(diagnostics, item->span, out, color);
		for (const struct diag_note *note = item->notes; note; note = note->next) {
			write_head(diagnostics, note->span, "note", cyan, out, color);
			buf_string(out, note->message);
			buf_byte(out, '\n');
		}
	}
}

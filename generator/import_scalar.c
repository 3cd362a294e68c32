/* import_scalar: texts as YAML scalars. See import_scalar.h. */
#include "import_scalar.h"

#include "json.h"
#include "scalar.h"

enum { LONGEST_LINE = 100, DEEPER = 2 };

void import_write_quoted(struct buf *out, struct string text, char quote)
{
	if (quote == '"') {
		json_string(out, text);
		return;
	}
	buf_byte(out, quote);
	for (size_t i = 0; i < text.length; i++) {
		if (text.bytes[i] == quote)
			buf_byte(out, quote);
		buf_byte(out, text.bytes[i]);
	}
	buf_byte(out, quote);
}

static bool is_letter_or_digit(char byte)
{
	unsigned char const c = (unsigned char)byte;

	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0x80;
}

/* Whether every reader of YAML takes a plain scalar for this very text. */
static bool is_safe_plain(struct string text, bool in_flow)
{
	if (!text.length || !is_letter_or_digit(text.bytes[0]) || scalar_ambiguity(text))
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char const byte = text.bytes[i];
		char const next = i + 1 < text.length ? text.bytes[i + 1] : ' ';
		if ((byte == ':' && (next == ' ' || in_flow)) || (byte == ' ' && next == '#'))
			return false;
		if ((unsigned char)byte < ' ' || byte == 0x7F || (in_flow && strchr(",[]{}", byte)))
			return false;
	}
	return text.bytes[text.length - 1] != ' ';
}

/* Writes the words of a text as lines of a folded block, each indented. */
static void write_folded(struct buf *out, struct string text, size_t indent,
			 struct string newline)
{
	size_t column = indent;

	buf_repeat(out, ' ', indent);
	for (size_t at = 0; at < text.length;) {
		const char *word = text.bytes + at;
		const char *space = memchr(word, ' ', text.length - at);
		size_t const length = space ? (size_t)(space - word) : text.length - at;
		if (at && column + 1 + length > LONGEST_LINE) {
			buf_string(out, newline);
			buf_repeat(out, ' ', indent);
			column = indent;
		} else if (at) {
			buf_byte(out, ' ');
			column++;
		}
		buf_append(out, word, length);
		column += length;
		at += length + 1;
	}
}

void import_write_scalar(struct buf *out, struct string text, const struct import_place *place)
{
	bool const fits = place->column + text.length <= LONGEST_LINE;

	if (!fits && place->may_fold && !place->in_flow && text.bytes[0] != ' ') {
		buf_string(out, STRING(">-"));
		buf_string(out, place->newline);
		write_folded(out, text, place->indent + DEEPER, place->newline);
	} else if (is_safe_plain(text, place->in_flow)) {
		buf_string(out, text);
	} else {
		import_write_quoted(out, text, '"');
	}
}

/* The head of a block scalar with its line end, and the indentation of its text. */
static struct string block_head(const struct value *old, struct string source, size_t *indent)
{
	size_t at = old->start;

	while (at < old->end && source.bytes[at] != '\n')
		at++;
	at += at < old->end;
	struct string const head = {source.bytes + old->start, at - old->start};
	size_t line = at;
	for (; at < old->end && strchr(" \r\n", source.bytes[at]); at++)
		if (source.bytes[at] == '\n')
			line = at + 1;
	*indent = at - line;
	return head;
}

void import_rewrite_scalar(struct buf *out, struct string text, const struct value *old,
			   struct string source, const struct import_place *place)
{
	char const first = source.bytes[old->start];
	size_t indent;

	if (first == '"' || first == '\'') {
		import_write_quoted(out, text, first);
	} else if (old->style == STYLE_BLOCK) {
		buf_string(out, block_head(old, source, &indent));
		if (first == '>') {
			write_folded(out, text, indent, place->newline);
		} else {
			buf_repeat(out, ' ', indent);
			buf_string(out, text);
		}
	} else {
		import_write_scalar(out, text, place);
	}
}

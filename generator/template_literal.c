/* template_literal: parses numbers and strings. See template_parser.h. */
#include "template_parser.h"

#include "unicode.h"

static unsigned digit_value(char byte)
{
	if (byte >= '0' && byte <= '9')
		return (unsigned)(byte - '0');
	char const lower = (char)(byte | 0x20);
	return lower >= 'a' && lower <= 'z' ? (unsigned)(lower - 'a') + 10 : 99;
}

struct node *parse_integer(struct parser *parser, bool negative)
{
	struct token const token = parser->token;
	struct string const text = parser_text(parser, token);
	char const mark =
		text.length > 2 && text.bytes[0] == '0' ? (char)(text.bytes[1] | 0x20) : '0';
	unsigned const base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
	uint64_t const limit = (uint64_t)INT64_MAX + negative;
	uint64_t number = 0;

	for (size_t i = base == 10 ? 0 : 2; i < text.length; i++) {
		if (text.bytes[i] == '_')
			continue;
		uint64_t const digit = digit_value(text.bytes[i]);
		if (number > (limit - digit) / base) {
			parser_report(parser, "integer-overflow", parser_span(parser, token),
				      "this number has more than 64 bits");
			number = 0;
			break;
		}
		number = number * base + digit;
	}
	parser_next(parser);
	return node_constant(parser, parser_span(parser, token),
			     value_integer((int64_t)(negative ? 0 - number : number)));
}

/* The character of an escape with a number: \101 \x41 \u0041 \U00000041. at is
 * behind the backslash; returns the place behind the escape. */
static uint32_t parse_numeric_escape(struct parser *parser, uint32_t at, uint32_t end,
				     char **out)
{
	const char *text = parser->lexer.text;
	uint32_t const start = at - 1;
	char const mark = text[at];
	unsigned const base = mark == 'x' || mark == 'u' || mark == 'U' ? 16 : 8;
	unsigned const count = mark == 'x' ? 2 : mark == 'u' ? 4 : mark == 'U' ? 8 : 3;
	uint32_t character = 0;
	unsigned digits = 0;

	at += base == 16;
	for (; digits < count && at < end && digit_value(text[at]) < base; digits++)
		character = character * base + digit_value(text[at++]);
	struct span const span = {start, at, parser->template->source->index};
	if (base == 16 && digits < count)
		parser_fail(parser, span, "this escape needs %u hexadecimal digits", count);
	if (character > 0x10FFFF || (character >= 0xD800 && character < 0xE000))
		parser_fail(parser, span, "this escape names no character");
	*out += unicode_encode(character, *out);
	return at;
}

/* One escape, as Python has them; an unknown one stands for itself. */
static uint32_t parse_escape(struct parser *parser, uint32_t at, uint32_t end,
			     char **out)
{
	static const char letters[] = "\\'\"abfnrtv", meanings[] = "\\'\"\a\b\f\n\r\t\v";
	const char *text = parser->lexer.text;
	char const mark = text[at];
	const char *letter = mark ? strchr(letters, mark) : NULL;

	if (letter) {
		*(*out)++ = meanings[letter - letters];
		return at + 1;
	}
	if (mark == '\n' || mark == '\r')
		return at + 1 + (mark == '\r' && at + 1 < end && text[at + 1] == '\n');
	if ((mark >= '0' && mark <= '7') || mark == 'x' || mark == 'u' || mark == 'U')
		return parse_numeric_escape(parser, at, end, out);
	if (mark == 'N' || (unsigned char)mark >= 0x80)
		parser_fail(parser, (struct span){at - 1, at + 1, parser->template->source->index},
			    "this escape is not part of errbind's templates; write the character");
	*(*out)++ = '\\';
	*(*out)++ = mark;
	return at + 1;
}

/* Appends what a string token says, which is never longer than the token. */
static void parse_string(struct parser *parser, char **out)
{
	const char *text = parser->lexer.text;
	uint32_t const end = parser->token.end - 1;
	uint32_t at = parser->token.start + 1;

	while (at < end) {
		if (text[at] == '\\') {
			at = parse_escape(parser, at + 1, end, out);
		} else if (text[at] == '\r') {
			*(*out)++ = '\n';
			at += 1u + (at + 1 < end && text[at + 1] == '\n');
		} else {
			*(*out)++ = text[at++];
		}
	}
}

/* Whether a string says what stands between its quotes. */
static bool is_plain(struct string text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.bytes[i] == '\\' || text.bytes[i] == '\r')
			return false;
	return true;
}

/* Strings that follow each other are one. */
struct node *parse_strings(struct parser *parser)
{
	struct token const first = parser->token;
	struct span span = parser_span(parser, first);
	struct string text = {parser->lexer.text + first.start + 1, first.end - first.start - 2};

	if (is_plain(text))
		parser_next(parser);
	else
		text.length = 0;
	while (parser_at(parser, TOKEN_STRING)) {
		size_t const room = text.length + parser->token.end - parser->token.start;
		char *bytes = parser_alloc(parser, room);
		char *out = bytes + text.length;
		if (text.length)
			memcpy(bytes, text.bytes, text.length);
		parse_string(parser, &out);
		text = (struct string){bytes, (size_t)(out - bytes)};
		span = span_join(span, parser_span(parser, parser->token));
		parser_next(parser);
	}
	return node_constant(parser, span, value_of_string(text));
}

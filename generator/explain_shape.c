/* explain_shape: words and numbers of a log, and what stands around them. See
 * explain_shape.h. */
#include "explain_shape.h"

#include "explain_word.h"

bool explain_is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
	       (unsigned char)byte >= 0x80;
}

bool explain_is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

bool explain_is_word_byte(char byte)
{
	return explain_is_letter(byte) || explain_is_digit(byte);
}

char explain_byte_at(struct string line, size_t at)
{
	return at < line.length ? line.bytes[at] : '\n';
}

size_t explain_word_end(struct string line, size_t at)
{
	while (at < line.length &&
	       (explain_is_word_byte(line.bytes[at]) ||
		((line.bytes[at] == '.' || line.bytes[at] == '$') &&
		 explain_is_word_byte(explain_byte_at(line, at + 1)))))
		at++;
	return at;
}

size_t explain_number_end(struct string line, size_t at)
{
	while (at < line.length &&
	       (explain_is_word_byte(line.bytes[at]) ||
		(strchr(".:-/+", line.bytes[at]) && line.bytes[at] &&
		 explain_is_digit(explain_byte_at(line, at + 1)))))
		at++;
	return at;
}

bool explain_is_before_unit(struct string line, size_t at)
{
	while (explain_byte_at(line, at) == ' ')
		at++;
	size_t const end = explain_word_end(line, at);
	return explain_byte_at(line, at) == '%' ||
	       explain_word_is_unit((struct string){line.bytes + at, end - at});
}

bool explain_is_in_brackets(struct string line, size_t start, size_t end)
{
	const char *open = "([<{", *close = ")]>}";
	const char *bracket = start ? strchr(open, line.bytes[start - 1]) : NULL;

	return bracket && *bracket && explain_byte_at(line, end) == close[bracket - open] &&
	       (start < 2 || line.bytes[start - 2] == ' ');
}

bool explain_is_alone(struct string line, size_t start, size_t end)
{
	return (!start || strchr(" \t([", line.bytes[start - 1])) &&
	       strchr(" \t\n\r,;.!?)]", explain_byte_at(line, end));
}

bool explain_is_quoted(struct string line, size_t start, size_t end)
{
	char const quote = start ? line.bytes[start - 1] : '\n';

	return (quote == '"' || quote == '\'') &&
	       (explain_byte_at(line, end) == quote || explain_byte_at(line, end) == '\\');
}

/* json: texts as JSON writes them. See json.h. */
#include "json.h"

/* 0 where a byte stands for itself, the letter of its short form, or 'u'. */
static const char escapes[256] = {
	[0x00] = 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'b', 't', 'n', 'u', 'f', 'r', 'u', 'u',
	[0x10] = 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u',
	['"'] = '"', ['\\'] = '\\', [0x7F] = 'u',
};

void json_string(struct buf *out, struct string string)
{
	size_t run = 0;

	buf_byte(out, '"');
	for (size_t i = 0; i < string.length; i++) {
		unsigned char const byte = (unsigned char)string.bytes[i];
		char const escape = escapes[byte];
		if (!escape)
			continue;
		buf_append(out, string.bytes + run, i - run);
		run = i + 1;
		if (escape == 'u')
			buf_printf(out, "\\u%04x", byte);
		else
			buf_append(out, (char[]){'\\', escape}, 2);
	}
	if (run < string.length)
		buf_append(out, string.bytes + run, string.length - run);
	buf_byte(out, '"');
}

void json_text(struct buf *out, struct string text)
{
	if (text.length)
		json_string(out, text);
	else
		buf_string(out, STRING("null"));
}

void json_field(struct buf *out, const char *key, struct string text)
{
	buf_printf(out, ", \"%s\": ", key);
	json_text(out, text);
}

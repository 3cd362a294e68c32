/* filter_dialect: the filters ident and quote. See filter_functions.h. */
#include "filter_functions.h"

#include "utf8.h"

bool text_is_unsafe(uint32_t character)
{
	if (character < 0x20 || (character >= 0x7F && character < 0xA0))
		return true;
	if (character < 0x600)
		return false;
	return character == 0x2028 || character == 0x2029 || character == 0xFEFF ||
	       utf8_is_bidi_control(character) || (character >= 0xFDD0 && character <= 0xFDEF) ||
	       (character & 0xFFFE) == 0xFFFE;
}

/* The first byte of a character that may be unsafe. */
static bool may_be_unsafe(unsigned byte)
{
	return byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2 ||
	       byte >= 0xEF;
}

static void classify_replacement(struct byte_classes *classes, struct string from)
{
	classes->comment[(unsigned char)from.bytes[0]] |= COMMENT_REPLACED;
	for (size_t i = 1; i < from.length; i++)
		classes->comment[(unsigned char)from.bytes[i]] |= COMMENT_JOINT;
}

/* Bytes that need a closer look; the bytes inside of a character never do. */
static void classify(struct byte_classes *classes, const struct dialect *dialect)
{
	classes->ready = true;
	for (unsigned byte = 0; byte < 256; byte++) {
		bool const beyond = byte >= 0xC0 && dialect->escape_non_ascii;
		classes->quote[byte] = may_be_unsafe(byte) || beyond;
		if (may_be_unsafe(byte) && byte != '\n')
			classes->comment[byte] |= COMMENT_UNSAFE;
		if (byte == '\n' || byte >= 0x80)
			classes->comment[byte] |= COMMENT_BREAK;
	}
	for (size_t i = 0; i < dialect->quote_escape_count; i++)
		classes->quote[(unsigned char)dialect->quote_escapes[i].from.bytes[0]] = 1;
	for (size_t i = 0; i < dialect->comment_replacement_count; i++)
		classify_replacement(classes, dialect->comment_replacements[i].from);
	for (size_t i = 0; i < dialect->comment_line_start_replacement_count; i++) {
		struct string const from = dialect->comment_line_start_replacements[i].from;
		classes->comment[(unsigned char)from.bytes[0]] |= COMMENT_LINE_START;
	}
}

const struct byte_classes *dialect_classes(struct evaluation *evaluation)
{
	struct byte_classes *classes = evaluation->classes;

	if (!classes->ready)
		classify(classes, evaluation->dialect);
	return classes;
}

const struct replacement *dialect_match(const struct replacement *replacements, size_t count,
					struct string text)
{
	for (size_t i = 0; text.length && i < count; i++)
		if (replacements[i].from.bytes[0] == text.bytes[0] &&
		    string_starts_with(text, replacements[i].from))
			return &replacements[i];
	return NULL;
}

void filter_ident(struct application *application, struct buf *out)
{
	const struct dialect *dialect = application->evaluation->dialect;
	struct string const word = filter_subject(application);
	bool const reserved = dialect->reserved && map_get(dialect->reserved, word);

	if (reserved)
		buf_string(out, dialect->escape_before);
	buf_string(out, word);
	if (reserved)
		buf_string(out, dialect->escape_after);
}

/* One unit of a character as an escape: its number between prefix and suffix. */
static void write_unit(struct buf *out, const struct dialect *dialect, uint32_t unit)
{
	char digits[16];
	unsigned count = 0;

	do {
		digits[sizeof digits - ++count] = "0123456789abcdef"[unit % dialect->escape_base];
		unit /= dialect->escape_base;
	} while (unit);
	buf_string(out, dialect->escape_prefix);
	if (count < dialect->escape_digits)
		buf_repeat(out, '0', dialect->escape_digits - count);
	buf_append(out, digits + sizeof digits - count, count);
	buf_string(out, dialect->escape_suffix);
}

static void write_escape(struct buf *out, const struct dialect *dialect, uint32_t character,
			 struct string bytes)
{
	switch (dialect->escape_unit) {
	case ESCAPE_CODE_POINT:
		write_unit(out, dialect, character);
		break;
	case ESCAPE_UTF16:
		if (character >= 0x10000) {
			write_unit(out, dialect, 0xD800 + ((character - 0x10000) >> 10));
			character = 0xDC00 + ((character - 0x10000) & 0x3FF);
		}
		write_unit(out, dialect, character);
		break;
	case ESCAPE_BYTE:
		for (size_t i = 0; i < bytes.length; i++)
			write_unit(out, dialect, (unsigned char)bytes.bytes[i]);
		break;
	}
}

/* Writes what starts with a byte that needs a closer look, and returns how many
 * bytes of the text that was. */
static size_t write_special(struct buf *out, const struct dialect *dialect, struct string text)
{
	const struct replacement *escape =
		dialect_match(dialect->quote_escapes, dialect->quote_escape_count, text);
	uint32_t character = 0;

	if (escape) {
		buf_string(out, escape->to);
		return escape->from.length;
	}
	size_t size = utf8_decode(text.bytes, text.length, &character);
	if (!size)
		size = 1;
	if (text_is_unsafe(character) || (character >= 0x80 && dialect->escape_non_ascii))
		write_escape(out, dialect, character, (struct string){text.bytes, size});
	else
		buf_append(out, text.bytes, size);
	return size;
}

static void write_escaped(struct buf *out, const struct dialect *dialect, struct string text,
			  const uint8_t classes[256])
{
	for (size_t at = 0; at < text.length;) {
		size_t const start = at;
		while (at < text.length && !classes[(unsigned char)text.bytes[at]])
			at++;
		buf_append(out, text.bytes + start, at - start);
		if (at < text.length)
			at += write_special(out, dialect,
					    (struct string){text.bytes + at, text.length - at});
	}
}

/* A quotation mark, which is one character as a rule. */
static inline void write_mark(struct buf *out, struct string mark)
{
	if (mark.length == 1)
		buf_byte(out, mark.bytes[0]);
	else
		buf_string(out, mark);
}

void filter_quote(struct application *application, struct buf *out)
{
	const struct dialect *dialect = application->evaluation->dialect;
	struct string const text = filter_subject(application);
	const struct byte_classes *classes = dialect_classes(application->evaluation);

	write_mark(out, dialect->quote_open);
	if (classes_of(classes->quote, text))
		write_escaped(out, dialect, text, classes->quote);
	else
		buf_string(out, text);
	write_mark(out, dialect->quote_close);
}

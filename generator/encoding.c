/* encoding: makes sure that a file is UTF-8 text. See encoding.h. */
#include "encoding.h"

#include "utf8.h"

/* Stand for U+2028 and U+2029: characters that no text may hold. */
static const char line_separator[] = "\xE2\x80\xA8", paragraph_separator[] = "\xE2\x80\xA9",
		  line_stand_in[] = "\xEF\xB7\x90", paragraph_stand_in[] = "\xEF\xB7\x91";

static const char *other_encoding(struct string text)
{
	const char *bytes = text.bytes;

	if (text.length >= 4 && memcmp(bytes, "\0\0\xFE\xFF", 4) == 0)
		return "UTF-32";
	if (text.length >= 4 && memcmp(bytes, "\xFF\xFE\0\0", 4) == 0)
		return "UTF-32";
	if (text.length >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0)
		return "UTF-16";
	if (text.length >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0)
		return "UTF-16";
	if (text.length >= 4 && !bytes[0] != !bytes[1] && !bytes[2] != !bytes[3])
		return "UTF-16";
	return NULL;
}

static struct span span_at(const struct source *source, size_t offset, size_t length)
{
	return (struct span){(uint32_t)offset, (uint32_t)(offset + length), source->index};
}

static bool check_utf8(struct source *source, struct diagnostics *diagnostics)
{
	struct string const text = source->text;
	const char *other = other_encoding(text);

	if (other) {
		diag_error(diagnostics, "encoding", span_of_file(source->index),
			   "the file is %s; save it as UTF-8", other);
		return false;
	}
	size_t const invalid = source->ascii ? text.length : utf8_check(text);
	const char *nul = memchr(text.bytes, '\0', text.length);
	if (nul && (size_t)(nul - text.bytes) < invalid) {
		diag_error(diagnostics, "encoding", span_at(source, (size_t)(nul - text.bytes), 1),
			   "a NUL byte: the file is no text");
		return false;
	}
	if (invalid < text.length) {
		diag_error(diagnostics, "encoding", span_at(source, invalid, 1),
			   "byte 0x%02X is no UTF-8 here; save the file as UTF-8",
			   (unsigned char)text.bytes[invalid]);
		return false;
	}
	return true;
}

enum { LINE_SEPARATOR = 0x2028, PARAGRAPH_SEPARATOR = 0x2029 };

static bool is_forbidden(uint32_t character)
{
	return (utf8_is_control(character) && character != '\r') ||
	       (character >= 0xFDD0 && character <= 0xFDEF) || (character & 0xFFFE) == 0xFFFE;
}

/* The offset of the next character that libyaml must not see, or of the first
 * byte that is no UTF-8, or the length. */
static size_t find_unreadable(struct string text, size_t at)
{
	uint32_t character;

	while (at < text.length) {
		at += utf8_plain_length((struct string){text.bytes + at, text.length - at});
		if (at == text.length)
			break;
		size_t const size = utf8_decode(text.bytes + at, text.length - at, &character);
		if (!size || is_forbidden(character) || character == LINE_SEPARATOR ||
		    character == PARAGRAPH_SEPARATOR)
			break;
		at += size;
	}
	return at;
}

bool encoding_check(struct source *source, struct arena *arena, struct diagnostics *diagnostics,
		    struct string *readable)
{
	struct string const text = source->text;
	char *copy = NULL;
	uint32_t character;

	*readable = text;
	size_t at = find_unreadable(text, 0);
	if (at == text.length) /* as in nearly every file */
		return true;
	if (!check_utf8(source, diagnostics))
		return false;
	for (; (at = find_unreadable(text, at)) < text.length;) {
		size_t const size = utf8_decode(text.bytes + at, text.length - at, &character);
		if (!copy)
			copy = arena_copy(arena, text.bytes, text.length);
		if (character == LINE_SEPARATOR) {
			memcpy(copy + at, line_stand_in, size);
		} else if (character == PARAGRAPH_SEPARATOR) {
			memcpy(copy + at, paragraph_stand_in, size);
		} else {
			memset(copy + at, '?', size);
			diag_error(diagnostics, "control-character", span_at(source, at, size),
				   "the control character U+%04X is not allowed", (unsigned)character);
		}
		at += size;
	}
	if (copy)
		readable->bytes = copy;
	return true;
}

void encoding_restore(char *bytes, size_t length)
{
	for (size_t at = 0; at + 3 <= length; at++) {
		if (memcmp(bytes + at, line_stand_in, 3) == 0)
			memcpy(bytes + at, line_separator, 3);
		else if (memcmp(bytes + at, paragraph_stand_in, 3) == 0)
			memcpy(bytes + at, paragraph_separator, 3);
	}
}

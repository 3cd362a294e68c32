/* utf8: characters in UTF-8 text: decoding, checking, and the classes of
 * characters that texts and terminals need care with. */
#ifndef ERRBIND_UTF8_H
#define ERRBIND_UTF8_H

#include "buf.h"

/* Decodes the character that starts at bytes (length is at least 1). Returns
 * how many bytes it takes, or 0 where they are no UTF-8. */
size_t utf8_decode(const char *bytes, size_t length, uint32_t *character);

/* The offset of the first byte that is no UTF-8, or the length of the text. */
size_t utf8_check(struct string text);

bool utf8_is_ascii(struct string text);

/* The length of the printable ASCII characters and line feeds at the start of
 * text; fast, so that others need only look at what is left. */
size_t utf8_plain_length(struct string text);

/* The offset of the character that is count characters behind the one at
 * offset; the text's length where it has fewer. */
size_t utf8_advance(struct string text, size_t offset, size_t count);

/* The number of characters in valid UTF-8. */
size_t utf8_count(struct string text);

/* True for the bytes that continue a character. */
static inline bool utf8_continues(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

/* A control character (C0, DEL, C1) other than line feed and tab. */
bool utf8_is_control(uint32_t character);

/* One of Unicode's Bidi_Control characters, which reorder the text around them. */
bool utf8_is_bidi_control(uint32_t character);

/* The columns a character takes on a terminal: 0, 1 or 2. */
int utf8_width(uint32_t character);

#endif

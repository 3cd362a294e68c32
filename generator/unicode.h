/* unicode: the properties and the case mapping of characters, as Python has them
 * (Unicode 14; unicode_table.py makes the tables). */
#ifndef ERRBIND_UNICODE_H
#define ERRBIND_UNICODE_H

#include "buf.h"

/* Writes a character as UTF-8 and returns its length. */
size_t unicode_encode(uint32_t character, char bytes[4]);

void unicode_append(struct buf *out, uint32_t character);

/* As str.isspace(), str.isprintable() and str.isalnum() have it. */
bool unicode_is_space(uint32_t character);
bool unicode_is_printable(uint32_t character);
bool unicode_is_alphanumeric(uint32_t character);

bool unicode_is_capital(uint32_t character); /* it has another lower case */

/* The value of a decimal digit of any script, or -1. */
int unicode_decimal(uint32_t character);

/* Append text, which is UTF-8, in upper or lower case; one character may become
 * several, and a capital sigma at the end of a word becomes a final one. */
void unicode_upper(struct buf *out, struct string text);
void unicode_lower(struct buf *out, struct string text);

/* The first character in title case, the rest in lower case. */
void unicode_capitalize(struct buf *out, struct string text);

#endif

/* json: texts as JSON writes them. */
#ifndef ERRBIND_JSON_H
#define ERRBIND_JSON_H

#include "buf.h"

/* Writes a string literal with its quotes. Only what JSON requires is escaped:
 * quotes, backslashes and the characters below U+0020, those with a short form
 * by it, and U+007F; all else stays as it is. Python's json.dumps with
 * ensure_ascii=False and jq write the same (Python leaves U+007F alone). */
void json_string(struct buf *out, struct string string);

/* Writes a string literal, or null for an empty text, which stands for none. */
void json_text(struct buf *out, struct string text);

/* Writes a member of an object behind others: a comma, the key and a text. */
void json_field(struct buf *out, const char *key, struct string text);

#endif

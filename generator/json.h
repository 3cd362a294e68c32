/* json: strings as JSON writes them. */
#ifndef ERRBIND_JSON_H
#define ERRBIND_JSON_H

#include "buf.h"

/* Writes a string literal with its quotes. Only what JSON requires is escaped:
 * quotes, backslashes and the characters below U+0020, those with a short form
 * by it, and U+007F; all else stays as it is. Python's json.dumps with
 * ensure_ascii=False and jq write the same (Python leaves U+007F alone). */
void json_string(struct buf *out, struct string string);

#endif

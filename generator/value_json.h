/* value_json: a value tree as JSON text for people to read. */
#ifndef ERRBIND_VALUE_JSON_H
#define ERRBIND_VALUE_JSON_H

#include "value.h"

/* Appends the value, indented by two blanks a level, without a line feed at the
 * end. A list or map that fits into a line stays on it. What JSON cannot say
 * (undefined, macros) is written as null. */
void value_write_json(struct buf *out, const struct value *value);

#endif

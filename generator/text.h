/* text: the text of a value as Python's str() and repr() write it. */
#ifndef ERRBIND_TEXT_H
#define ERRBIND_TEXT_H

#include "operation.h"

/* Appends str(value): what `{{ value }}` prints. Fails where there is none. */
void text_write(struct evaluation *evaluation, struct buf *out, const struct value *value);

/* str(value) of what is no string. */
struct string text_make(struct evaluation *evaluation, const struct value *value);

/* str(value) as a string; of a string the string itself. */
static inline struct string text_of(struct evaluation *evaluation, const struct value *value)
{
	return value->type == VALUE_STRING ? value_string(value) : text_make(evaluation, value);
}

#endif

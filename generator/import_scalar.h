/* import_scalar: texts as YAML scalars, in the style of the file they go into. */
#ifndef ERRBIND_IMPORT_SCALAR_H
#define ERRBIND_IMPORT_SCALAR_H

#include "value.h"

/* Where a scalar is written. */
struct import_place {
	size_t column;        /* bytes on its line before it */
	size_t indent;        /* of the key it belongs to */
	bool in_flow;         /* between { } or [ ] */
	bool may_fold;        /* nothing follows on its line */
	struct string newline; /* the file's line end */
};

/* Writes a text of one line: plain where that can be misread by nobody, folded
 * where it is too long for its line, else in double quotes. */
void import_write_scalar(struct buf *out, struct string text, const struct import_place *place);

/* The same in the style of the scalar that it replaces, bytes [start, end) of
 * the source: quotes stay quotes, a block stays a block. */
void import_rewrite_scalar(struct buf *out, struct string text, const struct value *old,
			   struct string source, const struct import_place *place);

/* Writes a text in quotes, '"' or '\''. */
void import_write_quoted(struct buf *out, struct string text, char quote);

#endif

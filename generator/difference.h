/* difference: how two texts differ, line by line, as a unified diff. */
#ifndef ERRBIND_DIFFERENCE_H
#define ERRBIND_DIFFERENCE_H

#include "buf.h"

/* Appends the unified diff that turns one text into the other, with three lines
 * of context, or nothing where they are the same. The names go into its head:
 * "--- before", "+++ after". Lines end at LF, which belongs to the line. Texts
 * that have too little in common are shown as replaced whole from the first
 * difference to the last, so that time and memory stay linear. */
void difference_unified(struct buf *out, struct arena *scratch, const char *before_name,
			struct string before, const char *after_name, struct string after);

/* The first line, from 1, in which the texts differ. */
uint32_t difference_first_line(struct string before, struct string after);

/* Whether the texts are the same but for CRLF, LF and CR at the ends of lines. */
bool difference_only_line_ends(struct string before, struct string after);

#endif

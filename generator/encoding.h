/* encoding: makes sure that a file is UTF-8 text before a parser sees it. */
#ifndef ERRBIND_ENCODING_H
#define ERRBIND_ENCODING_H

#include "diag.h"

/* Reports what of a file is no text: rule `encoding` once, where the file as a
 * whole is no UTF-8 (then returns false), and `control-character` for each
 * character that YAML does not allow in a file.
 *
 * *readable is what libyaml can be given: the text itself, or where it must
 * differ a copy of the same length with the same characters at the same places,
 * but for the characters not allowed, which are question marks, and for the
 * line and paragraph separators, which libyaml takes for line ends as YAML 1.1
 * did and 1.2 does not. encoding_restore puts those back. */
bool encoding_check(struct source *source, struct arena *arena, struct diagnostics *diagnostics,
		    struct string *readable);

/* Puts the separators back that encoding_check replaced, in place. */
void encoding_restore(char *bytes, size_t length);

#endif

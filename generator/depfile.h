/* depfile: what an output depends on, as a rule that Make and Ninja read. */
#ifndef ERRBIND_DEPFILE_H
#define ERRBIND_DEPFILE_H

#include "source.h"

/* Appends "OUTPUT…: INPUT…" with every file that the run read as an input, and an
 * empty rule for each input, so that one that is gone does not stop Make. */
void depfile_write(struct buf *out, const struct string *outputs, size_t output_count,
		   const struct sources *sources);

/* Replaces a file by what is in text, unless it holds that already. False, with
 * errno set, where it cannot be written. */
bool depfile_replace(struct arena *arena, struct string path, struct string text);

#endif

/* depfile: what Make and Ninja need to know of a run: what its outputs depend on,
 * and when it was. */
#ifndef ERRBIND_DEPFILE_H
#define ERRBIND_DEPFILE_H

#include "source.h"

/* Appends the rule "OUTPUT…: INPUT…" with every file that the run read as an
 * input, and an empty rule for each input, so that one that is gone does not
 * stop Make. */
void depfile_write(struct buf *out, const struct string *outputs, size_t output_count,
		   const struct sources *sources);

/* Replaces a file by what is in text, unless it holds that already; its folder is
 * made where it is missing. False, with errno set, where it cannot be written. */
bool depfile_replace(struct arena *arena, struct string path, struct string text);

/* Gives a file the time of now, or one after all inputs where these are from the
 * future, lest Make run for ever. It is made where it is missing, as is its
 * folder. False, with errno set, where it cannot be. */
bool depfile_touch(struct arena *arena, struct string path, const struct sources *sources);

#endif

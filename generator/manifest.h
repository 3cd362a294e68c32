/* manifest: which files below the out folder errbind wrote, so that it deletes
 * what it no longer makes and never touches what others put there.
 *
 * The file is out/.errbind-manifest: comment lines that start with '#', then one
 * path a line, sorted by bytes. It is committed with the bindings. */
#ifndef ERRBIND_MANIFEST_H
#define ERRBIND_MANIFEST_H

#include "map.h"

struct manifest {
	struct string *paths; /* each ended by NUL */
	size_t count, capacity;
	struct map by_path;
	struct string text; /* as it was read; bytes NULL where there was none */
	struct arena *arena;
};

void manifest_init(struct manifest *manifest, struct arena *arena);

/* Reads the manifest of an open folder; there need not be one. False, with
 * *problem set, where it cannot be read or names a path that leaves the folder. */
bool manifest_read(struct manifest *manifest, int folder, struct string *problem);

/* Whether both list the same files. */
bool manifest_equal(const struct manifest *a, const struct manifest *b);

bool manifest_has(const struct manifest *manifest, struct string path);

/* Adds a path unless it is there; returns the manifest's copy, which lives as long
 * as its arena. */
struct string manifest_add(struct manifest *manifest, struct string path);

/* Appends the file's text. Sorts the paths. */
void manifest_write(struct manifest *manifest, struct buf *text);

extern const char manifest_name[];

#endif

/* folder: files below an open folder, reached without following symbolic links.
 *
 * Paths are relative, their parts separated by '/', ended by NUL. Functions that
 * fail set errno; a part that is a symbolic link gives ELOOP or ENOTDIR. */
#ifndef ERRBIND_FOLDER_H
#define ERRBIND_FOLDER_H

#include "buf.h"

#include <sys/types.h>

/* Whether a path stays inside whatever folder it is used in and names a file
 * that every system can have: not empty or absolute, no part that is empty, "."
 * or "..", no control character, backslash or colon, no part over 255 bytes. */
bool folder_path_is_safe(struct string path);

/* Opens a folder, made first (with its parents) where create is set. -1 on failure. */
int folder_open(const char *path, bool create);

/* Opens the folder that a file is in; *leaf is the file's own name. With create,
 * missing folders are made. -1 on failure; the caller closes it otherwise. */
int folder_open_parent(int folder, const char *path, bool create, const char **leaf);

/* Reads a regular file whole into the buf, which is emptied first. */
bool folder_read(int folder, const char *path, struct buf *into);

/* Writes a new file; it must not exist. */
bool folder_create(int folder, const char *path, struct string bytes);

/* Deletes a file, then the folders it was in as far as they are empty. */
bool folder_delete(int folder, const char *path);

#endif

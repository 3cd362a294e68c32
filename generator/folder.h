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

/* Opens a folder; links in the path to it are followed. Where made is given, the
 * folder and those above it are made as far as they are missing, and *made says
 * whether it was. -1 on failure. */
int folder_open(const char *path, bool *made);

/* Opens the folder that a file is in; *leaf is the file's own name. With create,
 * missing folders are made. -1 on failure; the caller closes it otherwise. */
int folder_open_parent(int folder, const char *path, bool create, const char **leaf);

/* Reads a regular file whole into the buf, which is emptied first. What is no regular
 * file gives EISDIR, ELOOP, EINVAL or ENXIO, one of more than 1 GiB EFBIG. */
bool folder_read(int folder, const char *path, struct buf *into);

/* What a failure of folder_read says of the file: "it is a symbolic link" and the like. */
const char *folder_problem(int error);

/* The folder that a file is in, which stays open for the next files in it. */
struct folder_stay {
	int parent;         /* -1 while there is none */
	struct string path; /* with the '/' behind it; a view of the path it was opened by */
};

/* As folder_open_parent and folder_read, for paths that live as long as the stay,
 * which owns what is open until folder_leave. While it lasts, nothing moves or
 * deletes folders. */
int folder_stay_in(struct folder_stay *stay, int folder, const char *path, bool create,
		   const char **leaf);
bool folder_stay_read(struct folder_stay *stay, int folder, const char *path, struct buf *into);
void folder_leave(struct folder_stay *stay);

/* Whether there is a regular file. */
bool folder_has_file(int folder, const char *path);

/* Whether two paths are spellings of one file, on a system that folds case. */
bool folder_same_file(int folder, const char *a, const char *b);

/* Writes a new file in the folder itself; it must not exist. Where kept is set,
 * its bytes are on the disk when this returns. */
bool folder_create(int folder, const char *name, struct string bytes, bool kept);

/* Writes into what is there, a pipe or a device, or what a link leads to. */
bool folder_write_into(int folder, const char *name, struct string bytes);

/* Deletes a file. */
bool folder_delete(int folder, const char *path);

/* Deletes the folders that a file is or was in, the innermost first, as far as
 * they are empty. */
void folder_prune(int folder, const char *path);

#endif

/* output: brings a folder to what was rendered, all of it or nothing.
 *
 * Files are put one by one. A file whose bytes are already there is left alone;
 * any other is staged in a folder of its own inside the out folder. Only
 * output_commit moves staged files to their places, each by rename, and deletes
 * what earlier runs wrote and this one does not make. A run that is killed
 * leaves each file old or new, and the next run removes what it had staged.
 *
 * Runs that write wait for each other on a lock of the open out folder. */
#ifndef ERRBIND_OUTPUT_H
#define ERRBIND_OUTPUT_H

#include "diag.h"
#include "manifest.h"

struct staged_file;

struct output {
	struct arena *arena;
	struct diagnostics *diagnostics;
	struct string path; /* of the out folder */
	int folder;         /* -1 until it exists */
	bool dry;         /* compare, but stage and write nothing */
	bool created;     /* the out folder is this run's */
	bool locked;
	int staging;      /* the folder of staged files, -1 until it exists */
	bool stale_view;  /* another run wrote meanwhile: what was compared no longer holds,
			   * end and begin again */
	struct manifest before, after;
	struct map folded; /* lower-case paths of this run, for systems that fold case */
	struct staged_file *staged;
	size_t staged_count, staged_capacity;
	size_t written, unchanged, deleted;
	struct buf *existing; /* scratch */
};

/* An output for the folder at path, ended with the arena at the latest. */
struct output *output_new(struct arena *arena, struct diagnostics *diagnostics,
			  struct string path, bool dry);

/* Begins, or begins again. False after reporting why the folder cannot be used. */
bool output_begin(struct output *output);

/* Puts a file. False after reporting a problem, or where stale_view was set. */
bool output_put(struct output *output, struct string path, struct string bytes);

/* Keeps a file of an earlier run that this run does not make. */
void output_keep(struct output *output, struct string path);

/* Moves everything into place. False after reporting what went wrong, or where
 * stale_view was set. */
bool output_commit(struct output *output);

/* Removes what is still staged and lets the lock go. */
void output_end(struct output *output);

#endif

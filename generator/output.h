/* output: brings a folder to what was rendered, all of it or nothing.
 *
 * Files are put one by one. A file whose bytes are already there is left alone;
 * any other is staged in a folder of its own inside the out folder. Only
 * output_commit deletes what earlier runs wrote and this one does not make, and
 * moves the staged files to their places, each by rename. So a run that is
 * killed leaves each file old or new, and the next run removes what it had
 * staged. Nothing waits for the disk but the manifest: bytes are compared in
 * every run, so a file that a power cut damaged is made again, as long as it is
 * known to be ours.
 *
 * Runs that write one folder wait for each other, on a lock of the open folder. */
#ifndef ERRBIND_OUTPUT_H
#define ERRBIND_OUTPUT_H

#include "folder.h"
#include "manifest.h"
#include "output_path.h"

struct staged_file;

struct output {
	struct arena *arena;
	struct diagnostics *diagnostics;
	struct string path; /* of the out folder */
	bool dry;           /* compare, but write nothing */
	int folder;         /* -1 while it is not open */
	int staging;        /* the folder of staged files, -1 while there is none */
	bool made;          /* the out folder is this run's */
	bool failed;        /* a file could not be staged, so no other needs to be */
	struct manifest before, after;
	struct string listed; /* the text of the manifest on the disk */
	struct output_paths paths;
	struct staged_file *staged;
	size_t staged_count, staged_capacity;
	size_t written, unchanged, deleted;
	struct folder_stay stay; /* where a file was read or moved to last */
	struct buf *existing; /* scratch */
};

/* Opens the folder at path, made where it is missing, and waits for its turn.
 * NULL after reporting why it cannot be used. Ended with the arena at the latest. */
struct output *output_begin(struct arena *arena, struct diagnostics *diagnostics,
			    struct string path, bool dry);

/* Puts a file. False after reporting a problem. */
bool output_put(struct output *output, struct string path, struct string bytes);

/* Keeps a file of an earlier run that this run does not make. */
void output_keep(struct output *output, struct string path);

/* Deletes and moves. False after reporting what went wrong. */
bool output_commit(struct output *output);

/* Removes what is still staged and lets the next run in. */
void output_end(struct output *output);

#endif

/* output_path: where outputs may be: inside of the out folder, no two in one place. */
#ifndef ERRBIND_OUTPUT_PATH_H
#define ERRBIND_OUTPUT_PATH_H

#include "diag.h"

/* The paths of a run's outputs. */
struct output_paths {
	struct arena *arena;
	struct diagnostics *diagnostics;
	struct map taken; /* as systems that fold case see them */
};

void output_paths_init(struct output_paths *paths, struct arena *arena,
		       struct diagnostics *diagnostics);

/* Takes a path for an output and those above it for folders; it is copied. False after
 * reporting that it cannot be had: rules unsafe-path and duplicate-output. */
bool output_path_take(struct output_paths *paths, struct string path);

#endif

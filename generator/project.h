/* project: a registry with the targets it is made for, checked together. */
#ifndef ERRBIND_PROJECT_H
#define ERRBIND_PROJECT_H

#include "command.h"
#include "context.h"

struct project {
	struct registry *registry;
	struct target **targets;
	size_t target_count;
	struct context *context;
};

/* Where targets are searched: the folders that the user names, then `templates`
 * in the current folder, then the installed ones. */
struct string_list project_search_folders(struct run *run);

/* Loads the registry and the targets that the options name, by default the
 * registry's own, and reports every mistake of both, also those that only show
 * together: two names that become one symbol, a code that no target can hold.
 * With --vendor, the other vendors are then left out. False where something was
 * reported that is no warning. */
bool project_load(struct run *run, struct project *project);

/* One file that a target makes. */
struct planned_file {
	const struct target *target;
	const struct target_file *file;
	struct subject subject;
};

struct plan {
	struct planned_file *files; /* in the order of targets, files, vendors and domains */
	size_t count, capacity;
};

/* The files that are made. False after reporting that no target is named, so that
 * a registry which forgets them does not look as if all were well. */
bool project_plan(struct run *run, const struct project *project, struct plan *plan);

/* Renders a file's path ("<target>/src/…") or its bytes into the buf, emptied
 * first. Where the path's template renders to nothing, the path stays empty:
 * the file is not made. False after reporting. */
bool project_render_path(const struct project *project, const struct planned_file *file,
			 struct arena *scratch, struct buf *path);
bool project_render(const struct project *project, const struct planned_file *file,
		    struct arena *scratch, struct buf *content);

/* Renders how a source in the target's language refers to the subject's code, or
 * to its alias, into the buf, emptied first: nothing where target.yaml does not
 * say. False after reporting. */
bool project_render_reference(const struct project *project, const struct target *target,
			      struct subject subject, struct arena *scratch, struct buf *reference);

/* Whether a path of the out folder is in the folder of one of the targets. */
bool project_makes(const struct project *project, struct string path);

#endif

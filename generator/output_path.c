/* output_path: where outputs may be. See output_path.h. */
#include "output_path.h"

#include "folder.h"

void output_paths_init(struct output_paths *paths, struct arena *arena,
		       struct diagnostics *diagnostics)
{
	*paths = (struct output_paths){.arena = arena, .diagnostics = diagnostics};
	map_init(&paths->taken, arena);
}

/* The path as systems that fold case see it. ASCII is enough: what such
 * systems do beyond it differs from one to the next. */
static struct string fold_case(struct arena *arena, struct string path)
{
	char *folded = arena_copy(arena, path.bytes, path.length);

	for (size_t i = 0; i < path.length; i++)
		if (folded[i] >= 'A' && folded[i] <= 'Z')
			folded[i] = (char)(folded[i] - 'A' + 'a');
	return (struct string){folded, path.length};
}

/* Takes a path for a file and those above it for folders. */
static bool take(struct output_paths *paths, struct string path)
{
	static char file[] = "file", folder[] = "folder";
	struct string const folded = fold_case(paths->arena, path);
	const void *there = NULL;

	for (size_t i = 0; i < folded.length && there != file; i++)
		if (folded.bytes[i] == '/')
			there = map_add(&paths->taken, (struct string){folded.bytes, i}, folder);
	if (there != file) {
		there = map_add(&paths->taken, folded, file);
		if (!there)
			return true;
		if (there == file) {
			diag_error(paths->diagnostics, "duplicate-output", span_nowhere(),
				   "two outputs would be written to '%.*s' (case does not count, "
				   "as some systems fold it)",
				   STRING_FORMAT(path));
			return false;
		}
	}
	diag_error(paths->diagnostics, "duplicate-output", span_nowhere(),
		   "'%.*s' cannot be written: a file would have the same path as a folder",
		   STRING_FORMAT(path));
	return false;
}

bool output_path_take(struct output_paths *paths, struct string path)
{
	if (folder_path_is_safe(path) && path.bytes[0] != '.')
		return take(paths, path);
	diag_error(paths->diagnostics, "unsafe-path", span_nowhere(),
		   "'%.*s' cannot be the path of an output: it has to be relative and to stay in "
		   "the out folder",
		   STRING_FORMAT(path));
	return false;
}

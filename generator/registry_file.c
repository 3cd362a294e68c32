/* registry_file: finds and reads the files of a schema folder. See
 * registry_build.h. */
#include "registry_build.h"
#include "yaml.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>

struct string join_schema_path(struct arena *arena, struct string folder, struct string name)
{
	bool const slash = folder.length && folder.bytes[folder.length - 1] != '/';

	return string_printf(arena, "%.*s%s%.*s", STRING_FORMAT(folder), slash ? "/" : "",
			     STRING_FORMAT(name));
}

/* Why a path may not be used, judged by its text. */
static const char *path_problem(struct string path)
{
	int depth = 0;

	if (path.bytes[0] == '/')
		return "it is absolute";
	for (size_t start = 0, end; start < path.length; start = end + 1) {
		end = start;
		while (end < path.length && path.bytes[end] != '/')
			end++;
		struct string const part = {path.bytes + start, end - start};
		if (string_is(part, ".."))
			depth--;
		else if (part.length && !string_is(part, "."))
			depth++;
		if (depth < 0)
			return "it leaves the folder";
	}
	return NULL;
}

/* Where a path leads to after symbolic links; empty where nowhere. */
static struct string resolve_path(struct arena *arena, struct string path)
{
	char resolved[PATH_MAX];

	if (!realpath(path.bytes, resolved))
		return (struct string){0};
	return string_copy(arena, string_of(resolved));
}

static bool is_inside(struct string folder, struct string path)
{
	if (string_is(folder, "/"))
		return true;
	return string_starts_with(path, folder) && path.length > folder.length &&
	       path.bytes[folder.length] == '/';
}

/* The path without parts that lead nowhere (`./`, `//`), so that every file has one
 * name, on the disk and in a revision. */
static struct string plain_path(struct arena *arena, struct string path)
{
	struct buf *plain = buf_new(arena);

	for (size_t start = 0, end; start < path.length; start = end + 1) {
		end = start;
		while (end < path.length && path.bytes[end] != '/')
			end++;
		struct string const part = {path.bytes + start, end - start};
		if (!part.length || string_is(part, "."))
			continue;
		if (plain->length)
			buf_byte(plain, '/');
		buf_string(plain, part);
	}
	return buf_view(plain);
}

bool find_schema_file(struct builder *builder, const struct value *name, struct string *path,
		      struct string *resolved)
{
	struct arena *arena = builder->arena;

	if (!schema_check_text(name, PATH_MAX - 1, builder->diagnostics))
		return false;
	const char *problem = path_problem(value_string(name));
	if (!problem) {
		*path = join_schema_path(arena, builder->folder,
					 plain_path(arena, value_string(name)));
		*resolved = resolve_path(arena, *path);
		if (!builder->resolved_folder.bytes)
			builder->resolved_folder = resolve_path(
				arena, join_schema_path(arena, builder->folder, STRING(".")));
		struct string const folder = builder->resolved_folder;
		if (!resolved->length || !folder.length || is_inside(folder, *resolved))
			return true;
		problem = "a symbolic link leads out of the folder";
	}
	struct string const shown = diag_shown(arena, value_string(name));
	diag_error(builder->diagnostics, "path-outside", value_span(name),
		   "the path '%.*s' must be relative to the schema folder and stay in it: %s",
		   STRING_FORMAT(shown), problem);
	return false;
}

/* The files beside one that is missing. */
struct siblings {
	DIR *folder;
	struct string *names;
	size_t count, capacity;
};

static void close_siblings(void *data)
{
	struct siblings *siblings = data;

	if (siblings->folder)
		closedir(siblings->folder);
	siblings->folder = NULL;
}

/* A name up to its last dot: what files in one folder differ in. */
static struct string stem_of(struct string name)
{
	size_t length = name.length;

	while (length && name.bytes[length - 1] != '.')
		length--;
	return (struct string){name.bytes, length ? length - 1 : name.length};
}

static struct string stem_at(const void *data, size_t index)
{
	const struct siblings *siblings = data;

	return index < siblings->count ? stem_of(siblings->names[index]) : (struct string){0};
}

static int compare_names(const void *a, const void *b)
{
	return string_compare(*(const struct string *)a, *(const struct string *)b);
}

/* The name in the folder that is nearest to a file's, or an empty string. */
static struct string nearest_file(struct arena *arena, struct string path)
{
	struct siblings *siblings = arena_calloc(arena, 1, sizeof *siblings);
	size_t leaf = path.length;

	while (leaf && path.bytes[leaf - 1] != '/')
		leaf--;
	struct string const folder = {path.bytes, leaf};
	struct string const name = {path.bytes + leaf, path.length - leaf};
	const char *opened = leaf ? string_copy(arena, folder).bytes : ".";
	arena_defer(arena, close_siblings, siblings);
	siblings->folder = opendir(opened);
	for (struct dirent *entry; siblings->folder && (entry = readdir(siblings->folder));) {
		if (entry->d_name[0] == '.')
			continue;
		siblings->names = arena_grow(arena, siblings->names, siblings->count,
					     &siblings->capacity, sizeof *siblings->names);
		siblings->names[siblings->count++] = string_copy(arena, string_of(entry->d_name));
	}
	close_siblings(siblings);
	if (siblings->count) /* so that a tie is always won by the same name */
		qsort(siblings->names, siblings->count, sizeof *siblings->names, compare_names);
	struct string const near = diag_nearest(stem_of(name), stem_at, siblings);
	return near.length ? string_of(near.bytes) : near;
}

/* Reports a file that cannot be read; the registry's own is the one that nothing names. */
static void report_file(struct builder *builder, struct string path, const struct value *name,
			struct span span, struct string problem)
{
	bool const missing = string_is(problem, "no such file");
	struct string const shown = diag_shown(builder->arena, path);
	struct string near = {0};

	if (missing && builder->comparisons) {
		builder->comparisons--;
		near = diag_shown(builder->arena, nearest_file(builder->arena, path));
	}
	if (near.length)
		diag_error(builder->diagnostics, "missing-file", span,
			   "cannot read '%.*s': no such file; did you mean '%.*s'?",
			   STRING_FORMAT(shown), STRING_FORMAT(near));
	else
		diag_error(builder->diagnostics, missing ? "missing-file" : "unreadable-file", span,
			   "cannot read '%.*s': %.*s%s", STRING_FORMAT(shown), STRING_FORMAT(problem),
			   missing && !name ? "; the folder of a registry holds this file, and "
					      "--schema names the folder"
					    : "");
}

struct value load_tree(struct builder *builder, struct string path, const struct value *name,
		       const struct schema *schema, struct arena *tree)
{
	struct yaml_options const options = {YAML_AS_WRITTEN, builder->symbols, tree, builder->arena,
					     builder->diagnostics};
	struct string problem;
	uint16_t file;
	struct source *source = source_read(builder->sources, path, &file, &problem);

	if (!source) {
		report_file(builder, path, name, name ? value_span(name) : span_of_file(file),
			    problem);
		return (struct value){.file = file};
	}
	struct value value = yaml_load(source, &options);
	schema_check(schema, &value, builder->diagnostics);
	return value;
}

/* output: brings a folder to what was rendered. See output.h. */
#include "output.h"

#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char staging_name[] = ".errbind-staging";

struct staged_file {
	struct string path; /* ended by NUL */
	size_t number;      /* its name in the staging folder */
};

enum { STAGED_NAME_SIZE = 24 };

static void staged_name(char name[STAGED_NAME_SIZE], size_t number)
{
	snprintf(name, STAGED_NAME_SIZE, "%zu", number);
}

static bool report(struct output *output, const char *what, struct string path)
{
	diag_error(output->diagnostics, "output", span_nowhere(), "cannot %s '%.*s/%.*s': %s", what,
		   STRING_FORMAT(output->path), STRING_FORMAT(path), strerror(errno));
	return false;
}

static bool report_folder(struct output *output)
{
	diag_error(output->diagnostics, "output", span_nowhere(), "cannot use the folder '%.*s': %s",
		   STRING_FORMAT(output->path), strerror(errno));
	return false;
}

static void end(void *data)
{
	output_end(data);
}

struct output *output_new(struct arena *arena, struct diagnostics *diagnostics,
			  struct string path, bool dry)
{
	struct output *output = arena_calloc(arena, 1, sizeof *output);

	output->arena = arena;
	output->diagnostics = diagnostics;
	output->path = string_copy(arena, path);
	output->folder = output->staging = -1;
	output->dry = dry;
	output->existing = buf_new(arena);
	arena_defer(arena, end, output);
	return output;
}

static bool read_manifest(struct output *output, struct manifest *manifest)
{
	struct string problem;

	manifest_init(manifest, output->arena);
	if (output->folder < 0 || manifest_read(manifest, output->folder, &problem))
		return true;
	diag_error(output->diagnostics, "output", span_nowhere(),
		   "cannot use '%.*s/%s': %.*s; restore it from version control, or delete it and "
		   "the folder's generated files",
		   STRING_FORMAT(output->path), manifest_name, STRING_FORMAT(problem));
	return false;
}

bool output_begin(struct output *output)
{
	output->stale_view = false;
	output->staged_count = 0;
	output->written = output->unchanged = output->deleted = 0;
	map_init(&output->folded, output->arena);
	manifest_init(&output->after, output->arena);
	if (output->folder < 0) {
		output->folder = folder_open(output->path.bytes, false);
		if (output->folder < 0 && errno != ENOENT)
			return report_folder(output);
	}
	return read_manifest(output, &output->before);
}

static bool same_paths(const struct manifest *a, const struct manifest *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!manifest_has(b, a->paths[i]))
			return false;
	return true;
}

/* Deletes what a run that was killed left behind. */
static bool empty_staging(int staging)
{
	int const again = openat(staging, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = again < 0 ? NULL : fdopendir(again);

	if (!folder) {
		if (again >= 0)
			close(again);
		return false;
	}
	for (struct dirent *entry; (entry = readdir(folder));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			unlinkat(staging, entry->d_name, 0);
	closedir(folder);
	return true;
}

static bool open_staging(struct output *output)
{
	if (mkdirat(output->folder, staging_name, 0777) < 0 && errno != EEXIST)
		return report(output, "make", string_of(staging_name));
	output->staging = openat(output->folder, staging_name,
				 O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (output->staging < 0 || !empty_staging(output->staging))
		return report(output, "use", string_of(staging_name));
	return true;
}

/* Takes the lock before anything is written. Another run may have written
 * since this one began: then what was compared so far no longer holds. */
static bool lock(struct output *output)
{
	struct manifest now;

	if (output->locked)
		return true;
	if (output->folder < 0) {
		output->folder = folder_open(output->path.bytes, true);
		if (output->folder < 0)
			return report_folder(output);
		output->created = true;
	}
	bool const waited = flock(output->folder, LOCK_EX | LOCK_NB) < 0;
	if (waited && (errno != EWOULDBLOCK || flock(output->folder, LOCK_EX) < 0))
		return report_folder(output);
	output->locked = true;
	if (!read_manifest(output, &now) || !open_staging(output))
		return false;
	output->stale_view = waited || !same_paths(&output->before, &now);
	return !output->stale_view;
}

static bool stage(struct output *output, struct string path, struct string bytes)
{
	char name[STAGED_NAME_SIZE];

	output->written++;
	if (output->dry)
		return true;
	if (!lock(output))
		return false;
	staged_name(name, output->staged_count);
	if (!folder_create(output->staging, name, bytes))
		return report(output, "write", path);
	output->staged = arena_grow(output->arena, output->staged, output->staged_count,
				    &output->staged_capacity, sizeof *output->staged);
	output->staged[output->staged_count] =
		(struct staged_file){string_copy(output->arena, path), output->staged_count};
	output->staged_count++;
	return true;
}

/* A file that errbind did not write is never replaced. */
static bool refuse_foreign(struct output *output, struct string path)
{
	if (!output->dry && !lock(output))
		return false;
	diag_error(output->diagnostics, "foreign-file", span_nowhere(),
		   "'%.*s/%.*s' was not written by errbind and differs from what it would write; "
		   "move it away or choose another --out",
		   STRING_FORMAT(output->path), STRING_FORMAT(path));
	return false;
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

static bool check_path(struct output *output, struct string path)
{
	if (!folder_path_is_safe(path) || path.bytes[0] == '.') {
		diag_error(output->diagnostics, "unsafe-path", span_nowhere(),
			   "'%.*s' cannot be the path of an output: it has to be relative and to "
			   "stay in the out folder",
			   STRING_FORMAT(path));
		return false;
	}
	void **slot = map_slot(&output->folded, fold_case(output->arena, path));
	if (*slot) {
		diag_error(output->diagnostics, "duplicate-output", span_nowhere(),
			   "two outputs would be written to '%.*s' (case does not count, as some "
			   "systems fold it)",
			   STRING_FORMAT(path));
		return false;
	}
	*slot = output;
	return true;
}

bool output_put(struct output *output, struct string path, struct string bytes)
{
	path = string_copy(output->arena, path);
	if (!check_path(output, path))
		return false;
	manifest_add(&output->after, path);
	if (output->folder < 0)
		return stage(output, path, bytes);
	if (!folder_read(output->folder, path.bytes, output->existing)) {
		if (errno == ENOENT)
			return stage(output, path, bytes);
		if (errno == ENOTDIR || errno == ELOOP || errno == EISDIR || errno == EINVAL)
			return refuse_foreign(output, path);
		return report(output, "read", path);
	}
	if (string_equal(buf_view(output->existing), bytes)) {
		output->unchanged++;
		return true;
	}
	if (!manifest_has(&output->before, path))
		return refuse_foreign(output, path);
	return stage(output, path, bytes);
}

void output_keep(struct output *output, struct string path)
{
	manifest_add(&output->after, path);
}

/* Replaces the manifest by rename. */
static bool write_manifest(struct output *output, struct manifest *manifest)
{
	struct buf *text = output->existing;

	text->length = 0;
	manifest_text(manifest, text);
	if (!folder_create(output->staging, manifest_name, buf_view(text)) ||
	    renameat(output->staging, manifest_name, output->folder, manifest_name) < 0)
		return report(output, "write", string_of(manifest_name));
	return true;
}

static bool move_into_place(struct output *output, const struct staged_file *staged)
{
	char name[STAGED_NAME_SIZE];
	const char *leaf;
	int const parent = folder_open_parent(output->folder, staged->path.bytes, true, &leaf);

	if (parent < 0)
		return report(output, "write", staged->path);
	staged_name(name, staged->number);
	bool const done = renameat(output->staging, name, parent, leaf) == 0;
	if (!done)
		report(output, "write", staged->path);
	close(parent);
	return done;
}

static size_t count_stale(const struct output *output)
{
	size_t count = 0;

	for (size_t i = 0; i < output->before.count; i++)
		count += !manifest_has(&output->after, output->before.paths[i]);
	return count;
}

static bool delete_stale(struct output *output)
{
	bool done = true;

	for (size_t i = 0; i < output->before.count; i++) {
		struct string const path = output->before.paths[i];
		if (manifest_has(&output->after, path))
			continue;
		if (!folder_delete(output->folder, path.bytes) && errno != ENOENT && errno != ENOTDIR)
			done = report(output, "delete", path);
	}
	return done;
}

/* The manifest names a file before the file is there and after it is gone, so
 * that a run killed in between leaves nothing that no later run knows as ours. */
bool output_commit(struct output *output)
{
	struct manifest both;
	bool done = true;

	output->deleted = count_stale(output);
	bool const same = same_paths(&output->before, &output->after);
	if (output->dry || (same && !output->staged_count))
		return true;
	if (!lock(output))
		return false;
	manifest_init(&both, output->arena);
	for (size_t i = 0; i < output->before.count; i++)
		manifest_add(&both, output->before.paths[i]);
	for (size_t i = 0; i < output->after.count; i++)
		manifest_add(&both, output->after.paths[i]);
	if (both.count != output->before.count && !write_manifest(output, &both))
		return false;
	for (size_t i = 0; i < output->staged_count; i++)
		done = move_into_place(output, &output->staged[i]) && done;
	if (!done || !delete_stale(output))
		return false;
	return both.count == output->after.count || write_manifest(output, &output->after);
}

void output_end(struct output *output)
{
	if (output->staging >= 0) {
		empty_staging(output->staging);
		close(output->staging);
		unlinkat(output->folder, staging_name, AT_REMOVEDIR);
		output->staging = -1;
	}
	if (output->created)
		rmdir(output->path.bytes);
	output->created = output->locked = false;
	if (output->folder >= 0)
		close(output->folder);
	output->folder = -1;
}

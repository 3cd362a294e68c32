/* output: brings a folder to what was rendered. See output.h. */
#include "output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char staging_name[] = ".errbind-staging";
static const char staged_manifest[] = "manifest";

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

/* Opens the folder and waits until no other run writes it. A file system that
 * has no locks gives none: every file is still old or new.
 *
 * Whoever had the lock may have removed the folder, as a run does that made it
 * and then failed; then it is not the folder at that path any more. */
static bool open_folder(struct output *output)
{
	struct stat ours, current;
	const char *path = output->path.bytes;
	bool again;

	do {
		output->folder = folder_open(path, output->dry ? NULL : &output->made);
		if (output->folder < 0 || output->dry)
			break;
		while (flock(output->folder, LOCK_EX) < 0 && errno == EINTR)
			continue;
		again = fstat(output->folder, &ours) == 0 &&
			(stat(path, &current) < 0 || ours.st_dev != current.st_dev ||
			 ours.st_ino != current.st_ino);
		if (again)
			close(output->folder);
	} while (again);
	if (output->folder >= 0 || (output->dry && errno == ENOENT))
		return true;
	diag_error(output->diagnostics, "output", span_nowhere(), "cannot use the folder '%s': %s",
		   path, strerror(errno));
	return false;
}

/* Removes what is staged, or what a run that was killed had staged. */
static void sweep(int folder)
{
	int const staging =
		openat(folder, staging_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *entries = staging < 0 ? NULL : fdopendir(staging);

	if (!entries) {
		if (staging >= 0)
			close(staging);
		return;
	}
	for (struct dirent *entry; (entry = readdir(entries));)
		if (entry->d_name[0] != '.')
			unlinkat(staging, entry->d_name, 0);
	closedir(entries);
	unlinkat(folder, staging_name, AT_REMOVEDIR);
}

static bool read_before(struct output *output)
{
	struct string problem;

	if (output->folder < 0)
		return true;
	if (manifest_read(&output->before, output->folder, &problem)) {
		output->listed = output->before.text;
		return true;
	}
	diag_error(output->diagnostics, "output", span_nowhere(),
		   "cannot use '%.*s/%s': %.*s; restore it from version control, or delete it and "
		   "the folder's generated files",
		   STRING_FORMAT(output->path), manifest_name, STRING_FORMAT(problem));
	return false;
}

static void end(void *data)
{
	output_end(data);
}

struct output *output_begin(struct arena *arena, struct diagnostics *diagnostics,
			    struct string path, bool dry)
{
	struct output *output = arena_calloc(arena, 1, sizeof *output);

	output->arena = arena;
	output->diagnostics = diagnostics;
	output->path = string_copy(arena, path);
	output->dry = dry;
	output->folder = output->staging = output->stay.parent = -1;
	manifest_init(&output->before, arena);
	manifest_init(&output->after, arena);
	output_paths_init(&output->paths, arena, diagnostics);
	output->existing = buf_new(arena);
	arena_defer(arena, end, output);
	if (!open_folder(output))
		return NULL;
	if (!dry)
		sweep(output->folder);
	return read_before(output) ? output : NULL;
}

static bool open_staging(struct output *output)
{
	if (output->staging >= 0)
		return true;
	if (mkdirat(output->folder, staging_name, 0777) < 0)
		return report(output, "make", string_of(staging_name));
	output->staging = openat(output->folder, staging_name,
				 O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return output->staging >= 0 || report(output, "use", string_of(staging_name));
}

static bool stage(struct output *output, struct string path, struct string bytes)
{
	char name[STAGED_NAME_SIZE];

	output->written++;
	if (output->dry || output->failed)
		return !output->failed;
	output->failed = true;
	if (!open_staging(output))
		return false;
	staged_name(name, output->staged_count);
	if (!folder_create(output->staging, name, bytes, false))
		return report(output, "write", path);
	output->staged = arena_grow(output->arena, output->staged, output->staged_count,
				    &output->staged_capacity, sizeof *output->staged);
	output->staged[output->staged_count] = (struct staged_file){path, output->staged_count};
	output->staged_count++;
	output->failed = false;
	return true;
}

/* A file that errbind did not write is never replaced. */
static bool refuse_foreign(struct output *output, struct string path)
{
	diag_error(output->diagnostics, "foreign-file", span_nowhere(),
		   "'%.*s/%.*s' was not written by errbind and differs from what it would write; "
		   "move it away or choose another --out",
		   STRING_FORMAT(output->path), STRING_FORMAT(path));
	return false;
}

static bool is_below(struct string path, struct string folder)
{
	return path.length > folder.length && path.bytes[folder.length] == '/' &&
	       string_starts_with(path, folder);
}

/* Whether an earlier run wrote what is in the way of a path: a file where a
 * folder is needed now, or the other way round. It is deleted before anything
 * moves to its place. */
static bool gives_way(const struct output *output, struct string path)
{
	for (size_t i = 0; i < output->before.count; i++)
		if (is_below(path, output->before.paths[i]) ||
		    is_below(output->before.paths[i], path))
			return true;
	return false;
}

/* Whether the file at a path is one of an earlier run under its former spelling,
 * on a system that folds case. It is deleted there, so it has to be written. */
static bool is_respelled(const struct output *output, struct string path)
{
	for (size_t i = 0; i < output->before.count; i++) {
		struct string const former = output->before.paths[i];
		if (former.length == path.length &&
		    strncasecmp(former.bytes, path.bytes, path.length) == 0 &&
		    folder_same_file(output->folder, former.bytes, path.bytes))
			return true;
	}
	return false;
}

static bool compare(struct output *output, struct string path, struct string bytes)
{
	bool const ours = manifest_has(&output->before, path);

	if (!ours && is_respelled(output, path))
		return stage(output, path, bytes);
	if (string_equal(buf_view(output->existing), bytes)) {
		output->unchanged++;
		return true;
	}
	return ours ? stage(output, path, bytes) : refuse_foreign(output, path);
}

bool output_put(struct output *output, struct string path, struct string bytes)
{
	if (!output_path_take(&output->paths, path))
		return false;
	path = manifest_add(&output->after, path);
	if (output->folder < 0)
		return stage(output, path, bytes);
	if (folder_stay_read(&output->stay, output->folder, path.bytes, output->existing))
		return compare(output, path, bytes);
	switch (errno) {
	case ENOENT:
		return stage(output, path, bytes);
	case ENOTDIR:
	case EISDIR:
		if (gives_way(output, path))
			return stage(output, path, bytes);
		return refuse_foreign(output, path);
	case EFBIG:
		if (manifest_has(&output->before, path))
			return stage(output, path, bytes);
		return refuse_foreign(output, path);
	case ELOOP:      /* a symbolic link */
	case EINVAL:     /* a pipe or a device */
	case ENXIO:      /* a socket; elsewhere it is the next */
	case EOPNOTSUPP:
		return refuse_foreign(output, path);
	default:
		return report(output, "read", path);
	}
}

void output_keep(struct output *output, struct string path)
{
	manifest_add(&output->after, path);
}

/* Replaces the manifest by rename, where it is not the same to the byte. */
static bool write_manifest(struct output *output, struct manifest *manifest)
{
	struct buf *text = output->existing;

	text->length = 0;
	manifest_write(manifest, text);
	if (string_equal(buf_view(text), output->listed))
		return true;
	if (!open_staging(output))
		return false;
	if (!folder_create(output->staging, staged_manifest, buf_view(text), true) ||
	    renameat(output->staging, staged_manifest, output->folder, manifest_name) < 0)
		return report(output, "write", string_of(manifest_name));
	output->listed = string_copy(output->arena, buf_view(text));
	return true;
}

/* Lists the files of earlier runs and of this one. */
static bool write_both(struct output *output)
{
	struct manifest both;

	manifest_init(&both, output->arena);
	for (size_t i = 0; i < output->before.count; i++)
		manifest_add(&both, output->before.paths[i]);
	for (size_t i = 0; i < output->after.count; i++)
		manifest_add(&both, output->after.paths[i]);
	return write_manifest(output, &both);
}

static bool delete_stale(struct output *output)
{
	bool done = true;

	for (size_t i = 0; i < output->before.count; i++) {
		struct string const path = output->before.paths[i];
		if (manifest_has(&output->after, path))
			continue;
		bool const there = output->folder >= 0 &&
				   folder_has_file(output->folder, path.bytes);
		output->deleted += there;
		if (output->dry)
			continue;
		if (there && !folder_delete(output->folder, path.bytes))
			done = report(output, "delete", path);
		else
			folder_prune(output->folder, path.bytes);
	}
	return done;
}

static bool move_into_place(struct output *output, const struct staged_file *staged)
{
	char name[STAGED_NAME_SIZE];
	const char *leaf;
	int const parent = folder_stay_in(&output->stay, output->folder, staged->path.bytes, true,
					  &leaf);

	if (parent < 0)
		return report(output, "write", staged->path);
	staged_name(name, staged->number);
	return renameat(output->staging, name, parent, leaf) == 0 ||
	       report(output, "write", staged->path);
}

/* The manifest names a file before the file is there and after it is gone, so
 * that a run killed in between leaves nothing that no later run knows as ours. */
bool output_commit(struct output *output)
{
	folder_leave(&output->stay);
	if (output->dry)
		return delete_stale(output);
	if (!write_both(output) || !delete_stale(output))
		return false;
	for (size_t i = 0; i < output->staged_count; i++)
		if (!move_into_place(output, &output->staged[i]))
			return false;
	return write_manifest(output, &output->after);
}

void output_end(struct output *output)
{
	folder_leave(&output->stay);
	if (output->staging >= 0)
		close(output->staging);
	if (output->folder >= 0) {
		if (output->staging >= 0)
			sweep(output->folder);
		if (output->made)
			rmdir(output->path.bytes);
		close(output->folder);
	}
	output->folder = output->staging = -1;
}

/* depfile: what Make and Ninja need to know of a run. See depfile.h. */
#include "depfile.h"

#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Writes a path as Make reads it: space and '#' behind a backslash, '$' twice. */
static void write_path(struct buf *out, struct string path)
{
	for (size_t i = 0; i < path.length; i++) {
		char const byte = path.bytes[i];
		if (byte == ' ' || byte == '#')
			buf_byte(out, '\\');
		else if (byte == '$')
			buf_byte(out, '$');
		buf_byte(out, byte);
	}
}

void depfile_write(struct buf *out, const struct string *outputs, size_t output_count,
		   const struct sources *sources)
{
	for (size_t i = 0; i < output_count; i++) {
		if (i)
			buf_string(out, STRING(" \\\n  "));
		write_path(out, outputs[i]);
	}
	buf_byte(out, ':');
	for (size_t i = 0; i < sources->count; i++) {
		if (sources->items[i]->in_memory)
			continue;
		buf_string(out, STRING(" \\\n  "));
		write_path(out, sources->items[i]->path);
	}
	buf_byte(out, '\n');
	for (size_t i = 0; i < sources->count; i++) {
		if (sources->items[i]->in_memory)
			continue;
		buf_byte(out, '\n');
		write_path(out, sources->items[i]->path);
		buf_string(out, STRING(":\n"));
	}
}

/* Opens the folder of a file, made where it is missing; *leaf is the file's name. */
static int open_folder_of(struct arena *arena, struct string path, const char **leaf)
{
	const char *slash = strrchr(path.bytes, '/');
	bool made;

	*leaf = slash ? slash + 1 : path.bytes;
	if (!slash)
		return folder_open(".", NULL);
	size_t const length = (size_t)(slash - path.bytes);
	struct string const folder = {path.bytes, length ? length : 1};
	return folder_open(string_copy(arena, folder).bytes, &made);
}

/* Moves a new file to its place. While it is written it has always the same
 * name, so that a later run replaces what a killed one left; runs that write one
 * out folder do so one after the other. */
static bool replace(struct arena *arena, int folder, const char *leaf, struct string text)
{
	const char *staged = string_printf(arena, ".%s.errbind", leaf).bytes;

	unlinkat(folder, staged, 0);
	if (folder_create(folder, staged, text, false) &&
	    renameat(folder, staged, folder, leaf) == 0)
		return true;
	int const problem = errno;
	unlinkat(folder, staged, 0);
	errno = problem;
	return false;
}

/* What is no regular file, such as /dev/stdout, stays what it is. */
static bool write_file(struct arena *arena, int folder, const char *leaf, struct string text)
{
	struct buf *existing = buf_new(arena);

	if (folder_read(folder, leaf, existing))
		return string_equal(buf_view(existing), text) ||
		       replace(arena, folder, leaf, text);
	if (errno == ENOENT || errno == EACCES)
		return replace(arena, folder, leaf, text);
	return folder_write_into(folder, leaf, text);
}

static void close_quietly(int file)
{
	int const problem = errno;

	close(file);
	errno = problem;
}

bool depfile_replace(struct arena *arena, struct string path, struct string text)
{
	const char *leaf;
	int const folder = open_folder_of(arena, path, &leaf);

	if (folder < 0)
		return false;
	bool const done = write_file(arena, folder, leaf, text);
	close_quietly(folder);
	return done;
}

/* When the input was written that was written last. */
static time_t newest_input(const struct sources *sources)
{
	struct stat about;
	time_t newest = 0;

	for (size_t i = 0; i < sources->count; i++)
		if (!sources->items[i]->in_memory &&
		    stat(sources->items[i]->path.bytes, &about) == 0 && about.st_mtime > newest)
			newest = about.st_mtime;
	return newest;
}

bool depfile_touch(struct arena *arena, struct string path, const struct sources *sources)
{
	struct timespec times[2] = {{.tv_nsec = UTIME_NOW}, {.tv_nsec = UTIME_NOW}};
	const char *leaf;
	int const folder = open_folder_of(arena, path, &leaf);
	time_t const newest = newest_input(sources);

	if (folder < 0)
		return false;
	int const file = openat(folder, leaf, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC, 0666);
	close_quietly(folder);
	if (file < 0)
		return false;
	if (newest > time(NULL))
		times[0] = times[1] = (struct timespec){.tv_sec = newest + 1};
	bool const done = futimens(file, times) == 0;
	close_quietly(file);
	return done;
}

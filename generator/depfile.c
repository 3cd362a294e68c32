/* depfile: what an output depends on, as a rule for Make. See depfile.h. */
#include "depfile.h"

#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
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

bool depfile_replace(struct arena *arena, struct string path, struct string text)
{
	struct buf *existing = buf_new(arena);
	const char *slash = strrchr(path.bytes, '/');
	struct string const folder_path =
		slash ? (struct string){path.bytes, (size_t)(slash - path.bytes) + (slash == path.bytes)}
		      : STRING(".");
	const char *leaf = slash ? slash + 1 : path.bytes;
	struct string const staged = string_printf(arena, ".%s.%ld", leaf, (long)getpid());
	int const folder = folder_open(string_copy(arena, folder_path).bytes, false);

	if (folder < 0)
		return false;
	bool done = folder_read(folder, leaf, existing) && string_equal(buf_view(existing), text);
	if (!done) {
		unlinkat(folder, staged.bytes, 0);
		done = folder_create(folder, staged.bytes, text) &&
		       renameat(folder, staged.bytes, folder, leaf) == 0;
	}
	int const problem = errno;
	if (!done)
		unlinkat(folder, staged.bytes, 0);
	close(folder);
	errno = problem;
	return done;
}

/* manifest: which files below the out folder errbind wrote. See manifest.h. */
#include "manifest.h"

#include "folder.h"

#include <errno.h>
#include <stdlib.h>

const char manifest_name[] = ".errbind-manifest";

void manifest_init(struct manifest *manifest, struct arena *arena)
{
	*manifest = (struct manifest){.arena = arena};
	map_init(&manifest->by_path, arena);
}

bool manifest_equal(const struct manifest *a, const struct manifest *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!manifest_has(b, a->paths[i]))
			return false;
	return true;
}

bool manifest_has(const struct manifest *manifest, struct string path)
{
	return map_get(&manifest->by_path, path) != NULL;
}

struct string manifest_add(struct manifest *manifest, struct string path)
{
	const char *there = map_get(&manifest->by_path, path);

	if (there)
		return (struct string){there, path.length};
	path = string_copy(manifest->arena, path);
	manifest->paths = arena_grow(manifest->arena, manifest->paths, manifest->count,
				     &manifest->capacity, sizeof *manifest->paths);
	manifest->paths[manifest->count++] = path;
	*map_slot(&manifest->by_path, path) = (void *)path.bytes;
	return path;
}

/* The next line of the text from *at on, without its end; CRLF is taken, too,
 * for version control may have written it. */
static struct string next_line(struct string text, size_t *at)
{
	const char *start = text.bytes + *at;
	const char *end = memchr(start, '\n', text.length - *at);
	size_t length = end ? (size_t)(end - start) : text.length - *at;

	*at += length + (end != NULL);
	if (length && start[length - 1] == '\r')
		length--;
	return (struct string){start, length};
}

bool manifest_read(struct manifest *manifest, int folder, struct string *problem)
{
	struct buf *buf = buf_new(manifest->arena);
	size_t at = 0;

	if (!folder_read(folder, manifest_name, buf)) {
		if (errno == ENOENT)
			return true;
		*problem = string_of(folder_problem(errno));
		return false;
	}
	manifest->text = buf_view(buf);
	while (at < manifest->text.length) {
		struct string const line = next_line(manifest->text, &at);
		if (!line.length || line.bytes[0] == '#')
			continue;
		if (!folder_path_is_safe(line)) {
			*problem = string_printf(manifest->arena,
						 "it lists '%.*s', which is no path below its folder",
						 STRING_FORMAT(line));
			return false;
		}
		manifest_add(manifest, line);
	}
	return true;
}

static int compare_paths(const void *a, const void *b)
{
	return string_compare(*(const struct string *)a, *(const struct string *)b);
}

void manifest_write(struct manifest *manifest, struct buf *text)
{
	if (manifest->count)
		qsort(manifest->paths, manifest->count, sizeof *manifest->paths, compare_paths);
	buf_string(text, STRING("# The files that `errbind generate` wrote here; do not edit.\n"));
	for (size_t i = 0; i < manifest->count; i++) {
		buf_string(text, manifest->paths[i]);
		buf_byte(text, '\n');
	}
}

/* source: the files that a run reads, and places in them. See source.h. */
#include "source.h"

#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define LARGEST_FILE ((size_t)1 << 30)

void sources_init(struct sources *sources, struct arena *arena)
{
	*sources = (struct sources){.arena = arena};
	map_init(&sources->by_path, arena);
}

struct source *source_at(const struct sources *sources, uint16_t file)
{
	return file < sources->count ? sources->items[file] : NULL;
}

/* A new file without text, or NULL where there are too many. */
static struct source *add(struct sources *sources, struct string path)
{
	if (sources->count == SPAN_NOWHERE)
		return NULL;
	struct source *source = arena_calloc(sources->arena, 1, sizeof *source);
	source->path = string_copy(sources->arena, path);
	source->text = STRING("");
	source->index = (uint16_t)sources->count;
	source->ascii = true;
	sources->items = arena_grow(sources->arena, sources->items, sources->count,
				    &sources->capacity, sizeof *sources->items);
	sources->items[sources->count++] = source;
	*map_slot(&sources->by_path, source->path) = source;
	return source;
}

static void set_text(struct source *source, struct string text)
{
	struct string const mark = STRING("\xEF\xBB\xBF");

	if (string_starts_with(text, mark)) {
		text.bytes += mark.length;
		text.length -= mark.length;
	}
	source->text = text;
	source->ascii = utf8_is_ascii(text);
}

struct source *source_add(struct sources *sources, struct string path, struct string text)
{
	struct source *source = add(sources, path);

	if (!source)
		arena_fail(sources->arena);
	source->in_memory = true;
	set_text(source, string_copy(sources->arena, text));
	return source;
}

static const char *error_phrase(int error)
{
	switch (error) {
	case ENOENT:
		return "no such file";
	case ENOTDIR:
		return "a part of its path is no folder";
	case EACCES:
	case EPERM:
		return "permission denied";
	case ELOOP:
		return "too many symbolic links";
	case ENAMETOOLONG:
		return "the path is too long";
	case EMFILE:
	case ENFILE:
		return "too many open files";
	case ENXIO:
		return "is a socket or a device without a driver";
	case EIO:
		return "the disk reports an error";
	default:
		return strerror(error);
	}
}

static const char *type_problem(const struct stat *status)
{
	if (S_ISREG(status->st_mode))
		return (uintmax_t)status->st_size > LARGEST_FILE ? "is larger than 1 GiB" : NULL;
	if (S_ISDIR(status->st_mode))
		return "is a folder";
	if (S_ISFIFO(status->st_mode))
		return "is a pipe";
	if (S_ISCHR(status->st_mode) || S_ISBLK(status->st_mode))
		return "is a device";
	return "is no regular file";
}

/* Reads to the end, whatever size the file claims to have: it may be growing. Where
 * it is not, no read has to find nothing, unless a size of 0 stands for an unknown one. */
static const char *read_all(struct arena *arena, int file, size_t expected, struct string *text)
{
	size_t capacity = expected + 1, length = 0;
	char *bytes = arena_alloc(arena, capacity + 1);

	for (;;) {
		ssize_t const count = read(file, bytes + length, capacity - length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return error_phrase(errno);
		length += (size_t)count;
		if (length > LARGEST_FILE)
			return "is larger than 1 GiB";
		if (!count || (expected && length >= expected && length < capacity))
			break;
		if (length == capacity) {
			char *larger = arena_alloc(arena, 2 * capacity + 1);
			bytes = memcpy(larger, bytes, length);
			capacity *= 2;
		}
	}
	bytes[length] = '\0';
	*text = (struct string){bytes, length};
	return NULL;
}

struct open_file {
	int file; /* -1 where it is closed */
};

static void close_file(void *data)
{
	struct open_file *open_file = data;

	if (open_file->file >= 0)
		close(open_file->file);
	open_file->file = -1;
}

/* The type is asked of the open file, so that nothing can change in between;
 * O_NONBLOCK keeps a pipe from making us wait for its writer. */
static const char *read_file(struct arena *arena, const char *path, struct string *text)
{
	struct open_file *opened = arena_alloc(arena, sizeof *opened);
	struct stat status;

	opened->file = -1;
	arena_defer(arena, close_file, opened);
	opened->file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (opened->file < 0)
		return error_phrase(errno);
	const char *problem = fstat(opened->file, &status) < 0 ? error_phrase(errno)
							      : type_problem(&status);
	if (!problem)
		problem = read_all(arena, opened->file, (size_t)status.st_size, text);
	close_file(opened);
	return problem;
}

struct source *source_read(struct sources *sources, struct string path, uint16_t *file,
			   struct string *problem)
{
	struct source *source = map_get(&sources->by_path, path);
	struct string text = {0};

	*file = SPAN_NOWHERE;
	if (!source) {
		source = add(sources, path);
		if (!source) {
			*problem = STRING("too many files");
			return NULL;
		}
		const char *failure = memchr(path.bytes, '\0', path.length)
					      ? "the path holds a NUL"
					      : read_file(sources->arena, source->path.bytes, &text);
		if (failure)
			source->problem = string_copy(sources->arena, string_of(failure));
		else
			set_text(source, text);
	}
	*file = source->index;
	*problem = source->problem;
	return source->problem.length ? NULL : source;
}

/* The bytes of the line end at offset: 0, 1, or 2 for CRLF. */
static uint32_t line_end(struct string text, uint32_t offset)
{
	if (text.bytes[offset] == '\n')
		return 1;
	if (text.bytes[offset] != '\r')
		return 0;
	return offset + 1 < text.length && text.bytes[offset + 1] == '\n' ? 2 : 1;
}

static uint32_t find_lines(struct string text, uint32_t *starts)
{
	uint32_t count = 1;

	if (starts)
		starts[0] = 0;
	for (uint32_t at = 0; at < text.length;) {
		uint32_t const end = line_end(text, at);
		at += end ? end : 1;
		if (end && starts)
			starts[count] = at;
		count += end != 0;
	}
	return count;
}

/* How many characters start before each block, so that a column costs the same
 * wherever in a line it is: a file may be one line of megabytes. */
enum { BLOCK = 1024 };

static uint32_t *count_blocks(struct string text, struct arena *arena)
{
	size_t const count = text.length / BLOCK + 1;
	uint32_t *characters = arena_alloc(arena, count * sizeof *characters);

	characters[0] = 0;
	for (size_t i = 1; i < count; i++)
		characters[i] = characters[i - 1] +
				(uint32_t)utf8_count((struct string){text.bytes + (i - 1) * BLOCK, BLOCK});
	return characters;
}

static uint32_t characters_before(const struct source *source, uint32_t offset)
{
	struct string const rest = {source->text.bytes + (offset - offset % BLOCK), offset % BLOCK};

	return source->characters[offset / BLOCK] + (uint32_t)utf8_count(rest);
}

static void make_lines(struct source *source, struct arena *arena)
{
	if (source->line_starts)
		return;
	uint32_t const count = find_lines(source->text, NULL);
	uint32_t *starts = arena_alloc(arena, count * sizeof *starts);
	find_lines(source->text, starts);
	if (!source->ascii)
		source->characters = count_blocks(source->text, arena);
	source->line_starts = starts;
	source->line_count = count;
}

/* The line, counted from 0, that holds a byte. */
static uint32_t line_of(const struct source *source, uint32_t offset)
{
	uint32_t low = 0, high = source->line_count;

	while (high - low > 1) {
		uint32_t const middle = low + (high - low) / 2;
		if (source->line_starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct position source_position(struct source *source, struct arena *arena, uint32_t offset)
{
	make_lines(source, arena);
	uint32_t const line = line_of(source, offset), start = source->line_starts[line];
	uint32_t const column = source->ascii ? offset - start
					      : characters_before(source, offset) -
							characters_before(source, start);
	return (struct position){line + 1, column + 1};
}

struct string source_line(struct source *source, struct arena *arena, uint32_t line)
{
	make_lines(source, arena);
	uint32_t const start = source->line_starts[line - 1];
	uint32_t end = line < source->line_count ? source->line_starts[line]
						 : (uint32_t)source->text.length;
	while (end > start && line_end(source->text, end - 1))
		end--;
	return (struct string){source->text.bytes + start, end - start};
}

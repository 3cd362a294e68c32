/* source: the files that a run reads, and places in them.
 *
 * Every file is read once, whole, and kept until the run ends, so that a
 * diagnostic can show the line it speaks of and a value can view its text. */
#ifndef ERRBIND_SOURCE_H
#define ERRBIND_SOURCE_H

#include "map.h"

/* A place: bytes [start, end) of a file. */
struct span {
	uint32_t start, end; /* both SPAN_WHOLE_FILE: the file as such */
	uint16_t file;       /* index in struct sources, or SPAN_NOWHERE */
};

enum { SPAN_NOWHERE = UINT16_MAX };
#define SPAN_WHOLE_FILE UINT32_MAX

struct source {
	struct string path;     /* as it is shown to people */
	struct string text;     /* without a byte order mark; NUL behind it; empty if unreadable */
	struct string problem;  /* why it could not be read, or empty */
	uint32_t *line_starts;  /* made when first needed */
	uint32_t line_count;
	uint16_t index;
	bool ascii;             /* so that offsets in bytes and in characters are the same */
	bool in_memory;         /* not read from the file of that path */
};

struct sources {
	struct source **items;
	size_t count, capacity;
	struct map by_path;
	struct arena *arena;
};

/* Lines and columns count from 1, columns in characters: code points, a tab is one. */
struct position {
	uint32_t line, column;
};

void sources_init(struct sources *sources, struct arena *arena);

/* Reads a regular file of at most 1 GiB, or returns it where it was read before.
 * On failure returns NULL and sets *problem to a phrase that says why ("no such
 * file", "is a folder"). The file has an index for spans in either case, left
 * in *file; only where a run reads more than 65,534 files is it SPAN_NOWHERE. */
struct source *source_read(struct sources *sources, struct string path, uint16_t *file,
			   struct string *problem);

/* Adds a copy of a text that is already in memory under a name. */
struct source *source_add(struct sources *sources, struct string path, struct string text);

struct source *source_at(const struct sources *sources, uint16_t file);

/* The line and column of a byte of the text; the length itself is allowed.
 * A line ends at LF, CRLF or CR. */
struct position source_position(struct source *source, struct arena *arena, uint32_t offset);

/* A line's text without its end; line counts from 1. */
struct string source_line(struct source *source, struct arena *arena, uint32_t line);

static inline struct span span_of_file(uint16_t file)
{
	return (struct span){SPAN_WHOLE_FILE, SPAN_WHOLE_FILE, file};
}

static inline struct span span_nowhere(void)
{
	return (struct span){0, 0, SPAN_NOWHERE};
}

#endif

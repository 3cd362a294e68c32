/* arena: memory that is freed all at once. See arena.h. */
#include "arena.h"

#include <stdlib.h>

struct arena_chunk {
	struct arena_chunk *older;
	char *end;
	_Alignas(16) char bytes[];
};

struct arena_cleanup {
	struct arena_cleanup *older;
	void (*function)(void *data);
	void *data;
};

enum { FIRST_CHUNK = 16 * 1024, LARGEST_CHUNK = 1024 * 1024 };

void arena_init(struct arena *arena, jmp_buf *out_of_memory)
{
	*arena = (struct arena){.out_of_memory = out_of_memory, .chunk_size = FIRST_CHUNK};
}

static void free_child(void *data)
{
	arena_free(data);
}

void arena_init_child(struct arena *arena, struct arena *parent)
{
	arena_init(arena, parent->out_of_memory);
	arena_defer(parent, free_child, arena);
}

struct arena *arena_new_child(struct arena *parent)
{
	struct arena *arena = arena_alloc(parent, sizeof *arena);

	arena_init_child(arena, parent);
	return arena;
}

static void run_cleanups(struct arena *arena, const struct arena_cleanup *until)
{
	while (arena->cleanups != until) {
		struct arena_cleanup *cleanup = arena->cleanups;
		arena->cleanups = cleanup->older;
		cleanup->function(cleanup->data);
	}
}

/* Frees a list of chunks up to one that stays, which is returned. */
static struct arena_chunk *free_chunks(struct arena_chunk *chunk, struct arena_chunk *until)
{
	while (chunk != until) {
		struct arena_chunk *older = chunk->older;
		free(chunk);
		chunk = older;
	}
	return until;
}

void arena_reset(struct arena *arena)
{
	run_cleanups(arena, NULL);
	arena->large = free_chunks(arena->large, NULL);
	if (!arena->chunks)
		return;
	arena->chunks->older = free_chunks(arena->chunks->older, NULL);
	arena->next = arena->chunks->bytes;
	arena->end = arena->chunks->end;
}

void arena_free(struct arena *arena)
{
	run_cleanups(arena, NULL);
	free_chunks(arena->chunks, NULL);
	free_chunks(arena->large, NULL);
	free(arena->spare);
	arena_init(arena, arena->out_of_memory);
}

void arena_defer(struct arena *arena, void (*function)(void *data), void *data)
{
	struct arena_cleanup *cleanup = arena_alloc(arena, sizeof *cleanup);

	*cleanup = (struct arena_cleanup){arena->cleanups, function, data};
	arena->cleanups = cleanup;
}

_Noreturn void arena_fail(struct arena *arena)
{
	longjmp(*arena->out_of_memory, 1);
}

/* The newest of the chunks that go is kept for the next need, so that a loop
 * that rewinds at the end of a chunk does not allocate in every turn. */
void arena_rewind_chunks(struct arena *arena, struct arena_mark mark)
{
	run_cleanups(arena, mark.cleanups);
	arena->large = free_chunks(arena->large, mark.large);
	if (arena->chunks != mark.chunks) {
		free(arena->spare);
		arena->spare = arena->chunks;
		arena->chunks = free_chunks(arena->chunks->older, mark.chunks);
		arena->end = arena->chunks ? arena->chunks->end : NULL;
	}
	arena->next = mark.next;
}

static struct arena_chunk *new_chunk(struct arena *arena, size_t room)
{
	if (room > SIZE_MAX - sizeof(struct arena_chunk))
		arena_fail(arena);
	struct arena_chunk *chunk = malloc(sizeof *chunk + room);
	if (!chunk)
		arena_fail(arena);
	chunk->end = chunk->bytes + (room & ~(size_t)15);
	return chunk;
}

/* A chunk for size bytes of small blocks: the spare one where that has room. */
static struct arena_chunk *next_chunk(struct arena *arena, size_t size)
{
	struct arena_chunk *spare = arena->spare;

	if (spare && (size_t)(spare->end - spare->bytes) >= size + 16) {
		arena->spare = NULL;
		return spare;
	}
	spare = new_chunk(arena, size > arena->chunk_size ? size + 16 : arena->chunk_size);
	if (arena->chunk_size < LARGEST_CHUNK)
		arena->chunk_size *= 2;
	return spare;
}

/* A large block gets a chunk of its own, so that the room of the newest stays. */
void *arena_alloc_chunk(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk;

	if (size > SIZE_MAX - 16)
		arena_fail(arena);
	if (size > LARGEST_CHUNK / 4) {
		chunk = new_chunk(arena, size + 16);
		chunk->older = arena->large;
		arena->large = chunk;
		return chunk->bytes;
	}
	chunk = next_chunk(arena, size);
	chunk->older = arena->chunks;
	arena->chunks = chunk;
	arena->end = chunk->end;
	arena->next = chunk->bytes + ((size + 15) & ~(size_t)15);
	return chunk->bytes;
}

void *arena_calloc(struct arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		arena_fail(arena);
	return memset(arena_alloc(arena, count * size), 0, count * size);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
	if (length == SIZE_MAX)
		arena_fail(arena);
	char *copy = arena_alloc(arena, length + 1);
	if (length)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

void *arena_grow(struct arena *arena, void *elements, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return elements;
	size_t const larger = *capacity ? *capacity * 2 : 4;
	if (larger < *capacity || larger > SIZE_MAX / size)
		arena_fail(arena);
	void *moved = arena_alloc(arena, larger * size);
	if (count)
		memcpy(moved, elements, count * size);
	*capacity = larger;
	return moved;
}

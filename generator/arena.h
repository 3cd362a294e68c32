/* arena: memory that is freed all at once.
 *
 * A run allocates from one arena and frees it at its end; what lives shorter
 * (one output file) uses a child. Nothing taken from an arena is freed alone.
 * An arena also owns what is not memory of its own: a cleanup registered with
 * arena_defer runs when the arena is reset or freed, last registered first.
 *
 * No function here returns failure. When memory runs out, the arena jumps to
 * the place its owner named in arena_init, so that code between need not check
 * and nothing is lost: whoever is jumped to frees the arena, and the arena
 * frees the rest. Therefore anything that must be released is registered with
 * arena_defer before the next allocation.
 */
#ifndef ERRBIND_ARENA_H
#define ERRBIND_ARENA_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena_chunk;
struct arena_cleanup;

struct arena {
	char *next, *end;               /* free room in the newest chunk */
	struct arena_chunk *chunks;     /* newest first */
	struct arena_chunk *large;      /* one a block, newest first */
	struct arena_chunk *spare;      /* given back by arena_rewind, for the next need; or NULL */
	struct arena_cleanup *cleanups; /* newest first */
	jmp_buf *out_of_memory;         /* where to go when memory runs out */
	size_t chunk_size;              /* bytes of the next chunk */
};

/* An empty arena; *out_of_memory must stay valid as long as the arena. */
void arena_init(struct arena *arena, jmp_buf *out_of_memory);

/* An empty arena that jumps where its parent does and is freed with it. The
 * struct must live as long as the parent is neither reset nor freed. */
void arena_init_child(struct arena *arena, struct arena *parent);

/* The same, the struct itself kept in the parent. */
struct arena *arena_new_child(struct arena *parent);

/* Runs the cleanups and forgets every allocation, but keeps one chunk. */
void arena_reset(struct arena *arena);

/* Runs the cleanups and returns all memory; the arena is then empty. */
void arena_free(struct arena *arena);

/* Has function(data) called when the arena is reset or freed. */
void arena_defer(struct arena *arena, void (*function)(void *data), void *data);

/* Ends the run as if an allocation had failed; does not return. */
_Noreturn void arena_fail(struct arena *arena);

/* A moment in the life of an arena. */
struct arena_mark {
	char *next;
	struct arena_chunk *chunks, *large;
	struct arena_cleanup *cleanups;
};

static inline struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){arena->next, arena->chunks, arena->large, arena->cleanups};
}

/* The slow path of arena_rewind. */
void arena_rewind_chunks(struct arena *arena, struct arena_mark mark);

/* Forgets what was allocated after the mark and runs the cleanups registered
 * after it. A mark taken after this one is void then. */
static inline void arena_rewind(struct arena *arena, struct arena_mark mark)
{
	if (arena->chunks != mark.chunks || arena->large != mark.large ||
	    arena->cleanups != mark.cleanups)
		arena_rewind_chunks(arena, mark);
	else
		arena->next = mark.next;
}

/* The slow path of arena_alloc. */
void *arena_alloc_chunk(struct arena *arena, size_t size);

/* size bytes, uninitialised, aligned for any object; size may be 0, the result
 * is never NULL. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
	/* Both ends of the room are aligned, so what is smaller fits when aligned, too. */
	if (size >= (size_t)(arena->end - arena->next))
		return arena_alloc_chunk(arena, size);
	void *memory = arena->next;
	arena->next += (size + 15) & ~(size_t)15;
	return memory;
}

/* Room for count elements of size bytes, all zero; overflow is out of memory. */
void *arena_calloc(struct arena *arena, size_t count, size_t size);

/* A copy of length bytes with a NUL behind them. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);

/* A growable array: room for one element more than count, elements moved if
 * need be. *capacity is updated; elements is the old array or NULL. */
void *arena_grow(struct arena *arena, void *elements, size_t count, size_t *capacity, size_t size);

#endif

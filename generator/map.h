/* map: a hash table from byte strings to pointers.
 *
 * It has no iteration on purpose: order that reaches an output or a message
 * comes from the data, never from a hash. Keys are below 4 GiB, are not copied
 * and must live as long as the map; memory is the arena's. */
#ifndef ERRBIND_MAP_H
#define ERRBIND_MAP_H

#include "buf.h"

struct map_slot;

struct map {
	struct map_slot *slots;
	size_t count, capacity;
	struct arena *arena;
};

/* An empty map; allocates nothing until the first key. */
void map_init(struct map *map, struct arena *arena);

/* Makes room for count keys in all, so that adding them moves nothing. */
void map_reserve(struct map *map, size_t count);

/* The value of key, or NULL where there is none. */
void *map_get(const struct map *map, struct string key);

/* Where the value of key is kept; a new key's is NULL and the caller sets it.
 * Valid until the next key is added. */
void **map_slot(struct map *map, struct string key);

/* Enters value under a key that has none, and returns NULL; otherwise returns
 * the value that is there and stays. */
static inline void *map_add(struct map *map, struct string key, void *value)
{
	void **slot = map_slot(map, key), *there = *slot;

	if (!there)
		*slot = value;
	return there;
}

/* A name that exists once: two symbols of one table are equal exactly where
 * their addresses are. */
struct symbol {
	struct string text; /* ended by NUL, too */
};

/* The symbol of text in the table, made from a copy where it is new. */
const struct symbol *symbol_intern(struct map *symbols, struct string text);

#endif

/* map: a hash table from byte strings to pointers. See map.h. */
#include "map.h"

struct map_slot {
	struct string key; /* bytes is NULL where the slot is free */
	uint64_t hash;
	void *value;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
	a ^= b;
	a *= UINT64_C(0x9E3779B97F4A7C15);
	return a ^ (a >> 29);
}

static uint64_t hash_of(struct string key)
{
	uint64_t hash = key.length;
	const char *bytes = key.bytes;
	size_t rest = key.length;
	uint64_t word;

	for (; rest >= sizeof word; bytes += sizeof word, rest -= sizeof word) {
		memcpy(&word, bytes, sizeof word);
		hash = mix(hash, word);
	}
	word = 0;
	if (rest)
		memcpy(&word, bytes, rest);
	hash = mix(hash, word);
	return hash ^ (hash >> 32);
}

void map_init(struct map *map, struct arena *arena)
{
	*map = (struct map){.arena = arena};
}

static struct map_slot *find(const struct map *map, struct string key, uint64_t hash)
{
	size_t at = hash & (map->capacity - 1);

	for (;; at = (at + 1) & (map->capacity - 1)) {
		struct map_slot *slot = &map->slots[at];
		if (!slot->key.bytes || (slot->hash == hash && string_equal(slot->key, key)))
			return slot;
	}
}

void *map_get(const struct map *map, struct string key)
{
	if (!map->capacity)
		return NULL;
	return find(map, key, hash_of(key))->value;
}

static void resize(struct map *map, size_t capacity)
{
	struct map const old = *map;

	map->capacity = capacity;
	map->slots = arena_calloc(map->arena, map->capacity, sizeof *map->slots);
	for (size_t i = 0; i < old.capacity; i++)
		if (old.slots[i].key.bytes)
			*find(map, old.slots[i].key, old.slots[i].hash) = old.slots[i];
}

void map_reserve(struct map *map, size_t count)
{
	size_t capacity = 16;

	while (capacity / 4 * 3 <= count) {
		if (capacity > SIZE_MAX / 2)
			arena_fail(map->arena);
		capacity *= 2;
	}
	if (capacity > map->capacity)
		resize(map, capacity);
}

void **map_slot(struct map *map, struct string key)
{
	uint64_t const hash = hash_of(key);

	if (map->count >= map->capacity / 4 * 3)
		resize(map, map->capacity ? map->capacity * 2 : 16);
	struct map_slot *slot = find(map, key, hash);
	if (!slot->key.bytes) {
		*slot = (struct map_slot){.key = key, .hash = hash};
		if (!key.bytes)
			slot->key.bytes = "";
		map->count++;
	}
	return &slot->value;
}

const struct symbol *symbol_intern(struct map *symbols, struct string text)
{
	struct symbol *symbol = map_get(symbols, text);

	if (symbol)
		return symbol;
	symbol = arena_alloc(symbols->arena, sizeof *symbol);
	symbol->text = string_copy(symbols->arena, text);
	*map_slot(symbols, symbol->text) = symbol;
	return symbol;
}

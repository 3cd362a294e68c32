/* map: a hash table from byte strings to pointers. See map.h. */
#include "map.h"

struct map_slot {
	const char *bytes; /* of the key; NULL where the slot is free */
	uint32_t length;
	uint32_t hash;
	void *value;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
	a ^= b;
	a *= UINT64_C(0x9E3779B97F4A7C15);
	return a ^ (a >> 29);
}

static uint64_t word_at(const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof word);
	return word;
}

/* The last word of a key may share bytes with the one before. Keys often differ in
 * their last bytes alone, which are the word's high ones: mixed once more and taken
 * from above, they reach the low bits of the hash, which choose the slot. */
static uint32_t hash_of(struct string key)
{
	uint64_t hash = key.length, word = 0;
	const char *bytes = key.bytes;
	size_t rest = key.length;

	for (; rest > sizeof word; bytes += sizeof word, rest -= sizeof word)
		hash = mix(hash, word_at(bytes));
	if (key.length >= sizeof word)
		word = word_at(bytes + rest - sizeof word);
	else
		while (rest--)
			word = word << 8 | (unsigned char)bytes[rest];
	return (uint32_t)(mix(mix(hash, word), 0) >> 32);
}

void map_init(struct map *map, struct arena *arena)
{
	*map = (struct map){.arena = arena};
}

static struct map_slot *find(const struct map *map, struct string key, uint32_t hash)
{
	size_t at = hash & (map->capacity - 1);

	if (!key.bytes)
		key.bytes = "";
	for (;; at = (at + 1) & (map->capacity - 1)) {
		struct map_slot *slot = &map->slots[at];
		if (!slot->bytes || (slot->hash == hash && slot->length == key.length &&
				     memcmp(slot->bytes, key.bytes, key.length) == 0))
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
	for (size_t i = 0; i < old.capacity; i++) {
		const struct map_slot *slot = &old.slots[i];
		if (slot->bytes)
			*find(map, (struct string){slot->bytes, slot->length}, slot->hash) = *slot;
	}
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
	uint32_t const hash = hash_of(key);

	if (map->count >= map->capacity / 4 * 3)
		resize(map, map->capacity ? map->capacity * 2 : 16);
	struct map_slot *slot = find(map, key, hash);
	if (!slot->bytes) {
		*slot = (struct map_slot){key.bytes ? key.bytes : "", (uint32_t)key.length, hash,
					  NULL};
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

/* value: the tree that all data passes through: YAML and JSON files in,
 * template data out. A value knows the place in a file it came from. */
#ifndef ERRBIND_VALUE_H
#define ERRBIND_VALUE_H

#include "source.h"

enum value_type {
	VALUE_UNDEFINED, /* all zero; what a missing key gives */
	VALUE_NONE,
	VALUE_BOOLEAN,
	VALUE_INTEGER,
	VALUE_STRING,
	VALUE_LIST,
	VALUE_MAP,
	VALUE_CALLABLE, /* template macros and the like, known to the renderer alone */
};

enum value_style { STYLE_NONE, STYLE_PLAIN, STYLE_QUOTED, STYLE_BLOCK };

struct entries;

struct value {
	uint32_t start, end; /* span, in file */
	uint16_t file;
	uint8_t type;  /* enum value_type */
	uint8_t style; /* enum value_style, of a scalar that was read from YAML */
	uint32_t length; /* bytes of a string, items of a list, entries of a map */
	union {
		bool boolean;
		int64_t integer;
		const char *bytes;
		struct value *items;
		struct entries *entries;
		const void *callable;
	};
};

/* Names are symbols of the run's one table, so a lookup compares addresses. */
struct key {
	const struct symbol *name;
	uint32_t start, end; /* span, in the file of its value */
};

/* What a map consists of. Maps of one kind have the same keys in the same order,
 * so a place found once is found again, and may share them: keys never change. */
struct entries {
	const struct key *keys;
	struct value values[]; /* in the order of the keys */
};

/* One of them, where it is. */
struct entry {
	const struct key *key;
	struct value *value;
};

static inline struct entry value_entry(const struct value *map, uint32_t index)
{
	return (struct entry){&map->entries->keys[index], &map->entries->values[index]};
}

static inline struct span value_span(const struct value *value)
{
	return (struct span){value->start, value->end, value->file};
}

static inline struct span entry_key_span(struct entry entry)
{
	return (struct span){entry.key->start, entry.key->end, entry.value->file};
}

static inline struct string value_string(const struct value *value)
{
	return (struct string){value->bytes, value->length};
}

/* Values without a place (file is SPAN_NOWHERE). */
struct value value_none(void);
struct value value_boolean(bool boolean);
struct value value_integer(int64_t integer);
struct value value_of_string(struct string string); /* a view, not copied */
struct value value_list(struct value *items, size_t count);
struct value value_map(struct entries *entries, size_t count);

/* Room for the entries of a map, whose values are the caller's to fill in: with
 * keys that live as long, or with as many keys of its own, to be filled in, too. */
struct entries *entries_new(struct arena *arena, const struct key *keys, size_t count);
struct entries *entries_with_keys(struct arena *arena, size_t count, struct key **keys);

/* The value under a key of a map, or NULL. */
const struct value *value_get(const struct value *map, const struct symbol *name);

/* "a string", "an integer", "a list" …: what a message calls the type. */
const char *value_type_name(enum value_type type);

#endif

/* value: the tree that all data passes through. See value.h. */
#include "value.h"

struct value value_none(void)
{
	return (struct value){.file = SPAN_NOWHERE, .type = VALUE_NONE};
}

struct value value_boolean(bool boolean)
{
	return (struct value){.file = SPAN_NOWHERE, .type = VALUE_BOOLEAN, .boolean = boolean};
}

struct value value_integer(int64_t integer)
{
	return (struct value){.file = SPAN_NOWHERE, .type = VALUE_INTEGER, .integer = integer};
}

struct value value_of_string(struct string string)
{
	return (struct value){.file = SPAN_NOWHERE, .type = VALUE_STRING,
			      .length = (uint32_t)string.length, .bytes = string.bytes};
}

struct value value_list(struct value *items, size_t count)
{
	return (struct value){.file = SPAN_NOWHERE, .type = VALUE_LIST, .length = (uint32_t)count,
			      .items = items};
}

struct value value_map(struct entries *entries, size_t count)
{
	return (struct value){.file = SPAN_NOWHERE, .type = VALUE_MAP, .length = (uint32_t)count,
			      .entries = entries};
}

struct entries *entries_new(struct arena *arena, const struct key *keys, size_t count)
{
	struct entries *entries =
		arena_alloc(arena, sizeof *entries + count * sizeof *entries->values);

	entries->keys = keys;
	return entries;
}

struct entries *entries_with_keys(struct arena *arena, size_t count, struct key **keys)
{
	*keys = arena_alloc(arena, count * sizeof **keys);
	return entries_new(arena, *keys, count);
}

const struct value *value_get(const struct value *map, const struct symbol *name)
{
	/* From the end, where a template's data has what it is rendered for. */
	for (uint32_t i = map->length; i-- > 0;)
		if (map->entries->keys[i].name == name)
			return &map->entries->values[i];
	return NULL;
}

const char *value_type_name(enum value_type type)
{
	static const char *const names[] = {
		[VALUE_UNDEFINED] = "undefined", [VALUE_NONE] = "null",
		[VALUE_BOOLEAN] = "a boolean",   [VALUE_INTEGER] = "an integer",
		[VALUE_STRING] = "a string",     [VALUE_LIST] = "a list",
		[VALUE_MAP] = "a mapping",       [VALUE_CALLABLE] = "a macro",
	};

	return names[type];
}

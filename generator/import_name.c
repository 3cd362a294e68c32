/* import_name: names for codes that are new on a page. See import_name.h. */
#include "import_name.h"

enum { LONGEST_PART = 60 }; /* two of them and a number make an identifier, at most 128 */

static bool is_upper(char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

static bool is_lower_or_digit(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/* Whether a word starts at a capital inside a word: "faceNot", "HTTPError". */
static bool starts_word(struct string text, size_t at)
{
	char const before = text.bytes[at - 1];
	bool const before_lower =
		at + 1 < text.length && is_lower_or_digit(text.bytes[at + 1]) &&
		!(text.bytes[at + 1] >= '0' && text.bytes[at + 1] <= '9');

	return is_lower_or_digit(before) || (is_upper(before) && before_lower);
}

/* Letters and digits in snake_case; may be empty or start with a digit. */
static void write_snake(struct buf *out, struct string text)
{
	size_t const start = out->length;
	bool gap = false;

	for (size_t i = 0; i < text.length && out->length - start < LONGEST_PART; i++) {
		char const byte = text.bytes[i];
		if (!is_upper(byte) && !is_lower_or_digit(byte)) {
			gap = gap || byte != '\'';
			continue;
		}
		if (is_upper(byte) && i > 0 && starts_word(text, i))
			gap = true;
		if (gap && out->length > start)
			buf_byte(out, '_');
		gap = false;
		buf_byte(out, is_upper(byte) ? (char)(byte | 0x20) : byte);
	}
}

/* Names that differ in underscores alone become one symbol in some languages. */
static struct string key_of(struct arena *arena, struct string name)
{
	char *key = arena_alloc(arena, name.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < name.length; i++)
		if (name.bytes[i] != '_')
			key[length++] = name.bytes[i];
	return (struct string){key, length};
}

static void take(struct import_names *names, struct string name)
{
	*map_slot(&names->taken, key_of(names->arena, name)) = names;
}

static bool is_taken(const struct import_names *names, struct string name)
{
	return map_get(&names->taken, key_of(names->arena, name)) != NULL;
}

static void take_all(struct import_names *names, const struct string_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		take(names, list->items[i]);
}

void import_names_init(struct import_names *names, struct arena *arena,
		       const struct domain *domain)
{
	*names = (struct import_names){.arena = arena};
	map_init(&names->taken, arena);
	for (size_t i = 0; i < domain->code_count; i++) {
		take(names, domain->codes[i].name);
		take_all(names, &domain->codes[i].details->aliases);
	}
	take_all(names, &domain->reserved.names);
}

struct string import_make_name(struct import_names *names, struct string text, struct string code)
{
	struct buf *base = buf_new(names->arena), *name = buf_new(names->arena);

	write_snake(base, text);
	if (!base->length || (base->bytes[0] >= '0' && base->bytes[0] <= '9')) {
		base->length = 0;
		buf_string(base, STRING("code_"));
		write_snake(base, text);
	}
	if (base->bytes[base->length - 1] == '_')
		write_snake(base, code);
	if (base->bytes[base->length - 1] == '_')
		buf_byte(base, 'x');
	buf_string(name, buf_view(base));
	if (is_taken(names, buf_view(name))) {
		buf_byte(name, '_');
		write_snake(name, code);
	}
	for (size_t i = 2; is_taken(names, buf_view(name)); i++) {
		name->length = base->length;
		buf_printf(name, "_%zu", i);
	}
	take(names, buf_view(name));
	return string_copy(names->arena, buf_view(name));
}

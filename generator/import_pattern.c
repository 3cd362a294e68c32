/* import_pattern: texts with fields in braces. See import_pattern.h. */
#include "import_pattern.h"

#include "utf8.h"

struct string import_field_name(enum import_field field)
{
	return string_of(import_column_fields[field].key);
}

struct string import_trim(struct string text)
{
	while (text.length && strchr(" \t\r\n", text.bytes[0])) {
		text.bytes++;
		text.length--;
	}
	while (text.length && strchr(" \t\r\n", text.bytes[text.length - 1]))
		text.length--;
	return text;
}

/* Letters and digits of ASCII, and all beyond it but Latin-1 signs and the
 * block of general punctuation. */
bool import_is_letter(uint32_t character)
{
	if (character < 0x80)
		return (character >= '0' && character <= '9') ||
		       ((character | 0x20) >= 'a' && (character | 0x20) <= 'z');
	return character >= 0xC0 && !(character >= 0x2000 && character <= 0x206F);
}

bool import_is_nothing(struct string text)
{
	size_t size;

	for (size_t at = 0; at < text.length; at += size) {
		uint32_t character;
		size = utf8_decode(text.bytes + at, text.length - at, &character);
		if (!size)
			size = 1;
		else if (import_is_letter(character))
			return false;
	}
	return true;
}

/* A piece of a pattern: text, or a field. */
struct piece {
	struct string text;
	int field; /* -1 of a text, IMPORT_FIELD_COUNT of an unknown field */
};

static int find_field(struct string name)
{
	int field = 0;

	while (field < IMPORT_FIELD_COUNT && !string_is(name, import_column_fields[field].key))
		field++;
	return field;
}

/* The piece at *at, which is moved behind it; false at the end of the pattern,
 * and where a brace has no partner: then *at stays. */
static bool next_piece(struct string pattern, size_t *at, struct piece *piece)
{
	if (*at == pattern.length)
		return false;
	const char *start = pattern.bytes + *at;
	size_t const left = pattern.length - *at;
	bool const is_field = *start == '{';
	size_t length = is_field;
	while (length < left && start[length] != '{' && start[length] != '}')
		length++;
	if (is_field ? length == left || start[length] != '}' : length == 0)
		return false;
	piece->text = (struct string){start + is_field, length - is_field};
	piece->field = is_field ? find_field(piece->text) : -1;
	*at += length + is_field;
	return true;
}

const char *import_pattern_problem(struct string pattern)
{
	struct piece piece;
	unsigned seen = 0;
	size_t at = 0;
	bool after_field = false;

	while (next_piece(pattern, &at, &piece)) {
		if (piece.field == IMPORT_FIELD_COUNT)
			return "a field is one of {code}, {name}, {title}, {category}, "
			       "{description} and {recommendation}";
		if (piece.field >= 0 && after_field)
			return "there must be text between two fields";
		if (piece.field >= 0 && seen >> piece.field & 1)
			return "it has a field twice";
		after_field = piece.field >= 0;
		if (after_field)
			seen |= 1u << piece.field;
	}
	if (at < pattern.length)
		return "a brace has no partner";
	return seen ? NULL : "it has no field, as {title}";
}

unsigned import_pattern_fields(struct string pattern)
{
	struct piece piece;
	unsigned seen = 0;

	for (size_t at = 0; next_piece(pattern, &at, &piece);)
		if (piece.field >= 0)
			seen |= 1u << piece.field;
	return seen;
}

/* Where the needle first stands at or after start; the text's length if nowhere. */
static size_t find(struct string text, size_t start, struct string needle)
{
	for (size_t at = start; at < text.length; at++) {
		const char *first = memchr(text.bytes + at, needle.bytes[0], text.length - at);
		if (!first)
			break;
		at = (size_t)(first - text.bytes);
		if (string_starts_with((struct string){first, text.length - at}, needle))
			return at;
	}
	return text.length;
}

size_t import_pattern_match(struct string pattern, struct string text,
			    struct string fields[IMPORT_FIELD_COUNT])
{
	struct string found[IMPORT_FIELD_COUNT] = {{0}};
	struct piece piece;
	int open = -1; /* the field that begins at start and has no end yet */
	size_t start = 0, at = 0;

	if (!text.length)
		return 0;
	while (next_piece(pattern, &at, &piece)) {
		if (piece.field >= 0) {
			open = piece.field;
			continue;
		}
		size_t const place = find(text, start, piece.text);
		if (place == text.length || (open < 0 && place > start))
			return 0;
		if (open >= 0)
			found[open] = (struct string){text.bytes + start, place - start};
		open = -1;
		start = place + piece.text.length;
	}
	if (open >= 0) {
		found[open] = (struct string){text.bytes + start, text.length - start};
		start = text.length;
	}
	unsigned const named = import_pattern_fields(pattern);
	for (int i = 0; i < IMPORT_FIELD_COUNT; i++)
		if ((named >> i & 1) && import_is_nothing(found[i]))
			return 0;
	for (int i = 0; i < IMPORT_FIELD_COUNT; i++)
		if (named >> i & 1)
			fields[i] = import_trim(found[i]);
	return start;
}

bool import_pattern_match_all(struct string pattern, struct string text,
			      struct string fields[IMPORT_FIELD_COUNT])
{
	size_t const length = import_pattern_match(pattern, text, fields);

	return length &&
	       !import_trim((struct string){text.bytes + length, text.length - length}).length;
}

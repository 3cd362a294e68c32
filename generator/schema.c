/* schema: what a YAML file may say, as data, and the check that it does. See
 * schema.h. */
#include "schema.h"

#include "scalar.h"
#include "utf8.h"

enum { LONGEST_TEXT = 4000, LONGEST_IDENTIFIER = 128, LONGEST_VERSION = 64, LONGEST_URL = 2000 };

static bool key_is(const struct symbol *key, const char *name)
{
	size_t at = 0;

	while (name[at] && name[at] == key->text.bytes[at])
		at++;
	return !name[at] && at == key->text.length;
}

/* The index of a key's field, or that of the last, which has none. Files tend
 * to write their keys in the table's order, so the search starts at guess. */
static size_t find_field(const struct schema_field *fields, const struct symbol *key, size_t guess)
{
	size_t at = guess;

	for (; fields[at].key; at++)
		if (key_is(key, fields[at].key))
			return at;
	size_t const last = at;
	for (at = 0; at < guess; at++)
		if (key_is(key, fields[at].key))
			return at;
	return last;
}

void schema_fields(const struct schema_field *fields, const struct value *map,
		   const struct value **values)
{
	size_t at = 0;

	for (size_t i = 0; fields[i].key; i++)
		values[i] = NULL;
	if (!map || map->type != VALUE_MAP)
		return;
	for (uint32_t i = 0; i < map->length; i++) {
		size_t const field = find_field(fields, map->entries->keys[i].name, at);
		if (!fields[field].key)
			continue;
		values[field] = &map->entries->values[i];
		at = field + 1;
	}
}

/* A scalar's text stays, for those who look for what it may have meant. */
static void reported(struct value *value)
{
	if (value->type != VALUE_STRING) {
		value->bytes = NULL;
		value->length = 0;
	}
	value->type = VALUE_UNDEFINED;
}

/* "'abc'" for a message, cut and harmless. */
static struct string quoted(const struct value *value, struct diagnostics *diagnostics)
{
	return diag_shown(diagnostics->arena, value_string(value));
}

struct span schema_character_span(const struct value *value, size_t offset, size_t length,
				  struct sources *sources)
{
	struct string const text = source_at(sources, value->file)->text;
	const char *character = value->bytes + offset, *found = NULL;
	size_t nth = 0;

	if (value->bytes >= text.bytes && value->bytes <= text.bytes + text.length) {
		found = character;
	} else {
		/* Folding keeps characters and their order, so the nth stays the nth. */
		for (size_t i = 0; i < offset; i++)
			nth += memcmp(value->bytes + i, character, length) == 0;
		for (size_t at = value->start; at + length <= value->end && !found; at++)
			if (memcmp(text.bytes + at, character, length) == 0 && nth-- == 0)
				found = text.bytes + at;
	}
	if (!found)
		return value_span(value);
	uint32_t const start = (uint32_t)(found - text.bytes);
	return (struct span){start, start + (uint32_t)length, value->file};
}

/* Reports the control characters of a text, each; false where there are some. */
static bool check_characters(const struct value *value, struct diagnostics *diagnostics)
{
	struct string const text = value_string(value);
	bool fine = true;

	for (size_t at = 0, size; at < text.length; at += size) {
		uint32_t character;
		size = utf8_plain_length((struct string){text.bytes + at, text.length - at});
		if (size)
			continue;
		size = utf8_decode(text.bytes + at, text.length - at, &character);
		bool const bidi = utf8_is_bidi_control(character);
		if (!bidi && !utf8_is_control(character))
			continue;
		diag_error(diagnostics, bidi ? "bidi-control" : "control-character",
			   schema_character_span(value, at, size, diagnostics->sources),
			   bidi ? "the bidirectional control U+%04X is not allowed: it lets a text "
				  "look like another"
				: "the control character U+%04X is not allowed",
			   (unsigned)character);
		fine = false;
	}
	return fine;
}

static bool check_length(const struct value *value, size_t longest,
			 struct diagnostics *diagnostics)
{
	if (value->length <= longest)
		return true;
	diag_error(diagnostics, "text-too-long", value_span(value),
		   "the text has %lu bytes; at most %lu are allowed", (unsigned long)value->length,
		   (unsigned long)longest);
	return false;
}

/* Whether a text says nothing: it is empty, or white space alone. */
static bool is_blank(const struct value *value)
{
	for (uint32_t i = 0; i < value->length; i++)
		if (value->bytes[i] != ' ' && value->bytes[i] != '\n' && value->bytes[i] != '\t')
			return false;
	return true;
}

bool schema_check_text(const struct value *value, size_t longest, struct diagnostics *diagnostics)
{
	if (is_blank(value)) {
		diag_error(diagnostics, "empty-value", value_span(value),
			   "the text is empty; leave out the key where there is nothing to say");
		return false;
	}
	return check_length(value, longest, diagnostics) && check_characters(value, diagnostics);
}

static struct string word_at(const void *data, size_t index)
{
	const char *const *words = data;

	for (size_t i = 0; i < index; i++)
		if (!words[i])
			return (struct string){0};
	return words[index] ? string_of(words[index]) : (struct string){0};
}

static void check_choice(const struct schema *schema, struct value *value,
			 struct diagnostics *diagnostics)
{
	struct string const text = value_string(value);

	for (size_t i = 0; schema->words[i]; i++) {
		if (!string_is(text, schema->words[i]))
			continue;
		value->type = VALUE_INTEGER;
		value->integer = (int64_t)i;
		return;
	}
	struct buf *choices = arena_alloc(diagnostics->arena, sizeof *choices);
	buf_init(choices, diagnostics->arena);
	for (size_t i = 0; schema->words[i]; i++)
		buf_printf(choices, "%s%s", i == 0 ? "" : schema->words[i + 1] ? ", " : " or ",
			   schema->words[i]);
	struct string const shown = quoted(value, diagnostics);
	struct string const near = diag_nearest(text, word_at, schema->words);
	if (near.length)
		diag_error(diagnostics, "bad-choice", value_span(value),
			   "'%.*s' is not one of %.*s; did you mean '%.*s'?", STRING_FORMAT(shown),
			   STRING_FORMAT(buf_view(choices)), STRING_FORMAT(near));
	else
		diag_error(diagnostics, "bad-choice", value_span(value), "'%.*s' is not one of %.*s",
			   STRING_FORMAT(shown), STRING_FORMAT(buf_view(choices)));
	reported(value);
}

static void check_integer(struct value *value, struct diagnostics *diagnostics)
{
	int64_t integer;
	const char *problem = value->style == STYLE_PLAIN
				      ? scalar_integer(value_string(value), &integer)
				      : "it is a text, being in quotes";

	if (problem) {
		struct string const shown = quoted(value, diagnostics);
		diag_error(diagnostics, "bad-integer", value_span(value),
			   "'%.*s' is no integer: %s", STRING_FORMAT(shown), problem);
		reported(value);
		return;
	}
	value->type = VALUE_INTEGER;
	value->integer = integer;
}

static void check_boolean(struct value *value, struct diagnostics *diagnostics)
{
	struct string const text = value_string(value);
	bool const plain = value->style == STYLE_PLAIN;

	if (plain && (string_is(text, "true") || string_is(text, "false"))) {
		value->type = VALUE_BOOLEAN;
		value->boolean = text.length == 4;
		return;
	}
	struct string const shown = quoted(value, diagnostics);
	diag_error(diagnostics, "bad-boolean", value_span(value),
		   "'%.*s' is neither true nor false%s", STRING_FORMAT(shown),
		   plain ? "" : ", being in quotes");
	reported(value);
}

/* A product's version is whatever its vendor calls it, in one word. */
static const char *version_problem(struct string text)
{
	if (text.length > LONGEST_VERSION)
		return "it may have at most 64 bytes";
	for (size_t i = 0; i < text.length; i++)
		if (text.bytes[i] < '!' || text.bytes[i] > '~')
			return "it must be one word";
	return text.length ? NULL : "it is empty";
}

static const char *identifier_problem(struct string text, char joint)
{
	const char *problem = scalar_identifier(text, joint);

	if (!problem && text.length > LONGEST_IDENTIFIER)
		return "it may have at most 128 bytes";
	return problem;
}

/* A scalar of a form, which find says; reports under the form's rule. */
static void check_form(struct value *value, const char *problem, const char *rule,
		       const char *noun, struct diagnostics *diagnostics)
{
	if (!problem)
		return;
	struct string const shown = quoted(value, diagnostics);
	diag_error(diagnostics, rule, value_span(value), "'%.*s' is no %s: %s", STRING_FORMAT(shown),
		   noun, problem);
	reported(value);
}

static void check_url(struct value *value, struct diagnostics *diagnostics)
{
	if (!check_length(value, LONGEST_URL, diagnostics) || !check_characters(value, diagnostics))
		reported(value);
	else
		check_form(value, scalar_url(value_string(value)), "bad-url", "URL", diagnostics);
}

/* A block scalar's last line feeds are its layout, not its text. */
static void trim_block(struct value *value)
{
	if (value->style != STYLE_BLOCK)
		return;
	while (value->length && value->bytes[value->length - 1] == '\n')
		value->length--;
}

static void check_scalar(const struct schema *schema, struct value *value,
			 struct diagnostics *diagnostics)
{
	trim_block(value);
	struct string const text = value_string(value);

	switch (schema->type) {
	case SCHEMA_TEXT:
		if (!schema_check_text(value, LONGEST_TEXT, diagnostics))
			reported(value);
		break;
	case SCHEMA_STRING:
		if (!check_characters(value, diagnostics))
			reported(value);
		break;
	case SCHEMA_IDENTIFIER:
		check_form(value, identifier_problem(text, '_'), "bad-identifier", "identifier",
			   diagnostics);
		break;
	case SCHEMA_LABEL:
		check_form(value, identifier_problem(text, '-'), "bad-identifier", "identifier",
			   diagnostics);
		break;
	case SCHEMA_SEMVER:
		check_form(value, scalar_semver(text), "bad-semver", "semantic version", diagnostics);
		break;
	case SCHEMA_VERSION:
		check_form(value, version_problem(text), "bad-version", "version", diagnostics);
		break;
	case SCHEMA_DATE:
		check_form(value, scalar_date(text), "bad-date", "date", diagnostics);
		break;
	case SCHEMA_URL:
		check_url(value, diagnostics);
		break;
	case SCHEMA_INTEGER:
		check_integer(value, diagnostics);
		break;
	case SCHEMA_BOOLEAN:
		check_boolean(value, diagnostics);
		break;
	case SCHEMA_CHOICE:
		check_choice(schema, value, diagnostics);
		break;
	default:
		break;
	}
}

static struct string field_key_at(const void *data, size_t index)
{
	const struct schema_field *fields = data;

	return fields[index].key ? string_of(fields[index].key) : (struct string){0};
}

/* Reports a key that is in no field; returns the key it may stand for, or an
 * empty string. */
static struct string report_unknown_key(const struct schema *schema, struct entry entry,
					struct diagnostics *diagnostics)
{
	struct string const shown = diag_shown(diagnostics->arena, entry.key->name->text);
	struct string const near = diag_nearest(entry.key->name->text, field_key_at, schema->fields);
	struct span const span = entry_key_span(entry);

	if (near.length)
		diag_error(diagnostics, "unknown-key", span,
			   "unknown key '%.*s' in %s; did you mean '%.*s'?", STRING_FORMAT(shown),
			   schema->noun, STRING_FORMAT(near));
	else
		diag_error(diagnostics, "unknown-key", span, "unknown key '%.*s' in %s",
			   STRING_FORMAT(shown), schema->noun);
	return near;
}

/* Gives the map keys of its own, one of which has another name. */
static void rename_key(struct value *map, uint32_t index, const struct symbol *name,
		       struct arena *arena)
{
	size_t const size = map->length * sizeof *map->entries->keys;
	struct key *keys = memcpy(arena_alloc(arena, size), map->entries->keys, size);

	keys[index].name = name;
	map->entries->keys = keys;
}

/* Reports the keys that are in no field. One that is misspelt takes the place of
 * the key it stands for, as a value that was reported, so that this is not
 * missing, too. */
static uint64_t check_unknown_keys(const struct schema *schema, struct value *map, uint64_t present,
				   struct diagnostics *diagnostics)
{
	for (uint32_t i = 0; i < map->length; i++) {
		struct entry const entry = value_entry(map, i);
		if (schema->fields[find_field(schema->fields, entry.key->name, 0)].key)
			continue;
		struct string const near = report_unknown_key(schema, entry, diagnostics);
		if (!near.length)
			continue;
		struct symbol *meant = arena_alloc(diagnostics->arena, sizeof *meant);
		meant->text = near;
		size_t const field = find_field(schema->fields, meant, 0);
		if (present >> field & 1)
			continue;
		present |= UINT64_C(1) << field;
		rename_key(map, i, meant, diagnostics->arena);
		reported(entry.value);
	}
	return present;
}

struct span schema_head(const struct value *map)
{
	if (!map->length)
		return value_span(map);
	return (struct span){map->entries->keys[0].start, map->entries->values[0].end, map->file};
}

static void check_map(const struct schema *schema, struct value *map,
		      struct diagnostics *diagnostics)
{
	uint64_t present = 0;
	size_t at = 0;
	bool unknown = false;

	for (uint32_t i = 0; i < map->length; i++) {
		struct entry const entry = value_entry(map, i);
		size_t const field = find_field(schema->fields, entry.key->name, at);
		if (!schema->fields[field].key) {
			unknown = true;
			continue;
		}
		at = field + 1;
		present |= UINT64_C(1) << field;
		schema_check(&schema->fields[field].value, entry.value, diagnostics);
	}
	if (unknown)
		present = check_unknown_keys(schema, map, present, diagnostics);
	for (size_t i = 0; schema->fields[i].key; i++)
		if (schema->fields[i].need == SCHEMA_REQUIRED && !(present >> i & 1))
			diag_error(diagnostics, "missing-key", schema_head(map), "%s needs the key '%s'",
				   schema->noun, schema->fields[i].key);
}

static void check_dictionary(const struct schema *schema, struct value *map,
			     struct diagnostics *diagnostics)
{
	for (uint32_t i = 0; i < map->length; i++) {
		struct entry const entry = value_entry(map, i);
		struct string const key = entry.key->name->text;
		const char *problem = identifier_problem(key, '-');
		if (problem) {
			struct string const shown = diag_shown(diagnostics->arena, key);
			diag_error(diagnostics, "bad-identifier", entry_key_span(entry),
				   "'%.*s' is no identifier: %s", STRING_FORMAT(shown), problem);
		}
		schema_check(schema->items, entry.value, diagnostics);
	}
}

static void check_list(const struct schema *schema, struct value *list,
		       struct diagnostics *diagnostics)
{
	for (uint32_t i = 0; i < list->length; i++)
		schema_check(schema->items, &list->items[i], diagnostics);
	if (schema->not_empty && !list->length) {
		diag_error(diagnostics, "empty-value", value_span(list), "the list is empty");
		reported(list);
	}
}

static enum value_type written_type(enum schema_type type)
{
	return type == SCHEMA_LIST				   ? VALUE_LIST
	       : type == SCHEMA_MAP || type == SCHEMA_DICTIONARY ? VALUE_MAP
								   : VALUE_STRING;
}

static const char *type_name(enum value_type type)
{
	return type == VALUE_LIST ? "a list" : type == VALUE_MAP ? "a mapping" : "a single value";
}

static bool is_nothing(const struct value *value)
{
	return value->type == VALUE_STRING && value->style == STYLE_PLAIN && !value->length;
}

static void report_type(struct value *value, enum value_type wanted,
			struct diagnostics *diagnostics)
{
	if (is_nothing(value))
		diag_error(diagnostics, "empty-value", value_span(value),
			   "there is no value; leave out the key where there is nothing to say");
	else
		diag_error(diagnostics, "wrong-type", value_span(value), "%s is expected, not %s",
			   type_name(wanted), type_name((enum value_type)value->type));
	reported(value);
}

void schema_check(const struct schema *schema, struct value *value,
		  struct diagnostics *diagnostics)
{
	enum value_type const wanted = written_type(schema->type);

	if (schema->type == SCHEMA_ANY || value->type == VALUE_UNDEFINED)
		return;
	if (value->type != wanted || is_nothing(value))
		report_type(value, wanted, diagnostics);
	else if (schema->type == SCHEMA_MAP)
		check_map(schema, value, diagnostics);
	else if (schema->type == SCHEMA_DICTIONARY)
		check_dictionary(schema, value, diagnostics);
	else if (schema->type == SCHEMA_LIST)
		check_list(schema, value, diagnostics);
	else
		check_scalar(schema, value, diagnostics);
}

/* filter_json: the filter tojson: json.dumps() with sorted keys, safe inside HTML. */
#include "filter_functions.h"

#include "unicode.h"
#include "utf8.h"

#include <stdlib.h>

struct json {
	struct application *application;
	struct buf *out;
	int64_t indent; /* negative: all on one line */
	unsigned depth;
};

enum { DEPTH_LIMIT = 500, INDENT_LIMIT = 1000 };

static void write_unit(struct buf *out, uint32_t unit)
{
	buf_printf(out, "\\u%04x", (unsigned)unit);
}

static void write_character(struct buf *out, uint32_t character)
{
	static const char escaped[] = "\"\\\n\r\t\f\b", letters[] = "\"\\nrtfb";
	const char *place = character && character < 0x80 ? strchr(escaped, (int)character) : NULL;

	if (place) {
		buf_byte(out, '\\');
		buf_byte(out, letters[place - escaped]);
	} else if (character >= 0x10000) {
		write_unit(out, 0xD800 + ((character - 0x10000) >> 10));
		write_unit(out, 0xDC00 + ((character - 0x10000) & 0x3FF));
	} else if (character < 0x20 || character >= 0x7F || strchr("<>&'", (int)character)) {
		write_unit(out, character);
	} else {
		buf_byte(out, (char)character);
	}
}

static void write_string(struct buf *out, struct string text)
{
	buf_byte(out, '"');
	for (size_t at = 0; at < text.length;) {
		uint32_t character;
		size_t const size = utf8_decode(text.bytes + at, text.length - at, &character);
		at += size ? size : 1;
		write_character(out, character);
	}
	buf_byte(out, '"');
}

static void write_line(struct json *json)
{
	if (json->indent < 0)
		return;
	buf_byte(json->out, '\n');
	buf_repeat(json->out, ' ', (size_t)json->indent * json->depth);
}

static void write_value(struct json *json, const struct value *value);

static void begin_item(struct json *json, uint32_t index)
{
	if (index)
		buf_string(json->out, json->indent < 0 ? STRING(", ") : STRING(","));
	write_line(json);
}

static void write_list(struct json *json, const struct value *list)
{
	for (uint32_t i = 0; i < list->length; i++) {
		begin_item(json, i);
		write_value(json, &list->items[i]);
	}
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	return string_compare(left->key->name->text, right->key->name->text);
}

static void write_map(struct json *json, const struct value *map)
{
	struct entry *entries = arena_alloc(json->application->evaluation->scratch,
					    map->length * sizeof *entries);

	for (uint32_t i = 0; i < map->length; i++)
		entries[i] = value_entry(map, i);
	qsort(entries, map->length, sizeof *entries, compare_entries);
	for (uint32_t i = 0; i < map->length; i++) {
		begin_item(json, i);
		write_string(json->out, entries[i].key->name->text);
		buf_string(json->out, STRING(": "));
		write_value(json, entries[i].value);
	}
}

static void write_nested(struct json *json, const struct value *value)
{
	bool const map = value->type == VALUE_MAP;

	if (!value->length) {
		buf_string(json->out, map ? STRING("{}") : STRING("[]"));
		return;
	}
	if (++json->depth > DEPTH_LIMIT)
		evaluation_fail(json->application->evaluation, "template-type",
				"this is nested too deeply for 'tojson'");
	buf_byte(json->out, map ? '{' : '[');
	if (map)
		write_map(json, value);
	else
		write_list(json, value);
	json->depth--;
	write_line(json);
	buf_byte(json->out, map ? '}' : ']');
}

static void write_value(struct json *json, const struct value *value)
{
	struct evaluation *evaluation = json->application->evaluation;

	switch ((enum value_type)value->type) {
	case VALUE_NONE:
		buf_string(json->out, STRING("null"));
		break;
	case VALUE_BOOLEAN:
		buf_string(json->out, value->boolean ? STRING("true") : STRING("false"));
		break;
	case VALUE_INTEGER:
		buf_integer(json->out, value->integer);
		break;
	case VALUE_STRING:
		write_string(json->out, value_string(value));
		break;
	case VALUE_LIST:
	case VALUE_MAP:
		write_nested(json, value);
		break;
	case VALUE_UNDEFINED:
		operation_fail_undefined(evaluation, value);
	case VALUE_CALLABLE:
		evaluation_fail(evaluation, "template-type", "%s cannot be written as JSON",
				operation_type_name(value));
	}
}

void filter_tojson(struct application *application, struct buf *out)
{
	bool const indented = filter_argument(application, 0) != NULL;
	int64_t indent = indented ? filter_integer(application, 0, 0) : -1;

	if (indented && indent < 0)
		indent = 0;
	if (indent > INDENT_LIMIT)
		evaluation_fail(application->evaluation, "bad-argument",
				"'tojson' indents by at most %d blanks", INDENT_LIMIT);
	struct json json = {application, out, indent, 0};
	write_value(&json, application->subject);
}

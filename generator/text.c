/* text: the text of a value as Python's str() and repr() write it. See text.h. */
#include "text.h"

#include "unicode.h"
#include "utf8.h"

static _Noreturn void fail(struct evaluation *evaluation, const struct value *value)
{
	const char *advice = "";

	if (value->type == VALUE_UNDEFINED)
		operation_fail_undefined(evaluation, value);
	if (value_is_object(value, OBJECT_ITERATOR))
		advice = "; use the filter join or list";
	else if (value_is_object(value, OBJECT_MACRO))
		advice = "; call it";
	evaluation_fail(evaluation, "template-type", "%s has no text%s", operation_type_name(value),
			advice);
}

/* An escape for what repr() does not print as it is. */
static void write_escaped(struct buf *out, uint32_t character)
{
	static const char escaped[] = "\t\n\r\\", letters[] = "tnr\\";
	const char *place = character && character < 0x80 ? strchr(escaped, (int)character) : NULL;

	if (place)
		buf_printf(out, "\\%c", letters[place - escaped]);
	else if (character < 0x100)
		buf_printf(out, "\\x%02x", (unsigned)character);
	else if (character < 0x10000)
		buf_printf(out, "\\u%04x", (unsigned)character);
	else
		buf_printf(out, "\\U%08x", (unsigned)character);
}

/* In single quotes, unless the text has these and no double ones. */
static void write_string(struct buf *out, struct string text)
{
	bool const single = text.length && memchr(text.bytes, '\'', text.length);
	bool const both = single && memchr(text.bytes, '"', text.length);
	char const quote = single && !both ? '"' : '\'';

	buf_byte(out, quote);
	for (size_t at = 0; at < text.length;) {
		uint32_t character;
		size_t size = utf8_decode(text.bytes + at, text.length - at, &character);
		if (!size)
			size = 1;
		if (character == (uint32_t)quote)
			buf_byte(out, '\\');
		if (character == '\\' || !unicode_is_printable(character))
			write_escaped(out, character);
		else
			buf_append(out, text.bytes + at, size);
		at += size;
	}
	buf_byte(out, quote);
}

static void write_quoted(struct evaluation *evaluation, struct buf *out,
			 const struct value *value);

static void write_list(struct evaluation *evaluation, struct buf *out, const struct value *list)
{
	bool const tuple = list->style == STYLE_TUPLE;

	buf_byte(out, tuple ? '(' : '[');
	for (uint32_t i = 0; i < list->length; i++) {
		if (i)
			buf_string(out, STRING(", "));
		write_quoted(evaluation, out, &list->items[i]);
	}
	if (tuple && list->length == 1)
		buf_byte(out, ',');
	buf_byte(out, tuple ? ')' : ']');
}

static void write_map(struct evaluation *evaluation, struct buf *out, const struct value *map)
{
	buf_byte(out, '{');
	for (uint32_t i = 0; i < map->length; i++) {
		if (i)
			buf_string(out, STRING(", "));
		write_string(out, map->entries->keys[i].name->text);
		buf_string(out, STRING(": "));
		write_quoted(evaluation, out, &map->entries->values[i]);
	}
	buf_byte(out, '}');
}

/* Appends repr(value). */
static void write_quoted(struct evaluation *evaluation, struct buf *out, const struct value *value)
{
	if (value->type == VALUE_STRING) {
		if (value->style == STYLE_MARKUP)
			buf_string(out, STRING("Markup("));
		write_string(out, value_string(value));
		if (value->style == STYLE_MARKUP)
			buf_byte(out, ')');
		return;
	}
	/* Jinja2 would print "Undefined" here. */
	if (value->type == VALUE_UNDEFINED)
		evaluation_fail(evaluation, "undefined-name",
				"%.*s, inside of what is printed here",
				STRING_FORMAT(operation_why_undefined(evaluation, value)));
	text_write(evaluation, out, value);
}

void text_write(struct evaluation *evaluation, struct buf *out, const struct value *value)
{
	switch ((enum value_type)value->type) {
	case VALUE_STRING:
		buf_string(out, value_string(value));
		break;
	case VALUE_INTEGER:
		buf_integer(out, value->integer);
		break;
	case VALUE_BOOLEAN:
		buf_string(out, value->boolean ? STRING("True") : STRING("False"));
		break;
	case VALUE_NONE:
		buf_string(out, STRING("None"));
		break;
	case VALUE_LIST:
		write_list(evaluation, out, value);
		break;
	case VALUE_MAP:
		write_map(evaluation, out, value);
		break;
	case VALUE_UNDEFINED:
		if (value->style == STYLE_LENIENT)
			break;
		fail(evaluation, value);
	case VALUE_CALLABLE:
		fail(evaluation, value);
	}
}

struct string text_make(struct evaluation *evaluation, const struct value *value)
{
	size_t const start = operation_begin_text(evaluation);
	text_write(evaluation, evaluation->out, value);
	return value_string(operation_end_text(evaluation, start));
}

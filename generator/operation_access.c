/* operation_access: container[index] and value.name. See operation.h.
 *
 * Jinja2 looks for an attribute of the Python object first where a template
 * says `.name`, and for the item first where it says `['name']`. What would be
 * a method there is refused here, so that nothing is silently different. */
#include "operation.h"

#include "utf8.h"

#include <stdlib.h>

#define BIT(type) (uint16_t)(1u << (type))

enum {
	MAP = BIT(VALUE_MAP),
	LIST = BIT(VALUE_LIST),
	TEXT = BIT(VALUE_STRING),
	NUMBER = BIT(VALUE_INTEGER) | BIT(VALUE_BOOLEAN),
	CALLABLE = BIT(VALUE_CALLABLE),
};

/* What Python's types have beside items, in the order of the names. */
static const struct method {
	const char *name;
	uint16_t types;
} methods[] = {
	{"append", LIST}, {"arguments", CALLABLE}, {"as_integer_ratio", NUMBER},
	{"bit_count", NUMBER}, {"bit_length", NUMBER}, {"caller", CALLABLE}, {"capitalize", TEXT},
	{"casefold", TEXT}, {"catch_kwargs", CALLABLE}, {"catch_varargs", CALLABLE},
	{"center", TEXT}, {"clear", MAP | LIST}, {"close", CALLABLE}, {"conjugate", NUMBER},
	{"copy", MAP | LIST}, {"count", LIST | TEXT}, {"denominator", NUMBER}, {"encode", TEXT},
	{"endswith", TEXT}, {"escape", TEXT}, {"expandtabs", TEXT}, {"explicit_caller", CALLABLE},
	{"extend", LIST}, {"find", TEXT}, {"format", TEXT}, {"format_map", TEXT},
	{"from_bytes", NUMBER}, {"fromkeys", MAP}, {"get", MAP}, {"gi_code", CALLABLE},
	{"gi_frame", CALLABLE}, {"gi_running", CALLABLE}, {"gi_suspended", CALLABLE},
	{"gi_yieldfrom", CALLABLE}, {"imag", NUMBER}, {"index", LIST | TEXT}, {"insert", LIST},
	{"isalnum", TEXT}, {"isalpha", TEXT}, {"isascii", TEXT}, {"isdecimal", TEXT},
	{"isdigit", TEXT}, {"isidentifier", TEXT}, {"islower", TEXT}, {"isnumeric", TEXT},
	{"isprintable", TEXT}, {"isspace", TEXT}, {"istitle", TEXT}, {"isupper", TEXT},
	{"items", MAP}, {"join", TEXT}, {"keys", MAP}, {"ljust", TEXT}, {"lower", TEXT},
	{"lstrip", TEXT}, {"maketrans", TEXT}, {"name", CALLABLE}, {"numerator", NUMBER},
	{"partition", TEXT}, {"pop", MAP | LIST}, {"popitem", MAP}, {"real", NUMBER},
	{"remove", LIST}, {"removeprefix", TEXT}, {"removesuffix", TEXT}, {"replace", TEXT},
	{"reverse", LIST}, {"rfind", TEXT}, {"rindex", TEXT}, {"rjust", TEXT}, {"rpartition", TEXT},
	{"rsplit", TEXT}, {"rstrip", TEXT}, {"send", CALLABLE}, {"setdefault", MAP}, {"sort", LIST},
	{"split", TEXT}, {"splitlines", TEXT}, {"startswith", TEXT}, {"strip", TEXT},
	{"striptags", TEXT}, {"swapcase", TEXT}, {"throw", CALLABLE}, {"title", TEXT},
	{"to_bytes", NUMBER}, {"translate", TEXT}, {"unescape", TEXT}, {"update", MAP},
	{"upper", TEXT}, {"values", MAP}, {"zfill", TEXT},
};

static int compare_method(const void *name, const void *method)
{
	const struct method *entry = method;

	return string_compare(*(const struct string *)name, string_of(entry->name));
}

uint16_t operation_methods(struct string name)
{
	if (string_starts_with(name, STRING("__")))
		return UINT16_MAX;
	const struct method *found = bsearch(&name, methods, sizeof methods / sizeof *methods,
					     sizeof *methods, compare_method);
	return found ? found->types : 0;
}

static _Noreturn void fail_method(struct evaluation *evaluation, const struct value *value,
				  struct string name)
{
	bool const is_map = value->type == VALUE_MAP;

	evaluation_fail(
		evaluation, "template-type",
		"'%.*s' of %s is a method of Python's, which templates cannot use here%s%.*s%s",
		STRING_FORMAT(name), operation_type_name(value),
		is_map ? "; for the key write ['" : "; look for a filter",
		is_map ? (int)name.length : 0, name.bytes, is_map ? "']" : "");
}

static const struct value *absent(struct evaluation *evaluation, const struct value *container,
				  struct string name)
{
	if (operation_methods(name) & BIT(container->type))
		fail_method(evaluation, container, name);
	return operation_undefined(evaluation,
				   (struct undefined){.name = name, .container = container});
}

static const struct value *character_at(struct evaluation *evaluation, const struct value *string,
					int64_t index)
{
	struct string const text = value_string(string);
	int64_t const count = (int64_t)utf8_count(text);
	size_t at = 0;

	if (index < 0)
		index += count;
	if (index < 0 || index >= count)
		return NULL;
	while (index--)
		do
			at++;
		while (utf8_continues(text.bytes[at]));
	size_t end = at + 1;
	while (end < text.length && utf8_continues(text.bytes[end]))
		end++;
	struct value *character = operation_new(
		evaluation, value_of_string((struct string){text.bytes + at, end - at}));
	character->style = string->style == STYLE_MARKUP ? STYLE_MARKUP : STYLE_NONE;
	return character;
}

static const struct value *item_at(struct evaluation *evaluation, const struct value *container,
				   int64_t index)
{
	if (container->type == VALUE_STRING)
		return character_at(evaluation, container, index);
	if (container->type != VALUE_LIST)
		return NULL;
	if (index < 0)
		index += container->length;
	return index < 0 || index >= container->length ? NULL : &container->items[index];
}

const struct value *operation_index(struct evaluation *evaluation, const struct value *container,
				    const struct value *index)
{
	const struct value *found = NULL;

	if (container->type == VALUE_UNDEFINED)
		operation_fail_undefined(evaluation, container);
	if (index->type == VALUE_STRING) {
		const struct symbol *symbol = container->type == VALUE_MAP
			? map_get(evaluation->symbols, value_string(index)) : NULL;
		if (symbol)
			found = value_get(container, symbol);
		return found ? found : absent(evaluation, container, value_string(index));
	}
	if (index->type == VALUE_UNDEFINED && container->type == VALUE_MAP)
		operation_need_defined(evaluation, index);
	if (value_is_number(index))
		found = item_at(evaluation, container, value_number(index));
	if (found)
		return found;
	struct arena *scratch = evaluation->scratch;
	struct string const name = value_is_number(index)
		? string_printf(scratch, "[%lld]", (long long)value_number(index))
		: string_printf(scratch, "[%s]", operation_type_name(index));
	return operation_undefined(evaluation,
				   (struct undefined){.name = name, .container = container});
}

const struct value *operation_attribute(struct evaluation *evaluation, const struct value *value,
					struct attribute *attribute)
{
	if (attribute->methods & BIT(value->type))
		fail_method(evaluation, value, attribute->name->text);
	if (value->type == VALUE_MAP) {
		uint32_t const at = attribute->found_at;
		if (at < value->length && value->entries->keys[at].name == attribute->name)
			return &value->entries->values[at];
		for (uint32_t i = 0; i < value->length; i++)
			if (value->entries->keys[i].name == attribute->name) {
				attribute->found_at = i;
				return &value->entries->values[i];
			}
	}
	if (value->type == VALUE_UNDEFINED)
		operation_fail_undefined(evaluation, value);
	return operation_undefined(evaluation,
				   (struct undefined){.name = attribute->name->text,
							     .container = value});
}

/* operation: truth, equality, order and iteration of values. See operation.h. */
#include "operation.h"

#include "utf8.h"


/* Ends the evaluation after a diagnostic. */
static _Noreturn void leave(struct evaluation *evaluation, struct diagnostic *diagnostic)
{
	evaluation->explain(evaluation, diagnostic);
	longjmp(*evaluation->failed, 1);
}

_Noreturn void evaluation_fail(struct evaluation *evaluation, const char *rule,
			       const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	struct string const message =
		string_vprintf(evaluation->diagnostics->arena, format, arguments);
	va_end(arguments);
	leave(evaluation, diag_error(evaluation->diagnostics, rule, *evaluation->place, "%.*s",
				     STRING_FORMAT(message)));
}

struct string operation_why_undefined(struct evaluation *evaluation, const struct value *value)
{
	const struct undefined *why = value->callable;
	struct arena *arena = evaluation->diagnostics->arena;

	if (why->reason)
		return string_of(why->reason);
	if (why->container)
		return string_printf(arena, "%s has no '%.*s'", operation_type_name(why->container),
				     STRING_FORMAT(diag_shown(arena, why->name)));
	return string_printf(arena, "'%.*s' is undefined", STRING_FORMAT(why->name));
}

/* Where a name was looked up: keys of a map, then variables. */
struct candidates {
	const struct value *map;
	const struct variable_names *variables;
};

static struct string candidate_at(const void *data, size_t index)
{
	const struct candidates *candidates = data;
	size_t const keys = candidates->map ? candidates->map->length : 0;

	if (index < keys)
		return candidates->map->entries->keys[index].name->text;
	if (candidates->variables && index - keys < candidates->variables->count)
		return candidates->variables->items[index - keys]->text;
	return (struct string){0};
}

/* What could have been meant by a name, or all that there is. */
static void suggest(struct evaluation *evaluation, struct diagnostic *diagnostic,
		    const struct undefined *why)
{
	enum { SHOWN = 12 };
	struct diagnostics *diagnostics = evaluation->diagnostics;
	const struct value *map = why->container ? why->container : evaluation->data;
	struct candidates const candidates = {map && map->type == VALUE_MAP ? map : NULL,
					      why->variables};
	struct string const near = diag_nearest(why->name, candidate_at, &candidates);
	struct string all = {0}, name;

	for (size_t i = 0; i <= SHOWN && (name = candidate_at(&candidates, i)).length; i++) {
		if (string_equal(name, why->name)) {
			diag_note(diagnostics, diagnostic, span_nowhere(),
				  "the template assigns '%.*s', but not before this",
				  STRING_FORMAT(name));
			return;
		}
		all = string_printf(diagnostics->arena, "%.*s%s%.*s", STRING_FORMAT(all),
				    i ? ", " : "", STRING_FORMAT(i < SHOWN ? name : STRING("…")));
	}
	if (near.length)
		diag_note(diagnostics, diagnostic, span_nowhere(), "did you mean '%.*s'?",
			  STRING_FORMAT(near));
	else if (all.length)
		diag_note(diagnostics, diagnostic, span_nowhere(), "there are: %.*s",
			  STRING_FORMAT(all));
}

/* The place that explains most: that of the name itself where it is part of the
 * expression that failed, otherwise that expression. */
_Noreturn void operation_fail_undefined(struct evaluation *evaluation, const struct value *value)
{
	const struct undefined *why = value->callable;
	struct span const origin = value_span(value), use = *evaluation->whole;
	bool const inside =
		origin.file == use.file && origin.start >= use.start && origin.end <= use.end;
	struct diagnostic *diagnostic =
		diag_error(evaluation->diagnostics, "undefined-name", inside ? origin : use, "%.*s",
			   STRING_FORMAT(operation_why_undefined(evaluation, value)));

	if (!inside && origin.file != SPAN_NOWHERE)
		diag_note(evaluation->diagnostics, diagnostic, origin, "it comes from here");
	if (why->name.length && why->name.bytes[0] != '[')
		suggest(evaluation, diagnostic, why);
	leave(evaluation, diagnostic);
}

void operation_need_defined(struct evaluation *evaluation, const struct value *value)
{
	if (value->type == VALUE_UNDEFINED && value->style != STYLE_LENIENT)
		operation_fail_undefined(evaluation, value);
}

const char *operation_type_name(const struct value *value)
{
	static const char *const objects[] = {"a macro", "an imported template", "the loop",
					      "an iterator"};

	if (value->type == VALUE_CALLABLE)
		return objects[value_object(value)->kind];
	if (value->type == VALUE_LIST && value->style == STYLE_TUPLE)
		return "a tuple";
	if (value->type == VALUE_NONE)
		return "none";
	return value_type_name((enum value_type)value->type);
}

struct value *operation_string(struct evaluation *evaluation, struct string text)
{
	return operation_new(evaluation, value_of_string(text));
}

const struct value *operation_boolean(bool boolean)
{
	static const struct value values[] = {
		{.file = SPAN_NOWHERE, .type = VALUE_BOOLEAN, .boolean = false},
		{.file = SPAN_NOWHERE, .type = VALUE_BOOLEAN, .boolean = true},
	};

	return &values[boolean];
}

const struct value *operation_object(struct evaluation *evaluation, const struct object *object)
{
	return operation_new(evaluation, (struct value){.file = SPAN_NOWHERE,
							.type = VALUE_CALLABLE,
							.callable = object});
}

const struct value *operation_iterator(struct evaluation *evaluation, const struct value *items,
				       size_t count)
{
	static const struct value none;
	struct iterator *iterator = arena_alloc(evaluation->scratch, sizeof *iterator);

	*iterator = (struct iterator){{OBJECT_ITERATOR}, items ? items : &none, (uint32_t)count, 0,
				      false};
	return operation_object(evaluation, &iterator->object);
}

const struct value *operation_undefined(struct evaluation *evaluation, struct undefined why)
{
	struct undefined *copy = arena_alloc(evaluation->scratch, sizeof *copy);
	const struct span *place = evaluation->whole;

	*copy = why;
	return operation_new(evaluation,
			     (struct value){.start = place->start, .end = place->end,
					    .file = place->file, .type = VALUE_UNDEFINED,
					    .style = STYLE_STRICT, .callable = copy});
}

const struct value *operation_undefined_because(struct evaluation *evaluation, const char *format,
						...)
{
	va_list arguments;

	va_start(arguments, format);
	struct string const reason = string_vprintf(evaluation->scratch, format, arguments);
	va_end(arguments);
	return operation_undefined(evaluation, (struct undefined){.reason = reason.bytes});
}

struct value *operation_end_text(struct evaluation *evaluation, size_t start)
{
	struct buf *out = evaluation->out;
	size_t const length = out->length - start;

	if (length > UINT32_MAX / 4)
		evaluation_fail(evaluation, "output-too-large", "this text has more than 1 GiB");
	struct value *text = arena_alloc(evaluation->scratch, sizeof *text + length + 1);
	char *bytes = (char *)(text + 1);
	*text = (struct value){.file = SPAN_NOWHERE, .type = VALUE_STRING,
			       .length = (uint32_t)length, .bytes = bytes};
	bytes[length] = '\0';
	out->length = start;
	if (length)
		memcpy(bytes, out->bytes + start, length);
	return text;
}

bool operation_truth(struct evaluation *evaluation, const struct value *value)
{
	switch ((enum value_type)value->type) {
	case VALUE_UNDEFINED:
		operation_need_defined(evaluation, value);
		return false;
	case VALUE_NONE:
		return false;
	case VALUE_BOOLEAN:
		return value->boolean;
	case VALUE_INTEGER:
		return value->integer != 0;
	case VALUE_STRING:
	case VALUE_LIST:
	case VALUE_MAP:
		return value->length > 0;
	case VALUE_CALLABLE:
		break;
	}
	return true;
}

static bool equal_lists(struct evaluation *evaluation, const struct value *a,
			const struct value *b)
{
	if (a->length != b->length || (a->style == STYLE_TUPLE) != (b->style == STYLE_TUPLE))
		return false;
	for (uint32_t i = 0; i < a->length; i++)
		if (!operation_equal(evaluation, &a->items[i], &b->items[i]))
			return false;
	return true;
}

static bool equal_maps(struct evaluation *evaluation, const struct value *a, const struct value *b)
{
	if (a->length != b->length)
		return false;
	for (uint32_t i = 0; i < a->length; i++) {
		const struct value *other = value_get(b, a->entries->keys[i].name);
		if (!other || !operation_equal(evaluation, &a->entries->values[i], other))
			return false;
	}
	return true;
}

bool operation_equal_others(struct evaluation *evaluation, const struct value *a,
			    const struct value *b)
{
	operation_need_defined(evaluation, a);
	operation_need_defined(evaluation, b);
	if (value_is_number(a) && value_is_number(b))
		return value_number(a) == value_number(b);
	if (a->type != b->type)
		return false;
	switch ((enum value_type)a->type) {
	case VALUE_STRING:
		return string_equal(value_string(a), value_string(b));
	case VALUE_LIST:
		return equal_lists(evaluation, a, b);
	case VALUE_MAP:
		return equal_maps(evaluation, a, b);
	case VALUE_CALLABLE:
		return a->callable == b->callable;
	default:
		return true;
	}
}

int operation_order(struct evaluation *evaluation, const struct value *a, const struct value *b)
{
	if (a->type == VALUE_UNDEFINED || b->type == VALUE_UNDEFINED)
		operation_fail_undefined(evaluation, a->type == VALUE_UNDEFINED ? a : b);
	if (value_is_number(a) && value_is_number(b))
		return (value_number(a) > value_number(b)) - (value_number(a) < value_number(b));
	if (a->type == VALUE_STRING && b->type == VALUE_STRING)
		return string_compare(value_string(a), value_string(b));
	if (a->type != VALUE_LIST || b->type != VALUE_LIST ||
	    (a->style == STYLE_TUPLE) != (b->style == STYLE_TUPLE))
		evaluation_fail(evaluation, "template-type", "%s and %s have no order",
				operation_type_name(a), operation_type_name(b));
	for (uint32_t i = 0; i < a->length && i < b->length; i++)
		if (!operation_equal(evaluation, &a->items[i], &b->items[i]))
			return operation_order(evaluation, &a->items[i], &b->items[i]);
	return (a->length > b->length) - (a->length < b->length);
}

static bool in_string(struct evaluation *evaluation, const struct value *item,
		      struct string container)
{
	if (item->type != VALUE_STRING) {
		if (item->type == VALUE_UNDEFINED)
			operation_fail_undefined(evaluation, item);
		evaluation_fail(evaluation, "template-type",
				"only a string can be in a string, not %s",
				operation_type_name(item));
	}
	if (!item->length)
		return true;
	for (size_t at = 0; at + item->length <= container.length; at++) {
		const char *found = memchr(container.bytes + at, item->bytes[0],
					   container.length - at - item->length + 1);
		if (!found)
			return false;
		if (memcmp(found, item->bytes, item->length) == 0)
			return true;
		at = (size_t)(found - container.bytes);
	}
	return false;
}

/* Whether a string is among items that come before any that is no string; at is
 * moved to that one. */
static bool among_strings(const struct value *item, const struct value *items, uint32_t count,
			  uint32_t *at)
{
	for (; *at < count && items[*at].type == VALUE_STRING; ++*at)
		if (items[*at].length == item->length &&
		    (!item->length ||
		     memcmp(items[*at].bytes, item->bytes, item->length) == 0))
			return true;
	return false;
}

static bool in_items(struct evaluation *evaluation, const struct value *item,
		     const struct value *items, uint32_t count)
{
	uint32_t at = 0;

	if (item->type == VALUE_STRING && among_strings(item, items, count, &at))
		return true;
	for (; at < count; at++)
		if (operation_equal(evaluation, &items[at], item))
			return true;
	return false;
}

/* As Python does it: what was looked at is used up. */
static bool in_iterator(struct evaluation *evaluation, const struct value *item,
			struct iterator *iterator)
{
	while (iterator->next < iterator->count)
		if (operation_equal(evaluation, &iterator->items[iterator->next++], item))
			return true;
	return false;
}

static bool in_map(struct evaluation *evaluation, const struct value *item,
		   const struct value *map)
{
	operation_need_defined(evaluation, item);
	if (item->type == VALUE_LIST || item->type == VALUE_MAP)
		evaluation_fail(evaluation, "template-type", "%s cannot be a key",
				operation_type_name(item));
	if (item->type != VALUE_STRING)
		return false;
	const struct symbol *symbol = map_get(evaluation->symbols, value_string(item));
	return symbol && value_get(map, symbol);
}

/* An iterator that a loop is taking items from has no state that we could show
 * as Jinja2 does. */
static struct iterator *open_iterator(struct evaluation *evaluation, const struct value *value)
{
	struct iterator *iterator = (struct iterator *)(uintptr_t)value->callable;

	if (iterator->busy)
		evaluation_fail(
			evaluation, "template-type",
			"a loop is going over this iterator; make it a list first, with the "
			"filter list");
	return iterator;
}

bool operation_in(struct evaluation *evaluation, const struct value *item,
		  const struct value *container)
{
	switch ((enum value_type)container->type) {
	case VALUE_STRING:
		return in_string(evaluation, item, value_string(container));
	case VALUE_LIST:
		return in_items(evaluation, item, container->items, container->length);
	case VALUE_MAP:
		return in_map(evaluation, item, container);
	case VALUE_UNDEFINED:
		operation_need_defined(evaluation, container);
		return false;
	default:
		if (value_is_object(container, OBJECT_ITERATOR))
			return in_iterator(evaluation, item, open_iterator(evaluation, container));
		evaluation_fail(evaluation, "template-type", "nothing can be in %s",
				operation_type_name(container));
	}
}

void operation_check_length(struct evaluation *evaluation, uint64_t length)
{
	if (length > TEXT_LIMIT)
		evaluation_fail(evaluation, "output-too-large", "this text has more than 1 GiB");
}

struct value *operation_new_items(struct evaluation *evaluation, uint64_t count)
{
	if (count > ITEMS_LIMIT)
		evaluation_fail(evaluation, "output-too-large",
				"a list may have at most %d items", ITEMS_LIMIT);
	return arena_alloc(evaluation->scratch, (size_t)count * sizeof(struct value));
}

static struct items items_of_string(struct evaluation *evaluation, struct string text)
{
	size_t const count = utf8_count(text);
	struct value *items = operation_new_items(evaluation, count);
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		size_t const start = at++;
		while (at < text.length && utf8_continues(text.bytes[at]))
			at++;
		items[i] = value_of_string((struct string){text.bytes + start, at - start});
	}
	return (struct items){items, (uint32_t)count};
}

static struct items items_of_map(struct evaluation *evaluation, const struct value *map)
{
	struct value *items = operation_new_items(evaluation, map->length);

	for (uint32_t i = 0; i < map->length; i++)
		items[i] = value_of_string(map->entries->keys[i].name->text);
	return (struct items){items, map->length};
}

static struct items rest_of_iterator(struct iterator *iterator)
{
	struct items const rest = {iterator->items + iterator->next,
				   iterator->count - iterator->next};

	iterator->next = iterator->count;
	return rest;
}

struct items operation_items(struct evaluation *evaluation, const struct value *value)
{
	switch ((enum value_type)value->type) {
	case VALUE_LIST:
		return (struct items){value->items, value->length};
	case VALUE_MAP:
		return items_of_map(evaluation, value);
	case VALUE_STRING:
		return items_of_string(evaluation, value_string(value));
	case VALUE_UNDEFINED:
		operation_need_defined(evaluation, value);
		return (struct items){0};
	default:
		if (value_is_object(value, OBJECT_ITERATOR))
			return rest_of_iterator(open_iterator(evaluation, value));
		evaluation_fail(evaluation, "template-type", "%s has no items to go over",
				operation_type_name(value));
	}
}

uint32_t operation_length(struct evaluation *evaluation, const struct value *value)
{
	switch ((enum value_type)value->type) {
	case VALUE_STRING:
		return (uint32_t)utf8_count(value_string(value));
	case VALUE_LIST:
	case VALUE_MAP:
		return value->length;
	case VALUE_UNDEFINED:
		operation_need_defined(evaluation, value);
		return 0;
	default:
		evaluation_fail(evaluation, "template-type", "%s has no length%s",
				operation_type_name(value),
				value_is_object(value, OBJECT_ITERATOR)
					? "; make it a list first, with the filter list" : "");
	}
}

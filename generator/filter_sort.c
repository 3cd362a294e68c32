/* filter_sort: sort, unique and dictsort. See filter_functions.h. */
#include "filter_functions.h"

#include "unicode.h"

/* An item and what it is sorted by: as many keys as there are attributes. */
struct sortable {
	const struct value *item;
	const struct value **keys;
};

struct sorting {
	struct evaluation *evaluation;
	size_t key_count;
	bool reverse;
	bool compare_equal; /* equal keys need no order, as Python compares lists of keys */
};

static const struct value *lower_key(struct evaluation *evaluation, const struct value *key)
{
	if (key->type != VALUE_STRING)
		return key;
	size_t const start = operation_begin_text(evaluation);
	unicode_lower(evaluation->out, value_string(key));
	return operation_end_text(evaluation, start);
}

/* Negative where a must stand before b, were it not for reverse. */
static int compare(const struct sorting *sorting, const struct sortable *a,
		   const struct sortable *b)
{
	struct evaluation *evaluation = sorting->evaluation;

	for (size_t i = 0; i < sorting->key_count; i++) {
		if (sorting->compare_equal && operation_equal(evaluation, a->keys[i], b->keys[i]))
			continue;
		int const order = operation_order(evaluation, a->keys[i], b->keys[i]);
		if (order)
			return order;
	}
	return 0;
}

/* Merges [0, middle) and [middle, count); what is equal keeps its order. */
static void merge(const struct sorting *sorting, struct sortable *items, size_t middle,
		  size_t count, struct sortable *room)
{
	size_t left = 0, right = middle;

	for (size_t i = 0; i < count; i++) {
		bool take_left = right == count;
		if (left < middle && right < count) {
			int const order = compare(sorting, &items[left], &items[right]);
			take_left = sorting->reverse ? order >= 0 : order <= 0;
		}
		room[i] = items[take_left ? left++ : right++];
	}
	memcpy(items, room, count * sizeof *items);
}

static void merge_sort(const struct sorting *sorting, struct sortable *items, size_t count,
		       struct sortable *room)
{
	if (count < 2)
		return;
	merge_sort(sorting, items, count / 2, room);
	merge_sort(sorting, items + count / 2, count - count / 2, room);
	merge(sorting, items, count / 2, count, room);
}

static const struct value *sorted_list(const struct sorting *sorting, struct sortable *items,
				       size_t count)
{
	struct arena *scratch = sorting->evaluation->scratch;
	struct value *sorted = arena_alloc(scratch, count * sizeof *sorted);

	merge_sort(sorting, items, count, arena_alloc(scratch, count * sizeof *items));
	for (size_t i = 0; i < count; i++)
		sorted[i] = *items[i].item;
	return operation_new(sorting->evaluation, value_list(sorted, count));
}

/* The attributes that a text names, separated by commas; or the one value. */
static struct items attribute_list(struct application *application, const struct value *attribute)
{
	struct evaluation *evaluation = application->evaluation;

	if (!attribute || attribute->type != VALUE_STRING)
		return (struct items){attribute, 1};
	struct string const text = value_string(attribute);
	struct value *parts =
		arena_alloc(evaluation->scratch, (text.length + 1) * sizeof *parts);
	uint32_t count = 0;
	size_t start = 0;
	for (size_t i = 0; i <= text.length; i++) {
		if (i < text.length && text.bytes[i] != ',')
			continue;
		parts[count++] = value_of_string((struct string){text.bytes + start, i - start});
		start = i + 1;
	}
	return (struct items){parts, count};
}

const struct value *filter_sort(struct application *application)
{
	struct evaluation *evaluation = application->evaluation;
	bool const sensitive = filter_flag(application, 1, false);
	struct items const attributes =
		attribute_list(application, filter_argument(application, 2));
	struct items const items = operation_items(evaluation, application->subject);
	struct sorting const sorting = {evaluation, attributes.count,
					filter_flag(application, 0, false), true};
	struct sortable *sortables =
		arena_alloc(evaluation->scratch, items.count * sizeof *sortables);
	const struct value **keys = arena_alloc(
		evaluation->scratch, items.count * (size_t)attributes.count * sizeof *keys);

	struct path *paths = arena_alloc(evaluation->scratch, attributes.count * sizeof *paths);

	for (uint32_t k = 0; k < attributes.count; k++)
		paths[k] = filter_path(evaluation,
				       attributes.items ? &attributes.items[k] : NULL);
	for (uint32_t i = 0; i < items.count; i++) {
		sortables[i] = (struct sortable){&items.items[i], keys};
		for (uint32_t k = 0; k < attributes.count; k++) {
			const struct value *key =
				filter_attribute(evaluation, &items.items[i], &paths[k], NULL);
			*keys++ = sensitive ? key : lower_key(evaluation, key);
		}
	}
	return sorted_list(&sorting, sortables, items.count);
}

static void need_hashable(struct evaluation *evaluation, const struct value *key)
{
	operation_need_defined(evaluation, key);
	if (key->type == VALUE_MAP || (key->type == VALUE_LIST && key->style != STYLE_TUPLE))
		evaluation_fail(evaluation, "template-type",
				"'unique' cannot compare %s; name an attribute",
				operation_type_name(key));
	if (key->type == VALUE_LIST)
		for (uint32_t i = 0; i < key->length; i++)
			need_hashable(evaluation, &key->items[i]);
}

/* Strings are looked up in a table; of other keys there are few. */
static bool is_new(struct evaluation *evaluation, struct map *strings, const struct value **others,
		   uint32_t *other_count, const struct value *key)
{
	need_hashable(evaluation, key);
	if (key->type == VALUE_STRING) {
		void **slot = map_slot(strings, value_string(key));
		bool const absent = !*slot;
		*slot = strings;
		return absent;
	}
	for (uint32_t i = 0; i < *other_count; i++)
		if (operation_equal(evaluation, others[i], key))
			return false;
	others[(*other_count)++] = key;
	return true;
}

const struct value *filter_unique(struct application *application)
{
	struct evaluation *evaluation = application->evaluation;
	bool const sensitive = filter_flag(application, 0, false);
	struct path path = filter_path(evaluation, filter_argument(application, 1));
	struct items const items = operation_items(evaluation, application->subject);
	struct value *kept = arena_alloc(evaluation->scratch, items.count * sizeof *kept);
	const struct value **others =
		arena_alloc(evaluation->scratch, items.count * sizeof *others);
	uint32_t count = 0, other_count = 0;
	struct map strings;

	map_init(&strings, evaluation->scratch);
	for (uint32_t i = 0; i < items.count; i++) {
		const struct value *key =
			filter_attribute(evaluation, &items.items[i], &path, NULL);
		if (!sensitive)
			key = lower_key(evaluation, key);
		if (is_new(evaluation, &strings, others, &other_count, key))
			kept[count++] = items.items[i];
	}
	return operation_iterator(evaluation, kept, count);
}

static int sort_position(struct application *application)
{
	const struct value *by = application->arguments[1];

	if (!by)
		return 0;
	operation_need_defined(application->evaluation, by);
	if (by->type == VALUE_STRING && string_is(value_string(by), "key"))
		return 0;
	if (by->type == VALUE_STRING && string_is(value_string(by), "value"))
		return 1;
	evaluation_fail(application->evaluation, "bad-argument",
			"'dictsort' sorts by 'key' or by 'value'");
}

const struct value *filter_dictsort(struct application *application)
{
	struct evaluation *evaluation = application->evaluation;
	const struct value *map = application->subject;
	int const position = sort_position(application);
	bool const sensitive = filter_flag(application, 0, false);
	struct sorting const sorting = {evaluation, 1, filter_flag(application, 2, false), false};

	if (map->type == VALUE_UNDEFINED)
		operation_fail_undefined(evaluation, map);
	if (map->type != VALUE_MAP)
		evaluation_fail(evaluation, "template-type",
				"the filter 'dictsort' takes a mapping, not %s",
				operation_type_name(map));
	struct sortable *sortables =
		arena_alloc(evaluation->scratch, map->length * sizeof *sortables);
	for (uint32_t i = 0; i < map->length; i++) {
		struct value *pair = arena_alloc(evaluation->scratch, 2 * sizeof *pair);
		pair[0] = value_of_string(map->entries->keys[i].name->text);
		pair[1] = map->entries->values[i];
		struct value *tuple = operation_new(evaluation, value_list(pair, 2));
		tuple->style = STYLE_TUPLE;
		const struct value **key = arena_alloc(evaluation->scratch, sizeof *key);
		*key = sensitive ? &pair[position] : lower_key(evaluation, &pair[position]);
		sortables[i] = (struct sortable){tuple, key};
	}
	return sorted_list(&sorting, sortables, map->length);
}

/* filter_list: filters on lists and what else has items. See filter_functions.h.
 *
 * Filters that are generators in Python give an iterator, whose items can be
 * taken once; but all items are made at once, so that a mistake in one of them
 * shows where the filter stands. */
#include "filter_functions.h"

#include "utf8.h"

static struct items subject_items(struct application *application)
{
	return operation_items(application->evaluation, application->subject);
}

static struct value *new_items(struct application *application, size_t count)
{
	return arena_alloc(application->evaluation->scratch, count * sizeof(struct value));
}

static const struct value *new_list(struct application *application, struct value *items,
				    size_t count)
{
	return operation_new(application->evaluation, value_list(items, count));
}

void filter_join(struct application *application, struct buf *out)
{
	struct evaluation *evaluation = application->evaluation;
	struct path path = filter_path(evaluation, filter_argument(application, 1));
	struct string const separator =
		application->arguments[0] ? text_of(evaluation, application->arguments[0])
					  : STRING("");
	struct items const items = subject_items(application);

	for (uint32_t i = 0; i < items.count; i++) {
		if (i)
			buf_string(out, separator);
		text_write(evaluation, out,
			   filter_attribute(evaluation, &items.items[i], &path, NULL));
	}
}

const struct value *filter_length(struct application *application)
{
	return operation_new(application->evaluation,
			     value_integer(operation_length(application->evaluation,
							    application->subject)));
}

/* The first item of an iterator is used up, as Python does it. */
const struct value *filter_first(struct application *application)
{
	const struct value *subject = application->subject;
	struct iterator *iterator = value_is_object(subject, OBJECT_ITERATOR)
		? (struct iterator *)(uintptr_t)subject->callable : NULL;
	uint32_t const next = iterator ? iterator->next : 0;
	struct items const items = subject_items(application);

	if (!items.count)
		return operation_undefined_because(application->evaluation,
						   "there is no first item, as there are none");
	if (iterator)
		iterator->next = next + 1;
	return &items.items[0];
}

const struct value *filter_last(struct application *application)
{
	if (application->subject->type == VALUE_CALLABLE)
		evaluation_fail(application->evaluation, "template-type",
				"%s has no last item; make it a list first, with the filter list",
				operation_type_name(application->subject));
	struct items const items = subject_items(application);
	if (!items.count)
		return operation_undefined_because(application->evaluation,
						   "there is no last item, as there are none");
	if (application->subject->type != VALUE_STRING)
		return &items.items[items.count - 1];
	struct value *last =
		operation_new(application->evaluation, items.items[items.count - 1]);
	last->style = application->subject->style == STYLE_MARKUP ? STYLE_MARKUP : STYLE_NONE;
	return last;
}

const struct value *filter_list(struct application *application)
{
	struct items const items = subject_items(application);

	/* Lists do not change, so that the copy that Python makes is not needed. */
	return new_list(application, (struct value *)(uintptr_t)items.items, items.count);
}

static struct value new_batch(struct application *application, const struct value *items,
			      size_t count, size_t size, const struct value *fill)
{
	if (!fill || count >= size)
		return value_list((struct value *)(uintptr_t)items, count);
	if (size > UINT32_MAX / 256)
		evaluation_fail(application->evaluation, "output-too-large",
				"a batch may have at most %u items", UINT32_MAX / 256);
	struct value *filled = new_items(application, size);
	memcpy(filled, items, count * sizeof *items);
	for (size_t i = count; i < size; i++)
		filled[i] = *fill;
	return value_list(filled, size);
}

/* A size below one never fills a batch, except that zero starts with an empty one. */
const struct value *filter_batch(struct application *application)
{
	struct items const items = subject_items(application);
	int64_t const wanted = filter_integer(application, 0, 0);
	uint32_t const size =
		wanted < 1 || wanted > items.count ? items.count + 1 : (uint32_t)wanted;
	struct value *batches = new_items(application, items.count / size + 2);
	size_t count = 0;

	if (wanted == 0 && items.count)
		batches[count++] = value_list(NULL, 0);
	for (uint32_t at = 0; at < items.count; at += size) {
		uint32_t const rest = items.count - at;
		batches[count++] = new_batch(application, items.items + at,
					     rest < size ? rest : size,
					     wanted < 1 ? 0 : (size_t)wanted,
					     filter_argument(application, 1));
	}
	return operation_iterator(application->evaluation, batches, count);
}

const struct value *filter_items(struct application *application)
{
	const struct value *map = application->subject;

	if (map->type == VALUE_UNDEFINED)
		return operation_iterator(application->evaluation, NULL, 0);
	if (map->type != VALUE_MAP)
		evaluation_fail(application->evaluation, "template-type",
				"the filter 'items' takes a mapping, not %s",
				operation_type_name(map));
	struct value *tuples = new_items(application, map->length);
	struct value *pairs = new_items(application, map->length * (size_t)2);
	for (uint32_t i = 0; i < map->length; i++) {
		pairs[2 * i] = value_of_string(map->entries->keys[i].name->text);
		pairs[2 * i + 1] = map->entries->values[i];
		tuples[i] = value_list(&pairs[2 * i], 2);
		tuples[i].style = STYLE_TUPLE;
	}
	return operation_iterator(application->evaluation, tuples, map->length);
}

/* What map and select go over: nothing where the subject is false. */
static struct items truthy_items(struct application *application)
{
	if (!operation_truth(application->evaluation, application->subject))
		return (struct items){0};
	return subject_items(application);
}

const struct value *filter_map(struct application *application)
{
	struct evaluation *evaluation = application->evaluation;
	struct path path = filter_path(evaluation, filter_argument(application, 0));
	const struct value *fallback = filter_argument(application, 1);
	struct items const items = truthy_items(application);
	struct value *mapped = new_items(application, items.count);

	for (uint32_t i = 0; i < items.count; i++) {
		if (application->inner) {
			application->inner->subject = &items.items[i];
			mapped[i] = *filter_apply(application->inner);
		} else {
			mapped[i] =
				*filter_attribute(evaluation, &items.items[i], &path, fallback);
		}
	}
	return operation_iterator(evaluation, mapped, items.count);
}

static const struct value *select_items(struct application *application,
					const struct value *attribute, bool wanted)
{
	struct evaluation *evaluation = application->evaluation;
	struct application *inner = application->inner;
	struct path path = filter_path(evaluation, attribute);
	struct items const items = truthy_items(application);
	struct value *selected = new_items(application, items.count);
	uint32_t count = 0;

	for (uint32_t i = 0; i < items.count; i++) {
		const struct value *tested =
			filter_attribute(evaluation, &items.items[i], &path, NULL);
		if (inner)
			inner->subject = tested;
		if ((inner ? inner->test->check(inner) : operation_truth(evaluation, tested)) ==
		    wanted)
			selected[count++] = items.items[i];
	}
	return operation_iterator(evaluation, selected, count);
}

const struct value *filter_select(struct application *application)
{
	return select_items(application, NULL, true);
}

const struct value *filter_reject(struct application *application)
{
	return select_items(application, NULL, false);
}

const struct value *filter_select_attribute(struct application *application)
{
	return select_items(application, filter_argument(application, 0), true);
}

const struct value *filter_reject_attribute(struct application *application)
{
	return select_items(application, filter_argument(application, 0), false);
}

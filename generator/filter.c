/* filter: the tables of filters and tests, and what filters share. See filter.h. */
#include "filter.h"

#include "filter_functions.h"

static const struct filter filters[] = {
	{"batch", {"linecount", "fill_with"}, 1, FILTER_PLAIN, filter_batch, NULL, MARKUP_NO},
	{"camel", {0}, 0, FILTER_PLAIN, NULL, filter_camel, MARKUP_NO},
	{"capitalize", {0}, 0, FILTER_PLAIN, NULL, filter_capitalize, MARKUP_KEPT},
	{"comment", {"prefix"}, 0, FILTER_DIALECT, NULL, filter_comment, MARKUP_NO},
	{"default", {"default_value", "boolean"}, 0, FILTER_PLAIN, filter_default, NULL, MARKUP_NO},
	{"dictsort", {"case_sensitive", "by", "reverse"}, 0, FILTER_PLAIN, filter_dictsort, NULL,
	 MARKUP_NO},
	{"first", {0}, 0, FILTER_PLAIN, filter_first, NULL, MARKUP_NO},
	{"ident", {0}, 0, FILTER_DIALECT, NULL, filter_ident, MARKUP_NO},
	{"indent", {"width", "first", "blank"}, 0, FILTER_PLAIN, NULL, filter_indent, MARKUP_KEPT},
	{"int", {"default", "base"}, 0, FILTER_PLAIN, filter_int, NULL, MARKUP_NO},
	{"items", {0}, 0, FILTER_PLAIN, filter_items, NULL, MARKUP_NO},
	{"join", {"d", "attribute"}, 0, FILTER_PLAIN, NULL, filter_join, MARKUP_NO},
	{"kebab", {0}, 0, FILTER_PLAIN, NULL, filter_kebab, MARKUP_NO},
	{"last", {0}, 0, FILTER_PLAIN, filter_last, NULL, MARKUP_NO},
	{"length", {0}, 0, FILTER_PLAIN, filter_length, NULL, MARKUP_NO},
	{"list", {0}, 0, FILTER_PLAIN, filter_list, NULL, MARKUP_NO},
	{"lower", {0}, 0, FILTER_PLAIN, NULL, filter_lower, MARKUP_KEPT},
	{"map", {"attribute", "default"}, 0, FILTER_MAP, filter_map, NULL, MARKUP_NO},
	{"pascal", {0}, 0, FILTER_PLAIN, NULL, filter_pascal, MARKUP_NO},
	{"quote", {0}, 0, FILTER_DIALECT, NULL, filter_quote, MARKUP_NO},
	{"reject", {0}, 0, FILTER_SELECT, filter_reject, NULL, MARKUP_NO},
	{"rejectattr", {0}, 0, FILTER_SELECT_ATTRIBUTE, filter_reject_attribute, NULL, MARKUP_NO},
	{"replace", {"old", "new", "count"}, 2, FILTER_PLAIN, NULL, filter_replace, MARKUP_NO},
	{"screaming", {0}, 0, FILTER_PLAIN, NULL, filter_screaming, MARKUP_NO},
	{"select", {0}, 0, FILTER_SELECT, filter_select, NULL, MARKUP_NO},
	{"selectattr", {0}, 0, FILTER_SELECT_ATTRIBUTE, filter_select_attribute, NULL, MARKUP_NO},
	{"snake", {0}, 0, FILTER_PLAIN, NULL, filter_snake, MARKUP_NO},
	{"sort", {"reverse", "case_sensitive", "attribute"}, 0, FILTER_PLAIN, filter_sort, NULL,
	 MARKUP_NO},
	{"string", {0}, 0, FILTER_PLAIN, filter_string, NULL, MARKUP_NO},
	{"title", {0}, 0, FILTER_PLAIN, NULL, filter_title, MARKUP_NO},
	{"tojson", {"indent"}, 0, FILTER_PLAIN, NULL, filter_tojson, MARKUP_MADE},
	{"trim", {"chars"}, 0, FILTER_PLAIN, filter_trim, NULL, MARKUP_NO},
	{"unique", {"case_sensitive", "attribute"}, 0, FILTER_PLAIN, filter_unique, NULL,
	 MARKUP_NO},
	{"upper", {0}, 0, FILTER_PLAIN, NULL, filter_upper, MARKUP_KEPT},
	{"wordwrap", {"width", "break_long_words", "wrapstring", "break_on_hyphens"}, 0,
	 FILTER_PLAIN, NULL, filter_wordwrap, MARKUP_NO},
};

/* Filters of Jinja2 that are none of ours, and what to use instead. */
struct other {
	const char *name, *instead;
};

static const struct other other_filters[] = {
	{"abs", ""}, {"attr", ""}, {"center", ""}, {"count", "use 'length'"},
	{"d", "use 'default'"}, {"e", ""}, {"escape", ""}, {"filesizeformat", ""}, {"float", ""},
	{"forceescape", ""}, {"format", "use '~'"}, {"groupby", ""}, {"max", ""}, {"min", ""},
	{"pprint", "use 'tojson'"}, {"random", ""}, {"reverse", ""}, {"round", ""}, {"safe", ""},
	{"slice", ""}, {"striptags", ""}, {"sum", ""}, {"truncate", ""}, {"urlencode", ""},
	{"urlize", ""}, {"wordcount", ""}, {"xmlattr", ""},
};

static const struct other other_tests[] = {
	{"boolean", ""}, {"callable", ""}, {"equalto", "use 'eq'"}, {"escaped", ""},
	{"false", "use 'not'"}, {"filter", ""}, {"float", ""}, {"greaterthan", "use 'gt'"},
	{"integer", "use 'number'"}, {"lessthan", "use 'lt'"}, {"lower", ""},
	{"sameas", "use 'eq'"}, {"test", ""}, {"true", ""},
	{"upper", ""}, {"==", "use 'eq'"}, {"!=", "use 'ne'"},
	{"<", "use 'lt'"}, {"<=", "use 'le'"}, {">", "use 'gt'"}, {">=", "use 'ge'"},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const struct filter *filter_find(struct string name)
{
	for (size_t i = 0; i < COUNT(filters); i++)
		if (string_is(name, filters[i].name))
			return &filters[i];
	return NULL;
}

struct string filter_name_at(const void *unused, size_t index)
{
	(void)unused;
	return index < COUNT(filters) ? string_of(filters[index].name) : (struct string){0};
}

static const char *find_other(const struct other *others, size_t count, struct string name)
{
	for (size_t i = 0; i < count; i++)
		if (string_is(name, others[i].name))
			return others[i].instead;
	return NULL;
}

const char *filter_of_jinja(struct string name)
{
	return find_other(other_filters, COUNT(other_filters), name);
}

const char *test_of_jinja(struct string name)
{
	return find_other(other_tests, COUNT(other_tests), name);
}

const struct value *filter_apply(struct application *application)
{
	struct evaluation *evaluation = application->evaluation;
	const struct filter *filter = application->filter;

	if (filter->apply)
		return filter->apply(application);
	size_t const start = operation_begin_text(evaluation);
	filter->write(application, evaluation->out);
	struct value *text = operation_end_text(evaluation, start);
	const struct value *subject = application->subject;
	if (filter->markup == MARKUP_MADE ||
	    (filter->markup == MARKUP_KEPT && subject->type == VALUE_STRING &&
	     subject->style == STYLE_MARKUP))
		text->style = STYLE_MARKUP;
	return text;
}

struct string filter_string_subject(struct application *application)
{
	const struct value *subject = application->subject;

	if (subject->type == VALUE_UNDEFINED)
		operation_fail_undefined(application->evaluation, subject);
	if (subject->type != VALUE_STRING)
		evaluation_fail(application->evaluation, "template-type",
				"the filter '%s' takes a string, not %s", application->filter->name,
				operation_type_name(subject));
	return value_string(subject);
}

bool filter_flag(struct application *application, int index, bool absent)
{
	const struct value *argument = application->arguments[index];

	return argument ? operation_truth(application->evaluation, argument) : absent;
}

int64_t filter_integer(struct application *application, int index, int64_t absent)
{
	const struct value *argument = application->arguments[index];

	if (!argument)
		return absent;
	operation_need_defined(application->evaluation, argument);
	if (!value_is_number(argument))
		evaluation_fail(application->evaluation, "bad-argument",
				"the argument '%s' of '%s' is an integer, not %s",
				application->filter->parameters[index], application->filter->name,
				operation_type_name(argument));
	return value_number(argument);
}

const struct value *filter_argument(const struct application *application, int index)
{
	const struct value *argument = application->arguments[index];

	return argument && argument->type != VALUE_NONE ? argument : NULL;
}

/* A part of a path: digits are an index. */
static const struct value *part_of(struct evaluation *evaluation, const struct value *value,
				   struct string part)
{
	int64_t index = 0;

	for (size_t i = 0; i < part.length; i++) {
		if (part.bytes[i] < '0' || part.bytes[i] > '9' || i > 9)
			return operation_index(evaluation, value,
					       operation_string(evaluation, part));
		index = index * 10 + (part.bytes[i] - '0');
	}
	if (!part.length)
		return operation_index(evaluation, value, operation_string(evaluation, part));
	return operation_index(evaluation, value, operation_new(evaluation, value_integer(index)));
}

struct path filter_path(struct evaluation *evaluation, const struct value *path)
{
	struct path found = {.value = path};

	if (path && path->type == VALUE_STRING && path->length &&
	    !memchr(path->bytes, '.', path->length) &&
	    (path->bytes[0] < '0' || path->bytes[0] > '9'))
		found.name = map_get(evaluation->symbols, value_string(path));
	return found;
}

/* What the parts of a path lead to, one after the other. */
static const struct value *follow(struct evaluation *evaluation, const struct value *value,
				  struct string path, const struct value *fallback)
{
	size_t start = 0;

	for (size_t i = 0; i <= path.length; i++) {
		if (i < path.length && path.bytes[i] != '.')
			continue;
		value = part_of(evaluation, value, (struct string){path.bytes + start, i - start});
		if (fallback && value->type == VALUE_UNDEFINED)
			value = fallback;
		start = i + 1;
	}
	return value;
}

const struct value *filter_find_attribute(struct evaluation *evaluation, const struct value *value,
					  struct path *path, const struct value *fallback)
{
	if (!path->value)
		return value;
	for (uint32_t i = 0; path->name && value->type == VALUE_MAP && i < value->length; i++)
		if (value->entries->keys[i].name == path->name) {
			path->keys = value->entries->keys;
			path->found_at = i;
			return &value->entries->values[i];
		}
	if (path->value->type == VALUE_STRING)
		return follow(evaluation, value, value_string(path->value), fallback);
	value = operation_index(evaluation, value, path->value);
	return fallback && value->type == VALUE_UNDEFINED ? fallback : value;
}

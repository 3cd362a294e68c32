/* filter_test: the tests: `{{ value is name(argument) }}`. See filter.h. */
#include "filter.h"

#define BIT(type) (1u << (type))

/* The types that the tests hold for which ask for no more. */
enum {
	IS_UNDEFINED = BIT(VALUE_UNDEFINED),
	IS_DEFINED = UINT16_MAX & ~IS_UNDEFINED,
	IS_NONE = BIT(VALUE_NONE),
	IS_STRING = BIT(VALUE_STRING),
	IS_NUMBER = BIT(VALUE_INTEGER) | BIT(VALUE_BOOLEAN),
	IS_MAPPING = BIT(VALUE_MAP),
};

static bool has_type(struct application *application)
{
	return application->test->types >> application->subject->type & 1;
}

static bool is_sequence(struct application *application)
{
	const struct value *subject = application->subject;

	return subject->type == VALUE_STRING || subject->type == VALUE_LIST ||
	       subject->type == VALUE_MAP ||
	       (subject->type == VALUE_UNDEFINED && subject->style == STYLE_LENIENT);
}

static bool is_iterable(struct application *application)
{
	const struct value *subject = application->subject;

	operation_need_defined(application->evaluation, subject);
	return is_sequence(application) || value_is_object(subject, OBJECT_ITERATOR) ||
	       value_is_object(subject, OBJECT_LOOP);
}

static bool has_remainder(struct application *application, const struct value *divisor,
			  int64_t remainder)
{
	struct evaluation *evaluation = application->evaluation;
	const struct value *subject = application->subject;

	operation_need_defined(evaluation, subject);
	if (!value_is_number(subject))
		evaluation_fail(evaluation, "template-type",
				"the test '%s' takes an integer, not %s", application->test->name,
				operation_type_name(subject));
	return operation_modulo(evaluation, subject, divisor)->integer == remainder;
}

static bool is_even(struct application *application)
{
	struct value const two = value_integer(2);

	return has_remainder(application, &two, 0);
}

static bool is_odd(struct application *application)
{
	struct value const two = value_integer(2);

	return has_remainder(application, &two, 1);
}

static bool is_divisible(struct application *application)
{
	return has_remainder(application, application->arguments[0], 0);
}

static bool is_equal(struct application *application)
{
	return operation_equal(application->evaluation, application->subject,
			       application->arguments[0]);
}

static bool is_not_equal(struct application *application)
{
	return !is_equal(application);
}

static int order(struct application *application)
{
	return operation_order(application->evaluation, application->subject,
			       application->arguments[0]);
}

static bool is_less(struct application *application)
{
	return order(application) < 0;
}

static bool is_less_or_equal(struct application *application)
{
	return order(application) <= 0;
}

static bool is_greater(struct application *application)
{
	return order(application) > 0;
}

static bool is_greater_or_equal(struct application *application)
{
	return order(application) >= 0;
}

static bool is_in(struct application *application)
{
	return operation_in(application->evaluation, application->subject,
			    application->arguments[0]);
}

static const struct test tests[] = {
	{"defined", NULL, has_type, IS_DEFINED},
	{"divisibleby", "num", is_divisible, 0},
	{"eq", "", is_equal, 0},
	{"even", NULL, is_even, 0},
	{"ge", "", is_greater_or_equal, 0},
	{"gt", "", is_greater, 0},
	{"in", "seq", is_in, 0},
	{"iterable", NULL, is_iterable, 0},
	{"le", "", is_less_or_equal, 0},
	{"lt", "", is_less, 0},
	{"mapping", NULL, has_type, IS_MAPPING},
	{"ne", "", is_not_equal, 0},
	{"none", NULL, has_type, IS_NONE},
	{"number", NULL, has_type, IS_NUMBER},
	{"odd", NULL, is_odd, 0},
	{"sequence", NULL, is_sequence, 0},
	{"string", NULL, has_type, IS_STRING},
	{"undefined", NULL, has_type, IS_UNDEFINED},
};

enum { TEST_COUNT = sizeof tests / sizeof *tests };

const struct test *test_find(struct string name)
{
	for (size_t i = 0; i < TEST_COUNT; i++)
		if (string_is(name, tests[i].name))
			return &tests[i];
	return NULL;
}

struct string test_name_at(const void *unused, size_t index)
{
	(void)unused;
	return index < TEST_COUNT ? string_of(tests[index].name) : (struct string){0};
}

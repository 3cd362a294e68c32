/* operation_arithmetic: + - * // % of values. See operation.h.
 *
 * Integers have 64 bits; what does not fit is an error. Division rounds down,
 * and a remainder has the sign of the divisor, as in Python. */
#include "operation.h"

static const struct value *integer(struct evaluation *evaluation, int64_t number)
{
	return operation_new(evaluation, value_integer(number));
}

static _Noreturn void fail_overflow(struct evaluation *evaluation)
{
	evaluation_fail(evaluation, "integer-overflow", "the result has more than 64 bits");
}

static _Noreturn void fail_types(struct evaluation *evaluation, const char *operator,
				 const struct value *a, const struct value *b)
{
	if (a->type == VALUE_UNDEFINED || b->type == VALUE_UNDEFINED)
		operation_fail_undefined(evaluation, a->type == VALUE_UNDEFINED ? a : b);
	evaluation_fail(evaluation, "template-type", "'%s' does not take %s and %s", operator,
			operation_type_name(a), operation_type_name(b));
}

static const struct value *join_strings(struct evaluation *evaluation, const struct value *a,
					const struct value *b)
{
	size_t const length = (size_t)a->length + b->length;

	if (a->style == STYLE_MARKUP || b->style == STYLE_MARKUP)
		evaluation_fail(
			evaluation, "template-type",
			"'+' would escape HTML here, as one side comes from tojson; use '~'");
	operation_check_length(evaluation, length);
	char *bytes = arena_alloc(evaluation->scratch, length + 1);
	if (a->length)
		memcpy(bytes, a->bytes, a->length);
	if (b->length)
		memcpy(bytes + a->length, b->bytes, b->length);
	bytes[length] = '\0';
	return operation_string(evaluation, (struct string){bytes, length});
}

static const struct value *join_lists(struct evaluation *evaluation, const struct value *a,
				      const struct value *b)
{
	size_t const count = (size_t)a->length + b->length;

	struct value *items = operation_new_items(evaluation, count);
	if (a->length)
		memcpy(items, a->items, a->length * sizeof *items);
	if (b->length)
		memcpy(items + a->length, b->items, b->length * sizeof *items);
	struct value *list = operation_new(evaluation, value_list(items, count));
	list->style = a->style;
	return list;
}

const struct value *operation_add(struct evaluation *evaluation, const struct value *a,
				  const struct value *b)
{
	if (value_is_number(a) && value_is_number(b)) {
		int64_t const left = value_number(a), right = value_number(b);
		if (right > 0 ? left > INT64_MAX - right : left < INT64_MIN - right)
			fail_overflow(evaluation);
		return integer(evaluation, left + right);
	}
	if (a->type == VALUE_STRING && b->type == VALUE_STRING)
		return join_strings(evaluation, a, b);
	if (a->type == VALUE_LIST && b->type == VALUE_LIST &&
	    (a->style == STYLE_TUPLE) == (b->style == STYLE_TUPLE))
		return join_lists(evaluation, a, b);
	fail_types(evaluation, "+", a, b);
}

const struct value *operation_subtract(struct evaluation *evaluation, const struct value *a,
				       const struct value *b)
{
	if (!value_is_number(a) || !value_is_number(b))
		fail_types(evaluation, "-", a, b);
	int64_t const left = value_number(a), right = value_number(b);
	if (right > 0 ? left < INT64_MIN + right : left > INT64_MAX + right)
		fail_overflow(evaluation);
	return integer(evaluation, left - right);
}

static int64_t product(struct evaluation *evaluation, int64_t a, int64_t b)
{
	bool overflow = false;

	if (a > 0)
		overflow = b > 0 ? a > INT64_MAX / b : b < INT64_MIN / a;
	else if (a < 0)
		overflow = b > 0 ? a < INT64_MIN / b : b < INT64_MAX / a;
	if (overflow)
		fail_overflow(evaluation);
	return a * b;
}

static const struct value *repeat_string(struct evaluation *evaluation, const struct value *string,
					 int64_t count)
{
	if (count <= 0 || !string->length)
		return operation_string(evaluation, STRING(""));
	if (count > TEXT_LIMIT)
		count = TEXT_LIMIT + INT64_C(1);
	operation_check_length(evaluation, string->length * (uint64_t)count);
	size_t const length = string->length * (size_t)count;
	char *bytes = arena_alloc(evaluation->scratch, length + 1);
	for (size_t at = 0; at < length; at += string->length)
		memcpy(bytes + at, string->bytes, string->length);
	bytes[length] = '\0';
	struct value *value =
		operation_new(evaluation, value_of_string((struct string){bytes, length}));
	value->style = string->style == STYLE_MARKUP ? STYLE_MARKUP : STYLE_NONE;
	return value;
}

static const struct value *repeat_list(struct evaluation *evaluation, const struct value *list,
				       int64_t count)
{
	if (count < 0 || !list->length)
		count = 0;
	if (count > ITEMS_LIMIT)
		count = ITEMS_LIMIT + INT64_C(1);
	struct value *items = operation_new_items(evaluation, list->length * (uint64_t)count);
	size_t const total = list->length * (size_t)count;
	for (size_t at = 0; at < total; at += list->length)
		memcpy(items + at, list->items, list->length * sizeof *items);
	struct value *repeated = operation_new(evaluation, value_list(items, total));
	repeated->style = list->style;
	return repeated;
}

const struct value *operation_multiply(struct evaluation *evaluation, const struct value *a,
				       const struct value *b)
{
	if (value_is_number(a) && value_is_number(b))
		return integer(evaluation, product(evaluation, value_number(a), value_number(b)));
	const struct value *repeated = value_is_number(a) ? b : a;
	const struct value *times = value_is_number(a) ? a : b;
	if (!value_is_number(times))
		fail_types(evaluation, "*", a, b);
	if (repeated->type == VALUE_STRING)
		return repeat_string(evaluation, repeated, value_number(times));
	if (repeated->type == VALUE_LIST)
		return repeat_list(evaluation, repeated, value_number(times));
	fail_types(evaluation, "*", a, b);
}

static void need_divisor(struct evaluation *evaluation, const char *operator,
			 const struct value *a, const struct value *b)
{
	if (!value_is_number(a) || !value_is_number(b))
		fail_types(evaluation, operator, a, b);
	if (value_number(b) == 0)
		evaluation_fail(evaluation, "template-type", "'%s' divides by zero", operator);
}

const struct value *operation_divide(struct evaluation *evaluation, const struct value *a,
				     const struct value *b)
{
	need_divisor(evaluation, "//", a, b);
	int64_t const left = value_number(a), right = value_number(b);
	if (left == INT64_MIN && right == -1)
		fail_overflow(evaluation);
	int64_t const quotient = left / right;
	bool const round_down = left % right != 0 && (left < 0) != (right < 0);
	return integer(evaluation, quotient - round_down);
}

const struct value *operation_modulo(struct evaluation *evaluation, const struct value *a,
				     const struct value *b)
{
	if (a->type == VALUE_STRING)
		evaluation_fail(evaluation, "template-type",
				"'%%' does not format strings here; use '~' or the filter replace");
	need_divisor(evaluation, "%", a, b);
	int64_t const left = value_number(a), right = value_number(b);
	int64_t const rest = right == -1 ? 0 : left % right;
	return integer(evaluation, rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest);
}

const struct value *operation_negate(struct evaluation *evaluation, const struct value *value)
{
	if (value->type == VALUE_UNDEFINED)
		operation_fail_undefined(evaluation, value);
	if (!value_is_number(value))
		evaluation_fail(evaluation, "template-type", "'-' does not take %s",
				operation_type_name(value));
	if (value_number(value) == INT64_MIN)
		fail_overflow(evaluation);
	return integer(evaluation, -value_number(value));
}

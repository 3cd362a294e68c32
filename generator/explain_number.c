/* explain_number: whether a number of a log may be a code. See explain_number.h. */
#include "explain_number.h"

#include "scalar.h"

bool explain_number_read(struct explain_number *number, struct string text)
{
	bool const negative = text.length && text.bytes[0] == '-';

	if (scalar_integer(text, &number->value))
		return false;
	number->hexadecimal = text.length > 2u + negative && text.bytes[1 + negative] == 'x';
	number->digits = text.length - negative - (number->hexadecimal ? 2 : 0);
	return true;
}

/* Hardly a time, a count or a size, which are often round. */
static bool is_distinct(const struct explain_number *number, size_t digits)
{
	if (number->hexadecimal)
		return number->digits >= 6;
	return number->digits >= digits && number->value % 1000;
}

/* Behind `code` and `error`, short numbers are often something else. */
static bool is_code(const struct explain_number *number)
{
	bool const assigned = number->assigned && !number->exit;

	return number->digits >= 3 || number->value < 0 ||
	       (number->place == PLACE_CODE && assigned);
}

bool explain_number_may_be_known(const struct explain_number *number)
{
	if (number->hexadecimal && is_distinct(number, 0))
		return true;
	switch (number->place) {
	case PLACE_ERROR_CODE:
	case PLACE_VENDOR:
		return true;
	case PLACE_CODE:
	case PLACE_ERROR:
		return is_code(number) || number->given;
	case PLACE_STATUS:
		return number->digits >= 3;
	case PLACE_RESULT:
		if (is_distinct(number, 5) ||
		    (number->given && (number->digits >= 3 || number->value < 0)))
			return true;
		break;
	case PLACE_ERRORS:
	case PLACE_OTHER:
		break;
	}
	return (number->bracketed && is_distinct(number, 5)) ||
	       (number->given && number->alone && !number->assigned && is_distinct(number, 4));
}

bool explain_number_may_be_unknown(const struct explain_number *number)
{
	bool const http = number->value >= 100 && number->value < 600;

	if (!number->value)
		return false;
	if (number->place == PLACE_ERROR_CODE)
		return true;
	return (number->place == PLACE_CODE || number->place == PLACE_ERROR) && is_code(number) &&
	       !http;
}

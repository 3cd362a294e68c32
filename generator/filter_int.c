/* filter_int: the filter int: Python's int(), then int(float()), then the default. */
#include "filter_functions.h"

#include "unicode.h"
#include "utf8.h"

#include <stdlib.h>

/* A text's characters with digits of every script as ASCII, without the
 * whitespace around them; other characters become '?'. */
static struct string plain_digits(struct application *application, struct string text)
{
	char *bytes = arena_alloc(application->evaluation->scratch, text.length + 1);
	size_t start = 0, length = 0;

	for (size_t at = 0; at < text.length;) {
		uint32_t character;
		size_t const size = utf8_decode(text.bytes + at, text.length - at, &character);
		int const digit = unicode_decimal(character);
		at += size ? size : 1;
		if (digit >= 0)
			bytes[length++] = (char)('0' + digit);
		else if (unicode_is_space(character))
			bytes[length++] = ' ';
		else
			bytes[length++] = character && character < 0x80 ? (char)character : '?';
	}
	while (length && bytes[length - 1] == ' ')
		length--;
	while (start < length && bytes[start] == ' ')
		start++;
	bytes[length] = '\0';
	return (struct string){bytes + start, length - start};
}

static int digit_of(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	char const lower = (char)(byte | 0x20);
	return lower >= 'a' && lower <= 'z' ? lower - 'a' + 10 : 99;
}

static int base_of_prefix(struct string text, size_t at)
{
	if (text.length < at + 2 || text.bytes[at] != '0')
		return 0;
	char const mark = (char)(text.bytes[at + 1] | 0x20);
	return mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
}

static _Noreturn void fail_overflow(struct application *application)
{
	evaluation_fail(application->evaluation, "integer-overflow",
			"this number has more than 64 bits");
}

/* int(text, base): false where the text is no such number. */
static bool parse_integer(struct application *application, struct string text, int64_t base,
			  int64_t *result)
{
	bool const negative = text.length && text.bytes[0] == '-';
	size_t at = negative || (text.length && text.bytes[0] == '+');
	int const prefix = base_of_prefix(text, at);
	uint64_t const limit = (uint64_t)INT64_MAX + negative;
	uint64_t number = 0;
	bool digits = false, joint = false, zeros = false;

	if (base != 0 && (base < 2 || base > 36))
		return false;
	if (prefix && (base == 0 || base == prefix)) {
		at += 2;
		base = prefix;
		joint = at < text.length && text.bytes[at] == '_';
		at += joint;
	} else if (base == 0) {
		base = 10;
		zeros = at < text.length && text.bytes[at] == '0';
	}
	bool overflow = false;
	for (joint = false; at < text.length; at++) {
		if (text.bytes[at] == '_' && digits && !joint) {
			joint = true;
			continue;
		}
		int const digit = digit_of(text.bytes[at]);
		if (digit >= base || (zeros && digit))
			return false;
		overflow = overflow || number > (limit - (uint64_t)digit) / (uint64_t)base;
		number = number * (uint64_t)base + (uint64_t)digit;
		digits = true;
		joint = false;
	}
	if (!digits || joint)
		return false;
	if (overflow)
		fail_overflow(application);
	*result = negative ? (int64_t)(0 - number) : (int64_t)number;
	return true;
}

/* Copies digits with single underscores between them; how many it read. */
static size_t copy_digits(struct string text, size_t at, char **out)
{
	size_t const start = at;

	while (at < text.length) {
		bool const joint = text.bytes[at] == '_' && at > start && at + 1 < text.length;
		if (digit_of(text.bytes[at + joint]) > 9)
			break;
		*(*out)++ = text.bytes[at + joint];
		at += 1u + joint;
	}
	return at - start;
}

static bool is_word(struct string text, size_t at, const char *word)
{
	size_t i = 0;

	for (; at + i < text.length && word[i]; i++)
		if ((text.bytes[at + i] | 0x20) != word[i])
			return false;
	return !word[i] && at + i == text.length;
}

/* int(float(text)): false where float() refuses the text. */
static bool parse_float(struct application *application, struct string text, int64_t *result)
{
	char *copy = arena_alloc(application->evaluation->scratch, text.length + 1), *out = copy;
	size_t at = 0;

	if (at < text.length && (text.bytes[at] == '-' || text.bytes[at] == '+'))
		*out++ = text.bytes[at++];
	if (is_word(text, at, "inf") || is_word(text, at, "infinity"))
		fail_overflow(application);
	size_t const whole = copy_digits(text, at, &out);
	size_t fraction = 0;
	at += whole;
	if (at < text.length && text.bytes[at] == '.') {
		*out++ = text.bytes[at++];
		fraction = copy_digits(text, at, &out);
		at += fraction;
	}
	if (!whole && !fraction)
		return false;
	if (at < text.length && (text.bytes[at] | 0x20) == 'e') {
		*out++ = text.bytes[at++];
		if (at < text.length && (text.bytes[at] == '-' || text.bytes[at] == '+'))
			*out++ = text.bytes[at++];
		size_t const exponent = copy_digits(text, at, &out);
		if (!exponent)
			return false;
		at += exponent;
	}
	if (at != text.length)
		return false;
	*out = '\0';
	double const number = strtod(copy, NULL);
	if (!(number > -9223372036854775809.0 && number < 9223372036854775808.0))
		fail_overflow(application);
	*result = (int64_t)number;
	return true;
}

const struct value *filter_int(struct application *application)
{
	struct evaluation *evaluation = application->evaluation;
	const struct value *subject = application->subject, *base = application->arguments[1];
	int64_t number = 0;

	if (subject->type == VALUE_UNDEFINED)
		operation_fail_undefined(evaluation, subject);
	if (value_is_number(subject))
		return operation_new(evaluation, value_integer(value_number(subject)));
	if (subject->type == VALUE_STRING) {
		struct string const text = plain_digits(application, value_string(subject));
		bool const has_base = !base || value_is_number(base);
		if ((has_base &&
		     parse_integer(application, text, base ? value_number(base) : 10, &number)) ||
		    parse_float(application, text, &number))
			return operation_new(evaluation, value_integer(number));
	}
	return application->arguments[0] ? application->arguments[0]
					 : operation_new(evaluation, value_integer(0));
}

/* scalar: what the text of a YAML scalar says. See scalar.h. */
#include "scalar.h"

/* Reading from left to right; at the end peek gives 0. */
struct reader {
	const char *at, *end;
};

static struct reader read_string(struct string text)
{
	return (struct reader){text.bytes, text.bytes + text.length};
}

static char peek(const struct reader *reader)
{
	return reader->at < reader->end ? *reader->at : '\0';
}

static bool at_end(const struct reader *reader)
{
	return reader->at == reader->end;
}

static bool accept(struct reader *reader, const char *set)
{
	if (at_end(reader) || *reader->at == '\0' || !strchr(set, *reader->at))
		return false;
	reader->at++;
	return true;
}

static size_t skip(struct reader *reader, const char *set)
{
	const char *start = reader->at;

	while (accept(reader, set))
		;
	return (size_t)(reader->at - start);
}

static const char digits[] = "0123456789", hex_digits[] = "0123456789abcdefABCDEF",
		  alphanumeric[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static unsigned digit_value(char digit)
{
	return digit <= '9' ? (unsigned)(digit - '0') : ((unsigned)digit | 0x20) - 'a' + 10;
}

/* Digits of a base to the end of the text; false where they pass 64 bits. */
static bool read_digits(struct reader reader, unsigned base, bool negative, int64_t *integer)
{
	uint64_t const limit = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
	uint64_t number = 0;

	for (; !at_end(&reader); reader.at++) {
		unsigned const digit = digit_value(*reader.at);
		if (number > (limit - digit) / base)
			return false;
		number = number * base + digit;
	}
	*integer = !negative ? (int64_t)number : number ? -(int64_t)(number - 1) - 1 : 0;
	return true;
}

const char *scalar_integer(struct string text, int64_t *integer)
{
	struct reader reader = read_string(text);
	bool const negative = peek(&reader) == '-';

	accept(&reader, "+-");
	bool const hex = reader.end - reader.at >= 2 && memcmp(reader.at, "0x", 2) == 0;
	if (hex)
		reader.at += 2;
	struct reader const number = reader;
	size_t const count = skip(&reader, hex ? hex_digits : digits);
	if (peek(&reader) == '_')
		return "it holds a '_'";
	if (!at_end(&reader))
		return "it must be decimal digits, or 0x and hexadecimal digits";
	if (!count)
		return hex ? "there is no digit after '0x'" : "there is no digit";
	if (!hex && count > 1 && *number.at == '0')
		return "a leading zero means octal to some YAML readers and nothing to others";
	if (!read_digits(number, hex ? 16 : 10, negative, integer))
		return "it does not fit into 64 bits";
	return NULL;
}

const char *scalar_identifier(struct string text, char joint)
{
	if (!text.length || text.bytes[0] < 'a' || text.bytes[0] > 'z')
		return "it must start with a lower-case letter";
	for (size_t i = 1; i < text.length; i++) {
		char const byte = text.bytes[i], before = text.bytes[i - 1];
		if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'))
			continue;
		if (byte != '_' && byte != joint)
			return joint == '-' ? "it may hold lower-case letters, digits, '_' and '-' only"
					    : "it may hold lower-case letters, digits and '_' only";
		if (before == '_' || before == joint || i + 1 == text.length)
			return "each '_' must stand between letters or digits";
	}
	return NULL;
}

/* Identifiers of a semver: separated by dots, none empty; numbers among the
 * strict ones have no leading zero. */
static bool read_semver_list(struct reader *reader, bool strict)
{
	do {
		const char *start = reader->at;
		bool numeric = true;
		while (accept(reader, alphanumeric) || accept(reader, "-"))
			numeric = numeric && reader->at[-1] >= '0' && reader->at[-1] <= '9';
		if (reader->at == start)
			return false;
		if (strict && numeric && *start == '0' && reader->at > start + 1)
			return false;
	} while (accept(reader, "."));
	return true;
}

const char *scalar_semver(struct string text)
{
	struct reader reader = read_string(text);

	for (int part = 0; part < 3; part++) {
		if (part && !accept(&reader, "."))
			return "it must start with three numbers and dots between them";
		char const first = peek(&reader);
		size_t const count = skip(&reader, digits);
		if (!count)
			return "it must start with three numbers and dots between them";
		if (count > 1 && first == '0')
			return "its numbers may have no leading zero";
	}
	if (accept(&reader, "-") && !read_semver_list(&reader, true))
		return "after '-' there must be words and numbers (no leading zero), with dots between";
	if (accept(&reader, "+") && !read_semver_list(&reader, false))
		return "after '+' there must be words with dots between";
	return at_end(&reader) ? NULL : "only '-' or '+' may follow the three numbers";
}

static int number_at(const char *bytes, int count)
{
	int number = 0;

	for (int i = 0; i < count; i++)
		number = number * 10 + (bytes[i] - '0');
	return number;
}

const char *scalar_date(struct string text)
{
	static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	static const char form[] = "####-##-##";

	if (text.length != sizeof form - 1)
		return "it must be written like 2026-11-20";
	for (size_t i = 0; i < text.length; i++)
		if (form[i] == '-' ? text.bytes[i] != '-' : text.bytes[i] < '0' || text.bytes[i] > '9')
			return "it must be written like 2026-11-20";
	int const year = number_at(text.bytes, 4), month = number_at(text.bytes + 5, 2);
	int const day = number_at(text.bytes + 8, 2);
	bool const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	if (month < 1 || month > 12)
		return "there is no such month";
	if (day < 1 || day > month_days[month - 1] + (leap && month == 2))
		return "there is no such day";
	return NULL;
}

const char *scalar_url(struct string text)
{
	size_t const scheme = string_starts_with(text, STRING("https://"))  ? 8
			      : string_starts_with(text, STRING("http://")) ? 7
									    : 0;

	if (!scheme)
		return "it must start with https:// or http://";
	if (scheme == text.length || strchr("/?#:", text.bytes[scheme]))
		return "it names no host";
	for (size_t i = scheme; i < text.length; i++) {
		char const byte = text.bytes[i];
		if ((unsigned char)byte <= ' ' || byte == 0x7F || strchr("\"<>\\^`{|}", byte))
			return "it holds a character that a URL must write as '%' and two digits";
	}
	return NULL;
}

static bool is_one_of(struct string text, const char *const *words)
{
	for (; *words; words++)
		if (string_is(text, *words))
			return true;
	return false;
}

static bool is_number_of(struct string text, const char *prefix, const char *set)
{
	struct reader reader = read_string(text);

	accept(&reader, "+-");
	for (; *prefix; prefix++)
		if (!accept(&reader, (char[]){*prefix, '\0'}))
			return false;
	return skip(&reader, set) > 0 && at_end(&reader);
}

/* 1.5, .5, 1., 1e3; with a digit somewhere. What YAML 1.1 adds ('_' and more
 * dots) is among grouped digits. */
static bool is_float(struct string text, bool grouped)
{
	struct reader reader = read_string(text);

	accept(&reader, "+-");
	bool const dot_first = peek(&reader) == '.';
	if (!dot_first && !strchr(digits, peek(&reader)))
		return false;
	size_t count = skip(&reader, grouped ? "0123456789_" : digits);
	if (accept(&reader, "."))
		count += skip(&reader, grouped ? "0123456789_." : digits);
	if (!count)
		return false;
	if (accept(&reader, "eE")) {
		accept(&reader, "+-");
		if (!skip(&reader, digits))
			return false;
	}
	return at_end(&reader);
}

/* Base 60, as YAML 1.1 reads 12:30:45. */
static bool is_sexagesimal(struct string text)
{
	struct reader reader = read_string(text);
	size_t groups = 0;

	accept(&reader, "+-");
	if (!accept(&reader, digits))
		return false;
	skip(&reader, "0123456789_");
	while (accept(&reader, ":")) {
		size_t const count = skip(&reader, digits);
		if (count < 1 || count > 2)
			return false;
		groups++;
	}
	if (accept(&reader, "."))
		skip(&reader, "0123456789_");
	return groups && at_end(&reader);
}

/* YYYY-M-D, alone or before a time, as YAML 1.1 reads it. */
static bool is_timestamp(struct string text)
{
	struct reader reader = read_string(text);

	if (skip(&reader, digits) != 4 || !accept(&reader, "-"))
		return false;
	size_t const month = skip(&reader, digits);
	if (month < 1 || month > 2 || !accept(&reader, "-"))
		return false;
	size_t const day = skip(&reader, digits);
	if (day < 1 || day > 2)
		return false;
	return at_end(&reader) || accept(&reader, "Tt \t");
}

static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
static const char *const trues[] = {"true", "True", "TRUE", NULL};
static const char *const falses[] = {"false", "False", "FALSE", NULL};
static const char *const infinities[] = {
	".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
	".nan", ".NaN", ".NAN", NULL};
static const char *const old_booleans[] = {
	"y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO",
	"on", "On", "ON", "off", "Off", "OFF", NULL};
static const char *const merges[] = {"<<", "=", NULL};

const char *scalar_ambiguity(struct string text)
{
	if (is_one_of(text, nulls))
		return "null";
	if (is_one_of(text, trues) || is_one_of(text, falses) || is_one_of(text, old_booleans))
		return "a boolean";
	if (is_number_of(text, "", "0123456789_") || is_number_of(text, "0b", "01_") ||
	    is_number_of(text, "0x", "0123456789abcdefABCDEF_") ||
	    is_number_of(text, "0o", "01234567") ||
	    is_float(text, true) || is_one_of(text, infinities) || is_sexagesimal(text))
		return "a number";
	if (is_timestamp(text))
		return "a date";
	return is_one_of(text, merges) ? "a merge key" : NULL;
}

enum scalar_type scalar_core_type(struct string text)
{
	if (is_one_of(text, nulls))
		return SCALAR_NULL;
	if (is_one_of(text, trues))
		return SCALAR_TRUE;
	if (is_one_of(text, falses))
		return SCALAR_FALSE;
	if (is_number_of(text, "", digits))
		return SCALAR_INTEGER;
	bool const prefixed = is_number_of(text, "0x", hex_digits) ||
			      is_number_of(text, "0o", "01234567");
	if (prefixed && text.bytes[0] == '0')
		return SCALAR_INTEGER;
	return is_float(text, false) || is_one_of(text, infinities) ? SCALAR_FLOAT : SCALAR_STRING;
}

bool scalar_core_integer(struct string text, int64_t *integer)
{
	struct reader reader = read_string(text);
	bool const negative = peek(&reader) == '-';
	bool const prefixed = text.length > 2 && text.bytes[0] == '0' && strchr("xo", text.bytes[1]);

	accept(&reader, "+-");
	if (prefixed)
		reader.at += 2;
	return read_digits(reader, !prefixed ? 10 : text.bytes[1] == 'x' ? 16 : 8, negative, integer);
}

/* filter_case: names in the cases of programming languages. See filter_functions.h.
 *
 * Words end where '_' or another character that is neither letter nor digit
 * stands, before a capital behind a small letter or a digit, and before the
 * last capital of several that a small letter follows: HTTPServer2Go is
 * http, server2, go. */
#include "filter_functions.h"

#include "unicode.h"
#include "utf8.h"

enum character_kind { KIND_OTHER, KIND_SMALL, KIND_CAPITAL, KIND_DIGIT };

static enum character_kind kind_of(uint32_t character)
{
	if (character < 0x80) {
		if (character >= 'a' && character <= 'z')
			return KIND_SMALL;
		if (character >= 'A' && character <= 'Z')
			return KIND_CAPITAL;
		return character >= '0' && character <= '9' ? KIND_DIGIT : KIND_OTHER;
	}
	if (unicode_is_capital(character))
		return KIND_CAPITAL;
	if (unicode_decimal(character) >= 0)
		return KIND_DIGIT;
	return unicode_is_alphanumeric(character) ? KIND_SMALL : KIND_OTHER;
}

/* The kind of the character at a place, and its length; at the end, KIND_OTHER. */
static enum character_kind kind_at(struct string name, size_t at, size_t *length)
{
	uint32_t character;

	*length = 0;
	if (at >= name.length)
		return KIND_OTHER;
	*length = utf8_decode(name.bytes + at, name.length - at, &character);
	if (*length)
		return kind_of(character);
	*length = 1;
	return KIND_OTHER;
}

/* The next word from at on; at is moved behind it. False where there is none. */
static bool next_word(struct string name, size_t *at, struct string *word)
{
	size_t length;
	enum character_kind kind = kind_at(name, *at, &length);

	while (kind == KIND_OTHER && length) {
		*at += length;
		kind = kind_at(name, *at, &length);
	}
	size_t const start = *at;
	while (kind != KIND_OTHER) {
		size_t next_length, after_length;
		size_t const next = *at + length;
		enum character_kind const following = kind_at(name, next, &next_length);
		enum character_kind const after = kind_at(name, next + next_length, &after_length);
		*at = next;
		length = next_length;
		if (following == KIND_CAPITAL && (kind != KIND_CAPITAL || after == KIND_SMALL))
			break;
		kind = following;
	}
	*word = (struct string){name.bytes + start, *at - start};
	return word->length;
}

/* Of the letters and digits of a plain name, one of [a-z0-9_], as most are. */
static const unsigned char plain_capitals[256] = {
	['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5',
	['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9', ['a'] = 'A', ['b'] = 'B', ['c'] = 'C',
	['d'] = 'D', ['e'] = 'E', ['f'] = 'F', ['g'] = 'G', ['h'] = 'H', ['i'] = 'I', ['j'] = 'J',
	['k'] = 'K', ['l'] = 'L', ['m'] = 'M', ['n'] = 'N', ['o'] = 'O', ['p'] = 'P', ['q'] = 'Q',
	['r'] = 'R', ['s'] = 'S', ['t'] = 'T', ['u'] = 'U', ['v'] = 'V', ['w'] = 'W', ['x'] = 'X',
	['y'] = 'Y', ['z'] = 'Z',
};

/* The words of a name without a joint between them; false where it is not plain. */
static bool write_together(struct buf *out, struct string name, bool first_capital)
{
	const unsigned char *at = (const unsigned char *)name.bytes, *const end = at + name.length;

	buf_reserve(out, name.length);
	char *const start = out->bytes + out->length, *to = start;
	while (at < end) {
		unsigned char const first = *at++, capital = plain_capitals[first];
		if (first == '_')
			continue;
		if (!capital)
			return false;
		*to = (char)(first_capital || to > start ? capital : first);
		to++;
		while (at < end && plain_capitals[*at])
			*to++ = (char)*at++;
	}
	out->length = (size_t)(to - out->bytes);
	return true;
}

/* The words of a name with a joint between them; false where it is not plain. */
static bool write_joined(struct buf *out, struct string name, char joint, bool capitals)
{
	buf_reserve(out, name.length + 1);
	char *const start = out->bytes + out->length, *to = start;
	for (size_t at = 0; at < name.length; at++) {
		unsigned char const byte = (unsigned char)name.bytes[at];
		unsigned char const upper = plain_capitals[byte];
		if (upper)
			*to++ = (char)(capitals ? upper : byte);
		else if (byte != '_')
			return false;
		else if (to > start && to[-1] != joint)
			*to++ = joint;
	}
	if (to > start && to[-1] == joint)
		to--;
	out->length = (size_t)(to - out->bytes);
	return true;
}

static bool write_plain(struct buf *out, struct string name, enum letter_case letter_case)
{
	if (letter_case == CASE_PASCAL || letter_case == CASE_CAMEL)
		return write_together(out, name, letter_case == CASE_PASCAL);
	return write_joined(out, name, letter_case == CASE_KEBAB ? '-' : '_',
			    letter_case == CASE_SCREAMING);
}

void case_write(struct buf *out, struct string name, enum letter_case letter_case)
{
	struct string word;
	size_t at = 0;

	if (!name.length || write_plain(out, name, letter_case))
		return;
	for (bool any = false; next_word(name, &at, &word); any = true) {
		if (any && letter_case >= CASE_SNAKE)
			buf_byte(out, letter_case == CASE_KEBAB ? '-' : '_');
		if (letter_case == CASE_SCREAMING)
			unicode_upper(out, word);
		else if (letter_case == CASE_PASCAL || (any && letter_case == CASE_CAMEL))
			unicode_capitalize(out, word);
		else
			unicode_lower(out, word);
	}
}

void filter_pascal(struct application *application, struct buf *out)
{
	case_write(out, filter_subject(application), CASE_PASCAL);
}

void filter_camel(struct application *application, struct buf *out)
{
	case_write(out, filter_subject(application), CASE_CAMEL);
}

void filter_snake(struct application *application, struct buf *out)
{
	case_write(out, filter_subject(application), CASE_SNAKE);
}

void filter_screaming(struct application *application, struct buf *out)
{
	case_write(out, filter_subject(application), CASE_SCREAMING);
}

void filter_kebab(struct application *application, struct buf *out)
{
	case_write(out, filter_subject(application), CASE_KEBAB);
}

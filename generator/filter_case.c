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

/* Whether a name consists of [a-z0-9_], as most do. */
static bool is_plain(struct string name)
{
	static const bool plain[256] = {
		['_'] = true, ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true,
		['5'] = true, ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true, ['a'] = true,
		['b'] = true, ['c'] = true, ['d'] = true, ['e'] = true, ['f'] = true, ['g'] = true,
		['h'] = true, ['i'] = true, ['j'] = true, ['k'] = true, ['l'] = true, ['m'] = true,
		['n'] = true, ['o'] = true, ['p'] = true, ['q'] = true, ['r'] = true, ['s'] = true,
		['t'] = true, ['u'] = true, ['v'] = true, ['w'] = true, ['x'] = true, ['y'] = true,
		['z'] = true,
	};
	size_t at = 0;

	while (at < name.length && plain[(unsigned char)name.bytes[at]])
		at++;
	return at == name.length;
}

static char capital(char byte)
{
	return byte >= 'a' && byte <= 'z' ? (char)(byte ^ 0x20) : byte;
}

/* A word of a plain name; returns the place behind what was written. */
static char *write_word(char *to, struct string word, enum letter_case letter_case, bool first)
{
	if (letter_case == CASE_SCREAMING) {
		for (size_t i = 0; i < word.length; i++)
			to[i] = capital(word.bytes[i]);
		return to + word.length;
	}
	memcpy(to, word.bytes, word.length);
	if (letter_case == CASE_PASCAL || (letter_case == CASE_CAMEL && !first))
		to[0] = capital(to[0]);
	return to + word.length;
}

static void write_plain(struct buf *out, struct string name, enum letter_case letter_case)
{
	char const joint = letter_case == CASE_KEBAB ? '-' : '_';
	bool first = true;

	buf_reserve(out, name.length + 1);
	char *to = out->bytes + out->length;
	for (size_t at = 0; at < name.length; at++) {
		const char *end = memchr(name.bytes + at, '_', name.length - at);
		size_t const stop = end ? (size_t)(end - name.bytes) : name.length;
		if (stop == at)
			continue;
		if (!first && letter_case >= CASE_SNAKE)
			*to++ = joint;
		to = write_word(to, (struct string){name.bytes + at, stop - at}, letter_case,
				first);
		first = false;
		at = stop;
	}
	out->length = (size_t)(to - out->bytes);
}

void case_write(struct buf *out, struct string name, enum letter_case letter_case)
{
	struct string word;
	size_t at = 0;

	if (is_plain(name)) {
		write_plain(out, name, letter_case);
		return;
	}
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

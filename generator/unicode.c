/* unicode: the properties and the case mapping of characters. See unicode.h. */
#include "unicode.h"

#include "unicode_table.h"
#include "utf8.h"

enum { SIGMA = 0x3A3, SMALL_SIGMA = 0x3C3, FINAL_SIGMA = 0x3C2 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct case_table {
	const struct case_range *ranges;
	size_t range_count;
	const struct special_case *specials;
	size_t special_count;
};

static const struct case_table upper_table = {upper_ranges, COUNT(upper_ranges), upper_specials,
					      COUNT(upper_specials)};
static const struct case_table lower_table = {lower_ranges, COUNT(lower_ranges), lower_specials,
					      COUNT(lower_specials)};
static const struct case_table title_table = {title_ranges, COUNT(title_ranges), title_specials,
					      COUNT(title_specials)};

size_t unicode_encode(uint32_t character, char bytes[4])
{
	static const unsigned char marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
	size_t const length = character < 0x80      ? 1
			      : character < 0x800   ? 2
			      : character < 0x10000 ? 3
						    : 4;

	if (length == 1) {
		bytes[0] = (char)character;
		return 1;
	}
	for (size_t i = length; --i; character >>= 6)
		bytes[i] = (char)(0x80 | (character & 0x3F));
	bytes[0] = (char)(marks[length] | character);
	return length;
}

void unicode_append(struct buf *out, uint32_t character)
{
	buf_reserve(out, 4);
	out->length += unicode_encode(character, out->bytes + out->length);
}

bool unicode_is_space(uint32_t character)
{
	if (character < 0x80)
		return character == ' ' || (character >= 0x09 && character <= 0x0D) ||
		       (character >= 0x1C && character <= 0x1F);
	return character == 0x85 || character == 0xA0 || character == 0x1680 ||
	       (character >= 0x2000 && character <= 0x200A) || character == 0x2028 ||
	       character == 0x2029 || character == 0x202F || character == 0x205F ||
	       character == 0x3000;
}

/* How many of the sorted points are not above the character. */
static size_t count_up_to(const uint32_t *points, size_t count, uint32_t character)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t const middle = low + (high - low) / 2;
		if (points[middle] <= character)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool has_property(const uint32_t *flips, size_t count, uint32_t character)
{
	return count_up_to(flips, count, character) % 2;
}

bool unicode_is_printable(uint32_t character)
{
	if (character < 0x80)
		return character >= 0x20 && character < 0x7F;
	return !has_property(unprintable_flips, COUNT(unprintable_flips), character);
}

static bool is_ascii_letter(uint32_t character)
{
	return (character | 0x20) >= 'a' && (character | 0x20) <= 'z';
}

bool unicode_is_alphanumeric(uint32_t character)
{
	if (character < 0x80)
		return is_ascii_letter(character) || (character >= '0' && character <= '9');
	return has_property(alphanumeric_flips, COUNT(alphanumeric_flips), character);
}

int unicode_decimal(uint32_t character)
{
	if (character < 0x80)
		return character >= '0' && character <= '9' ? (int)(character - '0') : -1;
	size_t const place = count_up_to(decimal_flips, COUNT(decimal_flips), character);
	/* Digits come in runs of ten, from zero up. */
	return place % 2 ? (int)((character - decimal_flips[place - 1]) % 10) : -1;
}

static bool is_cased(uint32_t character)
{
	if (character < 0x80)
		return is_ascii_letter(character);
	return has_property(cased_flips, COUNT(cased_flips), character);
}

static bool is_case_ignorable(uint32_t character)
{
	if (character < 0x80)
		return strchr("'.:^`", (int)character) && character;
	return has_property(case_ignorable_flips, COUNT(case_ignorable_flips), character);
}

static const struct special_case *find_special(const struct case_table *table, uint32_t character)
{
	for (size_t i = 0; i < table->special_count; i++)
		if (table->specials[i].character == character)
			return &table->specials[i];
	return NULL;
}

static const struct case_range *find_range(const struct case_table *table, uint32_t character)
{
	size_t low = 0, high = table->range_count;

	while (low < high) {
		size_t const middle = low + (high - low) / 2;
		if (table->ranges[middle].last < character)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == table->range_count || table->ranges[low].first > character ||
	    (character - table->ranges[low].first) % table->ranges[low].step)
		return NULL;
	return &table->ranges[low];
}

bool unicode_is_capital(uint32_t character)
{
	if (character < 0x80)
		return character >= 'A' && character <= 'Z';
	return find_range(&lower_table, character) || find_special(&lower_table, character);
}

/* Appends what the table makes of a character; false where it is not listed. */
static bool append_mapped(struct buf *out, const struct case_table *table, uint32_t character)
{
	const struct case_range *range = find_range(table, character);
	const struct special_case *special = range ? NULL : find_special(table, character);

	if (range)
		unicode_append(out, (uint32_t)((int32_t)character + range->delta));
	for (int i = 0; special && i < SPECIAL_LENGTH && special->becomes[i]; i++)
		unicode_append(out, special->becomes[i]);
	return range || special;
}

/* The next character from at on, which is moved behind it. */
static uint32_t next_character(struct string text, size_t *at)
{
	uint32_t character = 0;
	size_t const size = utf8_decode(text.bytes + *at, text.length - *at, &character);

	*at += size ? size : 1;
	return character;
}

static uint32_t previous_character(struct string text, size_t *at)
{
	while (--*at && utf8_continues(text.bytes[*at]))
		;
	size_t start = *at;
	return next_character(text, &start);
}

/* The sigma between before and after ends a word: a letter precedes it and none
 * follows, whatever apostrophes and the like stand between. */
static bool ends_word(struct string text, size_t before, size_t after)
{
	uint32_t character = 0;

	while (before && is_case_ignorable(character = previous_character(text, &before)))
		character = 0;
	if (!character || !is_cased(character))
		return false;
	character = 0;
	while (after < text.length && is_case_ignorable(character = next_character(text, &after)))
		character = 0;
	return !character || !is_cased(character);
}

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Copies eight bytes, those from first to first + 25 with a bit flipped; false
 * where one is no ASCII. */
static bool flip_word(char *to, const char *from, unsigned first)
{
	uint64_t word;

	memcpy(&word, from, sizeof word);
	uint64_t const letters = (word + EACH_BYTE(0x80 - first)) &
				 ~(word + EACH_BYTE(0x7F - (first + 25))) & EACH_BYTE(0x80);
	uint64_t const flipped = word ^ letters >> 2;
	memcpy(to, &flipped, sizeof flipped);
	return !(word & EACH_BYTE(0x80));
}

/* Appends the ASCII characters from at on, the letters from first to first + 25
 * with a bit flipped, and returns the place behind them. */
static size_t append_ascii(struct buf *out, struct string text, size_t at, char first)
{
	size_t const start = at;

	if (at == text.length)
		return at;
	buf_reserve(out, text.length - at);
	char *to = out->bytes + out->length;
	while (text.length - at >= 8 && flip_word(to, text.bytes + at, (unsigned char)first)) {
		at += 8;
		to += 8;
	}
	for (; at < text.length && (unsigned char)text.bytes[at] < 0x80; at++) {
		char const byte = text.bytes[at];
		*to++ = byte >= first && byte <= first + 25 ? (char)(byte ^ 0x20) : byte;
	}
	out->length += at - start;
	return at;
}

void unicode_upper(struct buf *out, struct string text)
{
	for (size_t at = append_ascii(out, text, 0, 'a'); at < text.length;
	     at = append_ascii(out, text, at, 'a')) {
		uint32_t const character = next_character(text, &at);
		if (!append_mapped(out, &upper_table, character))
			unicode_append(out, character);
	}
}

/* The part of a text from a place on in lower case. */
static void append_lower(struct buf *out, struct string text, size_t from)
{
	for (size_t at = append_ascii(out, text, from, 'A'); at < text.length;
	     at = append_ascii(out, text, at, 'A')) {
		size_t const before = at;
		uint32_t const character = next_character(text, &at);
		if (character == SIGMA)
			unicode_append(out,
				       ends_word(text, before, at) ? FINAL_SIGMA : SMALL_SIGMA);
		else if (!append_mapped(out, &lower_table, character))
			unicode_append(out, character);
	}
}

void unicode_lower(struct buf *out, struct string text)
{
	append_lower(out, text, 0);
}

void unicode_capitalize(struct buf *out, struct string text)
{
	size_t at = 0;

	if (!text.length)
		return;
	uint32_t const first = next_character(text, &at);
	if (first < 0x80)
		append_ascii(out, (struct string){text.bytes, 1}, 0, 'a');
	else if (!append_mapped(out, &title_table, first) &&
		 !append_mapped(out, &upper_table, first))
		unicode_append(out, first);
	append_lower(out, text, at);
}

/* utf8: characters in UTF-8 text. See utf8.h. */
#include "utf8.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)

size_t utf8_decode(const char *bytes, size_t length, uint32_t *character)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char const first = (unsigned char)bytes[0];
	size_t const size = first < 0x80 ? 1 : first < 0xC0 ? 0 : first < 0xE0 ? 2
			  : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 0;

	if (size == 0 || size > length)
		return 0;
	if (size == 1) {
		*character = first;
		return 1;
	}
	uint32_t decoded = first & (0x7Fu >> size);
	for (size_t i = 1; i < size; i++) {
		if (!utf8_continues(bytes[i]))
			return 0;
		decoded = decoded << 6 | ((unsigned char)bytes[i] & 0x3F);
	}
	if (decoded < smallest[size] || decoded > 0x10FFFF ||
	    (decoded >= 0xD800 && decoded < 0xE000))
		return 0;
	*character = decoded;
	return size;
}

/* The length of the ASCII bytes at the start of text, in whole words. */
static size_t ascii_words(struct string text)
{
	size_t at = 0;
	uint64_t word;

	for (; text.length - at >= sizeof word; at += sizeof word) {
		memcpy(&word, text.bytes + at, sizeof word);
		if (word & HIGH_BITS)
			break;
	}
	return at;
}

static bool is_plain(char byte)
{
	return (byte >= ' ' && byte <= '~') || byte == '\n';
}

size_t utf8_plain_length(struct string text)
{
	uint64_t const ones = HIGH_BITS >> 7, low_bits = ~HIGH_BITS;
	size_t at = 0;
	uint64_t word;

	/* Eight bytes at a time; a byte's high bit says what is true of it. */
	for (; text.length - at >= sizeof word; at += sizeof word) {
		memcpy(&word, text.bytes + at, sizeof word);
		uint64_t const rest = word & low_bits, feeds = rest ^ ones * '\n';
		uint64_t const not_feed = feeds + low_bits;
		uint64_t const from_space = rest + ones * (0x80 - ' ');
		uint64_t const beyond_tilde = word | (rest + ones);
		if (((~from_space & not_feed) | beyond_tilde) & HIGH_BITS)
			break;
	}
	while (at < text.length && is_plain(text.bytes[at]))
		at++;
	return at;
}

size_t utf8_advance(struct string text, size_t offset, size_t count)
{
	uint64_t word;

	while (count && offset < text.length) {
		if (text.length - offset >= sizeof word) {
			memcpy(&word, text.bytes + offset, sizeof word);
			if (!(word & HIGH_BITS)) {
				size_t const step = count < sizeof word ? count : sizeof word;
				offset += step;
				count -= step;
				continue;
			}
		}
		do
			offset++;
		while (offset < text.length && utf8_continues(text.bytes[offset]));
		count--;
	}
	return offset;
}

bool utf8_is_ascii(struct string text)
{
	for (size_t at = ascii_words(text); at < text.length; at++)
		if ((unsigned char)text.bytes[at] >= 0x80)
			return false;
	return true;
}

size_t utf8_check(struct string text)
{
	size_t at = 0;

	while (at < text.length) {
		at += ascii_words((struct string){text.bytes + at, text.length - at});
		for (size_t end = at + 8; at < text.length && at < end;) {
			uint32_t character;
			size_t const size =
				utf8_decode(text.bytes + at, text.length - at, &character);
			if (!size)
				return at;
			at += size;
		}
	}
	return at;
}

/* The bytes of a word that continue a character. */
static size_t count_continuing(uint64_t word)
{
	uint64_t const marks = word & ~(word << 1) & HIGH_BITS;

	return (marks >> 7) * (HIGH_BITS >> 7) >> 56;
}

size_t utf8_count(struct string text)
{
	size_t at = 0, count = text.length;
	uint64_t word;

	for (; text.length - at >= sizeof word; at += sizeof word) {
		memcpy(&word, text.bytes + at, sizeof word);
		if (word & HIGH_BITS)
			count -= count_continuing(word);
	}
	for (; at < text.length; at++)
		count -= utf8_continues(text.bytes[at]);
	return count;
}

bool utf8_is_control(uint32_t character)
{
	return (character < 0x20 && character != '\n' && character != '\t') ||
	       (character >= 0x7F && character < 0xA0);
}

bool utf8_is_bidi_control(uint32_t character)
{
	return character == 0x061C || character == 0x200E || character == 0x200F ||
	       (character >= 0x202A && character <= 0x202E) ||
	       (character >= 0x2066 && character <= 0x2069);
}

struct range {
	uint32_t first, last;
};

static bool is_in(uint32_t character, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (character >= ranges[i].first && character <= ranges[i].last)
			return true;
	return false;
}

/* The blocks of Unicode as a whole: enough to line up a caret. */
int utf8_width(uint32_t character)
{
	static const struct range none[] = {
		{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},
		{0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E},
		{0x2060, 0x2064}, {0x2066, 0x2069}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
		{0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
	};
	static const struct range two[] = {
		{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xA960, 0xA97F},
		{0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60},
		{0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF},
		{0x20000, 0x3FFFD},
	};

	if (character < 0x0300)
		return 1;
	if (is_in(character, none, sizeof none / sizeof *none))
		return 0;
	return is_in(character, two, sizeof two / sizeof *two) ? 2 : 1;
}

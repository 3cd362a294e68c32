/* Tests of utf8: decoding, checking, classes of characters. */
#include "fixture.h"

#include "../../generator/utf8.h"

static void decodes_each_length(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		uint32_t character;
	} cases[] = {
		{"a", 1, 'a'}, {"\xC2\x80", 2, 0x80}, {"\xDF\xBF", 2, 0x7FF}, {"\xE0\xA0\x80", 3, 0x800},
		{"\xEF\xBF\xBF", 3, 0xFFFF}, {"\xF0\x90\x80\x80", 4, 0x10000},
		{"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint32_t character = 0;
		size_t const length = strlen(cases[i].bytes);
		assert_int_equal(utf8_decode(cases[i].bytes, length, &character), cases[i].size);
		assert_int_equal(character, cases[i].character);
		if (length > 1)
			assert_int_equal(utf8_decode(cases[i].bytes, length - 1, &character), 0);
	}
}

static void refuses_what_is_no_utf8(void **state)
{
	static const char *const cases[] = {
		"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80",
		"\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF",
		"\xC3(", "\xE2\x82(",
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint32_t character;
		assert_int_equal(utf8_decode(cases[i], strlen(cases[i]), &character), 0);
		assert_int_equal(utf8_check(string_of(cases[i])), 0);
	}
}

/* At every place of a word, so that the fast paths meet the slow ones. */
static void checks_find_the_place(void **state)
{
	(void)state;
	for (size_t length = 0; length < 40; length++) {
		char text[48];
		memset(text, 'a', sizeof text);
		struct string const all = {text, length};
		assert_int_equal(utf8_check(all), length);
		assert_int_equal(utf8_plain_length(all), length);
		assert_true(utf8_is_ascii(all));
		for (size_t at = 0; at < length; at++) {
			text[at] = (char)0x80;
			assert_int_equal(utf8_check(all), at);
			assert_int_equal(utf8_plain_length(all), at);
			assert_false(utf8_is_ascii(all));
			text[at] = 'a';
		}
	}
}

static void plain_length_is_exact_for_every_byte(void **state)
{
	(void)state;
	for (int byte = 0; byte < 256; byte++) {
		bool const plain = byte == '\n' || (byte >= ' ' && byte <= '~');
		for (size_t at = 0; at < 16; at++) {
			for (int around = 0; around < 3; around++) {
				char text[16];
				memset(text, " ~\n"[around], sizeof text);
				text[at] = (char)byte;
				assert_int_equal(utf8_plain_length((struct string){text, 16}),
						 plain ? 16 : at);
			}
		}
	}
}

static void advances_by_characters(void **state)
{
	struct string const text = STRING("abc\xC3\xA9" "defghijklmnop\xE2\x82\xAC" "qrstuvwxyz\xF0\x9F\x98\x80");
	size_t offset = 0;

	(void)state;
	assert_int_equal(utf8_count(text), 29);
	for (size_t count = 0; count <= 29; count++) {
		assert_int_equal(utf8_advance(text, 0, count), offset);
		for (size_t from = 0, skipped = 0; skipped <= count; skipped++) {
			assert_int_equal(utf8_advance(text, from, count - skipped), offset);
			from = utf8_advance(text, from, 1);
		}
		offset = utf8_advance(text, offset, 1);
	}
	assert_int_equal(utf8_advance(text, 0, 1000), text.length);
}

static void counts_from_every_byte(void **state)
{
	static const char bytes[] = "ab\xC3\xA9" "\xF0\x9F\x98\x80\xE2\x82\xAC\xC3\xBF" "defghijk\xC2\x80~\x7F";
	size_t const length = sizeof bytes - 1;

	(void)state;
	for (size_t start = 0; start <= length; start++) {
		size_t expected = 0;
		for (size_t end = start; end <= length; end++) {
			assert_int_equal(utf8_count((struct string){bytes + start, end - start}),
					 expected);
			expected += !utf8_continues(bytes[end]);
		}
	}
}

static void classes(void **state)
{
	(void)state;
	assert_true(utf8_is_control(0) && utf8_is_control(0x1F) && utf8_is_control('\r'));
	assert_true(utf8_is_control(0x7F) && utf8_is_control(0x85) && utf8_is_control(0x9F));
	assert_false(utf8_is_control('\n') || utf8_is_control('\t') || utf8_is_control(' '));
	assert_false(utf8_is_control(0xA0) || utf8_is_control(0x2028));
	assert_true(utf8_is_bidi_control(0x061C) && utf8_is_bidi_control(0x200E));
	assert_true(utf8_is_bidi_control(0x202A) && utf8_is_bidi_control(0x202E));
	assert_true(utf8_is_bidi_control(0x2066) && utf8_is_bidi_control(0x2069));
	assert_false(utf8_is_bidi_control(0x200D) || utf8_is_bidi_control(0x2065));
	assert_int_equal(utf8_width('a'), 1);
	assert_int_equal(utf8_width(0x0301), 0);
	assert_int_equal(utf8_width(0x65E5), 2);
	assert_int_equal(utf8_width(0x1F600), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_each_length),
		cmocka_unit_test(refuses_what_is_no_utf8),
		cmocka_unit_test(checks_find_the_place),
		cmocka_unit_test(plain_length_is_exact_for_every_byte),
		cmocka_unit_test(advances_by_characters),
		cmocka_unit_test(counts_from_every_byte),
		cmocka_unit_test(classes),
	};

	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}

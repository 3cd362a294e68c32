/* Tests of template_word: which names are words. */
#include "fixture.h"

#include "../../generator/template_word.h"

static void every_word_is_found(void **state)
{
	(void)state;
	for (int i = WORD_OTHER + 1; i < WORD_COUNT; i++)
		assert_int_equal(word_find(string_of(word_text((enum word)i))), i);
}

static void other_names_are_none(void **state)
{
	static const char *const others[] = {"a", "i", "n", "w", "code", "fo", "fort", "iffy", "en",
					     "endfo", "endforx", "If", "TRUE", "False_", "_", "z9",
					     "withoutcontext", "recursively"};

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_int_equal(word_find(string_of(others[i])), WORD_OTHER);
}

static void a_name_ends_where_its_length_says(void **state)
{
	(void)state;
	assert_int_equal(word_find((struct string){"include", 2}), WORD_IN);
	assert_int_equal(word_find((struct string){"ifx", 2}), WORD_IF);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		fixture_test(every_word_is_found),
		fixture_test(other_names_are_none),
		fixture_test(a_name_ends_where_its_length_says),
	};

	return cmocka_run_group_tests_name("template_word", tests, NULL, NULL);
}

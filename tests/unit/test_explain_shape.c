/* Tests of explain_shape: where words and numbers of a log end, what is around them. */
#include "fixture.h"

#include "../../generator/explain_shape.h"

static void words_end_behind_letters_and_joints(void **state)
{
	(void)state;
	assert_int_equal(explain_word_end(STRING("A.b$C_1. x"), 0), 7);
	assert_int_equal(explain_word_end(STRING("a-b"), 0), 1);
	assert_int_equal(explain_word_end(STRING("\xC3\xA9t\xC3\xA9!"), 0), 5);
	assert_int_equal(explain_word_end(STRING(""), 0), 0);
}

static void numbers_take_times_versions_and_addresses(void **state)
{
	(void)state;
	assert_int_equal(explain_number_end(STRING("12:30:01.5 x"), 0), 10);
	assert_int_equal(explain_number_end(STRING("30004, x"), 0), 5);
	assert_int_equal(explain_number_end(STRING("30004."), 0), 5);
	assert_int_equal(explain_number_end(STRING("30s"), 0), 3);
}

static void surroundings_are_seen(void **state)
{
	(void)state;
	assert_true(explain_is_before_unit(STRING("30 ms"), 2));
	assert_true(explain_is_before_unit(STRING("30 %"), 2));
	assert_false(explain_is_before_unit(STRING("30 face"), 2));
	assert_true(explain_is_in_brackets(STRING("x [12]"), 3, 5));
	assert_false(explain_is_in_brackets(STRING("x[12]"), 2, 4));
	assert_false(explain_is_in_brackets(STRING("x [12)"), 3, 5));
	assert_true(explain_is_alone(STRING("12"), 0, 2));
	assert_false(explain_is_alone(STRING("a=12"), 2, 4));
	assert_true(explain_is_quoted(STRING("'12'"), 1, 3));
	assert_true(explain_is_quoted(STRING("\\\"12\\\""), 2, 4));
	assert_false(explain_is_quoted(STRING("\"12'"), 1, 3));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		fixture_test(words_end_behind_letters_and_joints),
		fixture_test(numbers_take_times_versions_and_addresses),
		fixture_test(surroundings_are_seen),
	};

	return cmocka_run_group_tests_name("explain_shape", tests, NULL, NULL);
}

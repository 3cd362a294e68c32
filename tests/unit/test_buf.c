/* Tests of buf: growable bytes and strings. */
#include "fixture.h"

static struct buf *new_buf(struct fixture *fixture)
{
	struct buf *buf = arena_alloc(&fixture->arena, sizeof *buf);

	buf_init(buf, &fixture->arena);
	return buf;
}

static void strings_compare_by_bytes(void **state)
{
	(void)state;
	assert_true(string_equal(STRING("ab"), string_of("ab")));
	assert_false(string_equal(STRING("ab"), STRING("abc")));
	assert_true(string_equal((struct string){0}, STRING("")));
	assert_true(string_is(STRING("a\0b"), "a") == false);
	assert_true(string_compare(STRING("a"), STRING("b")) < 0);
	assert_true(string_compare(STRING("ab"), STRING("a")) > 0);
	assert_true(string_compare(STRING("\xC3\xA9"), STRING("z")) > 0);
	assert_int_equal(string_compare(STRING("a"), STRING("a")), 0);
	assert_true(string_starts_with(STRING("abc"), STRING("ab")));
	assert_false(string_starts_with(STRING("a"), STRING("ab")));
}

static void appending_grows(void **state)
{
	struct buf *buf = new_buf(*state);

	for (int i = 0; i < 100000; i++)
		buf_byte(buf, (char)('a' + i % 26));
	buf_append(buf, NULL, 0);
	assert_int_equal(buf->length, 100000);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(buf->bytes[i], 'a' + i % 26);
}

static void integers_at_their_limits(void **state)
{
	struct buf *buf = new_buf(*state);

	buf_integer(buf, INT64_MIN);
	buf_byte(buf, ' ');
	buf_integer(buf, INT64_MAX);
	buf_byte(buf, ' ');
	buf_integer(buf, 0);
	assert_true(string_is(buf_view(buf), "-9223372036854775808 9223372036854775807 0"));
	assert_string_equal(string_integer(buf->arena, INT64_MIN).bytes, "-9223372036854775808");
	assert_true(string_is(string_integer(buf->arena, INT64_MAX), "9223372036854775807"));
	assert_true(string_is(string_integer(buf->arena, 0), "0"));
}

static void integers_of_each_length(void **state)
{
	struct buf *buf = new_buf(*state);
	char expected[32];

	for (int64_t power = 1; power <= INT64_MAX / 10; power *= 10)
		for (int64_t integer = power - 1; integer <= power + 1; integer++) {
			buf->length = 0;
			buf_integer(buf, -integer);
			buf_byte(buf, ' ');
			buf_integer(buf, integer);
			snprintf(expected, sizeof expected, "%lld", (long long)integer);
			assert_true(string_is(buf_view(buf),
					      string_printf(buf->arena, "%s%s %s", integer ? "-" : "",
							    expected, expected)
						      .bytes));
		}
}

static void printf_leaves_no_nul(void **state)
{
	struct buf *buf = new_buf(*state);

	buf_printf(buf, "%s-%d", "ab", 5);
	buf_printf(buf, "%s", "");
	buf_repeat(buf, 'x', 3);
	assert_true(string_is(buf_view(buf), "ab-5xxx"));
	for (int i = 0; i < 200; i++)
		buf_printf(buf, "%d,", i);
	assert_int_equal(buf->bytes[buf->length - 1], ',');
}

static void copies_end_with_nul(void **state)
{
	struct fixture *fixture = *state;

	assert_string_equal(string_copy(&fixture->arena, (struct string){"abc", 2}).bytes, "ab");
	assert_string_equal(string_printf(&fixture->arena, "%d.%s", 1, "x").bytes, "1.x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(strings_compare_by_bytes), fixture_test(appending_grows),
		fixture_test(integers_at_their_limits), fixture_test(integers_of_each_length),
		fixture_test(printf_leaves_no_nul),
		fixture_test(copies_end_with_nul),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}

/* Tests of scalar: what the text of a YAML scalar says. */
#include "fixture.h"

#include "../../generator/scalar.h"

static void integers(void **state)
{
	static const struct {
		const char *text;
		int64_t integer;
	} good[] = {
		{"0", 0}, {"-0", 0}, {"+5", 5}, {"-7", -7}, {"30004", 30004}, {"0x10", 16}, {"-0xff", -255},
		{"0xFfFf", 65535}, {"0x0010", 16}, {"9223372036854775807", INT64_MAX},
		{"-9223372036854775808", INT64_MIN}, {"0x7fffffffffffffff", INT64_MAX},
		{"-0x8000000000000000", INT64_MIN},
	};
	static const char *const bad[] = {
		"", "+", "-", "0x", "-0x", "30_000", "0x_1", "1.5", "1e3", "010", "-010", "00", "0o10", "0b1",
		"0X10", "1 ", " 1", "--1", "1-", "a", "0xg", "9223372036854775808", "-9223372036854775809",
		"0x8000000000000000", "99999999999999999999999", "\xD9\xA1",
	};
	int64_t integer;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_null(scalar_integer(string_of(good[i].text), &integer));
		assert_int_equal(integer, good[i].integer);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_non_null(scalar_integer(string_of(bad[i]), &integer));
	assert_non_null(scalar_integer((struct string){"1\0", 2}, &integer));
}

static void identifiers(void **state)
{
	static const char *const good[] = {"a", "a1", "abc_def", "a_1", "x1_2y", "class"};
	static const char *const bad[] = {"", "_", "_a", "a_", "a__b", "1a", "A", "aB", "a-b", "a b",
					  "a.b", "\xC3\xA4", "a\xC3\xA4", "a\n"};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_null(scalar_identifier(string_of(good[i]), '_'));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_non_null(scalar_identifier(string_of(bad[i]), '_'));
	assert_non_null(scalar_identifier((struct string){"a\0", 2}, '_'));
	assert_null(scalar_identifier(STRING("objective-c"), '-'));
	assert_non_null(scalar_identifier(STRING("a--b"), '-'));
	assert_non_null(scalar_identifier(STRING("a-"), '-'));
	assert_non_null(scalar_identifier(STRING("a_-b"), '-'));
}

/* The examples of semver.org's own tests. */
static void semvers(void **state)
{
	static const char *const good[] = {
		"0.0.4", "1.2.3", "10.20.30", "1.1.2-prerelease+meta", "1.1.2+meta", "1.0.0-alpha",
		"1.0.0-alpha.beta", "1.0.0-alpha.1", "1.0.0-alpha0.valid", "1.0.0-alpha.0valid",
		"1.0.0-rc.1+build.1", "2.0.0+build.1848", "1.2.3----RC-SNAPSHOT.12.9.1--.12+788",
		"1.0.0+0.build.1-rc.10000aaa-kk-0.1", "99999999999999999999999.999.9", "1.0.0-0A.is.legal",
	};
	static const char *const bad[] = {
		"", "1", "1.2", "1.2.3-0123", "1.2.3-0123.0123", "1.1.2+.123", "+invalid", "-invalid",
		"alpha", "1.2.3.DEV", "1.2-SNAPSHOT", "01.1.1", "1.01.1", "1.1.01", "1.2.3.4", "1.0.0-",
		"1.0.0+", "1.0.0-alpha_beta", "1.0.0-alpha..1", "1.0.0+a+b", "v1.2.3", "1.2.3 ",
		"-1.0.3-gamma+b7718", "1.2.31.2.3----RC-SNAPSHOT.12.09.1--..12+788",
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_null(scalar_semver(string_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_non_null(scalar_semver(string_of(bad[i])));
}

static void dates(void **state)
{
	static const char *const good[] = {"2026-11-20", "2024-02-29", "2000-02-29", "1999-12-31"};
	static const char *const bad[] = {"", "2026-11-2", "2026-1-20", "2026-13-01", "2026-00-10",
					  "2026-11-31", "2026-02-29", "1900-02-29", "2026-11-00",
					  "2026/11/20", "20261120", "2026-11-20T", "-026-11-20"};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_null(scalar_date(string_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_non_null(scalar_date(string_of(bad[i])));
}

static void urls(void **state)
{
	static const char *const good[] = {
		"https://a", "http://a.b/c?d=e#f", "https://docs.keyless.io/x-y/z_1", "https://[::1]/",
		"https://a/%20", "https://\xC3\xBC.example/"};
	static const char *const bad[] = {"", "a", "ftp://a", "https://", "https:///x", "https://?",
					  "HTTPS://a", "https://a b", "https://a\"b", "https://a<b>",
					  "javascript:alert(1)", "https://a\nb"};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_null(scalar_url(string_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_non_null(scalar_url(string_of(bad[i])));
}

static void assert_ambiguity(const char *text, const char *expected)
{
	const char *found = scalar_ambiguity(string_of(text));

	if (expected)
		assert_string_equal(found, expected);
	else
		assert_null(found);
}

static void ambiguities_of_yaml_1_1_and_1_2(void **state)
{
	static const char *const numbers[] = {
		"0", "404", "-7", "+12", "1_000", "0x1F", "0x_ff", "0o17", "017", "0b101", "1.5", "-1.5",
		".5", "1.", "1e3", "1.5e-3", "685.230_15e+03", ".inf", "-.INF", ".NaN", "190:20:30", "1:30",
		"20:30.15", "_1", "1__0"};
	static const char *const booleans[] = {"y", "N", "yes", "No", "NO", "true", "FALSE", "on", "Off"};
	static const char *const strings[] = {"0100C", "FailedOperation.UnKnown", "a", "nO", "yEs", "1a",
					      "-", "+", ".", "1-2", "0xg", "e3", "1:60x", "2001-1", "nulls",
					      "LipVideoQuaility", "12:ab", "1.2.3.a"};

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		assert_ambiguity(numbers[i], "a number");
	for (size_t i = 0; i < sizeof booleans / sizeof *booleans; i++)
		assert_ambiguity(booleans[i], "a boolean");
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		assert_ambiguity(strings[i], NULL);
	assert_ambiguity("", "null");
	assert_ambiguity("~", "null");
	assert_ambiguity("Null", "null");
	assert_ambiguity("2001-12-14", "a date");
	assert_ambiguity("2001-12-14t21:59:43.10-05:00", "a date");
	assert_ambiguity("2001-1-1 2:59:43", "a date");
	assert_ambiguity("<<", "a merge key");
	assert_ambiguity("=", "a merge key");
}

static void core_types(void **state)
{
	int64_t integer;

	(void)state;
	assert_int_equal(scalar_core_type(STRING("")), SCALAR_NULL);
	assert_int_equal(scalar_core_type(STRING("null")), SCALAR_NULL);
	assert_int_equal(scalar_core_type(STRING("True")), SCALAR_TRUE);
	assert_int_equal(scalar_core_type(STRING("FALSE")), SCALAR_FALSE);
	assert_int_equal(scalar_core_type(STRING("yes")), SCALAR_STRING);
	assert_int_equal(scalar_core_type(STRING("010")), SCALAR_INTEGER);
	assert_int_equal(scalar_core_type(STRING("0x1f")), SCALAR_INTEGER);
	assert_int_equal(scalar_core_type(STRING("-0x1f")), SCALAR_STRING);
	assert_int_equal(scalar_core_type(STRING("0o17")), SCALAR_INTEGER);
	assert_int_equal(scalar_core_type(STRING("1_0")), SCALAR_STRING);
	assert_int_equal(scalar_core_type(STRING("1.")), SCALAR_FLOAT);
	assert_int_equal(scalar_core_type(STRING("-.5e+3")), SCALAR_FLOAT);
	assert_int_equal(scalar_core_type(STRING(".inf")), SCALAR_FLOAT);
	assert_int_equal(scalar_core_type(STRING("1e3")), SCALAR_FLOAT);
	assert_int_equal(scalar_core_type(STRING(".")), SCALAR_STRING);
	assert_int_equal(scalar_core_type(STRING("-")), SCALAR_STRING);
	assert_int_equal(scalar_core_type(STRING("+.e1")), SCALAR_STRING);
	assert_true(scalar_core_integer(STRING("010"), &integer) && integer == 10);
	assert_true(scalar_core_integer(STRING("0x1f"), &integer) && integer == 31);
	assert_true(scalar_core_integer(STRING("0o17"), &integer) && integer == 15);
	assert_true(scalar_core_integer(STRING("-5"), &integer) && integer == -5);
	assert_true(scalar_core_integer(STRING("0"), &integer) && integer == 0);
	assert_false(scalar_core_integer(STRING("0xffffffffffffffff"), &integer));
	assert_false(scalar_core_integer(STRING("9223372036854775808"), &integer));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers),
		cmocka_unit_test(identifiers),
		cmocka_unit_test(semvers),
		cmocka_unit_test(dates),
		cmocka_unit_test(urls),
		cmocka_unit_test(ambiguities_of_yaml_1_1_and_1_2),
		cmocka_unit_test(core_types),
	};

	return cmocka_run_group_tests_name("scalar", tests, NULL, NULL);
}

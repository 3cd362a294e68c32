/* Tests of registry: what is said of a vendor's codes, names, categories and
 * references. */
#include "registry_files.h"

static void a_bad_type_leaves_the_codes_alone(void **state)
{
	assert_domain(*state,
		      "    code_type: integre\n    reserved: {codes: [x]}\n    codes:\n"
		      "      - {code: a, name: one, title: T, condition: too_dark, see_also: [b]}\n"
		      "      - {code: a, name: two, title: T, condition: too_dark}\n",
		      "vendors/a.yaml:6:16-23 bad-choice: 'integre' is not one of integer or string; did you "
		      "mean 'integer'?\n");
}

static void bad_definitions_leave_their_references_alone(void **state)
{
	assert_domain(*state,
		      "    code_type: integer\n    categories:\n      - {name: User, title: U}\n"
		      "      - {title: V}\n    codes:\n"
		      "      - {code: 30_000, name: one, title: T, condition: too_dark, category: user}\n"
		      "      - {code: 2, name: Two, title: T, condition: too_dark, category: other,\n"
		      "         see_also: [30000]}\n"
		      "      - {code: 3, name: three, title: T, condition: too_dark, category: user,\n"
		      "         deprecated: {replaced_by: two}, see_also: [77]}\n",
		      "vendors/a.yaml:8:16-20 bad-identifier: 'User' is no identifier: it must start with a "
		      "lower-case letter\n"
		      "vendors/a.yaml:9:10-18 missing-key: a category needs the key 'name'\n"
		      "vendors/a.yaml:11:16-22 bad-code: '30_000' is no integer code: it holds a '_'\n"
		      "vendors/a.yaml:12:25-28 bad-identifier: 'Two' is no identifier: it must start with a "
		      "lower-case letter\n"
		      "vendors/a.yaml:15:53-55 unknown-code: unknown code '77'\n");
}

static void bad_codes(void **state)
{
	assert_domain(*state,
		      "    code_type: integer\n    codes:\n"
		      "      - {code: 1.5, name: a, title: T, condition: too_dark}\n"
		      "      - {code: 0x, name: b, title: T, condition: too_dark}\n"
		      "      - {code: '7', name: c, title: T, condition: too_dark}\n"
		      "      - {code: 010, name: d, title: T, condition: too_dark}\n"
		      "      - {code: 9223372036854775808, name: e, title: T, condition: too_dark}\n"
		      "      - {code: , name: f, title: T, condition: too_dark}\n"
		      "      - {code: -9223372036854775808, name: g, title: T, condition: too_dark}\n",
		      "vendors/a.yaml:8:16-19 bad-code: '1.5' is no integer code: it must be decimal digits, "
		      "or 0x and hexadecimal digits\n"
		      "vendors/a.yaml:9:16-18 bad-code: '0x' is no integer code: there is no digit after "
		      "'0x'\n"
		      "vendors/a.yaml:10:16-19 bad-code: '7' is no integer code: it is a text, being in "
		      "quotes\n"
		      "vendors/a.yaml:11:16-19 bad-code: '010' is no integer code: a leading zero means octal "
		      "to some YAML readers and nothing to others\n"
		      "vendors/a.yaml:12:16-35 bad-code: '9223372036854775808' is no integer code: it does "
		      "not fit into 64 bits\n"
		      "vendors/a.yaml:13:16-16 empty-value: there is no value; leave out the key where there "
		      "is nothing to say\n");
}

static void codes_that_are_strings(void **state)
{
	assert_domain(*state,
		      "    code_type: string\n    codes:\n"
		      "      - {code: 404, name: a, title: T, condition: too_dark}\n"
		      "      - {code: \"404\", name: b, title: T, condition: too_dark}\n"
		      "      - {code: NO, name: c, title: T, condition: too_dark}\n"
		      "      - {code: '', name: d, title: T, condition: too_dark}\n"
		      "      - {code: \"a\\nb\\x01\", name: e, title: T, condition: too_dark}\n"
		      "      - {code: '404', name: f, title: T, condition: too_dark, see_also: [404]}\n"
		      "      - {code: \"a\\nb\", name: g, title: T, condition: too_dark}\n",
		      "vendors/a.yaml:8:16-19 ambiguous-scalar: the code '404' must be in quotes: YAML "
		      "readers take it for a number\n"
		      "vendors/a.yaml:10:16-18 ambiguous-scalar: the code 'NO' must be in quotes: YAML "
		      "readers take it for a boolean\n"
		      "vendors/a.yaml:11:16-18 empty-value: the text is empty; leave out the key where there "
		      "is nothing to say\n"
		      "vendors/a.yaml:12:16-26 control-character: the control character U+0001 is not "
		      "allowed\n"
		      "vendors/a.yaml:13:16-21 duplicate-code: code 404 is already used; 9:16 first used "
		      "here\n"
		      "vendors/a.yaml:13:74-77 ambiguous-scalar: the code '404' must be in quotes: YAML "
		      "readers take it for a number\n"
		      "vendors/a.yaml:14:16-22 bad-code: 'a\\nb' is no code: it holds a line feed or a tab\n");
}

static void names_are_unique_in_a_domain(void **state)
{
	assert_domain(*state,
		      "    code_type: integer\n    reserved: {codes: [5], names: [old]}\n    codes:\n"
		      "      - {code: 1, name: a, title: T, condition: too_dark, aliases: [b, a]}\n"
		      "      - {code: 0x1, name: b, title: T, condition: too_dark}\n"
		      "      - {code: 5, name: old, title: T, condition: too_dark}\n",
		      "vendors/a.yaml:9:72-73 duplicate-name: the name 'a' is already used; 9:25 first used "
		      "here\n"
		      "vendors/a.yaml:10:16-19 duplicate-code: code 0x1 is already used; 9:16 first used "
		      "here\n"
		      "vendors/a.yaml:10:27-28 duplicate-name: the name 'b' is already used; 9:69 first used "
		      "here\n"
		      "vendors/a.yaml:11:16-17 reserved-code: code 5 is reserved and may not come back; 7:24 "
		      "reserved here\n"
		      "vendors/a.yaml:11:25-28 reserved-name: the name 'old' is reserved and may not come "
		      "back; 7:36 reserved here\n");
}

static void categories(void **state)
{
	assert_domain(*state,
		      "    code_type: integer\n    categories:\n"
		      "      - {name: user, title: U, range: {min: 10, max: 20}}\n"
		      "      - {name: user, title: U}\n"
		      "      - {name: server, title: S, range: {min: 2, max: 1}}\n    codes:\n"
		      "      - {code: 9, name: a, title: T, condition: too_dark, category: user}\n"
		      "      - {code: 21, name: b, title: T, condition: too_dark, category: user}\n"
		      "      - {code: 11, name: c, title: T, condition: too_dark, category: usr}\n"
		      "      - {code: 12, name: d, title: T, condition: too_dark}\n"
		      "      - {code: 13, name: e, title: T, condition: too_dark, category: server}\n",
		      "vendors/a.yaml:9:16-20 duplicate-category: the category 'user' is already defined; 8:16 "
		      "first defined here\n"
		      "vendors/a.yaml:10:41-57 bad-range: 'min' is greater than 'max'\n"
		      "vendors/a.yaml:12:16-17 code-out-of-range: code 9 is below the least of the category "
		      "'user', 10; 8:16 the category is defined here\n"
		      "vendors/a.yaml:13:16-18 code-out-of-range: code 21 is above the greatest of the category "
		      "'user', 20; 8:16 the category is defined here\n"
		      "vendors/a.yaml:14:70-73 unknown-category: unknown category 'usr'; did you mean 'user'?\n"
		      "vendors/a.yaml:15:10-18 missing-key: a code needs the key 'category', as its domain has "
		      "categories\n");
}

static void a_code_of_nothing(void **state)
{
	assert_domain(*state,
		      "    code_type: integer\n    categories: [{name: user, title: U}]\n    codes:\n"
		      "      - {}\n",
		      "vendors/a.yaml:9:9-11 missing-key: a code needs the key 'category', as its domain has "
		      "categories\n"
		      "vendors/a.yaml:9:9-11 missing-key: a code needs the key 'code'\n"
		      "vendors/a.yaml:9:9-11 missing-key: a code needs the key 'condition'\n"
		      "vendors/a.yaml:9:9-11 missing-key: a code needs the key 'name'\n"
		      "vendors/a.yaml:9:9-11 missing-key: a code needs the key 'title'\n");
}

static void categories_of_another_kind_of_domain(void **state)
{
	assert_domain(*state,
		      "    code_type: string\n    codes:\n"
		      "      - {code: a, name: a, title: T, condition: too_dark, category: user}\n"
		      "  - domain: e\n    title: E\n    code_type: string\n    categories:\n"
		      "      - {name: user, title: U, range: {min: 1}}\n    codes:\n"
		      "      - {code: a, name: a, title: T, condition: too_dark, category: user}\n",
		      "vendors/a.yaml:8:69-73 unknown-category: unknown category 'user': the domain has no "
		      "categories\n"
		      "vendors/a.yaml:13:39-47 bad-range: codes that are strings have no range\n");
}

static void references(void **state)
{
	assert_domain(*state,
		      "    code_type: string\n    codes:\n"
		      "      - {code: AuthFailed, name: auth_failed, title: T, condition: too_dark,\n"
		      "         see_also: [AuthFialed, AuthFailed], deprecated: {replaced_by: othr}}\n"
		      "      - {code: b, name: other, title: T, condition: too_dark}\n",
		      "vendors/a.yaml:9:21-31 unknown-code: unknown code 'AuthFialed'; did you mean "
		      "'AuthFailed'?\n"
		      "vendors/a.yaml:9:33-43 self-reference: 'see_also' names the code itself\n"
		      "vendors/a.yaml:9:72-76 unknown-replacement: unknown name 'othr'; did you mean 'other'?\n");
}

static void circles_are_reported_once(void **state)
{
	assert_domain(*state,
		      "    code_type: integer\n    codes:\n"
		      "      - {code: 1, name: a, title: T, condition: too_dark, deprecated: {replaced_by: b}}\n"
		      "      - {code: 2, name: b, title: T, condition: too_dark, deprecated: {replaced_by: c}}\n"
		      "      - {code: 3, name: c, title: T, condition: too_dark, deprecated: {replaced_by: b}}\n"
		      "      - {code: 4, name: d, title: T, condition: too_dark, deprecated: {replaced_by: d}}\n"
		      "      - {code: 5, name: e, title: T, condition: too_dark, deprecated: {replaced_by: f}}\n"
		      "      - {code: 6, name: f, title: T, condition: too_dark}\n",
		      "vendors/a.yaml:9:85-86 replacement-circle: the replacements go in a circle: b \xE2\x86\x92 "
		      "c \xE2\x86\x92 b\n"
		      "vendors/a.yaml:11:85-86 replacement-circle: the replacements go in a circle: d "
		      "\xE2\x86\x92 d\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(a_bad_type_leaves_the_codes_alone),
		fixture_test(bad_definitions_leave_their_references_alone),
		fixture_test(bad_codes),
		fixture_test(codes_that_are_strings),
		fixture_test(names_are_unique_in_a_domain),
		fixture_test(categories),
		fixture_test(a_code_of_nothing),
		fixture_test(categories_of_another_kind_of_domain),
		fixture_test(references),
		fixture_test(circles_are_reported_once),
	};

	return cmocka_run_group_tests_name("registry_vendor", tests, NULL, NULL);
}

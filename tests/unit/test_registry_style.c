/* Tests of registry: what of a complete registry wants a look. */
#include "registry_files.h"

static void unclassified_codes(void **state)
{
	struct fixture *fixture = *state;
	struct files files = with_domain(
		fixture, "    code_type: integer\n    codes:\n"
			 "      - {code: 1, name: one, title: T, condition: unclassified}\n");
	const struct registry *registry = load(fixture, files);

	assert_string_equal(fixture_report(fixture), "");
	registry_check_unclassified(registry, &fixture->diagnostics);
	assert_string_equal(fixture_report(fixture), "vendors/a.yaml:8:51-63 unclassified: 'one' is not "
						     "classified; choose a condition for it\n");
}

static void unclassified_takes_no_definition(void **state)
{
	struct files files = standard_files;

	files.conditions = "conditions:\n"
			   "  - {name: face_mismatch, title: F, description: D, retry: never, audience: user}\n"
			   "  - {name: unclassified, title: F, description: D, retry: never, audience: user}\n";
	assert_report(*state, files,
		      "conditions.yaml:3:12-24 reserved-name: 'unclassified' stands for codes without a "
		      "condition and takes no definition\n");
}

static void style(void **state)
{
	struct fixture *fixture = *state;
	struct files files = with_domain(
		fixture, "    code_type: integer\n    codes:\n"
			 "      - {code: 1, name: a, title: T, condition: too_dark, description: Hold  still.}\n"
			 "      - {code: 2, name: b, title: t, condition: too_dark, description: Hold still.}\n"
			 "      - {code: 3, name: c, title: T, condition: too_dark, recommendation: hold still.}\n");

	registry_check_style(load(fixture, files), &fixture->diagnostics);
	assert_string_equal(fixture_report(fixture),
			    "conditions.yaml:2:12-25 warning unused-condition: no code has the condition "
			    "'face_mismatch'\n"
			    "vendors/a.yaml:9:72-83 warning similar-text: the text differs from another only in "
			    "case or space; 8:72 the other is here\n"
			    "vendors/a.yaml:10:75-86 warning similar-text: the text differs from another only in "
			    "case or space; 8:72 the other is here\n");
}

static struct string unchanged(struct arena *arena, struct string name)
{
	return string_copy(arena, name);
}

static struct string camel(struct arena *arena, struct string name)
{
	char *bytes = arena_alloc(arena, name.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < name.length; i++) {
		bool const starts = i && name.bytes[i - 1] == '_';
		if (name.bytes[i] != '_')
			bytes[length++] = (char)(starts && name.bytes[i] >= 'a' ? name.bytes[i] - 32
										: name.bytes[i]);
	}
	return (struct string){bytes, length};
}

static void symbols(void **state)
{
	static const struct symbol_case cases[] = {{"the target one", unchanged},
						   {"the target two", camel}};
	struct fixture *fixture = *state;
	struct files files = with_domain(
		fixture, "    code_type: integer\n    reserved: {names: [x_1]}\n    codes:\n"
			 "      - {code: 1, name: a_1, title: T, condition: too_dark}\n"
			 "      - {code: 2, name: b, title: T, condition: too_dark, aliases: [a1]}\n"
			 "      - {code: 3, name: x1, title: T, condition: too_dark}\n"
			 "      - {code: 4, name: ab_c, title: T, condition: too_dark}\n"
			 "      - {code: 5, name: a_bc, title: T, condition: too_dark}\n"
			 "      - {code: 6, name: face_mismatch, title: T, condition: face_mismatch}\n");

	files.conditions = "conditions:\n"
			   "  - {name: face_mismatch, title: F, description: D, retry: never, audience: user}\n"
			   "  - {name: too_dark, title: T, description: D, retry: never, audience: user}\n"
			   "  - {name: too_1, title: T, description: D, retry: never, audience: user}\n"
			   "  - {name: too1, title: T, description: D, retry: never, audience: user}\n";
	const struct registry *registry = load(fixture, files);
	assert_string_equal(fixture_report(fixture), "");
	registry_check_symbols(registry, cases, 1, &fixture->diagnostics);
	assert_string_equal(fixture_report(fixture), "");
	registry_check_symbols(registry, cases, 2, &fixture->diagnostics);
	assert_string_equal(
		fixture_report(fixture),
		"conditions.yaml:5:12-16 symbol-collision: 'too1' becomes 'too1' in the target two, as "
		"'too_1' does; 4:12 'too_1' is here\n"
		"vendors/a.yaml:10:69-71 symbol-collision: 'a1' becomes 'a1' in the target two, as 'a_1' "
		"does; 9:25 'a_1' is here\n"
		"vendors/a.yaml:11:25-27 symbol-collision: 'x1' becomes 'x1' in the target two, as 'x_1' "
		"does; 7:24 'x_1' is here\n"
		"vendors/a.yaml:13:25-29 warning symbol-case: 'a_bc' becomes 'aBc' in the target two, which "
		"differs from the 'abC' of 'ab_c' only in case; 12:25 'ab_c' is here\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(unclassified_codes),
		fixture_test(unclassified_takes_no_definition),
		fixture_test(style),
		fixture_test(symbols),
	};

	return cmocka_run_group_tests_name("registry_style", tests, NULL, NULL);
}

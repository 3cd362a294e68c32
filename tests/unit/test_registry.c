/* Tests of registry: the typed model of a whole registry, and that all mistakes are
 * said, each alone. */
#include "registry_files.h"

static void everything_is_in_the_model(void **state)
{
	struct fixture *fixture = *state;
	struct files files = standard_files;

	files.registry = "registry: errors\ntype: my_error\nversion: 1.2.3\ntitle: Errors\n"
			 "conditions: conditions.yaml\nvendors: [vendors/a.yaml]\n"
			 "targets: [c, objective-c]\noptions: {c: {x: y}}\n";
	files.vendor =
		"vendor: a\ntitle: A\ndomains:\n"
		"  - domain: ints\n    title: I\n    code_type: integer\n"
		"    docs: {url: https://a.b, retrieved: 2026-11-20}\n"
		"    categories:\n"
		"      - {name: user, title: U, description: D, range: {min: -5, max: 0x10}}\n"
		"    reserved: {codes: [-1, 0x7], names: [old]}\n"
		"    import: {enum: E}\n"
		"    codes:\n"
		"      - code: 0x10\n        name: first\n        title: First\n        category: user\n"
		"        condition: too_dark\n        description: >\n          Two\n          lines.\n"
		"        recommendation: R\n        retry: with_backoff\n        audience: vendor\n"
		"        since: 4.2.0\n        applies_to: X\n        aliases: [uno, primo]\n"
		"        deprecated: {since: 5.0, replaced_by: second, note: N}\n"
		"        see_also: [-5, 16x]\n"
		"        links: [\"https://x.y\"]\n"
		"      - {code: -5, name: second, title: S, category: user, condition: unclassified,\n"
		"         deprecated: {}}\n"
		"  - domain: strings\n    title: S\n    code_type: string\n    codes:\n"
		"      - {code: Lip.Quaility, name: lip, title: L, condition: face_mismatch, see_also: [0100C]}\n"
		"      - {code: 0100C, name: other, title: O, condition: face_mismatch}\n";
	/* 16x is no code; all else stays. */
	const struct registry *registry = load(fixture, files);
	assert_string_equal(fixture_report(fixture),
			    "vendors/a.yaml:28:24-27 bad-code: '16x' is no integer code: it must be decimal "
			    "digits, or 0x and hexadecimal digits\n");
	assert_text(registry->name, "errors");
	assert_text(registry->type, "my_error");
	assert_text(registry->version, "1.2.3");
	assert_text(registry->title, "Errors");
	assert_int_equal(registry->condition_count, 2);
	assert_int_equal(registry->conditions[1].retry, RETRY_AFTER_USER_ACTION);
	assert_int_equal(registry->target_count, 2);
	assert_text(registry->targets[1].name, "objective-c");
	assert_int_equal(registry->options.length, 1);
	assert_int_equal(registry->code_count, 4);
	assert_int_equal(registry->vendor_count, 1);
	const struct vendor *vendor = &registry->vendors[0];
	assert_true(string_equal(vendor->path, fixture_path(fixture, "vendors/a.yaml")));
	const struct domain *ints = &vendor->domains[0], *strings = &vendor->domains[1];
	assert_ptr_equal(ints->vendor, vendor);
	assert_text(ints->docs_url, "https://a.b");
	assert_text(ints->docs_retrieved, "2026-11-20");
	assert_int_equal(ints->categories[0].min, -5);
	assert_int_equal(ints->categories[0].max, 16);
	assert_int_equal(ints->reserved.code_count, 2);
	assert_int_equal(ints->reserved.numbers[1], 7);
	assert_null(ints->reserved.texts);
	assert_text(ints->reserved.names.items[0], "old");
	const struct code *first = &ints->codes[0], *second = &ints->codes[1];
	assert_int_equal(first->number, 16);
	assert_text(first->description, "Two lines.");
	assert_int_equal(first->retry, RETRY_WITH_BACKOFF);
	assert_int_equal(first->audience, AUDIENCE_VENDOR);
	assert_ptr_equal(first->category, &ints->categories[0]);
	assert_ptr_equal(first->condition, &registry->conditions[1]);
	assert_text(first->details->aliases.items[1], "primo");
	assert_text(first->details->links.items[0], "https://x.y");
	assert_text(first->details->deprecated.since, "5.0");
	assert_text(first->details->deprecated.note, "N");
	assert_ptr_equal(first->details->deprecated.replaced_by, second);
	assert_int_equal(first->details->see_also.count, 1);
	assert_ptr_equal(first->details->see_also.items[0], second);
	assert_null(second->description.bytes);
	assert_true(second->details->deprecated.set);
	assert_null(second->details->deprecated.since.bytes);
	assert_ptr_equal(strings->codes[1].details, &no_details);
	assert_true(condition_is_unclassified(second->condition));
	assert_null(retry_name(second->retry).bytes);
	assert_int_equal(strings->code_type, CODE_STRING);
	assert_text(strings->codes[0].text, "Lip.Quaility");
	assert_ptr_equal(strings->codes[0].details->see_also.items[0], &strings->codes[1]);
	assert_int_equal(strings->codes[0].retry, RETRY_NEVER);
}

static void defaults(void **state)
{
	struct fixture *fixture = *state;
	const struct registry *registry = load(fixture, standard_files);

	assert_string_equal(fixture_report(fixture), "");
	assert_text(registry->type, "vendor_error");
	assert_null(registry->title.bytes);
	assert_int_equal(registry->options.type, VALUE_UNDEFINED);
	assert_int_equal(strlen(registry->fingerprint), 64);
}

static void mistakes_of_shape_and_meaning_in_one_run(void **state)
{
	struct fixture *fixture = *state;
	struct files files = with_domain(
		fixture, "    code_type: integer\n    codes:\n"
			 "      - {code: 1, name: one, titel: One, condition: face_mismach}\n"
			 "      - {code: 1, name: Two, title: T, condition: too_dark, since: [a]}\n");

	files.conditions = "conditions:\n"
			   "  - {name: face_mismatch, title: F, description: D, retry: nver, audience: user}\n"
			   "  - {name: too_dark, title: T, description: D, retry: never, audience: user}\n"
			   "  - {name: too_dark, title: T, description: D, retry: never, audience: user}\n";
	assert_report(fixture, files,
		      "conditions.yaml:2:60-64 bad-choice: 'nver' is not one of never, immediately, "
		      "with_backoff or after_user_action; did you mean 'never'?\n"
		      "conditions.yaml:4:12-20 duplicate-condition: the condition 'too_dark' is already "
		      "defined; 3:12 first defined here\n"
		      "vendors/a.yaml:8:30-35 unknown-key: unknown key 'titel' in a code; did you mean "
		      "'title'?\n"
		      "vendors/a.yaml:8:53-65 unknown-condition: unknown condition 'face_mismach'; did you "
		      "mean 'face_mismatch'?\n"
		      "vendors/a.yaml:9:16-17 duplicate-code: code 1 is already used; 8:16 first used here\n"
		      "vendors/a.yaml:9:25-28 bad-identifier: 'Two' is no identifier: it must start with a "
		      "lower-case letter\n"
		      "vendors/a.yaml:9:68-71 wrong-type: a single value is expected, not a list\n");
}

static void a_mistake_does_not_drag_others(void **state)
{
	struct fixture *fixture = *state;
	struct files files = standard_files;

	/* No conditions file: conditions are not unknown. */
	files.registry = "registry: errors\nversion: 1.2.3\nconditions: x.yaml\nvendors: [vendors/a.yaml]\n";
	assert_report(fixture, files,
		      "registry.yaml:3:13-19 missing-file: cannot read 'x.yaml': no such file\n");
}

/* What takes time in proportion must not take its square. */
static void many_codes(void **state)
{
	struct fixture *fixture = *state;
	struct buf *text = arena_alloc(&fixture->arena, sizeof *text);
	struct files files;

	buf_init(text, &fixture->arena);
	buf_string(text, STRING("    code_type: integer\n    codes:\n"));
	for (int i = 0; i < 100000; i++)
		buf_printf(text, "      - {code: %d, name: c%d, title: T, condition: x, "
				 "deprecated: {replaced_by: c%d}, see_also: [-1]}\n",
			   i, i, i + 1);
	buf_byte(text, '\0');
	files = with_domain(fixture, text->bytes);
	const struct registry *registry = load(fixture, files);
	assert_int_equal(registry->code_count, 100000);
	assert_int_equal(fixture->diagnostics.error_count, 200001);
}

/* Whatever is too large is said in a few words. */
static void limits(void **state)
{
	struct fixture *fixture = *state;
	size_t const large = 10 * 1000 * 1000;
	char *bytes = arena_alloc(&fixture->arena, large + 1);

	memset(bytes, 'x', large);
	bytes[large] = '\0';
	struct string const domain = string_printf(
		&fixture->arena,
		"    code_type: string\n    codes:\n"
		"      - {code: %.*s, name: one, title: %s, condition: too_dark}\n"
		"      - {code: b, name: %.*s, title: T, condition: %.*s}\n"
		"      - {code: c, name: three, title: T, condition: too_dark, retry: %.*s}\n",
		1000000, bytes, bytes, 1000000, bytes, 1000000, bytes, 1000000, bytes);
	load(fixture, with_domain(fixture, domain.bytes));
	const char *report = fixture_report(fixture);
	assert_int_equal(fixture->diagnostics.error_count, 5);
	assert_true(strlen(report) < 1000);
	assert_non_null(strstr(report, "a.yaml:8:16-1000016 text-too-long: the text has 1000000 bytes"));
	assert_non_null(strstr(report, "text-too-long: the text has 10000000 bytes"));
	assert_non_null(strstr(report, "a.yaml:9:25-1000025 bad-identifier: 'xxxxxx"));
	assert_non_null(strstr(report, "a.yaml:10:70-1000070 bad-choice: 'xxxxxx"));
	struct buf *text = arena_alloc(&fixture->arena, sizeof *text);
	buf_init(text, &fixture->arena);
	diag_print(&fixture->diagnostics, text, DIAG_TEXT, false);
	assert_true(text->length < 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(everything_is_in_the_model),
		fixture_test(defaults),
		fixture_test(mistakes_of_shape_and_meaning_in_one_run),
		fixture_test(a_mistake_does_not_drag_others),
		fixture_test(many_codes),
		fixture_test(limits),
	};

	return cmocka_run_group_tests_name("registry", tests, NULL, NULL);
}

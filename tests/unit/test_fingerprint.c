/* Tests of fingerprint: what changes it, what does not, and its exact form. */
#include "fixture.h"

#include "../../generator/registry.h"

static const char conditions[] =
	"conditions:\n"
	"  - {name: too_dark, title: T, description: D, retry: after_user_action, audience: user}\n";

/* The fingerprint of a registry with one vendor file. */
static const char *fingerprint_of(struct fixture *fixture, const char *more, const char *vendor,
				  const char *domains)
{
	char *registry = (char *)string_printf(&fixture->arena,
					       "registry: errors\nversion: 1.2.3\n"
					       "conditions: conditions.yaml\nvendors: [%s]\n%s",
					       vendor, more).bytes;

	sources_init(&fixture->sources, &fixture->arena);
	fixture_write(fixture, "registry.yaml", string_of(registry));
	fixture_write(fixture, "conditions.yaml", string_of(conditions));
	fixture_write(fixture, vendor, string_printf(&fixture->arena, "vendor: a\ntitle: A\ndomains:\n%s",
						     domains));
	const struct registry *loaded = registry_load(string_of(fixture->folder), &fixture->symbols,
						      &fixture->diagnostics);
	assert_string_equal(fixture_report(fixture), "");
	return loaded->fingerprint;
}

#define DOMAIN "  - domain: d\n    title: D\n    code_type: integer\n    codes:\n"

/* Computed apart from this program, from the form that registry_fingerprint.h
 * defines. */
static void the_form_is_fixed(void **state)
{
	assert_string_equal(
		fingerprint_of(
			*state, "", "vendors/a.yaml",
			DOMAIN "      - {code: 16, name: first, title: Erster \xC3\xA4, condition: too_dark,\n"
			       "         retry: with_backoff, description: Two lines., since: 4.2.0,\n"
			       "         deprecated: {since: '5.0', replaced_by: second, note: N},\n"
			       "         applies_to: X, aliases: [uno], see_also: [-5], links: [https://x.y]}\n"
			       "      - {code: -5, name: second, title: S, condition: unclassified,\n"
			       "         deprecated: {}}\n"
			       "  - domain: e\n    title: E\n    code_type: string\n"
			       "    categories: [{name: user, title: U}]\n    codes:\n"
			       "      - {code: 0100C, name: other, title: O, category: user,\n"
			       "         condition: too_dark, recommendation: R}\n"),
		"3e4898808b8d32c6d86439a020013b05e8564e29447bcdc4dfe0be011baa5e74");
}

static void layout_does_not_count(void **state)
{
	const char *first = fingerprint_of(
		*state, "", "vendors/a.yaml",
		DOMAIN "      - {code: 16, name: a, title: T, condition: too_dark, description: One two.}\n");
	const char *second = fingerprint_of(
		*state, "# comment\ntargets: [x]\noptions: {x: {y: z}}\ntitle: Z\ntype: t\n", "vendors/b.yaml",
		DOMAIN "      # comment\n      - condition: 'too_dark'\n        code: 0x10\n"
		       "        description: >\n          One\n          two.\n\n        title: \"T\"\n"
		       "        name: a\n        aliases: []\n");

	assert_string_equal(first, second);
}

static void content_and_order_count(void **state)
{
	static const char *const domains[] = {
		DOMAIN "      - {code: 1, name: a, title: T, condition: too_dark}\n"
		       "      - {code: 2, name: b, title: T, condition: too_dark}\n",
		DOMAIN "      - {code: 2, name: b, title: T, condition: too_dark}\n"
		       "      - {code: 1, name: a, title: T, condition: too_dark}\n",
		DOMAIN "      - {code: 1, name: a, title: T, condition: too_dark}\n",
		DOMAIN "      - {code: 1, name: a, title: T, condition: too_dark, description: T}\n",
		DOMAIN "      - {code: 1, name: a, title: T, condition: too_dark, recommendation: T}\n",
		DOMAIN "      - {code: 1, name: a, title: T, condition: too_dark, retry: never}\n",
		DOMAIN "      - {code: 1, name: a, title: T, condition: too_dark, deprecated: {}}\n",
		DOMAIN "      - {code: 1, name: a, title: T, condition: too_dark, aliases: [b]}\n",
		("  - domain: d\n    title: D\n    code_type: string\n    codes:\n"
		 "      - {code: '1', name: a, title: T, condition: too_dark}\n"),
	};
	enum { COUNT = sizeof domains / sizeof *domains };
	const char *fingerprints[COUNT];

	for (size_t i = 0; i < COUNT; i++) {
		fingerprints[i] = fingerprint_of(*state, "", "vendors/a.yaml", domains[i]);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(fingerprints[i], fingerprints[j]);
	}
	/* What retry says by default is not told from what a code says. */
	assert_string_equal(
		fingerprints[2],
		fingerprint_of(*state, "", "vendors/a.yaml",
			       DOMAIN "      - {code: 1, name: a, title: T, condition: too_dark, "
				      "retry: after_user_action}\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(the_form_is_fixed),
		fixture_test(layout_does_not_count),
		fixture_test(content_and_order_count),
	};

	return cmocka_run_group_tests_name("fingerprint", tests, NULL, NULL);
}

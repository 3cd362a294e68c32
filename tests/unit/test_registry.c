/* Tests of registry: the typed model, and what is said of the mistakes in it. */
#include "fixture.h"

#include "../../generator/registry.h"

/* The files of a small registry; a test replaces what it is about. */
struct files {
	const char *registry, *conditions, *vendor;
};

static const struct files standard = {
	"registry: errors\nversion: 1.2.3\nconditions: conditions.yaml\nvendors: [vendors/a.yaml]\n",
	"conditions:\n"
	"  - {name: face_mismatch, title: F, description: D, retry: never, audience: user}\n"
	"  - {name: too_dark, title: T, description: D, retry: after_user_action, audience: user}\n",
	"vendor: a\ntitle: A\ndomains:\n  - domain: d\n    title: D\n    code_type: integer\n"
	"    codes:\n      - {code: 1, name: one, title: One, condition: face_mismatch}\n",
};

static struct registry *load(struct fixture *fixture, struct files files)
{
	fixture_write(fixture, "registry.yaml", string_of(files.registry));
	if (files.conditions)
		fixture_write(fixture, "conditions.yaml", string_of(files.conditions));
	if (files.vendor)
		fixture_write(fixture, "vendors/a.yaml", string_of(files.vendor));
	return registry_load(string_of(fixture->folder), &fixture->symbols, &fixture->diagnostics);
}

/* A vendor file of one domain, from its type on. */
static struct files with_domain(struct fixture *fixture, const char *domain)
{
	struct files files = standard;

	files.vendor = string_printf(&fixture->arena, "vendor: a\ntitle: A\ndomains:\n  - domain: d\n"
						      "    title: D\n%s", domain).bytes;
	return files;
}

static void assert_report(struct fixture *fixture, struct files files, const char *expected)
{
	load(fixture, files);
	assert_string_equal(fixture_report(fixture), expected);
}

/* The mistakes of a domain, whose first line is line 6 of the vendor file. */
static void assert_domain(struct fixture *fixture, const char *domain, const char *expected)
{
	assert_report(fixture, with_domain(fixture, domain), expected);
}

static void assert_text(struct string text, const char *expected)
{
	assert_true(string_is(text, expected));
}

static void everything_is_in_the_model(void **state)
{
	struct fixture *fixture = *state;
	struct files files = standard;

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
	assert_text(first->aliases.items[1], "primo");
	assert_text(first->links.items[0], "https://x.y");
	assert_text(first->deprecated.since, "5.0");
	assert_text(first->deprecated.note, "N");
	assert_ptr_equal(first->deprecated.replaced_by, second);
	assert_int_equal(first->see_also.count, 1);
	assert_ptr_equal(first->see_also.items[0], second);
	assert_null(second->description.bytes);
	assert_true(second->deprecated.set);
	assert_null(second->deprecated.since.bytes);
	assert_true(condition_is_unclassified(second->condition));
	assert_null(retry_name(second->retry).bytes);
	assert_int_equal(strings->code_type, CODE_STRING);
	assert_text(strings->codes[0].text, "Lip.Quaility");
	assert_ptr_equal(strings->codes[0].see_also.items[0], &strings->codes[1]);
	assert_int_equal(strings->codes[0].retry, RETRY_NEVER);
}

static void defaults(void **state)
{
	struct fixture *fixture = *state;
	const struct registry *registry = load(fixture, standard);

	assert_string_equal(fixture_report(fixture), "");
	assert_text(registry->type, "vendor_error");
	assert_null(registry->title.bytes);
	assert_int_equal(registry->options.type, VALUE_UNDEFINED);
	assert_int_equal(strlen(registry->fingerprint), 64);
}

static void unreadable_files(void **state)
{
	struct fixture *fixture = *state;
	struct files files = standard;

	fixture_path(fixture, "");
	assert_null(registry_load(string_of(fixture->folder), &fixture->symbols, &fixture->diagnostics));
	assert_string_equal(fixture_report(fixture),
			    "registry.yaml missing-file: cannot read 'registry.yaml': no such file\n");
	fixture->diagnostics.count = 0;
	sources_init(&fixture->sources, &fixture->arena);
	files.registry = "registry: errors\nversion: 1.2.3\nconditions: missing.yaml\n"
			 "vendors: [vendors/a.yaml, vendors/x.yaml, vendors, vendors/long.yml]\n";
	fixture_write(fixture, "vendors/lang.yaml", STRING(""));
	assert_report(fixture, files,
		      "registry.yaml:3:13-25 missing-file: cannot read 'missing.yaml': no such file\n"
		      "registry.yaml:4:27-41 missing-file: cannot read 'vendors/x.yaml': no such file\n"
		      "registry.yaml:4:43-50 unreadable-file: cannot read 'vendors': is a folder\n"
		      "registry.yaml:4:52-68 missing-file: cannot read 'vendors/long.yml': no such file; did "
		      "you mean 'lang.yaml'?\n");
}

static void paths_stay_in_the_folder(void **state)
{
	struct fixture *fixture = *state;
	struct files files = standard;

	assert_int_equal(symlink("/dev/null", fixture_path(fixture, "vendors/link.yaml").bytes), 0);
	assert_int_equal(symlink("a.yaml", fixture_path(fixture, "vendors/same.yaml").bytes), 0);
	files.registry = "registry: errors\nversion: 1.2.3\nconditions: conditions.yaml\nvendors:\n"
			 "  - vendors/../vendors/a.yaml\n  - ../x.yaml\n  - vendors/../../x.yaml\n"
			 "  - /etc/passwd\n  - vendors/link.yaml\n  - vendors/same.yaml\n  - ./vendors//a.yaml\n";
	assert_report(fixture, files,
		      "registry.yaml:6:5-14 path-outside: the path '../x.yaml' must be relative to the "
		      "schema folder and stay in it: it leaves the folder\n"
		      "registry.yaml:7:5-25 path-outside: the path 'vendors/../../x.yaml' must be relative "
		      "to the schema folder and stay in it: it leaves the folder\n"
		      "registry.yaml:8:5-16 path-outside: the path '/etc/passwd' must be relative to the "
		      "schema folder and stay in it: it is absolute\n"
		      "registry.yaml:9:5-22 path-outside: the path 'vendors/link.yaml' must be relative to "
		      "the schema folder and stay in it: a symbolic link leads out of the folder\n"
		      "registry.yaml:10:5-22 duplicate-vendor-file: the vendor file 'vendors/same.yaml' is "
		      "already listed; 5:5 first listed here\n"
		      "registry.yaml:11:5-22 duplicate-vendor-file: the vendor file './vendors//a.yaml' is "
		      "already listed; 5:5 first listed here\n");
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
	struct files files = standard;

	/* No conditions file: conditions are not unknown. */
	files.registry = "registry: errors\nversion: 1.2.3\nconditions: x.yaml\nvendors: [vendors/a.yaml]\n";
	assert_report(fixture, files,
		      "registry.yaml:3:13-19 missing-file: cannot read 'x.yaml': no such file\n");
}

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

static void names_across_files(void **state)
{
	struct fixture *fixture = *state;
	struct files files = standard;

	files.registry = "registry: errors\nversion: 1.2.3\nconditions: conditions.yaml\n"
			 "vendors: [vendors/a.yaml, vendors/b.yaml]\ntargets: [c, d, c]\n"
			 "options: {d: {}, cc: {}}\n";
	fixture_write(fixture, "vendors/b.yaml", string_of(standard.vendor));
	assert_report(fixture, files,
		      "registry.yaml:5:17-18 duplicate-target: the target 'c' is already there; 5:11 first "
		      "named here\n"
		      "registry.yaml:6:18-20 unknown-target: unknown target 'cc'; did you mean 'c'?\n"
		      "vendors/b.yaml:1:9-10 duplicate-vendor: the vendor 'a' is already there; 1:9 first "
		      "named here\n"
		      "vendors/b.yaml:4:13-14 duplicate-domain: the domain 'd' is already there; 4:13 first "
		      "named here\n");
}

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
	struct files files = standard;

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
		fixture_test(unreadable_files),
		fixture_test(paths_stay_in_the_folder),
		fixture_test(mistakes_of_shape_and_meaning_in_one_run),
		fixture_test(a_mistake_does_not_drag_others),
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
		fixture_test(names_across_files),
		fixture_test(unclassified_codes),
		fixture_test(unclassified_takes_no_definition),
		fixture_test(style),
		fixture_test(symbols),
		fixture_test(many_codes),
		fixture_test(limits),
	};

	return cmocka_run_group_tests_name("registry", tests, NULL, NULL);
}

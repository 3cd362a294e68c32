/* Tests of schema: shapes as data, and what is said of files that have another. */
#include "fixture.h"

#include "../../generator/schema.h"
#include "../../generator/yaml.h"

static const char *const colors[] = {"red", "green", "dark_blue", NULL};
static const struct schema text = {.type = SCHEMA_TEXT}, number = {.type = SCHEMA_INTEGER};

static const struct schema_field inner_fields[] = {
	{"flag", SCHEMA_REQUIRED, {.type = SCHEMA_BOOLEAN}},
	{"count", SCHEMA_OPTIONAL, {.type = SCHEMA_INTEGER}},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};
static const struct schema inner = {.type = SCHEMA_MAP, .fields = inner_fields, .noun = "an inner"};

enum { NAME, LABEL, TEXT, STRING_FIELD, COLOR, SEMVER, PRODUCT, DATE, URL, RAW, ANY, LIST, SOME,
       FREE, FIELD_COUNT };

static const struct schema_field fields[] = {
	[NAME] = {"name", SCHEMA_OPTIONAL, {.type = SCHEMA_IDENTIFIER}},
	[LABEL] = {"label", SCHEMA_OPTIONAL, {.type = SCHEMA_LABEL}},
	[TEXT] = {"text", SCHEMA_OPTIONAL, {.type = SCHEMA_TEXT}},
	[STRING_FIELD] = {"string", SCHEMA_OPTIONAL, {.type = SCHEMA_STRING}},
	[COLOR] = {"color", SCHEMA_OPTIONAL, {.type = SCHEMA_CHOICE, .words = colors}},
	[SEMVER] = {"semver", SCHEMA_OPTIONAL, {.type = SCHEMA_SEMVER}},
	[PRODUCT] = {"product", SCHEMA_OPTIONAL, {.type = SCHEMA_VERSION}},
	[DATE] = {"date", SCHEMA_OPTIONAL, {.type = SCHEMA_DATE}},
	[URL] = {"url", SCHEMA_OPTIONAL, {.type = SCHEMA_URL}},
	[RAW] = {"raw", SCHEMA_OPTIONAL, {.type = SCHEMA_SCALAR}},
	[ANY] = {"any", SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
	[LIST] = {"list", SCHEMA_OPTIONAL, {.type = SCHEMA_LIST, .items = &inner}},
	[SOME] = {"some", SCHEMA_OPTIONAL, {.type = SCHEMA_LIST, .items = &text, .not_empty = true}},
	[FREE] = {"free", SCHEMA_OPTIONAL, {.type = SCHEMA_DICTIONARY, .items = &number}},
	{NULL, SCHEMA_OPTIONAL, {.type = SCHEMA_ANY}},
};
static const struct schema root = {.type = SCHEMA_MAP, .fields = fields, .noun = "a thing"};

/* The file's values by field, after the check. */
static void check(struct fixture *fixture, struct string file, const struct value **values)
{
	struct yaml_options const options = {YAML_AS_WRITTEN, &fixture->symbols, &fixture->arena,
					     &fixture->arena, &fixture->diagnostics};
	struct value *tree = arena_alloc(&fixture->arena, sizeof *tree);

	*tree = yaml_load(source_add(&fixture->sources, STRING("f"), file), &options);
	schema_check(&root, tree, &fixture->diagnostics);
	schema_fields(fields, tree, values);
}

static void assert_wrong(struct fixture *fixture, struct string file, const char *report)
{
	const struct value *values[FIELD_COUNT];

	check(fixture, file, values);
	assert_string_equal(fixture_report(fixture), report);
	fixture->diagnostics.count = 0;
}

static void reads_every_type(void **state)
{
	struct fixture *fixture = *state;
	const struct value *values[FIELD_COUNT];

	check(fixture,
	      STRING("free: {a: 1, b-c: -0x10}\nname: face_not_matching\nlabel: objective-c\n"
		     "text: |\n  one\n  two\n\nstring: ''\ncolor: dark_blue\nsemver: 1.0.0-rc.1\n"
		     "product: v4.2b\ndate: 2026-11-20\nurl: https://a.b/c\nraw: 'x'\nany: {b: [c]}\n"
		     "list: [{flag: true}, {flag: false, count: 5}]\nsome: [a]\n"),
	      values);
	assert_string_equal(fixture_report(fixture), "");
	assert_true(string_is(value_string(values[NAME]), "face_not_matching"));
	assert_true(string_is(value_string(values[TEXT]), "one\ntwo"));
	assert_int_equal(values[STRING_FIELD]->length, 0);
	assert_int_equal(values[COLOR]->type, VALUE_INTEGER);
	assert_int_equal(values[COLOR]->integer, 2);
	assert_int_equal(values[RAW]->style, STYLE_QUOTED);
	assert_int_equal(values[FREE]->entries->values[1].integer, -16);
	assert_true(values[LIST]->items[0].entries->values[0].boolean);
	assert_int_equal(values[LIST]->items[1].entries->values[1].integer, 5);
}

static void absent_fields_are_null(void **state)
{
	struct fixture *fixture = *state;
	const struct value *values[FIELD_COUNT];
	struct value const undefined = {.type = VALUE_UNDEFINED};

	check(fixture, STRING("text: a\nname: b\n"), values);
	assert_non_null(values[NAME]);
	assert_null(values[LABEL]);
	schema_fields(fields, NULL, values);
	assert_null(values[NAME]);
	schema_fields(fields, &undefined, values);
	assert_null(values[NAME]);
}

static void reported_values_are_undefined(void **state)
{
	struct fixture *fixture = *state;
	const struct value *values[FIELD_COUNT];

	check(fixture, STRING("name: B\nlist: 5\nfree: {a: b}\n"), values);
	assert_int_equal(values[NAME]->type, VALUE_UNDEFINED);
	assert_int_equal(values[LIST]->type, VALUE_UNDEFINED);
	assert_int_equal(values[FREE]->type, VALUE_MAP);
	assert_int_equal(values[FREE]->entries->values[0].type, VALUE_UNDEFINED);
	assert_int_equal(fixture->diagnostics.error_count, 3);
}

static void keys(void **state)
{
	assert_wrong(*state, STRING("nmae: a\nxyzzy: b\n"),
		     "f:1:1-5 unknown-key: unknown key 'nmae' in a thing; did you mean 'name'?\n"
		     "f:2:1-6 unknown-key: unknown key 'xyzzy' in a thing\n");
	assert_wrong(*state, STRING("list:\n  - count: 1\n  - {}\n"),
		     "f:2:5-13 missing-key: an inner needs the key 'flag'\n"
		     "f:3:5-7 missing-key: an inner needs the key 'flag'\n");
	assert_wrong(*state, STRING("list:\n  - flga: true\n"),
		     "f:2:5-9 unknown-key: unknown key 'flga' in an inner; did you mean 'flag'?\n");
	assert_wrong(*state, STRING("list:\n  - flga: true\n    flag: false\n  - xyz: true\n"),
		     "f:2:5-9 unknown-key: unknown key 'flga' in an inner; did you mean 'flag'?\n"
		     "f:4:5-8 unknown-key: unknown key 'xyz' in an inner\n"
		     "f:4:5-14 missing-key: an inner needs the key 'flag'\n");
	assert_wrong(*state, STRING("free: {Ab: 1}\n"),
		     "f:1:8-10 bad-identifier: 'Ab' is no identifier: it must start with a lower-case "
		     "letter\n");
	assert_wrong(*state, STRING("\"text\\0\": a\n"),
		     "f:1:1-9 unknown-key: unknown key 'text<U+0000>' in a thing; did you mean "
		     "'text'?\n");
}

static void types(void **state)
{
	assert_wrong(*state, STRING("- a\n"), "f:1:1-4 wrong-type: a mapping is expected, not a list\n");
	assert_wrong(*state, STRING("text: [a]\nlist: {a: b}\nfree: a\nname: {a: b}\n"),
		     "f:1:7-10 wrong-type: a single value is expected, not a list\n"
		     "f:2:7-13 wrong-type: a list is expected, not a mapping\n"
		     "f:3:7-8 wrong-type: a mapping is expected, not a single value\n"
		     "f:4:7-13 wrong-type: a single value is expected, not a mapping\n");
	assert_wrong(*state, STRING("text:\nname: ''\nlist:\nsome: []\n"),
		     "f:1:6-6 empty-value: there is no value; leave out the key where there is nothing to "
		     "say\n"
		     "f:2:7-9 bad-identifier: '' is no identifier: it must start with a lower-case letter\n"
		     "f:3:6-6 empty-value: there is no value; leave out the key where there is nothing to "
		     "say\n"
		     "f:4:7-9 empty-value: the list is empty\n");
}

static void scalars(void **state)
{
	assert_wrong(*state, STRING("color: gren\nsemver: '1.0'\nproduct: a b\ndate: 2026-02-30\nurl: x\n"),
		     "f:1:8-12 bad-choice: 'gren' is not one of red, green or dark_blue; did you mean "
		     "'green'?\n"
		     "f:2:9-14 bad-semver: '1.0' is no semantic version: it must start with three numbers "
		     "and dots between them\n"
		     "f:3:10-13 bad-version: 'a b' is no version: it must be one word\n"
		     "f:4:7-17 bad-date: '2026-02-30' is no date: there is no such day\n"
		     "f:5:6-7 bad-url: 'x' is no URL: it must start with https:// or http://\n");
	assert_wrong(*state, STRING("free: {a: 1.5, b: '1', c: 010}\n"),
		     "f:1:11-14 bad-integer: '1.5' is no integer: it must be decimal digits, or 0x and "
		     "hexadecimal digits\n"
		     "f:1:19-22 bad-integer: '1' is no integer: it is a text, being in quotes\n"
		     "f:1:27-30 bad-integer: '010' is no integer: a leading zero means octal to some YAML "
		     "readers and nothing to others\n");
	assert_wrong(*state, STRING("list: [{flag: yes}, {flag: 'true'}, {flag: True}]\n"),
		     "f:1:15-18 bad-boolean: 'yes' is neither true nor false\n"
		     "f:1:28-34 bad-boolean: 'true' is neither true nor false, being in quotes\n"
		     "f:1:44-48 bad-boolean: 'True' is neither true nor false\n");
}

static void texts(void **state)
{
	assert_wrong(*state, STRING("text: ''\n"),
		     "f:1:7-9 empty-value: the text is empty; leave out the key where there is nothing to "
		     "say\n");
	assert_wrong(*state, STRING("text: a\xE2\x80\xAE" "b\n"),
		     "f:1:8-9 bidi-control: the bidirectional control U+202E is not allowed: it lets a text "
		     "look like another\n");
	assert_wrong(*state, STRING("text: >\n  one\n  tw\xE2\x80\x8Fo \xE2\x80\x8F\n"),
		     "f:3:5-6 bidi-control: the bidirectional control U+200F is not allowed: it lets a text "
		     "look like another\n"
		     "f:3:8-9 bidi-control: the bidirectional control U+200F is not allowed: it lets a text "
		     "look like another\n");
	assert_wrong(*state, STRING("text: \"a\\a\"\nstring: \"\\x7f\"\n"),
		     "f:1:7-12 control-character: the control character U+0007 is not allowed\n"
		     "f:2:9-15 control-character: the control character U+007F is not allowed\n");
	assert_wrong(*state, STRING("text: \"tab\\t and\\nline feed are fine\"\n"), "");
}

static void lengths(void **state)
{
	struct fixture *fixture = *state;
	struct buf *file = arena_alloc(&fixture->arena, sizeof *file);

	buf_init(file, &fixture->arena);
	buf_string(file, STRING("text: "));
	buf_repeat(file, 'x', 4000);
	buf_string(file, STRING("\nname: "));
	buf_repeat(file, 'x', 128);
	assert_wrong(fixture, buf_view(file), "");
	file->length = 0;
	buf_string(file, STRING("text: "));
	buf_repeat(file, 'x', 4001);
	assert_wrong(fixture, buf_view(file),
		     "f:1:7-4008 text-too-long: the text has 4001 bytes; at most 4000 are allowed\n");
	file->length = 0;
	buf_string(file, STRING("name: "));
	buf_repeat(file, 'x', 1000 * 1000);
	struct string const view = buf_view(file);
	const struct value *values[FIELD_COUNT];
	check(fixture, view, values);
	assert_true(strlen(fixture_report(fixture)) < 200);
	assert_non_null(strstr(fixture_report(fixture), "it may have at most 128 bytes"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(reads_every_type),
		fixture_test(absent_fields_are_null),
		fixture_test(reported_values_are_undefined),
		fixture_test(keys),
		fixture_test(types),
		fixture_test(scalars),
		fixture_test(texts),
		fixture_test(lengths),
	};

	return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}

/* Tests of import's parts: patterns, names, marks, words, enums, scalars. What
 * they do together, tests/import/run.py tests through the command. */
#include "fixture.h"

#include "../../generator/import_enum.h"
#include "../../generator/import_lock.h"
#include "../../generator/import_name.h"
#include "../../generator/import_read.h"
#include "../../generator/import_scalar.h"
#include "../../generator/import_words.h"
#include "../../generator/yaml.h"

/* "code=… title=… +rest" of a match, or "no". */
static const char *match(struct fixture *fixture, const char *pattern, const char *text)
{
	struct string fields[IMPORT_FIELD_COUNT] = {{0}};
	struct buf *out = buf_new(&fixture->arena);
	size_t const length = import_pattern_match(string_of(pattern), string_of(text), fields);

	if (!length)
		return "no";
	for (int i = 0; i < IMPORT_FIELD_COUNT; i++)
		if (fields[i].length)
			buf_printf(out, "%s=%.*s ", import_field_name((enum import_field)i).bytes,
				   STRING_FORMAT(fields[i]));
	buf_printf(out, "+%s", text + length);
	buf_byte(out, '\0');
	return out->bytes;
}

static void patterns_match(void **state)
{
	assert_string_equal(match(*state, "{title}", "A b"), "title=A b +");
	assert_string_equal(match(*state, "(Code: {code})", "(Code: 7)More"), "code=7 +More");
	assert_string_equal(match(*state, "(Code: {code})", "x (Code: 7)"), "no");
	assert_string_equal(match(*state, "{title} - {description}", "A - b - c"),
			    "title=A description=b - c +");
	assert_string_equal(match(*state, "{title} - {description}", "A - "), "no");
	assert_string_equal(match(*state, "{title} - {description}", "A: b"), "no");
	assert_string_equal(match(*state, "{title}", "\xE2\x80\x94"), "no");
	assert_string_equal(match(*state, "Legacy {title}", "Legacy"), "no");
	assert_string_equal(match(*state, "aab{title}", "aaab x"), "no");
	assert_string_equal(match(*state, "{code}aab{title}", "xaaaab y"), "code=xaa title=y +");
}

static void patterns_are_checked(void **state)
{
	(void)state;
	assert_null(import_pattern_problem(STRING("{code}: {title}")));
	assert_non_null(import_pattern_problem(STRING("title")));
	assert_non_null(import_pattern_problem(STRING("{tittle}")));
	assert_non_null(import_pattern_problem(STRING("{title}{code}")));
	assert_non_null(import_pattern_problem(STRING("{title} {title}")));
	assert_non_null(import_pattern_problem(STRING("{title")));
	assert_non_null(import_pattern_problem(STRING("title}")));
	assert_non_null(import_pattern_problem(STRING("{a{b}")));
	assert_non_null(import_pattern_problem(STRING("")));
}

static void headings_are_compared_by_letters_and_digits(void **state)
{
	(void)state;
	assert_true(import_same_heading(STRING("Notes /Recommendation"),
					STRING("Notes / recommendation")));
	assert_true(import_same_heading(STRING("User errors #"), STRING("User errors")));
	assert_false(import_same_heading(STRING("User errors 2"), STRING("User errors")));
	assert_false(import_same_heading(STRING("User"), STRING("User errors")));
}

static const char *code(struct fixture *fixture, const char *text, bool integers)
{
	return string_printf(&fixture->arena, "%.*s",
			     STRING_FORMAT(import_code(&fixture->arena, string_of(text), integers)))
		.bytes;
}

static void codes_have_one_form(void **state)
{
	assert_string_equal(code(*state, " 30004 ", true), "30004");
	assert_string_equal(code(*state, "-7", true), "-7");
	assert_string_equal(code(*state, "\xE2\x88\x92" "7", true), "-7");
	assert_string_equal(code(*state, "0x1F", true), "31");
	assert_string_equal(code(*state, "30004/5", true), "");
	assert_string_equal(code(*state, "99999999999999999999", true), "");
	assert_string_equal(code(*state, "0100C", false), "0100C");
	assert_string_equal(code(*state, "\xE2\x80\x94", false), "");
}

static const char *members(struct fixture *fixture, const char *text)
{
	struct import_members members = {0};
	struct buf *out = buf_new(&fixture->arena);

	if (!import_enum_read(string_of(text), STRING("E"), &fixture->arena, &members))
		return "none";
	for (size_t i = 0; i < members.count; i++)
		buf_printf(out, "%.*s=%.*s ", STRING_FORMAT(members.items[i].symbol),
			   STRING_FORMAT(members.items[i].value));
	buf_byte(out, '\0');
	return out->bytes;
}

static void enums_of_many_languages(void **state)
{
	assert_string_equal(members(*state, "enum E {\n  A = 'X', // B\n  /* C */ D = \"Y\"\n}"),
			    "A=X D=Y ");
	assert_string_equal(members(*state, "export enum F { Q } enum E { A, B = -1, C = 0x2F, }"),
			    "A= B=-1 C=0x2F ");
	assert_string_equal(members(*state, "enum E: Int {\n  case a = 1\n  case b, c\n}\n"),
			    "a=1 b= c= ");
	assert_string_equal(members(*state, "enum class E(val c: Int) { A(1), B(2) { x }; fun f() }"),
			    "A=1 B=2 ");
	assert_string_equal(members(*state, "enum F { E }"), "none");
	assert_string_equal(members(*state, "enum E"), "none");
	assert_string_equal(members(*state, "enum E {"), "");
	assert_string_equal(members(*state, "enum E { A = ', B"), "A=, B ");
}

static void marks_ignore_white_space(void **state)
{
	struct fixture *fixture = *state;
	struct string const mark = import_mark(&fixture->arena, STRING("The user  cancelled."));

	assert_true(import_mark_fits(mark, STRING("The\nuser cancelled. ")));
	assert_true(import_mark_fits(mark, STRING("Theuser\xC2\xA0" "cancelled.")));
	assert_false(import_mark_fits(mark, STRING("The user canceled.")));
	assert_false(import_mark_fits(mark, (struct string){0}));
	assert_true(import_mark_fits((struct string){0}, (struct string){0}));
	assert_int_equal(import_mark_letters(mark).length, 3);
	/* Locks in people's repositories hold these. */
	assert_string_equal(mark.bytes, "e7e1e8c5508489adaa8b4002408f9484 q3G");
}

static void words_are_marked(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = &fixture->arena;
	struct string const old = STRING("the user cancelled the scan");
	struct string const text = STRING("the user stopped the whole scan");

	assert_true(string_is(import_marked(arena, old, text),
			      "the user [-cancelled-] {+stopped+} the {+whole+} scan"));
	assert_true(string_is(import_marked_letters(arena, import_letters(arena, old), text),
			      "the user [-1 word-] {+stopped+} the {+whole+} scan"));
	assert_true(string_is(import_marked(arena, old, old), old.bytes));
	assert_true(string_is(import_marked(arena, (struct string){0}, STRING("a b")), "{+a b+}"));
	assert_true(string_is(import_marked(arena, STRING("a b"), (struct string){0}), "[-a b-]"));
}

static const char *name(struct import_names *names, const char *text, const char *raw)
{
	return import_make_name(names, string_of(text), string_of(raw)).bytes;
}

static void names_are_identifiers_of_their_own(void **state)
{
	struct fixture *fixture = *state;
	struct code codes[1] = {{.name = STRING("no_network"), .details = &no_details}};
	struct domain const domain = {.codes = codes, .code_count = 1};
	struct import_names names;
	char longest[301];

	import_names_init(&names, &fixture->arena, &domain);
	assert_string_equal(name(&names, "Face not matching", "1"), "face_not_matching");
	assert_string_equal(name(&names, "LipVideoQuality.UnKnown", "1"), "lip_video_quality_un_known");
	assert_string_equal(name(&names, "HTTPError", "1"), "http_error");
	assert_string_equal(name(&names, "Couldn't read!", "1"), "couldnt_read");
	assert_string_equal(name(&names, "No network", "-7"), "no_network_7");
	assert_string_equal(name(&names, "no_net_work", "-7"), "no_net_work_2");
	assert_string_equal(name(&names, "404", "404"), "code_404");
	assert_string_equal(name(&names, "\xC3\xA9\xC3\xA9", "12"), "code_12");
	assert_string_equal(name(&names, "", "\xC3\xA9"), "code_x");
	memset(longest, 'a', 300);
	longest[300] = '\0';
	assert_true(strlen(name(&names, longest, longest)) <= 128);
	assert_true(strlen(name(&names, longest, longest)) <= 128);
}

/* Writes a text as a scalar and reads it back; returns what was written. */
static const char *scalar(struct fixture *fixture, struct string text, bool in_flow)
{
	struct yaml_options const options = {YAML_AS_WRITTEN, &fixture->symbols, &fixture->arena,
					     &fixture->arena, &fixture->diagnostics};
	struct import_place const place = {.column = 2, .indent = 0, .in_flow = in_flow,
					   .may_fold = true, .newline = STRING("\n")};
	struct buf *out = buf_new(&fixture->arena);

	buf_string(out, in_flow ? STRING("{k: ") : STRING("k: "));
	size_t const start = out->length;
	import_write_scalar(out, text, &place);
	size_t const length = out->length - start;
	buf_string(out, in_flow ? STRING(", l: m}\n") : STRING("\nl: m\n"));
	struct string const file = string_copy(&fixture->arena, buf_view(out));
	struct source *source = source_add(
		&fixture->sources,
		string_printf(&fixture->arena, "%zu", fixture->sources.count), file);
	struct value const tree = yaml_load(source, &options);
	assert_int_equal(tree.type, VALUE_MAP);
	assert_int_equal(tree.length, 2);
	assert_true(string_equal(value_string(&tree.entries->values[0]), text));
	return string_printf(&fixture->arena, "%.*s", (int)length, file.bytes + start).bytes;
}

static void scalars_are_as_plain_as_can_be(void **state)
{
	assert_string_equal(scalar(*state, STRING("Face not matching."), false), "Face not matching.");
	assert_string_equal(scalar(*state, STRING("a: b"), false), "\"a: b\"");
	assert_string_equal(scalar(*state, STRING("a #b"), false), "\"a #b\"");
	assert_string_equal(scalar(*state, STRING("a:"), false), "\"a:\"");
	assert_string_equal(scalar(*state, STRING("a, [b]"), false), "a, [b]");
	assert_string_equal(scalar(*state, STRING("a, [b]"), true), "\"a, [b]\"");
	assert_string_equal(scalar(*state, STRING("no"), false), "\"no\"");
	assert_string_equal(scalar(*state, STRING("12"), false), "\"12\"");
	assert_string_equal(scalar(*state, STRING("- a"), false), "\"- a\"");
	assert_string_equal(scalar(*state, STRING("\"q\" \\ 'r'"), false), "\"\\\"q\\\" \\\\ 'r'\"");
	assert_string_equal(scalar(*state, STRING("{a}"), true), "\"{a}\"");
	assert_string_equal(scalar(*state, STRING("@a"), false), "\"@a\"");
}

static void long_scalars_are_folded(void **state)
{
	struct fixture *fixture = *state;
	struct buf *words = buf_new(&fixture->arena);

	for (int i = 0; i < 30; i++)
		buf_printf(words, "%sword%d", i ? " " : "", i);
	const char *written = scalar(fixture, buf_view(words), false);
	assert_memory_equal(written, ">-\n  word0 word1 ", 17);
	for (const char *line = written; line; line = strchr(line + 1, '\n'))
		assert_true(strcspn(line + 1, "\n") <= 100);
	assert_int_equal(scalar(fixture, buf_view(words), true)[0], 'w');
}

static void locks_are_read_as_written(void **state)
{
	struct fixture *fixture = *state;
	struct import_lock lock, again;
	struct buf *out = buf_new(&fixture->arena);
	struct string const mark = import_mark(&fixture->arena, STRING("a b"));
	struct import_lock_line lines[3] = {
		{.domain = STRING("d"), .code = STRING("30"), .is_integer = true,
		 .marks = {[IMPORT_TITLE] = mark, [IMPORT_CATEGORY] = STRING("user")}},
		{.domain = STRING("d"), .code = STRING("-7"), .is_integer = true},
		{.domain = STRING("e"), .code = STRING("A.\"b\" c"),
		 .marks = {[IMPORT_DESCRIPTION] = mark}},
	};

	import_lock_init(&lock, &fixture->arena);
	import_lock_init(&again, &fixture->arena);
	for (size_t i = 0; i < 3; i++)
		import_lock_add(&lock, &lines[i]);
	import_lock_write(&lock, STRING("v"), out);
	struct string const path = fixture_write(fixture, "v.lock", buf_view(out));
	assert_true(import_lock_read(&again, path, &fixture->symbols, &fixture->diagnostics));
	assert_true(import_lock_equal(&lock, &again) && import_lock_equal(&again, &lock));
	assert_true(strstr(out->bytes, "  -7: {}\n  30: {category: user, title: ") != NULL);
	again.lines[1].marks[IMPORT_TITLE] = (struct string){0};
	assert_false(import_lock_equal(&lock, &again));
}

static void damaged_locks_are_refused(void **state)
{
	static const char *const texts[] = {
		"- a\n", "d: a\n", "d: {1: a}\n", "d: {1: {title: a}}\n", "d: {1: {name: a}}\n",
		"<<<<<<< ours\nd:\n  1: {}\n", "d: {1: {}, 1: {}}\n",
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct import_lock lock;
		char file[] = "0.lock";
		size_t const errors = fixture->diagnostics.error_count;
		file[0] = (char)('0' + i);
		struct string const path = fixture_write(fixture, file, string_of(texts[i]));
		import_lock_init(&lock, &fixture->arena);
		import_lock_read(&lock, path, &fixture->symbols, &fixture->diagnostics);
		assert_true(fixture->diagnostics.error_count > errors);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		fixture_test(patterns_match),
		fixture_test(patterns_are_checked),
		fixture_test(headings_are_compared_by_letters_and_digits),
		fixture_test(codes_have_one_form),
		fixture_test(enums_of_many_languages),
		fixture_test(marks_ignore_white_space),
		fixture_test(words_are_marked),
		fixture_test(names_are_identifiers_of_their_own),
		fixture_test(scalars_are_as_plain_as_can_be),
		fixture_test(long_scalars_are_folded),
		fixture_test(locks_are_read_as_written),
		fixture_test(damaged_locks_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

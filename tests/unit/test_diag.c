/* Tests of diag: order, text for people, formats for machines, suggestions. */
#include "fixture.h"

#include "../../generator/json.h"

static const char *printed(struct fixture *fixture, enum diag_format format, bool color)
{
	struct buf *out = arena_alloc(&fixture->arena, sizeof *out);

	buf_init(out, &fixture->arena);
	diag_print(&fixture->diagnostics, out, format, color);
	buf_byte(out, '\0');
	return out->bytes;
}

static struct span span(const struct source *source, uint32_t start, uint32_t end)
{
	return (struct span){start, end, source->index};
}

/* What is printed for a mistake in bytes start to end of a text. */
static void assert_excerpt(struct fixture *fixture, struct string text, uint32_t start,
			   uint32_t end, const char *expected)
{
	struct source *source = source_add(&fixture->sources, STRING("f"), text);

	diag_error(&fixture->diagnostics, "rule", span(source, start, end), "m");
	assert_string_equal(printed(fixture, DIAG_TEXT, false), expected);
	fixture->diagnostics.count = 0;
}

static void text_shows_line_and_caret(void **state)
{
	struct fixture *fixture = *state;

	assert_excerpt(fixture, STRING("one\ntwo three\n"), 8, 13,
		       "f:2:5: error: m [rule]\n    2 | two three\n      |     ^~~~~\n");
	assert_excerpt(fixture, STRING("ab"), 1, 1, "f:1:2: error: m [rule]\n    1 | ab\n      |  ^\n");
	assert_excerpt(fixture, STRING("ab"), 2, 2, "f:1:3: error: m [rule]\n    1 | ab\n      |   ^\n");
	assert_excerpt(fixture, STRING("ab\n"), 3, 3, "f:2:1: error: m [rule]\n    2 | \n      | ^\n");
	assert_excerpt(fixture, STRING(""), 0, 0, "f:1:1: error: m [rule]\n    1 | \n      | ^\n");
}

static void only_the_first_line_of_a_span_is_marked(void **state)
{
	assert_excerpt(*state, STRING("a: |\r\n  b\r\n"), 3, 9,
		       "f:1:4: error: m [rule]\n    1 | a: |\n      |    ^\n");
	assert_excerpt(*state, STRING("a: bc\n  d\n"), 3, 9,
		       "f:1:4: error: m [rule]\n    1 | a: bc\n      |    ^~\n");
}

static void tabs_and_wide_characters_keep_the_caret_in_place(void **state)
{
	assert_excerpt(*state, STRING("\ta\tbc"), 3, 5,
		       "f:1:4: error: m [rule]\n    1 |         a       bc\n"
		       "      |                 ^~\n");
	assert_excerpt(*state, STRING("\xE6\x97\xA5 \xC3\xA9 e\xCC\x81 x"), 11, 12,
		       "f:1:8: error: m [rule]\n    1 | \xE6\x97\xA5 \xC3\xA9 e\xCC\x81 x\n"
		       "      |        ^\n");
	assert_excerpt(*state, STRING("a \xE6\x97\xA5\xE6\x9C\xAC b"), 2, 8,
		       "f:1:3: error: m [rule]\n    1 | a \xE6\x97\xA5\xE6\x9C\xAC b\n"
		       "      |   ^~~~\n");
}

static void dangerous_characters_are_made_visible(void **state)
{
	assert_excerpt(*state, STRING("a\x1B[31m \xE2\x80\xAE x"), 10, 11,
		       "f:1:9: error: m [rule]\n    1 | a<U+001B>[31m <U+202E> x\n"
		       "      |                       ^\n");
	assert_excerpt(*state, STRING("\xFF\xC3 ab"), 3, 5,
		       "f:1:4: error: m [rule]\n    1 | <FF><C3> ab\n      |          ^~\n");
}

static void long_lines_are_cut_around_the_span(void **state)
{
	struct fixture *fixture = *state;
	struct buf *text = arena_alloc(&fixture->arena, sizeof *text);

	buf_init(text, &fixture->arena);
	buf_repeat(text, 'x', 1000 * 1000);
	memcpy(text->bytes + 500000, "here", 4);
	const char *out;
	struct source *source = source_add(&fixture->sources, STRING("f"), buf_view(text));
	diag_error(&fixture->diagnostics, "rule", span(source, 500000, 500004), "m");
	out = printed(fixture, DIAG_TEXT, false);
	assert_true(strlen(out) < 400);
	assert_non_null(strstr(out, "f:1:500001: error: m [rule]\n    1 | \xE2\x80\xA6xxx"));
	assert_non_null(strstr(out, "herexxx"));
	const char *line = strstr(out, "    1 | ") + 8, *marks = strstr(out, "      | ") + 8;
	/* The ellipsis has three bytes and one column. */
	assert_int_equal(strstr(line, "here") - line - 2, strchr(marks, '^') - marks);
	assert_non_null(strstr(marks, "^~~~\n"));
}

static void places_that_are_no_line(void **state)
{
	struct fixture *fixture = *state;
	struct source *source = source_add(&fixture->sources, STRING("f\x1B"), STRING("ab"));

	diag_error(&fixture->diagnostics, "one", span_of_file(source->index), "whole file");
	diag_warning(&fixture->diagnostics, "two", span_nowhere(), "no file");
	assert_string_equal(printed(fixture, DIAG_TEXT, false),
			    "f<U+001B>: error: whole file [one]\nerrbind: warning: no file [two]\n");
}

static void sorted_by_place_and_printed_once(void **state)
{
	struct fixture *fixture = *state;
	struct diagnostics *diagnostics = &fixture->diagnostics;
	struct source *first = source_add(&fixture->sources, STRING("z"), STRING("ab\ncd"));
	struct source *second = source_add(&fixture->sources, STRING("a"), STRING("ab\ncd"));

	diag_error(diagnostics, "r", span_nowhere(), "6");
	diag_error(diagnostics, "r", span(second, 0, 1), "5");
	diag_error(diagnostics, "r", span(first, 3, 4), "4");
	diag_error(diagnostics, "r", span(first, 0, 2), "3");
	struct diagnostic *noted = diag_warning(diagnostics, "r", span(first, 0, 1), "2");
	diag_note(diagnostics, noted, span(second, 4, 5), "n%d", 1);
	diag_note(diagnostics, noted, span_nowhere(), "n2");
	diag_error(diagnostics, "r", span(first, 3, 4), "4");
	diag_warning(diagnostics, "r", span(first, 0, 1), "2");
	diag_error(diagnostics, "r", span_of_file(first->index), "1");
	assert_string_equal(printed(fixture, DIAG_TEXT, false),
			    "z: error: 1 [r]\n"
			    "z:1:1: warning: 2 [r]\n    1 | ab\n      | ^\n"
			    "a:2:2: note: n1\nerrbind: note: n2\n"
			    "z:1:1: error: 3 [r]\n    1 | ab\n      | ^~\n"
			    "z:2:1: error: 4 [r]\n    2 | cd\n      | ^\n"
			    "a:1:1: error: 5 [r]\n    1 | ab\n      | ^\n"
			    "errbind: error: 6 [r]\n");
	assert_int_equal(diagnostics->error_count, 5);
	assert_int_equal(diagnostics->warning_count, 1);
	assert_int_equal(diagnostics->count, 6);
}

static void color_marks_the_parts(void **state)
{
	struct fixture *fixture = *state;
	struct source *source = source_add(&fixture->sources, STRING("f"), STRING("ab"));

	diag_error(&fixture->diagnostics, "rule", span(source, 0, 2), "m");
	assert_string_equal(printed(fixture, DIAG_TEXT, true),
			    "\033[1mf:1:1: \033[1;31merror:\033[0m m [rule]\n    1 | ab\n"
			    "      | \033[1;32m^~\033[0m\n");
}

static void make_example(struct fixture *fixture)
{
	struct source *source = source_add(&fixture->sources, STRING("dir/a b,\xC3\xA9.yaml"),
					   STRING("\xC3\xA9\xC3\xA9: \"x\"\n"));
	struct diagnostic *diagnostic = diag_error(&fixture->diagnostics, "first-rule",
						   span(source, 6, 9), "say \"100%%\",\nthen");

	diag_note(&fixture->diagnostics, diagnostic, span(source, 0, 4), "key: here");
	diag_warning(&fixture->diagnostics, "second-rule", span_of_file(source->index), "whole");
	diag_warning(&fixture->diagnostics, "first-rule", span_nowhere(), "no file");
}

static void json(void **state)
{
	struct fixture *fixture = *state;

	assert_string_equal(printed(fixture, DIAG_JSON, false), "[]\n");
	make_example(fixture);
	assert_string_equal(
		printed(fixture, DIAG_JSON, false),
		"[\n {\"file\":\"dir/a b,\xC3\xA9.yaml\",\"line\":null,\"column\":null,\"endLine\":null,"
		"\"endColumn\":null,\"severity\":\"warning\",\"rule\":\"second-rule\",\"message\":\"whole\"},\n"
		" {\"file\":\"dir/a b,\xC3\xA9.yaml\",\"line\":1,\"column\":5,\"endLine\":1,\"endColumn\":8,"
		"\"severity\":\"error\",\"rule\":\"first-rule\",\"message\":\"say \\\"100%\\\",\\nthen\"},\n"
		" {\"file\":null,\"line\":null,\"column\":null,\"endLine\":null,\"endColumn\":null,"
		"\"severity\":\"warning\",\"rule\":\"first-rule\",\"message\":\"no file\"}\n]\n");
}

static void github(void **state)
{
	struct fixture *fixture = *state;

	make_example(fixture);
	assert_string_equal(
		printed(fixture, DIAG_GITHUB, false),
		"::warning file=dir/a b%2C\xC3\xA9.yaml,title=second-rule::whole\n"
		"::error file=dir/a b%2C\xC3\xA9.yaml,line=1,col=5,endLine=1,endColumn=8,title=first-rule::"
		"say \"100%25\",%0Athen%0Adir/a b,\xC3\xA9.yaml:1:1: note: key: here\n"
		"::warning title=first-rule::no file\n");
}

static void sarif(void **state)
{
	struct fixture *fixture = *state;

	make_example(fixture);
	const char *out = printed(fixture, DIAG_SARIF, false);
	assert_non_null(strstr(out, "\"rules\":[{\"id\":\"second-rule\"},{\"id\":\"first-rule\"}]"));
	assert_non_null(strstr(out, "{\"ruleId\":\"first-rule\",\"ruleIndex\":1,\"level\":\"error\",\"message\":"
				    "{\"text\":\"say \\\"100%\\\",\\nthen\"},\"locations\":[{\"physicalLocation\":"
				    "{\"artifactLocation\":{\"uri\":\"dir/a%20b%2C%C3%A9.yaml\"},\"region\":"
				    "{\"startLine\":1,\"startColumn\":5,\"endLine\":1,\"endColumn\":8}}}],"
				    "\"relatedLocations\":[{\"physicalLocation\":"));
	assert_non_null(strstr(out, "\"locations\":[]}"));
}

static void json_strings(void **state)
{
	struct fixture *fixture = *state;
	struct buf *out = arena_alloc(&fixture->arena, sizeof *out);

	buf_init(out, &fixture->arena);
	json_string(out, (struct string){"a\"\\/\b\f\n\r\t\x01\x1F\x7F\0\xC3\xA9", 15});
	assert_true(string_is(buf_view(out),
			      "\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\\u0000\xC3\xA9\""));
	out->length = 0;
	json_string(out, (struct string){NULL, 0});
	assert_true(string_is(buf_view(out), "\"\""));
	out->length = 0;
	json_field(out, "a", STRING("b"));
	json_field(out, "c", STRING(""));
	assert_true(string_is(buf_view(out), ", \"a\": \"b\", \"c\": null"));
}

static struct string word_at(const void *data, size_t index)
{
	const char *const *words = data;

	return words[index] ? string_of(words[index]) : (struct string){0};
}

static void nearest_word(void **state)
{
	static const char *const words[] = {"title", "description", "retry", "code", "codes",
					    "face_mismatch", "x", NULL};
	static const char *const cases[][2] = {
		{"titel", "title"}, {"tilte", "title"}, {"Title", "title"}, {"descripton", "description"},
		{"code", "code"}, {"face_mismach", "face_mismatch"}, {"retri", "retry"}, {"y", ""},
		{"vendor", ""}, {"xy", "x"}, {"", ""}, {"facemismatch", "face_mismatch"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct string const near = diag_nearest(string_of(cases[i][0]), word_at, words);
		assert_true(string_is(near, cases[i][1]));
	}
}

static void shown_texts_are_short_and_harmless(void **state)
{
	struct fixture *fixture = *state;
	char large[1000];

	memset(large, 'x', sizeof large);
	assert_true(string_is(diag_shown(&fixture->arena, STRING("a\n\tb\x01")), "a\\n\\tb<U+0001>"));
	assert_true(diag_shown(&fixture->arena, (struct string){large, sizeof large}).length < 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(text_shows_line_and_caret),
		fixture_test(only_the_first_line_of_a_span_is_marked),
		fixture_test(tabs_and_wide_characters_keep_the_caret_in_place),
		fixture_test(dangerous_characters_are_made_visible),
		fixture_test(long_lines_are_cut_around_the_span),
		fixture_test(places_that_are_no_line),
		fixture_test(sorted_by_place_and_printed_once),
		fixture_test(color_marks_the_parts),
		fixture_test(json),
		fixture_test(github),
		fixture_test(sarif),
		fixture_test(json_strings),
		cmocka_unit_test(nearest_word),
		fixture_test(shown_texts_are_short_and_harmless),
	};

	return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}

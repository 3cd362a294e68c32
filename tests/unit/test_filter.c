/* Tests of the filters that Jinja2 does not have: ident, quote, comment and the
 * cases. The others are compared with Jinja2 in tests/templates. */
#include "fixture.h"

#include "../../generator/template_render.h"

#define TEXT(literal) {"" literal, sizeof(literal) - 1}

static struct replacement quote_escapes[] = {
	{TEXT("??" "/"), TEXT("?\\?/")}, {TEXT("\\"), TEXT("\\\\")},
	{TEXT("\""), TEXT("\\\"")},   {TEXT("\n"), TEXT("\\n")},
};

static struct replacement comment_replacements[] = {
	{TEXT("*/"), TEXT("* /")},   {TEXT("/*"), TEXT("/ *")},
	{TEXT("//"), TEXT("/ /")},   {TEXT("@"), TEXT("\\@")},
	{TEXT("\\"), TEXT("\\\\")},
};

static struct replacement line_start_replacements[] = {{TEXT("#"), TEXT("\\#")}};

static struct dialect base_dialect(void)
{
	return (struct dialect){
		.escape_before = STRING("`"), .escape_after = STRING("`"),
		.quote_open = STRING("\""), .quote_close = STRING("\""),
		.quote_escapes = quote_escapes,
		.quote_escape_count = sizeof quote_escapes / sizeof *quote_escapes,
		.escape_unit = ESCAPE_CODE_POINT,
		.escape_prefix = STRING("\\u{"), .escape_suffix = STRING("}"),
		.escape_base = 16, .escape_digits = 1,
		.comment_replacements = comment_replacements,
		.comment_replacement_count =
			sizeof comment_replacements / sizeof *comment_replacements,
		.comment_line_start_replacements = line_start_replacements,
		.comment_line_start_replacement_count = 1,
		.comment_width = 20,
	};
}

static const struct template *parse(struct fixture *fixture, const struct dialect *dialect,
				    struct string text)
{
	struct templates *templates = templates_new(&fixture->arena, &fixture->symbols,
						    &fixture->diagnostics, NULL, 0, dialect);
	struct source *source = source_add(&fixture->sources, STRING("t"), text);

	return templates_parse(templates, source, 0, (uint32_t)text.length);
}

/* What the template makes of the variable `text`, from the arena. */
static const char *render_with(struct fixture *fixture, const struct template *template,
			       struct string text, struct arena *arena)
{
	struct key const key = {.name = symbol_intern(&fixture->symbols, STRING("text"))};
	struct entries *entries = entries_new(arena, &key, 1);
	struct value const data = value_map(entries, 1);
	struct buf *out = buf_new(arena);

	assert_non_null(template);
	entries->values[0] = value_of_string(text);
	assert_true(template_render(template, &data, STRING(""), arena, out));
	buf_byte(out, '\0');
	return out->bytes;
}

static const char *render(struct fixture *fixture, const struct dialect *dialect,
			  struct string template, struct string text)
{
	return render_with(fixture, parse(fixture, dialect, template), text, &fixture->arena);
}

static const char *comment(struct fixture *fixture, struct string text)
{
	struct dialect const dialect = base_dialect();

	return render(fixture, &dialect, STRING("{{ text | comment(' * ') }}"), text);
}

static const char *quote(struct fixture *fixture, const struct dialect *dialect, struct string text)
{
	return render(fixture, dialect, STRING("{{ text | quote }}"), text);
}

static void test_ident(void **state)
{
	struct fixture *fixture = *state;
	struct dialect dialect = base_dialect();
	struct string const ident = STRING("{{ text | ident }}");
	struct map reserved;

	assert_string_equal(render(fixture, &dialect, ident, STRING("class")), "class");
	map_init(&reserved, &fixture->arena);
	*map_slot(&reserved, STRING("class")) = &reserved;
	dialect.reserved = &reserved;
	assert_string_equal(render(fixture, &dialect, ident, STRING("class")), "`class`");
	assert_string_equal(render(fixture, &dialect, ident, STRING("classes")), "classes");
	assert_string_equal(render(fixture, &dialect, ident, STRING("")), "");
}

static void test_quote(void **state)
{
	struct fixture *fixture = *state;
	struct dialect const dialect = base_dialect();

	assert_string_equal(quote(fixture, &dialect, STRING("")), "\"\"");
	assert_string_equal(quote(fixture, &dialect, STRING("plain")), "\"plain\"");
	assert_string_equal(quote(fixture, &dialect, STRING("a\"b\\c\nd")), "\"a\\\"b\\\\c\\nd\"");
	assert_string_equal(quote(fixture, &dialect, STRING("??" "/??")), "\"?\\?/??\"");
	assert_string_equal(quote(fixture, &dialect, STRING("\t\x01\x7f")),
			    "\"\\u{9}\\u{1}\\u{7f}\"");
	assert_string_equal(quote(fixture, &dialect, STRING("é日🎉")), "\"é日🎉\"");
	assert_string_equal(quote(fixture, &dialect, STRING("\xc2\x85\xc2\xa0")),
			    "\"\\u{85}\xc2\xa0\"");
	assert_string_equal(
		quote(fixture, &dialect, STRING("\u2028\u202e\u2066\ufeff\ufdd0\U0001fffe")),
		"\"\\u{2028}\\u{202e}\\u{2066}\\u{feff}\\u{fdd0}\\u{1fffe}\"");
}

static void test_quote_units(void **state)
{
	struct fixture *fixture = *state;
	struct dialect dialect = base_dialect();

	dialect.escape_non_ascii = true;
	assert_string_equal(quote(fixture, &dialect, STRING("é🎉")), "\"\\u{e9}\\u{1f389}\"");
	dialect.escape_prefix = STRING("\\u");
	dialect.escape_suffix = STRING("");
	dialect.escape_digits = 4;
	dialect.escape_unit = ESCAPE_UTF16;
	assert_string_equal(quote(fixture, &dialect, STRING("é🎉")),
			    "\"\\u00e9\\ud83c\\udf89\"");
	dialect.escape_prefix = STRING("\\");
	dialect.escape_digits = 3;
	dialect.escape_base = 8;
	dialect.escape_unit = ESCAPE_BYTE;
	assert_string_equal(quote(fixture, &dialect, STRING("é\x01" "2")), "\"\\303\\251\\0012\"");
}

/* Texts are looked at several bytes at a time. */
static void test_special_byte_anywhere(void **state)
{
	struct fixture *fixture = *state;
	struct dialect dialect = base_dialect();
	const struct string quoted = STRING("{{ text | quote }}{{ text | comment }}");
	char text[] = "abcdefghijklmnopqrs", expected[64];

	dialect.comment_width = 0;
	for (int length = 1; length < (int)sizeof text; length++)
		for (int at = 0; at < length; at++) {
			char const kept = text[at];
			text[at] = '\\';
			snprintf(expected, sizeof expected, "\"%.*s\\\\%.*s\"%.*s\\\\%.*s", at, text,
				 length - at - 1, text + at + 1, at, text, length - at - 1,
				 text + at + 1);
			assert_string_equal(render(fixture, &dialect, quoted,
						   (struct string){text, (size_t)length}),
					    expected);
			text[at] = kept;
		}
}

static void test_comment_wraps(void **state)
{
	struct fixture *fixture = *state;

	assert_string_equal(comment(fixture, STRING("")), "");
	assert_string_equal(comment(fixture, STRING("short")), "short");
	assert_string_equal(comment(fixture, STRING("just seventeen ch")), "just seventeen ch");
	assert_string_equal(comment(fixture, STRING("just seventeen cha")),
			    "just seventeen\n * cha");
	assert_string_equal(comment(fixture, STRING("one two three four five six seven")),
			    "one two three\n * four five six\n * seven");
	assert_string_equal(comment(fixture, STRING("averyverylongwordindeed and more")),
			    "averyverylongwordindeed\n * and more");
	assert_string_equal(comment(fixture, STRING("and averyverylongwordindeed")),
			    "and\n * averyverylongwordindeed");
	assert_string_equal(comment(fixture, STRING("  blanks   inside    and around  ")),
			    "blanks   inside\n * and around");
}

static void test_comment_counts_characters(void **state)
{
	struct fixture *fixture = *state;

	assert_string_equal(comment(fixture, STRING("äöüäöüäö äöüäöüäö")),
			    "äöüäöüäö äöüäöüäö");
	assert_string_equal(comment(fixture, STRING("äöüäöüäö äöüäöüäöx")),
			    "äöüäöüäö\n * äöüäöüäöx");
}

static void test_comment_keeps_paragraphs(void **state)
{
	struct fixture *fixture = *state;

	assert_string_equal(comment(fixture, STRING("one\ntwo\n\nthree\n")),
			    "one\n * two\n *\n * three\n *");
	assert_string_equal(comment(fixture, STRING("\n")), "\n *");
	assert_string_equal(comment(fixture, STRING("a\r\nb \n c")), "a\n * b\n * c");
}

static void test_comment_replaces(void **state)
{
	struct fixture *fixture = *state;

	assert_string_equal(comment(fixture, STRING("a */ b")), "a * / b");
	assert_string_equal(comment(fixture, STRING("*/*/")), "* / * /");
	assert_string_equal(comment(fixture, STRING("@a \\b")), "\\@a \\\\b");
	assert_string_equal(comment(fixture, STRING("# a # b")), "\\# a # b");
	assert_string_equal(comment(fixture, STRING("one two three fou #five")),
			    "one two three fou\n * \\#five");
}

/* Whatever is put together, nothing that ends a comment may come out. */
static void test_comment_never_ends(void **state)
{
	static const char *const parts[] = {"*", "/", "\\", "@", " ",
					    "\n", "\x01", "\u202e", "#", "x"};
	enum { PARTS = sizeof parts / sizeof *parts, LENGTH = 5 };
	struct fixture *fixture = *state;
	struct dialect const dialect = base_dialect();
	const struct template *template =
		parse(fixture, &dialect, STRING("{{ text | comment('*') }}"));
	struct arena *arena = arena_new_child(&fixture->arena);
	int choice[LENGTH] = {0};

	for (int at = 0; at < LENGTH; arena_reset(arena)) {
		struct buf *text = buf_new(arena);
		for (int i = 0; i < LENGTH; i++)
			buf_string(text, string_of(parts[choice[i]]));
		const char *made = render_with(fixture, template, buf_view(text), arena);
		if (strstr(made, "*/") || strstr(made, "/*") || strstr(made, "//") ||
		    strpbrk(made, "\x01\r\t") || strstr(made, "\u202e"))
			fail_msg("'%.*s' became '%s'", STRING_FORMAT(buf_view(text)), made);
		for (at = 0; at < LENGTH && ++choice[at] == PARTS; at++)
			choice[at] = 0;
	}
}

static void test_comment_is_clean(void **state)
{
	struct fixture *fixture = *state;

	assert_string_equal(comment(fixture, STRING("a\tb\x01" "c\u2028d\u202ee\ufefff")),
			    "a b c d e f");
}

static void test_comment_without_width(void **state)
{
	struct fixture *fixture = *state;
	struct dialect dialect = base_dialect();

	dialect.comment_width = 0;
	assert_string_equal(render(fixture, &dialect, STRING("{{ text | comment('// ') }}"),
				   STRING("one two three four five six seven\neight")),
			    "one two three four five six seven\n// eight");
	dialect.comment_width = 2; /* the prefix alone is wider */
	assert_string_equal(render(fixture, &dialect, STRING("{{ text | comment('// ') }}"),
				   STRING("one two")),
			    "one\n// two");
}

static void test_filters_nest(void **state)
{
	struct fixture *fixture = *state;
	struct dialect const dialect = base_dialect();

	assert_string_equal(
		render(fixture, &dialect,
		       STRING("{{ text | quote | quote }}{{ [text] | map('quote') | join(', ') }}"),
		       STRING("a\"")),
		"\"\\\"a\\\\\\\"\\\"\"\"a\\\"\"");
}

static const char *cased(struct fixture *fixture, const char *name, enum letter_case letter_case)
{
	struct buf *out = buf_new(&fixture->arena);

	case_write(out, string_of(name), letter_case);
	buf_byte(out, '\0');
	return out->bytes;
}

static void test_cases(void **state)
{
	static const struct {
		const char *name, *pascal, *camel, *snake, *screaming, *kebab;
	} rows[] = {
		{"face_not_matching", "FaceNotMatching", "faceNotMatching", "face_not_matching",
		 "FACE_NOT_MATCHING", "face-not-matching"},
		{"a_1", "A1", "a1", "a_1", "A_1", "a-1"},
		{"http2_error", "Http2Error", "http2Error", "http2_error", "HTTP2_ERROR",
		 "http2-error"},
		{"HTTPServer", "HttpServer", "httpServer", "http_server", "HTTP_SERVER",
		 "http-server"},
		{"LipVideoQuaility", "LipVideoQuaility", "lipVideoQuaility", "lip_video_quaility",
		 "LIP_VIDEO_QUAILITY", "lip-video-quaility"},
		{"Größe.über", "GrößeÜber", "größeÜber", "größe_über", "GRÖSSE_ÜBER",
		 "größe-über"},
		{"__x__", "X", "x", "x", "X", "x"},
		{"", "", "", "", "", ""},
		{"_", "", "", "", "", ""},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_string_equal(cased(fixture, rows[i].name, CASE_PASCAL), rows[i].pascal);
		assert_string_equal(cased(fixture, rows[i].name, CASE_CAMEL), rows[i].camel);
		assert_string_equal(cased(fixture, rows[i].name, CASE_SNAKE), rows[i].snake);
		assert_string_equal(cased(fixture, rows[i].name, CASE_SCREAMING),
				    rows[i].screaming);
		assert_string_equal(cased(fixture, rows[i].name, CASE_KEBAB), rows[i].kebab);
	}
}

static void test_unsafe_characters(void **state)
{
	static const uint32_t unsafe[] = {0, 9, 10, 0x1F, 0x7F, 0x80, 0x9F, 0x61C, 0x200E, 0x200F,
					  0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xFDD0,
					  0xFDEF, 0xFEFF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF};
	static const uint32_t safe[] = {0x20, 0x7E, 0xA0, 0xAD, 0x200D, 0x2027, 0x202F, 0x2065,
					0x206A, 0xE000, 0xFDCF, 0xFDF0, 0xFFFD, 0x10000, 0x1F600};

	(void)state;
	for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
		assert_true(text_is_unsafe(unsafe[i]));
	for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
		assert_false(text_is_unsafe(safe[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_ident),
		fixture_test(test_quote),
		fixture_test(test_quote_units),
		fixture_test(test_special_byte_anywhere),
		fixture_test(test_comment_wraps),
		fixture_test(test_comment_counts_characters),
		fixture_test(test_comment_keeps_paragraphs),
		fixture_test(test_comment_replaces),
		fixture_test(test_comment_never_ends),
		fixture_test(test_comment_is_clean),
		fixture_test(test_comment_without_width),
		fixture_test(test_filters_nest),
		fixture_test(test_cases),
		fixture_test(test_unsafe_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests of terminal: widths, colour, cut and wrapped texts, tables. */
#include "fixture.h"

#include "../../generator/terminal.h"

#include <fcntl.h>

static const struct terminal plain = {.width = 80}, colored = {.width = 80, .color = true};

static void assert_written(const struct buf *out, const char *expected)
{
	assert_int_equal(out->length, strlen(expected));
	if (out->length)
		assert_memory_equal(out->bytes, expected, out->length);
}

static void takes_the_width_of_the_environment(void **state)
{
	static const struct {
		const char *columns;
		size_t width;
	} cases[] = {{"100", 100}, {"3", 20},  {"", 80},      {"0", 80},
		     {"-5", 80},   {"9x", 80}, {"99999999999999999999", 80}};
	int const file = open("/dev/null", O_WRONLY);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		setenv("COLUMNS", cases[i].columns, 1);
		assert_int_equal(terminal_of(file, STRING("")).width, cases[i].width);
	}
	unsetenv("COLUMNS");
	assert_int_equal(terminal_of(file, STRING("")).width, 80);
	assert_false(terminal_of(file, STRING("")).is_terminal);
	close(file);
}

/* What a terminal has, tests/explain finds out on one. */
static void colors_a_file_only_where_told(void **state)
{
	int const file = open("/dev/null", O_WRONLY);

	(void)state;
	assert_false(terminal_of(file, STRING("")).color);
	assert_false(terminal_of(file, STRING("auto")).color);
	assert_false(terminal_of(file, STRING("never")).color);
	assert_true(terminal_of(file, STRING("always")).color);
	close(file);
}

static void styles_where_there_is_color(void **state)
{
	struct fixture *fixture = *state;
	struct buf *out = buf_new(&fixture->arena);

	terminal_styled(out, &plain, TERMINAL_RED, STRING("a"));
	terminal_styled(out, &colored, TERMINAL_RED, STRING("b"));
	terminal_styled(out, &colored, TERMINAL_PLAIN, STRING("c"));
	terminal_styled(out, &colored, TERMINAL_RED, STRING(""));
	assert_written(out, "a\033[31mb\033[0mc");
}

static void cuts_by_columns(void **state)
{
	static const struct {
		const char *text;
		size_t width, columns;
		const char *cut;
	} cases[] = {
		{"", 0, 0, ""},
		{"abc", 3, 3, "abc"},
		{"abc", 2, 2, "a…"},
		{"abc", 1, 1, "…"},
		{"abc", 0, 0, ""},
		{"日本", 4, 4, "日本"},
		{"日本", 3, 3, "日…"},
		{"日本", 2, 1, "…"},
		{"e\u0301f", 2, 2, "e\u0301f"},
		{"a\nb\tc\033d", 7, 7, "a b c d"},
		{"\xFFg", 2, 2, "\xFFg"},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf *out = buf_new(&fixture->arena);
		assert_int_equal(terminal_cut(out, string_of(cases[i].text), cases[i].width),
				 cases[i].columns);
		assert_written(out, cases[i].cut);
	}
}

static void wraps_words(void **state)
{
	static const struct {
		const char *text;
		size_t indent, width;
		const char *wrapped;
	} cases[] = {
		{"", 0, 10, ""},
		{"one two", 0, 7, "one two"},
		{"one two", 0, 6, "one\ntwo"},
		{"one two three", 2, 9, "one two\n  three"},
		{"  one   two ", 0, 80, "one two"},
		{"a\nb\n\nc\n", 1, 80, "a\n b\n\n c"},
		{"a unbreakable b", 2, 5, "a\n  unbreakable\n  b"},
		{"日本 日本", 0, 8, "日本\n日本"},
		{"日本 日本", 0, 9, "日本 日本"},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf *out = buf_new(&fixture->arena);
		terminal_wrap(out, string_of(cases[i].text), cases[i].indent, cases[i].width);
		assert_written(out, cases[i].wrapped);
	}
}

static void neutralizes_what_controls_terminals(void **state)
{
	static const struct {
		struct string text;
		bool keep_colors;
		const char *shown;
	} cases[] = {
		{{"a\tb é", 6}, false, "a\tb é"},
		{{"\0\r\033]0;x\a", 8}, true, "^@^M^[]0;x^G"},
		{{"\x7F\xC2\x9B", 3}, true, "^?\xEF\xBF\xBD"},
		{{"\xFF\xE2\x80\xAE", 4}, true, "\xEF\xBF\xBD\xEF\xBF\xBD"},
		{{"\033[31;1mr\033[0m", 12}, false, "^[[31;1mr^[[0m"},
		{{"\033[31;1mr\033[0m", 12}, true, "\033[31;1mr\033[0m"},
		{{"\033[2J\033[3", 7}, true, "^[[2J^[[3"},
		{{"\033[111111111111111111111111111111111111m", 39}, true,
		 "^[[111111111111111111111111111111111111m"},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf *out = buf_new(&fixture->arena);
		terminal_neutralize(out, cases[i].text, cases[i].keep_colors);
		assert_written(out, cases[i].shown);
	}
}

static const struct terminal_column columns[] = {
	{.heading = {"CODE", 4}, .style = TERMINAL_BOLD},
	{.heading = {"TITLE", 5}, .shrinks = true},
	{.heading = {"WHO", 3}},
};

static void fill(struct terminal_table *table, struct arena *arena)
{
	terminal_table_init(table, arena, columns, 3);
	struct string *row = terminal_table_row(table);
	row[0] = STRING("7");
	row[1] = STRING("A title that is long");
	row[2] = STRING("user");
	row = terminal_table_row(table);
	row[0] = STRING("30004");
	row[1] = STRING("日本");
}

static void lines_up_columns(void **state)
{
	struct fixture *fixture = *state;
	struct terminal_table table;
	struct buf *out = buf_new(&fixture->arena);

	fill(&table, &fixture->arena);
	terminal_table_write(&table, &plain, 0, out);
	assert_written(out, "CODE   TITLE                 WHO\n"
			    "7      A title that is long  user\n"
			    "30004  日本\n");
}

static void fits_a_table_into_the_width(void **state)
{
	struct fixture *fixture = *state;
	struct terminal_table table;
	struct buf *out = buf_new(&fixture->arena);

	fill(&table, &fixture->arena);
	terminal_table_write(&table, &plain, 25, out);
	assert_written(out, "CODE   TITLE         WHO\n"
			    "7      A title tha…  user\n"
			    "30004  日本\n");
	out->length = 0;
	terminal_table_write(&table, &colored, 1, out);
	assert_written(out, "\033[1mCODE\033[0m   \033[1mTITLE\033[0m     \033[1mWHO\033[0m\n"
			    "\033[1m7\033[0m      A title…  user\n"
			    "\033[1m30004\033[0m  日本\n");
}

static void leaves_off_what_is_optional(void **state)
{
	static const struct terminal_column some[] = {
		{.heading = {"CODE", 4}}, {.heading = {"TITLE", 5}, .shrinks = true},
		{.heading = {"WHO", 3}, .optional = true}};
	struct fixture *fixture = *state;
	struct terminal_table table;
	struct buf *out = buf_new(&fixture->arena);

	fill(&table, &fixture->arena);
	table.columns = some;
	terminal_table_write(&table, &plain, 28, out);
	assert_written(out, "CODE   TITLE\n"
			    "7      A title that is long\n"
			    "30004  日本\n");
	out->length = 0;
	terminal_table_write(&table, &plain, 20, out);
	assert_written(out, "CODE   TITLE\n"
			    "7      A title that…\n"
			    "30004  日本\n");
}

static void writes_the_headings_of_an_empty_table(void **state)
{
	struct fixture *fixture = *state;
	struct terminal_table table;
	struct buf *out = buf_new(&fixture->arena);

	terminal_table_init(&table, &fixture->arena, columns, 3);
	terminal_table_write(&table, &plain, 80, out);
	assert_written(out, "CODE  TITLE  WHO\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_width_of_the_environment),
		cmocka_unit_test(colors_a_file_only_where_told),
		cmocka_unit_test(styles_where_there_is_color),
		cmocka_unit_test(cuts_by_columns),
		cmocka_unit_test(wraps_words),
		cmocka_unit_test(neutralizes_what_controls_terminals),
		cmocka_unit_test(lines_up_columns),
		cmocka_unit_test(fits_a_table_into_the_width),
		cmocka_unit_test(leaves_off_what_is_optional),
		cmocka_unit_test(writes_the_headings_of_an_empty_table),
	};

	return cmocka_run_group_tests_name("terminal", tests, fixture_setup, fixture_teardown);
}

/* Tests of source: reading files, places in them. */
#include "fixture.h"

#include <fcntl.h>

static void assert_position(struct fixture *fixture, struct source *source, uint32_t offset,
			    uint32_t line, uint32_t column)
{
	struct position const position = source_position(source, &fixture->arena, offset);

	assert_int_equal(position.line, line);
	assert_int_equal(position.column, column);
}

static void lines_end_at_lf_crlf_and_cr(void **state)
{
	struct fixture *fixture = *state;
	struct source *source =
		source_add(&fixture->sources, STRING("a"), STRING("ab\nc\r\n\rd"));

	assert_position(fixture, source, 0, 1, 1);
	assert_position(fixture, source, 2, 1, 3);
	assert_position(fixture, source, 3, 2, 1);
	assert_position(fixture, source, 4, 2, 2);
	assert_position(fixture, source, 5, 2, 3);
	assert_position(fixture, source, 6, 3, 1);
	assert_position(fixture, source, 7, 4, 1);
	assert_position(fixture, source, 8, 4, 2);
	assert_true(string_is(source_line(source, &fixture->arena, 1), "ab"));
	assert_true(string_is(source_line(source, &fixture->arena, 2), "c"));
	assert_true(string_is(source_line(source, &fixture->arena, 3), ""));
	assert_true(string_is(source_line(source, &fixture->arena, 4), "d"));
	assert_int_equal(source->line_count, 4);
}

static void the_last_line_may_be_empty(void **state)
{
	struct fixture *fixture = *state;
	struct source *source = source_add(&fixture->sources, STRING("a"), STRING("ab\n"));
	struct source *empty = source_add(&fixture->sources, STRING("b"), STRING(""));

	assert_position(fixture, source, 3, 2, 1);
	assert_true(string_is(source_line(source, &fixture->arena, 2), ""));
	assert_position(fixture, empty, 0, 1, 1);
}

static void columns_count_characters(void **state)
{
	struct fixture *fixture = *state;
	struct source *source = source_add(&fixture->sources, STRING("a"),
					   STRING("\t\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80x"));

	assert_false(source->ascii);
	assert_position(fixture, source, 1, 1, 2);
	assert_position(fixture, source, 3, 1, 3);
	assert_position(fixture, source, 6, 1, 4);
	assert_position(fixture, source, 10, 1, 5);
}

/* A parser may rely on the NUL, so a text that has none is copied. */
static void a_nul_is_behind_every_text(void **state)
{
	struct fixture *fixture = *state;
	char text[] = "key: value";
	struct source *source = source_add(&fixture->sources, STRING("a"), (struct string){text, 3});

	memset(text, '!', sizeof text - 1);
	assert_int_equal(source->text.length, 3);
	assert_string_equal(source->text.bytes, "key");
}

static struct source *read_path(struct fixture *fixture, struct string path, uint16_t *file,
			   const char *expected_problem)
{
	struct string problem;
	struct source *source = source_read(&fixture->sources, path, file, &problem);

	if (expected_problem) {
		assert_null(source);
		assert_string_equal(string_copy(&fixture->arena, problem).bytes, expected_problem);
		assert_true(string_equal(source_at(&fixture->sources, *file)->path, path));
	} else {
		assert_non_null(source);
	}
	return source;
}

static void reads_a_file_once(void **state)
{
	struct fixture *fixture = *state;
	struct string const path = fixture_write(fixture, "a", STRING("one\n"));
	uint16_t file;
	struct source *first = read_path(fixture, path, &file, NULL);

	assert_true(string_is(first->text, "one\n"));
	assert_int_equal(first->text.bytes[first->text.length], '\0');
	assert_int_equal(file, 0);
	fixture_write(fixture, "a", STRING("two\n"));
	assert_ptr_equal(read_path(fixture, path, &file, NULL), first);
	assert_true(string_is(first->text, "one\n"));
}

static void skips_a_byte_order_mark(void **state)
{
	struct fixture *fixture = *state;
	uint16_t file;
	struct source *source =
		read_path(fixture, fixture_write(fixture, "a", STRING("\xEF\xBB\xBFkey")), &file, NULL);

	assert_true(string_is(source->text, "key"));
	assert_true(source->ascii);
	assert_position(fixture, source, 0, 1, 1);
}

static void empty_and_large_files(void **state)
{
	struct fixture *fixture = *state;
	size_t const size = 5 * 1000 * 1000;
	char *bytes = arena_alloc(&fixture->arena, size);
	uint16_t file;

	memset(bytes, 'x', size);
	struct source *large = read_path(
		fixture, fixture_write(fixture, "a", (struct string){bytes, size}), &file, NULL);
	assert_int_equal(large->text.length, size);
	assert_int_equal(read_path(fixture, fixture_write(fixture, "b", STRING("")), &file, NULL)->text.length, 0);
}

static void says_why_a_file_cannot_be_read(void **state)
{
	struct fixture *fixture = *state;
	struct string const pipe = fixture_path(fixture, "pipe"), link = fixture_path(fixture, "link");
	struct string const sparse = fixture_path(fixture, "sparse");
	uint16_t file, again;

	assert_int_equal(mkfifo(pipe.bytes, 0666), 0);
	assert_int_equal(symlink("link", link.bytes), 0);
	read_path(fixture, fixture_path(fixture, "missing"), &file, "no such file");
	read_path(fixture, fixture_path(fixture, "missing"), &again, "no such file");
	assert_int_equal(file, again);
	read_path(fixture, fixture_path(fixture, "vendors"), &file, "is a folder");
	read_path(fixture, pipe, &file, "is a pipe");
	read_path(fixture, STRING("/dev/null"), &file, "is a device");
	read_path(fixture, STRING("/dev/zero"), &file, "is a device");
	read_path(fixture, link, &file, "too many symbolic links");
	read_path(fixture, string_printf(&fixture->arena, "%s/x", fixture_write(fixture, "a", STRING("")).bytes),
	     &file, "a part of its path is no folder");
	read_path(fixture, (struct string){"a\0b", 3}, &file, "the path holds a NUL");
	int const descriptor = open(sparse.bytes, O_CREAT | O_WRONLY, 0666);
	assert_true(descriptor >= 0);
	assert_int_equal(ftruncate(descriptor, (off_t)2 << 30), 0);
	close(descriptor);
	read_path(fixture, sparse, &file, "is larger than 1 GiB");
}

/* Root may read everything, so become nobody for a while. */
static void unreadable_file(void **state)
{
	struct fixture *fixture = *state;
	struct string const path = fixture_write(fixture, "a", STRING("x"));
	bool const root = geteuid() == 0;
	uint16_t file;

	assert_int_equal(chmod(path.bytes, 0), 0);
	if (root)
		assert_int_equal(seteuid(65534), 0);
	read_path(fixture, path, &file, "permission denied");
	if (root)
		assert_int_equal(seteuid(0), 0);
}

static void files_of_unknown_size_are_read_to_the_end(void **state)
{
	struct fixture *fixture = *state;
	uint16_t file;

	if (access("/proc/self/status", R_OK) != 0)
		return;
	struct source *source = read_path(fixture, STRING("/proc/self/status"), &file, NULL);
	assert_true(source->text.length > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(lines_end_at_lf_crlf_and_cr),
		fixture_test(the_last_line_may_be_empty),
		fixture_test(columns_count_characters),
		fixture_test(a_nul_is_behind_every_text),
		fixture_test(reads_a_file_once),
		fixture_test(skips_a_byte_order_mark),
		fixture_test(empty_and_large_files),
		fixture_test(says_why_a_file_cannot_be_read),
		fixture_test(unreadable_file),
		fixture_test(files_of_unknown_size_are_read_to_the_end),
	};

	return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}

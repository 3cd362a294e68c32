/* Tests of arena_mark and arena_rewind. */
#include "fixture.h"

static void test_rewinds_in_a_chunk(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = arena_new_child(&fixture->arena);

	arena_alloc(arena, 100);
	struct arena_mark const mark = arena_mark(arena);
	char *first = arena_alloc(arena, 10);
	arena_rewind(arena, mark);
	assert_ptr_equal(arena_alloc(arena, 10), first);
}

static void test_rewinds_an_empty_arena(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = arena_new_child(&fixture->arena);
	struct arena_mark const mark = arena_mark(arena);

	memset(arena_alloc(arena, 5000), 1, 5000);
	memset(arena_alloc(arena, 500000), 1, 500000);
	arena_rewind(arena, mark);
	assert_null(arena->chunks);
	assert_null(arena->large);
	memset(arena_alloc(arena, 5000), 1, 5000);
}

/* A loop that needs a new chunk in every turn gets the same one again. */
static void test_keeps_a_chunk_for_the_next_turn(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = arena_new_child(&fixture->arena);
	char *seen = NULL;

	arena_alloc(arena, 16000);
	struct arena_mark const mark = arena_mark(arena);
	for (int i = 0; i < 100; i++) {
		char *bytes = arena_alloc(arena, 1000);
		memset(bytes, i, 1000);
		assert_true(!seen || seen == bytes);
		seen = bytes;
		arena_rewind(arena, mark);
	}
}

static void test_gives_large_blocks_back(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = arena_new_child(&fixture->arena);
	char *kept = arena_copy(arena, "kept", 4);
	struct arena_mark const outer = arena_mark(arena);
	char *large = arena_alloc(arena, 1 << 20);
	struct arena_mark const inner = arena_mark(arena);

	memset(large, 1, 1 << 20);
	memset(arena_alloc(arena, 1 << 20), 2, 1 << 20);
	arena_rewind(arena, inner);
	assert_int_equal(large[(1 << 20) - 1], 1);
	arena_rewind(arena, outer);
	assert_null(arena->large);
	assert_string_equal(kept, "kept");
}

static void count(void *data)
{
	++*(int *)data;
}

static void test_runs_cleanups(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = arena_new_child(&fixture->arena);
	int before = 0, after = 0;

	arena_defer(arena, count, &before);
	struct arena_mark const mark = arena_mark(arena);
	arena_defer(arena, count, &after);
	arena_rewind(arena, mark);
	assert_int_equal(before, 0);
	assert_int_equal(after, 1);
	arena_free(arena);
	assert_int_equal(before, 1);
	assert_int_equal(after, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_rewinds_in_a_chunk),
		fixture_test(test_rewinds_an_empty_arena),
		fixture_test(test_keeps_a_chunk_for_the_next_turn),
		fixture_test(test_gives_large_blocks_back),
		fixture_test(test_runs_cleanups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

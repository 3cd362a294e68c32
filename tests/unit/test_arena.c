/* Tests of arena: memory that is freed all at once. */
#include "fixture.h"

static void allocations_are_aligned_and_apart(void **state)
{
	struct fixture *fixture = *state;
	char *blocks[200];

	for (size_t i = 0; i < 200; i++) {
		blocks[i] = arena_alloc(&fixture->arena, i * 37);
		assert_int_equal((uintptr_t)blocks[i] % 16, 0);
		memset(blocks[i], (int)i, i * 37);
	}
	for (size_t i = 0; i < 200; i++)
		for (size_t at = 0; at < i * 37; at++)
			assert_int_equal((unsigned char)blocks[i][at], i);
}

static void large_blocks_leave_the_current_chunk(void **state)
{
	struct fixture *fixture = *state;
	char *before = arena_alloc(&fixture->arena, 16);
	char *large = arena_alloc(&fixture->arena, 3 * 1024 * 1024);
	char *after = arena_alloc(&fixture->arena, 16);

	memset(large, 1, 3 * 1024 * 1024);
	assert_ptr_equal(after, before + 16);
}

static void copy_ends_with_nul(void **state)
{
	struct fixture *fixture = *state;

	assert_string_equal(arena_copy(&fixture->arena, "abcdef", 3), "abc");
	assert_string_equal(arena_copy(&fixture->arena, NULL, 0), "");
}

static void calloc_is_zero(void **state)
{
	struct fixture *fixture = *state;
	char *dirty = arena_alloc(&fixture->arena, 100);

	memset(dirty, 0xFF, 100);
	arena_reset(&fixture->arena);
	const char *bytes = arena_calloc(&fixture->arena, 10, 10);
	for (int i = 0; i < 100; i++)
		assert_int_equal(bytes[i], 0);
}

static void grow_keeps_elements(void **state)
{
	struct fixture *fixture = *state;
	size_t capacity = 0;
	int *numbers = NULL;

	for (size_t i = 0; i < 1000; i++) {
		numbers = arena_grow(&fixture->arena, numbers, i, &capacity, sizeof *numbers);
		numbers[i] = (int)i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
}

static char order[8];

static void note(void *data)
{
	strcat(order, data);
}

static void cleanups_run_last_first_and_once(void **state)
{
	struct fixture *fixture = *state;
	struct arena *child = arena_calloc(&fixture->arena, 1, sizeof *child);

	order[0] = '\0';
	arena_init_child(child, &fixture->arena);
	arena_defer(child, note, (char[]){"a"});
	arena_defer(child, note, (char[]){"b"});
	arena_reset(child);
	assert_string_equal(order, "ba");
	arena_defer(child, note, (char[]){"c"});
	arena_free(&fixture->arena);
	assert_string_equal(order, "bac");
}

static void impossible_sizes_are_out_of_memory(void **state)
{
	struct arena arena;
	jmp_buf out_of_memory;
	volatile int failures = 0;

	(void)state;
	arena_init(&arena, &out_of_memory);
	if (setjmp(out_of_memory) == 0)
		arena_alloc(&arena, SIZE_MAX);
	else
		failures++;
	if (setjmp(out_of_memory) == 0)
		arena_alloc(&arena, SIZE_MAX - 20);
	else
		failures++;
	if (setjmp(out_of_memory) == 0)
		arena_calloc(&arena, SIZE_MAX / 2, 3);
	else
		failures++;
	if (setjmp(out_of_memory) == 0)
		arena_copy(&arena, "", SIZE_MAX);
	else
		failures++;
	assert_int_equal(failures, 4);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(allocations_are_aligned_and_apart),
		fixture_test(large_blocks_leave_the_current_chunk),
		fixture_test(copy_ends_with_nul),
		fixture_test(calloc_is_zero),
		fixture_test(grow_keeps_elements),
		fixture_test(cleanups_run_last_first_and_once),
		fixture_test(impossible_sizes_are_out_of_memory),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}

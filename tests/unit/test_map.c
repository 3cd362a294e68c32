/* Tests of map: byte strings to pointers, and symbols. */
#include "fixture.h"

static void finds_what_was_put(void **state)
{
	struct fixture *fixture = *state;
	enum { COUNT = 20000 };
	struct map map;
	static int numbers[COUNT];

	map_init(&map, &fixture->arena);
	assert_null(map_get(&map, STRING("0")));
	for (int i = 0; i < COUNT; i++) {
		void **slot = map_slot(&map, string_printf(&fixture->arena, "%d", i));
		assert_null(*slot);
		*slot = &numbers[i];
	}
	assert_int_equal(map.count, COUNT);
	for (int i = 0; i < COUNT; i++)
		assert_ptr_equal(map_get(&map, string_printf(&fixture->arena, "%d", i)), &numbers[i]);
	assert_null(map_get(&map, STRING("-1")));
}

static void keys_are_bytes(void **state)
{
	struct fixture *fixture = *state;
	struct map map;
	int a, b, c;

	map_init(&map, &fixture->arena);
	*map_slot(&map, (struct string){"a\0b", 3}) = &a;
	*map_slot(&map, (struct string){"a", 1}) = &b;
	*map_slot(&map, (struct string){NULL, 0}) = &c;
	assert_ptr_equal(map_get(&map, (struct string){"a\0b", 3}), &a);
	assert_ptr_equal(map_get(&map, STRING("a")), &b);
	assert_ptr_equal(map_get(&map, STRING("")), &c);
	assert_null(map_get(&map, (struct string){"a\0c", 3}));
}

static void equal_texts_are_one_symbol(void **state)
{
	struct fixture *fixture = *state;
	char text[] = "name";
	const struct symbol *first = symbol_intern(&fixture->symbols, string_of(text));

	assert_ptr_equal(symbol_intern(&fixture->symbols, STRING("name")), first);
	assert_ptr_not_equal(symbol_intern(&fixture->symbols, STRING("other")), first);
	text[0] = 'x';
	assert_string_equal(first->text.bytes, "name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(finds_what_was_put), fixture_test(keys_are_bytes),
		fixture_test(equal_texts_are_one_symbol),
	};

	return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}

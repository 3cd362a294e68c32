/* Tests of value: the tree that data passes through. */
#include "fixture.h"

#include "../../generator/value.h"

static void values_without_a_place(void **state)
{
	struct value const text = value_of_string(STRING("ab"));

	(void)state;
	assert_int_equal(value_none().type, VALUE_NONE);
	assert_true(value_boolean(true).boolean);
	assert_int_equal(value_integer(INT64_MIN).integer, INT64_MIN);
	assert_true(string_is(value_string(&text), "ab"));
	assert_int_equal(value_span(&text).file, SPAN_NOWHERE);
	assert_int_equal(value_list(NULL, 0).type, VALUE_LIST);
}

static void maps_find_by_symbol(void **state)
{
	struct fixture *fixture = *state;
	struct key *keys;
	struct entries *entries = entries_with_keys(&fixture->arena, 2, &keys);
	struct value const map = value_map(entries, 2);

	keys[0] = (struct key){.name = symbol_intern(&fixture->symbols, STRING("a"))};
	keys[1] = (struct key){.name = symbol_intern(&fixture->symbols, STRING("b"))};
	entries->values[0] = value_integer(1);
	entries->values[1] = value_integer(2);
	assert_int_equal(value_get(&map, symbol_intern(&fixture->symbols, STRING("b")))->integer, 2);
	assert_null(value_get(&map, symbol_intern(&fixture->symbols, STRING("c"))));
}

static void types_have_names(void **state)
{
	(void)state;
	for (int type = VALUE_UNDEFINED; type <= VALUE_CALLABLE; type++)
		assert_non_null(value_type_name((enum value_type)type));
	assert_string_equal(value_type_name(VALUE_MAP), "a mapping");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_without_a_place),
		fixture_test(maps_find_by_symbol),
		cmocka_unit_test(types_have_names),
	};

	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}

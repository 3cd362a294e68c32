/* Tests of template_parse and template_render: what callers rely on. That the
 * language is Jinja2's is tested in tests/templates. */
#include "fixture.h"

#include "../../generator/template_render.h"
#include "../../generator/yaml.h"

/* Templates in the folder of this test, or in two folders below it. */
static struct templates *new_templates(struct fixture *fixture, const char *first,
				       const char *second)
{
	struct string *folders = arena_alloc(&fixture->arena, 2 * sizeof *folders);

	folders[0] = fixture_path(fixture, first);
	folders[1] = fixture_path(fixture, second ? second : first);
	return templates_new(&fixture->arena, &fixture->symbols, &fixture->diagnostics, folders,
			     second ? 2 : 1, NULL);
}

static struct value load(struct fixture *fixture, const char *yaml)
{
	struct yaml_options const options = {YAML_CORE_TYPES, &fixture->symbols, &fixture->arena,
					     &fixture->arena, &fixture->diagnostics};

	return yaml_load(source_add(&fixture->sources, STRING("data"), string_of(yaml)), &options);
}

/* The text that a template makes, or NULL where it fails. */
static const char *render(struct fixture *fixture, const struct template *template,
			  const char *yaml, struct string item)
{
	struct value const data = load(fixture, yaml);
	struct buf *out = buf_new(&fixture->arena);
	bool const done = template_render(template, &data, item,
					  arena_new_child(&fixture->arena), out);

	buf_byte(out, '\0');
	return done ? out->bytes : NULL;
}

static const struct template *get(struct templates *templates, const char *name)
{
	return templates_get(templates, string_of(name), span_nowhere());
}

static void test_renders(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2", STRING("Hello {{ name }}!\n"));
	const struct template *template = get(new_templates(fixture, "", NULL), "a.j2");
	assert_non_null(template);
	assert_string_equal(render(fixture, template, "name: you", STRING("")), "Hello you!\n");
	assert_string_equal(fixture_report(fixture), "");
}

static void test_appends(void **state)
{
	struct fixture *fixture = *state;
	struct value const data = value_map(NULL, 0);
	struct buf *out = buf_new(&fixture->arena);

	fixture_write(fixture, "a.j2", STRING("{{ ('a' ~ 'b') | upper | lower }}"));
	const struct template *template = get(new_templates(fixture, "", NULL), "a.j2");
	buf_string(out, STRING("kept "));
	assert_true(template_render(template, &data, STRING(""), arena_new_child(&fixture->arena),
				    out));
	buf_byte(out, '\0');
	assert_string_equal(out->bytes, "kept ab");
}

static void test_each_is_parsed_once(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2", STRING("{% include 'b.j2' %}"));
	fixture_write(fixture, "b.j2", STRING("b"));
	struct templates *templates = new_templates(fixture, "", NULL);
	const struct template *template = get(templates, "a.j2");
	assert_ptr_equal(get(templates, "a.j2"), template);
	assert_ptr_not_equal(get(templates, "b.j2"), template);
	assert_int_equal(fixture->sources.count, 2);
}

static void test_first_folder_wins(void **state)
{
	struct fixture *fixture = *state;

	mkdir(fixture_path(fixture, "own").bytes, 0777);
	mkdir(fixture_path(fixture, "base").bytes, 0777);
	fixture_write(fixture, "own/part.j2", STRING("own"));
	fixture_write(fixture, "base/part.j2", STRING("base"));
	fixture_write(fixture, "base/main.j2", STRING("{% include 'part.j2' %}"));
	struct templates *templates = new_templates(fixture, "own", "base");
	assert_string_equal(render(fixture, get(templates, "main.j2"), "{}", STRING("")), "own");
}

static void test_includes_are_parsed_at_once(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2", STRING("{% if x %}{% include 'b.j2' %}{% endif %}"));
	fixture_write(fixture, "b.j2", STRING("\n{% wrong %}"));
	assert_null(get(new_templates(fixture, "", NULL), "b.j2"));
	assert_string_equal(fixture_report(fixture),
			    "b.j2:2:4-9 template-syntax: there is no statement 'wrong'\n");
}

/* The template itself is fine, but cannot be rendered. */
static void test_broken_include(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2", STRING("{% include 'b.j2' %}"));
	fixture_write(fixture, "b.j2", STRING("{{"));
	struct templates *templates = new_templates(fixture, "", NULL);
	const struct template *template = get(templates, "a.j2");
	assert_int_equal(fixture->diagnostics.error_count, 1);
	assert_null(template ? render(fixture, template, "{}", STRING("")) : NULL);
	assert_int_equal(fixture->diagnostics.error_count, 1);
}

static void test_missing_include(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2", STRING("a {% include 'b.j2' %}\n{% include 'c.j2' %}"));
	assert_null(get(new_templates(fixture, "", NULL), "a.j2"));
	assert_string_equal(
		fixture_report(fixture),
		"a.j2:1:14-20 template-not-found: cannot read the template 'b.j2': no such file\n"
		"a.j2:2:12-18 template-not-found: cannot read the template 'c.j2': no such file\n");
}

static void test_circle_of_includes(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2",
		      STRING("a{% if n > 0 %}{% set n = n - 1 %}{% include 'b.j2' %}"
			     "{% endif %}"));
	fixture_write(fixture, "b.j2", STRING("b{% include 'a.j2' %}"));
	const struct template *template = get(new_templates(fixture, "", NULL), "a.j2");
	assert_string_equal(render(fixture, template, "n: 2", STRING("")), "ababa");
}

static void test_names_stay_inside(void **state)
{
	static const char *const names[] = {"../a.j2", "/etc/passwd", "b/../../a.j2", "", "./a.j2",
					    "a//b.j2", "a/", "..", "a\\b"};
	struct fixture *fixture = *state;
	struct templates *templates = new_templates(fixture, "vendors", NULL);

	fixture_write(fixture, "a.j2", STRING(""));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_null(get(templates, names[i]));
	assert_int_equal(fixture->diagnostics.error_count, sizeof names / sizeof *names);
}

static void test_part_of_another_file(void **state)
{
	struct fixture *fixture = *state;
	struct string const text = STRING("path: \"{{ a }}/{{ b }}\"  # {% comment\n");
	struct source *source = source_add(&fixture->sources, STRING("f.yaml"), text);
	struct templates *templates = new_templates(fixture, "", NULL);
	const struct template *template = templates_parse(templates, source, 7, 22);

	assert_non_null(template);
	assert_string_equal(render(fixture, template, "{a: x, b: y}", STRING("")), "x/y");
	assert_null(render(fixture, template, "{a: x}", STRING("the path")));
	assert_string_equal(fixture_report(fixture),
			    "f.yaml:1:19-20 undefined-name: 'b' is undefined; there are: a; "
			    "while rendering the path\n");
}

/* A tag must end where the part does, although the file goes on. */
static void test_part_ends(void **state)
{
	struct fixture *fixture = *state;
	struct source *source =
		source_add(&fixture->sources, STRING("f"), STRING("{{ a }} {{ b }}"));

	assert_null(templates_parse(new_templates(fixture, "", NULL), source, 0, 5));
	assert_non_null(templates_parse(new_templates(fixture, "", NULL), source, 7, 15));
}

static void test_no_utf8(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2", STRING("a\nb\xff\n"));
	assert_null(get(new_templates(fixture, "", NULL), "a.j2"));
	assert_string_equal(fixture_report(fixture),
			    "a.j2:2:2-3 template-syntax: a template is written in UTF-8; this byte "
			    "is none of it\n");
}

static void test_says_what_was_rendered(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2",
		      STRING("{% for code in codes %}\n{{ code.text.x }}{% endfor %}"));
	const struct template *template = get(new_templates(fixture, "", NULL), "a.j2");
	assert_null(render(fixture, template,
			   "codes: [{name: one, text: {x: 1}}, {name: two, text: {y: 2}}]",
			   STRING("domain keyless")));
	assert_string_equal(fixture_report(fixture),
			    "a.j2:2:4-15 undefined-name: a mapping has no 'x'; there are: y; "
			    "while rendering domain keyless, code two\n");
}

static void test_says_how_it_came_there(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2", STRING("{% import 'm.j2' as m %}\n{% include 'b.j2' %}"));
	fixture_write(fixture, "b.j2", STRING("{{ m.f(1) }}"));
	fixture_write(fixture, "m.j2", STRING("{% macro f(x) %}{{ x.y }}{% endmacro %}"));
	const struct template *template = get(new_templates(fixture, "", NULL), "a.j2");
	assert_null(render(fixture, template, "{}", STRING("")));
	assert_string_equal(fixture_report(fixture),
			    "m.j2:1:20-23 undefined-name: an integer has no 'y'; "
			    "1:4 'f' is called here; 2:12 'b.j2' is included here\n");
}

/* An import is rendered once, as Jinja2 does it: what was taken of it is gone. */
static void test_an_import_stays(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2",
		      STRING("{% from 'b.j2' import list, once, twice %}"
			     "{{ list | join }} {{ once | join }} {{ twice('x') }}"));
	fixture_write(fixture, "b.j2",
		      STRING("{% set once = [1, 2] | map('string') %}{% set list = ['a' ~ 1] %}"
			     "{% macro twice(text, again=text ~ list[0]) %}{{ text ~ again }}"
			     "{% endmacro %}"));
	const struct template *template = get(new_templates(fixture, "", NULL), "a.j2");
	assert_string_equal(render(fixture, template, "{}", STRING("")), "a1 12 xxa1");
	assert_string_equal(render(fixture, template, "{}", STRING("")), "a1  xxa1");
	assert_string_equal(fixture_report(fixture), "");
}

/* What was imported stays, but not what could not be. */
static void test_an_import_fails_again(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2", STRING("{% import 'good.j2' as g %}{% import 'bad.j2' as b %}"));
	fixture_write(fixture, "good.j2", STRING("{% set x = 'good' %}"));
	fixture_write(fixture, "bad.j2", STRING("{% import 'good.j2' as g %}{{ g.x.y }}"));
	const struct template *template = get(new_templates(fixture, "", NULL), "a.j2");
	for (int i = 0; i < 2; i++) {
		assert_null(render(fixture, template, "{}", STRING("")));
		assert_string_equal(fixture_report(fixture),
				    "bad.j2:1:31-36 undefined-name: a string has no 'y'; "
				    "1:38 'bad.j2' is imported here\n");
		fixture->diagnostics.count = fixture->diagnostics.error_count = 0;
	}
}

/* Temporary values must not pile up: a loop of many turns stays small. */
static void test_loops_give_memory_back(void **state)
{
	struct fixture *fixture = *state;
	struct value const data = value_map(NULL, 0);
	struct arena *scratch = arena_new_child(&fixture->arena);
	struct buf *out = buf_new(&fixture->arena);

	fixture_write(fixture, "a.j2",
		      STRING("{% for x in [0] * 20000 %}{% set y = 'abc' * 1000 %}{{ y | upper | "
			     "length }}"
			     "{% set z %}{{ y }}{% endset %}{% endfor %}"));
	const struct template *template = get(new_templates(fixture, "", NULL), "a.j2");
	assert_true(template_render(template, &data, STRING(""), scratch, out));
	assert_int_equal(out->length, 4 * 20000);
	assert_true(scratch->chunk_size <= 64 * 1024);
}

static void test_scratch_may_be_reset(void **state)
{
	struct fixture *fixture = *state;
	struct arena *scratch = arena_new_child(&fixture->arena);
	struct buf *out = buf_new(&fixture->arena);

	fixture_write(fixture, "m.j2",
		      STRING("{% set a = ['x'] * 3 %}{% macro f() %}{{ a }}{% endmacro %}"));
	fixture_write(fixture, "a.j2",
		      STRING("{% from 'm.j2' import f %}{{ f() }}{{ d[k] }}{{ {k: 1}.key }}"));
	const struct template *template = get(new_templates(fixture, "", NULL), "a.j2");
	struct value const data = load(fixture, "{d: {key: v}, k: key}");
	for (int i = 0; i < 3; i++) {
		out->length = 0;
		assert_true(template_render(template, &data, STRING(""), scratch, out));
		arena_reset(scratch);
		buf_byte(out, '\0');
		assert_string_equal(out->bytes, "['x', 'x', 'x']v1");
	}
}

/* Maps of another shape at the same place in a template. */
static void test_attributes_are_found_again(void **state)
{
	struct fixture *fixture = *state;

	fixture_write(fixture, "a.j2",
		      STRING("{% for x in xs %}{{ x.a | default('-') }}{% endfor %}"));
	const struct template *template = get(new_templates(fixture, "", NULL), "a.j2");
	assert_string_equal(
		render(fixture, template,
		       "xs: [{a: 1, b: 0}, {b: 0, a: 2}, {b: 0}, {}, {c: 0, d: 0, a: 3}, {a: 4}]",
		       STRING("")),
		"12--34");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_renders),
		fixture_test(test_appends),
		fixture_test(test_each_is_parsed_once),
		fixture_test(test_first_folder_wins),
		fixture_test(test_includes_are_parsed_at_once),
		fixture_test(test_broken_include),
		fixture_test(test_missing_include),
		fixture_test(test_circle_of_includes),
		fixture_test(test_names_stay_inside),
		fixture_test(test_part_of_another_file),
		fixture_test(test_part_ends),
		fixture_test(test_no_utf8),
		fixture_test(test_says_what_was_rendered),
		fixture_test(test_says_how_it_came_there),
		fixture_test(test_an_import_stays),
		fixture_test(test_an_import_fails_again),
		fixture_test(test_loops_give_memory_back),
		fixture_test(test_scratch_may_be_reset),
		fixture_test(test_attributes_are_found_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

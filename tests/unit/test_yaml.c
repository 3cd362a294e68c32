/* Tests of yaml: files as value trees, with exact places. */
#include "fixture.h"

#include "../../generator/yaml.h"

#include <yaml.h>

static struct value load_as(struct fixture *fixture, struct string text, enum yaml_types types)
{
	struct yaml_options const options = {types, &fixture->symbols, &fixture->arena,
					     &fixture->arena, &fixture->diagnostics};

	return yaml_load(source_add(&fixture->sources, STRING("f"), text), &options);
}

static void append(struct fixture *fixture, struct buf *out, const struct value *value)
{
	const struct source *source = source_at(&fixture->sources, value->file);

	switch ((enum value_type)value->type) {
	case VALUE_STRING:
		buf_printf(out, "'%.*s'", STRING_FORMAT(value_string(value)));
		if (value->bytes >= source->text.bytes &&
		    value->bytes <= source->text.bytes + source->text.length)
			buf_byte(out, '~'); /* a view of the source */
		break;
	case VALUE_INTEGER:
		buf_integer(out, value->integer);
		break;
	case VALUE_BOOLEAN:
		buf_string(out, value->boolean ? STRING("true") : STRING("false"));
		break;
	case VALUE_LIST:
		buf_byte(out, '[');
		for (uint32_t i = 0; i < value->length; i++) {
			buf_string(out, i ? STRING(" ") : STRING(""));
			append(fixture, out, &value->items[i]);
		}
		buf_byte(out, ']');
		break;
	case VALUE_MAP:
		buf_byte(out, '{');
		for (uint32_t i = 0; i < value->length; i++) {
			struct entry const entry = value_entry(value, i);
			buf_printf(out, "%s%.*s@%u-%u:", i ? " " : "", STRING_FORMAT(entry.key->name->text),
				   (unsigned)entry.key->start, (unsigned)entry.key->end);
			append(fixture, out, entry.value);
		}
		buf_byte(out, '}');
		break;
	default:
		buf_string(out, value->type == VALUE_NONE ? STRING("none") : STRING("undefined"));
	}
	buf_printf(out, "@%u-%u", (unsigned)value->start, (unsigned)value->end);
}

/* The tree as a line: strings in quotes, with ~ where they are views of the
 * source, and after each value and key its bytes. */
static const char *show(struct fixture *fixture, struct value value)
{
	struct buf *out = arena_alloc(&fixture->arena, sizeof *out);

	buf_init(out, &fixture->arena);
	append(fixture, out, &value);
	buf_byte(out, '\0');
	return out->bytes;
}

static void assert_tree(struct fixture *fixture, struct string text, const char *expected)
{
	assert_string_equal(show(fixture, load_as(fixture, text, YAML_AS_WRITTEN)), expected);
	assert_string_equal(fixture_report(fixture), "");
}

static void assert_typed(struct fixture *fixture, struct string text, const char *expected)
{
	assert_string_equal(show(fixture, load_as(fixture, text, YAML_CORE_TYPES)), expected);
	assert_string_equal(fixture_report(fixture), "");
}

/* The file is wrong in this way, and the tree is what could be read of it. */
static void assert_wrong(struct fixture *fixture, struct string text, const char *report,
			 const char *tree)
{
	struct value const value = load_as(fixture, text, YAML_AS_WRITTEN);

	assert_string_equal(fixture_report(fixture), report);
	assert_string_equal(show(fixture, value), tree);
	fixture->diagnostics.count = 0;
}

static void block_and_flow_places(void **state)
{
	struct fixture *fixture = *state;

	assert_tree(fixture, STRING("a: b"), "{a@0-1:'b'~@3-4}@0-4");
	assert_tree(fixture, STRING("a:\n  - x\n  - yz  # c\n\n# end\n"),
		    "{a@0-1:['x'~@7-8 'yz'~@13-15]@5-15}@0-15");
	assert_tree(fixture, STRING("{a: [1, 'two', \"three\"], b: {}}\n"),
		    "{a@1-2:['1'~@5-6 'two'~@8-13 'three'~@15-22]@4-23 b@25-26:{}@28-30}@0-31");
	assert_tree(fixture, STRING("- a: 1\n  b: 2\n- c\n"),
		    "[{a@2-3:'1'~@5-6 b@9-10:'2'~@12-13}@2-13 'c'~@16-17]@0-17");
	assert_tree(fixture, STRING("'quoted key': \"\"\n"), "{quoted key@0-12:''~@14-16}@0-16");
}

static void scalars_stay_what_was_written(void **state)
{
	struct fixture *fixture = *state;

	assert_tree(fixture, STRING("[NO, 1.10, 0100C, 2026-11-20, ~, null, 0x1F, <<]"),
		    "['NO'~@1-3 '1.10'~@5-9 '0100C'~@11-16 '2026-11-20'~@18-28 '~'~@30-31 "
		    "'null'~@33-37 '0x1F'~@39-43 '<<'~@45-47]@0-48");
	assert_tree(fixture, STRING("a:\nb: x"), "{a@0-1:''~@2-2 b@3-4:'x'~@6-7}@0-7");
}

static void only_what_differs_is_copied(void **state)
{
	struct fixture *fixture = *state;

	assert_tree(fixture, STRING("a: one\n  two\n"), "{a@0-1:'one two'@3-12}@0-12");
	assert_tree(fixture, STRING("a: 'it''s'"), "{a@0-1:'it's'@3-10}@0-10");
	assert_tree(fixture, STRING("a: \"x\\ty\""), "{a@0-1:'x\ty'@3-9}@0-9");
	assert_tree(fixture, STRING("a: |\n  one\n  two\n\nb: x\n"),
		    "{a@0-1:'one\ntwo\n'@3-16 b@18-19:'x'~@21-22}@0-22");
	assert_tree(fixture, STRING("a: >-\n  one\n  two\n"), "{a@0-1:'one two'@3-17}@0-17");
}

static void places_after_multibyte_text_and_crlf(void **state)
{
	struct fixture *fixture = *state;

	assert_tree(fixture, STRING("\xC3\xA9: \xE6\x97\xA5\xF0\x9F\x98\x80\r\nb: \"\xC3\xA9\"\r\n"),
		    "{\xC3\xA9@0-2:'\xE6\x97\xA5\xF0\x9F\x98\x80'~@4-11 b@13-14:'\xC3\xA9'~@16-20}@0-20");
	assert_tree(fixture, STRING("a: 1\rb: 2\r"), "{a@0-1:'1'~@3-4 b@5-6:'2'~@8-9}@0-9");
	assert_tree(fixture, STRING("- \xC3\xA9\n- [\xC3\xA9, {\xC3\xA9: x}]\n- y"),
		    "['\xC3\xA9'~@2-4 ['\xC3\xA9'~@8-10 {\xC3\xA9@13-15:'x'~@17-18}@12-19]@7-20 "
		    "'y'~@23-24]@0-24");
}

/* YAML 1.1 took U+2028, U+2029 for line ends; 1.2 and editors do not. */
static void line_separators_are_text(void **state)
{
	struct fixture *fixture = *state;

	assert_tree(fixture, STRING("a: x\xE2\x80\xA8y z\nb: \"\xE2\x80\xA9\\n\"\n"),
		    "{a@0-1:'x\xE2\x80\xA8y z'~@3-10 b@11-12:'\xE2\x80\xA9\n'@14-21}@0-21");
}

static void core_types(void **state)
{
	struct fixture *fixture = *state;

	assert_typed(fixture, STRING("{\"a\": [1, -2, true, null, \"x\"], \"1\": {}, 2: ~}"),
		     "{a@1-4:[1@7-8 -2@10-12 true@14-18 none@20-24 'x'~@26-29]@6-30 1@32-35:{}@37-39 "
		     "2@41-42:none@44-45}@0-46");
	assert_typed(fixture, STRING("a: yes\nb: '1'\nc: 0x10\nd: |\n  1\ne:\n"),
		     "{a@0-1:'yes'~@3-6 b@7-8:'1'~@10-13 c@14-15:16@17-21 d@22-23:'1\n'@25-30 "
		     "e@31-32:none@33-33}@0-33");
	assert_typed(fixture, STRING("{1.5: x}"), "{1.5@1-4:'x'~@6-7}@0-8");
	load_as(fixture, STRING("[1.5, 9223372036854775808, .inf]"), YAML_CORE_TYPES);
	assert_string_equal(
		fixture_report(fixture),
		"f:1:2-5 float: templates have no floating-point numbers; put the text in quotes\n"
		"f:1:7-26 number-too-large: the number does not fit into 64 bits\n"
		"f:1:28-32 float: templates have no floating-point numbers; put the text in quotes\n");
}

static void what_is_not_allowed_is_reported_and_passed_over(void **state)
{
	struct fixture *fixture = *state;

	assert_wrong(fixture, STRING("a: &x [b]\nc: *x\nd: !!str e\nf: ! g\n"),
		     "f:1:4-6 anchor: anchors are not allowed; write the value where it is needed\n"
		     "f:2:4-6 alias: aliases are not allowed; write the value itself\n"
		     "f:3:4-9 tag: tags are not allowed; the key says what type its value has\n"
		     "f:4:4-5 tag: tags are not allowed; the key says what type its value has\n",
		     "{a@0-1:['b'~@7-8]@6-9 c@10-11:undefined@13-15 d@16-17:'e'~@25-26 "
		     "f@27-28:'g'~@32-33}@0-33");
	assert_wrong(fixture, STRING("&a x: !t &b y\n"),
		     "f:1:1-3 anchor: anchors are not allowed; write the value where it is needed\n"
		     "f:1:7-9 tag: tags are not allowed; the key says what type its value has\n"
		     "f:1:10-12 anchor: anchors are not allowed; write the value where it is needed\n",
		     "{x@3-4:'y'~@12-13}@3-13");
}

static void duplicate_keys(void **state)
{
	struct fixture *fixture = *state;

	assert_wrong(fixture, STRING("a: 1\nb: 2\n\"a\": {c: 3}\n"),
		     "f:3:1-4 duplicate-key: the key 'a' is already there; 1:1 first used here\n",
		     "{a@0-1:'1'~@3-4 b@5-6:'2'~@8-9}@0-21");
}

static void duplicate_keys_among_many(void **state)
{
	struct fixture *fixture = *state;
	struct buf *text = arena_alloc(&fixture->arena, sizeof *text);

	buf_init(text, &fixture->arena);
	for (int i = 0; i < 50000; i++)
		buf_printf(text, "k%d: 1\n", i);
	buf_printf(text, "k7: 1\nk49999: 1\n");
	struct value const value = load_as(fixture, buf_view(text), YAML_AS_WRITTEN);
	assert_int_equal(value.length, 50000);
	assert_string_equal(
		fixture_report(fixture),
		"f:50001:1-3 duplicate-key: the key 'k7' is already there; 8:1 first used here\n"
		"f:50002:1-7 duplicate-key: the key 'k49999' is already there; 50000:1 first used here\n");
}

static void complex_keys(void **state)
{
	struct fixture *fixture = *state;

	assert_wrong(fixture, STRING("? [a, b]\n: c\nd: e\n"),
		     "f:1:3-4 complex-key: a key is a word, not a list or mapping\n",
		     "{d@13-14:'e'~@16-17}@0-17");
	assert_wrong(fixture, STRING("{{a: b}: {c: d}, e: f}"),
		     "f:1:2-3 complex-key: a key is a word, not a list or mapping\n",
		     "{e@17-18:'f'~@20-21}@0-22");
}

static void several_and_no_documents(void **state)
{
	struct fixture *fixture = *state;

	assert_wrong(fixture, STRING("--- {a: b}\n...\n---\nc\n"),
		     "f:3:1-4 multiple-documents: a second document; a file holds one\n",
		     "{a@5-6:'b'~@8-9}@4-10");
	assert_wrong(fixture, STRING(""), "f empty-document: the file is empty\n", "undefined@0-0");
	assert_wrong(fixture, STRING("# only\n\n"), "f empty-document: the file is empty\n",
		     "undefined@0-0");
	assert_wrong(fixture, STRING("---\n"), "f empty-document: the file is empty\n", "undefined@0-0");
}

static void nesting(void **state)
{
	struct fixture *fixture = *state;
	struct buf *text = arena_alloc(&fixture->arena, sizeof *text);

	buf_init(text, &fixture->arena);
	buf_repeat(text, '[', 64);
	buf_repeat(text, ']', 64);
	assert_int_equal(load_as(fixture, buf_view(text), YAML_AS_WRITTEN).type, VALUE_LIST);
	assert_string_equal(fixture_report(fixture), "");
	text->length = 0;
	buf_repeat(text, '[', 100000);
	assert_wrong(fixture, buf_view(text),
		     "f:1:65-66 nesting: lists and mappings are nested more than 64 levels deep\n",
		     "undefined@0-0");
	text->length = 0;
	for (int i = 0; i < 100000; i++)
		buf_string(text, STRING("- "));
	assert_wrong(fixture, buf_view(text),
		     "f:1:129-130 nesting: lists and mappings are nested more than 64 levels deep\n",
		     "undefined@0-0");
}

static void encodings(void **state)
{
	struct fixture *fixture = *state;

	assert_wrong(fixture, STRING("a: b\nc: \xFF\n"),
		     "f:2:4-5 encoding: byte 0xFF is no UTF-8 here; save the file as UTF-8\n",
		     "undefined@0-0");
	assert_wrong(fixture, STRING("a: \xC3\xA9 \xED\xA0\x80\n"),
		     "f:1:6-7 encoding: byte 0xED is no UTF-8 here; save the file as UTF-8\n",
		     "undefined@0-0");
	assert_wrong(fixture, (struct string){"a: b\0c", 6},
		     "f:1:5-6 encoding: a NUL byte: the file is no text\n", "undefined@0-0");
	assert_wrong(fixture, (struct string){"a\0:\0 \0b\0", 8},
		     "f encoding: the file is UTF-16; save it as UTF-8\n", "undefined@0-0");
	assert_wrong(fixture, (struct string){"\xFE\xFF\0a\0:", 6},
		     "f encoding: the file is UTF-16; save it as UTF-8\n", "undefined@0-0");
	assert_wrong(fixture, (struct string){"\xFF\xFE\0\0a\0\0\0", 8},
		     "f encoding: the file is UTF-32; save it as UTF-8\n", "undefined@0-0");
}

static void control_characters_do_not_end_a_file(void **state)
{
	struct fixture *fixture = *state;

	assert_wrong(fixture, STRING("a: x\x01y\nb: \xC2\x85\xC3\xA9\x7F\nc: d\n"),
		     "f:1:5-6 control-character: the control character U+0001 is not allowed\n"
		     "f:2:4-5 control-character: the control character U+0085 is not allowed\n"
		     "f:2:6-7 control-character: the control character U+007F is not allowed\n",
		     "{a@0-1:'x\x01y'~@3-6 b@7-8:'\xC2\x85\xC3\xA9\x7F'~@10-15 c@16-17:'d'~@19-20}@0-20");
}

static void assert_syntax(struct fixture *fixture, struct string text, const char *report)
{
	assert_wrong(fixture, text, report, "undefined@0-0");
}

static void syntax_errors_in_words_for_people(void **state)
{
	struct fixture *fixture = *state;

	assert_syntax(fixture, STRING("title: a: b\n"),
		      "f:1:9-10 yaml-syntax: a ':' is not allowed here; put a text that holds ': ' in "
		      "quotes\n");
	assert_syntax(fixture, STRING("a: 1\n b: 2\n"),
		      "f:2:3-4 yaml-syntax: a ':' is not allowed here; put a text that holds ': ' in "
		      "quotes\n");
	assert_syntax(fixture, STRING("a: b\nword\nc: d\n"),
		      "f:2:1-2 yaml-syntax: this line is neither 'key: value' nor a list item\n");
	assert_syntax(fixture, STRING("a:\n\tb: c\n"),
		      "f:2:1-2 yaml-syntax: a tab in the indentation; use spaces\n");
	assert_syntax(fixture, STRING("a: @b\n"),
		      "f:1:4-5 yaml-syntax: a value cannot start with this character; put it in quotes\n");
	assert_syntax(fixture, STRING("a: \"b\nc: d\n"),
		      "f:1:4-5 yaml-syntax: the quoted text that starts here never ends\n");
	assert_syntax(fixture, STRING("a: [b, c\nd: e\n"),
		      "f:2:2-3 yaml-syntax: expected ',' or ']'; 1:4 the list starts here\n");
	assert_syntax(fixture, STRING("a: {b: c\n"),
		      "f:2:1-1 yaml-syntax: expected ',' or '}'; 1:4 the mapping starts here\n");
	assert_syntax(fixture, STRING("a: \"\\q\"\n"),
		      "f:1:5-6 yaml-syntax: there is no such escape; write '\\\\' for a backslash, or use "
		      "single quotes\n");
	assert_syntax(fixture, STRING("a: 1\n- b\n"),
		      "f:2:1-2 yaml-syntax: expected a key of the mapping that is indented like this, or "
		      "its end; 1:1 the mapping starts here\n");
	assert_syntax(fixture, STRING("- a\nb: c\n"),
		      "f:2:1-2 yaml-syntax: expected '-' and the next item of the list, or its end; 1:1 "
		      "the list starts here\n");
}

/* Whether libyaml reads a text that it is given as its input. */
static bool is_yaml(struct string text)
{
	yaml_parser_t parser;
	yaml_event_t event = {.type = YAML_NO_EVENT};
	bool fine = true;

	assert_true(yaml_parser_initialize(&parser));
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.bytes, text.length);
	while (fine && event.type != YAML_STREAM_END_EVENT) {
		yaml_event_delete(&event);
		fine = yaml_parser_parse(&parser, &event);
	}
	yaml_event_delete(&event);
	yaml_parser_delete(&parser);
	return fine;
}

/* libyaml is not given its input as it expects it: see open_libyaml. */
static void a_file_may_end_anywhere(void **state)
{
	struct fixture *fixture = *state;
	struct string const text =
		STRING("%YAML 1.1\n%TAG ! t%41:\n--- # one\na: \"x\\x41\\u00e9\\\n  y\" \r\nb: 'it''s'\n"
		       "c: |2-\n   x\n\n  y\r\nd: >+\n x\n\ne: [1, {f: !t%21 x, ? g : h}, \"i\":j]\n"
		       "? k\n: - l\n  - &m !<n> o\n  - *m\np: q\n  r # s\n...\n");

	assert_true(is_yaml(text));
	for (size_t length = 0; length <= text.length; length++) {
		struct string const start = {text.bytes, length};
		load_as(fixture, start, YAML_AS_WRITTEN);
		assert_int_equal(strstr(fixture_report(fixture), "yaml-syntax") == NULL,
				 is_yaml(start));
		fixture->diagnostics.count = 0;
	}
}

static void large_scalars_and_keys(void **state)
{
	struct fixture *fixture = *state;
	size_t const size = 10 * 1000 * 1000;
	struct buf *text = arena_alloc(&fixture->arena, sizeof *text);

	buf_init(text, &fixture->arena);
	buf_string(text, STRING("a: "));
	buf_repeat(text, 'x', size);
	struct value const value = load_as(fixture, buf_view(text), YAML_AS_WRITTEN);
	assert_int_equal(value.entries->values[0].length, size);
	assert_ptr_equal(value.entries->values[0].bytes,
			 source_at(&fixture->sources, value.file)->text.bytes + 3);
	text->length = 0;
	buf_string(text, STRING("? "));
	buf_repeat(text, 'k', 1000 * 1000);
	buf_string(text, STRING("\n: 1\n"));
	struct value const keyed = load_as(fixture, buf_view(text), YAML_AS_WRITTEN);
	assert_int_equal(keyed.entries->keys[0].name->text.length, 1000 * 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(block_and_flow_places),
		fixture_test(scalars_stay_what_was_written),
		fixture_test(only_what_differs_is_copied),
		fixture_test(places_after_multibyte_text_and_crlf),
		fixture_test(line_separators_are_text),
		fixture_test(core_types),
		fixture_test(what_is_not_allowed_is_reported_and_passed_over),
		fixture_test(duplicate_keys),
		fixture_test(duplicate_keys_among_many),
		fixture_test(complex_keys),
		fixture_test(several_and_no_documents),
		fixture_test(nesting),
		fixture_test(encodings),
		fixture_test(control_characters_do_not_end_a_file),
		fixture_test(syntax_errors_in_words_for_people),
		fixture_test(a_file_may_end_anywhere),
		fixture_test(large_scalars_and_keys),
	};

	return cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}

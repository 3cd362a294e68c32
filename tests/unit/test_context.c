/* Tests of context: the symbols that each target gives, in the data and in references. */
#include "fixture.h"

#include "../../generator/project.h"

static const char registry_text[] =
	"registry: errors\nversion: 1.2.3\nconditions: conditions.yaml\nvendors: [vendors/a.yaml]\n";
static const char conditions_text[] =
	"conditions:\n  - {name: too_dark, title: T, description: D, retry: never, audience: user}\n";
static const char vendor_text[] =
	"vendor: a\ntitle: A\ndomains:\n"
	"  - domain: camera\n    title: D\n    code_type: integer\n"
	"    categories: [{name: user, title: U}]\n"
	"    codes:\n"
	"      - {code: 1, name: no_light, title: N, category: user, condition: too_dark,\n"
	"         aliases: [dark_one], see_also: [2], deprecated: {replaced_by: no_sun}}\n"
	"      - {code: 2, name: no_sun, title: S, category: user, condition: too_dark}\n"
	"  - domain: flat\n    title: F\n    code_type: string\n"
	"    codes:\n      - {code: \"x\", name: an_x, title: X, condition: too_dark}\n";

/* A target whose folder has the name, in the folder of the test. */
static struct target *load_target(struct fixture *fixture, const char *name, const char *identifiers)
{
	static const struct value no_options = {.type = VALUE_UNDEFINED};
	struct string const text = string_printf(
		&fixture->arena,
		"target: %s\ntitle: T\nfiles: [{template: a.j2, for_each: registry, path: a}]\n"
		"identifiers:\n  cases: [snake]\n  reserved: []\n  escape: \"{}_\"\n%s"
		"strings: {open: \"<\", close: \">\", escapes: {\">\": \">>\"}, other: {unit: byte, "
		"prefix: \"#\", digits: 2, base: 16}}\ncomments: {width: 80}\n",
		name, identifiers);
	struct target_search search = {.symbols = &fixture->symbols,
				       .diagnostics = &fixture->diagnostics,
				       .arena = &fixture->arena};
	struct string folder;

	assert_int_equal(mkdir(fixture_path(fixture, name).bytes, 0777), 0);
	folder = string_of(fixture->folder);
	search.folders = (struct string_list){.items = &folder, .count = 1};
	fixture_write(fixture, string_printf(&fixture->arena, "%s/target.yaml", name).bytes, text);
	fixture_write(fixture, string_printf(&fixture->arena, "%s/a.j2", name).bytes, STRING("a"));
	struct target *target = target_load(&search, string_of(name), span_nowhere(), &no_options);
	assert_string_equal(fixture_report(fixture), "");
	return target;
}

static struct target *load_camel(struct fixture *fixture)
{
	return load_target(fixture, "hump",
			   "  symbol:\n"
			   "    registry: \"{{ registry.type | pascal }}\"\n"
			   "    condition: \"{{ registry.symbol }}.{{ condition.name | camel }}\"\n"
			   "    domain: \"{{ domain.name | pascal }}Error\"\n"
			   "    category: \"{{ domain.symbol }}{{ category.name | pascal }}\"\n"
			   "    code: \"{{ code.name | camel }}\"\n"
			   "  reference: \"{{ code.category_symbol or domain.symbol }}.{{ code.symbol }}\"\n");
}

static struct project load_project(struct fixture *fixture)
{
	struct project project = {0};

	fixture_write(fixture, "registry.yaml", string_of(registry_text));
	fixture_write(fixture, "conditions.yaml", string_of(conditions_text));
	fixture_write(fixture, "vendors/a.yaml", string_of(vendor_text));
	project.registry = registry_load(string_of(fixture->folder), &fixture->symbols,
					 &fixture->diagnostics);
	assert_string_equal(fixture_report(fixture), "");
	project.context = context_new(&fixture->arena, &fixture->symbols, project.registry);
	return project;
}

static struct subject domain_at(const struct project *project, size_t place)
{
	const struct vendor *vendor = &project->registry->vendors[0];

	return (struct subject){.vendor = vendor, .domain = &vendor->domains[place]};
}

/* What a target's template would print of the data: `path` is "registry.symbol" and the like,
 * numbers are places in lists. */
static void assert_data(struct fixture *fixture, const struct value *data, const char *path,
			const char *expected)
{
	const struct value *value = data;
	char *words = arena_copy(&fixture->arena, path, strlen(path));

	for (char *word = strtok(words, "."); word; word = strtok(NULL, ".")) {
		if (value->type == VALUE_LIST)
			value = &value->items[atoi(word)];
		else
			value = value_get(value, symbol_intern(&fixture->symbols, string_of(word)));
		assert_non_null(value);
	}
	assert_true(expected ? value->type == VALUE_STRING && string_is(value_string(value), expected)
			     : value->type == VALUE_NONE);
}

static void every_item_has_its_symbol(void **state)
{
	struct fixture *fixture = *state;
	struct project project = load_project(fixture);
	struct value const data = context_for(project.context, &fixture->arena,
					      load_camel(fixture), domain_at(&project, 0));

	assert_data(fixture, &data, "registry.symbol", "VendorError");
	assert_data(fixture, &data, "registry.conditions.0.symbol", "VendorError.tooDark");
	assert_data(fixture, &data, "domain.symbol", "CameraError");
	assert_data(fixture, &data, "domain.categories.0.symbol", "CameraErrorUser");
	assert_data(fixture, &data, "domain.categories.0.codes.1.symbol", "noSun");
	assert_data(fixture, &data, "domain.codes.0.symbol", "noLight");
	assert_data(fixture, &data, "domain.codes.0.category_symbol", "CameraErrorUser");
	assert_data(fixture, &data, "domain.codes.0.condition_symbol", "VendorError.tooDark");
	assert_data(fixture, &data, "domain.codes.0.aliases.0.name", "dark_one");
	assert_data(fixture, &data, "domain.codes.0.aliases.0.symbol", "darkOne");
	assert_data(fixture, &data, "domain.codes.0.see_also.0.symbol", "noSun");
	assert_data(fixture, &data, "domain.codes.0.deprecated.replaced_by.symbol", "noSun");
	assert_data(fixture, &data, "domain.codes.0.deprecated.replaced_by.category_symbol",
		    "CameraErrorUser");
}

static void each_target_has_its_own(void **state)
{
	struct fixture *fixture = *state;
	struct project project = load_project(fixture);
	const struct target *camel = load_camel(fixture);
	const struct target *other =
		load_target(fixture, "other", "  symbol: {code: \"{{ code.name | upper }}\"}\n");
	struct subject const first = domain_at(&project, 0);

	for (int turn = 0; turn < 2; turn++) {
		struct value data = context_for(project.context, &fixture->arena, camel, first);
		assert_data(fixture, &data, "domain.codes.0.symbol", "noLight");
		data = context_for(project.context, &fixture->arena, other, first);
		assert_data(fixture, &data, "domain.codes.0.symbol", "NO_LIGHT");
		assert_data(fixture, &data, "domain.codes.0.aliases.0.symbol", "DARK_ONE");
		assert_data(fixture, &data, "domain.codes.0.category_symbol", NULL);
		assert_data(fixture, &data, "domain.codes.0.condition_symbol", NULL);
		assert_data(fixture, &data, "domain.symbol", NULL);
		assert_data(fixture, &data, "registry.symbol", NULL);
	}
	struct value const all = context_for(project.context, &fixture->arena, camel,
					     (struct subject){0});
	assert_data(fixture, &all, "registry.domains.0.codes.0.symbol", "noLight");
	assert_data(fixture, &all, "registry.domains.1.codes.0.symbol", "anX");
	assert_data(fixture, &all, "registry.domains.1.codes.0.category_symbol", NULL);
}

/* Kept are those of all sizes: nothing, more than fit together, more than fit at all. */
static void symbols_are_short_and_long(void **state)
{
	struct fixture *fixture = *state;
	struct project project = load_project(fixture);
	struct arena *scratch = arena_new_child(&fixture->arena);
	struct buf *text = buf_new(&fixture->arena);

	buf_repeat(text, 'x', 3000);
	const char *x = string_copy(&fixture->arena, buf_view(text)).bytes;
	const struct target *target = load_target(
		fixture, "long",
		string_printf(&fixture->arena,
			      "  symbol:\n    domain: \"{{ '' }}\"\n    category: \"%s%s\"\n"
			      "    code: \"%s{{ code.code }}\"\n", x, x, x).bytes);
	for (int turn = 0; turn < 2; turn++) {
		struct value data =
			context_for(project.context, scratch, target, (struct subject){0});
		assert_data(fixture, &data, "registry.symbol", NULL);
		assert_data(fixture, &data, "registry.domains.0.symbol", "");
		assert_data(fixture, &data, "registry.domains.0.categories.0.symbol",
			    string_printf(&fixture->arena, "%s%s", x, x).bytes);
		assert_data(fixture, &data, "registry.domains.0.codes.0.symbol",
			    string_printf(&fixture->arena, "%s1", x).bytes);
		assert_data(fixture, &data, "registry.domains.0.codes.1.symbol",
			    string_printf(&fixture->arena, "%s2", x).bytes);
		assert_data(fixture, &data, "registry.domains.1.symbol", "");
		assert_data(fixture, &data, "registry.domains.1.codes.0.symbol",
			    string_printf(&fixture->arena, "%sx", x).bytes);
		if (turn == 0)
			context_for(project.context, scratch, load_camel(fixture),
				    (struct subject){0});
	}
}

/* A domain's file may name what is in other domains. */
static void a_domain_sees_the_symbols_of_all(void **state)
{
	struct fixture *fixture = *state;
	struct project project = load_project(fixture);
	const struct target *other =
		load_target(fixture, "other", "  symbol: {code: \"{{ code.name | upper }}\"}\n");

	context_for(project.context, &fixture->arena, load_camel(fixture), (struct subject){0});
	struct value const data =
		context_for(project.context, &fixture->arena, other, domain_at(&project, 0));
	assert_data(fixture, &data, "registry.domains.1.codes.0.symbol", "AN_X");
}

/* Whichever targets came before: their symbols are none of this one's. */
static void a_symbol_is_not_there_before_its_turn(void **state)
{
	struct fixture *fixture = *state;
	struct project project = load_project(fixture);
	struct arena *scratch = arena_new_child(&fixture->arena); /* mistakes outlive it */
	const struct target *camel = load_camel(fixture);
	const struct target *self =
		load_target(fixture, "self", "  symbol: {code: \"{{ code.symbol }}\"}\n");
	const struct target *next =
		load_target(fixture, "next", "  symbol: {domain: \"{{ domain.codes[0].symbol }}\"}\n");
	const struct target *early = load_target(
		fixture, "early",
		"  symbol: {condition: \"{{ condition.domains[0].codes[0].symbol }}\"}\n");

	context_for(project.context, scratch, self, domain_at(&project, 0));
	context_for(project.context, scratch, camel, (struct subject){0});
	context_for(project.context, scratch, next, domain_at(&project, 0));
	context_for(project.context, scratch, early, domain_at(&project, 0));
	assert_string_equal(fixture_report(fixture),
			    "self/target.yaml:8:22-33 undefined-name: this symbol is not made "
			    "yet: the order is registry, conditions, then each domain with its "
			    "categories and codes; while rendering domain camera\n"
			    "next/target.yaml:8:24-46 undefined-name: this symbol is not made "
			    "yet: the order is registry, conditions, then each domain with its "
			    "categories and codes; while rendering domain camera\n"
			    "early/target.yaml:8:27-63 undefined-name: this symbol is not made "
			    "yet: the order is registry, conditions, then each domain with its "
			    "categories and codes; while rendering the registry\n");
}

static void assert_reference(struct fixture *fixture, const struct project *project,
			     const struct target *target, struct subject subject,
			     const char *expected)
{
	struct buf *reference = buf_new(&fixture->arena);

	assert_true(project_render_reference(project, target, subject, &fixture->arena, reference));
	assert_true(string_is(buf_view(reference), expected));
}

static void a_code_is_referred_to(void **state)
{
	struct fixture *fixture = *state;
	struct project project = load_project(fixture);
	const struct target *camel = load_camel(fixture);
	struct subject subject = domain_at(&project, 0);

	subject.code = &subject.domain->codes[0];
	assert_reference(fixture, &project, camel, subject, "CameraErrorUser.noLight");
	subject.alias = subject.code->details->aliases.items[0];
	assert_reference(fixture, &project, camel, subject, "CameraErrorUser.darkOne");
	subject = domain_at(&project, 1);
	subject.code = &subject.domain->codes[0];
	assert_reference(fixture, &project, camel, subject, "FlatError.anX");
	assert_reference(fixture, &project, load_target(fixture, "mute", ""), subject, "");
}

/* Whichever code is asked for first, and whatever another target has made. */
static void a_symbol_builds_upon_those_of_domains_before(void **state)
{
	struct fixture *fixture = *state;
	struct project project = load_project(fixture);
	struct arena *scratch = arena_new_child(&fixture->arena); /* mistakes outlive it */
	struct subject first = domain_at(&project, 0), second = domain_at(&project, 1);
	const struct target *after = load_target(
		fixture, "after",
		"  symbol:\n    domain: \"{{ domain.name }}\"\n"
		"    code: \"{{ registry.domains[0].symbol }}_{{ code.name }}\"\n"
		"  reference: \"{{ code.symbol }}\"\n");
	const struct target *before = load_target(
		fixture, "before", "  symbol: {code: \"{{ registry.domains[1].symbol }}\"}\n");

	first.code = &first.domain->codes[0];
	second.code = &second.domain->codes[0];
	context_for(project.context, scratch, load_camel(fixture), second);
	assert_reference(fixture, &project, after, second, "camera_an_x");
	assert_reference(fixture, &project, after, first, "camera_no_light");
	context_for(project.context, scratch, before, first);
	assert_string_equal(fixture_report(fixture),
			    "before/target.yaml:8:22-48 undefined-name: this symbol is not made "
			    "yet: the order is registry, conditions, then each domain with its "
			    "categories and codes; while rendering domain camera\n");
}

static void a_mistake_is_reported_once(void **state)
{
	struct fixture *fixture = *state;
	struct project project = load_project(fixture);
	struct arena *scratch = arena_new_child(&fixture->arena); /* mistakes outlive it */
	const struct target *target =
		load_target(fixture, "bad", "  symbol: {code: \"{{ code.nmae }}\"}\n");

	for (int turn = 0; turn < 2; turn++) {
		struct value const data =
			context_for(project.context, scratch, target, domain_at(&project, 0));
		assert_data(fixture, &data, "domain.codes.0.symbol", NULL);
		assert_data(fixture, &data, "domain.codes.1.symbol", NULL);
	}
	assert_string_equal(fixture_report(fixture),
			    "bad/target.yaml:8:22-31 undefined-name: a mapping has no 'nmae'; "
			    "did you mean 'name'?; while rendering domain camera\n");
}

static void there_is_no_folder_of_targets(void **state)
{
	static const struct value no_options = {.type = VALUE_UNDEFINED};
	struct fixture *fixture = *state;
	struct target_search const search = {.symbols = &fixture->symbols,
					     .diagnostics = &fixture->diagnostics,
					     .arena = &fixture->arena};

	assert_null(target_load(&search, STRING("c"), span_nowhere(), &no_options));
	assert_string_equal(fixture_report(fixture),
			    "unknown-target: there is no target 'c', as there is no folder of targets: "
			    "name one with --templates, or install errbind\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(there_is_no_folder_of_targets),
		fixture_test(every_item_has_its_symbol),
		fixture_test(each_target_has_its_own),
		fixture_test(symbols_are_short_and_long),
		fixture_test(a_domain_sees_the_symbols_of_all),
		fixture_test(a_symbol_is_not_there_before_its_turn),
		fixture_test(a_code_is_referred_to),
		fixture_test(a_symbol_builds_upon_those_of_domains_before),
		fixture_test(a_mistake_is_reported_once),
	};

	return cmocka_run_group_tests_name("context", tests, NULL, NULL);
}

/* Tests of registry: which files it reads, and names that must differ across them. */
#include "registry_files.h"

static void unreadable_files(void **state)
{
	struct fixture *fixture = *state;
	struct files files = standard_files;

	fixture_path(fixture, "");
	assert_null(registry_load(string_of(fixture->folder), &fixture->symbols, &fixture->diagnostics));
	assert_string_equal(fixture_report(fixture),
			    "registry.yaml missing-file: cannot read 'registry.yaml': no such file; "
			    "the folder of a registry holds this file, and --schema names the folder\n");
	fixture->diagnostics.count = 0;
	sources_init(&fixture->sources, &fixture->arena);
	files.registry = "registry: errors\nversion: 1.2.3\nconditions: missing.yaml\n"
			 "vendors: [vendors/a.yaml, vendors/x.yaml, vendors, vendors/long.yml]\n";
	fixture_write(fixture, "vendors/lang.yaml", STRING(""));
	assert_report(fixture, files,
		      "registry.yaml:3:13-25 missing-file: cannot read 'missing.yaml': no such file\n"
		      "registry.yaml:4:27-41 missing-file: cannot read 'vendors/x.yaml': no such file\n"
		      "registry.yaml:4:43-50 unreadable-file: cannot read 'vendors': is a folder\n"
		      "registry.yaml:4:52-68 missing-file: cannot read 'vendors/long.yml': no such file; did "
		      "you mean 'lang.yaml'?\n");
}

static void paths_stay_in_the_folder(void **state)
{
	struct fixture *fixture = *state;
	struct files files = standard_files;

	assert_int_equal(symlink("/dev/null", fixture_path(fixture, "vendors/link.yaml").bytes), 0);
	assert_int_equal(symlink("a.yaml", fixture_path(fixture, "vendors/same.yaml").bytes), 0);
	files.registry = "registry: errors\nversion: 1.2.3\nconditions: conditions.yaml\nvendors:\n"
			 "  - vendors/../vendors/a.yaml\n  - ../x.yaml\n  - vendors/../../x.yaml\n"
			 "  - /etc/passwd\n  - vendors/link.yaml\n  - vendors/same.yaml\n  - ./vendors//a.yaml\n";
	assert_report(fixture, files,
		      "registry.yaml:6:5-14 path-outside: the path '../x.yaml' must be relative to the "
		      "schema folder and stay in it: it leaves the folder\n"
		      "registry.yaml:7:5-25 path-outside: the path 'vendors/../../x.yaml' must be relative "
		      "to the schema folder and stay in it: it leaves the folder\n"
		      "registry.yaml:8:5-16 path-outside: the path '/etc/passwd' must be relative to the "
		      "schema folder and stay in it: it is absolute\n"
		      "registry.yaml:9:5-22 path-outside: the path 'vendors/link.yaml' must be relative to "
		      "the schema folder and stay in it: a symbolic link leads out of the folder\n"
		      "registry.yaml:10:5-22 duplicate-vendor-file: the vendor file 'vendors/same.yaml' is "
		      "already listed; 5:5 first listed here\n"
		      "registry.yaml:11:5-22 duplicate-vendor-file: the vendor file './vendors//a.yaml' is "
		      "already listed; 5:5 first listed here\n");
}

static void names_across_files(void **state)
{
	struct fixture *fixture = *state;
	struct files files = standard_files;

	files.registry = "registry: errors\nversion: 1.2.3\nconditions: conditions.yaml\n"
			 "vendors: [vendors/a.yaml, vendors/b.yaml]\ntargets: [c, d, c]\n"
			 "options: {d: {}, cc: {}}\n";
	fixture_write(fixture, "vendors/b.yaml", string_of(standard_files.vendor));
	assert_report(fixture, files,
		      "registry.yaml:5:17-18 duplicate-target: the target 'c' is already there; 5:11 first "
		      "named here\n"
		      "registry.yaml:6:18-20 unknown-target: unknown target 'cc'; did you mean 'c'?\n"
		      "vendors/b.yaml:1:9-10 duplicate-vendor: the vendor 'a' is already there; 1:9 first "
		      "named here\n"
		      "vendors/b.yaml:4:13-14 duplicate-domain: the domain 'd' is already there; 4:13 first "
		      "named here\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(unreadable_files),
		fixture_test(paths_stay_in_the_folder),
		fixture_test(names_across_files),
	};

	return cmocka_run_group_tests_name("registry_file", tests, NULL, NULL);
}

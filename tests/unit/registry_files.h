/* registry_files: what the tests of registry share: a small registry whose files
 * a test replaces, and what is reported of it. */
#ifndef ERRBIND_REGISTRY_FILES_H
#define ERRBIND_REGISTRY_FILES_H

#include "fixture.h"

#include "../../generator/registry.h"

/* The files of a small registry; a test replaces what it is about. */
struct files {
	const char *registry, *conditions, *vendor;
};

static const struct files standard_files = {
	"registry: errors\nversion: 1.2.3\nconditions: conditions.yaml\nvendors: [vendors/a.yaml]\n",
	"conditions:\n"
	"  - {name: face_mismatch, title: F, description: D, retry: never, audience: user}\n"
	"  - {name: too_dark, title: T, description: D, retry: after_user_action, audience: user}\n",
	"vendor: a\ntitle: A\ndomains:\n  - domain: d\n    title: D\n    code_type: integer\n"
	"    codes:\n      - {code: 1, name: one, title: One, condition: face_mismatch}\n",
};

static inline struct registry *load(struct fixture *fixture, struct files files)
{
	fixture_write(fixture, "registry.yaml", string_of(files.registry));
	if (files.conditions)
		fixture_write(fixture, "conditions.yaml", string_of(files.conditions));
	if (files.vendor)
		fixture_write(fixture, "vendors/a.yaml", string_of(files.vendor));
	return registry_load(string_of(fixture->folder), &fixture->symbols, &fixture->diagnostics);
}

/* A vendor file of one domain, from its type on. */
static inline struct files with_domain(struct fixture *fixture, const char *domain)
{
	struct files files = standard_files;

	files.vendor = string_printf(&fixture->arena, "vendor: a\ntitle: A\ndomains:\n  - domain: d\n"
						      "    title: D\n%s", domain).bytes;
	return files;
}

static inline void assert_report(struct fixture *fixture, struct files files, const char *expected)
{
	load(fixture, files);
	assert_string_equal(fixture_report(fixture), expected);
}

/* The mistakes of a domain, whose first line is line 6 of the vendor file. */
static inline void assert_domain(struct fixture *fixture, const char *domain, const char *expected)
{
	assert_report(fixture, with_domain(fixture, domain), expected);
}

static inline void assert_text(struct string text, const char *expected)
{
	assert_true(string_is(text, expected));
}

#endif

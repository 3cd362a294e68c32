/* fuzz_page: a vendor's page, from its bytes to the edited file of the vendor.
 *
 * The first byte chooses the format, the rest is the page. It is imported into a
 * small registry, and what import would write is read again: it must be valid,
 * and the page must then leave nothing to do. */
#include "harness.h"

#include "../../generator/import_edit.h"

#include <stdlib.h>

static const char registry_text[] =
	"registry: fuzz\nversion: 1.0.0\nconditions: conditions.yaml\nvendors: [vendor.yaml]\n";
static const char conditions_text[] =
	"conditions:\n  - {name: c, title: C, description: C., retry: never, audience: user}\n";
static const char vendor_text[] =
	"vendor: v\ntitle: V\ndomains:\n"
	"  - domain: tables\n    title: T\n    code_type: integer\n"
	"    categories: [{name: user, title: User}]\n"
	"    import:\n      sections: [{heading: A, category: user}]\n"
	"      columns: {code: Code, title: Error, description: Text}\n"
	"      split: {title: [\"Old {title}\", \"{name}: {description}\"]}\n"
	"    codes:\n      - {code: 1, name: a, title: One, category: user, condition: c}\n"
	"      - code: 2\n        name: b\n        title: Two\n        category: user\n"
	"        condition: c\n        description: >-\n          Words.\n"
	"  - domain: members\n    title: M\n    code_type: string\n    import: {enum: E}\n"
	"    codes:\n      - code: \"A\"\n        name: a\n        title: A\n        condition: c\n"
	"  - domain: lines\n    title: L\n    code_type: integer\n"
	"    import: {lines: [\"{title}\", \"(Code: {code})\", \"Text: {description}\"]}\n"
	"    codes:\n      - code: -7\n        name: a\n        title: Seven\n        condition: c\n";

/* What the registry says, and the page's readings. */
struct session {
	struct arena *arena;
	struct map symbols;
	struct sources sources;
	struct diagnostics diagnostics;
	struct import_vendor *vendor;
	struct import_reading *readings;
	struct import_report report;
};

static void open_session(struct session *session, struct arena *arena, struct string vendor)
{
	session->arena = arena;
	map_init(&session->symbols, arena);
	sources_init(&session->sources, arena);
	diag_init(&session->diagnostics, arena, &session->sources);
	source_add(&session->sources, STRING("fuzz/registry.yaml"), string_of(registry_text));
	source_add(&session->sources, STRING("fuzz/conditions.yaml"), string_of(conditions_text));
	source_add(&session->sources, STRING("fuzz/vendor.yaml"), vendor);
	const struct registry *registry =
		registry_load(STRING("fuzz"), &session->symbols, &session->diagnostics);
	if (!registry || session->diagnostics.error_count)
		abort();
	session->vendor = import_vendor_load(registry, STRING("v"), &session->symbols,
					     &session->diagnostics);
	if (!session->vendor)
		abort();
	import_report_init(&session->report, arena);
}

/* Each domain by itself: where the page is not as one expects, others may go on. */
static bool read_domain(struct session *session, const struct page *page, size_t index)
{
	const struct import_domain *domain = &session->vendor->domains[index];

	session->readings[index] = (struct import_reading){
		.domain = domain->domain->name,
		.rules = &domain->rules,
		.integers = domain->domain->code_type == CODE_INTEGER,
		.known = &domain->by_code,
	};
	return import_read(page, &session->readings[index], 1, &session->report,
			   &session->diagnostics);
}

static void read_page(struct session *session, const struct page *page)
{
	struct import_vendor *vendor = session->vendor;

	session->readings = arena_calloc(session->arena, vendor->count, sizeof *session->readings);
	for (size_t i = 0; i < vendor->count; i++)
		vendor->domains[i].has_rules = read_domain(session, page, i);
}

static void import(struct arena *arena, struct string name, struct string text)
{
	struct session *session = arena_calloc(arena, 1, sizeof *session);
	struct session *again = arena_calloc(arena, 1, sizeof *again);
	struct import_plan plan, rest;
	struct import_lock lock;
	struct string edited;

	open_session(session, arena, string_of(vendor_text));
	struct source *source = source_add(&session->sources, name, text);
	const struct page *page = page_read(source, arena, &session->diagnostics);
	if (!page)
		return;
	read_page(session, page);
	import_lock_init(&lock, arena);
	if (!import_merge(session->vendor, session->readings, &lock, true, &plan, &session->report,
			  &session->diagnostics) ||
	    !plan.count)
		return;
	if (!import_edit(session->vendor, &plan, &session->diagnostics, &edited))
		abort();
	open_session(again, arena, edited);
	for (size_t i = 0; i < again->vendor->count; i++)
		again->vendor->domains[i].has_rules = session->vendor->domains[i].has_rules;
	if (!import_merge(again->vendor, session->readings, &lock, true, &rest, &again->report,
			  &again->diagnostics) ||
	    rest.count)
		abort();
}

static void import_input(struct run *run, struct string input)
{
	static const char *const names[] = {"a.md", "a.html", "a.txt", "a"};
	struct string const page = {input.bytes + 1, input.length - 1};

	import(&run->arena, string_of(names[input.bytes[0] & 3]),
	       string_copy(&run->arena, page));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	if (length)
		harness_run(import_input, (struct string){(const char *)bytes, length});
	return 0;
}

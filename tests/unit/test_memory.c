/* Tests that running out of memory ends a run cleanly: every allocation of a
 * run over a small registry fails in turn, those of libyaml included, and
 * nothing stays allocated.
 *
 * The test takes the place of malloc and its family, which glibc allows; where
 * that cannot be done (another C library, a sanitizer) there is nothing to run. */
#include "fixture.h"

#include "../../generator/registry.h"

#include <errno.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(SANITIZED)
#define CAN_INTERPOSE
#endif

#ifdef CAN_INTERPOSE

extern void *__libc_malloc(size_t size), *__libc_realloc(void *block, size_t size),
	*__libc_calloc(size_t count, size_t size);
extern void __libc_free(void *block);
void *malloc(size_t size);
void *realloc(void *block, size_t size);
void *calloc(size_t count, size_t size);
void free(void *block);

static bool counting;
static long until_failure, live_blocks;

static bool fails(void)
{
	if (!counting || until_failure-- != 0)
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	if (fails())
		return NULL;
	void *block = __libc_malloc(size);
	live_blocks += counting && block;
	return block;
}

void *calloc(size_t count, size_t size)
{
	if (fails())
		return NULL;
	void *block = __libc_calloc(count, size);
	live_blocks += counting && block;
	return block;
}

void *realloc(void *block, size_t size)
{
	if (fails())
		return NULL;
	live_blocks += counting && !block;
	return __libc_realloc(block, size);
}

void free(void *block)
{
	live_blocks -= counting && block;
	__libc_free(block);
}

static const char registry[] =
	"registry: errors\nversion: 1.2.3\nconditions: conditions.yaml\nvendors: [vendors/a.yaml, vendors/aa.yaml]\n"
	"targets: [c]\noptions: {c: {x: y}}\n";
static const char conditions[] =
	"conditions:\n  - {name: too_dark, title: T, description: D, retry: never, audience: user}\n"
	"  - {name: nver_used, title: T, description: D, retry: never, audience: user}\n";
static const char vendor[] =
	"vendor: a\ntitle: A\ndomains:\n  - domain: d\n    title: D\n    code_type: integer\n"
	"    categories: [{name: user, title: U}]\n"
	"    reserved: {codes: [5], names: [old]}\n    codes:\n"
	"      - {code: 1, name: a, title: \"T\\n\", condition: too_dark, category: user, links: [x]}\n"
	"      - {code: 1, name: a1, title: &x T, condition: to_dark, category: usr, aliases: [a_1]}\n"
	"      - {code: 3, name: c, title: *x, condition: unclassified, category: user,\n"
	"         see_also: [1, 7], deprecated: {replaced_by: c}, description: >\n"
	"  - wrong\n";

static struct string unchanged(struct arena *arena, struct string name)
{
	return string_copy(arena, name);
}

/* A run as main does it; returns whether memory ran out. */
static bool run(const char *folder)
{
	static const struct symbol_case cases[] = {{"x", unchanged}};
	static struct arena arena;
	static struct map symbols;
	static struct sources sources;
	static struct diagnostics diagnostics;
	static struct buf out;
	static jmp_buf out_of_memory;
	volatile bool failed = false;

	arena_init(&arena, &out_of_memory);
	if (setjmp(out_of_memory)) {
		failed = true;
	} else {
		map_init(&symbols, &arena);
		sources_init(&sources, &arena);
		diag_init(&diagnostics, &arena, &sources);
		buf_init(&out, &arena);
		const struct registry *loaded = registry_load(string_of(folder), &symbols, &diagnostics);
		registry_check_unclassified(loaded, &diagnostics);
		registry_check_style(loaded, &diagnostics);
		registry_check_symbols(loaded, cases, 1, &diagnostics);
		for (int format = DIAG_TEXT; format <= DIAG_SARIF; format++)
			diag_print(&diagnostics, &out, (enum diag_format)format, true);
	}
	arena_free(&arena);
	return failed;
}

static void every_allocation_may_fail(void **state)
{
	struct fixture *fixture = *state;
	long count = 0;
	bool failed = true;

	fixture_write(fixture, "registry.yaml", string_of(registry));
	fixture_write(fixture, "conditions.yaml", string_of(conditions));
	/* Once as it is, which ends in a syntax error, and once without its last line. */
	for (int version = 0; version < 2; version++) {
		size_t const cut = version ? strlen(", description: >\n  - wrong\n") : 0;
		struct string text = {vendor, sizeof vendor - 1 - cut};
		if (version)
			text = string_printf(&fixture->arena, "%.*s}\n", STRING_FORMAT(text));
		fixture_write(fixture, "vendors/a.yaml", text);
		for (long nth = 0; failed || nth == 0; nth++, count++) {
			until_failure = nth;
			live_blocks = 0;
			counting = true;
			failed = run(fixture->folder);
			counting = false;
			assert_int_equal(live_blocks, 0);
		}
	}
	assert_true(count > 50);
}

#endif

int main(void)
{
#ifdef CAN_INTERPOSE
	const struct CMUnitTest tests[] = {fixture_test(every_allocation_may_fail)};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
#else
	puts("1..1\nok 1 - every_allocation_may_fail # SKIP malloc cannot be replaced here");
	return 0;
#endif
}

/* fuzz_log: logs and queries of `errbind explain`.
 *
 * The first byte chooses whether a vendor is given, the rest is a log. What is
 * found in it must be of the vendor and safe to print; each line is also asked
 * for as a query, and must not control a terminal. */
#include "harness.h"

#include "../../generator/explain_log.h"
#include "../../generator/utf8.h"

#include <stdlib.h>

static const char registry_text[] =
	"registry: fuzz\nversion: 1.0.0\nconditions: conditions.yaml\nvendors: [a.yaml, b.yaml]\n";
static const char conditions_text[] =
	"conditions:\n  - {name: c, title: C, description: C., retry: never, audience: user}\n";
static const char acme_text[] =
	"vendor: acme\ntitle: Acme\ndomains:\n"
	"  - domain: acme\n    title: A\n    code_type: integer\n    codes:\n"
	"      - {code: 30004, name: face_not_matching, title: Face not matching, condition: c,"
	" aliases: [wrong_face], see_also: [-7]}\n"
	"      - {code: -7, name: camera_fail, title: Camera, condition: c,"
	" deprecated: {replaced_by: face_not_matching}}\n"
	"      - {code: 0xC0000005, name: crash, title: CRASH, condition: c}\n";
static const char globex_text[] =
	"vendor: globex\ntitle: Globex\ndomains:\n"
	"  - domain: globex_web\n    title: G\n    code_type: string\n    codes:\n"
	"      - {code: Face.Mismatch, name: face_mismatch, title: Face, condition: c}\n"
	"      - {code: EXCEPTION, name: exception, title: EXCEPTION, condition: c}\n";
static const char target_text[] =
	"target: toy\ntitle: Toy\nfiles: [{template: domain.j2, for_each: domain, path: a}]\n"
	"identifiers:\n  cases: [camel]\n  reserved: []\n  escape: \"{}!\"\n"
	"  reference: \"{{ domain.name | pascal }}Error.user(.{{ code.name | camel }})\"\n"
	"strings: {open: '\"', close: '\"', escapes: {}, other: {unit: byte, prefix: x, digits: 2, base: 16}}\n"
	"comments: {width: 40}\n";

static struct explain *load(struct run *run)
{
	static const struct value none = {.type = VALUE_UNDEFINED};
	static struct string folders[] = {{"templates", 9}};
	struct target_search const search = {
		{.items = folders, .count = 1}, &run->symbols, &run->diagnostics, &run->arena};
	struct target **targets = arena_calloc(&run->arena, 1, sizeof(struct target *));

	source_add(&run->sources, STRING("fuzz/registry.yaml"), string_of(registry_text));
	source_add(&run->sources, STRING("fuzz/conditions.yaml"), string_of(conditions_text));
	source_add(&run->sources, STRING("fuzz/a.yaml"), string_of(acme_text));
	source_add(&run->sources, STRING("fuzz/b.yaml"), string_of(globex_text));
	const struct registry *registry =
		registry_load(STRING("fuzz"), &run->symbols, &run->diagnostics);
	targets[0] = target_load(&search, STRING("toy"), span_nowhere(), &none);
	if (!registry || !targets[0] || run->diagnostics.error_count)
		abort();
	return explain_new(registry,
			   explain_symbols_new(&run->arena, &run->symbols, registry, targets, 1),
			   &run->arena);
}

/* Text must be UTF-8 that no terminal obeys. */
static void check_safe(struct string text, bool lines)
{
	if (utf8_check(text) != text.length)
		abort();
	for (size_t at = 0; at < text.length;) {
		uint32_t character;
		at += utf8_decode(text.bytes + at, text.length - at, &character);
		if (utf8_is_control(character) || utf8_is_bidi_control(character) ||
		    (character == '\n' && !lines))
			abort();
	}
}

static void ask(struct run *run, struct explain *explain, struct explain_scope scope,
		struct string query)
{
	struct terminal const terminal = {.width = 40};
	struct explain_answer const answer = explain_find(explain, scope, query);
	struct buf *out = buf_new(&run->arena);
	bool first = true;

	explain_write_text(explain, &answer, &terminal, out);
	check_safe(buf_view(out), true);
	out->length = 0;
	explain_write_json(explain, &answer, STRING("\n"), &first, out);
	if (utf8_check(buf_view(out)) != out->length)
		abort();
	out->length = 0;
	terminal_neutralize(out, query, false);
	check_safe(buf_view(out), false);
}

static void read_line(struct explain_log *log, struct explain_scope scope, struct string line)
{
	size_t count;

	explain_log_begin(log);
	explain_log_scan(log, line);
	const struct explain_found *found = explain_log_found(log, &count);
	for (size_t i = 0; i < count; i++) {
		check_safe(found[i].text, false);
		for (size_t c = 0; c < found[i].codes.count; c++)
			if (!explain_in_scope(scope, found[i].codes.items[c].domain))
				abort();
	}
}

static void log_input(struct run *run, struct string input)
{
	struct explain *explain = load(run);
	struct explain_scope scope = {0};

	if (input.bytes[0] & 1)
		explain_find_scope(explain, STRING("globex"), &scope);
	struct explain_log *log = explain_log_new(explain, scope);
	struct string rest = {input.bytes + 1, input.length - 1};
	for (;;) {
		const char *feed = rest.length ? memchr(rest.bytes, '\n', rest.length) : NULL;
		struct string const line = {
			rest.bytes, feed ? (size_t)(feed - rest.bytes) : rest.length};
		read_line(log, scope, line);
		ask(run, explain, scope, line);
		if (!feed)
			break;
		rest.bytes += line.length + 1;
		rest.length -= line.length + 1;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	harness_folder();
	harness_write("templates/toy/target.yaml", string_of(target_text));
	if (length)
		harness_run(log_input, (struct string){(const char *)bytes, length});
	return 0;
}

/* harness: what the fuzz targets share. See harness.h. */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const char harness_registry[] = "registry: toy_errors\n"
				"version: 1.0.0\n"
				"conditions: conditions.yaml\n"
				"vendors: [vendors/acme.yaml]\n"
				"targets: [toy]\n";
const char harness_conditions[] = "conditions:\n"
				  "  - name: face_mismatch\n"
				  "    title: Face mismatch\n"
				  "    description: The face does not match.\n"
				  "    retry: after_user_action\n"
				  "    audience: user\n";
const char harness_vendor[] =
	"vendor: acme\n"
	"title: Acme\n"
	"domains:\n"
	"  - domain: acme\n"
	"    title: Acme SDK\n"
	"    code_type: integer\n"
	"    categories: [{name: user, title: User}]\n"
	"    codes:\n"
	"      - {code: 7, name: seven, title: Seven, category: user, condition: face_mismatch}\n";
const char harness_target[] =
	"target: toy\n"
	"title: Toy\n"
	"files:\n"
	"  - {template: domain.j2, for_each: domain, path: \"{{ domain.name }}.toy\"}\n"
	"identifiers: {cases: [camel], reserved: [default], escape: \"{}!\"}\n"
	"strings:\n"
	"  open: '\"'\n"
	"  close: '\"'\n"
	"  escapes: {'\"': \"''\"}\n"
	"  other: {unit: code_point, prefix: \"#\", digits: 4, base: 16}\n"
	"comments: {width: 40, replace: {\"*/\": \"* /\"}, line_start: {\"@\": \"(at)\"}}\n";
const char harness_template[] =
	"{% for code in domain.codes %}{{ code.name | camel | ident }} = {{ code.code }}"
	" {{ code.title | quote }} {{ code.title | comment('-- ') }}\n{% endfor %}";

static char folder[] = "/tmp/errbind-fuzz-XXXXXX";

static void remove_folder(void)
{
	static const char *const files[] = {"schema/registry.yaml", "schema/conditions.yaml",
					    "schema/vendors/acme.yaml", "templates/toy/target.yaml",
					    "templates/toy/domain.j2"};
	static const char *const folders[] = {"schema/vendors", "schema", "templates/toy",
					      "templates", folder};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		unlink(files[i]);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		rmdir(folders[i]);
}

void harness_folder(void)
{
	static bool made;

	if (made)
		return;
	made = true;
	if (!mkdtemp(folder) || chdir(folder) || mkdir("schema", 0700) ||
	    mkdir("schema/vendors", 0700) || mkdir("templates", 0700) ||
	    mkdir("templates/toy", 0700))
		abort();
	atexit(remove_folder);
	harness_write("schema/registry.yaml", string_of(harness_registry));
	harness_write("schema/conditions.yaml", string_of(harness_conditions));
	harness_write("schema/vendors/acme.yaml", string_of(harness_vendor));
	harness_write("templates/toy/target.yaml", string_of(harness_target));
	harness_write("templates/toy/domain.j2", string_of(harness_template));
}

void harness_write(const char *path, struct string text)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(text.bytes, 1, text.length, file) != text.length || fclose(file))
		abort();
}

void harness_run(void (*function)(struct run *run, struct string input), struct string input)
{
	static struct run run;
	static jmp_buf out_of_memory;

	memset(&run, 0, sizeof run);
	arena_init(&run.arena, &out_of_memory);
	if (!setjmp(out_of_memory)) {
		map_init(&run.symbols, &run.arena);
		sources_init(&run.sources, &run.arena);
		diag_init(&run.diagnostics, &run.arena, &run.sources);
		buf_init(&run.out, &run.arena);
		run.options = (struct options){.schema = STRING("schema"), .out = STRING("out")};
		function(&run, input);
		for (int format = DIAG_TEXT; format <= DIAG_SARIF; format++)
			diag_print(&run.diagnostics, &run.out, (enum diag_format)format, false);
	}
	arena_free(&run.arena);
}

/* fuzz_generate: any bytes as all the files of a run, in parts that a line "%%%"
 * separates: the vendor, the descriptor, the template, the registry, the
 * conditions. A part that is missing or empty is the small registry's. */
#include "harness.h"

static const struct {
	const char *path, *standard;
} files[] = {
	{"schema/vendors/acme.yaml", harness_vendor},
	{"templates/toy/target.yaml", harness_target},
	{"templates/toy/domain.j2", harness_template},
	{"schema/registry.yaml", harness_registry},
	{"schema/conditions.yaml", harness_conditions},
};

/* The part up to the next separator; moves *rest behind it. */
static struct string next_part(struct string *rest)
{
	static const struct string separator = {"%%%\n", 4};
	struct string part = *rest;

	for (size_t i = 0; i + separator.length <= rest->length; i++) {
		if (memcmp(rest->bytes + i, separator.bytes, separator.length) != 0)
			continue;
		part.length = i;
		rest->bytes += i + separator.length;
		rest->length -= i + separator.length;
		return part;
	}
	rest->length = 0;
	return part;
}

static void generate(struct run *run, struct string input)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct string const part = next_part(&input);
		harness_write(files[i].path, part.length ? part : string_of(files[i].standard));
	}
	run->options.dry_run = run->options.quiet = true;
	command_generate.function(run);
	run->options.list_outputs = true;
	command_generate.function(run);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	harness_folder();
	harness_run(generate, (struct string){(const char *)bytes, length});
	return 0;
}

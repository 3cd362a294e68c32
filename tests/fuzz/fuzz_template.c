/* fuzz_template: any bytes as a template, rendered with the small registry. */
#include "harness.h"

static void render(struct run *run, struct string input)
{
	harness_write("templates/toy/domain.j2", input);
	run->options.dry_run = run->options.quiet = true;
	command_generate.function(run);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	harness_folder();
	harness_run(render, (struct string){(const char *)bytes, length});
	return 0;
}

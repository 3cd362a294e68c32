/* fuzz_registry: any bytes as a vendor's file: loading, checking and the list. */
#include "harness.h"

#include "../../generator/registry.h"

static void load(struct run *run, struct string input)
{
	harness_write("schema/vendors/acme.yaml", input);
	struct registry *registry =
		registry_load(run->options.schema, &run->symbols, &run->diagnostics);
	if (!registry)
		return;
	registry_check_unclassified(registry, &run->diagnostics);
	registry_check_style(registry, &run->diagnostics);
	if (!run->diagnostics.error_count)
		command_list.function(run);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	harness_folder();
	harness_run(load, (struct string){(const char *)bytes, length});
	return 0;
}

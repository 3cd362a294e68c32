/* cmd_lint: `errbind lint`: reports every mistake of the registry and the
 * templates; findings, not trouble. */
#include "project.h"

static enum status lint(struct run *run)
{
	struct project project;

	if (run->argument_count)
		return command_misused(&command_lint, "lint takes no argument '%.*s'",
				       STRING_FORMAT(run->arguments[0]));
	run->diagnostics_format = command_diag_format(run);
	if (project_load(run, &project))
		return STATUS_FINE;
	return project.registry ? STATUS_FINDINGS : STATUS_TROUBLE;
}

static const struct option *const options[] = {
	&option_schema, &option_templates, &option_target, &option_format, &option_warnings, NULL,
};

const struct command command_lint = {
	.name = "lint",
	.summary = "Validate schema and templates",
	.details = "Reports all mistakes of all files in one run, each at its place with the id of\n"
		   "its rule. Exit status: 0 nothing found (warnings do not count), 1 findings,\n"
		   "2 trouble, such as no registry there.\n",
	.formats = "text json github sarif",
	.options = options,
	.function = lint,
};

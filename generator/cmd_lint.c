/* cmd_lint: `errbind lint`: reports every mistake of the registry and the
 * templates; findings, not trouble. */
#include "project.h"

/* Tells a person the sum of it; programs have the exit status. */
static void summarize(struct run *run, const struct project *project)
{
	const struct diagnostics *diagnostics = &run->diagnostics;
	size_t const errors = diagnostics->error_count, warnings = diagnostics->warning_count;

	if (!run->terminal.is_terminal || run->options.quiet ||
	    run->diagnostics_format != DIAG_TEXT || !project->registry)
		return;
	if (errors || warnings)
		run->advice = string_printf(&run->arena, "%zu error%s, %zu warning%s\n", errors,
					    errors == 1 ? "" : "s", warnings,
					    warnings == 1 ? "" : "s");
	else
		buf_printf(&run->out, "%s: %zu codes of %zu vendors, %zu targets, no mistakes\n",
			   run->options.schema.bytes, project->registry->code_count,
			   project->registry->vendor_count, project->target_count);
}

static enum status lint(struct run *run)
{
	struct project project;

	if (run->argument_count)
		return command_misused(&command_lint, "lint takes no argument '%.*s'",
				       STRING_FORMAT(run->arguments[0]));
	run->diagnostics_format = command_diag_format(run);
	bool const fine = project_load(run, &project);
	summarize(run, &project);
	if (fine)
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

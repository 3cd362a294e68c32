/* cmd_diff: `errbind diff`: compares two registries and judges each change. */
#include "diff.h"
#include "git.h"
#include "project.h"

/* The folder of a registry that is named on the command line; false, after
 * saying why, where it is a revision that cannot be read. */
static bool find_folder(struct run *run, struct string named, struct string *folder)
{
	struct string const prefix = STRING("git:");
	struct string problem;

	*folder = named;
	if (!string_starts_with(named, prefix))
		return true;
	struct string const revision = {named.bytes + prefix.length, named.length - prefix.length};
	if (git_load_folder(&run->sources, revision, run->options.schema, folder, &problem))
		return true;
	command_failed("cannot read '%.*s': %.*s", STRING_FORMAT(named), STRING_FORMAT(problem));
	return false;
}

static struct registry *load_registry(struct run *run, struct string named)
{
	struct string folder;

	if (!find_folder(run, named, &folder))
		return NULL;
	struct registry *registry = registry_load(folder, &run->symbols, &run->diagnostics);
	return run->diagnostics.error_count ? NULL : registry;
}

/* From which verdict on changes fail: VERDICT_COUNT where none does. */
static enum verdict read_fail_on(const struct run *run)
{
	struct string const text = run->options.fail_on;

	if (!text.bytes || string_is(text, "breaking"))
		return VERDICT_BREAKING;
	return string_is(text, "risky") ? VERDICT_RISKY : VERDICT_COUNT;
}

static void write_result(struct run *run, const struct diff *diff)
{
	if (run->options.changelog)
		diff_write_changelog(diff, &run->out);
	else if (run->options.format.bytes && string_is(run->options.format, "json"))
		diff_write_json(diff, &run->out);
	else if (run->diagnostics_format != DIAG_TEXT)
		diff_report(diff, &run->diagnostics);
	else if (!run->options.quiet)
		diff_write_text(diff, &run->terminal, &run->out);
}

/* The targets that the options name, by default the new registry's own. Their
 * options do not matter here. */
static bool load_targets(struct run *run, const struct registry *registry,
			 struct target_list *targets)
{
	static const struct value no_options = {.type = VALUE_UNDEFINED};
	const struct string_array *named = &run->options.targets;
	size_t const count = named->count ? named->count : registry->target_count;
	struct target_search const search = {project_search_folders(run), &run->symbols,
					     &run->diagnostics, &run->arena};
	struct target **items = arena_calloc(&run->arena, count, sizeof(struct target *));

	*targets = (struct target_list){.items = items};
	for (size_t i = 0; i < count; i++) {
		struct string const name =
			named->count ? named->items[i] : registry->targets[i].name;
		struct span const span =
			named->count ? span_nowhere() : registry->targets[i].span;
		struct target *target = target_load(&search, name, span, &no_options);
		if (target)
			items[targets->count++] = target;
	}
	return !run->diagnostics.error_count;
}

static enum status compare(struct run *run, enum verdict fail_on)
{
	struct diff diff;
	struct target_list targets;
	struct registry *before = load_registry(run, run->arguments[0]);
	struct registry *after = before ? load_registry(run, run->arguments[1]) : NULL;

	if (!before || !after || !load_targets(run, after, &targets))
		return STATUS_TROUBLE;
	diff_registries(&diff, before, after, targets, &run->arena);
	diff_check_reserved(&diff, &run->diagnostics);
	diff_check_version(&diff, &run->diagnostics);
	bool const failed = run->diagnostics.error_count || (diff.count && diff.verdict >= fail_on);
	write_result(run, &diff);
	return failed && fail_on != VERDICT_COUNT ? STATUS_FINDINGS : STATUS_FINE;
}

static enum status diff(struct run *run)
{
	if (run->argument_count != 2)
		return command_misused(&command_diff, "diff takes two registries, OLD and NEW");
	if (run->options.changelog && run->options.format.bytes)
		return command_misused(&command_diff, "--changelog is Markdown and takes no --format");
	if (!run->options.format.bytes || !string_is(run->options.format, "json"))
		run->diagnostics_format = command_diag_format(run);
	return compare(run, read_fail_on(run));
}

static const struct option option_fail_on = {
	.name = "fail-on", .argument = "VERDICT", .kind = OPTION_TEXT,
	.help = "exit with 1 from: breaking (default), risky or never",
	.offset = OPTION_FIELD(fail_on), .choices = "breaking risky never"};
static const struct option option_changelog = {
	.name = "changelog", .kind = OPTION_FLAG,
	.help = "print the changes as a section of a changelog",
	.offset = OPTION_FIELD(changelog)};

static const struct option *const options[] = {
	&option_schema, &option_templates, &option_target,    &option_format,
	&option_fail_on, &option_changelog, NULL,
};

const struct command command_diff = {
	.name = "diff",
	.synopsis = "OLD NEW",
	.summary = "Compare two registries and judge each change",
	.details = "OLD and NEW are folders of registries, or git:REVISION for the folder named by\n"
		   "--schema as it is in that revision. Each change is judged for every target:\n"
		   "breaking (source stops compiling, or a value changes its meaning), risky\n"
		   "(exhaustive matches stop compiling, or behaviour may change) or safe. A code\n"
		   "that was removed has to be listed under 'reserved', and the version to rise.\n",
	.formats = "text json github sarif",
	.options = options,
	.arguments = {COMPLETES_REGISTRY, COMPLETES_REGISTRY},
	.function = diff,
};

/* cmd_generate: `errbind generate`: writes the bindings. */
#include "depfile.h"
#include "output.h"
#include "project.h"

#include <errno.h>

/* What earlier runs wrote of other targets stays where only some were asked for. */
static void keep_others(const struct run *run, const struct project *project,
			struct output *output)
{
	for (size_t i = 0; run->options.targets.count && i < output->before.count; i++)
		if (!project_makes(project, output->before.paths[i]))
			output_keep(output, output->before.paths[i]);
}

/* Every file is rendered even after a mistake, so that all show in one run. */
static bool render_all(struct run *run, const struct project *project, const struct plan *plan,
		       struct output *output)
{
	struct arena *scratch = arena_new_child(&run->arena);
	struct buf *path = buf_new(&run->arena), *content = buf_new(&run->arena);
	bool done = true;

	for (size_t i = 0; i < plan->count; i++) {
		arena_reset(scratch);
		if (!project_render_path(project, &plan->files[i], scratch, path))
			done = false;
		else if (path->length)
			done = project_render(project, &plan->files[i], scratch, content) &&
			       output_put(output, buf_view(path), buf_view(content)) && done;
	}
	return done;
}

/* The paths of all outputs as they are reached from the current folder; NULL after
 * reporting. */
static struct string *find_outputs(struct run *run, const struct project *project,
				   const struct plan *plan, size_t *count)
{
	struct string *outputs = arena_alloc(&run->arena, plan->count * sizeof *outputs);
	struct arena *scratch = arena_new_child(&run->arena);
	struct buf *path = buf_new(&run->arena);
	struct output_paths paths;
	bool done = true;

	*count = 0;
	output_paths_init(&paths, &run->arena, &run->diagnostics);
	for (size_t i = 0; i < plan->count; i++) {
		arena_reset(scratch);
		if (!project_render_path(project, &plan->files[i], scratch, path)) {
			done = false;
			continue;
		}
		if (!path->length)
			continue;
		done &= output_path_take(&paths, buf_view(path));
		outputs[(*count)++] =
			string_printf(&run->arena, "%.*s/%.*s", STRING_FORMAT(run->options.out),
				      STRING_FORMAT(buf_view(path)));
	}
	return done ? outputs : NULL;
}

static enum status list_paths(struct run *run, const struct string *outputs, size_t count)
{
	for (size_t i = 0; run->options.list_inputs && i < run->sources.count; i++)
		if (!run->sources.items[i]->in_memory)
			buf_printf(&run->out, "%s\n", run->sources.items[i]->path.bytes);
	for (size_t i = 0; run->options.list_outputs && i < count; i++)
		buf_printf(&run->out, "%s\n", outputs[i].bytes);
	return STATUS_FINE;
}

/* The rule is the stamp's where there is one: unlike the outputs it is touched
 * by every run, so that Make knows when all is done. */
static bool write_depfile(struct run *run, const struct string *outputs, size_t count)
{
	struct buf *text = buf_new(&run->arena);

	if (run->options.stamp.bytes)
		depfile_write(text, &run->options.stamp, 1, &run->sources);
	else
		depfile_write(text, outputs, count, &run->sources);
	return depfile_replace(&run->arena, run->options.depfile, buf_view(text));
}

/* Leaves what a build system asked for. */
static enum status leave_marks(struct run *run, const struct string *outputs, size_t count)
{
	struct string const depfile = run->options.depfile, stamp = run->options.stamp;

	if (depfile.bytes && !write_depfile(run, outputs, count))
		return command_failed("cannot write '%s': %s", depfile.bytes, strerror(errno));
	if (stamp.bytes && !depfile_touch(&run->arena, stamp, &run->sources))
		return command_failed("cannot touch '%s': %s", stamp.bytes, strerror(errno));
	return STATUS_FINE;
}

static void summarize(struct run *run, const struct output *output)
{
	if (!run->options.quiet)
		buf_printf(&run->out, "%s: %zu written, %zu unchanged, %zu deleted%s\n",
			   run->options.out.bytes, output->written, output->unchanged,
			   output->deleted, run->options.dry_run ? " (dry run)" : "");
}

static enum status generate(struct run *run)
{
	struct project project;
	struct plan plan;
	const struct string *outputs = NULL;
	size_t output_count = 0;
	bool const only_lists = run->options.list_inputs || run->options.list_outputs;

	if (run->argument_count)
		return command_misused(&command_generate, "generate takes no argument '%.*s'",
				       STRING_FORMAT(run->arguments[0]));
	if (!project_load(run, &project) || !project_plan(run, &project, &plan))
		return STATUS_TROUBLE;
	if (only_lists || run->options.depfile.bytes) {
		outputs = find_outputs(run, &project, &plan, &output_count);
		if (!outputs)
			return STATUS_TROUBLE;
	}
	if (only_lists)
		return list_paths(run, outputs, output_count);
	struct output *output = output_begin(&run->arena, &run->diagnostics, run->options.out,
					     run->options.dry_run);
	if (!output || !render_all(run, &project, &plan, output))
		return STATUS_TROUBLE;
	keep_others(run, &project, output);
	if (!output_commit(output))
		return STATUS_TROUBLE;
	summarize(run, output);
	return run->options.dry_run ? STATUS_FINE : leave_marks(run, outputs, output_count);
}

static const struct option option_depfile = {
	.name = "depfile", .argument = "FILE", .kind = OPTION_TEXT,
	.help = "write a rule for Make: outputs depend on inputs",
	.offset = OPTION_FIELD(depfile), .completes = COMPLETES_FILE};
static const struct option option_stamp = {
	.name = "stamp", .argument = "FILE", .kind = OPTION_TEXT,
	.help = "touch this when done; --depfile's rule is for it",
	.offset = OPTION_FIELD(stamp), .completes = COMPLETES_FILE};
static const struct option option_list_inputs = {
	.name = "list-inputs", .kind = OPTION_FLAG,
	.help = "print the paths that are read, write nothing",
	.offset = OPTION_FIELD(list_inputs)};
static const struct option option_list_outputs = {
	.name = "list-outputs", .kind = OPTION_FLAG,
	.help = "print the paths that would be written, write nothing",
	.offset = OPTION_FIELD(list_outputs)};
static const struct option option_dry_run = {
	.name = "dry-run", .letter = 'n', .kind = OPTION_FLAG,
	.help = "say what would be done and write nothing",
	.offset = OPTION_FIELD(dry_run)};

static const struct option *const options[] = {
	&option_schema,      &option_templates,    &option_out,   &option_target,
	&option_vendor,      &option_depfile,      &option_stamp, &option_dry_run,
	&option_list_inputs, &option_list_outputs, &option_warnings, NULL,
};

const struct command command_generate = {
	.name = "generate",
	.summary = "Write the bindings",
	.details = "Renders every target and writes the files that differ, once all has rendered\n"
		   "without a mistake. Files that earlier runs wrote and this one does not make are\n"
		   "deleted, files of others are never touched.\n",
	.options = options,
	.function = generate,
};

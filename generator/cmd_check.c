/* cmd_check: `errbind check`: compares the out folder with what generate would
 * write, and writes nothing. */
#include "difference.h"
#include "folder.h"
#include "manifest.h"
#include "output_path.h"
#include "project.h"

#include <errno.h>
#include <unistd.h>

/* One run of the command. */
struct check {
	struct run *run;
	struct project project;
	int folder; /* -1 where there is none */
	struct folder_stay stay; /* where a file was read last */
	struct manifest before, after;
	struct output_paths paths;
	struct arena *scratch;
	struct buf *path, *content, *existing;
};

static struct source *add_source(struct check *check, struct string path, struct string text)
{
	struct run *run = check->run;
	struct string const name = string_printf(&run->arena, "%.*s/%.*s",
						 STRING_FORMAT(run->options.out),
						 STRING_FORMAT(path));

	return source_add(&run->sources, name, string_copy(&run->arena, text));
}

/* A file of the out folder as a place for diagnostics. */
static struct span file_place(struct check *check, struct string path)
{
	return span_of_file(add_source(check, path, (struct string){0})->index);
}

/* A line of one. */
static struct span line_place(struct check *check, struct string path, struct string text,
			      uint32_t line)
{
	struct source *source = add_source(check, path, text);
	struct string const at = source_line(source, &check->run->arena, line);

	if (!at.bytes)
		return span_of_file(source->index);
	uint32_t const start = (uint32_t)(at.bytes - source->text.bytes);
	return (struct span){start, start + (uint32_t)at.length, source->index};
}

/* Adds a unified diff to the results, in the colours that people know. */
static void print_difference(struct run *run, struct string diff)
{
	bool in_head = true;

	while (diff.length) {
		const char *end = memchr(diff.bytes, '\n', diff.length);
		struct string const line = {diff.bytes,
					    end ? (size_t)(end - diff.bytes) : diff.length};
		in_head = in_head && line.bytes[0] != '@';
		enum terminal_style const style = in_head		    ? TERMINAL_BOLD
						  : line.bytes[0] == '@' ? TERMINAL_CYAN
						  : line.bytes[0] == '-' ? TERMINAL_RED
						  : line.bytes[0] == '+' ? TERMINAL_GREEN
									 : TERMINAL_PLAIN;
		terminal_styled(&run->out, &run->terminal, style, line);
		if (end)
			buf_byte(&run->out, '\n');
		diff.bytes += line.length + (end != NULL);
		diff.length -= line.length + (end != NULL);
	}
}

static void show_difference(struct check *check, struct string path)
{
	struct string const out = check->run->options.out;
	struct string const before = string_printf(check->scratch, "%.*s/%.*s", STRING_FORMAT(out),
						   STRING_FORMAT(path));
	struct string const after = string_printf(check->scratch, "%.*s/%.*s\t(as generated)",
						  STRING_FORMAT(out), STRING_FORMAT(path));

	struct buf *diff = buf_new(check->scratch);

	if (check->run->diagnostics_format != DIAG_TEXT)
		return;
	difference_unified(diff, check->scratch, before.bytes, buf_view(check->existing),
			   after.bytes, buf_view(check->content));
	print_difference(check->run, buf_view(diff));
}

/* A file whose bytes, in check->existing, are not those in check->content. */
static void report_difference(struct check *check, struct string path)
{
	struct diagnostics *diagnostics = &check->run->diagnostics;
	struct string const existing = buf_view(check->existing);
	struct string const content = buf_view(check->content);

	if (difference_only_line_ends(existing, content)) {
		diag_error(diagnostics, "line-ends", file_place(check, path),
			   "the file differs in line ends alone: something, often version "
			   "control, converted them");
		return;
	}
	uint32_t const line = difference_first_line(existing, content);
	diag_error(diagnostics, "edited-file", line_place(check, path, existing, line),
		   "the file is not what errbind makes of the registry; the first difference is "
		   "here");
	show_difference(check, path);
}

static void compare(struct check *check, struct string path)
{
	struct diagnostics *diagnostics = &check->run->diagnostics;

	if (check->folder < 0 ||
	    !folder_stay_read(&check->stay, check->folder, path.bytes, check->existing)) {
		if (check->folder < 0 || errno == ENOENT)
			diag_error(diagnostics, "missing-file", file_place(check, path),
				   "the file is missing");
		else
			diag_error(diagnostics, "unreadable-file", file_place(check, path),
				   "the file cannot be read: %s", folder_problem(errno));
		return;
	}
	if (!string_equal(buf_view(check->existing), buf_view(check->content))) {
		report_difference(check, path);
		return;
	}
	/* It would not be deleted when it is no longer made. */
	if (check->before.text.bytes && !manifest_has(&check->before, path))
		diag_error(diagnostics, "unlisted-file", file_place(check, path),
			   "the file is not in '%s', where errbind keeps what it wrote",
			   manifest_name);
}

static bool compare_all(struct check *check, const struct plan *plan)
{
	bool done = true;

	for (size_t i = 0; i < plan->count; i++) {
		arena_reset(check->scratch);
		if (!project_render_path(&check->project, &plan->files[i], check->scratch,
					 check->path)) {
			done = false;
			continue;
		}
		if (!check->path->length)
			continue;
		if (!output_path_take(&check->paths, buf_view(check->path)) ||
		    !project_render(&check->project, &plan->files[i], check->scratch,
				    check->content)) {
			done = false;
			continue;
		}
		compare(check, manifest_add(&check->after, buf_view(check->path)));
	}
	return done;
}

/* What earlier runs wrote and this one would not. Files of other targets stay
 * where only some were asked for. */
static void find_stale(struct check *check)
{
	const struct run *run = check->run;

	for (size_t i = 0; i < check->before.count; i++) {
		struct string const path = check->before.paths[i];
		if (manifest_has(&check->after, path))
			continue;
		if (run->options.targets.count && !project_makes(&check->project, path))
			manifest_add(&check->after, path);
		else
			diag_error(&check->run->diagnostics, "stale-file", file_place(check, path),
				   "errbind wrote this file and no longer makes it");
	}
}

/* The manifest is an output, too; a file that it lists or does not list is
 * reported at that file. */
static void compare_manifest(struct check *check)
{
	struct string const path = string_of(manifest_name);

	if (check->folder < 0 || !check->after.count)
		return;
	if (!check->before.text.bytes) {
		diag_error(&check->run->diagnostics, "missing-file", file_place(check, path),
			   "the file is missing: it says which of the others errbind wrote");
		return;
	}
	check->content->length = check->existing->length = 0;
	manifest_write(&check->after, check->content);
	buf_string(check->existing, check->before.text);
	if (manifest_equal(&check->before, &check->after) &&
	    !string_equal(buf_view(check->existing), buf_view(check->content)))
		report_difference(check, path);
}

static void close_folder(void *data)
{
	struct check *check = data;

	folder_leave(&check->stay);
	if (check->folder >= 0)
		close(check->folder);
}

static bool open_folder(struct check *check)
{
	struct run *run = check->run;
	struct string problem;

	check->stay.parent = -1;
	check->folder = folder_open(run->options.out.bytes, NULL);
	arena_defer(&run->arena, close_folder, check);
	if (check->folder < 0 && errno != ENOENT) {
		command_failed("cannot use the folder '%s': %s", run->options.out.bytes,
			       strerror(errno));
		return false;
	}
	if (check->folder >= 0 && !manifest_read(&check->before, check->folder, &problem)) {
		command_failed("cannot use '%s/%s': %.*s", run->options.out.bytes, manifest_name,
			       STRING_FORMAT(problem));
		return false;
	}
	return true;
}

static enum status check(struct run *run)
{
	struct check *check = arena_calloc(&run->arena, 1, sizeof *check);
	struct plan plan;

	if (run->argument_count)
		return command_misused(&command_check, "check takes no argument '%.*s'",
				       STRING_FORMAT(run->arguments[0]));
	check->run = run;
	check->scratch = arena_new_child(&run->arena);
	check->path = buf_new(&run->arena);
	check->content = buf_new(&run->arena);
	check->existing = buf_new(&run->arena);
	manifest_init(&check->before, &run->arena);
	manifest_init(&check->after, &run->arena);
	output_paths_init(&check->paths, &run->arena, &run->diagnostics);
	run->diagnostics_format = command_diag_format(run);
	if (!project_load(run, &check->project) || !project_plan(run, &check->project, &plan) ||
	    !open_folder(check) || !compare_all(check, &plan))
		return STATUS_TROUBLE;
	find_stale(check);
	compare_manifest(check);
	if (!run->diagnostics.error_count) {
		if (run->terminal.is_terminal && !run->options.quiet &&
		    run->diagnostics_format == DIAG_TEXT)
			buf_printf(&run->out, "%s: all %zu files are as generated\n",
				   run->options.out.bytes, check->after.count);
		return STATUS_FINE;
	}
	if (!run->options.quiet)
		run->advice = string_printf(
			&run->arena,
			"%zu of the files in '%s' %s from the registry; run 'errbind "
			"generate' with the same options and commit what it writes\n",
			run->diagnostics.error_count, run->options.out.bytes,
			run->diagnostics.error_count == 1 ? "differs" : "differ");
	return STATUS_FINDINGS;
}

static const struct option *const options[] = {
	&option_schema, &option_templates, &option_out, &option_target,
	&option_vendor, &option_format,    &option_warnings, NULL,
};

const struct command command_check = {
	.name = "check",
	.summary = "Compare the bindings with what generate would write",
	.details = "Writes nothing. Names every file that is missing, edited, stale or has other\n"
		   "line ends, and prints a unified diff. Exit status: 0 no difference, 1 some,\n"
		   "2 trouble.\n",
	.formats = "text json github sarif",
	.options = options,
	.function = check,
};

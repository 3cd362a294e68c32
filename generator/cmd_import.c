/* cmd_import: `errbind import`: updates a vendor's file from the vendor's page. */
#include "command.h"
#include "folder.h"
#include "import_edit.h"
#include "scalar.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the steps of an import hand on. */
struct import_run {
	struct run *run;
	struct import_vendor *vendor;
	struct import_reading *readings; /* one a domain of the vendor */
	struct import_lock lock;
	struct string lock_path;
	struct import_report report;
	struct import_plan plan;
};

/* The folder of a path with its slash, or nothing. */
static struct string folder_of(struct string path)
{
	while (path.length && path.bytes[path.length - 1] != '/')
		path.length--;
	return path;
}

static bool load_registry(struct import_run *import)
{
	struct run *run = import->run;
	const struct registry *registry =
		registry_load(run->options.schema, &run->symbols, &run->diagnostics);

	if (!registry || run->diagnostics.error_count)
		return false;
	import->vendor =
		import_vendor_load(registry, run->arguments[0], &run->symbols, &run->diagnostics);
	if (!import->vendor)
		return false;
	import->lock_path = string_printf(&run->arena, "%.*s%.*s.lock",
					  STRING_FORMAT(folder_of(import->vendor->vendor->path)),
					  STRING_FORMAT(import->vendor->vendor->name));
	import_lock_init(&import->lock, &run->arena);
	return import_lock_read(&import->lock, import->lock_path, &run->symbols,
				&run->diagnostics);
}

static struct page *load_page(struct run *run)
{
	struct string problem;
	uint16_t file;
	struct source *source =
		source_read(&run->sources, run->arguments[1], &file, &problem);

	if (source)
		return page_read(source, &run->arena, &run->diagnostics);
	diag_error(&run->diagnostics, "page", span_of_file(file), "cannot read the page: %.*s",
		   STRING_FORMAT(problem));
	return NULL;
}

static bool read_page(struct import_run *import)
{
	const struct import_vendor *vendor = import->vendor;
	struct arena *arena = &import->run->arena;
	const struct page *page = load_page(import->run);

	if (!page)
		return false;
	import_report_init(&import->report, arena);
	import->readings = arena_calloc(arena, vendor->count, sizeof *import->readings);
	for (size_t i = 0; i < vendor->count; i++) {
		const struct import_domain *domain = &vendor->domains[i];
		import->readings[i] = (struct import_reading){
			.domain = domain->domain->name,
			.rules = domain->has_rules ? &domain->rules : NULL,
			.integers = domain->domain->code_type == CODE_INTEGER,
			.known = &domain->by_code,
		};
		if (import->readings[i].integers)
			*map_slot(&import->report.integers, domain->domain->name) = import;
	}
	return import_read(page, import->readings, vendor->count, &import->report,
			   &import->run->diagnostics);
}

/* Plans what there is to do with a vendor's file as it is. */
static bool make_plan(struct import_run *import, const struct import_vendor *vendor,
		      struct import_plan *plan, struct import_report *report,
		      struct diagnostics *diagnostics)
{
	const struct options *options = &import->run->options;

	if (!import_merge(vendor, import->readings, &import->lock, options->retire, plan, report,
			  diagnostics))
		return false;
	if (options->retrieved.length)
		import_plan_date(plan, vendor, options->retrieved);
	return true;
}

/* Loads the registry with the new text in the place of the vendor's file. It
 * must be valid, and the page must then leave nothing to do. Whatever is wrong
 * with it becomes the run's diagnostics. */
static bool check_result(struct import_run *import, struct string text)
{
	struct run *run = import->run;
	struct sources *sources = arena_calloc(&run->arena, 1, sizeof *sources);
	struct diagnostics *diagnostics = arena_calloc(&run->arena, 1, sizeof *diagnostics);
	struct string const path = import->vendor->vendor->path;
	struct import_vendor *vendor = NULL;
	struct import_report report;
	struct import_plan plan = {0};
	bool done = false;

	sources_init(sources, &run->arena);
	diag_init(diagnostics, &run->arena, sources);
	const struct source *source = source_add(sources, path, text);
	const struct registry *registry =
		registry_load(run->options.schema, &run->symbols, diagnostics);
	if (registry && !diagnostics->error_count)
		vendor = import_vendor_load(registry, run->arguments[0], &run->symbols,
					    diagnostics);
	import_report_init(&report, &run->arena);
	if (vendor && make_plan(import, vendor, &plan, &report, diagnostics))
		done = plan.count == 0;
	if (done && !diagnostics->error_count)
		return true;
	diag_error(diagnostics, "import", span_of_file(source->index),
		   "the import would not leave this file as it should be, so nothing was written");
	run->diagnostics = *diagnostics;
	return false;
}

static bool cannot_write(struct string path, const char *why)
{
	command_failed("cannot write '%.*s': %s", STRING_FORMAT(path), why);
	return false;
}

/* Whether the file still is what was read; its byte order mark goes to *mark. */
static bool is_unchanged(struct string now, struct string read, struct string *mark)
{
	struct string const byte_order_mark = STRING("\xEF\xBB\xBF");

	*mark = (struct string){0};
	if (string_starts_with(now, byte_order_mark)) {
		*mark = byte_order_mark;
		now.bytes += mark->length;
		now.length -= mark->length;
	}
	return string_equal(now, read);
}

/* Puts a file in the place of another in an open folder, by rename. mode is that
 * of the old file, or 0 where there is none. */
static bool replace_file(int folder, const char *leaf, struct string bytes, mode_t mode)
{
	char name[64];

	snprintf(name, sizeof name, ".errbind-import-%ld", (long)getpid());
	unlinkat(folder, name, 0);
	if (folder_create(folder, name, bytes, true) &&
	    (!mode || fchmodat(folder, name, mode & 07777, 0) == 0) &&
	    renameat(folder, name, folder, leaf) == 0)
		return true;
	int const problem = errno;
	unlinkat(folder, name, 0);
	errno = problem;
	return false;
}

/* Writes a file that was read before as old; old is empty where it is new. */
static bool write_file(struct run *run, struct string path, struct string old,
		       struct string bytes)
{
	struct buf *now = buf_new(&run->arena), *text = buf_new(&run->arena);
	char resolved[PATH_MAX];
	struct string mark = {0};
	struct stat status = {0};

	struct string const target =
		realpath(path.bytes, resolved) ? string_of(resolved) : path;
	struct string const parent = folder_of(target);
	const char *leaf = target.bytes + parent.length;
	int const folder = folder_open(
		parent.length ? string_copy(&run->arena, parent).bytes : ".", NULL);
	if (folder < 0)
		return cannot_write(path, strerror(errno));
	bool const exists = fstatat(folder, leaf, &status, 0) == 0;
	bool done = !exists || folder_read(folder, leaf, now);
	bool const unchanged = done && is_unchanged(buf_view(now), old, &mark);
	if (unchanged) {
		buf_string(text, mark);
		buf_string(text, bytes);
		done = replace_file(folder, leaf, buf_view(text), exists ? status.st_mode : 0);
	}
	int const problem = errno;
	close(folder);
	if (!done || !unchanged)
		return cannot_write(path, done ? "it changed while import ran" : strerror(problem));
	return true;
}

/* The vendor's file first: where the second write fails, the next import finds
 * the page's words in the registry and has but the lock to write. */
static bool write_all(struct import_run *import, struct string text,
		      struct import_outcome *outcome)
{
	struct run *run = import->run;
	struct string const path = import->vendor->vendor->path;
	const struct source *lock = map_get(&run->sources.by_path, import->lock_path);
	struct buf *lines = buf_new(&run->arena);

	if (import->plan.count) {
		if (!write_file(run, path, import->vendor->source->text, text))
			return false;
		outcome->written[0] = path;
	}
	if (import->lock.exists && import_lock_equal(&import->lock, &import->plan.lock))
		return true;
	import_lock_write(&import->plan.lock, import->vendor->vendor->name, lines);
	if (!write_file(run, import->lock_path, lock->text, buf_view(lines)))
		return false;
	outcome->written[1] = import->lock_path;
	return true;
}

static enum status finish(struct import_run *import)
{
	struct run *run = import->run;
	struct import_outcome outcome = {
		.vendor = import->vendor->vendor->name,
		.document = run->arguments[1],
		.check = run->options.check,
		.quiet = run->options.quiet,
		.first = !import->lock.exists,
		.differs = !import->lock.exists || import_report_differs(&import->report),
	};
	struct string text = import->vendor->source->text;

	if (import->plan.count &&
	    (!import_edit(import->vendor, &import->plan, &run->diagnostics, &text) ||
	     !check_result(import, text)))
		return STATUS_TROUBLE;
	if (!outcome.check && !write_all(import, text, &outcome))
		return STATUS_TROUBLE;
	if (run->options.format.bytes && string_is(run->options.format, "json"))
		import_report_json(&import->report, &outcome, &run->out);
	else
		import_report_text(&import->report, &outcome, &run->terminal, &run->out);
	return outcome.check && outcome.differs ? STATUS_FINDINGS : STATUS_FINE;
}

static enum status import(struct run *run)
{
	struct import_run state = {.run = run};
	const char *problem;

	if (run->argument_count != 2)
		return command_misused(&command_import, "import takes a vendor and a page");
	problem = page_reader_start(run->words);
	if (problem)
		return command_failed("%s", problem);
	problem = run->options.retrieved.bytes ? scalar_date(run->options.retrieved) : NULL;
	if (problem)
		return command_misused(&command_import, "--retrieved '%.*s' is no date: %s",
				       STRING_FORMAT(run->options.retrieved), problem);
	if (!load_registry(&state) || !read_page(&state) ||
	    !make_plan(&state, state.vendor, &state.plan, &state.report, &run->diagnostics))
		return STATUS_TROUBLE;
	return finish(&state);
}

static const struct option option_check = {
	.name = "check", .kind = OPTION_FLAG,
	.help = "write nothing; exit 1 where page and registry differ",
	.offset = OPTION_FIELD(check)};
static const struct option option_retire = {
	.name = "retire", .kind = OPTION_FLAG,
	.help = "mark codes deprecated that the page no longer has",
	.offset = OPTION_FIELD(retire)};
static const struct option option_retrieved = {
	.name = "retrieved", .argument = "DATE", .kind = OPTION_TEXT,
	.help = "the page's date, for docs.retrieved: 2026-11-20",
	.offset = OPTION_FIELD(retrieved)};

static const struct option *const options[] = {
	&option_schema, &option_check, &option_retire, &option_retrieved, &option_format, NULL,
};

const struct command command_import = {
	.name = "import",
	.synopsis = "VENDOR PAGE",
	.summary = "Update a vendor's file from the vendor's error page",
	.details = "PAGE is the page as it was saved: Markdown, HTML or pasted text. A text that is\n"
		   "still the page's old one follows the page; one in our own words stays, and the\n"
		   "report shows the page's. New codes are added as unclassified, none is deleted.\n"
		   "Exit status: 0 fine, 1 page and registry differ (with --check), 2 trouble.\n",
	.formats = "text json",
	.options = options,
	.arguments = {COMPLETES_VENDOR, COMPLETES_FILE},
	.function = import,
};

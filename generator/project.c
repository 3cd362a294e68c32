/* project: a registry with the targets it is made for. See project.h. */
#include "project.h"

#include "project_check.h"
#include "template_render.h"

#include <sys/stat.h>

static bool is_folder(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

struct string_list project_search_folders(struct run *run)
{
	static const char *const standard[] = {"templates", ERRBIND_DATA "/templates"};
	const struct string_array *named = &run->options.templates;
	struct string *items = arena_alloc(&run->arena, (named->count + 2) * sizeof *items);
	size_t count = 0;

	for (size_t i = 0; i < named->count; i++)
		items[count++] = named->items[i];
	for (size_t i = 0; i < 2; i++)
		if (is_folder(standard[i]))
			items[count++] = string_of(standard[i]);
	return (struct string_list){.items = items, .count = count};
}

static const struct value *options_of(struct run *run, const struct registry *registry,
				      struct string target)
{
	static const struct value none = {.type = VALUE_UNDEFINED};
	const struct value *options = NULL;

	if (registry && registry->options.type == VALUE_MAP)
		options = value_get(&registry->options, symbol_intern(&run->symbols, target));
	return options ? options : &none;
}

static bool has_target(const struct project *project, struct string name)
{
	for (size_t i = 0; i < project->target_count; i++)
		if (string_equal(project->targets[i]->name, name))
			return true;
	return false;
}

static void load_target(struct run *run, struct project *project,
			const struct target_search *search, struct string name, struct span span)
{
	if (has_target(project, name))
		return;
	struct target *target =
		target_load(search, name, span, options_of(run, project->registry, name));
	if (target)
		project->targets[project->target_count++] = target;
}

static void load_targets(struct run *run, struct project *project)
{
	const struct string_array *named = &run->options.targets;
	const struct registry *registry = project->registry;
	size_t const count = named->count ? named->count : registry ? registry->target_count : 0;
	struct target_search const search = {project_search_folders(run), &run->symbols,
					     &run->diagnostics, &run->arena};

	project->targets = arena_calloc(&run->arena, count, sizeof *project->targets);
	for (size_t i = 0; i < count; i++) {
		if (named->count)
			load_target(run, project, &search, named->items[i], span_nowhere());
		else
			load_target(run, project, &search, registry->targets[i].name,
				    registry->targets[i].span);
	}
}

static bool may_go_on(const struct run *run)
{
	const struct diagnostics *diagnostics = &run->diagnostics;

	return !diagnostics->error_count &&
	       !(run->options.warnings_as_errors && diagnostics->warning_count);
}

static struct string vendor_name_at(const void *data, size_t index)
{
	const struct registry *registry = data;

	return index < registry->vendor_count ? registry->vendors[index].name
					      : (struct string){0};
}

static bool find_vendor(const struct registry *registry, struct string name)
{
	for (size_t i = 0; i < registry->vendor_count; i++)
		if (string_equal(registry->vendors[i].name, name))
			return true;
	return false;
}

/* Whether the registry has the vendors that --vendor names. */
static bool check_wanted(const struct registry *registry, const struct string_array *wanted)
{
	for (size_t i = 0; i < wanted->count; i++) {
		struct string const name = wanted->items[i];
		if (find_vendor(registry, name))
			continue;
		struct string const near = diag_nearest(name, vendor_name_at, registry);
		if (near.length)
			command_failed("the registry has no vendor '%.*s'; did you mean '%.*s'?",
				       STRING_FORMAT(name), STRING_FORMAT(near));
		else
			command_failed("the registry has no vendor '%.*s'", STRING_FORMAT(name));
		return false;
	}
	return true;
}

static bool is_wanted(const struct string_array *wanted, struct string name)
{
	for (size_t i = 0; i < wanted->count; i++)
		if (string_equal(wanted->items[i], name))
			return true;
	return false;
}

/* Leaves only the vendors that --vendor names, as if the registry had no others;
 * the fingerprint stays that of the whole. */
static bool select_vendors(struct registry *registry, const struct string_array *wanted)
{
	size_t count = 0;

	if (!wanted->count)
		return true;
	if (!check_wanted(registry, wanted))
		return false;
	registry->code_count = 0;
	for (size_t i = 0; i < registry->vendor_count; i++) {
		if (!is_wanted(wanted, registry->vendors[i].name))
			continue;
		struct vendor *vendor = &registry->vendors[count++];
		*vendor = registry->vendors[i];
		for (size_t d = 0; d < vendor->domain_count; d++) {
			vendor->domains[d].vendor = vendor;
			registry->code_count += vendor->domains[d].code_count;
		}
	}
	registry->vendor_count = count;
	return true;
}

bool project_load(struct run *run, struct project *project)
{
	*project = (struct project){0};
	project->registry =
		registry_load(run->options.schema, &run->symbols, &run->diagnostics);
	load_targets(run, project);
	if (project->registry)
		project_check(run, project);
	if (!may_go_on(run) || !select_vendors(project->registry, &run->options.vendors))
		return false;
	project->context = context_new(&run->arena, &run->symbols, project->registry);
	project_check_symbols(run, project);
	return may_go_on(run);
}

static void plan_file(struct run *run, struct plan *plan, struct planned_file file)
{
	plan->files = arena_grow(&run->arena, plan->files, plan->count, &plan->capacity,
				 sizeof *plan->files);
	plan->files[plan->count++] = file;
}

static void plan_vendor(struct run *run, struct plan *plan, struct planned_file file)
{
	const struct vendor *vendor = file.subject.vendor;

	if (file.file->for_each == FOR_VENDOR) {
		plan_file(run, plan, file);
		return;
	}
	for (size_t i = 0; i < vendor->domain_count; i++) {
		file.subject.domain = &vendor->domains[i];
		plan_file(run, plan, file);
	}
}

static void plan_target(struct run *run, const struct project *project, struct plan *plan,
			const struct target *target)
{
	const struct registry *registry = project->registry;

	for (size_t f = 0; f < target->file_count; f++) {
		struct planned_file file = {target, &target->files[f], {0}};
		if (file.file->for_each == FOR_REGISTRY) {
			plan_file(run, plan, file);
			continue;
		}
		for (size_t v = 0; v < registry->vendor_count; v++) {
			file.subject = (struct subject){.vendor = &registry->vendors[v]};
			plan_vendor(run, plan, file);
		}
	}
}

bool project_plan(struct run *run, const struct project *project, struct plan *plan)
{
	*plan = (struct plan){0};
	if (!project->target_count) {
		command_failed("there is no target to generate: name one or more under 'targets' "
			       "in '%.*s/registry.yaml', or with --target",
			       STRING_FORMAT(run->options.schema));
		return false;
	}
	for (size_t i = 0; i < project->target_count; i++)
		plan_target(run, project, plan, project->targets[i]);
	return true;
}

bool project_render_path(const struct project *project, const struct planned_file *file,
			 struct arena *scratch, struct buf *path)
{
	struct value const data =
		context_for(project->context, scratch, file->target, file->subject);

	path->length = 0;
	buf_string(path, file->target->name);
	buf_byte(path, '/');
	size_t const start = path->length;
	bool const done = template_render(file->file->path, &data,
					  subject_name(scratch, file->subject), scratch, path);
	if (path->length == start)
		path->length = 0;
	return done;
}

bool project_render(const struct project *project, const struct planned_file *file,
		    struct arena *scratch, struct buf *content)
{
	struct value const data =
		context_for(project->context, scratch, file->target, file->subject);

	content->length = 0;
	return template_render(file->file->content, &data, subject_name(scratch, file->subject),
			       scratch, content);
}

bool project_render_reference(const struct project *project, const struct target *target,
			      struct subject subject, struct arena *scratch, struct buf *reference)
{
	reference->length = 0;
	if (!target->reference)
		return true;
	struct value const data = context_for(project->context, scratch, target, subject);
	return template_render(target->reference, &data, subject_name(scratch, subject), scratch,
			       reference);
}

bool project_makes(const struct project *project, struct string path)
{
	for (size_t i = 0; i < project->target_count; i++) {
		struct string const name = project->targets[i]->name;
		if (path.length > name.length && path.bytes[name.length] == '/' &&
		    string_starts_with(path, name))
			return true;
	}
	return false;
}

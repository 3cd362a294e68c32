/* cmd_render: `errbind render`: renders one template with a file as its data. */
#include "command.h"
#include "target.h"
#include "template_render.h"
#include "yaml.h"

static struct string folder_of(struct arena *arena, struct string path)
{
	while (path.length && path.bytes[path.length - 1] != '/')
		path.length--;
	if (path.length > 1)
		path.length--;
	return path.length ? string_copy(arena, path) : STRING(".");
}

static struct string name_of(struct string path)
{
	size_t start = path.length;

	while (start && path.bytes[start - 1] != '/')
		start--;
	return (struct string){path.bytes + start, path.length - start};
}

/* The data as a map, or undefined after reporting. */
static struct value load_data(struct run *run, struct string path)
{
	struct yaml_options const options = {YAML_CORE_TYPES, &run->symbols, &run->arena, &run->arena,
					     &run->diagnostics};
	struct string problem;
	uint16_t file;

	if (!path.bytes)
		return value_map(NULL, 0);
	struct source *source = source_read(&run->sources, path, &file, &problem);
	if (!source) {
		diag_error(&run->diagnostics, "unreadable", span_of_file(file), "%.*s",
			   STRING_FORMAT(problem));
		return (struct value){0};
	}
	struct value const data = yaml_load(source, &options);
	if (data.type != VALUE_UNDEFINED && data.type != VALUE_MAP) {
		diag_error(&run->diagnostics, "wrong-type", value_span(&data),
			   "the data of a template is a mapping, not %s",
			   value_type_name((enum value_type)data.type));
		return (struct value){0};
	}
	return data;
}

/* As for every other command: the user's folders, then the standard ones. */
static struct string_list target_folders(struct run *run)
{
	const struct string_array *named = &run->options.templates;
	struct string *items = arena_alloc(&run->arena, (named->count + 2) * sizeof *items);
	size_t count = 0;

	while (count < named->count) {
		items[count] = named->items[count];
		count++;
	}
	items[count++] = STRING("templates");
	items[count++] = STRING(ERRBIND_DATA "/templates");
	return (struct string_list){.items = items, .count = count};
}

static const struct dialect *load_dialect(struct run *run)
{
	static const struct value no_options = {.type = VALUE_UNDEFINED};
	struct target_search const search = {target_folders(run), &run->symbols, &run->diagnostics,
					     &run->arena};

	if (!run->options.targets.count)
		return NULL;
	const struct target *target =
		target_load(&search, run->options.targets.items[0], span_nowhere(), &no_options);
	return target ? &target->dialect : NULL;
}

static enum status render(struct run *run)
{
	if (run->argument_count != 1)
		return command_misused(&command_render, "render takes one template");
	struct string const path = run->arguments[0];
	struct string *folder = arena_alloc(&run->arena, sizeof *folder);
	*folder = folder_of(&run->arena, path);
	struct value const data = load_data(run, run->options.data);
	const struct dialect *dialect = load_dialect(run);
	struct templates *templates = templates_new(&run->arena, &run->symbols, &run->diagnostics,
						    folder, 1, dialect);
	const struct template *template = templates_get(templates, name_of(path), span_nowhere());
	if (!template || run->diagnostics.error_count)
		return STATUS_TROUBLE;
	if (!template_render(template, &data, STRING(""), arena_new_child(&run->arena), &run->out)) {
		run->out.length = 0;
		return STATUS_TROUBLE;
	}
	return STATUS_FINE;
}

static const struct option option_data = {"data", 0, "FILE", "YAML or JSON file with the data",
					  OPTION_TEXT, OPTION_FIELD(data)};
static const struct option *const options[] = {&option_data, &option_target, &option_templates,
					       NULL};

const struct command command_render = {
	.name = "render",
	.synopsis = "TEMPLATE [--data FILE] [--target NAME]",
	.summary = "Render one template",
	.details = "The template and what it includes, from its own folder, with the data of a YAML or\n"
		   "JSON file, typed as YAML 1.2 does. A target adds its filters ident, quote and\n"
		   "comment.\n",
	.options = options,
	.function = render,
};

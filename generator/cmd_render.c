/* cmd_render: `errbind render`: renders one template with a file as its data. */
#include "project.h"
#include "template_render.h"
#include "value_json.h"
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
		diag_error(&run->diagnostics, "unreadable-file", span_of_file(file), "%.*s",
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

static const struct dialect *load_dialect(struct run *run)
{
	static const struct value no_options = {.type = VALUE_UNDEFINED};
	struct target_search const search = {project_search_folders(run), &run->symbols, &run->diagnostics,
					     &run->arena};

	if (!run->options.targets.count)
		return NULL;
	const struct target *target =
		target_load(&search, run->options.targets.items[0], span_nowhere(), &no_options);
	return target ? &target->dialect : NULL;
}

/* The domain of that name with its vendor; false where there is none. */
static bool find_subject(const struct registry *registry, struct string name,
			 struct subject *subject)
{
	for (size_t v = 0; v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		for (size_t d = 0; d < vendor->domain_count; d++) {
			if (!string_equal(vendor->domains[d].name, name))
				continue;
			*subject = (struct subject){.vendor = vendor, .domain = &vendor->domains[d]};
			return true;
		}
	}
	return false;
}

/* Prints what a template of the first target gets. */
static enum status print_context(struct run *run)
{
	struct project project;
	struct subject subject = {0};

	if (run->argument_count > 1)
		return command_misused(&command_render, "--print-context takes one domain");
	if (!project_load(run, &project))
		return STATUS_TROUBLE;
	if (!project.target_count)
		return command_failed("the registry has no targets; name one with --target");
	if (run->argument_count &&
	    !find_subject(project.registry, run->arguments[0], &subject))
		return command_failed("there is no domain '%.*s'",
				      STRING_FORMAT(run->arguments[0]));
	struct value const data =
		context_for(project.context, &run->arena, project.targets[0], subject);
	value_write_json(&run->out, &data);
	buf_byte(&run->out, '\n');
	return STATUS_FINE;
}

static enum status render(struct run *run)
{
	if (run->options.print_context)
		return print_context(run);
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

static const struct option option_data = {
	.name = "data", .argument = "FILE", .kind = OPTION_TEXT,
	.help = "YAML or JSON file with the data",
	.offset = OPTION_FIELD(data), .completes = COMPLETES_FILE};
static const struct option option_print_context = {
	.name = "print-context", .kind = OPTION_FLAG,
	.help = "print the data that templates get, for all or DOMAIN",
	.offset = OPTION_FIELD(print_context)};

static const struct option *const options[] = {&option_data,      &option_print_context,
					       &option_target,    &option_schema,
					       &option_templates, NULL};

const struct command command_render = {
	.name = "render",
	.synopsis = "TEMPLATE | --print-context [DOMAIN]",
	.summary = "Render one template",
	.details = "The template and what it includes, from its own folder, with the data of a YAML\n"
		   "or JSON file, typed as YAML 1.2 does. A target adds its filters ident, quote and\n"
		   "comment.\n",
	.options = options,
	.arguments = {COMPLETES_TEMPLATE},
	.function = render,
};

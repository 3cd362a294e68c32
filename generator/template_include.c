/* template_include: renders templates inside of templates: includes, which see
 * the variables around them, and imports, which see nothing. See template_run.h. */
#include "template_parse.h"
#include "template_run.h"

/* Looks a name up in what an included template sees, from inside to outside. */
static const struct value *find_name(const struct instance *instance, const struct symbol *name)
{
	for (; instance->include; instance = instance->includer->instance) {
		const struct include_statement *include = instance->include;
		for (size_t i = 0; i < include->visible_count; i++) {
			if (include->visible[i].name != name)
				continue;
			struct place place = include->visible[i].place;
			const struct frame *frame = instance->includer;
			while (place.outward--)
				frame = frame->outer;
			if (frame->slots[place.slot])
				return frame->slots[place.slot];
			break;
		}
	}
	return instance->data ? value_get(instance->data, name) : NULL;
}

/* Names that are functions in Jinja2, unless the data has them. */
static void check_global(struct render *render, const struct template *template, size_t index)
{
	static const char *const functions[] = {"range", "dict", "lipsum", "cycler", "joiner",
						"namespace"};
	const struct node *use = template->global_uses[index];

	for (size_t i = 0; use && i < sizeof functions / sizeof *functions; i++)
		if (string_is(template->globals[index]->text, functions[i]))
			evaluation_fail(render_at(render, &use->span), "undefined-name",
					"the function '%s' is not part of errbind's templates",
					functions[i]);
}

void render_run_template(struct render *render, struct instance *instance)
{
	const struct template *template = instance->template;
	struct arena *scratch = render->evaluation.scratch;
	struct frame *frame = render->frame;

	if (!template->usable)
		longjmp(*render->evaluation.failed, 1);
	instance->globals =
		arena_alloc(scratch, template->global_count * sizeof(struct value *));
	for (size_t i = 0; i < template->global_count; i++) {
		instance->globals[i] = find_name(instance, template->globals[i]);
		if (!instance->globals[i])
			check_global(render, template, i);
	}
	frame->slots = arena_alloc(scratch, template->routine.slot_count * sizeof *frame->slots);
	frame->instance = instance;
	render_loads(render, &template->routine.loads);
	render_body(render, &template->routine.body);
}

/* The template that an include or import names. */
static const struct template *named_template(struct render *render, const struct node *name,
					     const struct template *template)
{
	if (template)
		return template;
	const struct value *value = evaluate(render, name);
	struct evaluation *evaluation = render_at(render, &name->span);
	operation_need_defined(evaluation, value);
	if (value->type != VALUE_STRING)
		evaluation_fail(evaluation, "template-type",
				"a template is named by a string, not by %s",
				operation_type_name(value));
	template = templates_get(render->templates, value_string(value), name->span);
	if (!template)
		longjmp(*evaluation->failed, 1);
	return template;
}

void render_include(struct render *render, const struct statement *statement)
{
	const struct include_statement *include = statement->include;
	struct arena_mark const mark = arena_mark(render->evaluation.scratch);
	const struct template *template =
		named_template(render, include->name.root, include->template);
	struct instance instance = {.template = template, .include = include,
				    .includer = render->frame};
	struct frame frame = {
		.what = "included", .name = &template->name, .span = &include->name.root->span};

	render_at(render, &include->name.root->span);
	render_step(render);
	render_enter(render, &frame, &template->routine);
	render_run_template(render, &instance);
	render_leave(render);
	arena_rewind(render->evaluation.scratch, mark);
}

/* Renders a template for what it defines; its text is thrown away. */
static struct module *load_module(struct render *render, const struct template *template,
				  const struct span *span)
{
	struct module *module = arena_calloc(&render->templates->modules, 1, sizeof *module);
	struct arena *scratch = render->evaluation.scratch;
	size_t const start = operation_begin_text(&render->evaluation);

	arena_init_child(&module->arena, &render->templates->modules);
	module->object.kind = OBJECT_MODULE;
	module->instance.template = template;
	module->instance.exported =
		arena_calloc(&module->arena, template->routine.slot_count, sizeof(bool));
	module->frame.what = "imported";
	module->frame.name = &template->name;
	module->frame.span = span;
	module->next = render->modules;
	render->modules = module;
	render->evaluation.scratch = &module->arena;
	render_enter(render, &module->frame, &template->routine);
	render_run_template(render, &module->instance);
	render_leave(render);
	render->evaluation.scratch = scratch;
	render->evaluation.out->length = start;
	module->done = true;
	return module;
}

static struct module *find_module(struct render *render, const struct template *template,
				  const struct node *name)
{
	struct module *module = render->modules;

	while (module && module->instance.template != template)
		module = module->next;
	render_at(render, &name->span);
	if (!module)
		return load_module(render, template, &name->span);
	if (!module->done)
		evaluation_fail(&render->evaluation, "include-loop",
				"'%.*s' is imported while it is being imported",
				STRING_FORMAT(template->name));
	return module;
}

void render_import(struct render *render, const struct statement *statement)
{
	const struct import_statement *import = statement->import;
	const struct node *name = import->name.root;
	const struct template *template = named_template(render, name, import->template);
	struct module *module = find_module(render, template, name);

	for (size_t i = 0; i < import->count; i++) {
		const struct import *item = &import->imports[i];
		render->frame->slots[item->target.slot] =
			item->name ? module_value(&render->evaluation, module,
						  &(struct attribute){.name = item->name})
				   : operation_object(&render->evaluation, &module->object);
		if (statement->toplevel)
			render_mark_exported(render, &item->target, false);
	}
}

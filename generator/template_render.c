/* template_render: runs the statements of templates. See template_render.h.
 *
 * Temporary values come from the scratch arena, which is rewound after every
 * call and every turn of a loop: what a turn assigns does not outlive it. */
#include "template_render.h"

#include "template_run.h"

/* What was being rendered: the item, and the elements of loops that have a name. */
static void explain_item(struct render *render, struct diagnostic *diagnostic)
{
	struct diagnostics *diagnostics = render->templates->diagnostics;
	const struct symbol *name = symbol_intern(render->templates->symbols, STRING("name"));
	struct string text = render->item;
	struct string inner = {0};

	for (const struct loop *loop = render->loops; loop; loop = loop->outer) {
		const struct value *item =
			loop->index < loop->count ? &loop->items[loop->index] : NULL;
		const struct value *named =
			item && item->type == VALUE_MAP ? value_get(item, name) : NULL;
		if (!named || named->type != VALUE_STRING || !loop->statement->target.name)
			continue;
		inner = string_printf(diagnostics->arena, "%.*s %.*s%s%.*s",
				      STRING_FORMAT(loop->statement->target.name->text),
				      STRING_FORMAT(diag_shown(diagnostics->arena,
							       value_string(named))),
				      inner.length ? ", " : "", STRING_FORMAT(inner));
	}
	if (text.length || inner.length)
		diag_note(diagnostics, diagnostic, span_nowhere(), "while rendering %.*s%s%.*s",
			  STRING_FORMAT(text), text.length && inner.length ? ", " : "",
			  STRING_FORMAT(inner));
}

/* How the rendering came here: some of the innermost steps and the outermost. */
static void explain_calls(struct render *render, struct diagnostic *diagnostic)
{
	enum { SHOWN = 4 };
	struct diagnostics *diagnostics = render->templates->diagnostics;
	int count = 0;

	for (const struct frame *frame = render->frame; frame->caller; frame = frame->caller) {
		if (++count <= SHOWN || !frame->caller->caller)
			diag_note(diagnostics, diagnostic, *frame->span, "'%.*s' is %s here",
				  STRING_FORMAT(*frame->name), frame->what);
		else if (count == SHOWN + 1)
			diag_note(diagnostics, diagnostic, span_nowhere(), "and so on");
	}
}

static void explain(struct evaluation *evaluation, struct diagnostic *diagnostic)
{
	struct render *render = (struct render *)evaluation;

	explain_calls(render, diagnostic);
	explain_item(render, diagnostic);
}

_Noreturn void render_fail_limit(struct render *render)
{
	struct evaluation *evaluation = &render->evaluation;
	const struct frame *last = render->frame;

	if (render->steps > RENDER_STEP_LIMIT)
		evaluation_fail(evaluation, "template-steps",
				"this takes more than %d turns of loops and calls",
				RENDER_STEP_LIMIT);
	if (last->depth <= RENDER_DEPTH_LIMIT)
		evaluation_fail(evaluation, "output-too-large", "the output has more than 1 GiB");
	if (strcmp(last->what, "called") == 0)
		evaluation_fail(evaluation, "template-recursion",
				"macros call each other without an end, '%.*s' among them",
				STRING_FORMAT(*last->name));
	evaluation_fail(evaluation, "include-loop",
			"templates include each other without an end, '%.*s' among them",
			STRING_FORMAT(*last->name));
}

void render_load(struct render *render, const struct loads *loads)
{
	const struct load *load = loads->items, *const end = load + loads->count;

	for (; load < end; load++) {
		const struct value *value = NULL;
		if (load->from_place)
			value = load->from.global
				? render->frame->instance->globals[load->from.slot]
				: place_value(render, load->from);
		render->frame->slots[load->slot] = value;
	}
}

static void unpack(struct render *render, const struct assignee *target, const struct value *value);

static inline void assign(struct render *render, const struct assignee *target,
			  const struct value *value)
{
	if (target->name)
		render->frame->slots[target->slot] = value;
	else
		unpack(render, target, value);
}

/* Gives each of several names its item of the value. */
static void unpack(struct render *render, const struct assignee *target, const struct value *value)
{
	struct items const items = operation_items(render_at(render, &target->span), value);

	if (items.count != target->count)
		evaluation_fail(&render->evaluation, "template-type",
				"there are %u names for %u values", (unsigned)target->count,
				(unsigned)items.count);
	for (uint32_t i = 0; i < items.count; i++)
		assign(render, &target->items[i], &items.items[i]);
}

void render_mark_exported(struct render *render, const struct assignee *target, bool exported)
{
	bool *const by_slot = render->frame->instance->exported;

	if (!by_slot)
		return;
	if (target->name)
		by_slot[target->slot] = exported && target->name->text.bytes[0] != '_';
	for (uint32_t i = 0; i < target->count; i++)
		render_mark_exported(render, &target->items[i], exported);
}

static void render_set(struct render *render, const struct statement *statement)
{
	const struct set_statement *set = statement->set;

	assign(render, &set->target, evaluate(render, set->value.root));
	if (statement->toplevel)
		render_mark_exported(render, &set->target, true);
}

static void render_set_block(struct render *render, const struct statement *statement)
{
	const struct set_statement *set = statement->set;
	size_t const start = operation_begin_text(&render->evaluation);

	render_loads(render, &set->loads);
	render_body(render, &set->body);
	render->block_text = operation_end_text(render_at(render, &statement->span), start);
	assign(render, &set->target, evaluate(render, set->value.root));
	if (statement->toplevel)
		render_mark_exported(render, &set->target, true);
}

static void render_macro(struct render *render, const struct statement *statement)
{
	const struct macro *macro = statement->macro;
	struct macro_object *object = arena_alloc(render->evaluation.scratch, sizeof *object);
	struct assignee const target = {.name = macro->name, .slot = macro->slot};

	*object = (struct macro_object){{OBJECT_MACRO}, macro, render->frame};
	render->frame->slots[macro->slot] = operation_object(&render->evaluation, &object->object);
	if (statement->toplevel)
		render_mark_exported(render, &target, true);
}

/* What an `if` goes on with. */
static inline const struct statement *taken_branch(struct render *render,
						   const struct statement *statement)
{
	const struct branch *branch = statement->choice.branches;

	for (uint32_t left = statement->choice.conditions; left; left--, branch++)
		if (evaluate_truth(render, branch->condition.root))
			return branch->body.first;
	return statement->next;
}

/* What the names of a target hold, as Jinja2 hands it on from a condition. */
static struct value target_value(struct render *render, const struct assignee *target)
{
	if (target->name)
		return *render->frame->slots[target->slot];
	struct value *items =
		arena_alloc(render->evaluation.scratch, target->count * sizeof *items);
	for (uint32_t i = 0; i < target->count; i++)
		items[i] = target_value(render, &target->items[i]);
	struct value tuple = value_list(items, target->count);
	tuple.style = STYLE_TUPLE;
	return tuple;
}

/* The items of a loop that its condition lets through, so that `loop` can count them. */
static struct items select_items(struct render *render, const struct for_statement *statement,
				 struct items items)
{
	struct value *kept = arena_alloc(render->evaluation.scratch, items.count * sizeof *kept);
	uint32_t count = 0;

	for (uint32_t i = 0; i < items.count; i++) {
		render_step(render);
		assign(render, &statement->target, &items.items[i]);
		if (evaluate_truth(render, statement->condition.root))
			kept[count++] = target_value(render, &statement->target);
	}
	return (struct items){kept, count};
}

/* Renders the body for an item. Without `loop`, the condition is asked only now;
 * false where it does not hold. */
static bool render_turn(struct render *render, const struct for_statement *statement,
			const struct value *item)
{
	struct arena_mark const mark = arena_mark(render->evaluation.scratch);

	assign(render, &statement->target, item);
	bool const taken = !statement->condition.root || statement->uses_loop ||
			   evaluate_truth(render, statement->condition.root);
	if (taken) {
		render_loads(render, &statement->loads);
		render_body(render, &statement->body);
	}
	arena_rewind(render->evaluation.scratch, mark);
	return taken;
}

static struct items loop_items(struct render *render, const struct for_statement *statement,
			       struct iterator **iterator)
{
	const struct value *value = evaluate(render, statement->items.root);
	struct items items =
		operation_items(render_at(render, &statement->items.root->span), value);

	*iterator = NULL;
	if (value_is_object(value, OBJECT_ITERATOR))
		*iterator = (struct iterator *)(uintptr_t)value->callable;
	return statement->condition.root && statement->uses_loop
		? select_items(render, statement, items) : items;
}

/* Renders the body for the items; false where a condition lets none through. */
static bool render_turns(struct render *render, const struct for_statement *statement,
			 struct items items)
{
	struct loop loop = {{OBJECT_LOOP}, render->loops, statement, items.items, items.count, 0};
	bool any = false;

	if (statement->uses_loop)
		render->frame->slots[statement->loop_slot] =
			operation_object(&render->evaluation, &loop.object);
	render->loops = &loop;
	for (; loop.index < loop.count; loop.index++) {
		render_step(render);
		any |= render_turn(render, statement, &items.items[loop.index]);
	}
	render->loops = loop.outer;
	return any;
}

static void render_for(struct render *render, const struct statement *at)
{
	const struct for_statement *statement = at->loop;
	struct arena_mark const mark = arena_mark(render->evaluation.scratch);
	struct iterator *iterator;
	struct items const items = loop_items(render, statement, &iterator);
	bool any = false;

	if (iterator)
		iterator->busy = true;
	if (items.count)
		any = render_turns(render, statement, items);
	if (iterator)
		iterator->busy = false;
	if (!any && statement->has_otherwise) {
		render_loads(render, &statement->otherwise_loads);
		render_body(render, &statement->otherwise);
	}
	arena_rewind(render->evaluation.scratch, mark);
}

typedef void statement_function(struct render *render, const struct statement *statement);

static statement_function *const statement_functions[] = {
	[STATEMENT_FOR] = render_for,
	[STATEMENT_SET] = render_set,
	[STATEMENT_SET_BLOCK] = render_set_block,
	[STATEMENT_MACRO] = render_macro,
	[STATEMENT_INCLUDE] = render_include,
	[STATEMENT_IMPORT] = render_import,
	[STATEMENT_FROM] = render_import,
};

void render_body(struct render *render, const struct body *body)
{
	const struct statement *statement = body->first;

	while (statement) {
		buf_string(render->evaluation.out, statement->text);
		if (statement->kind == STATEMENT_IF) {
			statement = taken_branch(render, statement);
			continue;
		}
		if (statement->kind == STATEMENT_OUTPUT)
			evaluate_output(render, statement->output.root);
		else if (statement->kind != STATEMENT_TEXT)
			statement_functions[statement->kind](render, statement);
		statement = statement->next;
	}
}

bool template_render(const struct template *template, const struct value *context,
		     struct string item, struct arena *scratch, struct buf *out)
{
	struct templates *templates = template->templates;
	struct span const start = {template->start, template->start, template->source->index};
	struct instance instance = {.template = template, .data = context};
	struct frame frame = {0};
	jmp_buf failed;
	struct render render = {
		.evaluation = {.scratch = scratch, .out = out, .symbols = templates->symbols,
			       .diagnostics = templates->diagnostics,
			       .dialect = templates->dialect, .classes = templates->classes,
			       .data = context, .place = &start, .whole = &start,
			       .explain = explain, .failed = &failed},
		.templates = templates,
		.item = item,
		.frame = &frame,
	};

	if (setjmp(failed)) {
		/* Among the modules may be some whose import failed. */
		arena_reset(&templates->module_arena);
		templates->modules = NULL;
		return false;
	}
	render_run_template(&render, &instance);
	return true;
}

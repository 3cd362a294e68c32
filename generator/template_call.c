/* template_call: calls macros. See template_run.h. */
#include "template_run.h"

static void bind_keyword(struct render *render, const struct node *node,
			 const struct value **slots, const struct macro *macro,
			 const struct keyword *keyword)
{
	for (uint32_t i = 0; i < macro->parameter_count; i++) {
		if (macro->parameters[i].name != keyword->name)
			continue;
		if (slots[i])
			break;
		slots[i] = evaluate(render, keyword->value);
		return;
	}
	evaluation_fail(render_at(render, &node->span), "bad-argument",
			"the macro '%.*s' takes no argument '%.*s' here",
			STRING_FORMAT(macro->name->text), STRING_FORMAT(keyword->name->text));
}

static _Noreturn void fail_count(struct render *render, const struct node *node,
				 const struct macro *macro)
{
	evaluation_fail(render_at(render, &node->span), "bad-argument",
			"the macro '%.*s' takes at most %u argument%s, not %u",
			STRING_FORMAT(macro->name->text), (unsigned)macro->parameter_count,
			macro->parameter_count == 1 ? "" : "s",
			(unsigned)node->call.argument_count);
}

/* The slots of a call. Only those of parameters have values yet: the others get
 * theirs where the scopes that they belong to are entered. */
static const struct value **bind_arguments(struct render *render, const struct node *node,
					   const struct macro *macro)
{
	const struct value **slots = arena_alloc(render->evaluation.scratch,
						 macro->routine.slot_count * sizeof *slots);
	uint32_t const given = node->call.argument_count;

	if (given > macro->parameter_count)
		fail_count(render, node, macro);
	for (uint32_t i = 0; i < given; i++)
		slots[i] = evaluate(render, node->call.arguments[i]);
	for (uint32_t i = given; i < macro->parameter_count; i++)
		slots[i] = NULL;
	for (uint32_t i = 0; i < node->call.keyword_count; i++)
		bind_keyword(render, node, slots, macro, &node->call.keywords[i]);
	return slots;
}

static void bind_default(struct render *render, const struct parameter *parameter,
			 const struct value **slot)
{
	if (*slot)
		return;
	if (parameter->default_value)
		*slot = evaluate(render, parameter->default_value);
	else
		*slot = operation_undefined_because(&render->evaluation,
						    "the argument '%.*s' was not given",
						    STRING_FORMAT(parameter->name->text));
}

static const struct macro_object *callee(struct render *render, const struct node *node)
{
	const struct value *value = evaluate(render, node->call.callee);

	if (value_is_object(value, OBJECT_MACRO))
		return value->callable;
	struct evaluation *evaluation = render_at(render, &node->call.callee->span);
	if (value->type == VALUE_UNDEFINED)
		operation_fail_undefined(evaluation, value);
	evaluation_fail(evaluation, "template-type", "%s cannot be called; only macros can",
			operation_type_name(value));
}

void call_macro(struct render *render, const struct node *node)
{
	const struct macro_object *object = callee(render, node);
	const struct macro *macro = object->macro;
	struct arena_mark const mark = arena_mark(render->evaluation.scratch);
	struct frame frame = {
		.slots = bind_arguments(render, node, macro),
		.outer = object->frame, .instance = object->frame->instance,
		.what = "called", .name = &macro->name->text, .span = &node->span};

	render_at(render, &node->span);
	render_step(render);
	render_enter(render, &frame, &macro->routine);
	render_loads(render, &macro->routine.loads);
	for (uint32_t i = node->call.argument_count; i < macro->parameter_count; i++)
		bind_default(render, &macro->parameters[i], &frame.slots[i]);
	render_body(render, &macro->routine.body);
	render_leave(render);
	arena_rewind(render->evaluation.scratch, mark);
}

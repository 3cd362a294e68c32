/* template_output: writes the texts of expressions to the output. See template_run.h. */
#include "template_run.h"

static void output_filter(struct render *render, const struct node *node)
{
	struct application applications[USE_LIMIT];

	evaluate_use(render, node, applications);
	if (applications->filter->write)
		applications->filter->write(applications, render->evaluation.out);
	else
		text_write(&render->evaluation, render->evaluation.out, filter_apply(applications));
}

static void output_concatenation(struct render *render, const struct node *node)
{
	struct node **item = node->list.items, **const end = item + node->list.count;

	for (; item < end; item++)
		evaluate_output(render, *item);
}

static void output_conditional(struct render *render, const struct node *node)
{
	const struct node *branch = conditional_branch(render, node);

	if (branch)
		evaluate_output(render, branch);
}

static inline void write_value(struct render *render, const struct node *node,
			       const struct value *value)
{
	if (value->type == VALUE_STRING)
		buf_string(render->evaluation.out, value_string(value));
	else
		text_write(render_at(render, &node->span), render->evaluation.out, value);
}

static void output_value(struct render *render, const struct node *node)
{
	write_value(render, node, evaluate(render, node));
}

static void output_local(struct render *render, const struct node *node)
{
	const struct value *value = render->frame->slots[node->name.place.slot];

	write_value(render, node, value ? value : &node->name.undefined);
}

static void output_local_attribute(struct render *render, const struct node *node)
{
	write_value(render, node, local_attribute(render, node));
}

static void output_constant(struct render *render, const struct node *node)
{
	write_value(render, node, &node->constant);
}

output_function *const output_functions[NODE_KIND_COUNT] = {
	[NODE_CONSTANT] = output_constant,
	[NODE_GLOBAL] = output_value,
	[NODE_LOCAL] = output_local,
	[NODE_OUTER] = output_value,
	[NODE_ATTRIBUTE] = output_value,
	[NODE_LOCAL_ATTRIBUTE] = output_local_attribute,
	[NODE_INDEX] = output_value,
	[NODE_LIST] = output_value,
	[NODE_TUPLE] = output_value,
	[NODE_MAP] = output_value,
	[NODE_CONCATENATION] = output_concatenation,
	[NODE_ARITHMETIC] = output_value,
	[NODE_NEGATION] = output_value,
	[NODE_NOT] = output_value,
	[NODE_AND] = output_value,
	[NODE_OR] = output_value,
	[NODE_COMPARISON] = output_value,
	[NODE_EQUALITY] = output_value,
	[NODE_CONDITIONAL] = output_conditional,
	[NODE_CALL] = call_macro,
	[NODE_FILTER] = output_filter,
	[NODE_LENGTH] = output_value,
	[NODE_TEST] = output_value,
	[NODE_TYPE_TEST] = output_value,
	[NODE_BODY] = output_value,
};

/* What writes text: put together at the end of the output and taken back. */
const struct value *evaluate_text(struct render *render, const struct node *node)
{
	size_t const start = operation_begin_text(&render->evaluation);

	evaluate_output(render, node);
	return operation_end_text(render_at(render, &node->span), start);
}

/* template_evaluate: works out the values of expressions. See template_run.h. */
#include "template_lex.h"
#include "template_run.h"

static const struct value *evaluate_list(struct render *render, const struct node *node)
{
	uint32_t const count = node->list.count;
	struct value *items = arena_alloc(render->evaluation.scratch, count * sizeof *items);

	for (uint32_t i = 0; i < count; i++)
		items[i] = *evaluate(render, node->list.items[i]);
	struct value *list = operation_new(&render->evaluation, value_list(items, count));
	list->style = node->kind == NODE_TUPLE ? STYLE_TUPLE : STYLE_NONE;
	return list;
}

static const struct symbol *evaluate_key(struct render *render, const struct node *node)
{
	const struct value *key = evaluate(render, node);
	struct evaluation *evaluation = render_at(render, &node->span);

	operation_need_defined(evaluation, key);
	if (key->type != VALUE_STRING)
		evaluation_fail(evaluation, "template-type",
				"keys are strings in errbind's templates, not %s",
				operation_type_name(key));
	return symbol_intern(evaluation->symbols, value_string(key));
}

static const struct value *evaluate_map(struct render *render, const struct node *node)
{
	struct key *keys;
	struct entries *entries =
		entries_with_keys(render->evaluation.scratch, node->list.count / 2, &keys);
	uint32_t count = 0;

	for (uint32_t i = 0; i < node->list.count; i += 2) {
		const struct symbol *key = evaluate_key(render, node->list.items[i]);
		uint32_t at_key = 0;
		while (at_key < count && keys[at_key].name != key)
			at_key++;
		keys[at_key] = (struct key){.name = key};
		entries->values[at_key] = *evaluate(render, node->list.items[i + 1]);
		count += at_key == count;
	}
	return operation_new(&render->evaluation, value_map(entries, count));
}

static const struct value *evaluate_arithmetic(struct render *render, const struct node *node)
{
	const struct value *left = evaluate(render, node->binary.left);
	const struct value *right = evaluate(render, node->binary.right);
	struct evaluation *evaluation = render_at(render, &node->span);

	switch ((enum token_kind)node->operator) {
	case TOKEN_ADD:
		return operation_add(evaluation, left, right);
	case TOKEN_SUBTRACT:
		return operation_subtract(evaluation, left, right);
	case TOKEN_MULTIPLY:
		return operation_multiply(evaluation, left, right);
	case TOKEN_DIVIDE:
		return operation_divide(evaluation, left, right);
	default:
		return operation_modulo(evaluation, left, right);
	}
}

static const struct value *no_else(void)
{
	static const struct undefined why = {
		.reason = "this is undefined, as an 'if' without 'else' was false"};
	static const struct value value = {.file = SPAN_NOWHERE, .type = VALUE_UNDEFINED,
					   .style = STYLE_LENIENT, .callable = &why};

	return &value;
}

void apply_inner(struct render *render, struct application applications[USE_LIMIT],
		 const struct use *use)
{
	for (use = use->inner; use; use = use->inner) {
		apply_use(render, applications + 1, use);
		applications->inner = applications + 1;
		applications++;
	}
}

static const struct value *evaluate_filter(struct render *render, const struct node *node)
{
	struct application applications[USE_LIMIT];

	evaluate_use(render, node, applications);
	return filter_apply(applications);
}

static const struct value *evaluate_length(struct render *render, const struct node *node)
{
	const struct value *subject = evaluate(render, node->use.subject);
	struct evaluation *evaluation = render_at(render, &node->span);

	evaluation->place = &node->use.use->span;
	return operation_new(evaluation, value_integer(operation_length(evaluation, subject)));
}

static const struct value *evaluate_negation(struct render *render, const struct node *node)
{
	const struct value *operand = evaluate(render, node->binary.left);

	return operation_negate(render_at(render, &node->span), operand);
}

static const struct value *evaluate_conditional(struct render *render, const struct node *node)
{
	const struct node *branch = conditional_branch(render, node);

	return branch ? evaluate(render, branch) : no_else();
}

static const struct value *evaluate_constant(struct render *render, const struct node *node)
{
	(void)render;
	return &node->constant;
}

static const struct value *evaluate_body(struct render *render, const struct node *node)
{
	(void)node;
	return render->block_text;
}

evaluate_function *const evaluate_functions[NODE_KIND_COUNT] = {
	[NODE_CONSTANT] = evaluate_constant,
	[NODE_GLOBAL] = evaluate_global,
	[NODE_LOCAL] = evaluate_local,
	[NODE_OUTER] = evaluate_outer,
	[NODE_ATTRIBUTE] = evaluate_attribute,
	[NODE_LOCAL_ATTRIBUTE] = evaluate_local_attribute,
	[NODE_INDEX] = evaluate_index,
	[NODE_LIST] = evaluate_list,
	[NODE_TUPLE] = evaluate_list,
	[NODE_MAP] = evaluate_map,
	[NODE_CONCATENATION] = evaluate_text,
	[NODE_ARITHMETIC] = evaluate_arithmetic,
	[NODE_NEGATION] = evaluate_negation,
	[NODE_NOT] = evaluate_boolean,
	[NODE_AND] = evaluate_either,
	[NODE_OR] = evaluate_either,
	[NODE_COMPARISON] = evaluate_boolean,
	[NODE_EQUALITY] = evaluate_boolean,
	[NODE_CONDITIONAL] = evaluate_conditional,
	[NODE_CALL] = evaluate_text,
	[NODE_FILTER] = evaluate_filter,
	[NODE_LENGTH] = evaluate_length,
	[NODE_TEST] = evaluate_boolean,
	[NODE_TYPE_TEST] = evaluate_boolean,
	[NODE_BODY] = evaluate_body,
};

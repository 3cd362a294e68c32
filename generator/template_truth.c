/* template_truth: works out whether expressions hold. See template_run.h. */
#include "template_lex.h"
#include "template_run.h"

/* Of integers, which need no more. */
static bool compare_integers(enum token_kind operator, int64_t left, int64_t right)
{
	switch (operator) {
	case TOKEN_EQUAL:
		return left == right;
	case TOKEN_NOT_EQUAL:
		return left != right;
	case TOKEN_LESS:
		return left < right;
	case TOKEN_LESS_EQUAL:
		return left <= right;
	case TOKEN_GREATER:
		return left > right;
	default:
		return left >= right;
	}
}

static bool compare(struct evaluation *evaluation, const struct comparison *comparison,
		    const struct value *left, const struct value *right)
{
	if (comparison->in || comparison->not_in)
		return operation_in(evaluation, left, right) == comparison->in;
	if (left->type == VALUE_INTEGER && right->type == VALUE_INTEGER)
		return compare_integers((enum token_kind)comparison->operator, left->integer,
					right->integer);
	switch ((enum token_kind)comparison->operator) {
	case TOKEN_EQUAL:
		return operation_equal(evaluation, left, right);
	case TOKEN_NOT_EQUAL:
		return !operation_equal(evaluation, left, right);
	case TOKEN_LESS:
		return operation_order(evaluation, left, right) < 0;
	case TOKEN_LESS_EQUAL:
		return operation_order(evaluation, left, right) <= 0;
	case TOKEN_GREATER:
		return operation_order(evaluation, left, right) > 0;
	default:
		return operation_order(evaluation, left, right) >= 0;
	}
}

/* a < b < c is a < b and b < c, with b worked out once. */
static bool truth_of_comparison(struct render *render, const struct node *node)
{
	const struct comparison *comparison = node->comparison.rest;
	const struct comparison *const end = comparison + node->comparison.count;
	const struct value *left = evaluate(render, node->comparison.first);

	for (; comparison < end; comparison++) {
		const struct value *right = evaluate(render, comparison->operand);
		if (!compare(render_at(render, &node->span), comparison, left, right))
			return false;
		left = right;
	}
	return true;
}

static bool truth_of_equality(struct render *render, const struct node *node)
{
	const struct comparison *comparison = node->comparison.rest;
	const struct value *left = evaluate(render, node->comparison.first);
	const struct value *right = evaluate(render, comparison->operand);
	bool const equal = operation_equal(render_at(render, &node->span), left, right);

	return equal == (comparison->operator == TOKEN_EQUAL);
}

static bool truth_of_test(struct render *render, const struct node *node)
{
	struct application applications[USE_LIMIT];

	evaluate_use(render, node, applications);
	return applications->test->check(applications);
}

static bool truth_of_type_test(struct render *render, const struct node *node)
{
	const struct node *subject = node->type_test.subject;
	const struct value *value = subject->kind == NODE_LOCAL_ATTRIBUTE
					    ? local_attribute(render, subject)
					    : evaluate(render, subject);

	return node->type_test.types >> value->type & 1;
}

static bool truth_of_not(struct render *render, const struct node *node)
{
	return !evaluate_truth(render, node->binary.left);
}

static bool truth_of_and(struct render *render, const struct node *node)
{
	return evaluate_truth(render, node->binary.left) &&
	       evaluate_truth(render, node->binary.right);
}

static bool truth_of_or(struct render *render, const struct node *node)
{
	return evaluate_truth(render, node->binary.left) ||
	       evaluate_truth(render, node->binary.right);
}

static bool truth_of_conditional(struct render *render, const struct node *node)
{
	const struct node *branch = conditional_branch(render, node);

	return branch && evaluate_truth(render, branch);
}

static bool truth_of_value(struct render *render, const struct node *node)
{
	const struct value *value = evaluate(render, node);

	if (value->type == VALUE_BOOLEAN)
		return value->boolean;
	if (value->type >= VALUE_STRING && value->type <= VALUE_MAP)
		return value->length > 0;
	return operation_truth(render_at(render, &node->span), value);
}

truth_function *const truth_functions[NODE_KIND_COUNT] = {
	[NODE_CONSTANT] = truth_of_value,
	[NODE_GLOBAL] = truth_of_value,
	[NODE_LOCAL] = truth_of_value,
	[NODE_OUTER] = truth_of_value,
	[NODE_ATTRIBUTE] = truth_of_value,
	[NODE_LOCAL_ATTRIBUTE] = truth_of_value,
	[NODE_INDEX] = truth_of_value,
	[NODE_LIST] = truth_of_value,
	[NODE_TUPLE] = truth_of_value,
	[NODE_MAP] = truth_of_value,
	[NODE_CONCATENATION] = truth_of_value,
	[NODE_ARITHMETIC] = truth_of_value,
	[NODE_NEGATION] = truth_of_value,
	[NODE_NOT] = truth_of_not,
	[NODE_AND] = truth_of_and,
	[NODE_OR] = truth_of_or,
	[NODE_COMPARISON] = truth_of_comparison,
	[NODE_EQUALITY] = truth_of_equality,
	[NODE_CONDITIONAL] = truth_of_conditional,
	[NODE_CALL] = truth_of_value,
	[NODE_FILTER] = truth_of_value,
	[NODE_LENGTH] = truth_of_value,
	[NODE_TEST] = truth_of_test,
	[NODE_TYPE_TEST] = truth_of_type_test,
	[NODE_BODY] = truth_of_value,
};

const struct value *evaluate_boolean(struct render *render, const struct node *node)
{
	return operation_boolean(evaluate_truth(render, node));
}

/* `and` and `or` give one of their operands. */
const struct value *evaluate_either(struct render *render, const struct node *node)
{
	const struct value *left = evaluate(render, node->binary.left);
	bool const truth = operation_truth(render_at(render, &node->binary.left->span), left);

	return truth == (node->kind == NODE_OR) ? left : evaluate(render, node->binary.right);
}

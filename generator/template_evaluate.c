/* template_evaluate: works out expressions. See template_run.h. */
#include "template_lex.h"
#include "template_run.h"

struct value *place_value(struct render *render, struct place place)
{
	struct frame *frame = render->frame;

	while (place.outward--)
		frame = frame->outer;
	return &frame->slots[place.slot];
}

static const struct value *evaluate_local(struct render *render, const struct node *node)
{
	const struct value *value = &render->frame->slots[node->name.place.slot];

	return value_is_missing(value) ? &node->name.undefined : value;
}

static const struct value *evaluate_outer(struct render *render, const struct node *node)
{
	const struct value *value = place_value(render, node->name.place);

	return value_is_missing(value) ? &node->name.undefined : value;
}

static const struct value *evaluate_global(struct render *render, const struct node *node)
{
	const struct value *value = render->frame->instance->globals[node->name.place.slot];

	return value ? value : &node->name.undefined;
}

static enum loop_field find_loop_field(struct string name)
{
	static const char *const fields[] = {
		[LOOP_INDEX] = "index", [LOOP_INDEX0] = "index0", [LOOP_REVINDEX] = "revindex",
		[LOOP_FIRST] = "first", [LOOP_LAST] = "last", [LOOP_LENGTH] = "length",
		[LOOP_PREVITEM] = "previtem", [LOOP_NEXTITEM] = "nextitem",
	};

	for (int i = LOOP_INDEX; i <= LOOP_NEXTITEM; i++)
		if (string_is(name, fields[i]))
			return (enum loop_field)i;
	return LOOP_NOTHING;
}

static const struct value *neighbour(struct evaluation *evaluation, const struct loop *loop,
				     uint32_t index, const char *reason)
{
	if (index < loop->count)
		return &loop->items[index];
	return operation_undefined_because(evaluation, "%s", reason);
}

static const struct value *loop_value(struct evaluation *evaluation, const struct loop *loop,
				      enum loop_field field)
{
	switch (field) {
	case LOOP_INDEX:
		return operation_new(evaluation, value_integer((int64_t)loop->index + 1));
	case LOOP_INDEX0:
		return operation_new(evaluation, value_integer(loop->index));
	case LOOP_REVINDEX:
		return operation_new(evaluation, value_integer((int64_t)loop->count - loop->index));
	case LOOP_FIRST:
		return operation_boolean(loop->index == 0);
	case LOOP_LAST:
		return operation_boolean(loop->index + 1 == loop->count);
	case LOOP_LENGTH:
		return operation_new(evaluation, value_integer(loop->count));
	case LOOP_PREVITEM:
		return neighbour(evaluation, loop, loop->index - 1, "there is no previous item");
	case LOOP_NEXTITEM:
		return neighbour(evaluation, loop, loop->index + 1, "there is no next item");
	case LOOP_UNKNOWN:
	case LOOP_NOTHING:
		break;
	}
	evaluation_fail(
		evaluation, "template-type",
		"of 'loop' there are index, index0, revindex, first, last, length, previtem and "
		"nextitem; more is not part of errbind's templates");
}

const struct value *module_value(struct evaluation *evaluation, const struct module *module,
				 const struct symbol *name)
{
	const struct template *template = module->instance.template;

	for (size_t i = 0; i < template->export_count; i++) {
		uint32_t const slot = template->exports[i].place.slot;
		if (template->exports[i].name == name && module->instance.exported[slot])
			return &module->frame.slots[slot];
	}
	return operation_undefined_because(evaluation, "the template '%.*s' exports no '%.*s'",
					   STRING_FORMAT(template->name),
					   STRING_FORMAT(name->text));
}

/* Nodes are never const; what is found out about one makes the next time faster. */
static struct node *writable(const struct node *node)
{
	return (struct node *)(uintptr_t)node;
}

static const struct value *evaluate_attribute(struct render *render, const struct node *node)
{
	const struct value *object = evaluate(render, node->attribute.object);
	struct attribute *attribute = &writable(node)->attribute.attribute;

	if (object->type == VALUE_MAP && attribute->found_at < object->length &&
	    object->entries[attribute->found_at].key == attribute->name && !attribute->methods)
		return &object->entries[attribute->found_at].value;
	struct evaluation *evaluation = render_at(render, &node->span);
	if (value_is_object(object, OBJECT_LOOP)) {
		if (node->attribute.loop_field == LOOP_UNKNOWN)
			writable(node)->attribute.loop_field =
				(uint8_t)find_loop_field(attribute->name->text);
		return loop_value(evaluation, object->callable,
				  (enum loop_field)node->attribute.loop_field);
	}
	if (value_is_object(object, OBJECT_MODULE))
		return module_value(evaluation, object->callable, attribute->name);
	return operation_attribute(evaluation, object, attribute);
}

static const struct value *evaluate_index(struct render *render, const struct node *node)
{
	const struct value *container = evaluate(render, node->binary.left);
	const struct value *index = evaluate(render, node->binary.right);
	struct evaluation *evaluation = render_at(render, &node->span);

	if (container->type == VALUE_CALLABLE && index->type == VALUE_STRING) {
		if (value_object(container)->kind == OBJECT_LOOP)
			return loop_value(evaluation, container->callable,
					  find_loop_field(value_string(index)));
		if (value_object(container)->kind == OBJECT_MODULE)
			return module_value(
				evaluation, container->callable,
				symbol_intern(evaluation->symbols, value_string(index)));
	}
	return operation_index(evaluation, container, index);
}

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
	struct entry *entries = arena_alloc(render->evaluation.scratch,
					    node->list.count / 2 * sizeof *entries);
	uint32_t count = 0;

	for (uint32_t i = 0; i < node->list.count; i += 2) {
		const struct symbol *key = evaluate_key(render, node->list.items[i]);
		uint32_t at_key = 0;
		while (at_key < count && entries[at_key].key != key)
			at_key++;
		const struct value *value = evaluate(render, node->list.items[i + 1]);
		entries[at_key] = (struct entry){.key = key, .value = *value};
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

static bool compare(struct evaluation *evaluation, const struct comparison *comparison,
		    const struct value *left, const struct value *right)
{
	if (comparison->in || comparison->not_in)
		return operation_in(evaluation, left, right) == comparison->in;
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
static bool evaluate_comparison(struct render *render, const struct node *node)
{
	const struct value *left = evaluate(render, node->comparison.first);

	for (uint32_t i = 0; i < node->comparison.count; i++) {
		const struct comparison *comparison = &node->comparison.rest[i];
		const struct value *right = evaluate(render, comparison->operand);
		if (!compare(render_at(render, &node->span), comparison, left, right))
			return false;
		left = right;
	}
	return true;
}

/* The branch that is taken, or NULL. */
static const struct node *chosen(struct render *render, const struct node *node)
{
	return evaluate_truth(render, node->conditional.condition) ? node->conditional.yes
								   : node->conditional.no;
}

static const struct value *no_else(void)
{
	static const struct undefined why = {
		.reason = "this is undefined, as an 'if' without 'else' was false"};
	static const struct value value = {.file = SPAN_NOWHERE, .type = VALUE_UNDEFINED,
					   .style = STYLE_LENIENT, .callable = &why};

	return &value;
}

static void apply_arguments(struct render *render, struct application *application,
			    const struct use *use)
{
	application->evaluation = &render->evaluation;
	application->filter = use->filter;
	application->test = use->test;
	for (int i = 0; i < use->parameter_count; i++)
		application->arguments[i] =
			use->arguments[i] ? evaluate(render, use->arguments[i]) : NULL;
}

/* The application of a filter or test, with those that it applies to items. */
static void prepare(struct render *render, const struct node *node,
		    struct application applications[USE_LIMIT])
{
	const struct use *use = node->use.use;
	const struct value *subject = evaluate(render, node->use.subject);

	for (int i = 0; use; use = use->inner, i++) {
		apply_arguments(render, &applications[i], use);
		applications[i].inner = use->inner ? &applications[i + 1] : NULL;
	}
	applications[0].subject = subject;
	render_at(render, &node->span)->place = &node->use.use->span;
}

static const struct value *evaluate_filter(struct render *render, const struct node *node)
{
	struct application applications[USE_LIMIT];

	prepare(render, node, applications);
	return filter_apply(applications);
}

static bool evaluate_test(struct render *render, const struct node *node)
{
	struct application applications[USE_LIMIT];

	prepare(render, node, applications);
	return applications->test->check(applications);
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

static bool truth_of_value(struct render *render, const struct node *node)
{
	const struct value *value = evaluate(render, node);

	if (value->type == VALUE_BOOLEAN)
		return value->boolean;
	return operation_truth(render_at(render, &node->span), value);
}

bool evaluate_truth(struct render *render, const struct node *node)
{
	switch ((enum node_kind)node->kind) {
	case NODE_NOT:
		return truth_of_not(render, node);
	case NODE_AND:
		return truth_of_and(render, node);
	case NODE_OR:
		return truth_of_or(render, node);
	case NODE_COMPARISON:
		return evaluate_comparison(render, node);
	case NODE_TEST:
		return evaluate_test(render, node);
	default:
		return truth_of_value(render, node);
	}
}

static const struct value *evaluate_boolean(struct render *render, const struct node *node)
{
	return operation_boolean(evaluate_truth(render, node));
}

static const struct value *evaluate_negation(struct render *render, const struct node *node)
{
	const struct value *operand = evaluate(render, node->binary.left);

	return operation_negate(render_at(render, &node->span), operand);
}

/* `and` and `or` give one of their operands. */
static const struct value *evaluate_either(struct render *render, const struct node *node)
{
	const struct value *left = evaluate(render, node->binary.left);
	bool const truth = operation_truth(render_at(render, &node->binary.left->span), left);

	return truth == (node->kind == NODE_OR) ? left : evaluate(render, node->binary.right);
}

static const struct value *evaluate_conditional(struct render *render, const struct node *node)
{
	const struct node *branch = chosen(render, node);

	return branch ? evaluate(render, branch) : no_else();
}

/* What writes text: put together at the end of the output and taken back. */
static const struct value *evaluate_text(struct render *render, const struct node *node)
{
	size_t const start = operation_begin_text(&render->evaluation);

	evaluate_output(render, node);
	return operation_end_text(render_at(render, &node->span), start);
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
	[NODE_CONDITIONAL] = evaluate_conditional,
	[NODE_CALL] = evaluate_text,
	[NODE_FILTER] = evaluate_filter,
	[NODE_TEST] = evaluate_boolean,
	[NODE_BODY] = evaluate_body,
};

static void output_filter(struct render *render, const struct node *node)
{
	struct application applications[USE_LIMIT];

	prepare(render, node, applications);
	if (applications->filter->write)
		applications->filter->write(applications, render->evaluation.out);
	else
		text_write(&render->evaluation, render->evaluation.out, filter_apply(applications));
}

static void output_concatenation(struct render *render, const struct node *node)
{
	for (uint32_t i = 0; i < node->list.count; i++)
		evaluate_output(render, node->list.items[i]);
}

static void output_conditional(struct render *render, const struct node *node)
{
	const struct node *branch = chosen(render, node);

	if (branch)
		evaluate_output(render, branch);
}

static void output_value(struct render *render, const struct node *node)
{
	const struct value *value = evaluate(render, node);

	if (value->type == VALUE_STRING)
		buf_string(render->evaluation.out, value_string(value));
	else
		text_write(render_at(render, &node->span), render->evaluation.out, value);
}

void evaluate_output(struct render *render, const struct node *node)
{
	switch ((enum node_kind)node->kind) {
	case NODE_FILTER:
		output_filter(render, node);
		break;
	case NODE_CALL:
		call_macro(render, node);
		break;
	case NODE_CONCATENATION:
		output_concatenation(render, node);
		break;
	case NODE_CONDITIONAL:
		output_conditional(render, node);
		break;
	default:
		output_value(render, node);
	}
}

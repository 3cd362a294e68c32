/* template_access: works out names, attributes and what is in brackets. See template_run.h. */
#include "template_run.h"

const struct value *place_value(struct render *render, struct place place)
{
	const struct frame *frame = render->frame;

	while (place.outward--)
		frame = frame->outer;
	return frame->slots[place.slot];
}

const struct value *evaluate_local(struct render *render, const struct node *node)
{
	const struct value *value = render->frame->slots[node->name.place.slot];

	return value ? value : &node->name.undefined;
}

const struct value *evaluate_outer(struct render *render, const struct node *node)
{
	const struct value *value = place_value(render, node->name.place);

	return value ? value : &node->name.undefined;
}

const struct value *evaluate_global(struct render *render, const struct node *node)
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
				 struct attribute *attribute)
{
	const struct template *template = module->instance.template;

	for (size_t i = 0; i <= template->export_count; i++) {
		/* First where it was found last. */
		size_t const at = i ? i - 1 : attribute->found_at;
		if (at >= template->export_count || template->exports[at].name != attribute->name)
			continue;
		uint32_t const slot = template->exports[at].place.slot;
		attribute->found_at = (uint32_t)at;
		if (module->instance.exported[slot])
			return module->frame.slots[slot];
	}
	return operation_undefined_because(evaluation, "the template '%.*s' exports no '%.*s'",
					   STRING_FORMAT(template->name),
					   STRING_FORMAT(attribute->name->text));
}

/* Nodes are never const; what is found out about one makes the next time faster. */
static struct node *writable(const struct node *node)
{
	return (struct node *)(uintptr_t)node;
}

/* Kept a call, so that those that hardly ever make it save no registers for it. */
__attribute__((noinline)) const struct value *
find_attribute(struct render *render, const struct node *node, const struct value *object)
{
	struct attribute *attribute = &writable(node)->attribute.attribute;
	struct evaluation *evaluation = render_at(render, &node->span);

	if (value_is_object(object, OBJECT_LOOP)) {
		if (node->attribute.loop_field == LOOP_UNKNOWN)
			writable(node)->attribute.loop_field =
				(uint8_t)find_loop_field(attribute->name->text);
		return loop_value(evaluation, object->callable,
				  (enum loop_field)node->attribute.loop_field);
	}
	if (value_is_object(object, OBJECT_MODULE))
		return module_value(evaluation, object->callable, attribute);
	return operation_attribute(evaluation, object, attribute);
}

const struct value *evaluate_index(struct render *render, const struct node *node)
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
				&(struct attribute){.name = symbol_intern(evaluation->symbols,
									  value_string(index))});
	}
	return operation_index(evaluation, container, index);
}

const struct value *evaluate_attribute(struct render *render, const struct node *node)
{
	if (node->attribute.object->kind == NODE_LOCAL)
		writable(node)->kind = NODE_LOCAL_ATTRIBUTE;
	return attribute_of(render, node, evaluate(render, node->attribute.object));
}

const struct value *evaluate_local_attribute(struct render *render, const struct node *node)
{
	return local_attribute(render, node);
}

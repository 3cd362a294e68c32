/* template_node: makes the nodes of expressions. See template_parser.h. */
#include "template_parser.h"

enum { DEPTH_LIMIT = 1000 };

void node_adopt(struct parser *parser, struct node *node, const struct node *child)
{
	if (child->depth >= DEPTH_LIMIT)
		parser_fail(parser, node->span, "this expression is too long; split it with 'set'");
	if (child->depth >= node->depth)
		node->depth = (uint16_t)(child->depth + 1);
}

struct node *node_constant(struct parser *parser, struct span span, struct value value)
{
	struct node *node = node_new(parser, NODE_CONSTANT, span);

	value.start = span.start;
	value.end = span.end;
	value.file = span.file;
	node->constant = value;
	return node;
}

struct node *node_unary(struct parser *parser, enum node_kind kind, struct span operator,
			struct node *operand)
{
	struct node *node = node_new(parser, kind, span_join(operator, operand->span));

	node->binary.left = operand;
	node_adopt(parser, node, operand);
	return node;
}

struct node *node_binary(struct parser *parser, enum node_kind kind, struct node *left,
			 struct node *right)
{
	struct node *node = node_new(parser, kind, span_join(left->span, right->span));

	node->binary.left = left;
	node->binary.right = right;
	node_adopt(parser, node, left);
	node_adopt(parser, node, right);
	return node;
}

void node_append(struct parser *parser, struct nodes *list, struct node *node)
{
	list->items = arena_grow(parser->templates->arena, list->items, list->count,
				 &list->capacity, sizeof *list->items);
	list->constant = (list->count == 0 || list->constant) && node->kind == NODE_CONSTANT;
	list->items[list->count++] = node;
}

struct node *node_list(struct parser *parser, enum node_kind kind, struct span span,
		       const struct nodes *list)
{
	struct node *node = node_new(parser, kind, span);

	node->list.items = list->items;
	node->list.count = (uint32_t)list->count;
	for (size_t i = 0; i < list->count; i++)
		node_adopt(parser, node, list->items[i]);
	return node;
}

struct node *node_sequence(struct parser *parser, enum node_kind kind, struct span span,
			   const struct nodes *list)
{
	if (list->count && !list->constant)
		return node_list(parser, kind, span, list);
	struct value *items = parser_alloc(parser, (list->count + 1) * sizeof *items);
	for (size_t i = 0; i < list->count; i++)
		items[i] = list->items[i]->constant;
	struct value value = value_list(items, list->count);
	value.style = kind == NODE_TUPLE ? STYLE_TUPLE : STYLE_NONE;
	return node_constant(parser, span, value);
}

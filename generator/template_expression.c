/* template_expression: parses expressions, with Jinja2's precedence.
 *
 * From loosest to tightest: `if else`, `or`, `and`, `not`, comparisons, `+ -`,
 * `~`, `* // %`, unary `-`; then `|` and `is`; then `.name`, `[index]` and calls. */
#include "template_parser.h"

static struct token parse_use_name(struct parser *parser, const char *what)
{
	struct token name = parser_expect(parser, TOKEN_NAME, what);

	while (parser_skip(parser, TOKEN_DOT))
		name.end = parser_expect(parser, TOKEN_NAME, what).end;
	return name;
}

struct node *parse_filters(struct parser *parser, struct node *subject)
{
	while (parser_skip(parser, TOKEN_PIPE)) {
		struct token const name = parse_use_name(parser, "the name of a filter");
		struct arguments arguments = {0};
		if (parser_at(parser, TOKEN_LEFT_PARENTHESIS))
			parse_arguments(parser, &arguments);
		subject = use_filter(parser, subject, name, &arguments);
	}
	return subject;
}

/* A test's argument may stand without parentheses: `is divisibleby 3`. */
static bool at_bare_argument(const struct parser *parser)
{
	switch (parser->token.kind) {
	case TOKEN_NAME:
		return !parser_at_word(parser, WORD_ELSE) && !parser_at_word(parser, WORD_OR) &&
		       !parser_at_word(parser, WORD_AND);
	case TOKEN_STRING:
	case TOKEN_INTEGER:
	case TOKEN_FLOAT:
	case TOKEN_LEFT_BRACKET:
	case TOKEN_LEFT_BRACE:
		return true;
	default:
		return false;
	}
}

static struct node *parse_test(struct parser *parser, struct node *subject)
{
	struct span const is = parser_span(parser, parser->token);
	struct arguments arguments = {0};

	parser_next(parser);
	bool const negated = parser_skip_word(parser, WORD_NOT);
	struct token const name = parse_use_name(parser, "the name of a test");
	if (parser_at(parser, TOKEN_LEFT_PARENTHESIS)) {
		parse_arguments(parser, &arguments);
	} else if (at_bare_argument(parser)) {
		if (parser_at_word(parser, WORD_IS))
			parser_fail(parser, parser_span(parser, parser->token),
				    "a test cannot be tested; put the first one into parentheses");
		arguments.items = parser_alloc(parser, sizeof *arguments.items);
		arguments.items[arguments.count++] = parse_postfix(parser, parse_primary(parser));
	}
	struct node *node = use_test(parser, subject, name, &arguments);
	if (!negated)
		return node;
	if (node->kind == NODE_TYPE_TEST) {
		node->type_test.types = (uint16_t)~node->type_test.types;
		return node;
	}
	struct node *not = node_unary(parser, NODE_NOT, is, node);
	not->span = node->span;
	return not;
}

static struct node *parse_unary(struct parser *parser, bool filters);

/* From '-' on. The smallest integer has no positive counterpart. */
static struct node *parse_negative(struct parser *parser)
{
	struct span const sign = parser_span(parser, parser->token);

	parser_next(parser);
	if (parser_at(parser, TOKEN_INTEGER)) {
		unsigned const ahead = parser_look(parser).kind;
		if (ahead != TOKEN_DOT && ahead != TOKEN_LEFT_BRACKET &&
		    ahead != TOKEN_LEFT_PARENTHESIS) {
			struct node *node = parse_integer(parser, true);
			node->span = span_join(sign, node->span);
			return node;
		}
	}
	return node_unary(parser, NODE_NEGATION, sign, parse_unary(parser, false));
}

/* The filters, tests and calls behind an operand. */
static struct node *parse_uses(struct parser *parser, struct node *node)
{
	for (;;) {
		if (parser_at(parser, TOKEN_PIPE))
			node = parse_filters(parser, node);
		else if (parser_at_word(parser, WORD_IS))
			node = parse_test(parser, node);
		else if (parser_at(parser, TOKEN_LEFT_PARENTHESIS))
			node = parse_call(parser, node);
		else
			return node;
	}
}

static struct node *parse_unary(struct parser *parser, bool filters)
{
	struct node *node;

	parser_enter(parser);
	if (parser_at(parser, TOKEN_ADD))
		parser_fail(parser, parser_span(parser, parser->token),
			    "unary '+' is not part of errbind's templates");
	if (parser_at(parser, TOKEN_SUBTRACT))
		node = parse_negative(parser);
	else
		node = parse_primary(parser);
	node = parse_postfix(parser, node);
	if (filters)
		node = parse_uses(parser, node);
	parser_leave(parser);
	return node;
}

/* Operators from loosest to tightest. */
enum level {
	LEVEL_NONE, /* no operator */
	LEVEL_OR,
	LEVEL_AND,
	LEVEL_NOT,
	LEVEL_COMPARISON,
	LEVEL_SUM,
	LEVEL_CONCATENATION,
	LEVEL_PRODUCT,
	LEVEL_UNARY,
};

/* Of the operator at the current token, between two operands. */
static enum level operator_level(struct parser *parser)
{
	static const uint8_t levels[TOKEN_KIND_COUNT] = {
		[TOKEN_EQUAL] = LEVEL_COMPARISON, [TOKEN_NOT_EQUAL] = LEVEL_COMPARISON,
		[TOKEN_LESS] = LEVEL_COMPARISON, [TOKEN_LESS_EQUAL] = LEVEL_COMPARISON,
		[TOKEN_GREATER] = LEVEL_COMPARISON, [TOKEN_GREATER_EQUAL] = LEVEL_COMPARISON,
		[TOKEN_ADD] = LEVEL_SUM, [TOKEN_SUBTRACT] = LEVEL_SUM,
		[TOKEN_CONCATENATE] = LEVEL_CONCATENATION,
		[TOKEN_MULTIPLY] = LEVEL_PRODUCT, [TOKEN_DIVIDE] = LEVEL_PRODUCT,
		[TOKEN_MODULO] = LEVEL_PRODUCT, [TOKEN_TRUE_DIVIDE] = LEVEL_PRODUCT,
		[TOKEN_POWER] = LEVEL_PRODUCT,
	};

	static const uint8_t word_levels[WORD_COUNT] = {
		[WORD_OR] = LEVEL_OR, [WORD_AND] = LEVEL_AND,
		[WORD_IN] = LEVEL_COMPARISON, [WORD_NOT] = LEVEL_COMPARISON, /* not in */
	};
	struct token const token = parser->token;

	if (token.word == WORD_NOT && parser_look(parser).word != WORD_IN)
		return LEVEL_NONE;
	return (enum level)(token.kind == TOKEN_NAME ? word_levels[token.word]
						     : levels[token.kind]);
}

static struct node *parse_operation(struct parser *parser, enum level loosest);

static struct node *parse_logic(struct parser *parser, enum node_kind kind, struct node *left,
				enum level tighter)
{
	parser_next(parser);
	return node_binary(parser, kind, left, parse_operation(parser, tighter));
}

static struct node *parse_arithmetic(struct parser *parser, struct node *left, enum level tighter)
{
	struct token const operator = parser->token;

	if (operator.kind == TOKEN_TRUE_DIVIDE || operator.kind == TOKEN_POWER)
		parser_fail(parser, parser_span(parser, operator),
			    "'%.*s' is not part of errbind's templates%s",
			    STRING_FORMAT(parser_text(parser, operator)),
			    operator.kind == TOKEN_POWER ? "" : "; '//' divides integers");
	parser_next(parser);
	struct node *node = node_binary(parser, NODE_ARITHMETIC, left,
					parse_operation(parser, tighter));
	node->operator = operator.kind;
	return node;
}

static struct node *parse_concatenation(struct parser *parser, struct node *first)
{
	struct nodes list = {0};

	node_append(parser, &list, first);
	while (parser_skip(parser, TOKEN_CONCATENATE))
		node_append(parser, &list, parse_operation(parser, LEVEL_PRODUCT));
	return node_list(parser, NODE_CONCATENATION,
			 span_join(first->span, list.items[list.count - 1]->span), &list);
}

/* Skips the operator of a comparison. */
static struct comparison parse_comparison_operator(struct parser *parser)
{
	struct comparison comparison = {.operator = parser->token.kind};

	comparison.in = parser_at_word(parser, WORD_IN);
	comparison.not_in = parser_skip_word(parser, WORD_NOT);
	parser_next(parser);
	return comparison;
}

static struct node *parse_comparison(struct parser *parser, struct node *first)
{
	struct comparison *rest = NULL;
	size_t count = 0, capacity = 0;

	while (operator_level(parser) == LEVEL_COMPARISON) {
		struct comparison comparison = parse_comparison_operator(parser);
		comparison.operand = parse_operation(parser, LEVEL_SUM);
		rest = arena_grow(parser->templates->arena, rest, count, &capacity, sizeof *rest);
		rest[count++] = comparison;
	}
	bool const equality = count == 1 && (rest->operator == TOKEN_EQUAL ||
					     rest->operator == TOKEN_NOT_EQUAL);
	struct node *node = node_new(parser, equality ? NODE_EQUALITY : NODE_COMPARISON,
				     span_join(first->span, rest[count - 1].operand->span));
	node->comparison.first = first;
	node->comparison.rest = rest;
	node->comparison.count = (uint32_t)count;
	node_adopt(parser, node, first);
	for (size_t i = 0; i < count; i++)
		node_adopt(parser, node, rest[i].operand);
	return node;
}

static struct node *parse_not(struct parser *parser)
{
	struct span const span = parser_span(parser, parser->token);

	parser_next(parser);
	parser_enter(parser);
	struct node *node =
		node_unary(parser, NODE_NOT, span, parse_operation(parser, LEVEL_NOT));
	parser_leave(parser);
	return node;
}

/* Operands with the operators between them that are of a level or of tighter ones. */
static struct node *parse_operation(struct parser *parser, enum level loosest)
{
	bool const negated = loosest <= LEVEL_NOT && parser_at_word(parser, WORD_NOT);
	struct node *node = negated ? parse_not(parser) : parse_unary(parser, true);
	enum level level;

	while ((level = operator_level(parser)) >= loosest) {
		if (level == LEVEL_OR)
			node = parse_logic(parser, NODE_OR, node, LEVEL_AND);
		else if (level == LEVEL_AND)
			node = parse_logic(parser, NODE_AND, node, LEVEL_NOT);
		else if (level == LEVEL_COMPARISON)
			node = parse_comparison(parser, node);
		else if (level == LEVEL_CONCATENATION)
			node = parse_concatenation(parser, node);
		else
			node = parse_arithmetic(parser, node, level + 1);
	}
	return node;
}

static struct node *parse_conditional(struct parser *parser)
{
	struct node *node = parse_operation(parser, LEVEL_OR);

	while (parser_skip_word(parser, WORD_IF)) {
		struct node *yes = node;
		struct node *condition = parse_operation(parser, LEVEL_OR);
		struct node *no = parser_skip_word(parser, WORD_ELSE)
					  ? parse_expression(parser, true) : NULL;
		node = node_new(parser, NODE_CONDITIONAL,
				span_join(yes->span, (no ? no : condition)->span));
		node->conditional.condition = condition;
		node->conditional.yes = yes;
		node->conditional.no = no;
		node_adopt(parser, node, condition);
		node_adopt(parser, node, yes);
		if (no)
			node_adopt(parser, node, no);
	}
	return node;
}

struct node *parse_expression(struct parser *parser, bool conditional)
{
	parser_enter(parser);
	struct node *node = conditional ? parse_conditional(parser)
					: parse_operation(parser, LEVEL_OR);
	parser_leave(parser);
	return node;
}

/* Accounts for the depth that evaluating the expression adds to its routine. */
static void count_depth(struct parser *parser, const struct node *node)
{
	unsigned const depth = parser->statement_depth + node->depth;

	if (depth > parser->routine->depth)
		parser->routine->depth = (uint16_t)depth;
}

struct expression parse_tuple_expression(struct parser *parser, bool conditional)
{
	struct expression expression = {0};

	parser->names = &expression.names;
	expression.root = parse_tuple(parser, conditional, false);
	count_depth(parser, expression.root);
	return expression;
}

struct expression parse_single_expression(struct parser *parser)
{
	struct expression expression = {0};

	parser->names = &expression.names;
	expression.root = parse_expression(parser, true);
	count_depth(parser, expression.root);
	return expression;
}

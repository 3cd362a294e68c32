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

/* Behind a '-'. The smallest integer has no positive counterpart. */
static struct node *parse_negative(struct parser *parser, struct span sign)
{
	if (parser_at(parser, TOKEN_INTEGER)) {
		enum token_kind const ahead = (enum token_kind)parser_look(parser).kind;
		if (ahead != TOKEN_DOT && ahead != TOKEN_LEFT_BRACKET &&
		    ahead != TOKEN_LEFT_PARENTHESIS) {
			struct node *node = parse_integer(parser, true);
			node->span = span_join(sign, node->span);
			return node;
		}
	}
	return node_unary(parser, NODE_NEGATION, sign, parse_unary(parser, false));
}

static struct node *parse_unary(struct parser *parser, bool filters)
{
	struct span const span = parser_span(parser, parser->token);
	struct node *node;

	parser_enter(parser);
	if (parser_at(parser, TOKEN_ADD))
		parser_fail(parser, span, "unary '+' is not part of errbind's templates");
	if (parser_skip(parser, TOKEN_SUBTRACT))
		node = parse_negative(parser, span);
	else
		node = parse_primary(parser);
	node = parse_postfix(parser, node);
	while (filters) {
		if (parser_at(parser, TOKEN_PIPE))
			node = parse_filters(parser, node);
		else if (parser_at_word(parser, WORD_IS))
			node = parse_test(parser, node);
		else if (parser_at(parser, TOKEN_LEFT_PARENTHESIS))
			node = parse_call(parser, node);
		else
			break;
	}
	parser_leave(parser);
	return node;
}

static struct node *parse_product(struct parser *parser)
{
	struct node *node = parse_unary(parser, true);

	for (;;) {
		enum token_kind const operator = (enum token_kind)parser->token.kind;
		if (operator == TOKEN_TRUE_DIVIDE || operator == TOKEN_POWER)
			parser_fail(parser, parser_span(parser, parser->token),
				    "'%.*s' is not part of errbind's templates%s",
				    STRING_FORMAT(parser_text(parser, parser->token)),
				    operator == TOKEN_POWER ? "" : "; '//' divides integers");
		if (operator != TOKEN_MULTIPLY && operator != TOKEN_DIVIDE &&
		    operator != TOKEN_MODULO)
			return node;
		parser_next(parser);
		node = node_binary(parser, NODE_ARITHMETIC, node, parse_unary(parser, true));
		node->operator = (uint8_t)operator;
	}
}

static struct node *parse_concatenation(struct parser *parser)
{
	struct node *first = parse_product(parser);
	struct nodes list = {0};

	if (!parser_at(parser, TOKEN_CONCATENATE))
		return first;
	node_append(parser, &list, first);
	while (parser_skip(parser, TOKEN_CONCATENATE))
		node_append(parser, &list, parse_product(parser));
	return node_list(parser, NODE_CONCATENATION,
			 span_join(first->span, list.items[list.count - 1]->span), &list);
}

static struct node *parse_sum(struct parser *parser)
{
	struct node *node = parse_concatenation(parser);

	while (parser_at(parser, TOKEN_ADD) || parser_at(parser, TOKEN_SUBTRACT)) {
		enum token_kind const operator = (enum token_kind)parser->token.kind;
		parser_next(parser);
		node = node_binary(parser, NODE_ARITHMETIC, node, parse_concatenation(parser));
		node->operator = (uint8_t)operator;
	}
	return node;
}

/* The operator of a comparison, skipped; false where none is there. */
static bool parse_comparison_operator(struct parser *parser, struct comparison *comparison)
{
	enum token_kind const kind = (enum token_kind)parser->token.kind;

	*comparison = (struct comparison){.operator = (uint8_t)kind};
	if (kind >= TOKEN_EQUAL && kind <= TOKEN_GREATER_EQUAL) {
		parser_next(parser);
		return true;
	}
	if (parser_skip_word(parser, WORD_IN)) {
		comparison->in = true;
		return true;
	}
	if (!parser_at_word(parser, WORD_NOT))
		return false;
	if (parser_look(parser).word != WORD_IN)
		return false;
	parser_next(parser);
	parser_next(parser);
	comparison->not_in = true;
	return true;
}

static struct node *parse_comparison(struct parser *parser)
{
	struct node *first = parse_sum(parser);
	struct comparison comparison, *rest = NULL;
	size_t count = 0, capacity = 0;

	while (parse_comparison_operator(parser, &comparison)) {
		comparison.operand = parse_sum(parser);
		rest = arena_grow(parser->templates->arena, rest, count, &capacity, sizeof *rest);
		rest[count++] = comparison;
	}
	if (!count)
		return first;
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

	if (!parser_skip_word(parser, WORD_NOT))
		return parse_comparison(parser);
	parser_enter(parser);
	struct node *node = node_unary(parser, NODE_NOT, span, parse_not(parser));
	parser_leave(parser);
	return node;
}

static struct node *parse_and(struct parser *parser)
{
	struct node *node = parse_not(parser);

	while (parser_skip_word(parser, WORD_AND))
		node = node_binary(parser, NODE_AND, node, parse_not(parser));
	return node;
}

static struct node *parse_or(struct parser *parser)
{
	struct node *node = parse_and(parser);

	while (parser_skip_word(parser, WORD_OR))
		node = node_binary(parser, NODE_OR, node, parse_and(parser));
	return node;
}

static struct node *parse_conditional(struct parser *parser)
{
	struct node *node = parse_or(parser);

	while (parser_skip_word(parser, WORD_IF)) {
		struct node *yes = node;
		struct node *condition = parse_or(parser);
		struct node *no = parser_skip_word(parser, WORD_ELSE) ? parse_expression(parser, true)
								   : NULL;
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
	struct node *node = conditional ? parse_conditional(parser) : parse_or(parser);
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

/* template_primary: parses names, lists and the like, and what follows them
 * closely: `.name`, `[index]` and calls. See template_parser.h. */
#include "template_parser.h"

static struct node *make_variable(struct parser *parser, struct token name)
{
	struct span const span = parser_span(parser, name);
	const struct symbol *symbol = parser_symbol(parser, name);
	struct node *node = node_new(parser, NODE_GLOBAL, span);

	node->name.symbol = symbol;
	node->name.word = name.word;
	node->name.why.name = symbol->text;
	node->name.undefined = (struct value){.start = span.start, .end = span.end,
					      .file = span.file, .type = VALUE_UNDEFINED,
					      .style = STYLE_STRICT, .callable = &node->name.why};
	node->name.next = *parser->names;
	*parser->names = node;
	return node;
}

static struct node *parse_name(struct parser *parser)
{
	struct token const name = parser->token;

	parser_next(parser);
	switch ((enum word)name.word) {
	case WORD_TRUE:
	case WORD_PYTHON_TRUE:
		return node_constant(parser, parser_span(parser, name), value_boolean(true));
	case WORD_FALSE:
	case WORD_PYTHON_FALSE:
		return node_constant(parser, parser_span(parser, name), value_boolean(false));
	case WORD_NONE:
	case WORD_PYTHON_NONE:
		return node_constant(parser, parser_span(parser, name), value_none());
	case WORD_SELF:
		parser_report(parser, "template-syntax", parser_span(parser, name),
			      "'self' is not part of errbind's templates");
		break;
	case WORD_LOOP:
		for (struct open_loop *loop = parser->loops; loop; loop = loop->outer)
			loop->statement->uses_loop = true;
		break;
	default:
		break;
	}
	return make_variable(parser, name);
}

static bool at_tuple_end(const struct parser *parser)
{
	return parser_at(parser, TOKEN_OUTPUT_END) || parser_at(parser, TOKEN_STATEMENT_END) ||
	       parser_at(parser, TOKEN_RIGHT_PARENTHESIS);
}

/* One expression, or a tuple where commas follow. empty allows nothing at all. */
struct node *parse_tuple(struct parser *parser, bool conditional, bool empty)
{
	struct token const start = parser->token;
	struct token end = start;
	struct nodes list = {0};

	if (!at_tuple_end(parser)) {
		struct node *first = parse_expression(parser, conditional);
		if (!parser_at(parser, TOKEN_COMMA))
			return first;
		node_append(parser, &list, first);
		end = parser->token;
		while (parser_skip(parser, TOKEN_COMMA) && !at_tuple_end(parser)) {
			node_append(parser, &list, parse_expression(parser, conditional));
			end = parser->token;
		}
	} else if (!empty) {
		parser_fail_unexpected(parser, "an expression");
	}
	return node_sequence(parser, NODE_TUPLE,
			     span_join(parser_span(parser, start), parser_span(parser, end)),
			     &list);
}

static struct node *parse_parentheses(struct parser *parser)
{
	parser_next(parser);
	struct node *node = parse_tuple(parser, true, true);
	parser_expect(parser, TOKEN_RIGHT_PARENTHESIS, "')'");
	return node;
}

static struct node *parse_list(struct parser *parser)
{
	struct span const start = parser_span(parser, parser->token);
	struct nodes list = {0};

	parser_next(parser);
	while (!parser_at(parser, TOKEN_RIGHT_BRACKET)) {
		node_append(parser, &list, parse_expression(parser, true));
		if (!parser_at(parser, TOKEN_RIGHT_BRACKET))
			parser_expect(parser, TOKEN_COMMA, "',' or ']'");
	}
	struct token const end = parser_expect(parser, TOKEN_RIGHT_BRACKET, "']'");
	return node_sequence(parser, NODE_LIST, span_join(start, parser_span(parser, end)), &list);
}

static struct node *parse_map(struct parser *parser)
{
	struct span const start = parser_span(parser, parser->token);
	struct nodes list = {0};

	parser_next(parser);
	while (!parser_at(parser, TOKEN_RIGHT_BRACE)) {
		node_append(parser, &list, parse_expression(parser, true));
		parser_expect(parser, TOKEN_COLON, "':'");
		node_append(parser, &list, parse_expression(parser, true));
		if (!parser_at(parser, TOKEN_RIGHT_BRACE))
			parser_expect(parser, TOKEN_COMMA, "',' or '}'");
	}
	struct token const end = parser_expect(parser, TOKEN_RIGHT_BRACE, "'}'");
	return node_list(parser, NODE_MAP, span_join(start, parser_span(parser, end)), &list);
}

static struct node *parse_positive(struct parser *parser)
{
	return parse_integer(parser, false);
}

static struct node *refuse_float(struct parser *parser)
{
	parser_fail(parser, parser_span(parser, parser->token),
		    "numbers with a fraction or an exponent are not part of errbind's templates");
}

struct node *parse_primary(struct parser *parser)
{
	static struct node *(*const parsers[TOKEN_KIND_COUNT])(struct parser *) = {
		[TOKEN_NAME] = parse_name,
		[TOKEN_STRING] = parse_strings,
		[TOKEN_INTEGER] = parse_positive,
		[TOKEN_LEFT_PARENTHESIS] = parse_parentheses,
		[TOKEN_LEFT_BRACKET] = parse_list,
		[TOKEN_LEFT_BRACE] = parse_map,
		[TOKEN_FLOAT] = refuse_float,
	};

	if (!parsers[parser->token.kind])
		parser_fail_unexpected(parser, "an expression");
	return parsers[parser->token.kind](parser);
}

/* What is known of an attribute, which is found out once for all templates. */
static struct attribute find_attribute(struct parser *parser, struct token name)
{
	struct map *attributes = &parser->templates->attributes;
	struct attribute *attribute = map_get(attributes, parser_text(parser, name));

	if (!attribute) {
		const struct symbol *symbol = parser_symbol(parser, name);
		attribute = parser_alloc(parser, sizeof *attribute);
		attribute->name = symbol;
		attribute->methods = operation_methods(symbol->text);
		*map_slot(attributes, symbol->text) = attribute;
	}
	return *attribute;
}

static struct node *parse_attribute(struct parser *parser, struct node *object)
{
	parser_next(parser);
	struct token const name = parser->token;
	struct span const span = span_join(object->span, parser_span(parser, name));

	if (name.kind == TOKEN_INTEGER) {
		struct node *node =
			node_binary(parser, NODE_INDEX, object, parse_integer(parser, false));
		node->span = span;
		return node;
	}
	parser_expect(parser, TOKEN_NAME, "a name behind '.'");
	struct node *node = node_new(parser, NODE_ATTRIBUTE, span);
	node->attribute.object = object;
	node->attribute.attribute = find_attribute(parser, name);
	node_adopt(parser, node, object);
	return node;
}

static struct node *parse_subscript(struct parser *parser, struct node *container)
{
	parser_next(parser);
	if (parser_at(parser, TOKEN_COLON))
		parser_fail(parser, parser_span(parser, parser->token),
			    "slices are not part of errbind's templates");
	struct node *node =
		node_binary(parser, NODE_INDEX, container, parse_expression(parser, true));
	if (parser_at(parser, TOKEN_COLON) || parser_at(parser, TOKEN_COMMA))
		parser_fail(parser, parser_span(parser, parser->token),
			    "slices are not part of errbind's templates");
	struct token const end = parser_expect(parser, TOKEN_RIGHT_BRACKET, "']'");
	node->span = span_join(node->span, parser_span(parser, end));
	return node;
}

static void parse_keyword(struct parser *parser, struct arguments *arguments)
{
	struct token const name = parser->token;
	const struct symbol *symbol = parser_symbol(parser, name);

	for (size_t i = 0; i < arguments->keyword_count; i++)
		if (arguments->keywords[i].name == symbol)
			parser_fail(parser, parser_span(parser, name),
				    "the argument '%.*s' is given twice",
				    STRING_FORMAT(symbol->text));
	parser_next(parser);
	parser_next(parser);
	arguments->keywords = arena_grow(parser->templates->arena, arguments->keywords,
					 arguments->keyword_count, &arguments->keyword_capacity,
					 sizeof *arguments->keywords);
	arguments->keywords[arguments->keyword_count++] = (struct keyword){
		symbol, parser_span(parser, name), parse_expression(parser, true)};
}

static void parse_positional(struct parser *parser, struct arguments *arguments)
{
	struct span const span = parser_span(parser, parser->token);

	if (parser_at(parser, TOKEN_MULTIPLY) || parser_at(parser, TOKEN_POWER))
		parser_fail(parser, span,
			    "'%.*s' before an argument is not part of errbind's templates",
			    STRING_FORMAT(parser_text(parser, parser->token)));
	if (arguments->keyword_count)
		parser_fail(parser, span,
			    "an argument without a name must come before those with one");
	arguments->items = arena_grow(parser->templates->arena, arguments->items, arguments->count,
				      &arguments->capacity, sizeof *arguments->items);
	arguments->items[arguments->count++] = parse_expression(parser, true);
}

/* From '(' to ')'; returns the end. */
struct span parse_arguments(struct parser *parser, struct arguments *arguments)
{
	parser_next(parser);
	while (!parser_at(parser, TOKEN_RIGHT_PARENTHESIS)) {
		if (parser_at(parser, TOKEN_NAME) && parser_look(parser).kind == TOKEN_ASSIGN)
			parse_keyword(parser, arguments);
		else
			parse_positional(parser, arguments);
		if (!parser_at(parser, TOKEN_RIGHT_PARENTHESIS))
			parser_expect(parser, TOKEN_COMMA, "',' or ')'");
	}
	return parser_span(parser, parser_expect(parser, TOKEN_RIGHT_PARENTHESIS, "')'"));
}

struct node *parse_call(struct parser *parser, struct node *callee)
{
	struct node *node = node_new(parser, NODE_CALL, callee->span);
	struct arguments arguments = {0};

	node->span = span_join(callee->span, parse_arguments(parser, &arguments));
	node->call.callee = callee;
	node->call.arguments = arguments.items;
	node->call.argument_count = (uint32_t)arguments.count;
	node->call.keywords = arguments.keywords;
	node->call.keyword_count = (uint32_t)arguments.keyword_count;
	node_adopt(parser, node, callee);
	for (size_t i = 0; i < arguments.count; i++)
		node_adopt(parser, node, arguments.items[i]);
	for (size_t i = 0; i < arguments.keyword_count; i++)
		node_adopt(parser, node, arguments.keywords[i].value);
	return node;
}

struct node *parse_postfix(struct parser *parser, struct node *node)
{
	for (;;) {
		switch (parser->token.kind) {
		case TOKEN_DOT:
			node = parse_attribute(parser, node);
			break;
		case TOKEN_LEFT_BRACKET:
			node = parse_subscript(parser, node);
			break;
		case TOKEN_LEFT_PARENTHESIS:
			node = parse_call(parser, node);
			break;
		default:
			return node;
		}
	}
}

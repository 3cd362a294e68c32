/* template_expression: parses expressions, with Jinja2's precedence.
 *
 * From loosest to tightest: `if else`, `or`, `and`, `not`, comparisons, `+ -`,
 * `~`, `* // %`, unary `-`; then `|` and `is`, then `.name`, `[index]` and calls. */
#include "template_parser.h"

#include "unicode.h"
#include "utf8.h"

static struct span join_spans(struct span first, struct span last)
{
	return (struct span){first.start, last.end > first.end ? last.end : first.end, first.file};
}

static struct node *constant(struct parser *parser, struct span span, struct value value)
{
	struct node *node = parser_node(parser, NODE_CONSTANT, span);

	value.start = span.start;
	value.end = span.end;
	value.file = span.file;
	node->constant = value;
	return node;
}

static struct node *binary(struct parser *parser, enum node_kind kind, struct node *left,
			   struct node *right)
{
	struct node *node = parser_node(parser, kind, join_spans(left->span, right->span));

	node->binary.left = left;
	node->binary.right = right;
	parser_adopt(parser, node, left);
	parser_adopt(parser, node, right);
	return node;
}

static struct node *unary(struct parser *parser, enum node_kind kind, struct span operator,
			  struct node *operand)
{
	struct node *node = parser_node(parser, kind, join_spans(operator, operand->span));

	node->binary.left = operand;
	parser_adopt(parser, node, operand);
	return node;
}

/* A growing list of nodes that will be a list, a tuple, a map or a `~`. */
struct node_list {
	struct node **items;
	size_t count, capacity;
	bool constant;
};

static void append(struct parser *parser, struct node_list *list, struct node *node)
{
	list->items = arena_grow(parser->templates->arena, list->items, list->count,
				 &list->capacity, sizeof *list->items);
	list->constant = (list->count == 0 || list->constant) && node->kind == NODE_CONSTANT;
	list->items[list->count++] = node;
}

static struct node *list_node(struct parser *parser, enum node_kind kind, struct span span,
			      const struct node_list *list)
{
	struct node *node = parser_node(parser, kind, span);

	node->list.items = list->items;
	node->list.count = (uint32_t)list->count;
	for (size_t i = 0; i < list->count; i++)
		parser_adopt(parser, node, list->items[i]);
	return node;
}

/* A list or tuple; of constants, it is made here and now. */
static struct node *sequence(struct parser *parser, enum node_kind kind, struct span span,
			     const struct node_list *list)
{
	if (list->count && !list->constant)
		return list_node(parser, kind, span, list);
	struct value *items = parser_alloc(parser, (list->count + 1) * sizeof *items);
	for (size_t i = 0; i < list->count; i++)
		items[i] = list->items[i]->constant;
	struct value value = value_list(items, list->count);
	value.style = kind == NODE_TUPLE ? STYLE_TUPLE : STYLE_NONE;
	return constant(parser, span, value);
}

static unsigned digit_value(char byte)
{
	if (byte >= '0' && byte <= '9')
		return (unsigned)(byte - '0');
	char const lower = (char)(byte | 0x20);
	return lower >= 'a' && lower <= 'z' ? (unsigned)(lower - 'a') + 10 : 99;
}

static struct node *parse_integer(struct parser *parser)
{
	struct token const token = parser->token;
	struct string const text = parser_text(parser, token);
	char const mark = text.length > 2 && text.bytes[0] == '0' ? (char)(text.bytes[1] | 0x20) : '0';
	unsigned const base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
	int64_t number = 0;

	for (size_t i = base == 10 ? 0 : 2; i < text.length; i++) {
		if (text.bytes[i] == '_')
			continue;
		int64_t const digit = digit_value(text.bytes[i]);
		if (number > (INT64_MAX - digit) / (int64_t)base) {
			parser_report(parser, "integer-overflow", parser_span(parser, token),
				      "this number has more than 64 bits");
			number = 0;
			break;
		}
		number = number * (int64_t)base + digit;
	}
	parser_next(parser);
	return constant(parser, parser_span(parser, token), value_integer(number));
}

/* The character of an escape with a number: \101 \x41 \u0041 \U00000041. at is
 * behind the backslash; returns the place behind the escape. */
static uint32_t parse_numeric_escape(struct parser *parser, uint32_t at, uint32_t end,
				     char **out)
{
	const char *text = parser->lexer.text;
	uint32_t const start = at - 1;
	char const mark = text[at];
	unsigned const base = mark == 'x' || mark == 'u' || mark == 'U' ? 16 : 8;
	unsigned const count = mark == 'x' ? 2 : mark == 'u' ? 4 : mark == 'U' ? 8 : 3;
	uint32_t character = 0;
	unsigned digits = 0;

	at += base == 16;
	for (; digits < count && at < end && digit_value(text[at]) < base; digits++)
		character = character * base + digit_value(text[at++]);
	struct span const span = {start, at, parser->template->source->index};
	if (base == 16 && digits < count)
		parser_fail(parser, span, "this escape needs %u hexadecimal digits", count);
	if (character > 0x10FFFF || (character >= 0xD800 && character < 0xE000))
		parser_fail(parser, span, "this escape names no character");
	*out += unicode_encode(character, *out);
	return at;
}

/* One escape, as Python has them; an unknown one stands for itself. */
static uint32_t parse_escape(struct parser *parser, uint32_t at, uint32_t end,
			     char **out)
{
	static const char letters[] = "\\'\"abfnrtv", meanings[] = "\\'\"\a\b\f\n\r\t\v";
	const char *text = parser->lexer.text;
	char const mark = text[at];
	const char *letter = mark ? strchr(letters, mark) : NULL;

	if (letter) {
		*(*out)++ = meanings[letter - letters];
		return at + 1;
	}
	if (mark == '\n' || mark == '\r')
		return at + 1 + (mark == '\r' && at + 1 < end && text[at + 1] == '\n');
	if ((mark >= '0' && mark <= '7') || mark == 'x' || mark == 'u' || mark == 'U')
		return parse_numeric_escape(parser, at, end, out);
	if (mark == 'N' || (unsigned char)mark >= 0x80)
		parser_fail(parser, (struct span){at - 1, at + 1, parser->template->source->index},
			    "this escape is not part of errbind's templates; write the character");
	*(*out)++ = '\\';
	*(*out)++ = mark;
	return at + 1;
}

/* Appends what a string token says, which is never longer than the token. */
static void parse_string(struct parser *parser, char **out)
{
	const char *text = parser->lexer.text;
	uint32_t const end = parser->token.end - 1;
	uint32_t at = parser->token.start + 1;

	while (at < end) {
		if (text[at] == '\\') {
			at = parse_escape(parser, at + 1, end, out);
		} else if (text[at] == '\r') {
			*(*out)++ = '\n';
			at += 1u + (at + 1 < end && text[at + 1] == '\n');
		} else {
			*(*out)++ = text[at++];
		}
	}
}

/* Strings that follow each other are one. */
static struct node *parse_strings(struct parser *parser)
{
	struct span span = parser_span(parser, parser->token);
	struct string text = {0};

	while (parser_at(parser, TOKEN_STRING)) {
		size_t const room = text.length + parser->token.end - parser->token.start;
		char *bytes = parser_alloc(parser, room);
		char *out = bytes + text.length;
		if (text.length)
			memcpy(bytes, text.bytes, text.length);
		parse_string(parser, &out);
		text = (struct string){bytes, (size_t)(out - bytes)};
		span = join_spans(span, parser_span(parser, parser->token));
		parser_next(parser);
	}
	return constant(parser, span, value_of_string(text));
}

static struct node *parse_name(struct parser *parser)
{
	struct span const span = parser_span(parser, parser->token);
	struct string const text = parser_text(parser, parser->token);
	const struct symbol *symbol = parser_symbol(parser, parser->token);

	parser_next(parser);
	if (string_is(text, "true") || string_is(text, "True"))
		return constant(parser, span, value_boolean(true));
	if (string_is(text, "false") || string_is(text, "False"))
		return constant(parser, span, value_boolean(false));
	if (string_is(text, "none") || string_is(text, "None"))
		return constant(parser, span, value_none());
	if (string_is(text, "self"))
		parser_report(parser, "template-syntax", span,
			      "'self' is not part of errbind's templates");
	if (string_is(text, "loop"))
		for (struct open_loop *loop = parser->loops; loop; loop = loop->outer)
			loop->statement->uses_loop = true;
	struct node *node = parser_node(parser, NODE_GLOBAL, span);
	node->name.symbol = symbol;
	node->name.why.name = symbol->text;
	node->name.undefined = (struct value){.start = span.start, .end = span.end,
					      .file = span.file, .type = VALUE_UNDEFINED,
					      .style = STYLE_STRICT, .callable = &node->name.why};
	node->name.next = *parser->names;
	*parser->names = node;
	return node;
}

static bool at_tuple_end(const struct parser *parser)
{
	return parser_at(parser, TOKEN_OUTPUT_END) || parser_at(parser, TOKEN_STATEMENT_END) ||
	       parser_at(parser, TOKEN_RIGHT_PARENTHESIS);
}

/* One expression, or a tuple where commas follow. empty allows nothing at all. */
static struct node *parse_tuple(struct parser *parser, bool conditional, bool empty)
{
	struct span const start = parser_span(parser, parser->token);
	struct span end = start;
	struct node_list list = {0};
	bool is_tuple = false;

	while (!at_tuple_end(parser)) {
		append(parser, &list, parse_expression(parser, conditional));
		end = parser_span(parser, parser->token);
		if (!parser_skip(parser, TOKEN_COMMA))
			break;
		is_tuple = true;
	}
	if (is_tuple || (empty && !list.count))
		return sequence(parser, NODE_TUPLE, join_spans(start, end), &list);
	if (!list.count)
		parser_fail_unexpected(parser, "an expression");
	return list.items[0];
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
	struct node_list list = {0};

	parser_next(parser);
	while (!parser_at(parser, TOKEN_RIGHT_BRACKET)) {
		append(parser, &list, parse_expression(parser, true));
		if (!parser_at(parser, TOKEN_RIGHT_BRACKET))
			parser_expect(parser, TOKEN_COMMA, "',' or ']'");
	}
	struct token const end = parser_expect(parser, TOKEN_RIGHT_BRACKET, "']'");
	return sequence(parser, NODE_LIST, join_spans(start, parser_span(parser, end)), &list);
}

static struct node *parse_map(struct parser *parser)
{
	struct span const start = parser_span(parser, parser->token);
	struct node_list list = {0};

	parser_next(parser);
	while (!parser_at(parser, TOKEN_RIGHT_BRACE)) {
		append(parser, &list, parse_expression(parser, true));
		parser_expect(parser, TOKEN_COLON, "':'");
		append(parser, &list, parse_expression(parser, true));
		if (!parser_at(parser, TOKEN_RIGHT_BRACE))
			parser_expect(parser, TOKEN_COMMA, "',' or '}'");
	}
	struct token const end = parser_expect(parser, TOKEN_RIGHT_BRACE, "'}'");
	return list_node(parser, NODE_MAP, join_spans(start, parser_span(parser, end)), &list);
}

struct node *parse_primary(struct parser *parser)
{
	switch (parser->token.kind) {
	case TOKEN_NAME:
		return parse_name(parser);
	case TOKEN_STRING:
		return parse_strings(parser);
	case TOKEN_INTEGER:
		return parse_integer(parser);
	case TOKEN_LEFT_PARENTHESIS:
		return parse_parentheses(parser);
	case TOKEN_LEFT_BRACKET:
		return parse_list(parser);
	case TOKEN_LEFT_BRACE:
		return parse_map(parser);
	case TOKEN_FLOAT:
		parser_fail(parser, parser_span(parser, parser->token),
			    "numbers with a fraction or an exponent are not part of errbind's "
			    "templates");
	default:
		parser_fail_unexpected(parser, "an expression");
	}
}

static uint8_t loop_field(struct string name)
{
	static const char *const fields[] = {
		[LOOP_INDEX] = "index", [LOOP_INDEX0] = "index0", [LOOP_REVINDEX] = "revindex",
		[LOOP_FIRST] = "first", [LOOP_LAST] = "last", [LOOP_LENGTH] = "length",
		[LOOP_PREVITEM] = "previtem", [LOOP_NEXTITEM] = "nextitem",
	};

	for (uint8_t i = LOOP_INDEX; i < sizeof fields / sizeof *fields; i++)
		if (string_is(name, fields[i]))
			return i;
	return LOOP_NOTHING;
}

static struct node *parse_attribute(struct parser *parser, struct node *object)
{
	struct token const name = parser->token;
	struct span const span = join_spans(object->span, parser_span(parser, name));

	if (name.kind == TOKEN_INTEGER) {
		struct node *node = binary(parser, NODE_INDEX, object, parse_integer(parser));
		node->span = span;
		return node;
	}
	parser_expect(parser, TOKEN_NAME, "a name behind '.'");
	struct node *node = parser_node(parser, NODE_ATTRIBUTE, span);
	const struct symbol *symbol = parser_symbol(parser, name);
	node->attribute.object = object;
	node->attribute.attribute = (struct attribute){symbol, 0, operation_methods(symbol->text)};
	node->attribute.loop_field = loop_field(symbol->text);
	parser_adopt(parser, node, object);
	return node;
}

static struct node *parse_subscript(struct parser *parser, struct node *container)
{
	if (parser_at(parser, TOKEN_COLON))
		parser_fail(parser, parser_span(parser, parser->token),
			    "slices are not part of errbind's templates");
	struct node *node = binary(parser, NODE_INDEX, container, parse_expression(parser, true));
	if (parser_at(parser, TOKEN_COLON) || parser_at(parser, TOKEN_COMMA))
		parser_fail(parser, parser_span(parser, parser->token),
			    "slices are not part of errbind's templates");
	struct token const end = parser_expect(parser, TOKEN_RIGHT_BRACKET, "']'");
	node->span = join_spans(node->span, parser_span(parser, end));
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
		parser_fail(parser, span, "'%.*s' before an argument is not part of errbind's templates",
			    STRING_FORMAT(parser_text(parser, parser->token)));
	if (arguments->keyword_count)
		parser_fail(parser, span, "an argument without a name must come before those with one");
	arguments->items = arena_grow(parser->templates->arena, arguments->items, arguments->count,
				      &arguments->capacity, sizeof *arguments->items);
	arguments->items[arguments->count++] = parse_expression(parser, true);
}

/* From '(' to ')'; returns the end. */
static struct span parse_arguments(struct parser *parser, struct arguments *arguments)
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

static struct node *parse_call(struct parser *parser, struct node *callee)
{
	struct node *node = parser_node(parser, NODE_CALL, callee->span);
	struct arguments arguments = {0};

	node->span = join_spans(callee->span, parse_arguments(parser, &arguments));
	node->call.callee = callee;
	node->call.arguments = arguments.items;
	node->call.argument_count = (uint32_t)arguments.count;
	node->call.keywords = arguments.keywords;
	node->call.keyword_count = (uint32_t)arguments.keyword_count;
	parser_adopt(parser, node, callee);
	for (size_t i = 0; i < arguments.count; i++)
		parser_adopt(parser, node, arguments.items[i]);
	for (size_t i = 0; i < arguments.keyword_count; i++)
		parser_adopt(parser, node, arguments.keywords[i].value);
	return node;
}

static struct node *parse_postfix(struct parser *parser, struct node *node)
{
	for (;;) {
		if (parser_skip(parser, TOKEN_DOT))
			node = parse_attribute(parser, node);
		else if (parser_skip(parser, TOKEN_LEFT_BRACKET))
			node = parse_subscript(parser, node);
		else if (parser_at(parser, TOKEN_LEFT_PARENTHESIS))
			node = parse_call(parser, node);
		else
			return node;
	}
}

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
		return !parser_at_name(parser, "else") && !parser_at_name(parser, "or") &&
		       !parser_at_name(parser, "and");
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
	bool const negated = parser_skip_name(parser, "not");
	struct token const name = parse_use_name(parser, "the name of a test");
	if (parser_at(parser, TOKEN_LEFT_PARENTHESIS)) {
		parse_arguments(parser, &arguments);
	} else if (at_bare_argument(parser)) {
		if (parser_at_name(parser, "is"))
			parser_fail(parser, parser_span(parser, parser->token),
				    "a test cannot be tested; put the first one into parentheses");
		arguments.items = parser_alloc(parser, sizeof *arguments.items);
		arguments.items[arguments.count++] = parse_postfix(parser, parse_primary(parser));
	}
	struct node *node = use_test(parser, subject, name, &arguments);
	if (!negated)
		return node;
	struct node *not = unary(parser, NODE_NOT, is, node);
	not->span = node->span;
	return not;
}

static struct node *parse_unary(struct parser *parser, bool filters)
{
	struct span const span = parser_span(parser, parser->token);
	struct node *node;

	parser_enter(parser);
	if (parser_at(parser, TOKEN_ADD))
		parser_fail(parser, span, "unary '+' is not part of errbind's templates");
	if (parser_skip(parser, TOKEN_SUBTRACT)) {
		node = parse_unary(parser, false);
		if (node->kind == NODE_CONSTANT && node->constant.type == VALUE_INTEGER)
			node = constant(parser, join_spans(span, node->span),
					value_integer(-node->constant.integer));
		else
			node = unary(parser, NODE_NEGATION, span, node);
	} else {
		node = parse_primary(parser);
	}
	node = parse_postfix(parser, node);
	while (filters) {
		if (parser_at(parser, TOKEN_PIPE))
			node = parse_filters(parser, node);
		else if (parser_at_name(parser, "is"))
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
		enum token_kind const operator = parser->token.kind;
		if (operator == TOKEN_TRUE_DIVIDE || operator == TOKEN_POWER)
			parser_fail(parser, parser_span(parser, parser->token),
				    operator == TOKEN_POWER
					    ? "'**' is not part of errbind's templates"
					    : "'/' is not part of errbind's templates; '//' divides "
					      "integers");
		if (operator != TOKEN_MULTIPLY && operator != TOKEN_DIVIDE && operator != TOKEN_MODULO)
			return node;
		parser_next(parser);
		node = binary(parser, NODE_ARITHMETIC, node, parse_unary(parser, true));
		node->operator = (uint8_t)operator;
	}
}

static struct node *parse_concatenation(struct parser *parser)
{
	struct node *first = parse_product(parser);
	struct node_list list = {0};

	if (!parser_at(parser, TOKEN_CONCATENATE))
		return first;
	append(parser, &list, first);
	while (parser_skip(parser, TOKEN_CONCATENATE))
		append(parser, &list, parse_product(parser));
	return list_node(parser, NODE_CONCATENATION,
			 join_spans(first->span, list.items[list.count - 1]->span), &list);
}

static struct node *parse_sum(struct parser *parser)
{
	struct node *node = parse_concatenation(parser);

	while (parser_at(parser, TOKEN_ADD) || parser_at(parser, TOKEN_SUBTRACT)) {
		enum token_kind const operator = parser->token.kind;
		parser_next(parser);
		node = binary(parser, NODE_ARITHMETIC, node, parse_concatenation(parser));
		node->operator = (uint8_t)operator;
	}
	return node;
}

/* The operator of a comparison, skipped; false where none is there. */
static bool parse_comparison_operator(struct parser *parser, struct comparison *comparison)
{
	enum token_kind const kind = parser->token.kind;

	*comparison = (struct comparison){.operator = (uint8_t)kind};
	if (kind >= TOKEN_EQUAL && kind <= TOKEN_GREATER_EQUAL) {
		parser_next(parser);
		return true;
	}
	if (parser_skip_name(parser, "in")) {
		comparison->in = true;
		return true;
	}
	if (!parser_at_name(parser, "not"))
		return false;
	struct token const ahead = parser_look(parser);
	if (ahead.kind != TOKEN_NAME || !string_is(parser_text(parser, ahead), "in"))
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
	struct node *node = parser_node(parser, NODE_COMPARISON,
					join_spans(first->span, rest[count - 1].operand->span));
	node->comparison.first = first;
	node->comparison.rest = rest;
	node->comparison.count = (uint32_t)count;
	parser_adopt(parser, node, first);
	for (size_t i = 0; i < count; i++)
		parser_adopt(parser, node, rest[i].operand);
	return node;
}

static struct node *parse_not(struct parser *parser)
{
	struct span const span = parser_span(parser, parser->token);

	if (!parser_skip_name(parser, "not"))
		return parse_comparison(parser);
	parser_enter(parser);
	struct node *node = unary(parser, NODE_NOT, span, parse_not(parser));
	parser_leave(parser);
	return node;
}

static struct node *parse_and(struct parser *parser)
{
	struct node *node = parse_not(parser);

	while (parser_skip_name(parser, "and"))
		node = binary(parser, NODE_AND, node, parse_not(parser));
	return node;
}

static struct node *parse_or(struct parser *parser)
{
	struct node *node = parse_and(parser);

	while (parser_skip_name(parser, "or"))
		node = binary(parser, NODE_OR, node, parse_and(parser));
	return node;
}

static struct node *parse_conditional(struct parser *parser)
{
	struct node *node = parse_or(parser);

	while (parser_skip_name(parser, "if")) {
		struct node *yes = node;
		struct node *condition = parse_or(parser);
		struct node *no = parser_skip_name(parser, "else") ? parse_expression(parser, true)
								   : NULL;
		node = parser_node(parser, NODE_CONDITIONAL,
				   join_spans(yes->span, (no ? no : condition)->span));
		node->conditional.condition = condition;
		node->conditional.yes = yes;
		node->conditional.no = no;
		parser_adopt(parser, node, condition);
		parser_adopt(parser, node, yes);
		if (no)
			parser_adopt(parser, node, no);
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

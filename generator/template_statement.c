/* template_statement: parses the statements of a template: text, {{ }} and
 * {% %}. See template_parser.h. */
#include "template_parser.h"

/* Where the statements of a body end. */
static const uint8_t end_for[] = {WORD_ELSE, WORD_ENDFOR, 0};
static const uint8_t end_for_else[] = {WORD_ENDFOR, 0};
static const uint8_t end_if[] = {WORD_ELIF, WORD_ELSE, WORD_ENDIF, 0};
static const uint8_t end_if_else[] = {WORD_ENDIF, 0};
static const uint8_t end_set[] = {WORD_ENDSET, 0};
static const uint8_t end_macro[] = {WORD_ENDMACRO, 0};

static struct body parse_body(struct parser *parser, const uint8_t *ends);

static bool at_one_of(const struct parser *parser, const uint8_t *words)
{
	for (; *words; words++)
		if (parser_at_word(parser, (enum word)*words))
			return true;
	return false;
}

/* The body that follows the head of a statement, up to one of the ends. */
static struct body parse_block(struct parser *parser, const uint8_t *ends)
{
	parser_skip(parser, TOKEN_COLON);
	parser_expect(parser, TOKEN_STATEMENT_END, "'%}'");
	return parse_body(parser, ends);
}

/* Loops assign `loop` themselves. */
static void check_name(struct parser *parser, const struct symbol *name, struct span span)
{
	if (parser->for_depth && string_is(name->text, "loop"))
		parser_report(parser, "template-syntax", span,
			      "'loop' cannot be assigned inside a loop");
}

/* What a primary expression says as something to assign to. */
static struct assignee make_assignee(struct parser *parser, const struct node *node)
{
	struct assignee target = {.span = node->span};

	if (node->kind == NODE_GLOBAL) {
		target.name = node->name.symbol;
		check_name(parser, target.name, node->span);
		return target;
	}
	bool const empty = node->kind == NODE_CONSTANT && node->constant.type == VALUE_LIST &&
			   node->constant.style == STYLE_TUPLE && !node->constant.length;
	if (node->kind != NODE_TUPLE && !empty)
		parser_fail(parser, node->span, "this cannot be assigned to");
	target.count = empty ? 0 : node->list.count;
	target.items = parser_alloc(parser, (target.count + 1) * sizeof *target.items);
	for (uint32_t i = 0; i < target.count; i++)
		target.items[i] = make_assignee(parser, node->list.items[i]);
	return target;
}

/* One name, or several with commas between or parentheses around them. */
static struct assignee parse_assignee(struct parser *parser)
{
	struct assignee several = {.span = parser_span(parser, parser->token)};
	size_t capacity = 0;
	bool is_tuple = false;

	parser->names = &parser->no_names;
	while (!parser_at(parser, TOKEN_STATEMENT_END)) {
		struct node *node = parse_primary(parser);
		several.items = arena_grow(parser->templates->arena, several.items, several.count,
					   &capacity, sizeof *several.items);
		several.items[several.count++] = make_assignee(parser, node);
		several.span.end = node->span.end;
		if (!parser_skip(parser, TOKEN_COMMA))
			break;
		is_tuple = true;
	}
	if (is_tuple)
		return several;
	if (!several.count)
		parser_fail_unexpected(parser, "a name");
	return several.items[0];
}

static const struct symbol *parse_name(struct parser *parser, struct span *span)
{
	static const uint8_t literals[] = {WORD_TRUE, WORD_FALSE, WORD_NONE, WORD_PYTHON_TRUE,
					   WORD_PYTHON_FALSE, WORD_PYTHON_NONE, 0};
	bool const is_literal = at_one_of(parser, literals);
	struct token const token = parser_expect(parser, TOKEN_NAME, "a name");

	*span = parser_span(parser, token);
	if (is_literal)
		parser_fail(parser, *span, "this cannot be assigned to");
	return parser_symbol(parser, token);
}

static struct assignee parse_single_assignee(struct parser *parser)
{
	struct assignee target = {0};

	target.name = parse_name(parser, &target.span);
	check_name(parser, target.name, target.span);
	return target;
}

static void parse_for(struct parser *parser, struct statement *statement)
{
	struct for_statement *loop = parser_alloc(parser, sizeof *loop);
	struct open_loop open = {parser->loops, loop};

	statement->loop = loop;
	parser->for_depth++;
	loop->target = parse_assignee(parser);
	parser_expect_word(parser, WORD_IN);
	loop->items = parse_tuple_expression(parser, false);
	if (parser_skip_word(parser, WORD_IF))
		loop->condition = parse_single_expression(parser);
	if (parser_at_word(parser, WORD_RECURSIVE))
		parser_fail(parser, parser_span(parser, parser->token),
			    "'recursive' is not part of errbind's templates; use a macro");
	parser->loops = &open;
	loop->body = parse_block(parser, end_for);
	parser->loops = open.outer;
	loop->has_otherwise = parser_at_word(parser, WORD_ELSE);
	parser_next(parser);
	if (loop->has_otherwise) {
		loop->otherwise = parse_block(parser, end_for_else);
		parser_next(parser);
	}
	parser->for_depth--;
}

static void parse_if(struct parser *parser, struct statement *statement)
{
	size_t capacity = 0;
	bool otherwise = false, done = false;

	while (!done) {
		struct branch branch = {0};
		if (!otherwise)
			branch.condition = parse_tuple_expression(parser, false);
		branch.body = parse_block(parser, otherwise ? end_if_else : end_if);
		statement->choice.branches =
			arena_grow(parser->templates->arena, statement->choice.branches,
				   statement->choice.count, &capacity, sizeof branch);
		statement->choice.branches[statement->choice.count++] = branch;
		otherwise = parser_at_word(parser, WORD_ELSE);
		done = parser_at_word(parser, WORD_ENDIF);
		parser_next(parser);
	}
}

static void parse_set(struct parser *parser, struct statement *statement)
{
	struct set_statement *set = parser_alloc(parser, sizeof *set);

	statement->set = set;
	if (parser_at(parser, TOKEN_NAME) && parser_look(parser).kind == TOKEN_DOT)
		parser_fail(parser, parser_span(parser, parser_look(parser)),
			    "assigning to an attribute is not part of errbind's templates");
	set->target = parse_assignee(parser);
	if (parser_skip(parser, TOKEN_ASSIGN)) {
		set->value = parse_tuple_expression(parser, true);
		return;
	}
	statement->kind = STATEMENT_SET_BLOCK;
	parser->names = &set->value.names;
	set->value.root = parse_filters(parser, node_new(parser, NODE_BODY, set->target.span));
	set->body = parse_block(parser, end_set);
	parser_next(parser);
}

static void parse_parameter(struct parser *parser, struct macro *macro, size_t *capacity)
{
	struct span span;
	const struct symbol *name = parse_name(parser, &span);
	struct parameter parameter = {.name = name};
	bool const after_default = macro->parameter_count &&
				   macro->parameters[macro->parameter_count - 1].default_value;

	for (uint32_t i = 0; i < macro->parameter_count; i++)
		if (macro->parameters[i].name == name)
			parser_fail(parser, span, "the parameter '%.*s' is declared twice",
				    STRING_FORMAT(name->text));
	if (string_is(name->text, "loop") || string_is(name->text, "caller"))
		parser_fail(parser, span,
			    "a parameter of errbind's templates cannot be called '%.*s'",
			    STRING_FORMAT(name->text));
	if (parser_skip(parser, TOKEN_ASSIGN))
		parameter.default_value = parse_expression(parser, true);
	else if (after_default)
		parser_fail(parser, span,
			    "a parameter without a default must come before those with one");
	macro->parameters = arena_grow(parser->templates->arena, macro->parameters,
				       macro->parameter_count, capacity, sizeof parameter);
	macro->parameters[macro->parameter_count++] = parameter;
}

static void parse_parameters(struct parser *parser, struct macro *macro)
{
	size_t capacity = 0;

	parser->names = &macro->default_names;
	parser_expect(parser, TOKEN_LEFT_PARENTHESIS, "'('");
	while (!parser_at(parser, TOKEN_RIGHT_PARENTHESIS)) {
		parse_parameter(parser, macro, &capacity);
		if (!parser_at(parser, TOKEN_RIGHT_PARENTHESIS))
			parser_expect(parser, TOKEN_COMMA, "',' or ')'");
	}
	parser_expect(parser, TOKEN_RIGHT_PARENTHESIS, "')'");
}

static void parse_macro(struct parser *parser, struct statement *statement)
{
	struct macro *macro = parser_alloc(parser, sizeof *macro);
	struct routine *outer = parser->routine;
	unsigned const outer_depth = parser->statement_depth;

	statement->macro = macro;
	macro->name = parse_name(parser, &macro->span);
	check_name(parser, macro->name, macro->span);
	parser->routine = &macro->routine;
	parser->statement_depth = 1;
	parse_parameters(parser, macro);
	for (uint32_t i = 0; i < macro->parameter_count; i++)
		if (macro->parameters[i].default_value &&
		    macro->parameters[i].default_value->depth >= macro->routine.depth)
			macro->routine.depth =
				(uint16_t)(macro->parameters[i].default_value->depth + 1);
	macro->routine.body = parse_block(parser, end_macro);
	parser_next(parser);
	parser->routine = outer;
	parser->statement_depth = outer_depth;
}

/* The template that an expression names, where it is a literal. */
static const struct template *find_template(struct parser *parser, const struct node *node)
{
	if (node->kind != NODE_CONSTANT)
		return NULL;
	if (node->constant.type != VALUE_STRING) {
		parser_report(parser, "template-syntax", node->span,
			      "a template is named by a string, not by %s",
			      operation_type_name(&node->constant));
		return NULL;
	}
	const struct template *template =
		templates_get(parser->templates, value_string(&node->constant), node->span);
	if (!template)
		parser->template->usable = false;
	return template;
}

/* `with context` and `without context`: only what is the default anyway. */
static bool parse_context(struct parser *parser, enum word fits)
{
	if (!parser_at_word(parser, WORD_WITH) && !parser_at_word(parser, WORD_WITHOUT))
		return false;
	if (parser_look(parser).word != WORD_CONTEXT)
		return false;
	if (!parser_at_word(parser, fits))
		parser_fail(parser, parser_span(parser, parser->token),
			    "'%.*s context' is not part of errbind's templates here",
			    STRING_FORMAT(parser_text(parser, parser->token)));
	parser_next(parser);
	parser_next(parser);
	return true;
}

static void parse_include(struct parser *parser, struct statement *statement)
{
	struct include_statement *include = parser_alloc(parser, sizeof *include);

	statement->include = include;
	include->name = parse_single_expression(parser);
	if (parser_at_word(parser, WORD_IGNORE))
		parser_fail(parser, parser_span(parser, parser->token),
			    "'ignore missing' is not part of errbind's templates");
	parse_context(parser, WORD_WITH);
	include->template = find_template(parser, include->name.root);
}

static void add_import(struct parser *parser, struct import_statement *import,
		       struct import item)
{
	import->imports = arena_grow(parser->templates->arena, import->imports, import->count,
				     &import->capacity, sizeof item);
	import->imports[import->count++] = item;
}

static void parse_import(struct parser *parser, struct statement *statement)
{
	struct import_statement *import = parser_alloc(parser, sizeof *import);

	statement->import = import;
	import->name = parse_single_expression(parser);
	parser_expect_word(parser, WORD_AS);
	add_import(parser, import, (struct import){.target = parse_single_assignee(parser)});
	parse_context(parser, WORD_WITHOUT);
	import->template = find_template(parser, import->name.root);
}

static void parse_imported_name(struct parser *parser, struct import_statement *import)
{
	struct token const token = parser->token;
	struct import item = {.target = parse_single_assignee(parser)};

	item.name = item.target.name;
	if (item.name->text.bytes[0] == '_')
		parser_fail(parser, parser_span(parser, token),
			    "a name that starts with '_' cannot be imported");
	if (parser_skip_word(parser, WORD_AS))
		item.target = parse_single_assignee(parser);
	add_import(parser, import, item);
}

static void parse_from(struct parser *parser, struct statement *statement)
{
	struct import_statement *import = parser_alloc(parser, sizeof *import);

	statement->import = import;
	import->name = parse_single_expression(parser);
	parser_expect_word(parser, WORD_IMPORT);
	do {
		if (parse_context(parser, WORD_WITHOUT))
			break;
		parse_imported_name(parser, import);
	} while (!parse_context(parser, WORD_WITHOUT) && parser_skip(parser, TOKEN_COMMA));
	import->template = find_template(parser, import->name.root);
}

static const struct statement_parser {
	enum word word;
	enum statement_kind kind;
	void (*parse)(struct parser *parser, struct statement *statement);
} statement_parsers[] = {
	{WORD_FOR, STATEMENT_FOR, parse_for},
	{WORD_IF, STATEMENT_IF, parse_if},
	{WORD_SET, STATEMENT_SET, parse_set},
	{WORD_MACRO, STATEMENT_MACRO, parse_macro},
	{WORD_INCLUDE, STATEMENT_INCLUDE, parse_include},
	{WORD_IMPORT, STATEMENT_IMPORT, parse_import},
	{WORD_FROM, STATEMENT_FROM, parse_from},
};

enum { STATEMENT_PARSERS = sizeof statement_parsers / sizeof *statement_parsers };

static struct string statement_name_at(const void *unused, size_t index)
{
	(void)unused;
	return index < STATEMENT_PARSERS ? string_of(word_text(statement_parsers[index].word))
					 : (struct string){0};
}

static _Noreturn void fail_unknown(struct parser *parser)
{
	static const char *const others[] = {
		"autoescape", "block", "break", "call", "continue", "debug", "do", "extends",
		"filter", "pluralize", "print", "trans", "with"};
	struct string const name = parser_text(parser, parser->token);
	struct span const span = parser_span(parser, parser->token);

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (string_is(name, others[i]))
			parser_fail(parser, span,
				    "the statement '%.*s' is not part of errbind's templates",
				    STRING_FORMAT(name));
	if (string_starts_with(name, STRING("end")) || parser_at_word(parser, WORD_ELSE) ||
	    parser_at_word(parser, WORD_ELIF))
		parser_fail(parser, span, "nothing is open that '%.*s' belongs to",
			    STRING_FORMAT(name));
	struct string const near = diag_nearest(name, statement_name_at, NULL);
	if (near.length)
		parser_fail(parser, span, "there is no statement '%.*s'; did you mean '%.*s'?",
			    STRING_FORMAT(name), STRING_FORMAT(near));
	parser_fail(parser, span, "there is no statement '%.*s'", STRING_FORMAT(name));
}

/* From behind '{%' to '%}'. */
static void parse_statement(struct parser *parser, struct statement *statement)
{
	struct open_statement open = {parser->open, parser_span(parser, parser->token)};
	size_t i = 0;

	if (!parser_at(parser, TOKEN_NAME))
		parser_fail_unexpected(parser, "the name of a statement");
	while (!parser_at_word(parser, statement_parsers[i].word))
		if (++i == STATEMENT_PARSERS)
			fail_unknown(parser);
	statement->kind = (uint8_t)statement_parsers[i].kind;
	parser->open = &open;
	parser_next(parser);
	statement_parsers[i].parse(parser, statement);
	parser_expect(parser, TOKEN_STATEMENT_END, "'%}'");
	parser->open = open.outer;
}

/* The text of a template with all line ends as line feeds. */
static struct string plain_text(struct parser *parser, struct string text)
{
	if (!text.length || !memchr(text.bytes, '\r', text.length))
		return text;
	char *bytes = arena_alloc(parser->templates->arena, text.length);
	size_t length = 0;
	for (size_t i = 0; i < text.length; i++) {
		bool const pair = text.bytes[i] == '\r' && i + 1 < text.length &&
				  text.bytes[i + 1] == '\n';
		bytes[length++] = text.bytes[i] == '\r' ? '\n' : text.bytes[i];
		i += pair;
	}
	return (struct string){bytes, length};
}

/* Room for one statement more, which is empty but for its place. */
static struct statement *add_statement(struct parser *parser, struct body *body)
{
	if (body->count == body->capacity)
		body->items = arena_grow(parser->templates->arena, body->items, body->count,
					 &body->capacity, sizeof *body->items);
	struct statement *statement = &body->items[body->count++];
	*statement = (struct statement){.span = parser_span(parser, parser->token)};
	return statement;
}

/* The next statement of a body; false at its end. */
static bool parse_part(struct parser *parser, struct body *body, const uint8_t *ends)
{
	struct statement *statement;

	switch (parser->token.kind) {
	case TOKEN_TEXT:
		statement = add_statement(parser, body);
		statement->kind = STATEMENT_TEXT;
		statement->text = plain_text(parser, parser_text(parser, parser->token));
		parser_next(parser);
		return true;
	case TOKEN_OUTPUT_BEGIN:
		statement = add_statement(parser, body);
		statement->kind = STATEMENT_OUTPUT;
		parser_next(parser);
		statement->output = parse_tuple_expression(parser, true);
		parser_expect(parser, TOKEN_OUTPUT_END, "'}}'");
		return true;
	case TOKEN_STATEMENT_BEGIN:
		parser_next(parser);
		if (at_one_of(parser, ends))
			return false;
		parse_statement(parser, add_statement(parser, body));
		return true;
	default:
		return false;
	}
}

static struct body parse_body(struct parser *parser, const uint8_t *ends)
{
	struct body body = {0};

	parser_enter(parser);
	parser->statement_depth++;
	if (parser->statement_depth > parser->routine->depth)
		parser->routine->depth = (uint16_t)parser->statement_depth;
	while (parse_part(parser, &body, ends))
		;
	if (parser_at(parser, TOKEN_END) && *ends) {
		while (ends[1])
			ends++;
		parser_fail(parser, parser_span(parser, parser->token),
			    "the template ends behind this, but {%% %s %%} is missing",
			    word_text((enum word)*ends));
	}
	parser->statement_depth--;
	parser_leave(parser);
	return body;
}

void parser_run(struct templates *templates, struct template *template)
{
	static const uint8_t no_ends[] = {0};
	struct parser parser = {.templates = templates, .template = template,
				.routine = &template->routine};

	template->usable = true;
	if (setjmp(parser.failed)) {
		template->usable = false;
		return;
	}
	lexer_init(&parser.lexer, template->source->text.bytes, template->start, template->end);
	parser_next(&parser);
	template->routine.body = parse_body(&parser, no_ends);
	scope_resolve(&parser);
}

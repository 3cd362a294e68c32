/* template_parser: what the parts of the parser share. template_parse.c finds
 * templates, template_statement.c parses statements, template_expression.c,
 * template_primary.c and template_literal.c expressions, template_use.c filters and
 * tests, template_node.c makes nodes; template_scope.c and template_resolve.c resolve
 * names. All read tokens, of template_lex.h. */
#ifndef ERRBIND_TEMPLATE_PARSER_H
#define ERRBIND_TEMPLATE_PARSER_H

#include "template_lex.h"
#include "template_node.h"
#include "template_parse.h"

/* A loop whose body is being parsed. */
struct open_loop {
	struct open_loop *outer;
	struct for_statement *statement;
};

/* A statement whose end is still to come. */
struct open_statement {
	struct open_statement *outer;
	struct span span;
};

struct parser {
	struct templates *templates;
	struct template *template;
	struct lexer lexer;
	struct token token, ahead; /* the current one, and the next where has_ahead */
	bool has_ahead;
	struct node **names;       /* where the names of this expression are collected */
	struct node *no_names;     /* where those are put that are none of an expression */
	struct open_loop *loops;   /* innermost first */
	unsigned for_depth;        /* of `for` statements, their `else` included */
	struct open_statement *open;
	struct routine *routine;   /* that is being parsed */
	unsigned depth;            /* of recursion in the parser */
	unsigned statement_depth;  /* in the routine */
	jmp_buf failed;            /* where a mistake in the syntax leads */
};

/* Parses a template; it is usable afterwards where nothing was reported. */
void parser_run(struct templates *templates, struct template *template);

/* Reports a mistake in the syntax and gives the template up. */
_Noreturn void parser_fail(struct parser *parser, struct span span, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Reports another mistake; the parser goes on to find more. */
struct diagnostic *parser_report(struct parser *parser, const char *rule, struct span span,
				 const char *format, ...) __attribute__((format(printf, 4, 5)));

void *parser_alloc(struct parser *parser, size_t size); /* zeroed */

void parser_next(struct parser *parser);
struct token parser_look(struct parser *parser); /* at the token after the current one */

static inline bool parser_at(const struct parser *parser, enum token_kind kind)
{
	return parser->token.kind == kind;
}

static inline bool parser_at_word(const struct parser *parser, enum word word)
{
	return parser->token.word == word;
}

/* Where the current token is what is asked for, it is skipped. */
static inline bool parser_skip(struct parser *parser, enum token_kind kind)
{
	if (!parser_at(parser, kind))
		return false;
	parser_next(parser);
	return true;
}

static inline bool parser_skip_word(struct parser *parser, enum word word)
{
	if (!parser_at_word(parser, word))
		return false;
	parser_next(parser);
	return true;
}

_Noreturn void parser_fail_unexpected(struct parser *parser, const char *expected);

/* Skips the token and returns it; fails where it is another one. */
static inline struct token parser_expect(struct parser *parser, enum token_kind kind,
					 const char *what)
{
	struct token const token = parser->token;

	if (token.kind != kind)
		parser_fail_unexpected(parser, what);
	parser_next(parser);
	return token;
}

void parser_expect_word(struct parser *parser, enum word word);

static inline struct string parser_text(const struct parser *parser, struct token token)
{
	return (struct string){parser->lexer.text + token.start, token.end - token.start};
}

static inline struct span parser_span(const struct parser *parser, struct token token)
{
	return (struct span){token.start, token.end, parser->template->source->index};
}

const struct symbol *parser_symbol(struct parser *parser, struct token token);

/* Guards the parser's recursion. */
enum { PARSER_DEPTH_LIMIT = 160 };
_Noreturn void parser_fail_depth(struct parser *parser);

static inline void parser_enter(struct parser *parser)
{
	if (++parser->depth > PARSER_DEPTH_LIMIT)
		parser_fail_depth(parser);
}

static inline void parser_leave(struct parser *parser)
{
	parser->depth--;
}

/* Nodes; those with children have a depth that is checked. */
static inline struct node *node_new(struct parser *parser, enum node_kind kind, struct span span)
{
	struct node *node = arena_alloc(parser->templates->arena, sizeof *node);

	*node = (struct node){.kind = (uint8_t)kind, .depth = 1, .span = span};
	return node;
}

struct node *node_constant(struct parser *parser, struct span span, struct value value);
struct node *node_unary(struct parser *parser, enum node_kind kind, struct span operator,
			struct node *operand);
struct node *node_binary(struct parser *parser, enum node_kind kind, struct node *left,
			 struct node *right);

/* A growing list of nodes that will be a list, a tuple, a map or a `~`. */
struct nodes {
	struct node **items;
	size_t count, capacity;
	bool constant; /* all of them are */
};

void node_append(struct parser *parser, struct nodes *list, struct node *node);
struct node *node_list(struct parser *parser, enum node_kind kind, struct span span,
		       const struct nodes *list);

/* A list or tuple; of constants, it is made here and now. */
struct node *node_sequence(struct parser *parser, enum node_kind kind, struct span span,
			   const struct nodes *list);

/* Makes the depth of a node that of a child and one more. */
void node_adopt(struct parser *parser, struct node *node, const struct node *child);

static inline struct span span_join(struct span first, struct span last)
{
	return (struct span){first.start, last.end > first.end ? last.end : first.end, first.file};
}

/* What follows as an expression, with its names. Without conditional, an `if`
 * behind it is not part of it. The first kind takes commas for a tuple. */
struct expression parse_tuple_expression(struct parser *parser, bool conditional);
struct expression parse_single_expression(struct parser *parser);

/* The parts of an expression. */
struct node *parse_expression(struct parser *parser, bool conditional);
struct node *parse_tuple(struct parser *parser, bool conditional, bool empty);
struct node *parse_primary(struct parser *parser);
struct node *parse_postfix(struct parser *parser, struct node *node);
struct node *parse_call(struct parser *parser, struct node *callee);
struct node *parse_filters(struct parser *parser, struct node *subject);
struct node *parse_integer(struct parser *parser, bool negative);
struct node *parse_strings(struct parser *parser);

/* The arguments of a call, of a filter or of a test. */
struct arguments {
	struct node **items;
	struct keyword *keywords;
	size_t count, capacity, keyword_count, keyword_capacity;
};

/* From '(' to ')'; returns the end. */
struct span parse_arguments(struct parser *parser, struct arguments *arguments);

/* A filter or a test applied to the subject; the name is at name, of the text
 * of the template or a string in it. A mistake is reported and the subject
 * returned. */
struct node *use_filter(struct parser *parser, struct node *subject, struct token name,
			const struct arguments *arguments);
struct node *use_test(struct parser *parser, struct node *subject, struct token name,
		      const struct arguments *arguments);

/* Resolves all names of a template and reports those that cannot be used. */
void scope_resolve(struct parser *parser);

#endif

/* template_parser: tokens and mistakes, shared by the parts of the parser. See
 * template_parser.h. */
#include "template_parser.h"

const struct symbol *parser_symbol(struct parser *parser, struct token token)
{
	return symbol_intern(parser->templates->symbols, parser_text(parser, token));
}

void *parser_alloc(struct parser *parser, size_t size)
{
	return arena_calloc(parser->templates->arena, 1, size);
}

_Noreturn void parser_fail(struct parser *parser, struct span span, const char *format, ...)
{
	struct diagnostics *diagnostics = parser->templates->diagnostics;
	va_list arguments;

	va_start(arguments, format);
	struct string const message = string_vprintf(diagnostics->arena, format, arguments);
	va_end(arguments);
	struct diagnostic *diagnostic = diag_error(diagnostics, "template-syntax", span, "%.*s",
						   STRING_FORMAT(message));
	if (parser->open)
		diag_note(diagnostics, diagnostic, parser->open->span,
			  "in the statement that starts here");
	longjmp(parser->failed, 1);
}

struct diagnostic *parser_report(struct parser *parser, const char *rule, struct span span,
				 const char *format, ...)
{
	struct diagnostics *diagnostics = parser->templates->diagnostics;
	va_list arguments;

	va_start(arguments, format);
	struct string const message = string_vprintf(diagnostics->arena, format, arguments);
	va_end(arguments);
	parser->template->usable = false;
	return diag_error(diagnostics, rule, span, "%.*s", STRING_FORMAT(message));
}

_Noreturn void parser_fail_unexpected(struct parser *parser, const char *expected)
{
	struct token const token = parser->token;
	struct arena *arena = parser->templates->diagnostics->arena;
	bool const shown = token.kind >= TOKEN_NAME && token.end - token.start <= 40;

	if (shown)
		parser_fail(parser, parser_span(parser, token), "expected %s, found '%.*s'",
			    expected, STRING_FORMAT(diag_shown(arena, parser_text(parser, token))));
	parser_fail(parser, parser_span(parser, token), "expected %s, found %s", expected,
		    token_kind_name((enum token_kind)token.kind));
}

_Noreturn void lexer_fail(struct lexer *lexer, uint32_t start, uint32_t end, const char *problem)
{
	struct parser *parser =
		(struct parser *)(void *)((char *)lexer - offsetof(struct parser, lexer));

	parser_fail(parser, (struct span){start, end, parser->template->source->index}, "%s",
		    problem);
}

void parser_next(struct parser *parser)
{
	if (!parser->has_ahead) {
		lexer_next(&parser->lexer, &parser->token);
		return;
	}
	parser->token = parser->ahead;
	parser->has_ahead = false;
}

struct token parser_look(struct parser *parser)
{
	if (!parser->has_ahead) {
		parser->ahead = parser->token;
		lexer_next(&parser->lexer, &parser->ahead);
	}
	parser->has_ahead = true;
	return parser->ahead;
}

void parser_expect_word(struct parser *parser, enum word word)
{
	if (!parser_skip_word(parser, word))
		parser_fail_unexpected(parser, string_printf(parser->templates->arena, "'%s'",
							     word_text(word)).bytes);
}

_Noreturn void parser_fail_depth(struct parser *parser)
{
	parser_fail(parser, parser_span(parser, parser->token), "this is nested too deeply");
}

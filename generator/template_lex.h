/* template_lex: cuts a template into tokens: text between tags, and what tags
 * consist of. Whitespace control happens here: `-` and `+` at the edges of a
 * tag, the line end after a statement (trim_blocks), the blanks before a
 * statement that starts a line (lstrip_blocks). */
#ifndef ERRBIND_TEMPLATE_LEX_H
#define ERRBIND_TEMPLATE_LEX_H

#include "buf.h"

enum token_kind {
	TOKEN_END,
	TOKEN_TEXT,            /* never empty */
	TOKEN_OUTPUT_BEGIN,    /* {{ */
	TOKEN_OUTPUT_END,
	TOKEN_STATEMENT_BEGIN, /* {% */
	TOKEN_STATEMENT_END,
	TOKEN_NAME,
	TOKEN_STRING,          /* with its quotes */
	TOKEN_INTEGER,
	TOKEN_ADD, TOKEN_SUBTRACT, TOKEN_MULTIPLY, TOKEN_DIVIDE, TOKEN_MODULO, TOKEN_CONCATENATE,
	TOKEN_EQUAL, TOKEN_NOT_EQUAL, TOKEN_LESS, TOKEN_LESS_EQUAL, TOKEN_GREATER,
	TOKEN_GREATER_EQUAL,
	TOKEN_ASSIGN, TOKEN_DOT, TOKEN_COMMA, TOKEN_COLON, TOKEN_PIPE,
	TOKEN_LEFT_PARENTHESIS, TOKEN_RIGHT_PARENTHESIS,
	TOKEN_LEFT_BRACKET, TOKEN_RIGHT_BRACKET, TOKEN_LEFT_BRACE, TOKEN_RIGHT_BRACE,
	TOKEN_FLOAT, TOKEN_TRUE_DIVIDE, TOKEN_POWER, TOKEN_SEMICOLON, /* of Jinja2, not of ours */
	TOKEN_WRONG,           /* lexer->problem says why */
};

struct token {
	enum token_kind kind;
	uint32_t start, end; /* bytes of the source */
};

enum { BRACKET_LIMIT = 128 };

enum lexer_state { LEXER_TEXT, LEXER_OUTPUT, LEXER_STATEMENT };

struct lexer {
	const char *text; /* of the whole file */
	uint32_t start, end, at;
	enum lexer_state state;
	char open[BRACKET_LIMIT]; /* the brackets that the tag has open, as what closes them */
	int open_count;
	const char *problem;
};

void lexer_init(struct lexer *lexer, const char *text, uint32_t start, uint32_t end);
struct token lexer_next(struct lexer *lexer);

/* "'%}'", "a name", "the end of the template": what a message calls it. */
const char *token_kind_name(enum token_kind kind);

/* The length of the whitespace character at the start of bytes, as Python's
 * str.isspace() has it, or 0. */
size_t whitespace_length(const char *bytes, size_t length);

#endif

/* template_lex: cuts a template into tokens: text between tags, and what tags
 * consist of. Whitespace control happens here: `-` and `+` at the edges of a
 * tag, the line end after a statement (trim_blocks), the blanks before a
 * statement that starts a line (lstrip_blocks).
 *
 * template_lex.c finds tags, template_token.c reads what is inside of them. */
#ifndef ERRBIND_TEMPLATE_LEX_H
#define ERRBIND_TEMPLATE_LEX_H

#include "template_word.h"

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
	TOKEN_EXCLAMATION,     /* only where a token starts: '!=' */
	TOKEN_KIND_COUNT
};

struct token {
	uint8_t kind;        /* enum token_kind */
	uint8_t word;        /* enum word, of a name */
	uint32_t start, end; /* bytes of the source */
};

enum { BRACKET_LIMIT = 128 };

enum lexer_state {
	LEXER_TEXT,
	LEXER_TAG, /* at a tag; the text before it has been read */
	LEXER_OUTPUT,
	LEXER_STATEMENT,
};

struct lexer {
	const char *text; /* of the whole file */
	uint32_t start, end, at;
	enum lexer_state state;
	uint8_t open[BRACKET_LIMIT]; /* the brackets that the tag has open, as what closes them */
	int open_count;
};

void lexer_init(struct lexer *lexer, const char *text, uint32_t start, uint32_t end);

/* The parts of lexer_next. */
void lexer_next_outside(struct lexer *lexer, struct token *token);
void lexer_next_inside(struct lexer *lexer, struct token *token);

/* Reads the next token. The end of the template is reported where its last token
 * is, as Jinja2 does: *token keeps the place it has. */
static inline void lexer_next(struct lexer *lexer, struct token *token)
{
	if (lexer->state >= LEXER_OUTPUT)
		lexer_next_inside(lexer, token);
	else
		lexer_next_outside(lexer, token);
}

/* "'%}'", "a name", "the end of the template": what a message calls it. */
const char *token_kind_name(enum token_kind kind);

/* Where something is wrong; the parser, which has the lexer, defines what happens then. */
_Noreturn void lexer_fail(struct lexer *lexer, uint32_t start, uint32_t end, const char *problem);

/* What both parts need. */

/* The place behind the whitespace at `at`, as Python's str.isspace() has it. */
uint32_t lexer_skip_whitespace(const struct lexer *lexer, uint32_t at);

/* Behind the end mark of a statement at `at` and what it swallows, or 0. */
uint32_t lexer_match_end(const struct lexer *lexer, uint32_t at);

static inline bool lexer_is_sign(const struct lexer *lexer, uint32_t at)
{
	return at < lexer->end && (lexer->text[at] == '-' || lexer->text[at] == '+');
}

/* Whether the two bytes at `at` are those. */
static inline bool lexer_at_pair(const struct lexer *lexer, uint32_t at, char first, char second)
{
	return at + 1 < lexer->end && lexer->text[at] == first && lexer->text[at + 1] == second;
}

#endif

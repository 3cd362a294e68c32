/* template_token: reads the tokens inside of tags: names, numbers, strings and
 * operators. See template_lex.h. */
#include "template_lex.h"

#include "utf8.h"

#define TIMES_5(kind) kind, kind, kind, kind, kind
#define TIMES_10(kind) TIMES_5(kind), TIMES_5(kind)
#define TIMES_26(kind) TIMES_10(kind), TIMES_10(kind), TIMES_5(kind), kind

enum { STARTS_NOTHING = 0 };

/* The kind of the token that a byte starts. */
static const uint8_t starts[UINT8_MAX + 1] = {
	['0'] = TIMES_10(TOKEN_INTEGER), ['A'] = TIMES_26(TOKEN_NAME),
	['a'] = TIMES_26(TOKEN_NAME), ['_'] = TOKEN_NAME, ['\''] = TOKEN_STRING,
	['"'] = TOKEN_STRING, ['+'] = TOKEN_ADD, ['-'] = TOKEN_SUBTRACT, ['*'] = TOKEN_MULTIPLY,
	['/'] = TOKEN_TRUE_DIVIDE, ['%'] = TOKEN_MODULO, ['~'] = TOKEN_CONCATENATE,
	['!'] = TOKEN_EXCLAMATION, ['<'] = TOKEN_LESS, ['>'] = TOKEN_GREATER, ['='] = TOKEN_ASSIGN,
	['.'] = TOKEN_DOT, [','] = TOKEN_COMMA, [':'] = TOKEN_COLON, [';'] = TOKEN_SEMICOLON,
	['|'] = TOKEN_PIPE, ['('] = TOKEN_LEFT_PARENTHESIS, [')'] = TOKEN_RIGHT_PARENTHESIS,
	['['] = TOKEN_LEFT_BRACKET, [']'] = TOKEN_RIGHT_BRACKET, ['{'] = TOKEN_LEFT_BRACE,
	['}'] = TOKEN_RIGHT_BRACE,
};

/* What some become together with the byte that follows. */
static const struct {
	char second;
	uint8_t kind;
} pairs[TOKEN_KIND_COUNT] = {
	[TOKEN_MULTIPLY] = {'*', TOKEN_POWER},
	[TOKEN_TRUE_DIVIDE] = {'/', TOKEN_DIVIDE},
	[TOKEN_ASSIGN] = {'=', TOKEN_EQUAL},
	[TOKEN_EXCLAMATION] = {'=', TOKEN_NOT_EQUAL},
	[TOKEN_LESS] = {'=', TOKEN_LESS_EQUAL},
	[TOKEN_GREATER] = {'=', TOKEN_GREATER_EQUAL},
};

static unsigned start_kind(char byte)
{
	return starts[(unsigned char)byte];
}

static bool is_digit(char byte)
{
	return start_kind(byte) == TOKEN_INTEGER;
}

static bool is_digit_of(char byte, unsigned base)
{
	if (base == 16 && ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f'))
		return true;
	return is_digit(byte) && (unsigned)(byte - '0') < base;
}

/* Digits, between which one underscore may stand. */
static uint32_t skip_digits(const struct lexer *lexer, uint32_t at, unsigned base)
{
	while (at < lexer->end) {
		bool const joint = lexer->text[at] == '_';
		if (at + joint >= lexer->end || !is_digit_of(lexer->text[at + joint], base))
			break;
		at += 1u + joint;
	}
	return at;
}

static uint32_t integer_end(const struct lexer *lexer, uint32_t start)
{
	const char *text = lexer->text + start;
	char const mark = text[0] == '0' && start + 1 < lexer->end ? (char)(text[1] | 0x20) : '\0';
	unsigned const base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;

	if (base) {
		uint32_t const end = skip_digits(lexer, start + 2, base);
		if (end > start + 2)
			return end;
	}
	return text[0] == '0' ? skip_digits(lexer, start + 1, 1) : skip_digits(lexer, start, 10);
}

/* The end of a number with a fraction or an exponent, or 0. */
static uint32_t float_end(const struct lexer *lexer, uint32_t start)
{
	uint32_t const whole = skip_digits(lexer, start, 10);
	uint32_t end = whole;

	if (start > lexer->start && lexer->text[start - 1] == '.')
		return 0;
	if (end + 1 < lexer->end && lexer->text[end] == '.' && is_digit(lexer->text[end + 1]))
		end = skip_digits(lexer, end + 1, 10);
	if (end < lexer->end && (lexer->text[end] | 0x20) == 'e') {
		uint32_t const digits = end + 1 + lexer_is_sign(lexer, end + 1);
		if (digits < lexer->end && is_digit(lexer->text[digits]))
			end = skip_digits(lexer, digits, 10);
	}
	return end > whole ? end : 0;
}

static void read_number(struct lexer *lexer, struct token *token)
{
	uint32_t const fraction = float_end(lexer, token->start);

	token->kind = fraction ? TOKEN_FLOAT : TOKEN_INTEGER;
	token->end = fraction ? fraction : integer_end(lexer, token->start);
	lexer->at = token->end;
}

static void read_name(struct lexer *lexer, struct token *token)
{
	const char *start = lexer->text + token->start, *end = lexer->text + lexer->end;
	const char *at = start + 1;

	while (at < end && (start_kind(*at) == TOKEN_NAME || is_digit(*at)))
		at++;
	lexer->at = token->end = (uint32_t)(at - lexer->text);
	token->word = (uint8_t)word_find((struct string){start, (size_t)(at - start)});
}

static void read_string(struct lexer *lexer, struct token *token)
{
	const char *start = lexer->text + token->start, *end = lexer->text + lexer->end;

	for (const char *at = start + 1; at < end; at++) {
		if (*at == '\\') {
			at++;
		} else if (*at == *start) {
			lexer->at = token->end = (uint32_t)(at + 1 - lexer->text);
			return;
		}
	}
	lexer_fail(lexer, token->start, token->start + 1, "this string is not closed");
}

static void open_bracket(struct lexer *lexer, struct token *token)
{
	if (lexer->open_count == BRACKET_LIMIT)
		lexer_fail(lexer, token->start, token->end, "brackets are nested too deeply here");
	lexer->open[lexer->open_count++] = (uint8_t)(token->kind + 1);
	lexer->at = token->end;
}

static void close_bracket(struct lexer *lexer, struct token *token)
{
	if (!lexer->open_count)
		lexer_fail(lexer, token->start, token->end,
			   "no bracket is open that this one could close");
	unsigned const expected = lexer->open[--lexer->open_count];
	if (expected != token->kind)
		lexer_fail(lexer, token->start, token->end,
			   expected == TOKEN_RIGHT_PARENTHESIS
				   ? "a parenthesis is open; it needs ')' before this"
			   : expected == TOKEN_RIGHT_BRACKET
				   ? "a bracket is open; it needs ']' before this"
				   : "a brace is open; it needs '}' before this");
	lexer->at = token->end;
}

/* A byte that starts nothing. */
static void read_nothing(struct lexer *lexer, struct token *token)
{
	uint32_t end = token->end;

	if ((unsigned char)lexer->text[token->start] < 0x80)
		lexer_fail(lexer, token->start, end, "this character has no meaning in a tag");
	while (end < lexer->end && utf8_continues(lexer->text[end]))
		end++;
	lexer_fail(lexer, token->start, end,
		   "in a tag, only strings may hold characters beyond ASCII");
}

/* An operator that may have a second byte. */
static void read_pair(struct lexer *lexer, struct token *token)
{
	if (token->end < lexer->end && lexer->text[token->end] == pairs[token->kind].second) {
		token->kind = pairs[token->kind].kind;
		token->end++;
	} else if (token->kind == TOKEN_EXCLAMATION) {
		read_nothing(lexer, token);
	}
	lexer->at = token->end;
}

/* Behind the end mark of an output at `at`, or 0. */
static uint32_t output_end(const struct lexer *lexer, uint32_t at)
{
	if (lexer_at_pair(lexer, at, '}', '}'))
		return at + 2;
	return lexer_at_pair(lexer, at, '-', '}') && lexer_at_pair(lexer, at + 1, '}', '}')
		? lexer_skip_whitespace(lexer, at + 3) : 0;
}

/* What may be the tag's end mark, unless brackets are open, where it may be part
 * of them. */
static void read_end(struct lexer *lexer, struct token *token)
{
	bool const statement = lexer->state == LEXER_STATEMENT;
	uint32_t const start = token->start;
	uint32_t const end = lexer->open_count ? 0
			     : statement	 ? lexer_match_end(lexer, start)
						 : output_end(lexer, start);

	if (end) {
		token->kind = statement ? TOKEN_STATEMENT_END : TOKEN_OUTPUT_END;
		token->end = start + 2 + lexer_is_sign(lexer, start);
		lexer->state = LEXER_TEXT;
		lexer->at = end;
	} else if (token->kind == TOKEN_RIGHT_BRACE) {
		close_bracket(lexer, token);
	} else {
		lexer->at = token->end;
	}
}

void lexer_next_inside(struct lexer *lexer, struct token *token)
{
	/* Of tokens that may be longer than their first byte, or that brackets count. */
	static void (*const readers[TOKEN_KIND_COUNT])(struct lexer *, struct token *) = {
		[STARTS_NOTHING] = read_nothing,
		[TOKEN_NAME] = read_name,
		[TOKEN_STRING] = read_string,
		[TOKEN_INTEGER] = read_number,
		[TOKEN_MULTIPLY] = read_pair,
		[TOKEN_TRUE_DIVIDE] = read_pair,
		[TOKEN_ASSIGN] = read_pair,
		[TOKEN_EXCLAMATION] = read_pair,
		[TOKEN_LESS] = read_pair,
		[TOKEN_GREATER] = read_pair,
		[TOKEN_LEFT_PARENTHESIS] = open_bracket,
		[TOKEN_RIGHT_PARENTHESIS] = close_bracket,
		[TOKEN_LEFT_BRACKET] = open_bracket,
		[TOKEN_RIGHT_BRACKET] = close_bracket,
		[TOKEN_LEFT_BRACE] = open_bracket,
		[TOKEN_RIGHT_BRACE] = read_end,
		[TOKEN_MODULO] = read_end,
		[TOKEN_SUBTRACT] = read_end,
		[TOKEN_ADD] = read_end,
	};
	uint32_t start = lexer->at;

	if (start < lexer->end && lexer->text[start] == ' ')
		start++;
	if (start < lexer->end && start_kind(lexer->text[start]) == STARTS_NOTHING)
		start = lexer_skip_whitespace(lexer, start);
	if (start == lexer->end) {
		lexer->at = start;
		token->kind = TOKEN_END;
		token->word = WORD_OTHER;
		return;
	}
	unsigned const kind = start_kind(lexer->text[start]);
	*token = (struct token){.kind = (uint8_t)kind, .start = start, .end = start + 1};
	if (readers[kind])
		readers[kind](lexer, token);
	else
		lexer->at = token->end;
}

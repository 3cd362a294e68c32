/* template_lex: cuts a template into tokens. See template_lex.h. */
#include "template_lex.h"

#include "utf8.h"

void lexer_init(struct lexer *lexer, const char *text, uint32_t start, uint32_t end)
{
	*lexer = (struct lexer){.text = text, .start = start, .end = end, .at = start};
}

size_t whitespace_length(const char *bytes, size_t length)
{
	unsigned char const first = (unsigned char)bytes[0];
	uint32_t character;

	if (first < 0x80)
		return first == ' ' || (first >= 0x09 && first <= 0x0D) ||
		       (first >= 0x1C && first <= 0x1F);
	size_t const size = utf8_decode(bytes, length, &character);
	bool const space = character == 0x85 || character == 0xA0 || character == 0x1680 ||
			   (character >= 0x2000 && character <= 0x200A) || character == 0x2028 ||
			   character == 0x2029 || character == 0x202F || character == 0x205F ||
			   character == 0x3000;
	return size && space ? size : 0;
}

static bool is_newline(char byte)
{
	return byte == '\n' || byte == '\r';
}

static bool at_text(const struct lexer *lexer, uint32_t at, const char *text)
{
	while (*text && at < lexer->end && lexer->text[at] == *text) {
		text++;
		at++;
	}
	return !*text;
}

static uint32_t skip_whitespace(const struct lexer *lexer, uint32_t at)
{
	size_t length;

	while (at < lexer->end &&
	       (length = whitespace_length(lexer->text + at, lexer->end - at)) != 0)
		at += (uint32_t)length;
	return at;
}

/* The end of [start, end) without the whitespace there. */
static uint32_t trim_end(const struct lexer *lexer, uint32_t start, uint32_t end)
{
	while (end > start) {
		uint32_t at = end - 1;
		while (at > start && utf8_continues(lexer->text[at]))
			at--;
		if (whitespace_length(lexer->text + at, end - at) != end - at)
			break;
		end = at;
	}
	return end;
}

/* The end of [start, end) without the blanks before a tag that they alone
 * separate from the start of its line. */
static uint32_t trim_line(const struct lexer *lexer, uint32_t start, uint32_t end)
{
	uint32_t line = end;

	while (line > start && !is_newline(lexer->text[line - 1]))
		line--;
	if (line == start && start != lexer->start && !is_newline(lexer->text[start - 1]))
		return end;
	return trim_end(lexer, line, end) == line ? line : end;
}

/* Behind the end of a statement: one line end is part of the tag. */
static uint32_t skip_newline(const struct lexer *lexer, uint32_t at)
{
	if (at_text(lexer, at, "\r\n"))
		return at + 2;
	return at < lexer->end && is_newline(lexer->text[at]) ? at + 1 : at;
}

static struct token wrong(struct lexer *lexer, uint32_t start, uint32_t end, const char *problem)
{
	lexer->problem = problem;
	return (struct token){TOKEN_WRONG, start, end};
}

static struct token end_token(const struct lexer *lexer)
{
	return (struct token){TOKEN_END, lexer->end, lexer->end};
}

static bool is_sign(const struct lexer *lexer, uint32_t at)
{
	return at < lexer->end && (lexer->text[at] == '-' || lexer->text[at] == '+');
}

/* The start of the next tag from at on, or the end. */
static uint32_t find_tag(const struct lexer *lexer, uint32_t at)
{
	while (at < lexer->end) {
		const char *brace = memchr(lexer->text + at, '{', lexer->end - at);
		if (!brace)
			break;
		at = (uint32_t)(brace - lexer->text);
		if (at + 1 < lexer->end && strchr("{%#", lexer->text[at + 1]) &&
		    lexer->text[at + 1])
			return at;
		at++;
	}
	return lexer->end;
}

/* Where the text in front of the tag at `tag` ends. */
static uint32_t text_end(const struct lexer *lexer, uint32_t start, uint32_t tag)
{
	char const sign = is_sign(lexer, tag + 2) ? lexer->text[tag + 2] : '\0';

	if (sign == '-')
		return trim_end(lexer, start, tag);
	if (sign == '+' || lexer->text[tag + 1] == '{')
		return tag;
	return trim_line(lexer, start, tag);
}

/* A tag of one word, {% raw %} or {% endraw %}: the place of its end mark, or 0. */
static uint32_t match_word(const struct lexer *lexer, uint32_t tag, const char *word)
{
	uint32_t at = tag + 2;

	if (!at_text(lexer, tag, "{%"))
		return 0;
	at = skip_whitespace(lexer, is_sign(lexer, at) ? at + 1 : at);
	if (!at_text(lexer, at, word))
		return 0;
	return skip_whitespace(lexer, at + (uint32_t)strlen(word));
}

/* The end of a statement's end mark at `at`, or 0 where there is none. */
static uint32_t match_end(const struct lexer *lexer, uint32_t at)
{
	if (at_text(lexer, at, "-%}"))
		return skip_whitespace(lexer, at + 3);
	if (at_text(lexer, at, "+%}"))
		return at + 3;
	return at_text(lexer, at, "%}") ? skip_newline(lexer, at + 2) : 0;
}

/* Behind {% raw %}, which does not swallow the line end; or 0 where the tag is
 * another one. */
static uint32_t match_raw(const struct lexer *lexer, uint32_t tag)
{
	uint32_t const mark = match_word(lexer, tag, "raw");

	if (!mark)
		return 0;
	if (at_text(lexer, mark, "-%}"))
		return skip_whitespace(lexer, mark + 3);
	return at_text(lexer, mark, "%}") ? mark + 2 : 0;
}

/* The text from {% raw %}, whose end is at start, to {% endraw %}. */
static struct token raw_text(struct lexer *lexer, uint32_t tag, uint32_t start)
{
	for (uint32_t at = start; (at = find_tag(lexer, at)) < lexer->end; at++) {
		uint32_t const mark = match_word(lexer, at, "endraw");
		uint32_t const behind = mark ? match_end(lexer, mark) : 0;
		if (!behind)
			continue;
		lexer->at = behind;
		return (struct token){TOKEN_TEXT, start, text_end(lexer, start, at)};
	}
	return wrong(lexer, tag, start, "'raw' is not closed; it needs {% endraw %}");
}

/* Skips the comment at tag; false where it has no end. */
static bool skip_comment(struct lexer *lexer, uint32_t tag)
{
	uint32_t const start = tag + 2 + is_sign(lexer, tag + 2);

	for (uint32_t at = start; at + 1 < lexer->end; at++) {
		if (lexer->text[at] != '#' || lexer->text[at + 1] != '}')
			continue;
		char const sign = at > start ? lexer->text[at - 1] : '\0';
		lexer->at = at + 2;
		if (sign == '-')
			lexer->at = skip_whitespace(lexer, lexer->at);
		else if (sign != '+')
			lexer->at = skip_newline(lexer, lexer->at);
		return true;
	}
	return false;
}

static struct token begin_tag(struct lexer *lexer, uint32_t tag)
{
	bool const output = lexer->text[tag + 1] == '{';

	lexer->at = tag + 2 + is_sign(lexer, tag + 2);
	lexer->state = output ? LEXER_OUTPUT : LEXER_STATEMENT;
	lexer->open_count = 0;
	return (struct token){output ? TOKEN_OUTPUT_BEGIN : TOKEN_STATEMENT_BEGIN, tag, tag + 2};
}

static struct token next_outside(struct lexer *lexer)
{
	while (lexer->at < lexer->end) {
		uint32_t const start = lexer->at, tag = find_tag(lexer, start);
		uint32_t const end = tag < lexer->end ? text_end(lexer, start, tag) : tag;
		if (end > start) {
			lexer->at = tag;
			return (struct token){TOKEN_TEXT, start, end};
		}
		if (tag == lexer->end)
			break;
		uint32_t const raw = match_raw(lexer, tag);
		if (raw) {
			struct token const token = raw_text(lexer, tag, raw);
			if (token.kind == TOKEN_WRONG || token.end > token.start)
				return token;
		} else if (lexer->text[tag + 1] != '#') {
			return begin_tag(lexer, tag);
		} else if (!skip_comment(lexer, tag)) {
			return wrong(lexer, tag, tag + 2,
				     "this comment is not closed; it needs #}");
		}
	}
	lexer->at = lexer->end;
	return end_token(lexer);
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
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
		uint32_t const digits = end + 1 + is_sign(lexer, end + 1);
		if (digits < lexer->end && is_digit(lexer->text[digits]))
			end = skip_digits(lexer, digits, 10);
	}
	return end > whole ? end : 0;
}

static struct token number(struct lexer *lexer)
{
	uint32_t const start = lexer->at, fraction = float_end(lexer, start);

	lexer->at = fraction ? fraction : integer_end(lexer, start);
	return (struct token){fraction ? TOKEN_FLOAT : TOKEN_INTEGER, start, lexer->at};
}

static struct token name(struct lexer *lexer)
{
	uint32_t const start = lexer->at;

	while (lexer->at < lexer->end &&
	       (is_letter(lexer->text[lexer->at]) || is_digit(lexer->text[lexer->at])))
		lexer->at++;
	return (struct token){TOKEN_NAME, start, lexer->at};
}

static struct token string(struct lexer *lexer)
{
	uint32_t const start = lexer->at;
	char const quote = lexer->text[start];

	for (uint32_t at = start + 1; at < lexer->end; at++) {
		if (lexer->text[at] == '\\') {
			at++;
		} else if (lexer->text[at] == quote) {
			lexer->at = at + 1;
			return (struct token){TOKEN_STRING, start, lexer->at};
		}
	}
	return wrong(lexer, start, start + 1, "this string is not closed");
}

struct operator {
	char text[3];
	enum token_kind kind;
};

/* Longer ones first. */
static const struct operator operators[] = {
	{"**", TOKEN_POWER}, {"//", TOKEN_DIVIDE}, {"==", TOKEN_EQUAL}, {"!=", TOKEN_NOT_EQUAL},
	{">=", TOKEN_GREATER_EQUAL}, {"<=", TOKEN_LESS_EQUAL}, {"+", TOKEN_ADD},
	{"-", TOKEN_SUBTRACT}, {"/", TOKEN_TRUE_DIVIDE}, {"*", TOKEN_MULTIPLY},
	{"%", TOKEN_MODULO}, {"~", TOKEN_CONCATENATE}, {"[", TOKEN_LEFT_BRACKET},
	{"]", TOKEN_RIGHT_BRACKET}, {"(", TOKEN_LEFT_PARENTHESIS}, {")", TOKEN_RIGHT_PARENTHESIS},
	{"{", TOKEN_LEFT_BRACE}, {"}", TOKEN_RIGHT_BRACE}, {">", TOKEN_GREATER},
	{"<", TOKEN_LESS}, {"=", TOKEN_ASSIGN}, {".", TOKEN_DOT}, {":", TOKEN_COLON},
	{"|", TOKEN_PIPE}, {",", TOKEN_COMMA}, {";", TOKEN_SEMICOLON},
};

/* Keeps account of brackets; NULL or what is wrong with this one. */
static const char *balance(struct lexer *lexer, char bracket)
{
	static const char opening[] = "([{", closing[] = ")]}";
	const char *opens = strchr(opening, bracket);

	if (opens) {
		if (lexer->open_count == BRACKET_LIMIT)
			return "brackets are nested too deeply here";
		lexer->open[lexer->open_count++] = closing[opens - opening];
	} else if (strchr(closing, bracket)) {
		if (!lexer->open_count)
			return "no bracket is open that this one could close";
		char const expected = lexer->open[--lexer->open_count];
		if (expected != bracket)
			return expected == ')'   ? "a parenthesis is open; it needs ')' before this"
			       : expected == ']' ? "a bracket is open; it needs ']' before this"
						 : "a brace is open; it needs '}' before this";
	}
	return NULL;
}

static struct token operator(struct lexer *lexer)
{
	uint32_t const start = lexer->at;

	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		if (!at_text(lexer, start, operators[i].text))
			continue;
		lexer->at += (uint32_t)strlen(operators[i].text);
		const char *problem = balance(lexer, lexer->text[start]);
		if (problem)
			return wrong(lexer, start, start + 1, problem);
		return (struct token){operators[i].kind, start, lexer->at};
	}
	if ((unsigned char)lexer->text[start] < 0x80)
		return wrong(lexer, start, start + 1, "this character has no meaning in a tag");
	uint32_t end = start + 1;
	while (end < lexer->end && utf8_continues(lexer->text[end]))
		end++;
	return wrong(lexer, start, end, "in a tag, only strings may hold characters beyond ASCII");
}

/* The tag's end mark, unless brackets are open, where it may be part of them. */
static bool end_tag(struct lexer *lexer, struct token *token)
{
	uint32_t const start = lexer->at;
	uint32_t end = 0;

	if (lexer->open_count)
		return false;
	if (lexer->state == LEXER_STATEMENT)
		end = match_end(lexer, start);
	else if (at_text(lexer, start, "-}}"))
		end = skip_whitespace(lexer, start + 3);
	else if (at_text(lexer, start, "}}"))
		end = start + 2;
	if (!end)
		return false;
	*token = (struct token){lexer->state == LEXER_STATEMENT ? TOKEN_STATEMENT_END
							       : TOKEN_OUTPUT_END,
				start, start + 2 + (lexer->text[start] == '-' ||
						    lexer->text[start] == '+')};
	lexer->state = LEXER_TEXT;
	lexer->at = end;
	return true;
}

struct token lexer_next(struct lexer *lexer)
{
	struct token token;

	if (lexer->state == LEXER_TEXT)
		return next_outside(lexer);
	lexer->at = skip_whitespace(lexer, lexer->at);
	if (lexer->at == lexer->end)
		return end_token(lexer);
	if (end_tag(lexer, &token))
		return token;
	char const first = lexer->text[lexer->at];
	if (is_digit(first))
		return number(lexer);
	if (is_letter(first))
		return name(lexer);
	if (first == '\'' || first == '"')
		return string(lexer);
	return operator(lexer);
}

const char *token_kind_name(enum token_kind kind)
{
	static const char *const names[] = {
		[TOKEN_END] = "the end of the template",
		[TOKEN_TEXT] = "text",
		[TOKEN_OUTPUT_BEGIN] = "'{{'",
		[TOKEN_OUTPUT_END] = "'}}'",
		[TOKEN_STATEMENT_BEGIN] = "'{%'",
		[TOKEN_STATEMENT_END] = "'%}'",
		[TOKEN_NAME] = "a name",
		[TOKEN_STRING] = "a string",
		[TOKEN_INTEGER] = "a number",
		[TOKEN_FLOAT] = "a number with a fraction",
	};

	if (kind < sizeof names / sizeof *names && names[kind])
		return names[kind];
	return "something else";
}

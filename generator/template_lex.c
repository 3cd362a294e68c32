/* template_lex: finds the text and the tags of a template, with whitespace
 * control. See template_lex.h. */
#include "template_lex.h"

#include "unicode.h"
#include "utf8.h"

void lexer_init(struct lexer *lexer, const char *text, uint32_t start, uint32_t end)
{
	*lexer = (struct lexer){.text = text, .start = start, .end = end, .at = start};
}

/* The length of the whitespace character at the start of bytes, or 0. */
static size_t whitespace_length(const char *bytes, size_t length)
{
	uint32_t character = (unsigned char)bytes[0];

	if (character == ' ')
		return 1;
	size_t const size = character < 0x80 ? 1 : utf8_decode(bytes, length, &character);
	return size && unicode_is_space(character) ? size : 0;
}

uint32_t lexer_skip_whitespace(const struct lexer *lexer, uint32_t at)
{
	size_t length;

	while (at < lexer->end &&
	       (length = whitespace_length(lexer->text + at, lexer->end - at)) != 0)
		at += (uint32_t)length;
	return at;
}

/* The place before the whitespace character that ends at `end`, or `end`. */
static uint32_t skip_back(const struct lexer *lexer, uint32_t start, uint32_t end)
{
	uint32_t at = end - 1;

	while (at > start && utf8_continues(lexer->text[at]))
		at--;
	return whitespace_length(lexer->text + at, end - at) == end - at ? at : end;
}

/* The end of [start, end) without the whitespace there. */
static uint32_t trim_end(const struct lexer *lexer, uint32_t start, uint32_t end)
{
	uint32_t before;

	while (end > start && (before = skip_back(lexer, start, end)) != end)
		end = before;
	return end;
}

static bool is_newline(char byte)
{
	return byte == '\n' || byte == '\r';
}

/* The end of [start, end) without the blanks before a tag that they alone
 * separate from the start of its line. */
static uint32_t trim_line(const struct lexer *lexer, uint32_t start, uint32_t end)
{
	uint32_t line = end, before;

	while (line > start && !is_newline(lexer->text[line - 1]) &&
	       (before = skip_back(lexer, start, line)) != line)
		line = before;
	return line == lexer->start || is_newline(lexer->text[line - 1]) ? line : end;
}

/* Behind the end of a statement: one line end is part of the tag. */
static uint32_t skip_newline(const struct lexer *lexer, uint32_t at)
{
	if (lexer_at_pair(lexer, at, '\r', '\n'))
		return at + 2;
	return at < lexer->end && is_newline(lexer->text[at]) ? at + 1 : at;
}

uint32_t lexer_match_end(const struct lexer *lexer, uint32_t at)
{
	bool const sign = lexer_is_sign(lexer, at);

	if (!lexer_at_pair(lexer, at + sign, '%', '}'))
		return 0;
	if (!sign)
		return skip_newline(lexer, at + 2);
	return lexer->text[at] == '-' ? lexer_skip_whitespace(lexer, at + 3) : at + 3;
}

/* The start of the next tag from at on, or the end. */
static uint32_t find_tag(const struct lexer *lexer, uint32_t at)
{
	const char *brace;

	while ((brace = memchr(lexer->text + at, '{', lexer->end - at))) {
		at = (uint32_t)(brace - lexer->text) + 1;
		if (at < lexer->end && (brace[1] == '{' || brace[1] == '%' || brace[1] == '#'))
			return at - 1;
	}
	return lexer->end;
}

/* Where the text in front of the tag at `tag` ends. */
static uint32_t text_end(const struct lexer *lexer, uint32_t start, uint32_t tag)
{
	char const sign = lexer_is_sign(lexer, tag + 2) ? lexer->text[tag + 2] : '\0';

	if (sign == '-')
		return trim_end(lexer, start, tag);
	if (sign == '+' || lexer->text[tag + 1] == '{')
		return tag;
	return trim_line(lexer, start, tag);
}

/* Behind the opening mark of the tag at `tag` and the whitespace that follows. */
static uint32_t skip_mark(const struct lexer *lexer, uint32_t tag)
{
	return lexer_skip_whitespace(lexer, tag + 2 + lexer_is_sign(lexer, tag + 2));
}

/* A word that a tag is alone with: the place of its end mark, or 0. */
static uint32_t match_word(const struct lexer *lexer, uint32_t at, struct string word)
{
	if (lexer->end - at < word.length ||
	    memcmp(lexer->text + at, word.bytes, word.length) != 0)
		return 0;
	return lexer_skip_whitespace(lexer, at + (uint32_t)word.length);
}

/* Behind the tag {% raw %} whose word may be at `at`, or 0. It does not swallow
 * the line end. */
static uint32_t match_raw(const struct lexer *lexer, uint32_t at)
{
	uint32_t const mark = match_word(lexer, at, STRING("raw"));

	if (!mark)
		return 0;
	if (lexer_at_pair(lexer, mark, '%', '}'))
		return mark + 2;
	return lexer_at_pair(lexer, mark, '-', '%') ? lexer_match_end(lexer, mark) : 0;
}

/* The text from {% raw %}, whose end is at start, to {% endraw %}. */
static void raw_text(struct lexer *lexer, struct token *token, uint32_t tag, uint32_t start)
{
	for (uint32_t at = start; (at = find_tag(lexer, at)) < lexer->end; at++) {
		if (lexer->text[at + 1] != '%')
			continue;
		uint32_t const mark = match_word(lexer, skip_mark(lexer, at), STRING("endraw"));
		uint32_t const behind = mark ? lexer_match_end(lexer, mark) : 0;
		if (!behind)
			continue;
		lexer->at = behind;
		*token = (struct token){.kind = TOKEN_TEXT, .start = start,
					.end = text_end(lexer, start, at)};
		return;
	}
	lexer_fail(lexer, tag, start, "'raw' is not closed; it needs {% endraw %}");
}

static void skip_comment(struct lexer *lexer, uint32_t tag)
{
	uint32_t const start = tag + 2 + lexer_is_sign(lexer, tag + 2);
	const char *mark = lexer->text + start;

	while ((mark = memchr(mark, '#', (size_t)(lexer->text + lexer->end - mark)))) {
		uint32_t const at = (uint32_t)(mark++ - lexer->text);
		if (!lexer_at_pair(lexer, at, '#', '}'))
			continue;
		char const sign = at > start ? lexer->text[at - 1] : '\0';
		lexer->at = at + 2;
		if (sign == '-')
			lexer->at = lexer_skip_whitespace(lexer, lexer->at);
		else if (sign != '+')
			lexer->at = skip_newline(lexer, lexer->at);
		return;
	}
	lexer_fail(lexer, tag, tag + 2, "this comment is not closed; it needs #}");
}

/* The text up to the next tag, where the lexer is then; false where it is empty. */
static bool next_text(struct lexer *lexer, struct token *token)
{
	uint32_t const start = lexer->at, tag = find_tag(lexer, start);
	uint32_t const end = tag < lexer->end ? text_end(lexer, start, tag) : tag;

	lexer->at = tag;
	lexer->state = LEXER_TAG;
	if (end == start)
		return false;
	*token = (struct token){.kind = TOKEN_TEXT, .start = start, .end = end};
	return true;
}

/* The beginning of a tag, or the whole of a raw one; false where that is
 * nothing, as a comment is. */
static bool next_tag(struct lexer *lexer, struct token *token)
{
	uint32_t const tag = lexer->at;
	char const mark = lexer->text[tag + 1];

	lexer->state = LEXER_TEXT;
	if (mark == '#') {
		skip_comment(lexer, tag);
		return false;
	}
	lexer->at = skip_mark(lexer, tag);
	uint32_t const raw = mark == '%' ? match_raw(lexer, lexer->at) : 0;
	if (raw) {
		raw_text(lexer, token, tag, raw);
		return token->end > token->start;
	}
	lexer->state = mark == '{' ? LEXER_OUTPUT : LEXER_STATEMENT;
	lexer->open_count = 0;
	*token = (struct token){
		.kind = mark == '{' ? TOKEN_OUTPUT_BEGIN : TOKEN_STATEMENT_BEGIN,
		.start = tag, .end = tag + 2};
	return true;
}

void lexer_next_outside(struct lexer *lexer, struct token *token)
{
	while (lexer->at < lexer->end) {
		if (lexer->state == LEXER_TEXT && next_text(lexer, token))
			return;
		if (lexer->at < lexer->end && next_tag(lexer, token))
			return;
	}
	token->kind = TOKEN_END;
	token->word = WORD_OTHER;
}

const char *token_kind_name(enum token_kind kind)
{
	static const char *const names[TOKEN_KIND_COUNT] = {
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

	return names[kind] ? names[kind] : "something else";
}

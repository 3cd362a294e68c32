/* import_enum: the members of an enum in source code. See import_enum.h. */
#include "import_enum.h"

/* A word, a string without its quotes, or a single other character. */
struct token {
	enum { TOKEN_END, TOKEN_WORD, TOKEN_STRING, TOKEN_OTHER } type;
	struct string text;
};

struct scanner {
	struct string code;
	size_t at;
};

static bool is_word_byte(char byte)
{
	unsigned char const c = (unsigned char)byte;

	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' ||
	       c >= 0x80;
}

static struct string rest_of(const struct scanner *scanner)
{
	struct string const code = scanner->code;

	return (struct string){code.bytes + scanner->at, code.length - scanner->at};
}

/* Moves behind the next occurrence of a mark, or to the end. */
static void skip_behind(struct scanner *scanner, const char *mark)
{
	struct string const end = string_of(mark);

	while (scanner->at < scanner->code.length && !string_starts_with(rest_of(scanner), end))
		scanner->at++;
	scanner->at += scanner->at < scanner->code.length ? end.length : 0;
}

/* Skips white space and comments. */
static void skip_blank(struct scanner *scanner)
{
	while (scanner->at < scanner->code.length) {
		if (strchr(" \t\r\n", scanner->code.bytes[scanner->at]))
			scanner->at++;
		else if (string_starts_with(rest_of(scanner), STRING("//")))
			skip_behind(scanner, "\n");
		else if (string_starts_with(rest_of(scanner), STRING("/*")))
			skip_behind(scanner, "*/");
		else
			return;
	}
}

static struct token next_string(struct scanner *scanner)
{
	char const quote = scanner->code.bytes[scanner->at++];
	size_t const start = scanner->at;

	while (scanner->at < scanner->code.length && scanner->code.bytes[scanner->at] != quote)
		scanner->at++;
	struct string const text = {scanner->code.bytes + start, scanner->at - start};
	scanner->at += scanner->at < scanner->code.length;
	return (struct token){TOKEN_STRING, text};
}

static struct token next_token(struct scanner *scanner)
{
	size_t start;

	skip_blank(scanner);
	start = scanner->at;
	if (start == scanner->code.length)
		return (struct token){TOKEN_END, {0}};
	if (strchr("\"'`", scanner->code.bytes[start]))
		return next_string(scanner);
	scanner->at++;
	bool const is_word = is_word_byte(scanner->code.bytes[start]);
	while (is_word && scanner->at < scanner->code.length &&
	       is_word_byte(scanner->code.bytes[scanner->at]))
		scanner->at++;
	return (struct token){is_word ? TOKEN_WORD : TOKEN_OTHER,
			      {scanner->code.bytes + start, scanner->at - start}};
}

static bool is_other(const struct token *token, char byte)
{
	return token->type == TOKEN_OTHER && token->text.bytes[0] == byte;
}

/* Moves behind the `{` of the next enum of that name; false where there is none. */
static bool find_enum(struct scanner *scanner, struct string name)
{
	bool in_head = false, named = false;

	for (;;) {
		struct token const token = next_token(scanner);
		if (token.type == TOKEN_END)
			return false;
		if (is_other(&token, '{')) {
			if (named)
				return true;
			in_head = false;
		} else if (token.type == TOKEN_WORD) {
			named = named || (in_head && string_equal(token.text, name));
			in_head = in_head || string_is(token.text, "enum");
		} else if (is_other(&token, ';') || is_other(&token, '}')) {
			in_head = named = false;
		}
	}
}

/* The member that is being read. */
struct reading {
	struct import_member member;
	const char *sign; /* where the sign before the value stands, or NULL */
	bool wants_value; /* the next word or string is the value */
	size_t depth;     /* of parentheses and braces inside the member */
};

static void end_member(struct reading *reading, struct arena *arena,
		       struct import_members *members)
{
	if (reading->member.symbol.length) {
		members->items = arena_grow(arena, members->items, members->count,
					    &members->capacity, sizeof *members->items);
		members->items[members->count++] = reading->member;
	}
	*reading = (struct reading){0};
}

static void take_value(struct reading *reading, const struct token *token)
{
	struct string value = token->text;

	if (token->type == TOKEN_WORD && reading->sign) {
		value.length += (size_t)(value.bytes - reading->sign);
		value.bytes = reading->sign;
	}
	reading->member.value = value;
	reading->wants_value = false;
}

/* A sign or bracket inside a member. */
static void take_other(struct reading *reading, const struct token *token)
{
	bool const opens = is_other(token, '(') || is_other(token, '{');

	if (reading->depth == 0 && (is_other(token, '=') || is_other(token, '(')))
		reading->wants_value = reading->member.value.bytes == NULL;
	else if (reading->wants_value && (is_other(token, '-') || is_other(token, '+')))
		reading->sign = token->text.bytes;
	else
		reading->wants_value = false;
	if (opens)
		reading->depth++;
	else if (reading->depth && (is_other(token, ')') || is_other(token, '}')))
		reading->depth--;
}

/* Reads members up to the `}` or `;` behind the last. Languages without commas
 * end a member with its line: there the next word is the next member's. */
static void read_body(struct scanner *scanner, struct arena *arena, struct import_members *members)
{
	struct reading reading = {{{0}, {0}}, NULL, false, 0};

	for (;;) {
		struct token const token = next_token(scanner);
		bool const outside = reading.depth == 0;
		if (token.type == TOKEN_END ||
		    (outside && (is_other(&token, '}') || is_other(&token, ';'))))
			break;
		if (reading.wants_value && token.type != TOKEN_OTHER) {
			take_value(&reading, &token);
		} else if (outside && is_other(&token, ',')) {
			end_member(&reading, arena, members);
		} else if (outside && token.type == TOKEN_WORD) {
			end_member(&reading, arena, members);
			if (!string_is(token.text, "case"))
				reading.member.symbol = token.text;
		} else if (token.type == TOKEN_OTHER) {
			take_other(&reading, &token);
		}
	}
	end_member(&reading, arena, members);
}

bool import_enum_read(struct string code, struct string name, struct arena *arena,
		      struct import_members *members)
{
	struct scanner scanner = {.code = code};
	bool found = false;

	while (find_enum(&scanner, name)) {
		read_body(&scanner, arena, members);
		found = true;
	}
	return found;
}

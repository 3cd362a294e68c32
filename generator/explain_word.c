/* explain_word: what the words of a log say of what stands behind them. See
 * explain_word.h. */
#include "explain_word.h"

enum { LONGEST = 64 }; /* letters and digits of a word that are looked at: the last ones */

/* A word's letters in lower case and digits. */
struct squeezed {
	char bytes[LONGEST];
	struct string text;
};

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool is_kept(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

static void squeeze(struct squeezed *squeezed, struct string word)
{
	size_t at = LONGEST;

	for (size_t i = word.length; i && at; i--) {
		char const byte = lower(word.bytes[i - 1]);
		if (is_kept(byte))
			squeezed->bytes[--at] = byte;
	}
	squeezed->text = (struct string){squeezed->bytes + at, LONGEST - at};
}

struct list {
	const struct string *words;
	size_t count;
};

#define WORD(text) {"" text, sizeof(text) - 1}
#define LIST(words) ((struct list){words, sizeof(words) / sizeof *(words)})

/* What a code is a code of. */
static const struct string error_words[] = {
	WORD("error"), WORD("errors"), WORD("err"), WORD("failure"), WORD("fail"),
	WORD("fault"), WORD("exception"),
};

static const struct string response_words[] = {
	WORD("http"), WORD("response"),
};

/* What may stand before `code` without saying of what. */
static const struct string article_words[] = {
	WORD("a"), WORD("an"), WORD("and"), WORD("by"), WORD("failed"), WORD("fatal"),
	WORD("got"), WORD("has"), WORD("in"), WORD("internal"), WORD("its"), WORD("native"),
	WORD("of"), WORD("returned"), WORD("sdk"), WORD("the"), WORD("this"),
	WORD("unexpected"), WORD("unknown"), WORD("vendor"), WORD("with"),
};

static const struct string result_words[] = {
	WORD("with"), WORD("failed"), WORD("failure"), WORD("exception"), WORD("result"),
	WORD("returned"), WORD("returns"), WORD("got"), WORD("received"), WORD("reason"),
	WORD("cause"), WORD("because"), WORD("threw"), WORD("throws"), WORD("rejected"),
};

static const struct string unit_words[] = {
	WORD("ms"), WORD("s"), WORD("sec"), WORD("secs"), WORD("second"), WORD("seconds"),
	WORD("min"), WORD("mins"), WORD("minute"), WORD("minutes"), WORD("h"), WORD("hour"),
	WORD("hours"), WORD("day"), WORD("days"), WORD("us"), WORD("ns"), WORD("msec"),
	WORD("b"), WORD("byte"), WORD("bytes"), WORD("kb"), WORD("mb"), WORD("gb"),
	WORD("kib"), WORD("mib"), WORD("gib"), WORD("bit"), WORD("bits"), WORD("px"),
	WORD("percent"), WORD("times"), WORD("time"), WORD("of"), WORD("retries"),
	WORD("attempts"), WORD("files"), WORD("lines"), WORD("rows"), WORD("items"),
	WORD("users"), WORD("requests"), WORD("events"), WORD("entries"),
};

static const struct string filler_words[] = {
	WORD("is"), WORD("was"), WORD("are"), WORD("were"), WORD("of"), WORD("value"),
	WORD("number"),
};

/* What a line about an error has a word that ends in. */
static const struct string error_line_words[] = {
	WORD("error"), WORD("errors"), WORD("err"), WORD("exception"), WORD("fail"),
	WORD("fails"), WORD("failed"), WORD("failure"), WORD("fatal"), WORD("denied"),
	WORD("reject"), WORD("rejected"),
};

static const struct string exit_words[] = {
	WORD("exit"), WORD("exits"), WORD("exited"), WORD("exiting"), WORD("exitcode"),
	WORD("terminated"), WORD("killed"),
};

static bool is_one_of(struct string word, struct list list)
{
	for (size_t i = 0; word.length && i < list.count; i++)
		if (list.words[i].length == word.length && list.words[i].bytes[0] == word.bytes[0] &&
		    string_equal(word, list.words[i]))
			return true;
	return false;
}

static bool ends_in(struct string word, struct string ending)
{
	return word.length >= ending.length &&
	       memcmp(word.bytes + word.length - ending.length, ending.bytes, ending.length) == 0;
}

static bool ends_in_one_of(struct string word, struct list list)
{
	for (size_t i = 0; i < list.count; i++)
		if (ends_in(word, list.words[i]))
			return true;
	return false;
}

/* Takes an ending off a word that has it. */
static bool cut_end(struct string *word, const char *ending)
{
	if (!ends_in(*word, string_of(ending)))
		return false;
	word->length -= strlen(ending);
	return true;
}

static bool is_of_error(struct string word)
{
	return ends_in_one_of(word, LIST(error_words));
}

static bool is_of_status(struct string word)
{
	return is_one_of(word, LIST(response_words)) ||
	       (ends_in(word, STRING("status")) && !ends_in(word, STRING("exitstatus")));
}

static enum explain_place place_of_code(struct string qualifier, const struct explain_word *before,
					bool joined)
{
	struct squeezed squeezed;

	if (!qualifier.length && joined && before->text.length) {
		if (before->scope.vendor)
			return PLACE_ERROR_CODE;
		squeeze(&squeezed, before->text);
		qualifier = squeezed.text;
		if (is_one_of(qualifier, LIST(article_words)))
			return PLACE_CODE;
	}
	if (!qualifier.length)
		return PLACE_CODE;
	return is_of_error(qualifier)    ? PLACE_ERROR_CODE
	       : is_of_status(qualifier) ? PLACE_STATUS
					 : PLACE_OTHER;
}

enum explain_place explain_word_place(const struct explain_word *before,
				      const struct explain_word *word)
{
	struct squeezed squeezed, squeezed_before = {.text = {0}};

	squeeze(&squeezed, word->text);
	struct string text = squeezed.text;
	if (cut_end(&text, "codes") || cut_end(&text, "code"))
		return word->scope.vendor ? PLACE_ERROR_CODE
					  : place_of_code(text, before, word->joined);
	if (string_is(text, "err") || ends_in(text, STRING("error")))
		return PLACE_ERROR;
	if (ends_in(text, STRING("errors")))
		return PLACE_ERRORS;
	if (word->joined)
		squeeze(&squeezed_before, before->text);
	if (is_of_status(text))
		return string_is(squeezed_before.text, "exit") ? PLACE_OTHER : PLACE_STATUS;
	if (is_one_of(text, LIST(result_words)))
		return PLACE_RESULT;
	return word->scope.vendor ? PLACE_VENDOR : PLACE_OTHER;
}

bool explain_word_is_distinct(struct string word)
{
	for (size_t i = 1; i < word.length; i++) {
		char const byte = word.bytes[i];
		bool const is_sign = !is_kept(lower(byte)) && (unsigned char)byte < 0x80;
		if ((byte >= '0' && byte <= '9') || (is_sign && byte != '-' && byte != ' ') ||
		    (byte >= 'A' && byte <= 'Z' && word.bytes[i - 1] >= 'a' &&
		     word.bytes[i - 1] <= 'z'))
			return true;
	}
	return false;
}

bool explain_word_is_unit(struct string word)
{
	struct squeezed squeezed;

	squeeze(&squeezed, word);
	return is_one_of(squeezed.text, LIST(unit_words));
}

bool explain_word_is_filler(struct string word)
{
	struct squeezed squeezed;

	squeeze(&squeezed, word);
	return is_one_of(squeezed.text, LIST(filler_words));
}

bool explain_word_is_error(struct string word)
{
	struct squeezed squeezed;

	squeeze(&squeezed, word);
	return ends_in_one_of(squeezed.text, LIST(error_line_words));
}

bool explain_word_is_exit(struct string word)
{
	struct squeezed squeezed;

	squeeze(&squeezed, word);
	return is_one_of(squeezed.text, LIST(exit_words));
}

/* Whether a word begins with a name, underscores and case apart, behind which
 * another word begins or none. */
static bool begins_with(struct string word, struct string name)
{
	size_t at = 0;

	for (size_t i = 0; i < name.length; i++) {
		if (name.bytes[i] == '_')
			continue;
		while (at < word.length && (word.bytes[at] == '_' || word.bytes[at] == '-'))
			at++;
		if (at == word.length || lower(word.bytes[at++]) != name.bytes[i])
			return false;
	}
	return at == word.length || !is_kept(word.bytes[at]);
}

struct explain_scope explain_word_scope(const struct explain *explain, struct string word)
{
	const struct registry *registry = explain->registry;
	struct explain_scope scope = {0};
	char const first = word.length ? lower(word.bytes[0]) : '\0';
	size_t longest = 0;

	for (size_t v = 0; v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		if (vendor->name.length > longest && first == vendor->name.bytes[0] &&
		    begins_with(word, vendor->name)) {
			scope = (struct explain_scope){.vendor = vendor};
			longest = vendor->name.length;
		}
		for (size_t d = 0; d < vendor->domain_count; d++) {
			struct string const name = vendor->domains[d].name;
			if (name.length <= longest || first != name.bytes[0] ||
			    !begins_with(word, name))
				continue;
			scope = (struct explain_scope){vendor, &vendor->domains[d]};
			longest = name.length;
		}
	}
	return scope;
}

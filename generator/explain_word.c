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

/* Whether a word is one of those that a text lists, separated by blanks. */
static bool is_one_of(struct string word, const char *list)
{
	while (*list) {
		size_t const length = strcspn(list, " ");
		if (word.length == length && memcmp(word.bytes, list, length) == 0)
			return true;
		list += length + (list[length] == ' ');
	}
	return false;
}

/* Takes an ending off a word that has it. */
static bool cut_end(struct string *word, const char *ending)
{
	size_t const length = strlen(ending);

	if (word->length < length ||
	    memcmp(word->bytes + word->length - length, ending, length) != 0)
		return false;
	word->length -= length;
	return true;
}

static bool ends_in_one_of(struct string word, const char *list)
{
	for (size_t start = 0; start < word.length; start++)
		if (is_one_of((struct string){word.bytes + start, word.length - start}, list))
			return true;
	return false;
}

/* What a code is a code of, by the word before it. */
static bool is_of_error(struct string word)
{
	return ends_in_one_of(word, "error errors err failure fail fault exception");
}

static bool is_of_status(struct string word)
{
	return is_one_of(word, "http response") ||
	       (ends_in_one_of(word, "status") && !ends_in_one_of(word, "exitstatus"));
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
		if (is_one_of(qualifier, "a an and by failed fatal got has in internal its native of "
					 "returned sdk the this unexpected unknown vendor with"))
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
	if (is_one_of(text, "err") || ends_in_one_of(text, "error"))
		return PLACE_ERROR;
	if (ends_in_one_of(text, "errors"))
		return PLACE_ERRORS;
	if (word->joined)
		squeeze(&squeezed_before, before->text);
	if (is_of_status(text))
		return is_one_of(squeezed_before.text, "exit") ? PLACE_OTHER : PLACE_STATUS;
	if (is_one_of(text, "with failed failure exception result returned returns got received "
			    "reason cause because threw throws rejected"))
		return PLACE_RESULT;
	return word->scope.vendor ? PLACE_VENDOR : PLACE_OTHER;
}

bool explain_word_is_unit(struct string word)
{
	struct squeezed squeezed;

	squeeze(&squeezed, word);
	return is_one_of(squeezed.text,
			 "ms s sec secs second seconds min mins minute minutes h hour hours day days "
			 "us ns msec b byte bytes kb mb gb kib mib gib bit bits px percent times time of "
			 "retries attempts files lines rows items users requests events entries");
}

bool explain_word_is_filler(struct string word)
{
	struct squeezed squeezed;

	squeeze(&squeezed, word);
	return is_one_of(squeezed.text, "is was are were of value number");
}

bool explain_word_is_error(struct string word)
{
	struct squeezed squeezed;

	squeeze(&squeezed, word);
	return ends_in_one_of(squeezed.text, "error errors err exception fail fails failed failure "
					     "fatal denied reject rejected");
}

bool explain_word_is_exit(struct string word)
{
	struct squeezed squeezed;

	squeeze(&squeezed, word);
	return is_one_of(squeezed.text, "exit exits exited exiting exitcode terminated killed");
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
	size_t longest = 0;

	for (size_t v = 0; v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		if (vendor->name.length > longest && begins_with(word, vendor->name)) {
			scope = (struct explain_scope){.vendor = vendor};
			longest = vendor->name.length;
		}
		for (size_t d = 0; d < vendor->domain_count; d++) {
			struct string const name = vendor->domains[d].name;
			if (name.length <= longest || !begins_with(word, name))
				continue;
			scope = (struct explain_scope){vendor, &vendor->domains[d]};
			longest = name.length;
		}
	}
	return scope;
}

/* template_word: the names that mean something to the parser. See template_word.h. */
#include "template_word.h"

struct entry {
	char text[15];
	uint8_t length;
};

#define WORD_ENTRY(constant, text) {text, sizeof text - 1},
static const struct entry entries[] = {{"", 0}, EACH_WORD(WORD_ENTRY) {"", 0}};

/* The first word that starts with a byte. */
static const uint8_t first_words[UINT8_MAX + 1] = {
	['F'] = WORD_PYTHON_FALSE, ['N'] = WORD_PYTHON_NONE, ['T'] = WORD_PYTHON_TRUE,
	['a'] = WORD_AND, ['c'] = WORD_CALLER, ['e'] = WORD_ELIF, ['f'] = WORD_FALSE,
	['i'] = WORD_IF, ['k'] = WORD_KWARGS, ['l'] = WORD_LOOP, ['m'] = WORD_MACRO,
	['n'] = WORD_NONE, ['o'] = WORD_OR, ['r'] = WORD_RECURSIVE, ['s'] = WORD_SELF,
	['t'] = WORD_TRUE, ['v'] = WORD_VARARGS, ['w'] = WORD_WITH,
};

static bool is_same(const char *text, const char *bytes, size_t length)
{
	while (length && text[length - 1] == bytes[length - 1])
		length--;
	return !length;
}

enum word word_find(struct string name)
{
	const struct entry *entry = &entries[first_words[(unsigned char)name.bytes[0]]];

	for (; entry->text[0] == name.bytes[0]; entry++)
		if (entry->length == name.length && is_same(entry->text, name.bytes, name.length))
			return (enum word)(entry - entries);
	return WORD_OTHER;
}

const char *word_text(enum word word)
{
	return entries[word].text;
}

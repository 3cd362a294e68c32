/* import_words: how a text changed, word by word. See import_words.h. */
#include "import_words.h"

#include <stdint.h>

enum { MOST_WORDS = 1000 };

struct words {
	struct string items[MOST_WORDS];
	size_t count;
	bool all; /* there were no more than that */
};

/* The next word of a text; false at the end. */
static bool next_word(struct string text, size_t *at, struct string *word)
{
	while (*at < text.length && strchr(" \t\r\n", text.bytes[*at]))
		++*at;
	if (*at == text.length)
		return false;
	size_t const start = *at;
	while (*at < text.length && !strchr(" \t\r\n", text.bytes[*at]))
		++*at;
	*word = (struct string){text.bytes + start, *at - start};
	return true;
}

static struct words *words_of(struct arena *arena, struct string text)
{
	struct words *words = arena_alloc(arena, sizeof *words);
	struct string word;
	size_t at = 0;

	words->count = 0;
	while (words->count < MOST_WORDS && next_word(text, &at, &words->items[words->count]))
		words->count++;
	words->all = !next_word(text, &at, &word);
	return words;
}

/* FNV-1a, folded to six bits. Locks hold what it gives: it must stay as it is. */
static const char *letter_of(struct string word)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < word.length; i++)
		hash = (hash ^ (unsigned char)word.bytes[i]) * 16777619u;
	hash ^= hash >> 18;
	hash ^= hash >> 6;
	return &letters[hash & 63];
}

struct string import_letters(struct arena *arena, struct string text)
{
	char letters[MOST_WORDS];
	struct string word;
	size_t count = 0, at = 0;

	while (count < MOST_WORDS && next_word(text, &at, &word))
		letters[count++] = *letter_of(word);
	return (struct string){arena_copy(arena, letters, count), count};
}

/* The longest common subsequence of the words from i and j on, for all i and j. */
struct table {
	uint16_t lengths[MOST_WORDS + 1][MOST_WORDS + 1];
};

static struct table *compare(struct arena *arena, const struct words *old, const struct words *new)
{
	struct table *table = arena_alloc(arena, sizeof *table);

	for (size_t i = 0; i <= old->count; i++)
		table->lengths[i][new->count] = 0;
	for (size_t j = 0; j <= new->count; j++)
		table->lengths[old->count][j] = 0;
	for (size_t i = old->count; i-- > 0;)
		for (size_t j = new->count; j-- > 0;) {
			uint16_t const down = table->lengths[i + 1][j];
			uint16_t const right = table->lengths[i][j + 1];
			uint16_t length = down > right ? down : right;
			if (string_equal(old->items[i], new->items[j]))
				length = (uint16_t)(table->lengths[i + 1][j + 1] + 1);
			table->lengths[i][j] = length;
		}
	return table;
}

/* Writes words [first, last) in their marks; nothing where there are none. */
static void write_run(struct buf *out, const char *before, const struct words *words, size_t first,
		      size_t last, const char *after)
{
	if (first == last)
		return;
	buf_printf(out, "%s%s", out->length ? " " : "", before);
	for (size_t i = first; i < last; i++)
		buf_printf(out, "%s%.*s", i > first ? " " : "", STRING_FORMAT(words->items[i]));
	buf_string(out, string_of(after));
}

static void write_lost(struct buf *out, const struct words *old, size_t first, size_t last,
		       bool letters)
{
	if (!letters)
		write_run(out, "[-", old, first, last, "-]");
	else if (first < last)
		buf_printf(out, "%s[-%zu word%s-]", out->length ? " " : "", last - first,
			   last - first == 1 ? "" : "s");
}

/* Writes how new differs from old; shown has the words of new as they are shown. */
static void write_marked(struct buf *out, const struct table *table, const struct words *old,
			 const struct words *new, const struct words *shown, bool letters)
{
	size_t i = 0, j = 0;

	while (i < old->count || j < new->count) {
		size_t const lost = i, gained = j;
		while (i < old->count && j < new->count &&
		       !string_equal(old->items[i], new->items[j])) {
			if (table->lengths[i + 1][j] >= table->lengths[i][j + 1])
				i++;
			else
				j++;
		}
		if (i == old->count)
			j = new->count;
		else if (j == new->count)
			i = old->count;
		write_lost(out, old, lost, i, letters);
		write_run(out, "{+", shown, gained, j, "+}");
		size_t const same = j;
		while (i < old->count && j < new->count &&
		       string_equal(old->items[i], new->items[j])) {
			i++;
			j++;
		}
		write_run(out, "", shown, same, j, "");
	}
}

struct string import_marked(struct arena *arena, struct string old, struct string text)
{
	struct arena *scratch = arena_new_child(arena);
	const struct words *before = words_of(scratch, old), *words = words_of(scratch, text);
	struct buf *out = buf_new(arena);

	if (before->all && words->all)
		write_marked(out, compare(scratch, before, words), before, words, words, false);
	else
		buf_string(out, text);
	arena_free(scratch);
	return buf_view(out);
}

/* Letters as words of their own, so that they compare as words do. */
static struct words *letters_as_words(struct arena *arena, struct string letters)
{
	struct words *words = arena_alloc(arena, sizeof *words);

	words->count = 0;
	words->all = letters.length < MOST_WORDS;
	for (size_t i = 0; i < letters.length && i < MOST_WORDS; i++)
		words->items[words->count++] = (struct string){letters.bytes + i, 1};
	return words;
}

struct string import_marked_letters(struct arena *arena, struct string letters, struct string text)
{
	struct arena *scratch = arena_new_child(arena);
	const struct words *shown = words_of(scratch, text);
	const struct words *before = letters_as_words(scratch, letters);
	const struct words *after = letters_as_words(scratch, import_letters(scratch, text));
	struct buf *out = buf_new(arena);

	if (before->all && shown->all && shown->count == after->count)
		write_marked(out, compare(scratch, before, after), before, after, shown, true);
	else
		buf_string(out, text);
	arena_free(scratch);
	return buf_view(out);
}

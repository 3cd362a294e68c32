/* import_words: how a text changed, word by word. */
#ifndef ERRBIND_IMPORT_WORDS_H
#define ERRBIND_IMPORT_WORDS_H

#include "buf.h"

/* A letter a word (of A-Z a-z 0-9 - _), which says nothing of the word but
 * tells most others from it. Only of the first thousand words. */
struct string import_letters(struct arena *arena, struct string text);

/* The text with what is new in it as {+new+} and what it lacks as [-old-]. */
struct string import_marked(struct arena *arena, struct string old, struct string text);

/* The same where of the old text only the letters are known: what is lacking is
 * shown as its number of words, [-2 words-]. */
struct string import_marked_letters(struct arena *arena, struct string letters,
				    struct string text);

#endif

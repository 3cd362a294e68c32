/* spelling: how far two words are apart. */
#ifndef ERRBIND_SPELLING_H
#define ERRBIND_SPELLING_H

#include "buf.h"

enum { SPELLING_LONGEST = 64 };

/* The letters to insert, delete, replace or swap with a neighbour to turn a
 * into b (Damerau and Levenshtein, each letter changed once), by bytes; neither
 * may be longer than SPELLING_LONGEST. */
size_t spelling_distance(struct string a, struct string b);

#endif

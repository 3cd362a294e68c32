/* spelling: how far two words are apart. See spelling.h. */
#include "spelling.h"

static size_t smallest(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t spelling_distance(struct string a, struct string b)
{
	size_t rows[3][SPELLING_LONGEST + 1];
	size_t *above = rows[0], *row = rows[1], *two_above = rows[2];

	for (size_t j = 0; j <= b.length; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		size_t *free_row = two_above;
		two_above = above;
		above = row;
		row = free_row;
		row[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			size_t const differs = a.bytes[i - 1] != b.bytes[j - 1];
			row[j] = smallest(above[j] + 1, row[j - 1] + 1);
			row[j] = smallest(row[j], above[j - 1] + differs);
			if (i > 1 && j > 1 && a.bytes[i - 1] == b.bytes[j - 2] &&
			    a.bytes[i - 2] == b.bytes[j - 1])
				row[j] = smallest(row[j], two_above[j - 2] + 1);
		}
	}
	return row[b.length];
}

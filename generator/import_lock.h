/* import_lock: what a vendor's page said when it was last imported, as a file
 * beside the vendor's: a line a code, and in it a mark a text.
 *
 * A mark holds no text. It is a digest of the text without its white space, so
 * that spacing, markup and line ends do not count, and a letter a word, enough
 * to show later which words are new. The category is kept by its name.
 *
 *	acme:
 *	  30004: {category: user, title: 0f5c… kQ-, description: 88e1… aB9x}
 */
#ifndef ERRBIND_IMPORT_LOCK_H
#define ERRBIND_IMPORT_LOCK_H

#include "diag.h"
#include "import_schema.h"

/* The marks of a code's texts, the category's name; empty where the page had none. */
struct import_lock_line {
	struct string domain, code;
	struct string marks[IMPORT_FIELD_COUNT];
	bool is_integer;
};

struct import_lock {
	struct arena *arena;
	struct import_lock_line *lines;
	size_t count, capacity;
	struct map by_code; /* "domain code" to line index + 1 */
	bool exists;        /* there was a file */
};

void import_lock_init(struct import_lock *lock, struct arena *arena);

/* Reads a lock; one that is not there is empty. False after reporting that it is
 * damaged (rule `lock`, beside those of YAML). */
bool import_lock_read(struct import_lock *lock, struct string path, struct map *symbols,
		      struct diagnostics *diagnostics);

const struct import_lock_line *import_lock_find(const struct import_lock *lock,
						struct string domain, struct string code);

void import_lock_add(struct import_lock *lock, const struct import_lock_line *line);

/* Whether two locks say the same of the same codes. */
bool import_lock_equal(const struct import_lock *a, const struct import_lock *b);

/* Writes a lock: domains in the order of their first line, codes sorted. */
void import_lock_write(struct import_lock *lock, struct string vendor, struct buf *out);

/* The mark of a text, and whether a text has it, white space aside. An empty
 * mark is that of no text. */
struct string import_mark(struct arena *arena, struct string text);
bool import_mark_fits(struct string mark, struct string text);

/* The letters of a mark. */
struct string import_mark_letters(struct string mark);

#endif

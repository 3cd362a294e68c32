/* diff_build: what the files that compare registries share. For diff*.c. */
#ifndef ERRBIND_DIFF_BUILD_H
#define ERRBIND_DIFF_BUILD_H

#include "diff.h"

/* What a change is of. */
struct changed {
	const struct vendor *vendor;
	const struct domain *domain;
	const struct code *code;
	struct string name;
	struct span span;
};

/* Adds a change; the message says what it is, of something that is shown beside it. */
void diff_add(struct diff *diff, enum change_kind kind, struct changed changed,
	      const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Compares the codes of a domain, and what was reserved in it. */
void diff_codes(struct diff *diff, const struct domain *before, const struct domain *after);

/* The words that name what differs, as one text: "title and description". */
struct differences {
	const char *words[12];
	size_t count;
};

/* Adds word where two texts differ, of which either may be absent. */
void differ_in(struct differences *differences, const char *word, struct string before,
	       struct string after);

/* Adds a text-changed for what differs, if anything does. */
void diff_add_texts(struct diff *diff, const struct differences *differences,
		    struct changed changed);

/* A raw code as people write it: a number, or a text made harmless. */
struct string raw_code(struct arena *arena, const struct domain *domain, const struct code *code);

/* The same as a key of a map, valid as long as the code. */
static inline struct string raw_key(const struct domain *domain, const struct code *code)
{
	if (domain->code_type == CODE_STRING)
		return code->text;
	return (struct string){(const char *)&code->number, sizeof code->number};
}

#endif

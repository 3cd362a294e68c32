/* import_rules: what `import:` of a domain says, checked.
 *
 * Codes are given by any of three sources:
 * - columns: tables whose header has the text for `code` and, if others are
 *   named, one of those. With sections, only tables below these headings; the
 *   category of a section is that of its codes. Headers and headings are
 *   compared by their letters and digits, capital or small.
 * - enum: the members of the enum of that name in a code block. A member's
 *   value is the code; its symbol where it has none. Beside columns it is
 *   compared with the rows, and adds what they lack.
 * - lines: texts that follow each other line by line, or on one line. All up
 *   to the one with {code} must be there, those behind it may be absent. A code
 *   that comes again adds what it lacked.
 * Then split takes apart what says more than one thing: of the patterns of a
 * field, the first that matches its whole text gives the fields it names. A text
 * without a letter or digit ("—") is absent. A title that is absent is the
 * name's text, else the code's; a name is made from its text, else the title's. */
#ifndef ERRBIND_IMPORT_RULES_H
#define ERRBIND_IMPORT_RULES_H

#include "import_pattern.h"

struct import_texts {
	struct string *items;
	size_t count;
};

struct import_section {
	struct string heading, category; /* category may be empty */
	struct span span;                /* of the heading */
};

struct import_rules {
	struct import_section *sections;
	size_t section_count;
	bool has_columns;
	struct string columns[IMPORT_FIELD_COUNT]; /* header texts, or empty */
	struct span column_spans[IMPORT_FIELD_COUNT];
	struct string enumeration;                 /* or empty */
	struct span enumeration_span;
	struct import_texts lines, split[IMPORT_FIELD_COUNT], ignored_headings;
	struct span lines_span;
	struct import_texts ignored_codes, absent; /* as import_code gives them */
	struct span span;
};

/* Reads `import:` from the tree of a domain that passed its schema. Reports what
 * is wrong with it (rule `bad-import`); false then, and where there is none. */
bool import_rules_read(const struct value *domain, struct arena *arena,
		       struct diagnostics *diagnostics, struct import_rules *rules);

/* A raw code in the one form that codes are compared in: decimal where codes are
 * integers, the text itself where they are strings. Empty where it is none. */
struct string import_code(struct arena *arena, struct string text, bool integers);

bool import_texts_have(const struct import_texts *texts, struct string text);

#endif

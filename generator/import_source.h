/* import_source: what the readers of a page's sources share: tables, lines and
 * enums. For import_*.c; see import_read. */
#ifndef ERRBIND_IMPORT_SOURCE_H
#define ERRBIND_IMPORT_SOURCE_H

#include "import_read.h"

struct import_reader {
	const struct page *page;
	bool *block_used; /* of each block of the page: some domain has read it */
	struct import_reading *reading;
	struct import_report *report;
	struct diagnostics *diagnostics;
	struct arena *arena;
};

/* The headings above a place in the page. */
struct import_headings {
	struct string levels[6];
};

/* Takes a block into account that is passed on the way down. */
void import_pass(struct import_headings *headings, const struct page_block *block);

/* Whether codes are read at a place: the innermost heading that the rules name is
 * not one to ignore, and where they have sections, it is one of those (*section,
 * else NULL). */
bool import_reads_at(const struct import_rules *rules, const struct import_headings *headings,
		     const struct import_section **section);

/* Whether the place is below a heading that the rules ignore. */
bool import_ignores(const struct import_rules *rules, const struct import_headings *headings);

/* The nearest heading above, or an empty text. */
struct string import_nearest_heading(const struct import_headings *headings);

/* Takes what a source says of a code: splits it, makes a row of it or adds it
 * to the one that is there. section may be NULL. NULL where the code is to be
 * ignored, or is none (which is remarked). */
struct import_row *import_take(struct import_reader *reader,
			       const struct string fields[IMPORT_FIELD_COUNT],
			       const struct import_section *section);

/* The sources; false after reporting that the page is not as the rules say. */
bool import_read_tables(struct import_reader *reader);
bool import_read_lines(struct import_reader *reader);
bool import_read_members(struct import_reader *reader);

/* Whether a table has the columns that the rules name, and how many of its rows
 * have a code then. */
size_t import_count_rows(const struct import_reading *reading, const struct page_table *table,
			 struct arena *arena);

#endif

/* import_read: what a page says of the codes of a vendor's domains, by the
 * rules of each. */
#ifndef ERRBIND_IMPORT_READ_H
#define ERRBIND_IMPORT_READ_H

#include "import_report.h"
#include "import_rules.h"
#include "page.h"

/* A code as the page has it. */
struct import_row {
	struct string code; /* as import_code gives it */
	struct string fields[IMPORT_FIELD_COUNT]; /* squeezed, empty where it says nothing */
	struct string section_category;           /* the name of ours, or empty */
	bool in_table, in_enum;
};

/* The rows of one domain, in the order of the page. */
struct import_reading {
	struct string domain;
	const struct import_rules *rules; /* NULL where the domain has no import: */
	bool integers;
	const struct map *known;  /* the codes of the registry */
	struct import_row *rows;
	size_t count, capacity;
	struct map by_code;       /* code to row index + 1 */
};

/* Reads a page for all domains of a vendor; each reading has all but its rows
 * filled in. Contradictions of the page go to the report. False after reporting
 * to diagnostics where the page is not what the rules describe (rule `page`). */
bool import_read(const struct page *page, struct import_reading *readings, size_t count,
		 struct import_report *report, struct diagnostics *diagnostics);

/* The row of a code, or NULL. */
struct import_row *import_row(const struct import_reading *reading, struct string code);

/* Whether two headings or headers are the same: by letters and digits alone. */
bool import_same_heading(struct string a, struct string b);

#endif

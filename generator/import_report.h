/* import_report: what an import found and did, for people and for programs. */
#ifndef ERRBIND_IMPORT_REPORT_H
#define ERRBIND_IMPORT_REPORT_H

#include "import_schema.h"
#include "terminal.h"

enum import_kind {
	IMPORT_ADDED,    /* a code that is new on the page */
	IMPORT_FOLLOWED, /* a text that changed on the page; ours was the page's and follows */
	IMPORT_REVIEW,   /* the page changed; ours is our own and stays */
	IMPORT_REMOVED,  /* a code that is no longer on the page */
	IMPORT_RETIRED,  /* one that was marked deprecated for that */
	IMPORT_BLOCKED,  /* what is on the page and could not be taken */
	IMPORT_NOTE,     /* worth a look at the page, no difference */
	IMPORT_KIND_COUNT
};

/* Texts are empty where they have no meaning. */
struct import_change {
	enum import_kind kind;
	struct string domain, code, name; /* of which code; a code as import_code gives it */
	struct string field;              /* "title", of a changed text */
	struct string ours, page;         /* the text of the registry, and the page's */
	struct string marked;             /* the page's text with what changed in it marked */
	struct string message;            /* one line, where that does not say it all */
};

struct import_report {
	struct arena *arena;
	struct map integers; /* the domains whose codes are integers */
	struct import_change *items;
	size_t count, capacity;
};

void import_report_init(struct import_report *report, struct arena *arena);
void import_report_add(struct import_report *report, struct import_change change);

/* Adds a remark about a code (which may be empty) of a domain. */
void import_note(struct import_report *report, struct string domain, struct string code,
		 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Whether page and registry differ: some change is more than a remark. */
bool import_report_differs(const struct import_report *report);

/* What was done in the end. */
struct import_outcome {
	struct string vendor, document;
	bool check;               /* nothing was to be written */
	bool quiet;               /* no remarks and no summary */
	bool first;               /* nothing was imported before */
	bool differs;             /* page and registry do, or that is not known yet */
	struct string written[2]; /* paths of the files that were written, or empty */
};

void import_report_text(const struct import_report *report, const struct import_outcome *outcome,
			const struct terminal *terminal, struct buf *out);

/* One object: vendor, document, differs, written and changes, each change with
 * kind, domain, code, name, field, ours, page, marked and message (or null). */
void import_report_json(const struct import_report *report, const struct import_outcome *outcome,
			struct buf *out);

#endif

/* diag: collects diagnostics, sorts them, prints them.
 *
 * Whatever is wrong with an input is reported here and the run goes on, so that
 * people see all their mistakes at once. A report belongs to a rule, whose id
 * is stable: people search for it and scripts match it. */
#ifndef ERRBIND_DIAG_H
#define ERRBIND_DIAG_H

#include "source.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

enum diag_format { DIAG_TEXT, DIAG_JSON, DIAG_GITHUB, DIAG_SARIF };

struct diag_note {
	struct diag_note *next;
	struct span span;
	struct string message;
};

struct diagnostic {
	enum severity severity;
	const char *rule; /* kebab-case id, static */
	struct span span;
	struct string message;
	struct diag_note *notes; /* in the order they were added */
	size_t order;            /* of reporting, so that sorting is stable */
};

struct diagnostics {
	struct diagnostic **items;
	size_t count, capacity;
	size_t error_count, warning_count;
	size_t width; /* columns that an excerpt may take, or 0 for some 160 */
	struct sources *sources;
	struct arena *arena;
};

void diag_init(struct diagnostics *diagnostics, struct arena *arena, struct sources *sources);

/* Reports a mistake at span. The message is one line, starts in lower case and
 * does not end with a full stop; it says what is wrong, why, and what to do. */
struct diagnostic *diag_error(struct diagnostics *diagnostics, const char *rule, struct span span,
			      const char *format, ...) __attribute__((format(printf, 4, 5)));
struct diagnostic *diag_warning(struct diagnostics *diagnostics, const char *rule,
				struct span span, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Adds "note: …" to a diagnostic: the other place where two collide, a suggestion. */
void diag_note(struct diagnostics *diagnostics, struct diagnostic *diagnostic, struct span span,
	       const char *format, ...) __attribute__((format(printf, 4, 5)));

/* How a message shows a text of unknown content: on one line, without control
 * characters, cut where it is long. The caller puts it in quotes. */
struct string diag_shown(struct arena *arena, struct string text);

/* Writes all diagnostics, sorted by file (in the order the files were first
 * read), line and column, each once however often it was reported; the counts
 * are then those of what was written. color is for DIAG_TEXT alone. */
void diag_print(struct diagnostics *diagnostics, struct buf *out, enum diag_format format,
		bool color);

/* The candidate nearest to word in spelling, or an empty string where none is
 * near enough to suggest. next(data, i) gives candidate i, empty after the last. */
struct string diag_nearest(struct string word, struct string (*next)(const void *data, size_t i),
			   const void *data);

#endif

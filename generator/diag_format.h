/* diag_format: diagnostics in the formats that people and machines read. Used
 * by diag alone, which sorts them before; see diag_print. */
#ifndef ERRBIND_DIAG_FORMAT_H
#define ERRBIND_DIAG_FORMAT_H

#include "diag.h"

/* As a compiler does: place, message, rule, and the source line with a caret. */
void diag_write_text(const struct diagnostics *diagnostics, struct buf *out, bool color);

/* An array of objects with file, line, column, endLine, endColumn, severity,
 * rule and message. The end is the first character that no longer belongs to
 * it; line and column are null where the file as a whole is meant, file too
 * where it is no file. */
void diag_write_json(const struct diagnostics *diagnostics, struct buf *out);

/* The commands that GitHub Actions turns into annotations. */
void diag_write_github(const struct diagnostics *diagnostics, struct buf *out);

/* SARIF 2.1.0, as code scanning services take it. */
void diag_write_sarif(const struct diagnostics *diagnostics, struct buf *out);

/* Where a span is, as these formats say it. */
struct place {
	struct string path; /* empty where it is no file */
	struct position start, end; /* line 0 where the file as a whole is meant */
};

struct place diag_place(const struct diagnostics *diagnostics, struct span span);

/* Writes text so that a terminal does nothing but show it: a control character
 * or bidirectional control becomes <U+202E>, what is no UTF-8 <FF>. */
void diag_write_visible(struct buf *out, struct string text);

#endif

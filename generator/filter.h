/* filter: what a template can do to a value: `{{ value | name(arguments) }}`.
 *
 * Filters are looked up when a template is parsed, and their arguments are put
 * into the order of their parameters then, so that calling one is a call
 * through a pointer. A filter either gives a value (apply) or writes a text
 * (write); the second kind writes straight into the output where it is the
 * last of an expression. */
#ifndef ERRBIND_FILTER_H
#define ERRBIND_FILTER_H

#include "operation.h"

struct replacement {
	struct string from, to;
};

enum escape_unit { ESCAPE_CODE_POINT, ESCAPE_UTF16, ESCAPE_BYTE };

/* What the filters ident, quote and comment know of a language. */
struct dialect {
	const struct map *reserved; /* words that need escaping; their values are not NULL */
	struct string escape_before, escape_after; /* put around a reserved word */

	struct string quote_open, quote_close;
	struct replacement *quote_escapes; /* the first that matches wins */
	size_t quote_escape_count;
	enum escape_unit escape_unit; /* how other characters are written: */
	struct string escape_prefix, escape_suffix;
	unsigned escape_base, escape_digits; /* 8 or 16; at least so many, zero padded */
	bool escape_non_ascii; /* else only those that text_is_unsafe names are escaped */

	struct replacement *comment_replacements; /* anywhere in the text */
	size_t comment_replacement_count;
	struct replacement *comment_line_start_replacements; /* only where a line starts */
	size_t comment_line_start_replacement_count;
	unsigned comment_width; /* columns of a line, the prefix included */
};

/* How a name's words are joined. */
enum letter_case { CASE_PASCAL, CASE_CAMEL, CASE_SNAKE, CASE_SCREAMING, CASE_KEBAB, CASE_COUNT };

/* Appends a name in another case, as the filters pascal, camel, … do. */
void case_write(struct buf *out, struct string name, enum letter_case letter_case);

/* No source text should hold it as it is: a control character, a line or
 * paragraph separator, a bidirectional control, a byte order mark, a noncharacter. */
bool text_is_unsafe(uint32_t character);

enum { PARAMETER_COUNT = 4 };

struct filter;
struct test;

/* One use of a filter or test on a subject. */
struct application {
	struct evaluation *evaluation;
	const struct value *subject;
	const struct value *arguments[PARAMETER_COUNT]; /* NULL where not given */
	const struct filter *filter; /* one of these two */
	const struct test *test;
	struct application *inner; /* of `map`, `select` and their like: of every item; or NULL */
};

/* What the parser does with the arguments of a filter. */
enum filter_kind {
	FILTER_PLAIN,
	FILTER_MAP,              /* the first argument may name a filter, the rest are its own */
	FILTER_SELECT,           /* the first argument names a test, the rest are its own */
	FILTER_SELECT_ATTRIBUTE, /* the same behind an attribute */
	FILTER_DIALECT,          /* needs a target */
};

/* Whether Jinja2 takes the text that a filter writes for HTML. */
enum filter_markup { MARKUP_NO, MARKUP_KEPT, MARKUP_MADE };

struct filter {
	const char *name;
	const char *parameters[PARAMETER_COUNT]; /* in order */
	uint8_t required;                        /* how many of them must be given */
	uint8_t kind;                            /* enum filter_kind */
	const struct value *(*apply)(struct application *application);
	void (*write)(struct application *application, struct buf *out);
	uint8_t markup; /* enum filter_markup */
};

struct test {
	const char *name;
	const char *parameter; /* "" where it has no name, NULL where there is none */
	bool (*check)(struct application *application);
	uint16_t types; /* where it asks for the type alone, bits 1 << enum value_type; or 0 */
};

/* By name, or NULL. */
const struct filter *filter_find(struct string name);
const struct test *test_find(struct string name);

/* Names in turn, empty after the last, for diag_nearest. */
struct string filter_name_at(const void *unused, size_t index);
struct string test_name_at(const void *unused, size_t index);

/* The filter or test of Jinja2 that is not part of the subset: what to use
 * instead, "" where there is nothing; NULL where Jinja2 has no such name. */
const char *filter_of_jinja(struct string name);
const char *test_of_jinja(struct string name);

/* The value that application->filter gives, whichever kind of filter it is. */
const struct value *filter_apply(struct application *application);

#endif

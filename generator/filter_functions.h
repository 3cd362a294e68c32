/* filter_functions: every filter, for the table in filter.c; and what they share. */
#ifndef ERRBIND_FILTER_FUNCTIONS_H
#define ERRBIND_FILTER_FUNCTIONS_H

#include "filter.h"
#include "text.h"

typedef const struct value *apply_function(struct application *application);
typedef void write_function(struct application *application, struct buf *out);

/* filter_text.c */
write_function filter_upper, filter_lower, filter_capitalize, filter_title, filter_replace,
	filter_indent;
apply_function filter_trim, filter_string, filter_default;

/* filter_int.c */
apply_function filter_int;

/* filter_wrap.c */
write_function filter_wordwrap;

/* filter_json.c */
write_function filter_tojson;

/* filter_list.c */
write_function filter_join;
apply_function filter_length, filter_first, filter_last, filter_list, filter_batch, filter_items,
	filter_map, filter_select, filter_reject, filter_select_attribute, filter_reject_attribute;

/* filter_sort.c */
apply_function filter_sort, filter_unique, filter_dictsort;

/* filter_case.c */
write_function filter_pascal, filter_camel, filter_snake, filter_screaming, filter_kebab;

/* filter_dialect.c */
write_function filter_ident, filter_quote;

/* filter_comment.c */
write_function filter_comment;

/* What dialect_classes says of the bytes of a text, so that most are copied
 * without a closer look: the others start something. */
enum {
	COMMENT_UNSAFE = 1,     /* a character that may be unsafe */
	COMMENT_REPLACED = 2,   /* a replacement that holds anywhere */
	COMMENT_LINE_START = 4, /* one that holds where a line starts */
	COMMENT_JOINT = 8,      /* stands in a replacement, behind its first byte */
	COMMENT_BREAK = 16,     /* a line feed, or no ASCII */
};

struct byte_classes {
	bool ready;
	uint8_t quote[256];   /* not 0: an escape, maybe */
	uint8_t comment[256]; /* COMMENT_… */
};

/* The classes of all bytes of a text. */
static inline uint8_t classes_of(const uint8_t classes[256], struct string text)
{
	const unsigned char *at = (const unsigned char *)text.bytes;
	size_t left = text.length;
	uint8_t found = 0;

	for (; left >= 8; at += 8, left -= 8) {
		found |= classes[at[0]];
		found |= classes[at[1]];
		found |= classes[at[2]];
		found |= classes[at[3]];
		found |= classes[at[4]];
		found |= classes[at[5]];
		found |= classes[at[6]];
		found |= classes[at[7]];
	}
	for (; left; at++, left--)
		found |= classes[*at];
	return found;
}

/* Of evaluation->dialect, made when first needed. */
const struct byte_classes *dialect_classes(struct evaluation *evaluation);

/* The first replacement whose `from` the text starts with, or NULL. */
const struct replacement *dialect_match(const struct replacement *replacements, size_t count,
					struct string text);

/* The next line of a text, as str.splitlines() has it, without its end; at is
 * moved behind it. False where there is none. */
bool filter_next_line(struct string text, size_t *at, struct string *line);

/* The subject as str() has it. */
static inline struct string filter_subject(struct application *application)
{
	return text_of(application->evaluation, application->subject);
}

/* A subject that must be a string. */
struct string filter_string_subject(struct application *application);

/* Arguments: an absent one is the default. Fail where they have another type. */
bool filter_flag(struct application *application, int index, bool absent);
int64_t filter_integer(struct application *application, int index, int64_t absent);

/* The argument, or NULL where it is absent or none. */
const struct value *filter_argument(const struct application *application, int index);

/* A path like "a.b.0", which leads to an attribute of a value. */
struct path {
	const struct value *value;
	const struct symbol *name; /* where it is a single name that exists, else NULL */
	const struct key *keys;    /* of the map where that was found last, */
	uint32_t found_at;         /* and its place among them */
};

/* The path that an argument gives; NULL leads to the value itself. */
struct path filter_path(struct evaluation *evaluation, const struct value *path);

/* An attribute that is not where one was found last. */
const struct value *filter_find_attribute(struct evaluation *evaluation, const struct value *value,
					  struct path *path, const struct value *fallback);

/* The attribute of a value. Where something on the way is undefined and
 * fallback is not NULL, it is the fallback. */
static inline const struct value *filter_attribute(struct evaluation *evaluation,
						   const struct value *value, struct path *path,
						   const struct value *fallback)
{
	if (value->type == VALUE_MAP && path->found_at < value->length &&
	    value->entries->keys == path->keys)
		return &value->entries->values[path->found_at];
	return filter_find_attribute(evaluation, value, path, fallback);
}

#endif

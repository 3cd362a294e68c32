/* operation: what templates do with values: Python's semantics of truth,
 * equality, order, arithmetic and iteration, as far as Jinja2 shows them.
 *
 * An operation that cannot be done ends the evaluation: it reports a
 * diagnostic and jumps, so that no result needs a check. */
#ifndef ERRBIND_OPERATION_H
#define ERRBIND_OPERATION_H

#include "diag.h"
#include "value.h"

/* What an evaluation needs and where it is. */
struct evaluation {
	struct arena *scratch; /* for values, until whoever evaluates rewinds it */
	struct buf *out;       /* what is written; also where texts are put together */
	struct map *symbols;
	struct diagnostics *diagnostics;
	const struct dialect *dialect; /* or NULL */
	struct byte_classes *classes;  /* of the dialect, for filters */
	const struct value *data; /* the map that names are looked up in last */
	const struct span *place; /* of the expression or filter that is worked on */
	const struct span *whole; /* of the expression that it is part of, or the same */
	/* Adds to a diagnostic what was being rendered. */
	void (*explain)(struct evaluation *evaluation, struct diagnostic *diagnostic);
	jmp_buf *failed; /* where to go then */
};

/* Reports at evaluation->place, or at a place of the caller's, and jumps. */
_Noreturn void evaluation_fail(struct evaluation *evaluation, const char *rule,
			       const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The styles of values that only templates have. */
enum {
	STYLE_TUPLE = STYLE_BLOCK + 1, /* of a list */
	STYLE_MARKUP,                  /* of a string: Jinja2 takes it for HTML (tojson) */
	STYLE_STRICT,  /* of undefined: hardly anything may be done with it */
	STYLE_LENIENT, /* of undefined: an `if` without `else`; is empty */
};

struct variable_names {
	const struct symbol **items;
	size_t count, capacity;
};

/* Why a value is undefined: what its callable points to. */
struct undefined {
	struct string name;            /* that was looked up, or empty */
	const struct value *container; /* where it was looked up, or NULL: as a variable */
	const struct variable_names *variables; /* of the template, to suggest; or NULL */
	const char *reason;            /* instead of both, or NULL */
};

/* An attribute as a template names it. */
struct attribute {
	const struct symbol *name;
	uint32_t found_at; /* the entry of a map where it was found last */
	uint16_t methods;  /* bits 1 << enum value_type: where Python has a method of that name */
};

/* What a value of type VALUE_CALLABLE points to. */
enum object_kind { OBJECT_MACRO, OBJECT_MODULE, OBJECT_LOOP, OBJECT_ITERATOR };

struct object {
	enum object_kind kind;
};

/* What `map` and its like give: items that can be taken once. */
struct iterator {
	struct object object;
	const struct value *items;
	uint32_t count, next;
	bool busy; /* a loop is taking them */
};

static inline const struct object *value_object(const struct value *value)
{
	return value->callable;
}

static inline bool value_is_object(const struct value *value, enum object_kind kind)
{
	return value->type == VALUE_CALLABLE && value_object(value)->kind == kind;
}

/* An integer, or a boolean, which counts as 1 or 0. */
static inline bool value_is_number(const struct value *value)
{
	return value->type == VALUE_INTEGER || value->type == VALUE_BOOLEAN;
}

static inline int64_t value_number(const struct value *value)
{
	return value->type == VALUE_BOOLEAN ? value->boolean : value->integer;
}

/* What a message calls the value: "a list", "an iterator", "a macro". */
const char *operation_type_name(const struct value *value);

/* New values in the scratch arena. */
static inline struct value *operation_new(struct evaluation *evaluation, struct value value)
{
	struct value *copy = arena_alloc(evaluation->scratch, sizeof *copy);

	*copy = value;
	return copy;
}

struct value *operation_string(struct evaluation *evaluation, struct string text);
const struct value *operation_object(struct evaluation *evaluation, const struct object *object);
const struct value *operation_iterator(struct evaluation *evaluation, const struct value *items,
				       size_t count);
const struct value *operation_undefined(struct evaluation *evaluation, struct undefined why);
const struct value *operation_undefined_because(struct evaluation *evaluation, const char *format,
						...) __attribute__((format(printf, 2, 3)));

/* The two booleans. */
const struct value *operation_boolean(bool boolean);

/* Texts are put together at the end of evaluation->out: from begin to end what
 * is written there becomes a string and is taken back. */
static inline size_t operation_begin_text(struct evaluation *evaluation)
{
	return evaluation->out->length;
}
struct value *operation_end_text(struct evaluation *evaluation, size_t start);

/* Fails where the value is undefined in a way that forbids all use. */
void operation_need_defined(struct evaluation *evaluation, const struct value *value);
_Noreturn void operation_fail_undefined(struct evaluation *evaluation, const struct value *value);

/* "'x' is undefined": why an undefined value is that. */
struct string operation_why_undefined(struct evaluation *evaluation, const struct value *value);

bool operation_truth(struct evaluation *evaluation, const struct value *value);

/* Whether values are equal that are not both strings. */
bool operation_equal_others(struct evaluation *evaluation, const struct value *a,
			    const struct value *b);

static inline bool operation_equal(struct evaluation *evaluation, const struct value *a,
				   const struct value *b)
{
	return a->type == VALUE_STRING && b->type == VALUE_STRING
		? string_equal(value_string(a), value_string(b))
		: operation_equal_others(evaluation, a, b);
}

/* Negative, zero or positive; fails where the two have no order. In a list,
 * what is equal needs no order. */
int operation_order(struct evaluation *evaluation, const struct value *a, const struct value *b);

bool operation_in(struct evaluation *evaluation, const struct value *item,
		  const struct value *container);

const struct value *operation_add(struct evaluation *evaluation, const struct value *a,
				  const struct value *b);
const struct value *operation_subtract(struct evaluation *evaluation, const struct value *a,
				       const struct value *b);
const struct value *operation_multiply(struct evaluation *evaluation, const struct value *a,
				       const struct value *b);
const struct value *operation_divide(struct evaluation *evaluation, const struct value *a,
				     const struct value *b);
const struct value *operation_modulo(struct evaluation *evaluation, const struct value *a,
				     const struct value *b);
const struct value *operation_negate(struct evaluation *evaluation, const struct value *value);

/* Characters of a string, items of a list, keys of a map; an iterator is used up. */
struct items {
	const struct value *items;
	uint32_t count;
};

struct items operation_items(struct evaluation *evaluation, const struct value *value);

enum { TEXT_LIMIT = 1 << 30, ITEMS_LIMIT = 1 << 24 };

/* Ends the evaluation where a text of so many bytes would pass TEXT_LIMIT. */
void operation_check_length(struct evaluation *evaluation, uint64_t length);

/* Room for the items of a list; ends the evaluation where they pass ITEMS_LIMIT. */
struct value *operation_new_items(struct evaluation *evaluation, uint64_t count);

/* What `length` says. */
uint32_t operation_length(struct evaluation *evaluation, const struct value *value);

/* container[index] and value.name: undefined where there is none. Where Jinja2
 * would give a method of Python's, they fail. */
const struct value *operation_index(struct evaluation *evaluation, const struct value *container,
				    const struct value *index);
const struct value *operation_attribute(struct evaluation *evaluation, const struct value *value,
					struct attribute *attribute);

/* For attribute.methods. */
uint16_t operation_methods(struct string name);

#endif

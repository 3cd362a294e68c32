/* template_node: what a template is once it is parsed: statements that hold
 * expressions, all names resolved to places.
 *
 * A template and every macro in it is a routine. A routine has slots, one for
 * each variable that it assigns; what it only reads and nobody around it
 * assigns is a global, looked up once where the rendering of a template starts. */
#ifndef ERRBIND_TEMPLATE_NODE_H
#define ERRBIND_TEMPLATE_NODE_H

#include "filter.h"

enum node_kind {
	NODE_CONSTANT,
	NODE_GLOBAL,      /* a name */
	NODE_LOCAL,       /* a name in a slot of this routine */
	NODE_OUTER,       /* a name in a slot of a routine around this one */
	NODE_ATTRIBUTE,
	NODE_LOCAL_ATTRIBUTE, /* of a name in a slot of this routine */
	NODE_INDEX,
	NODE_LIST,
	NODE_TUPLE,
	NODE_MAP,
	NODE_CONCATENATION,
	NODE_ARITHMETIC,
	NODE_NEGATION,
	NODE_NOT,
	NODE_AND,
	NODE_OR,
	NODE_COMPARISON,
	NODE_EQUALITY,    /* a comparison with one operator, == or != */
	NODE_CONDITIONAL,
	NODE_CALL,
	NODE_FILTER,
	NODE_LENGTH,      /* the filter length */
	NODE_TEST,
	NODE_TYPE_TEST,   /* a test that asks for the type alone */
	NODE_BODY,        /* in a filter of a block `set`: the text of the block */
	NODE_KIND_COUNT
};

enum loop_field {
	LOOP_UNKNOWN, /* not yet looked at */
	LOOP_NOTHING,
	LOOP_INDEX,
	LOOP_INDEX0,
	LOOP_REVINDEX,
	LOOP_FIRST,
	LOOP_LAST,
	LOOP_LENGTH,
	LOOP_PREVITEM,
	LOOP_NEXTITEM,
};

/* A slot, seen from a routine: `outward` routines around it. */
struct place {
	uint32_t slot;
	uint16_t outward;
	bool global; /* slot is an index of the globals then */
};

struct comparison {
	uint8_t operator; /* enum token_kind */
	bool in, not_in;
	struct node *operand;
};

enum { USE_LIMIT = 4 };

/* A filter or a test with its arguments, in the order of the parameters; at most
 * USE_LIMIT of them in each other. */
struct use {
	const struct filter *filter; /* or NULL */
	const struct test *test;     /* or NULL */
	struct span span;            /* of its name */
	struct node *arguments[PARAMETER_COUNT];
	uint8_t parameter_count; /* the arguments behind them are never asked for */
	struct use *inner; /* of `map`, `select` and their like, or NULL */
};

struct keyword {
	const struct symbol *name;
	struct span span;
	struct node *value;
};

struct node {
	uint8_t kind;    /* enum node_kind */
	uint8_t operator; /* enum token_kind, of NODE_ARITHMETIC */
	uint16_t depth;  /* of the nodes below it, itself included */
	struct span span;
	union {
		struct value constant;
		struct {
			const struct symbol *symbol;
			struct place place;
			struct node *next;       /* the next name of the same expression */
			uint8_t word;            /* enum word that it is */
			struct undefined why;    /* what is said where it has no value, */
			struct value undefined;  /* and the value then */
		} name;
		struct {
			struct node *object;
			struct attribute attribute;
			uint8_t loop_field; /* enum loop_field: what the name means of `loop` */
		} attribute;
		struct {
			struct node *left, *right; /* also of NODE_INDEX; NODE_NOT has left alone */
		} binary;
		struct {
			struct node **items; /* of NODE_MAP keys and values in turn */
			uint32_t count;
		} list;
		struct {
			struct node *first;
			struct comparison *rest;
			uint32_t count;
		} comparison;
		struct {
			struct node *condition, *yes, *no; /* no may be NULL */
		} conditional;
		struct {
			struct node *callee;
			struct node **arguments;
			struct keyword *keywords;
			uint32_t argument_count, keyword_count;
		} call;
		struct {
			struct node *subject;
			struct use *use;
		} use;
		struct {
			struct node *subject;
			uint16_t types; /* bits 1 << enum value_type: where it holds */
		} type_test;
	};
};

/* An expression of a statement, and the names in it, which the scopes need. */
struct expression {
	struct node *root;
	struct node *names; /* a list by name.next */
};

enum statement_kind {
	STATEMENT_TEXT,
	STATEMENT_OUTPUT,
	STATEMENT_IF,
	STATEMENT_FOR,
	STATEMENT_SET,
	STATEMENT_SET_BLOCK,
	STATEMENT_MACRO,
	STATEMENT_INCLUDE,
	STATEMENT_IMPORT,
	STATEMENT_FROM,
};

struct body {
	struct statement *items;
	size_t count, capacity;
	/* What rendering begins with; in an empty branch, what follows the `if`. */
	const struct statement *first;
};

/* What is assigned to: a name, or several that the items of a value go to.
 * The slot is of the routine that the statement is in. */
struct assignee {
	const struct symbol *name; /* NULL: several */
	struct span span;
	uint32_t slot;
	struct assignee *items;
	uint32_t count;
};

/* What a slot gets where a scope is entered. */
struct load {
	uint32_t slot;
	bool from_place; /* else it gets no value */
	struct place from;
};

struct loads {
	struct load *items;
	size_t count;
};

/* A variable that an include passes on. */
struct visible {
	const struct symbol *name;
	struct place place;
};

struct branch {
	struct expression condition; /* root is NULL in `else` */
	struct body body;
};

struct for_statement {
	struct assignee target;
	struct expression items, condition; /* condition.root may be NULL */
	struct body body, otherwise;
	struct loads loads, otherwise_loads;
	uint32_t loop_slot;
	bool uses_loop; /* the variable `loop` has a slot */
	bool has_otherwise;
};

/* Of a macro, whose first slots are those of its parameters. */
struct parameter {
	const struct symbol *name;
	struct node *default_value; /* or NULL */
};

struct routine {
	struct body body;
	uint32_t slot_count;
	struct loads loads;
	uint16_t depth; /* of its statements and expressions, for the limit of recursion */
};

struct macro {
	const struct symbol *name;
	struct span span;
	uint32_t slot;
	bool exported;
	struct parameter *parameters;
	uint32_t parameter_count;
	struct node *default_names; /* the names in all defaults */
	struct routine routine;
};

struct set_statement {
	struct assignee target;
	struct expression value; /* of a block: its filters, or nothing */
	struct body body;        /* of a block, with what its scope loads */
	struct loads loads;
};

struct include_statement {
	struct expression name;
	const struct template *template; /* where the name is a literal */
	struct visible *visible;
	size_t visible_count;
};

struct import {
	const struct symbol *name; /* in the template; NULL: the template itself */
	struct assignee target;
};

struct import_statement {
	struct expression name;
	const struct template *template;
	struct import *imports;
	size_t count, capacity;
};

struct statement {
	uint8_t kind; /* enum statement_kind */
	bool toplevel; /* what it assigns is what an import of the template sees */
	struct span span;
	struct string text; /* that stands before it; all that a STATEMENT_TEXT is */
	/* What is rendered behind it, even out of a branch, or NULL; of an `if` what is
	 * where no condition holds. A text that another statement has is passed over. */
	const struct statement *next;
	union {
		struct expression output;
		struct {
			struct branch *branches;
			uint32_t count;
			uint32_t conditions; /* one less where there is an `else` */
		} choice;
		struct for_statement *loop;
		struct set_statement *set;
		struct macro *macro;
		struct include_statement *include;
		struct import_statement *import;
	};
};

struct templates {
	struct arena *arena;
	struct map *symbols;
	struct diagnostics *diagnostics;
	const struct string *folders;
	size_t folder_count;
	const struct dialect *dialect;
	struct byte_classes *classes; /* of the dialect */
	struct arena module_arena;
	struct module *modules; /* what was imported so far: it sees no data, so it stays */
	struct map by_name;
	struct map attributes; /* struct attribute by name: all that templates ask for */
	struct template_list {
		struct template **items;
		size_t count, capacity;
	} pending; /* found, but still to be parsed */
	bool parsing;
};

struct template {
	struct templates *templates; /* that it belongs to */
	struct string name;          /* as templates name it */
	struct source *source;
	uint32_t start, end; /* of its text in the source */
	struct routine routine;
	const struct symbol **globals;
	struct node **global_uses; /* the first use of each, for messages */
	size_t global_count, global_capacity;
	/* The variables of the outermost scope, for who imports the template. */
	struct visible *exports;
	size_t export_count;
	struct variable_names variables; /* of all scopes, for suggestions */
	bool usable; /* it was parsed without an error */
};

#endif

/* template_scope: the scopes of a template while its names are resolved:
 * template_scope.c finds out what each reads and assigns, template_resolve.c makes
 * places of that. */
#ifndef ERRBIND_TEMPLATE_SCOPE_H
#define ERRBIND_TEMPLATE_SCOPE_H

#include "template_parser.h"

enum origin { FROM_NOWHERE, FROM_CALLER, FROM_GLOBAL, FROM_AROUND };

/* What is known of a variable at some point of its scope. */
struct state {
	bool known, stored;
	uint8_t origin; /* enum origin: of its value where the scope is entered */
};

struct states {
	struct state *items; /* of the scope's variables, in order; unknown behind the last */
	size_t count, capacity;
};

struct variable {
	const struct symbol *name;
	uint32_t slot;
	bool has_slot;
};

struct scope {
	struct scope *outer;
	struct parser *parser;
	struct routine *routine;
	const struct macro *macro; /* whose parameters are in this scope, or NULL */
	struct variable *variables;
	size_t count, capacity;
	struct states states;
};

static inline struct arena *scope_arena(const struct scope *scope)
{
	return scope->parser->templates->arena;
}

/* Makes a name a variable of the scope that somebody else gives a value. */
void scope_declare(struct scope *scope, const struct symbol *name);
void scope_declare_assignee(struct scope *scope, const struct assignee *target);

/* Takes down what names, and what a body, read and assign, in order. */
void scope_load_names(struct scope *scope, const struct node *names);
void scope_analyze(struct scope *scope, const struct body *body);

#endif

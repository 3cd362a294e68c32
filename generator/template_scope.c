/* template_scope: finds out what the scopes of a template read and assign, as
 * Jinja2 scopes names. See template_scope.h.
 *
 * A template, the body of a macro, of a loop, of its `else`, of its condition
 * and of a block `set` are scopes; `if` is none. What a scope assigns anywhere
 * is its own variable from its start on: there, it gets the value that the name
 * has around it, or none. What only some branches of an `if` assign gets the
 * value from outside where the branch is not taken. A name that no scope around
 * it assigns is a global of the template. */
#include "template_scope.h"

static size_t variable_index(struct scope *scope, const struct symbol *name)
{
	for (size_t i = 0; i < scope->count; i++)
		if (scope->variables[i].name == name)
			return i;
	scope->variables = arena_grow(scope_arena(scope), scope->variables, scope->count,
				      &scope->capacity, sizeof *scope->variables);
	scope->variables[scope->count] = (struct variable){.name = name};
	return scope->count++;
}

/* Of a variable of the scope. */
static struct state *state_at(struct scope *scope, size_t index)
{
	struct states *states = &scope->states;

	while (states->count <= index) {
		states->items = arena_grow(scope_arena(scope), states->items, states->count,
					   &states->capacity, sizeof *states->items);
		states->items[states->count++] = (struct state){0};
	}
	return &states->items[index];
}

static struct state *state_of(struct scope *scope, const struct symbol *name)
{
	return state_at(scope, variable_index(scope, name));
}

static bool is_known(const struct scope *scope, const struct symbol *name)
{
	for (size_t i = 0; i < scope->states.count; i++)
		if (scope->variables[i].name == name)
			return scope->states.items[i].known;
	return false;
}

static bool is_known_around(const struct scope *scope, const struct symbol *name)
{
	for (scope = scope->outer; scope; scope = scope->outer)
		if (is_known(scope, name))
			return true;
	return false;
}

void scope_declare(struct scope *scope, const struct symbol *name)
{
	*state_of(scope, name) = (struct state){true, true, FROM_CALLER};
}

static void store(struct scope *scope, const struct symbol *name)
{
	struct state *state = state_of(scope, name);

	state->stored = true;
	if (state->known)
		return;
	state->known = true;
	state->origin = is_known_around(scope, name) ? FROM_AROUND : FROM_NOWHERE;
}

static void load(struct scope *scope, const struct symbol *name)
{
	if (!is_known(scope, name) && !is_known_around(scope, name))
		*state_of(scope, name) = (struct state){.known = true, .origin = FROM_GLOBAL};
}

void scope_load_names(struct scope *scope, const struct node *names)
{
	for (; names; names = names->name.next)
		load(scope, names->name.symbol);
}

static void store_assignee(struct scope *scope, const struct assignee *target)
{
	if (target->name)
		store(scope, target->name);
	for (uint32_t i = 0; i < target->count; i++)
		store_assignee(scope, &target->items[i]);
}

void scope_declare_assignee(struct scope *scope, const struct assignee *target)
{
	if (target->name)
		scope_declare(scope, target->name);
	for (uint32_t i = 0; i < target->count; i++)
		scope_declare_assignee(scope, &target->items[i]);
}

static struct states copy_states(const struct scope *scope, struct states states)
{
	const struct state *items = states.items;

	states.capacity = states.count;
	states.items = arena_alloc(scope_arena(scope), states.count * sizeof *states.items);
	if (states.count)
		memcpy(states.items, items, states.count * sizeof *items);
	return states;
}

/* An `if` has three branches: the first, all `elif` (each an `if` of its own),
 * and `else`. What not every branch assigns keeps the value from outside. */
enum { BRANCHES = 3 };

static void merge_branches(struct scope *scope, const struct states before,
			   const struct states after[BRANCHES])
{
	scope->states = before;
	for (size_t i = 0; i < scope->count; i++) {
		if (i < before.count && before.items[i].stored)
			continue; /* whatever the branches do, it was the scope's before */
		struct state merged = i < before.count ? before.items[i] : (struct state){0};
		int stores = 0;
		for (int branch = 0; branch < BRANCHES; branch++) {
			if (i >= after[branch].count || !after[branch].items[i].known)
				continue;
			bool const stored = merged.stored || after[branch].items[i].stored;
			stores += after[branch].items[i].stored;
			merged = after[branch].items[i];
			merged.stored = stored;
		}
		if (!merged.known)
			continue;
		if (merged.stored && stores < BRANCHES)
			merged.origin = is_known_around(scope, scope->variables[i].name)
						? FROM_AROUND
						: FROM_GLOBAL;
		*state_at(scope, i) = merged;
	}
}

static void analyze_branches(struct scope *scope, const struct branch *branches, uint32_t count)
{
	struct states after[BRANCHES];

	scope_load_names(scope, branches[0].condition.names);
	struct states const start = scope->states;
	bool const has_else = count > 1 && !branches[count - 1].condition.root;
	scope->states = copy_states(scope, start);
	scope_analyze(scope, &branches[0].body);
	after[0] = scope->states;
	scope->states = copy_states(scope, start);
	for (uint32_t i = 1; i < count - has_else; i++)
		analyze_branches(scope, &branches[i], 1);
	after[1] = scope->states;
	scope->states = copy_states(scope, start);
	if (has_else)
		scope_analyze(scope, &branches[count - 1].body);
	after[2] = scope->states;
	merge_branches(scope, start, after);
}

static void analyze_statement(struct scope *scope, const struct statement *statement)
{
	switch ((enum statement_kind)statement->kind) {
	case STATEMENT_TEXT:
		break;
	case STATEMENT_OUTPUT:
		scope_load_names(scope, statement->output.names);
		break;
	case STATEMENT_IF:
		analyze_branches(scope, statement->choice.branches, statement->choice.count);
		break;
	case STATEMENT_FOR:
		scope_load_names(scope, statement->loop->items.names);
		break;
	case STATEMENT_SET:
		scope_load_names(scope, statement->set->value.names);
		store_assignee(scope, &statement->set->target);
		break;
	case STATEMENT_SET_BLOCK:
		store_assignee(scope, &statement->set->target);
		break;
	case STATEMENT_MACRO:
		store(scope, statement->macro->name);
		break;
	case STATEMENT_INCLUDE:
		scope_load_names(scope, statement->include->name.names);
		break;
	case STATEMENT_IMPORT:
	case STATEMENT_FROM:
		scope_load_names(scope, statement->import->name.names);
		for (size_t i = 0; i < statement->import->count; i++)
			store_assignee(scope, &statement->import->imports[i].target);
		break;
	}
}

void scope_analyze(struct scope *scope, const struct body *body)
{
	for (size_t i = 0; i < body->count; i++)
		analyze_statement(scope, &body->items[i]);
}

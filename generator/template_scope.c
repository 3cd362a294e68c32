/* template_scope: resolves the names of a template to places, as Jinja2 scopes
 * them. See template_parser.h.
 *
 * A template, the body of a macro, of a loop, of its `else`, of its condition
 * and of a block `set` are scopes; `if` is none. What a scope assigns anywhere
 * is its own variable from its start on: there, it gets the value that the name
 * has around it, or none. What only some branches of an `if` assign gets the
 * value from outside where the branch is not taken. A name that no scope around
 * it assigns is a global of the template. */
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

static void resolve_body(struct scope *scope, struct body *body);

static struct arena *arena_of(const struct scope *scope)
{
	return scope->parser->templates->arena;
}

static size_t variable_index(struct scope *scope, const struct symbol *name)
{
	for (size_t i = 0; i < scope->count; i++)
		if (scope->variables[i].name == name)
			return i;
	scope->variables = arena_grow(arena_of(scope), scope->variables, scope->count,
				      &scope->capacity, sizeof *scope->variables);
	scope->variables[scope->count] = (struct variable){.name = name};
	return scope->count++;
}

static struct state *state_of(struct scope *scope, const struct symbol *name)
{
	size_t const index = variable_index(scope, name);
	struct states *states = &scope->states;

	while (states->count <= index) {
		states->items = arena_grow(arena_of(scope), states->items, states->count,
					   &states->capacity, sizeof *states->items);
		states->items[states->count++] = (struct state){0};
	}
	return &states->items[index];
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

/* First pass: what the statements of a scope read and assign, in order. */

static void declare(struct scope *scope, const struct symbol *name)
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

static void load_names(struct scope *scope, const struct node *names)
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

static void declare_assignee(struct scope *scope, const struct assignee *target)
{
	if (target->name)
		declare(scope, target->name);
	for (uint32_t i = 0; i < target->count; i++)
		declare_assignee(scope, &target->items[i]);
}

static struct states copy_states(const struct scope *scope, struct states states)
{
	const struct state *items = states.items;

	states.capacity = states.count;
	states.items = arena_calloc(arena_of(scope), states.count + 1, sizeof *states.items);
	if (states.count)
		memcpy(states.items, items, states.count * sizeof *items);
	return states;
}

static void analyze(struct scope *scope, const struct body *body);

/* An `if` has three branches: the first, all `elif` (each an `if` of its own),
 * and `else`. What not every branch assigns keeps the value from outside. */
enum { BRANCHES = 3 };

static void merge_branches(struct scope *scope, const struct states before,
			   const struct states after[BRANCHES])
{
	scope->states = before;
	for (size_t i = 0; i < scope->count; i++) {
		const struct symbol *name = scope->variables[i].name;
		bool const was_stored = i < before.count && before.items[i].stored;
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
		if (merged.stored && !was_stored && stores < BRANCHES)
			merged.origin = is_known_around(scope, name) ? FROM_AROUND : FROM_GLOBAL;
		*state_of(scope, name) = merged;
	}
}

static void analyze_branches(struct scope *scope, const struct branch *branches, uint32_t count)
{
	struct states after[BRANCHES];

	load_names(scope, branches[0].condition.names);
	struct states const start = scope->states;
	bool const has_else = count > 1 && !branches[count - 1].condition.root;
	scope->states = copy_states(scope, start);
	analyze(scope, &branches[0].body);
	after[0] = scope->states;
	scope->states = copy_states(scope, start);
	for (uint32_t i = 1; i < count - has_else; i++)
		analyze_branches(scope, &branches[i], 1);
	after[1] = scope->states;
	scope->states = copy_states(scope, start);
	if (has_else)
		analyze(scope, &branches[count - 1].body);
	after[2] = scope->states;
	merge_branches(scope, start, after);
}

static void analyze_statement(struct scope *scope, const struct statement *statement)
{
	switch ((enum statement_kind)statement->kind) {
	case STATEMENT_TEXT:
		break;
	case STATEMENT_OUTPUT:
		load_names(scope, statement->output.names);
		break;
	case STATEMENT_IF:
		analyze_branches(scope, statement->choice.branches, statement->choice.count);
		break;
	case STATEMENT_FOR:
		load_names(scope, statement->loop->items.names);
		break;
	case STATEMENT_SET:
		load_names(scope, statement->set->value.names);
		store_assignee(scope, &statement->set->target);
		break;
	case STATEMENT_SET_BLOCK:
		store_assignee(scope, &statement->set->target);
		break;
	case STATEMENT_MACRO:
		store(scope, statement->macro->name);
		break;
	case STATEMENT_INCLUDE:
		load_names(scope, statement->include->name.names);
		break;
	case STATEMENT_IMPORT:
	case STATEMENT_FROM:
		load_names(scope, statement->import->name.names);
		for (size_t i = 0; i < statement->import->count; i++)
			store_assignee(scope, &statement->import->imports[i].target);
		break;
	}
}

static void analyze(struct scope *scope, const struct body *body)
{
	for (size_t i = 0; i < body->count; i++)
		analyze_statement(scope, &body->items[i]);
}

/* Second pass: places. */

static uint32_t global_index(struct scope *scope, const struct symbol *name, struct node *use)
{
	struct template *template = scope->parser->template;

	for (size_t i = 0; i < template->global_count; i++)
		if (template->globals[i] == name) {
			if (!template->global_uses[i])
				template->global_uses[i] = use;
			return (uint32_t)i;
		}
	size_t capacity = template->global_capacity;
	template->globals = arena_grow(arena_of(scope), template->globals, template->global_count,
				       &capacity, sizeof *template->globals);
	template->global_uses =
		arena_grow(arena_of(scope), template->global_uses, template->global_count,
			   &template->global_capacity, sizeof *template->global_uses);
	template->globals[template->global_count] = name;
	template->global_uses[template->global_count] = use;
	return (uint32_t)template->global_count++;
}

/* Where a name leads to, seen from the routine of scope; use is for messages. */
static struct place place_of(struct scope *scope, const struct symbol *name, struct node *use)
{
	const struct routine *routine = scope->routine;
	uint16_t outward = 0;

	for (; scope; scope = scope->outer) {
		if (scope->routine != routine)
			outward++;
		routine = scope->routine;
		for (size_t i = 0; i < scope->states.count; i++) {
			if (scope->variables[i].name != name || !scope->states.items[i].known)
				continue;
			if (scope->variables[i].has_slot)
				return (struct place){scope->variables[i].slot, outward, false};
			return (struct place){global_index(scope, name, use), 0, true};
		}
		if (!scope->outer)
			break;
	}
	return (struct place){global_index(scope, name, use), 0, true};
}

static void list_variable(struct scope *scope, const struct symbol *name)
{
	struct variable_names *list = &scope->parser->template->variables;

	for (size_t i = 0; i < list->count; i++)
		if (list->items[i] == name)
			return;
	list->items = arena_grow(arena_of(scope), list->items, list->count, &list->capacity,
				 sizeof *list->items);
	list->items[list->count++] = name;
}

/* Gives the variables of a scope slots; what it loads where it is entered. */
static struct loads assign_slots(struct scope *scope)
{
	struct loads loads = {0};
	size_t capacity = 0;

	for (size_t i = 0; i < scope->states.count; i++) {
		struct variable *variable = &scope->variables[i];
		struct state const state = scope->states.items[i];
		if (!state.known || !state.stored)
			continue;
		variable->has_slot = true;
		variable->slot = scope->routine->slot_count++;
		list_variable(scope, variable->name);
		struct load load = {.slot = variable->slot};
		if (state.origin == FROM_CALLER)
			continue;
		if (state.origin != FROM_NOWHERE) {
			load.from = state.origin == FROM_AROUND
				? place_of(scope->outer, variable->name, NULL)
				: (struct place){global_index(scope, variable->name, NULL), 0, true};
			if (state.origin == FROM_AROUND && scope->outer->routine != scope->routine &&
			    !load.from.global)
				load.from.outward++;
			load.from_place = true;
		}
		loads.items = arena_grow(arena_of(scope), loads.items, loads.count, &capacity,
					 sizeof load);
		loads.items[loads.count++] = load;
	}
	return loads;
}

static bool is_parameter(const struct macro *macro, const struct symbol *name)
{
	for (uint32_t i = 0; i < macro->parameter_count; i++)
		if (macro->parameters[i].name == name)
			return true;
	return false;
}

/* The names that a macro of Jinja2 gets without declaring them. */
static void check_name(struct scope *scope, const struct node *node)
{
	static const char *const implicit[] = {"caller", "kwargs", "varargs"};
	const struct scope *around = scope;

	while (around && !around->macro)
		around = around->outer;
	if (!around || is_parameter(around->macro, node->name.symbol))
		return;
	for (size_t i = 0; i < sizeof implicit / sizeof *implicit; i++)
		if (string_is(node->name.symbol->text, implicit[i]))
			parser_report(scope->parser, "template-syntax", node->span,
				      "'%s' of a macro is not part of errbind's templates",
				      implicit[i]);
}

static void resolve_names(struct scope *scope, struct node *names)
{
	for (struct node *node = names; node; node = node->name.next) {
		check_name(scope, node);
		node->name.why.variables = &scope->parser->template->variables;
		node->name.place = place_of(scope, node->name.symbol, node);
		node->kind = node->name.place.global    ? NODE_GLOBAL
			     : node->name.place.outward ? NODE_OUTER
							: NODE_LOCAL;
	}
}

static void resolve_assignee(struct scope *scope, struct assignee *target)
{
	if (target->name)
		target->slot = place_of(scope, target->name, NULL).slot;
	for (uint32_t i = 0; i < target->count; i++)
		resolve_assignee(scope, &target->items[i]);
}

static struct scope inner_scope(struct scope *outer)
{
	return (struct scope){.outer = outer, .parser = outer->parser, .routine = outer->routine};
}

/* The condition of a loop sees the target, but nothing of the body. */
static void resolve_condition(struct scope *outer, struct scope *body, struct for_statement *loop)
{
	struct scope scope = inner_scope(outer);

	declare_assignee(&scope, &loop->target);
	for (size_t i = 0; i < scope.count; i++) {
		scope.variables[i].has_slot = true;
		scope.variables[i].slot = place_of(body, scope.variables[i].name, NULL).slot;
	}
	load_names(&scope, loop->condition.names);
	resolve_names(&scope, loop->condition.names);
}

static void resolve_for(struct scope *outer, struct for_statement *loop)
{
	struct scope body = inner_scope(outer), otherwise = inner_scope(outer);
	const struct symbol *name = symbol_intern(outer->parser->templates->symbols, STRING("loop"));

	resolve_names(outer, loop->items.names);
	if (loop->uses_loop)
		declare(&body, name);
	declare_assignee(&body, &loop->target);
	analyze(&body, &loop->body);
	loop->loads = assign_slots(&body);
	resolve_assignee(&body, &loop->target);
	if (loop->uses_loop)
		loop->loop_slot = place_of(&body, name, NULL).slot;
	resolve_body(&body, &loop->body);
	if (loop->condition.root)
		resolve_condition(outer, &body, loop);
	analyze(&otherwise, &loop->otherwise);
	loop->otherwise_loads = assign_slots(&otherwise);
	resolve_body(&otherwise, &loop->otherwise);
}

static void resolve_macro(struct scope *outer, struct macro *macro)
{
	struct scope scope = inner_scope(outer);

	macro->slot = place_of(outer, macro->name, NULL).slot;
	scope.routine = &macro->routine;
	scope.macro = macro;
	for (uint32_t i = 0; i < macro->parameter_count; i++)
		declare(&scope, macro->parameters[i].name);
	load_names(&scope, macro->default_names);
	analyze(&scope, &macro->routine.body);
	macro->routine.loads = assign_slots(&scope);
	for (uint32_t i = 0; i < macro->parameter_count; i++)
		macro->parameters[i].slot = place_of(&scope, macro->parameters[i].name, NULL).slot;
	resolve_names(&scope, macro->default_names);
	resolve_body(&scope, &macro->routine.body);
}

static void resolve_set_block(struct scope *outer, struct set_statement *set)
{
	struct scope scope = inner_scope(outer);

	analyze(&scope, &set->body);
	load_names(&scope, set->value.names);
	set->loads = assign_slots(&scope);
	resolve_names(&scope, set->value.names);
	resolve_body(&scope, &set->body);
	resolve_assignee(outer, &set->target);
}

static bool is_listed(const struct visible *items, size_t count, const struct symbol *name)
{
	for (size_t i = 0; i < count; i++)
		if (items[i].name == name)
			return true;
	return false;
}

/* The variables of all scopes around a place, the innermost of each name. */
static void resolve_include(struct scope *scope, struct include_statement *include)
{
	size_t capacity = 0;

	resolve_names(scope, include->name.names);
	for (struct scope *around = scope; around; around = around->outer)
		for (size_t i = 0; i < around->states.count; i++) {
			const struct symbol *name = around->variables[i].name;
			if (!around->variables[i].has_slot ||
			    is_listed(include->visible, include->visible_count, name))
				continue;
			include->visible = arena_grow(arena_of(scope), include->visible,
						      include->visible_count, &capacity,
						      sizeof *include->visible);
			include->visible[include->visible_count++] =
				(struct visible){name, place_of(scope, name, NULL)};
		}
}

static void resolve_branches(struct scope *scope, struct branch *branches, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		resolve_names(scope, branches[i].condition.names);
		resolve_body(scope, &branches[i].body);
	}
}

static void resolve_statement(struct scope *scope, struct statement *statement)
{
	statement->toplevel = !scope->outer;
	switch ((enum statement_kind)statement->kind) {
	case STATEMENT_TEXT:
		break;
	case STATEMENT_OUTPUT:
		resolve_names(scope, statement->output.names);
		break;
	case STATEMENT_IF:
		resolve_branches(scope, statement->choice.branches, statement->choice.count);
		break;
	case STATEMENT_FOR:
		resolve_for(scope, statement->loop);
		break;
	case STATEMENT_SET:
		resolve_names(scope, statement->set->value.names);
		resolve_assignee(scope, &statement->set->target);
		break;
	case STATEMENT_SET_BLOCK:
		resolve_set_block(scope, statement->set);
		break;
	case STATEMENT_MACRO:
		resolve_macro(scope, statement->macro);
		break;
	case STATEMENT_INCLUDE:
		resolve_include(scope, statement->include);
		break;
	case STATEMENT_IMPORT:
	case STATEMENT_FROM:
		resolve_names(scope, statement->import->name.names);
		for (size_t i = 0; i < statement->import->count; i++)
			resolve_assignee(scope, &statement->import->imports[i].target);
		break;
	}
}

static void resolve_body(struct scope *scope, struct body *body)
{
	for (size_t i = 0; i < body->count; i++)
		resolve_statement(scope, &body->items[i]);
}

static void list_exports(struct scope *scope)
{
	struct template *template = scope->parser->template;

	template->exports = arena_calloc(arena_of(scope), scope->count + 1,
					 sizeof *template->exports);
	for (size_t i = 0; i < scope->states.count; i++)
		if (scope->variables[i].has_slot)
			template->exports[template->export_count++] = (struct visible){
				scope->variables[i].name, {scope->variables[i].slot, 0, false}};
}

void scope_resolve(struct parser *parser)
{
	struct template *template = parser->template;
	struct scope scope = {.parser = parser, .routine = &template->routine};

	analyze(&scope, &template->routine.body);
	template->routine.loads = assign_slots(&scope);
	resolve_body(&scope, &template->routine.body);
	list_exports(&scope);
}

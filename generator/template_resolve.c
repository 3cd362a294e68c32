/* template_resolve: makes places of the names of a template: slots of its
 * routines, and globals; and links its statements. See template_scope.h. */
#include "template_scope.h"

static void resolve_body(struct scope *scope, struct body *body, const struct statement *after);

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
	template->globals =
		arena_grow(scope_arena(scope), template->globals, template->global_count, &capacity,
			   sizeof *template->globals);
	template->global_uses =
		arena_grow(scope_arena(scope), template->global_uses, template->global_count,
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
	list->items = arena_grow(scope_arena(scope), list->items, list->count, &list->capacity,
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
			load.from =
				state.origin == FROM_AROUND
					? place_of(scope->outer, variable->name, NULL)
					: (struct place){
						  global_index(scope, variable->name, NULL), 0, true};
			if (state.origin == FROM_AROUND &&
			    scope->outer->routine != scope->routine && !load.from.global)
				load.from.outward++;
			load.from_place = true;
		}
		loads.items = arena_grow(scope_arena(scope), loads.items, loads.count, &capacity,
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
	enum word const word = (enum word)node->name.word;
	const struct scope *around = scope;

	if (word != WORD_CALLER && word != WORD_KWARGS && word != WORD_VARARGS)
		return;
	while (around && !around->macro)
		around = around->outer;
	if (around && !is_parameter(around->macro, node->name.symbol))
		parser_report(scope->parser, "template-syntax", node->span,
			      "'%s' of a macro is not part of errbind's templates", word_text(word));
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

	scope_declare_assignee(&scope, &loop->target);
	for (size_t i = 0; i < scope.count; i++) {
		scope.variables[i].has_slot = true;
		scope.variables[i].slot = place_of(body, scope.variables[i].name, NULL).slot;
	}
	scope_load_names(&scope, loop->condition.names);
	resolve_names(&scope, loop->condition.names);
}

static void resolve_for(struct scope *outer, struct for_statement *loop)
{
	struct scope body = inner_scope(outer), otherwise = inner_scope(outer);
	const struct symbol *name =
		loop->uses_loop ? symbol_intern(outer->parser->templates->symbols, STRING("loop"))
				: NULL;

	resolve_names(outer, loop->items.names);
	if (loop->uses_loop)
		scope_declare(&body, name);
	scope_declare_assignee(&body, &loop->target);
	scope_analyze(&body, &loop->body);
	loop->loads = assign_slots(&body);
	resolve_assignee(&body, &loop->target);
	if (loop->uses_loop)
		loop->loop_slot = place_of(&body, name, NULL).slot;
	resolve_body(&body, &loop->body, NULL);
	if (loop->condition.root)
		resolve_condition(outer, &body, loop);
	scope_analyze(&otherwise, &loop->otherwise);
	loop->otherwise_loads = assign_slots(&otherwise);
	resolve_body(&otherwise, &loop->otherwise, NULL);
}

static void resolve_macro(struct scope *outer, struct macro *macro)
{
	struct scope scope = inner_scope(outer);

	macro->slot = place_of(outer, macro->name, NULL).slot;
	scope.routine = &macro->routine;
	scope.macro = macro;
	for (uint32_t i = 0; i < macro->parameter_count; i++)
		scope_declare(&scope, macro->parameters[i].name);
	scope_load_names(&scope, macro->default_names);
	scope_analyze(&scope, &macro->routine.body);
	macro->routine.loads = assign_slots(&scope);
	resolve_names(&scope, macro->default_names);
	resolve_body(&scope, &macro->routine.body, NULL);
}

static void resolve_set_block(struct scope *outer, struct set_statement *set)
{
	struct scope scope = inner_scope(outer);

	scope_analyze(&scope, &set->body);
	scope_load_names(&scope, set->value.names);
	set->loads = assign_slots(&scope);
	resolve_names(&scope, set->value.names);
	resolve_body(&scope, &set->body, NULL);
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
			include->visible = arena_grow(scope_arena(scope), include->visible,
						      include->visible_count, &capacity,
						      sizeof *include->visible);
			include->visible[include->visible_count++] =
				(struct visible){name, place_of(scope, name, NULL)};
		}
}

static void resolve_if(struct scope *scope, struct statement *statement)
{
	const struct statement *after = statement->next;
	uint32_t const count = statement->choice.count;

	for (uint32_t i = 0; i < count; i++) {
		struct branch *branch = &statement->choice.branches[i];
		resolve_names(scope, branch->condition.names);
		resolve_body(scope, &branch->body, after);
		if (branch->condition.root)
			statement->choice.conditions++;
		else
			statement->next = branch->body.first;
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
		resolve_if(scope, statement);
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

/* Links the statements of a body; texts go to the statements behind them. */
static void link_body(struct body *body, const struct statement *after)
{
	const struct statement **link = &body->first;

	for (size_t i = 0; i < body->count; i++) {
		struct statement *statement = &body->items[i];
		struct statement *next = i + 1 < body->count ? statement + 1 : NULL;
		if (statement->kind == STATEMENT_TEXT && next && next->kind != STATEMENT_TEXT) {
			next->text = statement->text;
			continue;
		}
		*link = statement;
		link = &statement->next;
	}
	*link = after;
}

/* Behind the body, rendering goes on with after. */
static void resolve_body(struct scope *scope, struct body *body, const struct statement *after)
{
	link_body(body, after);
	for (size_t i = 0; i < body->count; i++)
		resolve_statement(scope, &body->items[i]);
}

static void list_exports(struct scope *scope)
{
	struct template *template = scope->parser->template;

	template->exports = arena_calloc(scope_arena(scope), scope->count + 1,
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

	scope_analyze(&scope, &template->routine.body);
	template->routine.loads = assign_slots(&scope);
	resolve_body(&scope, &template->routine.body, NULL);
	list_exports(&scope);
}

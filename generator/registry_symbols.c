/* registry_symbols: names of one scope that a target cannot tell apart. See
 * registry_check_symbols in registry.h. */
#include "registry.h"

/* A name that must stand for itself among others. */
struct named {
	struct string name;
	struct span span;
};

struct scope {
	struct named *items;
	size_t count;
	struct arena arena; /* for one scope at a time */
};

/* What a name became in one of the cases. */
struct symbol_use {
	const struct named *named;
	struct string symbol;
};

static struct string without_underscores(struct arena *arena, struct string name)
{
	char *bytes = arena_alloc(arena, name.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < name.length; i++)
		if (name.bytes[i] != '_')
			bytes[length++] = name.bytes[i];
	bytes[length] = '\0';
	return (struct string){bytes, length};
}

static struct string lower(struct arena *arena, struct string symbol)
{
	char *bytes = arena_copy(arena, symbol.bytes, symbol.length);

	for (size_t i = 0; i < symbol.length; i++)
		if (bytes[i] >= 'A' && bytes[i] <= 'Z')
			bytes[i] = (char)(bytes[i] + ('a' - 'A'));
	return (struct string){bytes, symbol.length};
}

/* Reports two names that collide in a case; true where it is an error. */
static bool report(const struct symbol_use *first, const struct symbol_use *second,
		   const struct symbol_case *symbol_case, struct diagnostics *diagnostics)
{
	bool const equal = string_equal(first->symbol, second->symbol);
	struct diagnostic *diagnostic;

	if (equal)
		diagnostic = diag_error(diagnostics, "symbol-collision", second->named->span,
					"'%.*s' becomes '%.*s' in %s, as '%.*s' does",
					STRING_FORMAT(second->named->name),
					STRING_FORMAT(second->symbol), symbol_case->where,
					STRING_FORMAT(first->named->name));
	else
		diagnostic = diag_warning(diagnostics, "symbol-case", second->named->span,
					  "'%.*s' becomes '%.*s' in %s, which differs from the "
					  "'%.*s' of '%.*s' only in case",
					  STRING_FORMAT(second->named->name),
					  STRING_FORMAT(second->symbol), symbol_case->where,
					  STRING_FORMAT(first->symbol),
					  STRING_FORMAT(first->named->name));
	diag_note(diagnostics, diagnostic, first->named->span, "'%.*s' is here",
		  STRING_FORMAT(first->named->name));
	return equal;
}

/* Enters a name under its symbol in each case; the first collision is enough. */
static void enter(struct scope *scope, const struct named *named, struct map *symbols,
		  const struct symbol_case *cases, size_t case_count,
		  struct diagnostics *diagnostics)
{
	bool reported = false;

	for (size_t i = 0; i < case_count; i++) {
		struct symbol_use *use = arena_alloc(&scope->arena, sizeof *use);
		*use = (struct symbol_use){named, cases[i].convert(&scope->arena, named->name)};
		const struct symbol_use *first =
			map_add(&symbols[i], lower(&scope->arena, use->symbol), use);
		if (first && !reported && !string_equal(first->named->name, named->name))
			reported = report(first, use, &cases[i], diagnostics);
	}
}

/* A case changes only letters and underscores, so names that differ otherwise
 * cannot collide: most are done with after one look. */
static void check_scope(struct scope *scope, const struct symbol_case *cases, size_t case_count,
			struct diagnostics *diagnostics)
{
	static char once, often;
	struct map squeezed, *symbols = NULL;
	struct string *keys = arena_alloc(&scope->arena, scope->count * sizeof *keys);

	map_init(&squeezed, &scope->arena);
	map_reserve(&squeezed, scope->count);
	for (size_t i = 0; i < scope->count; i++) {
		keys[i] = without_underscores(&scope->arena, scope->items[i].name);
		void **slot = map_slot(&squeezed, keys[i]);
		*slot = *slot ? &often : &once;
		if (*slot == &often && !symbols) {
			symbols = arena_alloc(&scope->arena, case_count * sizeof *symbols);
			for (size_t c = 0; c < case_count; c++)
				map_init(&symbols[c], &scope->arena);
		}
	}
	for (size_t i = 0; i < scope->count && symbols; i++)
		if (map_get(&squeezed, keys[i]) == &often)
			enter(scope, &scope->items[i], symbols, cases, case_count, diagnostics);
}

static void begin_scope(struct scope *scope, size_t most)
{
	arena_reset(&scope->arena);
	scope->items = arena_alloc(&scope->arena, most * sizeof *scope->items);
	scope->count = 0;
}

static void add(struct scope *scope, struct string name, struct span span)
{
	if (name.length)
		scope->items[scope->count++] = (struct named){name, span};
}

static void add_list(struct scope *scope, struct string_list names)
{
	for (size_t i = 0; i < names.count; i++)
		add(scope, names.items[i], names.spans[i]);
}

static void collect_codes(struct scope *scope, const struct domain *domain)
{
	size_t most = domain->code_count + domain->reserved.names.count;

	for (size_t i = 0; i < domain->code_count; i++)
		most += domain->codes[i].details->aliases.count;
	begin_scope(scope, most);
	add_list(scope, domain->reserved.names);
	for (size_t i = 0; i < domain->code_count; i++) {
		add(scope, domain->codes[i].name, domain->codes[i].name_span);
		add_list(scope, domain->codes[i].details->aliases);
	}
}

static void collect_categories(struct scope *scope, const struct domain *domain)
{
	begin_scope(scope, domain->category_count);
	for (size_t i = 0; i < domain->category_count; i++)
		add(scope, domain->categories[i].name, domain->categories[i].span);
}

static void collect_conditions(struct scope *scope, const struct registry *registry)
{
	begin_scope(scope, registry->condition_count);
	for (size_t i = 0; i < registry->condition_count; i++)
		add(scope, registry->conditions[i].name, registry->conditions[i].span);
}

static void collect_vendors(struct scope *scope, const struct registry *registry)
{
	begin_scope(scope, registry->vendor_count);
	for (size_t i = 0; i < registry->vendor_count; i++)
		add(scope, registry->vendors[i].name, registry->vendors[i].span);
}

static void collect_domains(struct scope *scope, const struct registry *registry)
{
	size_t most = 0;

	for (size_t v = 0; v < registry->vendor_count; v++)
		most += registry->vendors[v].domain_count;
	begin_scope(scope, most);
	for (size_t v = 0; v < registry->vendor_count; v++)
		for (size_t d = 0; d < registry->vendors[v].domain_count; d++)
			add(scope, registry->vendors[v].domains[d].name,
			    registry->vendors[v].domains[d].span);
}

void registry_check_symbols(const struct registry *registry, const struct symbol_case *cases,
			    size_t case_count, struct diagnostics *diagnostics)
{
	struct scope *scope = arena_calloc(diagnostics->arena, 1, sizeof *scope);

	arena_init_child(&scope->arena, diagnostics->arena);
	collect_conditions(scope, registry);
	check_scope(scope, cases, case_count, diagnostics);
	collect_vendors(scope, registry);
	check_scope(scope, cases, case_count, diagnostics);
	collect_domains(scope, registry);
	check_scope(scope, cases, case_count, diagnostics);
	for (size_t v = 0; v < registry->vendor_count; v++) {
		for (size_t d = 0; d < registry->vendors[v].domain_count; d++) {
			const struct domain *domain = &registry->vendors[v].domains[d];
			collect_categories(scope, domain);
			check_scope(scope, cases, case_count, diagnostics);
			collect_codes(scope, domain);
			check_scope(scope, cases, case_count, diagnostics);
		}
	}
	arena_free(&scope->arena);
}

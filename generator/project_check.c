/* project_check: mistakes that only show where a registry meets its targets.
 * See project_check.h. */
#include "project_check.h"

#include "template_render.h"

static struct string convert(struct arena *arena, struct string name, enum letter_case letter_case)
{
	struct buf *buf = buf_new(arena);

	case_write(buf, name, letter_case);
	return buf_view(buf);
}

static struct string to_pascal(struct arena *arena, struct string name)
{
	return convert(arena, name, CASE_PASCAL);
}

static struct string to_camel(struct arena *arena, struct string name)
{
	return convert(arena, name, CASE_CAMEL);
}

static struct string to_snake(struct arena *arena, struct string name)
{
	return convert(arena, name, CASE_SNAKE);
}

static struct string to_screaming(struct arena *arena, struct string name)
{
	return convert(arena, name, CASE_SCREAMING);
}

static struct string to_kebab(struct arena *arena, struct string name)
{
	return convert(arena, name, CASE_KEBAB);
}

/* Names of codes that a target cannot tell apart. A case that several targets
 * use is checked once, in the name of the first. */
static void check_names(struct run *run, const struct project *project)
{
	static struct string (*const converters[CASE_COUNT])(struct arena *, struct string) = {
		[CASE_PASCAL] = to_pascal,       [CASE_CAMEL] = to_camel,
		[CASE_SNAKE] = to_snake,         [CASE_SCREAMING] = to_screaming,
		[CASE_KEBAB] = to_kebab,
	};
	struct symbol_case cases[CASE_COUNT];
	size_t count = 0;

	for (int letter_case = 0; letter_case < CASE_COUNT; letter_case++) {
		for (size_t i = 0; i < project->target_count; i++) {
			const struct target *target = project->targets[i];
			if (!target->cases[letter_case])
				continue;
			struct string const where = string_printf(&run->arena, "the target %.*s",
								  STRING_FORMAT(target->name));
			cases[count++] = (struct symbol_case){where.bytes, converters[letter_case]};
			break;
		}
	}
	registry_check_symbols(project->registry, cases, count, &run->diagnostics);
}

static void check_integers_of(struct run *run, const struct target *target,
			      const struct domain *domain)
{
	if (domain->code_type != CODE_INTEGER)
		return;
	for (size_t i = 0; i < domain->code_count; i++) {
		const struct code *code = &domain->codes[i];
		if (code->number >= target->integer_min && code->number <= target->integer_max)
			continue;
		diag_error(&run->diagnostics, "integer-out-of-target", code->span,
			   "the target %.*s cannot hold the code %lld: its integers go from %lld "
			   "to %lld",
			   STRING_FORMAT(target->name), (long long)code->number,
			   (long long)target->integer_min, (long long)target->integer_max);
	}
}

/* Codes that a target cannot hold. */
static void check_integers(struct run *run, const struct project *project)
{
	for (size_t t = 0; t < project->target_count; t++) {
		if (!project->targets[t]->has_integer_range)
			continue;
		for (size_t v = 0; v < project->registry->vendor_count; v++) {
			const struct vendor *vendor = &project->registry->vendors[v];
			for (size_t d = 0; d < vendor->domain_count; d++)
				check_integers_of(run, project->targets[t], &vendor->domains[d]);
		}
	}
}

void project_check(struct run *run, const struct project *project)
{
	registry_check_unclassified(project->registry, &run->diagnostics);
	registry_check_style(project->registry, &run->diagnostics);
	check_names(run, project);
	check_integers(run, project);
}

/* The symbols that one target makes in one scope. */
struct symbols {
	struct run *run;
	const struct project *project;
	const struct target *target;
	struct map firsts; /* from a symbol to the subject that it was made for first */
	struct string item; /* what is being rendered, for messages */
	struct arena *kept; /* for as long as the target is checked */
	struct arena *scratch;
	struct buf *text;
};

/* Where it is in the registry for which a symbol is made. */
static struct span item_span(const struct registry *registry, struct subject subject)
{
	const struct string_list *aliases = subject.code ? &subject.code->details->aliases : NULL;

	for (size_t i = 0; subject.alias.bytes && i < aliases->count; i++)
		if (string_equal(aliases->items[i], subject.alias))
			return aliases->spans[i];
	if (subject.code)
		return subject.code->name_span;
	if (subject.category)
		return subject.category->span;
	return subject.domain ? subject.domain->span : registry->span;
}

/* What messages call that for which a symbol is made. */
static struct string item_name(struct arena *arena, struct subject subject)
{
	struct string const domain = subject_name(arena, subject);

	if (subject.code)
		return string_printf(arena, "'%.*s' of %.*s",
				     STRING_FORMAT(subject.alias.bytes ? subject.alias
								       : subject.code->name),
				     STRING_FORMAT(domain));
	if (subject.category)
		return string_printf(arena, "category %.*s of %.*s",
				     STRING_FORMAT(subject.category->name), STRING_FORMAT(domain));
	return domain;
}

static void report_collision(struct symbols *symbols, struct string symbol, struct subject first,
			     struct subject subject)
{
	struct run *run = symbols->run;
	const struct registry *registry = symbols->project->registry;
	struct string const item = item_name(symbols->scratch, subject);
	struct string const other = item_name(symbols->scratch, first);
	struct diagnostic *diagnostic =
		diag_error(&run->diagnostics, "symbol-collision", item_span(registry, subject),
			   "%.*s becomes '%.*s' in the target %.*s, as %.*s does",
			   STRING_FORMAT(item), STRING_FORMAT(symbol),
			   STRING_FORMAT(symbols->target->name), STRING_FORMAT(other));

	diag_note(&run->diagnostics, diagnostic, item_span(registry, first), "%.*s is here",
		  STRING_FORMAT(other));
}

/* Renders the templates of one kind and adds what they make; empty is nothing. */
static void add_symbols(struct symbols *symbols, const struct templates_list *templates,
			const struct value *data, struct subject subject)
{
	for (size_t i = 0; i < templates->count; i++) {
		symbols->text->length = 0;
		if (!template_render(templates->items[i], data, symbols->item, symbols->scratch,
				     symbols->text) ||
		    !symbols->text->length)
			continue;
		struct subject *first = map_get(&symbols->firsts, buf_view(symbols->text));
		if (first) {
			report_collision(symbols, buf_view(symbols->text), *first, subject);
			continue;
		}
		first = arena_alloc(symbols->kept, sizeof *first);
		*first = subject;
		*map_slot(&symbols->firsts,
			  string_copy(symbols->kept, buf_view(symbols->text))) = first;
	}
}

static struct value data_for(struct symbols *symbols, struct subject subject)
{
	symbols->item = subject_name(symbols->scratch, subject);
	return context_for(symbols->project->context, symbols->scratch, symbols->target, subject);
}

static void add_categories(struct symbols *symbols, struct subject subject)
{
	const struct domain *domain = subject.domain;

	for (size_t i = 0; i < domain->category_count; i++) {
		subject.category = &domain->categories[i];
		struct value const data = data_for(symbols, subject);
		add_symbols(symbols, &symbols->target->category_scope, &data, subject);
	}
}

static void add_code(struct symbols *symbols, struct value *data, struct subject subject)
{
	context_change_code(symbols->project->context, symbols->scratch, data, subject);
	add_symbols(symbols, &symbols->target->code_scope, data, subject);
}

static void add_codes(struct symbols *symbols, struct subject subject)
{
	const struct domain *domain = subject.domain;

	if (!symbols->target->code_scope.count || !domain->code_count)
		return;
	subject.code = domain->codes;
	struct value data = data_for(symbols, subject);
	for (size_t c = 0; c < domain->code_count; c++) {
		subject.code = &domain->codes[c];
		subject.alias = (struct string){0};
		add_code(symbols, &data, subject);
		for (size_t a = 0; a < subject.code->details->aliases.count; a++) {
			subject.alias = subject.code->details->aliases.items[a];
			add_code(symbols, &data, subject);
		}
	}
}

static void check_target_symbols(struct symbols *symbols)
{
	const struct registry *registry = symbols->project->registry;
	const struct target *target = symbols->target;
	const struct diagnostics *diagnostics = &symbols->run->diagnostics;
	size_t const errors = diagnostics->error_count;
	struct value data = data_for(symbols, (struct subject){0});

	if (diagnostics->error_count > errors)
		return;
	add_symbols(symbols, &target->registry_scope, &data, (struct subject){0});
	for (size_t v = 0; v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		for (size_t d = 0; d < vendor->domain_count; d++) {
			struct subject const subject = {.vendor = vendor,
							.domain = &vendor->domains[d]};
			arena_reset(symbols->scratch);
			data = data_for(symbols, subject);
			add_symbols(symbols, &target->domain_scope, &data, subject);
			add_categories(symbols, subject);
			add_codes(symbols, subject);
		}
	}
}

void project_check_symbols(struct run *run, const struct project *project)
{
	struct symbols symbols = {.run = run,
				  .project = project,
				  .kept = arena_new_child(&run->arena),
				  .scratch = arena_new_child(&run->arena),
				  .text = buf_new(&run->arena)};

	for (size_t i = 0; i < project->target_count; i++) {
		symbols.target = project->targets[i];
		arena_reset(symbols.kept);
		map_init(&symbols.firsts, symbols.kept);
		map_reserve(&symbols.firsts, symbols.target->code_scope.count *
						   project->registry->code_count);
		check_target_symbols(&symbols);
	}
	arena_free(symbols.kept);
	arena_free(symbols.scratch);
}

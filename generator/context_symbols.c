/* context_symbols: what a target calls the items of the registry, in the data.
 * See context_symbols.h. */
#include "context_symbols.h"

#include "template_render.h"

/* The symbols of one target: of the registry and its conditions, and of each
 * domain, in the order of the walks below; NULL before they are made. */
struct target_symbols {
	const struct target *target;
	struct target_symbols *next;
	struct string *shared;
	struct string **domains;
};

struct context_symbols {
	struct target_symbols *targets;
	const struct target *shared;   /* whose symbols the data has: of the registry, */
	const struct target **domains; /* of each domain, */
	const struct target *all;      /* and of all of these, or NULL */
};

/* A walk over items that gives each its symbol. */
struct walk {
	const struct context *context;
	const struct target *target;
	struct string item;   /* for messages */
	struct value data;    /* for the templates */
	struct entries *alias; /* for the code in data, where that is under another name */
	/* Of all items that the walk passes, without bytes for none; NULL takes them away. */
	struct string *symbols;
	size_t count;         /* passed so far */
	bool made, failed;
	struct arena *scratch;
	struct buf *text;
};

struct context_symbols *context_symbols_new(const struct context *context)
{
	struct context_symbols *symbols = arena_calloc(context->arena, 1, sizeof *symbols);

	symbols->domains =
		arena_calloc(context->arena, context->domain_count, sizeof *symbols->domains);
	return symbols;
}

struct value context_no_symbol(void)
{
	static const struct undefined why = {
		.reason = "this symbol is not made yet: the order is registry, conditions, "
			  "then each domain with its categories and codes"};

	return (struct value){
		.file = SPAN_NOWHERE, .type = VALUE_UNDEFINED, .callable = &why};
}

static struct string make_symbol(struct walk *walk, enum symbol_kind kind)
{
	const struct template *template = walk->target->symbol[kind];

	if (!template || walk->failed)
		return (struct string){0};
	struct arena_mark const mark = arena_mark(walk->scratch);
	walk->text->length = 0;
	walk->failed = !template_render(template, &walk->data, walk->item, walk->scratch, walk->text);
	arena_rewind(walk->scratch, mark);
	return walk->failed ? (struct string){0}
			    : string_copy(walk->context->arena, buf_view(walk->text));
}

/* The symbol of the next item of the walk, which the data is made for. */
static struct value next_symbol(struct walk *walk, enum symbol_kind kind)
{
	if (!walk->symbols)
		return context_no_symbol();
	struct string *symbol = &walk->symbols[walk->count++];
	if (!walk->made)
		*symbol = make_symbol(walk, kind);
	return symbol->bytes ? value_of_string(*symbol) : value_none();
}

/* Gives the walk its room: that of the first one, or new room for so many items. */
static void begin(struct walk *walk, struct string **symbols, size_t count)
{
	walk->made = *symbols;
	if (!*symbols)
		*symbols = arena_alloc(walk->context->arena, count * sizeof **symbols);
	walk->symbols = *symbols;
}

static void walk_shared(struct walk *walk)
{
	const struct context *context = walk->context;
	struct value const conditions = context->data.entries->values[REGISTRY_conditions];
	struct value *condition = &walk->data.entries->values[ROOT_vendor];
	struct key *keys = arena_alloc(walk->scratch, (ROOT_vendor + 1) * sizeof *keys);

	context->data.entries->values[REGISTRY_symbol] = next_symbol(walk, SYMBOL_REGISTRY);
	memcpy(keys, walk->data.entries->keys, ROOT_vendor * sizeof *keys);
	keys[ROOT_vendor] = context->keys[ALL_ROOT_condition];
	walk->data.entries->keys = keys;
	walk->data.length = ROOT_vendor + 1;
	for (uint32_t i = 0; i < conditions.length; i++) {
		*condition = conditions.items[i];
		conditions.items[i].entries->values[CONDITION_symbol] =
			next_symbol(walk, SYMBOL_CONDITION);
	}
}

static size_t count_items(const struct domain *domain)
{
	size_t count = 1 + domain->category_count + domain->code_count;

	for (size_t i = 0; i < domain->code_count; i++)
		count += domain->codes[i].details->aliases.count;
	return count;
}

static void walk_categories(struct walk *walk, struct value categories)
{
	walk->data.length = ROOT_code;
	for (uint32_t i = 0; i < categories.length; i++) {
		walk->data.entries->values[ROOT_category] = categories.items[i];
		categories.items[i].entries->values[CATEGORY_symbol] =
			next_symbol(walk, SYMBOL_CATEGORY);
	}
	walk->data.entries->values[ROOT_category] = value_none();
}

/* An alias is a code under another name. */
static void walk_aliases(struct walk *walk, struct value code)
{
	struct value const aliases = code.entries->values[CODE_aliases];

	for (uint32_t i = 0; i < aliases.length; i++) {
		struct value *alias = aliases.items[i].entries->values;
		walk->data.entries->values[ROOT_code] = context_rename_code(
			walk->alias, code, value_string(&alias[ALIAS_name]));
		alias[ALIAS_symbol] = next_symbol(walk, SYMBOL_CODE);
	}
}

/* The symbols of what a code is of; none where that has none. */
static void set_owners(const struct walk *walk, struct value categories,
		       const struct domain *domain, const struct code *code, struct value *values)
{
	struct value const conditions = walk->context->data.entries->values[REGISTRY_conditions];

	values[CODE_condition_symbol] =
		condition_is_unclassified(code->condition)
			? value_none()
			: conditions.items[code->condition - walk->context->registry->conditions]
				  .entries->values[CONDITION_symbol];
	values[CODE_category_symbol] =
		code->category ? categories.items[code->category - domain->categories]
					 .entries->values[CATEGORY_symbol]
			       : value_none();
}

static void set_reference(struct value reference, const struct domain *domain,
			  const struct code *code, struct value codes)
{
	const struct value *values = codes.items[code - domain->codes].entries->values;

	reference.entries->values[REFERENCE_symbol] = values[CODE_symbol];
	reference.entries->values[REFERENCE_category_symbol] = values[CODE_category_symbol];
}

static void set_references(const struct domain *domain, struct value codes)
{
	for (size_t i = 0; i < domain->code_count; i++) {
		const struct code *code = &domain->codes[i];
		const struct value *values = codes.items[i].entries->values;
		for (size_t s = 0; s < code->details->see_also.count; s++)
			set_reference(values[CODE_see_also].items[s], domain,
				      code->details->see_also.items[s], codes);
		if (code->details->deprecated.replaced_by)
			set_reference(values[CODE_deprecated]
					      .entries->values[DEPRECATED_replaced_by],
				      domain, code->details->deprecated.replaced_by, codes);
	}
}

static void walk_domain(struct walk *walk, const struct domain *domain, struct value map)
{
	struct value const categories = map.entries->values[DOMAIN_categories];
	struct value const codes = map.entries->values[DOMAIN_codes];

	map.entries->values[DOMAIN_symbol] = next_symbol(walk, SYMBOL_DOMAIN);
	walk_categories(walk, categories);
	walk->data.length = ROOT_condition;
	for (uint32_t i = 0; i < codes.length; i++) {
		struct value *values = codes.items[i].entries->values;
		set_owners(walk, categories, domain, &domain->codes[i], values);
		walk->data.entries->values[ROOT_code] = codes.items[i];
		values[CODE_symbol] = next_symbol(walk, SYMBOL_CODE);
		walk_aliases(walk, codes.items[i]);
	}
	set_references(domain, codes);
}

static struct walk walk_for(const struct context *context, struct arena *scratch,
			    const struct target *target, struct subject subject)
{
	return (struct walk){.context = context,
			     .target = target,
			     .item = subject_name(scratch, subject),
			     .data = context_root(context, scratch, target, subject),
			     .alias = entries_new(scratch, NULL, CODE_SIZE),
			     .scratch = scratch,
			     .text = buf_new(scratch)};
}

static struct target_symbols *symbols_of(const struct context *context, const struct target *target)
{
	struct context_symbols *all = context->symbols;
	struct target_symbols *symbols = all->targets;

	while (symbols && symbols->target != target)
		symbols = symbols->next;
	if (symbols)
		return symbols;
	symbols = arena_alloc(context->arena, sizeof *symbols);
	*symbols = (struct target_symbols){
		target, all->targets, NULL,
		arena_calloc(context->arena, context->domain_count, sizeof *symbols->domains)};
	all->targets = symbols;
	return symbols;
}

/* Takes the symbols of another target out of a domain, before some are made that
 * could see them. */
static void forget_domain(const struct context *context, struct arena *scratch,
			  const struct target *target, struct subject subject)
{
	struct value *map = context_domain(context, subject);
	size_t const place = (size_t)(map - context->domains);

	if (!context->symbols->domains[place] || symbols_of(context, target)->domains[place])
		return;
	struct walk walk = walk_for(context, scratch, target, subject);
	walk_domain(&walk, subject.domain, *map);
	context->symbols->domains[place] = NULL;
}

static void set_domain(const struct context *context, struct arena *scratch,
		       const struct target *target, struct subject subject)
{
	struct value *map = context_domain(context, subject);
	size_t const place = (size_t)(map - context->domains);

	if (context->symbols->domains[place] == target)
		return;
	struct walk walk = walk_for(context, scratch, target, subject);
	begin(&walk, &symbols_of(context, target)->domains[place], count_items(subject.domain));
	walk_domain(&walk, subject.domain, *map);
	context->symbols->domains[place] = target;
}

typedef void domain_function(const struct context *context, struct arena *scratch,
			     const struct target *target, struct subject subject);

static void each_domain(const struct context *context, struct arena *scratch,
			const struct target *target, domain_function *function)
{
	const struct registry *registry = context->registry;
	struct subject subject = {0};

	for (size_t v = 0; v < registry->vendor_count; v++) {
		subject.vendor = &registry->vendors[v];
		for (size_t d = 0; d < subject.vendor->domain_count; d++) {
			subject.domain = &subject.vendor->domains[d];
			function(context, scratch, target, subject);
		}
	}
}

static void set_shared(const struct context *context, struct arena *scratch,
		       const struct target *target)
{
	struct string **symbols = &symbols_of(context, target)->shared;
	struct walk const start = walk_for(context, scratch, target, (struct subject){0});
	struct walk walk = start;

	if (!*symbols)
		walk_shared(&walk);
	walk = start;
	begin(&walk, symbols, 1 + context->registry->condition_count);
	walk_shared(&walk);
	context->symbols->shared = target;
}

void context_set_symbols(const struct context *context, struct arena *scratch,
			 const struct target *target, struct subject subject)
{
	struct context_symbols *symbols = context->symbols;

	if (symbols->all == target)
		return;
	symbols->all = NULL;
	if (symbols->shared != target)
		set_shared(context, scratch, target);
	if (subject.code) {
		subject = (struct subject){.vendor = subject.vendor, .domain = subject.domain};
		forget_domain(context, scratch, target, subject);
		set_domain(context, scratch, target, subject);
		return;
	}
	each_domain(context, scratch, target, forget_domain);
	each_domain(context, scratch, target, set_domain);
	symbols->all = target;
}

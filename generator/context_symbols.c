/* context_symbols: what a target calls the items of the registry, in the data.
 * See context_symbols.h. */
#include "context_symbols.h"

#include "template_render.h"

/* Symbols one behind the other: of each its length and its bytes, NO_SYMBOL alone for none. */
struct symbol_block {
	struct symbol_block *next;
	uint32_t length, room;
	char bytes[];
};

#define NO_SYMBOL UINT32_MAX
enum { BLOCK_ROOM = 4096 - sizeof(struct symbol_block) };

/* Where a symbol is, or the next one is going to be. */
struct symbol_place {
	const struct symbol_block *block;
	uint32_t at;
};

/* The symbols of one target, in the order of the walks below. Those of the registry
 * and its conditions, and those of each domain, begin at a place whose block is
 * NULL before they are made. */
struct target_symbols {
	const struct target *target;
	struct target_symbols *next;
	struct symbol_block *last;
	struct symbol_place shared;
	struct symbol_place *domains;
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
	struct string item;             /* for messages */
	struct value data;              /* for the templates */
	struct entries *alias;          /* of the code in data, where that has another name */
	struct target_symbols *symbols; /* NULL takes them away */
	struct symbol_place place;      /* of the next one */
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

static struct symbol_block *new_block(struct arena *arena, size_t room)
{
	struct symbol_block *block = arena_alloc(arena, sizeof *block + room);

	*block = (struct symbol_block){.room = (uint32_t)room};
	return block;
}

/* Adds a symbol behind all others. */
static void add_symbol(struct arena *arena, struct target_symbols *symbols, const char *bytes,
		       uint32_t length)
{
	size_t const text = length == NO_SYMBOL ? 0 : length, size = sizeof length + text;
	struct symbol_block *block = symbols->last;

	if (size > block->room - block->length) {
		block = new_block(arena, size > BLOCK_ROOM ? size : BLOCK_ROOM);
		symbols->last->next = block;
		symbols->last = block;
	}
	memcpy(block->bytes + block->length, &length, sizeof length);
	if (text)
		memcpy(block->bytes + block->length + sizeof length, bytes, text);
	block->length += (uint32_t)size;
}

/* The symbol at a place, which moves on. */
static struct value read_symbol(struct symbol_place *place)
{
	uint32_t length;

	if (place->at == place->block->length)
		*place = (struct symbol_place){place->block->next, 0};
	memcpy(&length, place->block->bytes + place->at, sizeof length);
	place->at += (uint32_t)sizeof length;
	if (length == NO_SYMBOL)
		return value_none();
	place->at += length;
	return value_of_string((struct string){place->block->bytes + place->at - length, length});
}

static void make_symbol(struct walk *walk, enum symbol_kind kind)
{
	const struct template *template = walk->target->symbol[kind];
	struct arena_mark const mark = arena_mark(walk->scratch);
	struct buf *text = walk->text;

	text->length = 0;
	if (template && !walk->failed)
		walk->failed = !template_render(template, &walk->data, walk->item, walk->scratch, text);
	arena_rewind(walk->scratch, mark);
	add_symbol(walk->context->arena, walk->symbols, text->bytes,
		   template && !walk->failed ? (uint32_t)text->length : NO_SYMBOL);
}

/* The symbol of the next item of the walk, which the data is made for. */
static struct value next_symbol(struct walk *walk, enum symbol_kind kind)
{
	if (!walk->symbols)
		return context_no_symbol();
	if (!walk->made)
		make_symbol(walk, kind);
	return read_symbol(&walk->place);
}

/* Lets the walk give symbols, which are made where there is no place yet that they begin at. */
static void begin(struct walk *walk, struct target_symbols *symbols, struct symbol_place *place)
{
	walk->made = place->block;
	if (!walk->made)
		*place = (struct symbol_place){symbols->last, symbols->last->length};
	walk->symbols = symbols;
	walk->place = *place;
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
		.target = target,
		.next = all->targets,
		.last = new_block(context->arena, BLOCK_ROOM),
		.domains = arena_calloc(context->arena, context->domain_count,
					sizeof *symbols->domains),
	};
	all->targets = symbols;
	return symbols;
}

/* Takes the symbols of another target out of what all domains share … */
static void forget_shared(const struct context *context, struct arena *scratch,
			  const struct target *target)
{
	const struct target **holder = &context->symbols->shared;

	if (!*holder || *holder == target)
		return;
	struct walk walk = walk_for(context, scratch, target, (struct subject){0});
	walk_shared(&walk);
	*holder = NULL;
}

/* … or out of a domain, which has those of conditions, too. */
static void forget_domain(const struct context *context, struct arena *scratch,
			  const struct target *target, struct subject subject)
{
	struct value *map = context_domain(context, subject);
	const struct target **holder = &context->symbols->domains[map - context->domains];

	if (!*holder || *holder == target)
		return;
	struct walk walk = walk_for(context, scratch, target, subject);
	walk_domain(&walk, subject.domain, *map);
	*holder = NULL;
}

static void set_shared(const struct context *context, struct arena *scratch,
		       const struct target *target)
{
	if (context->symbols->shared == target)
		return;
	struct target_symbols *symbols = symbols_of(context, target);
	struct walk walk = walk_for(context, scratch, target, (struct subject){0});
	begin(&walk, symbols, &symbols->shared);
	walk_shared(&walk);
	context->symbols->shared = target;
}

static void set_domain(const struct context *context, struct arena *scratch,
		       const struct target *target, struct subject subject)
{
	struct value *map = context_domain(context, subject);
	size_t const place = (size_t)(map - context->domains);

	if (context->symbols->domains[place] == target)
		return;
	struct target_symbols *symbols = symbols_of(context, target);
	struct walk walk = walk_for(context, scratch, target, subject);
	begin(&walk, symbols, &symbols->domains[place]);
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

void context_set_symbols(const struct context *context, struct arena *scratch,
			 const struct target *target, struct subject subject)
{
	struct context_symbols *symbols = context->symbols;
	bool const made = symbols_of(context, target)->shared.block;

	if (symbols->all == target)
		return;
	symbols->all = NULL;
	if (!made) {
		/* None that is made may see those of another target. */
		forget_shared(context, scratch, target);
		each_domain(context, scratch, target, forget_domain);
	}
	set_shared(context, scratch, target);
	if (subject.code && made) {
		set_domain(context, scratch, target, subject);
		return;
	}
	each_domain(context, scratch, target, set_domain);
	symbols->all = target;
}

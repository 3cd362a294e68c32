/* explain_symbol: what codes are called in the source of each target. See
 * explain_symbol.h. */
#include "explain_symbol.h"

#include "template_render.h"

/* The symbols of a code, or of an alias of it, by target. */
struct rendered {
	struct string *texts;
	bool *known;
};

struct explain_symbols {
	struct arena *arena;
	struct map *names;
	const struct registry *registry;
	struct target *const *targets;
	size_t target_count;
	struct context *context; /* made when first needed */
	struct map rendered;     /* by the places of code and alias in the registry */
};

struct explain_symbols *explain_symbols_new(struct arena *arena, struct map *names,
					    const struct registry *registry,
					    struct target *const *targets, size_t target_count)
{
	struct explain_symbols *symbols = arena_calloc(arena, 1, sizeof *symbols);

	symbols->arena = arena;
	symbols->names = names;
	symbols->registry = registry;
	symbols->targets = targets;
	symbols->target_count = target_count;
	map_init(&symbols->rendered, arena);
	return symbols;
}

size_t explain_symbol_targets(const struct explain_symbols *symbols)
{
	return symbols->target_count;
}

const struct target *explain_symbol_target(const struct explain_symbols *symbols, size_t index)
{
	return symbols->targets[index];
}

static struct string render(struct explain_symbols *symbols, const struct target *target,
			    struct subject subject)
{
	struct buf *out = buf_new(symbols->arena);

	if (!target->reference)
		return (struct string){0};
	if (!symbols->context)
		symbols->context =
			context_new(symbols->arena, symbols->names, symbols->registry);
	struct arena *scratch = arena_new_child(symbols->arena);
	struct value const data = context_for(symbols->context, scratch, target, subject);
	bool const done = template_render(target->reference, &data, subject_name(scratch, subject),
					  scratch, out);
	arena_free(scratch);
	return done ? buf_view(out) : (struct string){0};
}

/* What is kept for a code, or for an alias of it. */
static struct rendered *find_rendered(struct explain_symbols *symbols, const struct code *code,
				      struct string alias)
{
	const void *const key[] = {code, alias.length ? alias.bytes : NULL};
	struct rendered *rendered = map_get(
		&symbols->rendered, (struct string){(const char *)(const void *)key, sizeof key});

	if (rendered)
		return rendered;
	rendered = arena_alloc(symbols->arena, sizeof *rendered);
	rendered->texts =
		arena_calloc(symbols->arena, symbols->target_count, sizeof *rendered->texts);
	rendered->known =
		arena_calloc(symbols->arena, symbols->target_count, sizeof *rendered->known);
	const char *kept = arena_copy(symbols->arena, (const char *)(const void *)key, sizeof key);
	*map_slot(&symbols->rendered, (struct string){kept, sizeof key}) = rendered;
	return rendered;
}

struct string explain_symbol(struct explain_symbols *symbols, size_t target,
			     const struct domain *domain, const struct code *code,
			     struct string alias)
{
	struct rendered *rendered = find_rendered(symbols, code, alias);
	struct subject const subject = {
		.vendor = domain->vendor,
		.domain = domain,
		.category = code->category,
		.code = code,
		.alias = alias,
	};

	if (!rendered->known[target]) {
		rendered->known[target] = true;
		rendered->texts[target] = render(symbols, symbols->targets[target], subject);
	}
	return rendered->texts[target];
}

struct string explain_squeeze(struct arena *arena, struct string text)
{
	char *bytes = arena_alloc(arena, text.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++) {
		char const byte = text.bytes[i];
		bool const capital = byte >= 'A' && byte <= 'Z';
		if (capital)
			bytes[length++] = (char)(byte - 'A' + 'a');
		else if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
			 (unsigned char)byte >= 0x80)
			bytes[length++] = byte;
	}
	bytes[length] = '\0';
	return (struct string){bytes, length};
}

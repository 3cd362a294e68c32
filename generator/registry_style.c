/* registry_style: what in a complete registry still wants a look: codes nobody
 * has classified, conditions nobody uses, texts that are nearly the same. See
 * registry.h. */
#include "registry.h"

#include <limits.h>

static struct span span_in(const struct code *code, struct extent extent)
{
	return (struct span){extent.start, extent.end, code->span.file};
}

/* Calls a function for every code. */
typedef void code_function(const struct code *code, void *data);

static void each_code(const struct vendor *vendor, code_function *function, void *data)
{
	for (size_t d = 0; d < vendor->domain_count; d++)
		for (size_t c = 0; c < vendor->domains[d].code_count; c++)
			function(&vendor->domains[d].codes[c], data);
}

static void check_unclassified(const struct code *code, void *data)
{
	struct diagnostics *diagnostics = data;

	if (condition_is_unclassified(code->condition))
		diag_error(diagnostics, "unclassified",
			   span_in(code, code->condition_extent),
			   "'%.*s' is not classified; choose a condition for it",
			   STRING_FORMAT(code->name));
}

void registry_check_unclassified(const struct registry *registry, struct diagnostics *diagnostics)
{
	for (size_t v = 0; v < registry->vendor_count; v++)
		each_code(&registry->vendors[v], check_unclassified, diagnostics);
}

struct usage {
	const struct registry *registry;
	bool *used;   /* by the index of a condition */
	bool unknown; /* a code's condition is not known yet, so it might be any */
};

static void note_condition(const struct code *code, void *data)
{
	struct usage *usage = data;

	if (!code->condition || condition_is_unclassified(code->condition))
		usage->unknown = true;
	else
		usage->used[code->condition - usage->registry->conditions] = true;
}

static void check_conditions(const struct registry *registry, struct arena *arena,
			     struct diagnostics *diagnostics)
{
	struct usage usage = {registry, arena_calloc(arena, registry->condition_count, sizeof(bool)),
			      registry->incomplete};

	for (size_t v = 0; v < registry->vendor_count; v++)
		each_code(&registry->vendors[v], note_condition, &usage);
	for (size_t i = 0; i < registry->condition_count; i++)
		if (!usage.used[i] && !usage.unknown)
			diag_warning(diagnostics, "unused-condition", registry->conditions[i].span,
				     "no code has the condition '%.*s'",
				     STRING_FORMAT(registry->conditions[i].name));
}

/* A text as it was first written by a vendor's codes. */
struct first_text {
	struct string text;
	struct span span;
};

struct texts {
	char letters[UCHAR_MAX + 1]; /* what each byte counts as: in lower case, space as 0 */
	struct map by_letters; /* case and space removed, to struct first_text */
	struct arena *arena;
	struct diagnostics *diagnostics;
};

static void set_letters(struct texts *texts)
{
	for (int byte = 0; byte <= UCHAR_MAX; byte++)
		texts->letters[byte] = (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
	texts->letters[' '] = texts->letters['\n'] = texts->letters['\t'] = '\0';
}

/* The text in lower case without any space. */
static struct string letters_of(const struct texts *texts, struct string text)
{
	char *bytes = arena_alloc(texts->arena, text.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++) {
		bytes[length] = texts->letters[(unsigned char)text.bytes[i]];
		length += bytes[length] != '\0';
	}
	return (struct string){bytes, length};
}

static void check_text(struct texts *texts, struct string text, struct span span)
{
	if (!text.length)
		return;
	struct first_text *this = arena_alloc(texts->arena, sizeof *this);
	*this = (struct first_text){text, span};
	const struct first_text *first =
		map_add(&texts->by_letters, letters_of(texts, text), this);
	if (first && !string_equal(first->text, text)) {
		struct diagnostic *diagnostic =
			diag_warning(texts->diagnostics, "similar-text", span,
				     "the text differs from another only in case or space");
		diag_note(texts->diagnostics, diagnostic, first->span, "the other is here");
	}
}

static void check_texts(const struct code *code, void *data)
{
	check_text(data, code->description, span_in(code, code->description_extent));
	check_text(data, code->recommendation, span_in(code, code->recommendation_extent));
}

static size_t count_codes(const struct vendor *vendor)
{
	size_t count = 0;

	for (size_t d = 0; d < vendor->domain_count; d++)
		count += vendor->domains[d].code_count;
	return count;
}

void registry_check_style(const struct registry *registry, struct diagnostics *diagnostics)
{
	struct arena *arena = arena_alloc(diagnostics->arena, sizeof *arena);
	struct texts texts = {.arena = arena, .diagnostics = diagnostics};

	arena_init_child(arena, diagnostics->arena);
	check_conditions(registry, arena, diagnostics);
	set_letters(&texts);
	for (size_t v = 0; v < registry->vendor_count; v++) {
		arena_reset(arena);
		map_init(&texts.by_letters, arena);
		map_reserve(&texts.by_letters, 2 * count_codes(&registry->vendors[v]));
		each_code(&registry->vendors[v], check_texts, &texts);
	}
	arena_free(arena);
}

/* explain: finds the codes that someone means. See explain.h. */
#include "explain.h"

#include "scalar.h"
#include "unicode.h"
#include "utf8.h"

enum { LEAST_FRAGMENT = 3 }; /* bytes of a part of a text that is searched for */

void explained_add(struct arena *arena, struct explained_list *list, const struct domain *domain,
		   const struct code *code)
{
	if (list->count && list->items[list->count - 1].code == code)
		return;
	list->items =
		arena_grow(arena, list->items, list->count, &list->capacity, sizeof *list->items);
	list->items[list->count++] = (struct explained){domain, code};
}

bool explain_in_scope(struct explain_scope scope, const struct domain *domain)
{
	return (!scope.vendor || domain->vendor == scope.vendor) &&
	       (!scope.domain || domain == scope.domain);
}

void explain_each(const struct explain *explain, struct explain_scope scope,
		  void (*function)(void *data, const struct domain *domain,
				   const struct code *code),
		  void *data)
{
	const struct registry *registry = explain->registry;

	for (size_t v = 0; v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		for (size_t d = 0; d < vendor->domain_count; d++) {
			const struct domain *domain = &vendor->domains[d];
			for (size_t c = 0; explain_in_scope(scope, domain) && c < domain->code_count; c++)
				function(data, domain, &domain->codes[c]);
		}
	}
}

static void enter(struct map *map, struct string key, const struct domain *domain,
		  const struct code *code)
{
	void **slot = map_slot(map, key);

	if (!*slot)
		*slot = arena_calloc(map->arena, 1, sizeof(struct explained_list));
	explained_add(map->arena, *slot, domain, code);
}

static void enter_name(struct explain *explain, struct string name, const struct domain *domain,
		       const struct code *code)
{
	struct string const squeezed = explain_squeeze(explain->arena, name);

	enter(&explain->names, name, domain, code);
	enter(&explain->squeezed, squeezed, domain, code);
	if (squeezed.length > explain->longest_squeezed)
		explain->longest_squeezed = squeezed.length;
}

static void enter_code(void *data, const struct domain *domain, const struct code *code)
{
	struct explain *explain = data;

	enter(&explain->codes, registry_raw_code(explain->arena, domain, code), domain, code);
	enter_name(explain, code->name, domain, code);
	for (size_t i = 0; i < code->details->aliases.count; i++)
		enter_name(explain, code->details->aliases.items[i], domain, code);
}

struct explain *explain_new(const struct registry *registry, struct explain_symbols *symbols,
			    struct arena *arena)
{
	struct explain *explain = arena_calloc(arena, 1, sizeof *explain);

	explain->registry = registry;
	explain->symbols = symbols;
	explain->arena = explain->answers = arena;
	map_init(&explain->codes, arena);
	map_init(&explain->names, arena);
	map_init(&explain->squeezed, arena);
	explain_each(explain, (struct explain_scope){0}, enter_code, explain);
	return explain;
}

static bool is_name_of(const struct explain *explain, struct string name, struct string text,
		       bool exact)
{
	return exact ? string_equal(name, text)
		     : string_equal(explain_squeeze(explain->answers, name),
				    explain_squeeze(explain->answers, text));
}

/* The vendor or domain whose name a text is, to the letter or but for case and signs. */
static bool match_scope(const struct explain *explain, struct string name, bool exact,
			struct explain_scope *scope)
{
	const struct registry *registry = explain->registry;
	size_t const vendors = registry->vendor_count;

	for (size_t v = 0; v < vendors; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		if (is_name_of(explain, vendor->name, name, exact)) {
			*scope = (struct explain_scope){.vendor = vendor};
			return true;
		}
	}
	for (size_t v = 0; v < vendors; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		for (size_t d = 0; d < vendor->domain_count; d++)
			if (is_name_of(explain, vendor->domains[d].name, name, exact)) {
				*scope = (struct explain_scope){vendor, &vendor->domains[d]};
				return true;
			}
	}
	return false;
}

bool explain_find_scope(const struct explain *explain, struct string name,
			struct explain_scope *scope)
{
	return match_scope(explain, name, true, scope) || match_scope(explain, name, false, scope);
}

/* The codes of the scope that a map has under a key. */
static struct explained_list look_up(const struct explain *explain, const struct map *map,
				     struct string key, struct explain_scope scope)
{
	const struct explained_list *all = map_get(map, key);
	struct explained_list found = {0};

	for (size_t i = 0; all && i < all->count; i++)
		if (explain_in_scope(scope, all->items[i].domain))
			explained_add(explain->answers, &found, all->items[i].domain,
				      all->items[i].code);
	return found;
}

/* As the map of codes has it: an integer in decimal, any other text as it is. */
static struct string code_key(const struct explain *explain, struct string code, int64_t *number)
{
	char *bytes = arena_copy(explain->answers, code.bytes, code.length);

	for (size_t i = 0; i < code.length; i++)
		if (bytes[i] == 'X')
			bytes[i] = 'x';
	*number = 0;
	if (scalar_integer((struct string){bytes, code.length}, number))
		return code;
	return string_integer(explain->answers, *number);
}

struct explained_list explain_code(const struct explain *explain, struct explain_scope scope,
				   struct string code)
{
	int64_t const two_to_32 = INT64_C(1) << 32;
	int64_t number;
	struct explained_list found = look_up(explain, &explain->codes, code, scope);

	if (found.count)
		return found;
	found = look_up(explain, &explain->codes, code_key(explain, code, &number), scope);
	if (!found.count && number > INT32_MAX && number < two_to_32)
		number -= two_to_32;
	else if (!found.count && number < 0 && number >= INT32_MIN)
		number += two_to_32;
	else
		return found;
	return look_up(explain, &explain->codes,
		       string_integer(explain->answers, number), scope);
}

struct explained_list explain_named(const struct explain *explain, struct explain_scope scope,
				    struct string name)
{
	return look_up(explain, &explain->names, name, scope);
}

/* A symbol in two: what is behind its last sign that belongs to no word, and
 * what is before. */
static void split_symbol(struct string query, struct string *before, struct string *last)
{
	size_t end = query.length;
	size_t start;

	while (end && strchr("()[]{}<>`'\";,. \t:$", query.bytes[end - 1]))
		end--;
	for (start = end; start && !strchr("()[]{}<>`'\";,. \t:$", query.bytes[start - 1]);)
		start--;
	*before = (struct string){query.bytes, start};
	*last = (struct string){query.bytes + start, end - start};
}

static bool is_symbol_of(const struct explain *explain, const struct explained *explained,
			 struct string query)
{
	for (size_t t = 0; t < explain_symbol_targets(explain->symbols); t++) {
		const struct string_list aliases = explained->code->details->aliases;
		if (string_equal(query, explain_symbol(explain->symbols, t, explained->domain,
						       explained->code, (struct string){0})))
			return true;
		for (size_t a = 0; a < aliases.count; a++)
			if (string_equal(query,
					 explain_symbol(explain->symbols, t, explained->domain,
							explained->code, aliases.items[a])))
				return true;
	}
	return false;
}

/* The codes whose symbol in a target is the query. A symbol ends in the name,
 * so each place in the query where a name may begin is tried. */
static struct explained_list find_symbol(const struct explain *explain, struct explain_scope scope,
					 struct string query)
{
	struct string const squeezed = explain_squeeze(explain->answers, query);
	size_t const longest = explain->longest_squeezed;
	size_t const first = squeezed.length > longest ? squeezed.length - longest : 0;
	struct explained_list found = {0};

	for (size_t start = first; start < squeezed.length && !found.count; start++) {
		struct string const end = {squeezed.bytes + start, squeezed.length - start};
		struct explained_list const all = look_up(explain, &explain->squeezed, end, scope);
		for (size_t i = 0; i < all.count; i++)
			if (is_symbol_of(explain, &all.items[i], query))
				explained_add(explain->answers, &found, all.items[i].domain,
					      all.items[i].code);
	}
	return found;
}

/* The codes that the last part of a symbol names; where the part before it
 * begins as domains do, of these alone. */
static struct explained_list find_last_part(const struct explain *explain,
					    struct explain_scope scope, struct string query)
{
	struct string before, last;
	struct explained_list found = {0};

	split_symbol(query, &before, &last);
	struct explained_list const all =
		look_up(explain, &explain->squeezed, explain_squeeze(explain->answers, last), scope);
	if (!last.length || !before.length)
		return last.length ? all : found;
	before = explain_squeeze(explain->answers, before);
	for (size_t i = 0; i < all.count; i++) {
		struct string const domain =
			explain_squeeze(explain->answers, all.items[i].domain->name);
		if (string_starts_with(before, domain))
			explained_add(explain->answers, &found, all.items[i].domain,
				      all.items[i].code);
	}
	return found.count ? found : all;
}

/* A search through all codes for a text in lower case. */
struct search {
	const struct explain *explain;
	struct arena *scratch;
	struct string wanted;
	enum explain_kind kind;
	struct explained_list *found;
};

static struct string lower(struct arena *arena, struct string text)
{
	struct buf *out = buf_new(arena);

	unicode_lower(out, text);
	return buf_view(out);
}

static bool contains(struct string text, struct string part)
{
	for (size_t i = 0; part.length && i + part.length <= text.length; i++)
		if (text.bytes[i] == part.bytes[0] &&
		    memcmp(text.bytes + i, part.bytes, part.length) == 0)
			return true;
	return false;
}

static bool fits(const struct search *search, const struct domain *domain, const struct code *code)
{
	const struct string texts[] = {
		registry_raw_code(search->scratch, domain, code),
		code->name,
		code->title,
		code->description,
		code->recommendation,
		code->details->applies_to,
	};

	switch (search->kind) {
	case EXPLAIN_TITLE:
		return string_equal(lower(search->scratch, code->title), search->wanted);
	case EXPLAIN_CONDITION:
		return string_equal(code->condition->name, search->wanted);
	case EXPLAIN_VENDOR:
		return string_equal(domain->name, search->wanted) ||
		       string_equal(domain->vendor->name, search->wanted);
	default:
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
			if (contains(lower(search->scratch, texts[i]), search->wanted))
				return true;
		return false;
	}
}

static void try_code(void *data, const struct domain *domain, const struct code *code)
{
	struct search *search = data;

	if (fits(search, domain, code))
		explained_add(search->explain->answers, search->found, domain, code);
	arena_reset(search->scratch);
}

static struct explained_list find_text(const struct explain *explain, struct explain_scope scope,
				       struct string query, enum explain_kind kind)
{
	struct explained_list found = {0};
	struct search search = {explain, arena_new_child(explain->answers),
				lower(explain->answers, query), kind, &found};

	explain_each(explain, scope, try_code, &search);
	arena_free(search.scratch);
	return found;
}

static struct explained_list find_as(const struct explain *explain, struct explain_scope scope,
				     struct string query, enum explain_kind kind)
{
	struct explained_list found = {0};
	int64_t number;

	switch (kind) {
	case EXPLAIN_CODE:
		return explain_code(explain, scope, query);
	case EXPLAIN_NAME:
		return explain_named(explain, scope, query);
	case EXPLAIN_SYMBOL:
		found = find_symbol(explain, scope, query);
		return found.count ? found : find_last_part(explain, scope, query);
	case EXPLAIN_TEXT:
		/* The digits of a code that is unknown are in texts only by chance. */
		code_key(explain, query, &number);
		if (query.length < LEAST_FRAGMENT || number)
			return found;
		return find_text(explain, scope, query, kind);
	default:
		return find_text(explain, scope, query, kind);
	}
}

/* A copy with U+FFFD in the place of what is no UTF-8. */
static struct string valid(struct arena *arena, struct string text)
{
	struct buf *out = buf_new(arena);
	uint32_t character;

	for (size_t at = 0, size; at < text.length; at += size ? size : 1) {
		size = utf8_decode(text.bytes + at, text.length - at, &character);
		unicode_append(out, size ? character : 0xFFFD);
	}
	return buf_view(out);
}

struct explain_answer explain_find(const struct explain *explain, struct explain_scope scope,
				   struct string query)
{
	struct explain_answer answer = {.query = valid(explain->answers, query), .scope = scope};

	query = answer.query;
	for (enum explain_kind kind = EXPLAIN_CODE; query.length && kind <= EXPLAIN_TEXT; kind++) {
		answer.codes = find_as(explain, scope, query, kind);
		answer.kind = kind;
		if (answer.codes.count)
			return answer;
	}
	answer.kind = EXPLAIN_NOTHING;
	explain_find_near(explain, &answer);
	return answer;
}

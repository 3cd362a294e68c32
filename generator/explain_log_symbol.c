/* explain_log_symbol: finds what codes are called in source in a log. See
 * explain_log_symbol.h. */
#include "explain_log_symbol.h"

#include "explain_shape.h"
#include "explain_word.h"

enum { LONGEST_NAME = 512 }; /* that a code may have in source, underscores included */

static bool same_symbol(struct string in_line, struct string symbol)
{
	for (size_t i = 0; i < symbol.length; i++)
		if (in_line.bytes[i] != symbol.bytes[i] &&
		    !(in_line.bytes[i] == '$' && symbol.bytes[i] == '.'))
			return false;
	return true;
}

/* Whether a symbol stands in the line so that its last occurrence of the name, as
 * written in [start, end), is there; then *whole becomes all of it. */
static bool is_symbol_at(struct string line, size_t start, size_t end, struct string symbol,
			 struct string *whole)
{
	size_t const length = end - start;
	size_t at = symbol.length + 1;

	do {
		if (!at--)
			return false;
	} while (symbol.length - at < length ||
		 memcmp(symbol.bytes + at, line.bytes + start, length) != 0);
	if (start < at || line.length - (start - at) < symbol.length)
		return false;
	size_t const first = start - at, last = first + symbol.length;
	struct string const found = {line.bytes + first, symbol.length};
	if (!same_symbol(found, symbol) || (first && explain_is_word_byte(line.bytes[first - 1])) ||
	    (last < line.length && explain_is_word_byte(line.bytes[last])))
		return false;
	*whole = found;
	return true;
}

/* Tries the codes whose name may be what is in [start, end). */
static bool try_name(struct explain_symbol_search *search, size_t start, size_t end)
{
	const struct explain *explain = search->explain;
	struct string const name = {search->line.bytes + start, end - start};
	const struct explained_list *all =
		map_get(&explain->squeezed, explain_squeeze(search->scratch, name));

	for (size_t i = 0; all && i < all->count; i++) {
		const struct explained *item = &all->items[i];
		if (!explain_in_scope(search->scope, item->domain))
			continue;
		for (size_t t = 0; t < explain_symbol_targets(explain->symbols); t++) {
			struct string const symbol = explain_symbol(
				explain->symbols, t, item->domain, item->code, (struct string){0});
			if (explain_word_is_distinct(symbol) &&
			    is_symbol_at(search->line, start, end, symbol, &search->text))
				explained_add(search->scratch, &search->codes, item->domain,
					      item->code);
		}
	}
	return search->codes.count;
}

/* The name is what is behind the last dot, or a part of that from an underscore
 * on. */
bool explain_find_symbol(struct explain_symbol_search *search, size_t start, size_t end)
{
	const char *bytes = search->line.bytes;
	size_t part = end;

	while (part > start && bytes[part - 1] != '.' && bytes[part - 1] != '$')
		part--;
	bool const has_dot = part > start || (start && bytes[start - 1] == '.');
	if (!has_dot && !explain_word_is_distinct((struct string){bytes + start, end - start}))
		return false;
	for (size_t at = end - part > LONGEST_NAME ? end - LONGEST_NAME : part; at < end; at++)
		if ((at == part || bytes[at - 1] == '_') && try_name(search, at, end))
			return true;
	return false;
}

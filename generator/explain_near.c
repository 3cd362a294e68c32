/* explain_near: what may have been meant where nothing fits. See explain.h. */
#include "explain.h"
#include "spelling.h"

#include <stdlib.h>

enum { MOST_NEAR = 3 };

struct near {
	struct arena *arena;   /* whose memory the list is */
	struct arena *scratch; /* of a code */
	struct string query; /* a code as it is, a name squeezed */
	bool names;
	size_t distance, prefix; /* of the best so far */
	struct explained_list *list;
};

static size_t common_prefix(struct string a, struct string b)
{
	size_t length = 0;

	while (length < a.length && length < b.length && a.bytes[length] == b.bytes[length])
		length++;
	return length;
}

/* Near is what differs in one letter, and one more for each six of the longer
 * word, but in no more than half of it. */
static bool is_near(size_t distance, size_t longer)
{
	return distance <= longer / 6 + 1 && distance * 2 <= longer;
}

/* Keeps a candidate that is as near as the best, or nearer; of equally near
 * ones, those that begin most like the query. */
static void try_word(struct near *near, struct string word, const struct domain *domain,
		     const struct code *code)
{
	size_t const longer = word.length > near->query.length ? word.length : near->query.length;
	size_t const shorter = word.length < near->query.length ? word.length : near->query.length;

	if (longer > SPELLING_LONGEST || !is_near(longer - shorter, longer))
		return;
	size_t const distance = spelling_distance(near->query, word);
	size_t const prefix = common_prefix(near->query, word);
	if (!is_near(distance, longer) || distance > near->distance ||
	    (distance == near->distance && prefix < near->prefix))
		return;
	if (distance < near->distance || prefix > near->prefix) {
		near->list->count = 0;
		near->distance = distance;
		near->prefix = prefix;
	}
	if (near->list->count < MOST_NEAR)
		explained_add(near->arena, near->list, domain, code);
}

static void try_names(struct near *near, const struct domain *domain, const struct code *code)
{
	const struct string_list aliases = code->details->aliases;

	try_word(near, explain_squeeze(near->scratch, code->name), domain, code);
	for (size_t i = 0; i < aliases.count; i++)
		try_word(near, explain_squeeze(near->scratch, aliases.items[i]), domain, code);
}

static void try_code(void *data, const struct domain *domain, const struct code *code)
{
	struct near *near = data;

	if (near->names)
		try_names(near, domain, code);
	else
		try_word(near, registry_raw_code(near->scratch, domain, code), domain, code);
	arena_reset(near->scratch);
}

/* The codes that the query is outside of the scope in which it was asked. */
static struct explained_list find_elsewhere(const struct explain *explain,
					    const struct explain_answer *answer)
{
	struct explain_scope const everywhere = {0};
	struct explained_list found = explain_code(explain, everywhere, answer->query);

	if (!found.count)
		found = explain_named(explain, everywhere, answer->query);
	if (found.count > MOST_NEAR)
		found.count = MOST_NEAR;
	return found;
}

/* The name of a vendor or domain that is spelled like the query, or none. */
static struct string find_vendor(const struct explain *explain, struct string query)
{
	const struct registry *registry = explain->registry;
	size_t nearest = SIZE_MAX;
	struct string found = {0};

	for (size_t v = 0; v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		for (size_t d = 0; d <= vendor->domain_count; d++) {
			struct string const name = d ? vendor->domains[d - 1].name : vendor->name;
			size_t const longer =
				name.length > query.length ? name.length : query.length;
			if (longer > SPELLING_LONGEST)
				continue;
			size_t const distance = spelling_distance(query, name);
			if (is_near(distance, longer) && distance < nearest) {
				nearest = distance;
				found = name;
			}
		}
	}
	return found;
}

/* Looks among all codes, or all names, for those that are spelled like the query. */
static void find_spelled(const struct explain *explain, struct explain_answer *answer,
			 struct string query, bool names)
{
	struct near near = {
		.arena = explain->answers,
		.scratch = arena_new_child(explain->answers),
		.query = query,
		.names = names,
		.distance = SIZE_MAX,
		.list = &answer->near,
	};

	explain_each(explain, answer->scope, try_code, &near);
	arena_free(near.scratch);
}

void explain_find_near(const struct explain *explain, struct explain_answer *answer)
{
	if (answer->scope.vendor)
		answer->near = find_elsewhere(explain, answer);
	if (!answer->near.count)
		find_spelled(explain, answer, answer->query, false);
	if (answer->near.count)
		return;
	answer->near_names = true;
	find_spelled(explain, answer, explain_squeeze(explain->answers, answer->query), true);
	if (!answer->near.count)
		answer->near_vendor = find_vendor(explain, answer->query);
}

/* diff_code: the codes of a domain that is in both registries: which is which,
 * and how they differ. See diff_build.h. */
#include "diff_build.h"

/* The codes of a domain on both sides. */
struct pairing {
	const struct domain *before, *after;
	const struct code **old_of; /* by the index of a new code; NULL where it is new */
	bool *paired;               /* by the index of an old code */
	struct map new_names;       /* and aliases, to whatever */
	struct arena *arena;
};

struct string raw_code(struct arena *arena, const struct domain *domain, const struct code *code)
{
	return diag_shown(arena, registry_raw_code(arena, domain, code));
}

static bool pair(struct pairing *pairing, size_t new, const struct code *old)
{
	if (!old || pairing->paired[old - pairing->before->codes])
		return false;
	pairing->old_of[new] = old;
	pairing->paired[old - pairing->before->codes] = true;
	return true;
}

static void pair_by_code(struct pairing *pairing)
{
	const struct domain *before = pairing->before, *after = pairing->after;
	struct map codes;

	if (before->code_type != after->code_type)
		return;
	map_init(&codes, pairing->arena);
	for (size_t i = 0; i < before->code_count; i++)
		map_add(&codes, raw_key(before, &before->codes[i]), &before->codes[i]);
	for (size_t i = 0; i < after->code_count; i++)
		pair(pairing, i, map_get(&codes, raw_key(after, &after->codes[i])));
}

static void map_new_names(struct pairing *pairing)
{
	map_init(&pairing->new_names, pairing->arena);
	for (size_t i = 0; i < pairing->after->code_count; i++) {
		const struct code *code = &pairing->after->codes[i];
		*map_slot(&pairing->new_names, code->name) = pairing;
		for (size_t a = 0; a < code->details->aliases.count; a++)
			*map_slot(&pairing->new_names, code->details->aliases.items[a]) = pairing;
	}
}

/* By the name or else by a former name of the new code. */
static void pair_by_name(struct pairing *pairing)
{
	const struct domain *before = pairing->before, *after = pairing->after;
	struct map names;

	map_init(&names, pairing->arena);
	for (size_t i = 0; i < before->code_count; i++)
		if (!pairing->paired[i])
			map_add(&names, before->codes[i].name, &before->codes[i]);
	for (size_t i = 0; i < after->code_count; i++)
		if (!pairing->old_of[i])
			pair(pairing, i, map_get(&names, after->codes[i].name));
	for (size_t i = 0; i < after->code_count; i++) {
		const struct string_list aliases = after->codes[i].details->aliases;
		for (size_t a = 0; a < aliases.count && !pairing->old_of[i]; a++)
			pair(pairing, i, map_get(&names, aliases.items[a]));
	}
}

static bool has_text(struct string_list texts, struct string text)
{
	for (size_t i = 0; i < texts.count; i++)
		if (string_equal(texts.items[i], text))
			return true;
	return false;
}

/* Whether two lists hold the same, in whatever order; no list repeats itself. */
static bool same_texts(struct string_list a, struct string_list b)
{
	for (size_t i = 0; i < a.count; i++)
		if (!has_text(b, a.items[i]))
			return false;
	for (size_t i = 0; i < b.count; i++)
		if (!has_text(a, b.items[i]))
			return false;
	return true;
}

static bool refers_to(const struct domain *domain, const struct code *code, struct string key)
{
	for (size_t i = 0; i < code->details->see_also.count; i++)
		if (string_equal(raw_key(domain, code->details->see_also.items[i]), key))
			return true;
	return false;
}

static bool same_references(const struct pairing *pairing, const struct code *old,
			    const struct code *new)
{
	for (size_t i = 0; i < old->details->see_also.count; i++)
		if (!refers_to(pairing->after, new, raw_key(pairing->before, old->details->see_also.items[i])))
			return false;
	for (size_t i = 0; i < new->details->see_also.count; i++)
		if (!refers_to(pairing->before, old, raw_key(pairing->after, new->details->see_also.items[i])))
			return false;
	return true;
}

static void compare_aliases(struct diff *diff, struct changed changed, const struct code *old)
{
	const struct code *new = changed.code;

	for (size_t i = 0; i < new->details->aliases.count; i++) {
		struct string const alias = new->details->aliases.items[i];
		if (!has_text(old->details->aliases, alias) && !string_equal(alias, old->name))
			diff_add(diff, CHANGE_ALIAS_ADDED, changed, "also called '%.*s' now",
				 STRING_FORMAT(alias));
	}
	for (size_t i = 0; i < old->details->aliases.count; i++) {
		struct string const alias = old->details->aliases.items[i];
		if (!has_text(new->details->aliases, alias) && !string_equal(alias, new->name))
			diff_add(diff, CHANGE_ALIAS_REMOVED, changed, "no longer called '%.*s'",
				 STRING_FORMAT(alias));
	}
}

static void compare_names(struct diff *diff, const struct pairing *pairing,
			  struct changed changed, const struct code *old)
{
	const struct code *new = changed.code;

	if (string_equal(old->name, new->name))
		return;
	if (has_text(new->details->aliases, old->name))
		diff_add(diff, CHANGE_CODE_RENAMED_WITH_ALIAS, changed,
			 "called '%.*s' before, which stays as an alias", STRING_FORMAT(old->name));
	else
		diff_add(diff, CHANGE_CODE_RENAMED, changed, "called '%.*s' before, which %s",
			 STRING_FORMAT(old->name),
			 map_get(&pairing->new_names, old->name) ? "is another code now" : "is gone");
}

static void compare_identity(struct diff *diff, const struct pairing *pairing,
			     struct changed changed, const struct code *old)
{
	const struct code *new = changed.code;
	bool const same_type = pairing->before->code_type == pairing->after->code_type;

	if (same_type && !string_equal(raw_key(pairing->before, old), raw_key(pairing->after, new))) {
		struct string const code = raw_code(diff->arena, pairing->before, old);
		diff_add(diff, CHANGE_CODE_RENUMBERED, changed, "the code was %.*s",
			 STRING_FORMAT(code));
	}
	compare_names(diff, pairing, changed, old);
	compare_aliases(diff, changed, old);
}

static void compare_word(struct diff *diff, enum change_kind kind, struct changed changed,
			 const char *what, struct string old, struct string new)
{
	if (!string_equal(old, new))
		diff_add(diff, kind, changed, "%s is %.*s now, not %.*s", what,
			 STRING_FORMAT(new.bytes ? new : STRING("none")),
			 STRING_FORMAT(old.bytes ? old : STRING("none")));
}

static struct string category_name(const struct code *code)
{
	return code->category ? code->category->name : (struct string){0};
}

static void compare_meaning(struct diff *diff, struct changed changed, const struct code *old)
{
	const struct code *new = changed.code;

	compare_word(diff, CHANGE_CATEGORY_CHANGED, changed, "the category", category_name(old),
		     category_name(new));
	compare_word(diff, CHANGE_CONDITION_CHANGED, changed, "the condition",
		     old->condition->name, new->condition->name);
	compare_word(diff, CHANGE_RETRY_CHANGED, changed, "retry", retry_name(old->retry),
		     retry_name(new->retry));
	compare_word(diff, CHANGE_AUDIENCE_CHANGED, changed, "the audience",
		     audience_name(old->audience), audience_name(new->audience));
	if (new->details->deprecated.set && !old->details->deprecated.set)
		diff_add(diff, CHANGE_CODE_DEPRECATED, changed, "deprecated");
	if (!new->details->deprecated.set && old->details->deprecated.set)
		diff_add(diff, CHANGE_CODE_UNDEPRECATED, changed, "no longer deprecated");
}

static struct string replacement_name(const struct code *code)
{
	const struct code *replacement = code->details->deprecated.replaced_by;

	return replacement ? replacement->name : (struct string){0};
}

static void compare_texts(struct diff *diff, const struct pairing *pairing, struct changed changed,
			  const struct code *old)
{
	const struct code *new = changed.code;
	const struct code_details *before = old->details, *after = new->details;
	struct differences texts = {0};

	differ_in(&texts, "title", old->title, new->title);
	differ_in(&texts, "description", old->description, new->description);
	differ_in(&texts, "recommendation", old->recommendation, new->recommendation);
	differ_in(&texts, "since", before->since, after->since);
	differ_in(&texts, "applies_to", before->applies_to, after->applies_to);
	if (before->deprecated.set && after->deprecated.set) {
		differ_in(&texts, "deprecated.since", before->deprecated.since, after->deprecated.since);
		differ_in(&texts, "deprecated.replaced_by", replacement_name(old),
			  replacement_name(new));
		differ_in(&texts, "deprecated.note", before->deprecated.note, after->deprecated.note);
	}
	if (!same_references(pairing, old, new))
		texts.words[texts.count++] = "see_also";
	if (!same_texts(before->links, after->links))
		texts.words[texts.count++] = "links";
	diff_add_texts(diff, &texts, changed);
}

static bool reserves_code(const struct domain *domain, const struct code *code)
{
	const struct reserved *reserved = &domain->reserved;

	for (size_t i = 0; i < reserved->code_count; i++)
		if (domain->code_type == CODE_STRING ? string_equal(reserved->texts[i], code->text)
						     : reserved->numbers[i] == code->number)
			return true;
	return false;
}

static void compare_reserved(struct diff *diff, const struct domain *before,
			     const struct domain *after)
{
	struct changed changed = {after->vendor, after, NULL, {0}, after->span};
	const struct reserved *old = &before->reserved;

	for (size_t i = 0; before->code_type == after->code_type && i < old->code_count; i++) {
		struct code *code = arena_calloc(diff->arena, 1, sizeof *code);
		code->details = &no_details;
		if (before->code_type == CODE_STRING)
			code->text = old->texts[i];
		else
			code->number = old->numbers[i];
		changed.code = code;
		if (!reserves_code(after, code))
			diff_add(diff, CHANGE_RESERVED_REMOVED, changed,
				 "the code is no longer reserved");
	}
	changed.code = NULL;
	for (size_t i = 0; i < old->names.count; i++) {
		changed.name = old->names.items[i];
		if (!has_text(after->reserved.names, changed.name))
			diff_add(diff, CHANGE_RESERVED_REMOVED, changed,
				 "the name is no longer reserved");
	}
}

void diff_codes(struct diff *diff, const struct domain *before, const struct domain *after)
{
	struct arena *scratch = arena_new_child(diff->arena);
	struct pairing pairing = {
		.before = before, .after = after, .arena = scratch,
		.old_of = arena_calloc(scratch, after->code_count, sizeof *pairing.old_of),
		.paired = arena_calloc(scratch, before->code_count, sizeof *pairing.paired),
	};

	map_new_names(&pairing);
	pair_by_code(&pairing);
	pair_by_name(&pairing);
	for (size_t i = 0; i < after->code_count; i++) {
		const struct code *new = &after->codes[i], *old = pairing.old_of[i];
		struct changed const changed = {after->vendor, after, new, new->name, new->span};
		if (!old) {
			diff_add(diff, CHANGE_CODE_ADDED, changed, "new code");
			continue;
		}
		compare_identity(diff, &pairing, changed, old);
		compare_meaning(diff, changed, old);
		compare_texts(diff, &pairing, changed, old);
	}
	for (size_t i = 0; i < before->code_count; i++) {
		const struct code *old = &before->codes[i];
		if (!pairing.paired[i])
			diff_add(diff, CHANGE_CODE_REMOVED,
				 (struct changed){after->vendor, before, old, old->name, old->span},
				 "the code is gone");
	}
	compare_reserved(diff, before, after);
	arena_free(scratch);
}

/* The domain of the new registry that a change is in. */
static const struct domain *domain_after(const struct diff *diff, const struct change *change)
{
	for (size_t v = 0; v < diff->after->vendor_count; v++)
		for (size_t d = 0; d < diff->after->vendors[v].domain_count; d++)
			if (string_equal(diff->after->vendors[v].domains[d].name,
					 change->domain->name))
				return &diff->after->vendors[v].domains[d];
	return NULL;
}

void diff_check_reserved(const struct diff *diff, struct diagnostics *diagnostics)
{
	for (size_t i = 0; i < diff->count; i++) {
		const struct change *change = &diff->changes[i];
		if (change->kind != CHANGE_CODE_REMOVED)
			continue;
		const struct domain *domain = domain_after(diff, change);
		if (!domain || domain->code_type != change->domain->code_type ||
		    reserves_code(domain, change->code))
			continue;
		struct string const code = raw_code(diff->arena, change->domain, change->code);
		struct diagnostic *diagnostic =
			diag_error(diagnostics, "removed-not-reserved", domain->span,
				   "code %.*s was removed and may come back with another meaning; "
				   "list it under 'reserved'",
				   STRING_FORMAT(code));
		diag_note(diagnostics, diagnostic, change->code->span, "it was here");
	}
}

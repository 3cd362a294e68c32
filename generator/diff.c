/* diff: how one registry differs from another. See diff.h. This file compares
 * all but codes, which diff_code.c does. */
#include "diff_build.h"

static enum verdict worst_verdict(const struct diff *diff, enum change_kind kind)
{
	enum verdict worst = VERDICT_SAFE;

	if (!diff->targets.count)
		return change_descriptions[kind].verdict;
	for (size_t i = 0; i < diff->targets.count; i++)
		if (diff->targets.items[i]->verdicts[kind] > worst)
			worst = diff->targets.items[i]->verdicts[kind];
	return worst;
}

void diff_add(struct diff *diff, enum change_kind kind, struct changed changed,
	      const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	struct string const message = string_vprintf(diff->arena, format, arguments);
	va_end(arguments);
	diff->changes = arena_grow(diff->arena, diff->changes, diff->count, &diff->capacity,
				   sizeof *diff->changes);
	struct change *change = &diff->changes[diff->count++];
	*change = (struct change){
		.kind = kind, .verdict = worst_verdict(diff, kind), .vendor = changed.vendor,
		.domain = changed.domain, .code = changed.code, .name = changed.name,
		.message = message, .span = changed.span,
	};
	if (change->verdict > diff->verdict)
		diff->verdict = change->verdict;
}

void differ_in(struct differences *differences, const char *word, struct string before,
	       struct string after)
{
	if (!before.bytes != !after.bytes || !string_equal(before, after))
		differences->words[differences->count++] = word;
}

void diff_add_texts(struct diff *diff, const struct differences *differences,
		    struct changed changed)
{
	struct buf *words = buf_new(diff->arena);
	size_t const count = differences->count;

	if (!count)
		return;
	for (size_t i = 0; i < count; i++)
		buf_printf(words, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " and ",
			   differences->words[i]);
	diff_add(diff, CHANGE_TEXT_CHANGED, changed, "%.*s changed", (int)words->length,
		 words->bytes);
}

static const struct category *find_category(const struct domain *domain, struct string name)
{
	for (size_t i = 0; i < domain->category_count; i++)
		if (string_equal(domain->categories[i].name, name))
			return &domain->categories[i];
	return NULL;
}

static void compare_categories(struct diff *diff, const struct domain *before,
			       const struct domain *after)
{
	struct changed changed = {after->vendor, after, NULL, {0}, {0}};

	for (size_t i = 0; i < after->category_count; i++) {
		const struct category *new = &after->categories[i];
		const struct category *old = find_category(before, new->name);
		struct differences texts = {0};
		changed.name = new->name;
		changed.span = new->span;
		if (!old) {
			diff_add(diff, CHANGE_CATEGORY_ADDED, changed, "new category");
			continue;
		}
		differ_in(&texts, "title", old->title, new->title);
		differ_in(&texts, "description", old->description, new->description);
		diff_add_texts(diff, &texts, changed);
	}
	for (size_t i = 0; i < before->category_count; i++) {
		const struct category *old = &before->categories[i];
		changed.name = old->name;
		changed.span = old->span;
		if (!find_category(after, old->name))
			diff_add(diff, CHANGE_CATEGORY_REMOVED, changed, "the category is gone");
	}
}

static int code_width(const struct domain *domain)
{
	for (size_t i = 0; i < domain->code_count; i++)
		if (domain->codes[i].number < INT32_MIN || domain->codes[i].number > INT32_MAX)
			return 64;
	return 32;
}

static void compare_domains(struct diff *diff, const struct domain *before,
			    const struct domain *after)
{
	static const char *const types[] = {[CODE_INTEGER] = "integers", [CODE_STRING] = "strings"};
	struct changed const changed = {after->vendor, after, NULL, {0}, after->span};
	struct differences texts = {0};

	if (before->code_type != after->code_type)
		diff_add(diff, CHANGE_CODE_TYPE_CHANGED, changed, "the codes are %s now, not %s",
			 types[after->code_type], types[before->code_type]);
	else if (code_width(before) != code_width(after))
		diff_add(diff, CHANGE_CODE_WIDTH_CHANGED, changed,
			 "the codes take %d bits now, not %d", code_width(after),
			 code_width(before));
	differ_in(&texts, "title", before->title, after->title);
	differ_in(&texts, "address of the page", before->docs_url, after->docs_url);
	differ_in(&texts, "date of the page", before->docs_retrieved, after->docs_retrieved);
	diff_add_texts(diff, &texts, changed);
	compare_categories(diff, before, after);
	diff_codes(diff, before, after);
}

static const struct domain *find_domain(const struct vendor *vendor, struct string name)
{
	for (size_t i = 0; i < vendor->domain_count; i++)
		if (string_equal(vendor->domains[i].name, name))
			return &vendor->domains[i];
	return NULL;
}

static void compare_vendors(struct diff *diff, const struct vendor *before,
			    const struct vendor *after)
{
	struct differences texts = {0};

	differ_in(&texts, "title", before->title, after->title);
	diff_add_texts(diff, &texts, (struct changed){.vendor = after, .span = after->span});
	for (size_t i = 0; i < after->domain_count; i++) {
		const struct domain *new = &after->domains[i], *old = find_domain(before, new->name);
		if (old)
			compare_domains(diff, old, new);
		else
			diff_add(diff, CHANGE_DOMAIN_ADDED,
				 (struct changed){after, new, NULL, {0}, new->span},
				 "new domain of %zu code%s", new->code_count,
				 new->code_count == 1 ? "" : "s");
	}
	for (size_t i = 0; i < before->domain_count; i++) {
		const struct domain *old = &before->domains[i];
		if (!find_domain(after, old->name))
			diff_add(diff, CHANGE_DOMAIN_REMOVED,
				 (struct changed){after, old, NULL, {0}, old->span},
				 "the domain is gone, with %zu code%s", old->code_count,
				 old->code_count == 1 ? "" : "s");
	}
}

static const struct vendor *find_vendor(const struct registry *registry, struct string name)
{
	for (size_t i = 0; i < registry->vendor_count; i++)
		if (string_equal(registry->vendors[i].name, name))
			return &registry->vendors[i];
	return NULL;
}

/* Whether some code shows that the default of its condition changed. */
static bool is_shown_by_code(const struct diff *diff, enum change_kind kind,
			     struct string condition)
{
	for (size_t i = 0; i < diff->count; i++)
		if (diff->changes[i].kind == kind && diff->changes[i].code &&
		    string_equal(diff->changes[i].code->condition->name, condition))
			return true;
	return false;
}

static void compare_defaults(struct diff *diff, enum change_kind kind, struct changed changed,
			     const char *what, struct string before, struct string after)
{
	if (!string_equal(before, after) && !is_shown_by_code(diff, kind, changed.name))
		diff_add(diff, kind, changed, "%s is '%.*s' by default now, not '%.*s'", what,
			 STRING_FORMAT(after), STRING_FORMAT(before));
}

static void compare_condition(struct diff *diff, const struct condition *before,
			      const struct condition *after)
{
	struct changed const changed = {.name = after->name, .span = after->span};
	struct differences texts = {0};

	compare_defaults(diff, CHANGE_RETRY_CHANGED, changed, "retry", retry_name(before->retry),
			 retry_name(after->retry));
	compare_defaults(diff, CHANGE_AUDIENCE_CHANGED, changed, "audience",
			 audience_name(before->audience), audience_name(after->audience));
	differ_in(&texts, "title", before->title, after->title);
	differ_in(&texts, "description", before->description, after->description);
	diff_add_texts(diff, &texts, changed);
}

static void map_conditions(struct map *map, const struct registry *registry, struct arena *arena)
{
	map_init(map, arena);
	for (size_t i = 0; i < registry->condition_count; i++)
		map_add(map, registry->conditions[i].name, &registry->conditions[i]);
}

static void compare_conditions(struct diff *diff, const struct registry *before,
			       const struct registry *after)
{
	struct map old_conditions, new_conditions;

	map_conditions(&old_conditions, before, diff->arena);
	map_conditions(&new_conditions, after, diff->arena);
	for (size_t i = 0; i < after->condition_count; i++) {
		const struct condition *new = &after->conditions[i];
		const struct condition *old = map_get(&old_conditions, new->name);
		if (old)
			compare_condition(diff, old, new);
		else
			diff_add(diff, CHANGE_CONDITION_ADDED,
				 (struct changed){.name = new->name, .span = new->span},
				 "new condition");
	}
	for (size_t i = 0; i < before->condition_count; i++) {
		const struct condition *old = &before->conditions[i];
		if (!map_get(&new_conditions, old->name))
			diff_add(diff, CHANGE_CONDITION_REMOVED,
				 (struct changed){.name = old->name, .span = old->span},
				 "the condition is gone");
	}
}

static void compare_names(struct diff *diff, const struct registry *before,
			  const struct registry *after)
{
	struct changed const changed = {.name = after->name, .span = after->span};
	struct differences texts = {0};

	if (!string_equal(before->name, after->name))
		diff_add(diff, CHANGE_REGISTRY_RENAMED, changed, "the registry was called '%.*s'",
			 STRING_FORMAT(before->name));
	if (!string_equal(before->type, after->type))
		diff_add(diff, CHANGE_REGISTRY_RENAMED, changed,
			 "the shared types are called '%.*s' now, not '%.*s'",
			 STRING_FORMAT(after->type), STRING_FORMAT(before->type));
	differ_in(&texts, "title", before->title, after->title);
	diff_add_texts(diff, &texts, changed);
}

void diff_registries(struct diff *diff, const struct registry *before,
		     const struct registry *after, struct target_list targets,
		     struct arena *arena)
{
	*diff = (struct diff){
		.before = before, .after = after, .targets = targets, .arena = arena};
	for (size_t i = 0; i < after->vendor_count; i++) {
		const struct vendor *new = &after->vendors[i], *old = find_vendor(before, new->name);
		if (old)
			compare_vendors(diff, old, new);
		else
			diff_add(diff, CHANGE_VENDOR_ADDED,
				 (struct changed){.vendor = new, .span = new->span},
				 "new vendor of %zu domain%s", new->domain_count,
				 new->domain_count == 1 ? "" : "s");
	}
	for (size_t i = 0; i < before->vendor_count; i++) {
		const struct vendor *old = &before->vendors[i];
		if (!find_vendor(after, old->name))
			diff_add(diff, CHANGE_VENDOR_REMOVED,
				 (struct changed){.vendor = old, .span = old->span},
				 "the vendor is gone, with %zu domain%s", old->domain_count,
				 old->domain_count == 1 ? "" : "s");
	}
	compare_conditions(diff, before, after);
	compare_names(diff, before, after);
}

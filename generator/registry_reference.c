/* registry_reference: resolves what a domain's codes say of each other:
 * replaced_by and see_also. See registry_build.h. */
#include "registry_build.h"

/* Who replaces whom, by the index of the replaced code. */
struct replacement {
	const struct code *by;
	struct span span;
	size_t visit; /* the walk that came past here, or 0 */
};

static struct string name_at(const void *data, size_t index)
{
	const struct domain *domain = data;

	/* An empty name ends the candidates, so codes that lost theirs are passed over. */
	for (; index < domain->code_count; index++)
		if (domain->codes[index].name.length)
			return domain->codes[index].name;
	return (struct string){0};
}

static const struct code *find_replacement(struct domain_builder *builder,
					   const struct value *name)
{
	const struct domain *domain = builder->domain;
	struct candidates const candidates = {name_at, domain, domain->code_count};

	if (!name || name->type != VALUE_STRING)
		return NULL;
	const struct code *code = map_get(&builder->names, value_string(name));
	if (!code)
		report_unknown(builder->builder, "unknown-replacement", value_span(name), "name",
			       value_string(name), &builder->bad_names, candidates);
	return code;
}

static struct string text_at(const void *data, size_t index)
{
	const struct domain *domain = data;

	return index < domain->code_count ? domain->codes[index].text : (struct string){0};
}

static struct string no_candidate(const void *data, size_t index)
{
	(void)data;
	(void)index;
	return (struct string){0};
}

/* A number that is nearly another says nothing, a word does. */
static void report_unknown_code(struct domain_builder *builder, const struct value *item)
{
	bool const words = builder->domain->code_type == CODE_STRING;
	struct candidates const candidates = {words ? text_at : no_candidate, builder->domain,
					      words ? builder->domain->code_count : 0};

	report_unknown(builder->builder, "unknown-code", value_span(item), "code",
		       value_string(item), &builder->bad_codes, candidates);
}

static void resolve_see_also(struct domain_builder *builder, const struct reference *reference)
{
	struct diagnostics *diagnostics = builder->builder->diagnostics;
	struct code_list *see_also = &reference->details->see_also;
	const struct value *list = reference->see_also;

	if (!list || list->type != VALUE_LIST || !list->length)
		return;
	see_also->items = arena_alloc(builder->builder->arena,
				      list->length * sizeof *see_also->items);
	for (uint32_t i = 0; i < list->length; i++) {
		const struct value *item = &list->items[i];
		struct string text = {0};
		int64_t number = 0;
		if (!read_code(builder, item, &number, &text))
			continue;
		const struct code *other = map_get(&builder->codes, code_key(builder, &number, text));
		if (other == reference->code)
			diag_error(diagnostics, "self-reference", value_span(item),
				   "'see_also' names the code itself");
		else if (other)
			see_also->items[see_also->count++] = other;
		else
			report_unknown_code(builder, item);
	}
}

static size_t index_of(const struct domain *domain, const struct code *code)
{
	return (size_t)(code - domain->codes);
}

static void report_circle(struct domain_builder *builder, const struct replacement *replacements,
			  size_t start)
{
	enum { SHOWN = 8 };
	const struct domain *domain = builder->domain;
	struct buf *names = arena_alloc(builder->builder->arena, sizeof *names);
	size_t at = start, count = 0;

	buf_init(names, builder->builder->arena);
	do {
		if (count++ < SHOWN)
			buf_printf(names, "%.*s → ", STRING_FORMAT(domain->codes[at].name));
		at = index_of(domain, replacements[at].by);
	} while (at != start);
	if (count > SHOWN)
		buf_printf(names, "… → ");
	diag_error(builder->builder->diagnostics, "replacement-circle", replacements[start].span,
		   "the replacements go in a circle: %.*s%.*s",
		   STRING_FORMAT(buf_view(names)), STRING_FORMAT(domain->codes[start].name));
}

/* Walks from each code not yet seen; a walk that meets itself found a circle. */
static void find_circles(struct domain_builder *builder, struct replacement *replacements)
{
	const struct domain *domain = builder->domain;

	for (size_t start = 0; start < domain->code_count; start++) {
		size_t at = start;
		while (!replacements[at].visit) {
			replacements[at].visit = start + 1;
			if (!replacements[at].by)
				break;
			at = index_of(domain, replacements[at].by);
		}
		if (replacements[at].visit == start + 1 && replacements[at].by)
			report_circle(builder, replacements, at);
	}
}

void resolve_references(struct domain_builder *builder)
{
	struct domain *domain = builder->domain;
	struct replacement *replacements = NULL;

	for (size_t i = 0; i < builder->reference_count; i++) {
		const struct reference *reference = &builder->references[i];
		resolve_see_also(builder, reference);
		const struct code *by = find_replacement(builder, reference->replaced_by);
		reference->details->deprecated.replaced_by = by;
		if (!by)
			continue;
		if (!replacements)
			replacements = arena_calloc(&builder->builder->scratch, domain->code_count,
						    sizeof *replacements);
		replacements[index_of(domain, reference->code)] =
			(struct replacement){.by = by, .span = value_span(reference->replaced_by)};
	}
	if (replacements)
		find_circles(builder, replacements);
}

/* registry_vendor: builds what a vendor file holds: domains, categories, codes,
 * and checks that each stands for itself. See registry_build.h. */
#include "registry_build.h"

#include "import_rules.h"
#include "scalar.h"

enum { LONGEST_CODE = 128 };

const struct code_details no_details;

struct string code_key(const struct domain_builder *builder, const int64_t *number,
		       struct string text)
{
	if (builder->domain->code_type == CODE_STRING)
		return text;
	return (struct string){(const char *)number, sizeof *number};
}

static bool read_string_code(struct domain_builder *builder, const struct value *value,
			     struct string *text)
{
	struct diagnostics *diagnostics = builder->builder->diagnostics;
	const char *ambiguity = NULL;

	*text = value_string(value);
	if (value->style == STYLE_PLAIN)
		ambiguity = scalar_ambiguity(*text);
	if (ambiguity) {
		diag_error(diagnostics, "ambiguous-scalar", value_span(value),
			   "the code '%.*s' must be in quotes: YAML readers take it for %s",
			   STRING_FORMAT(*text), ambiguity);
		return false;
	}
	if (!schema_check_text(value, LONGEST_CODE, diagnostics))
		return false;
	if (!memchr(text->bytes, '\n', text->length) && !memchr(text->bytes, '\t', text->length))
		return true;
	struct string const shown = diag_shown(builder->builder->arena, *text);
	diag_error(diagnostics, "bad-code", value_span(value),
		   "'%.*s' is no code: it holds a line feed or a tab", STRING_FORMAT(shown));
	return false;
}

bool read_code(struct domain_builder *builder, const struct value *value, int64_t *number,
	       struct string *text)
{
	if (!value || value->type != VALUE_STRING || !builder->code_type_known)
		return false;
	if (builder->domain->code_type == CODE_STRING)
		return read_string_code(builder, value, text);
	const char *problem = value->style == STYLE_PLAIN ? scalar_integer(value_string(value), number)
							  : "it is a text, being in quotes";
	if (!problem)
		return true;
	struct string const shown = diag_shown(builder->builder->arena, value_string(value));
	diag_error(builder->builder->diagnostics, "bad-code", value_span(value),
		   "'%.*s' is no integer code: %s", STRING_FORMAT(shown), problem);
	return false;
}

static struct string_list build_strings(struct builder *builder, const struct value *list)
{
	struct string_list strings = {0};

	if (!list || list->type != VALUE_LIST || !list->length)
		return strings;
	strings.items = arena_alloc(builder->arena, list->length * sizeof *strings.items);
	strings.spans = arena_alloc(builder->arena, list->length * sizeof *strings.spans);
	for (uint32_t i = 0; i < list->length; i++) {
		if (list->items[i].type != VALUE_STRING)
			continue;
		strings.spans[strings.count] = value_span(&list->items[i]);
		strings.items[strings.count++] = value_string(&list->items[i]);
	}
	return strings;
}

static void build_range(struct domain_builder *builder, const struct value *tree,
			struct category *category)
{
	const struct value *fields[RANGE_FIELD_COUNT];
	struct diagnostics *diagnostics = builder->builder->diagnostics;

	if (!tree || tree->type != VALUE_MAP)
		return;
	schema_fields(range_fields, tree, fields);
	const struct value *min = fields[RANGE_MIN], *max = fields[RANGE_MAX];
	category->has_min = min && min->type == VALUE_INTEGER;
	category->has_max = max && max->type == VALUE_INTEGER;
	category->min = category->has_min ? min->integer : 0;
	category->max = category->has_max ? max->integer : 0;
	if (builder->code_type_known && builder->domain->code_type == CODE_STRING)
		diag_error(diagnostics, "bad-range", value_span(tree),
			   "codes that are strings have no range");
	else if (category->has_min && category->has_max && category->min > category->max)
		diag_error(diagnostics, "bad-range", value_span(tree), "'min' is greater than 'max'");
	else
		return;
	category->has_min = category->has_max = false;
}

static void build_category(struct domain_builder *builder, const struct value *tree)
{
	struct domain *domain = builder->domain;
	const struct value *fields[CATEGORY_FIELD_COUNT];

	schema_fields(category_fields, tree, fields);
	const struct value *name = fields[CATEGORY_NAME];
	if (!name || name->type != VALUE_STRING) {
		suspect(builder->builder, &builder->bad_categories, name);
		return;
	}
	struct category *category = &domain->categories[domain->category_count];
	*category = (struct category){
		.name = value_string(name),
		.title = text_of(fields[CATEGORY_TITLE]),
		.description = text_of(fields[CATEGORY_DESCRIPTION]),
		.span = value_span(name),
	};
	build_range(builder, fields[CATEGORY_RANGE], category);
	const struct category *first = map_add(&builder->categories, category->name, category);
	if (!first) {
		domain->category_count++;
		return;
	}
	struct diagnostic *diagnostic = diag_error(
		builder->builder->diagnostics, "duplicate-category", category->span,
		"the category '%.*s' is already defined", STRING_FORMAT(category->name));
	diag_note(builder->builder->diagnostics, diagnostic, first->span, "first defined here");
}

static void build_categories(struct domain_builder *builder, const struct value *list)
{
	builder->has_categories = list != NULL;
	builder->bad_categories.nameless = list && list->type != VALUE_LIST;
	if (!list || list->type != VALUE_LIST)
		return;
	builder->domain->categories = arena_calloc(builder->builder->arena, list->length,
						   sizeof(struct category));
	for (uint32_t i = 0; i < list->length; i++)
		build_category(builder, &list->items[i]);
}

static void build_reserved_codes(struct domain_builder *builder, const struct value *list)
{
	struct reserved *reserved = &builder->domain->reserved;
	struct arena *arena = builder->builder->arena;

	if (!list || list->type != VALUE_LIST || !builder->code_type_known)
		return;
	bool const strings = builder->domain->code_type == CODE_STRING;
	if (strings)
		reserved->texts = arena_alloc(arena, list->length * sizeof *reserved->texts);
	else
		reserved->numbers = arena_alloc(arena, list->length * sizeof *reserved->numbers);
	for (uint32_t i = 0; i < list->length; i++) {
		struct string text = {0};
		int64_t number = 0;
		if (!read_code(builder, &list->items[i], &number, &text))
			continue;
		size_t const at = reserved->code_count++;
		if (strings)
			reserved->texts[at] = text;
		else
			reserved->numbers[at] = number;
		claim_span(&builder->reserved_codes,
			   code_key(builder, strings ? NULL : &reserved->numbers[at], text),
			   value_span(&list->items[i]));
	}
}

static void build_reserved(struct domain_builder *builder, const struct value *tree)
{
	const struct value *fields[RESERVED_FIELD_COUNT];
	struct string_list *names = &builder->domain->reserved.names;

	schema_fields(reserved_fields, tree, fields);
	build_reserved_codes(builder, fields[RESERVED_CODES]);
	*names = build_strings(builder->builder, fields[RESERVED_NAMES]);
	for (size_t i = 0; i < names->count; i++)
		claim_span(&builder->reserved_names, names->items[i], names->spans[i]);
}

/* Where a code has a name or alias. */
static struct span name_span(const struct code *code, struct string name)
{
	const struct string_list *aliases = &code->details->aliases;

	for (size_t i = 0; i < aliases->count; i++)
		if (!string_equal(code->name, name) && string_equal(aliases->items[i], name))
			return aliases->spans[i];
	return code->name_span;
}

static void claim_name_of(struct domain_builder *builder, struct code *code,
			  struct string name, struct span span)
{
	struct diagnostics *diagnostics = builder->builder->diagnostics;
	const struct span *reserved = map_get(&builder->reserved_names, name);
	const struct code *first = map_add(&builder->names, name, code);
	struct diagnostic *diagnostic;

	if (reserved) {
		diagnostic = diag_error(diagnostics, "reserved-name", span,
					"the name '%.*s' is reserved and may not come back",
					STRING_FORMAT(name));
		diag_note(diagnostics, diagnostic, *reserved, "reserved here");
	}
	if (first) {
		diagnostic = diag_error(diagnostics, "duplicate-name", span,
					"the name '%.*s' is already used", STRING_FORMAT(name));
		diag_note(diagnostics, diagnostic, name_span(first, name), "first used here");
	}
}

static void claim_code(struct domain_builder *builder, struct code *code,
		       const struct value *value)
{
	struct diagnostics *diagnostics = builder->builder->diagnostics;
	struct string const key = code_key(builder, &code->number, code->text);
	const struct span *reserved = map_get(&builder->reserved_codes, key);
	const struct code *first = map_add(&builder->codes, key, code);
	struct diagnostic *diagnostic;

	if (!reserved && !first)
		return;
	struct string const shown = diag_shown(builder->builder->arena, value_string(value));
	if (reserved) {
		diagnostic = diag_error(diagnostics, "reserved-code", code->span,
					"code %.*s is reserved and may not come back",
					STRING_FORMAT(shown));
		diag_note(diagnostics, diagnostic, *reserved, "reserved here");
	}
	if (first) {
		diagnostic = diag_error(diagnostics, "duplicate-code", code->span,
					"code %.*s is already used", STRING_FORMAT(shown));
		diag_note(diagnostics, diagnostic, first->span, "first used here");
	}
}

static struct string category_at(const void *data, size_t index)
{
	const struct domain *domain = data;

	return index < domain->category_count ? domain->categories[index].name : (struct string){0};
}

static const struct category *find_category(struct domain_builder *builder,
					    const struct value *name, const struct value *tree)
{
	const struct domain *domain = builder->domain;
	struct candidates const candidates = {category_at, domain, domain->category_count};
	const struct category *category;

	if (!name) {
		if (builder->has_categories)
			diag_error(builder->builder->diagnostics, "missing-key",
				   schema_head(tree),
				   "a code needs the key 'category', as its domain has categories");
		return NULL;
	}
	if (name->type != VALUE_STRING)
		return NULL;
	category = map_get(&builder->categories, value_string(name));
	if (!category && !builder->has_categories)
		diag_error(builder->builder->diagnostics, "unknown-category", value_span(name),
			   "unknown category '%.*s': the domain has no categories",
			   STRING_FORMAT(value_string(name)));
	else if (!category)
		report_unknown(builder->builder, "unknown-category", value_span(name), "category",
			       value_string(name), &builder->bad_categories, candidates);
	return category;
}

static void check_range(struct domain_builder *builder, const struct code *code)
{
	const struct category *category = code->category;
	struct diagnostics *diagnostics = builder->builder->diagnostics;
	bool const below = category->has_min && code->number < category->min;
	bool const above = category->has_max && code->number > category->max;

	if (!below && !above)
		return;
	struct diagnostic *diagnostic =
		diag_error(diagnostics, "code-out-of-range", code->span,
			   "code %lld is %s the %s of the category '%.*s', %lld",
			   (long long)code->number, below ? "below" : "above",
			   below ? "least" : "greatest", STRING_FORMAT(category->name),
			   (long long)(below ? category->min : category->max));
	diag_note(diagnostics, diagnostic, category->span, "the category is defined here");
}

static struct string condition_at(const void *data, size_t index)
{
	const struct registry *registry = data;

	return index < registry->condition_count ? registry->conditions[index].name
						 : (struct string){0};
}

static const struct condition *find_condition(struct builder *builder, const struct value *name)
{
	const struct registry *registry = builder->registry;
	struct candidates const candidates = {condition_at, registry, registry->condition_count};

	if (!name || name->type != VALUE_STRING)
		return NULL;
	if (string_equal(value_string(name), builder->unclassified.name))
		return &builder->unclassified;
	const struct condition *condition = map_get(&builder->conditions, value_string(name));
	if (!condition)
		report_unknown(builder, "unknown-condition", value_span(name), "condition",
			       value_string(name), &builder->bad_conditions, candidates);
	return condition;
}

static void build_deprecated(struct deprecation *deprecated, const struct value **fields,
			     const struct value *tree)
{
	schema_fields(deprecated_fields, tree, fields);
	deprecated->set = tree != NULL;
	deprecated->since = text_of(fields[DEPRECATED_SINCE]);
	deprecated->note = text_of(fields[DEPRECATED_NOTE]);
}

static void build_details(struct domain_builder *builder, const struct value **fields,
			  struct code *code)
{
	static const int rare[] = {CODE_SINCE, CODE_APPLIES_TO, CODE_DEPRECATED,
				   CODE_ALIASES, CODE_SEE_ALSO, CODE_LINKS};
	const struct value *deprecated[DEPRECATED_FIELD_COUNT];
	bool any = false;

	code->details = &no_details;
	for (size_t i = 0; i < sizeof rare / sizeof *rare; i++)
		any = any || fields[rare[i]];
	if (!any)
		return;
	struct code_details *details = arena_calloc(builder->builder->arena, 1, sizeof *details);
	code->details = details;
	details->since = text_of(fields[CODE_SINCE]);
	details->applies_to = text_of(fields[CODE_APPLIES_TO]);
	details->aliases = build_strings(builder->builder, fields[CODE_ALIASES]);
	details->links = build_strings(builder->builder, fields[CODE_LINKS]);
	build_deprecated(&details->deprecated, deprecated, fields[CODE_DEPRECATED]);
	builder->references = arena_grow(&builder->builder->scratch, builder->references,
					 builder->reference_count, &builder->reference_capacity,
					 sizeof *builder->references);
	builder->references[builder->reference_count++] =
		(struct reference){code, details, fields[CODE_SEE_ALSO],
				   deprecated[DEPRECATED_REPLACED_BY]};
}

static struct extent extent_of(const struct value *value, const struct value *parent)
{
	struct span const span = span_of(value, parent);

	return (struct extent){span.start, span.end};
}

/* Fills in what a code says of itself; returns whether its raw code is valid. */
static bool build_texts(struct domain_builder *builder, const struct value *tree,
			const struct value **fields, struct code *code)
{
	code->name = text_of(fields[CODE_NAME]);
	code->title = text_of(fields[CODE_TITLE]);
	code->description = text_of(fields[CODE_DESCRIPTION]);
	code->recommendation = text_of(fields[CODE_RECOMMENDATION]);
	code->span = span_of(fields[CODE_CODE], tree);
	code->name_span = span_of(fields[CODE_NAME], tree);
	code->condition_extent = extent_of(fields[CODE_CONDITION], tree);
	code->description_extent = extent_of(fields[CODE_DESCRIPTION], tree);
	code->recommendation_extent = extent_of(fields[CODE_RECOMMENDATION], tree);
	build_details(builder, fields, code);
	code->condition = find_condition(builder->builder, fields[CODE_CONDITION]);
	code->retry = retry_of(fields[CODE_RETRY],
			       code->condition ? code->condition->retry : RETRY_COUNT);
	code->audience = audience_of(fields[CODE_AUDIENCE],
				     code->condition ? code->condition->audience : AUDIENCE_COUNT);
	return read_code(builder, fields[CODE_CODE], &code->number, &code->text);
}

static void build_code(struct domain_builder *builder, const struct value *tree, struct code *code)
{
	const struct value *fields[CODE_FIELD_COUNT];

	schema_fields(code_fields, tree, fields);
	bool const valid = build_texts(builder, tree, fields, code);
	code->category = find_category(builder, fields[CODE_CATEGORY], tree);
	if (valid)
		claim_code(builder, code, fields[CODE_CODE]);
	else
		suspect(builder->builder, &builder->bad_codes, fields[CODE_CODE]);
	if (valid && code->category)
		check_range(builder, code);
	if (code->name.length)
		claim_name_of(builder, code, code->name, code->name_span);
	else
		suspect(builder->builder, &builder->bad_names, fields[CODE_NAME]);
	for (size_t i = 0; i < code->details->aliases.count; i++)
		claim_name_of(builder, code, code->details->aliases.items[i],
			      code->details->aliases.spans[i]);
}

static void build_codes(struct domain_builder *builder, const struct value *list)
{
	struct domain *domain = builder->domain;

	if (!list || list->type != VALUE_LIST) {
		builder->builder->registry->incomplete = true;
		return;
	}
	map_reserve(&builder->codes, list->length);
	map_reserve(&builder->names, list->length);
	domain->codes = arena_calloc(builder->builder->arena, list->length, sizeof *domain->codes);
	for (uint32_t i = 0; i < list->length; i++) {
		if (list->items[i].type == VALUE_MAP) {
			build_code(builder, &list->items[i], &domain->codes[domain->code_count++]);
			continue;
		}
		builder->bad_codes.nameless = builder->bad_names.nameless = true;
		builder->builder->registry->incomplete = true;
	}
	builder->builder->registry->code_count += domain->code_count;
	resolve_references(builder);
}

static void build_domain(struct builder *builder, const struct value *tree, struct domain *domain)
{
	struct domain_builder *inner = arena_calloc(&builder->scratch, 1, sizeof *inner);
	const struct value *fields[DOMAIN_FIELD_COUNT], *docs[DOCS_FIELD_COUNT];

	schema_fields(domain_fields, tree, fields);
	schema_fields(docs_fields, fields[DOMAIN_DOCS], docs);
	const struct value *type = fields[DOMAIN_CODE_TYPE];
	bool const type_known = type && type->type == VALUE_INTEGER;
	*inner = (struct domain_builder){
		.builder = builder, .domain = domain, .code_type_known = type_known};
	map_init(&inner->codes, &builder->scratch);
	map_init(&inner->names, &builder->scratch);
	map_init(&inner->reserved_names, &builder->scratch);
	map_init(&inner->categories, &builder->scratch);
	map_init(&inner->reserved_codes, &builder->scratch);
	claim_name(builder, &builder->domains, fields[DOMAIN_DOMAIN], "duplicate-domain", "domain");
	domain->name = text_of(fields[DOMAIN_DOMAIN]);
	domain->title = text_of(fields[DOMAIN_TITLE]);
	domain->span = span_of(fields[DOMAIN_DOMAIN], tree);
	domain->docs_url = text_of(docs[DOCS_URL]);
	domain->docs_retrieved = text_of(docs[DOCS_RETRIEVED]);
	domain->code_type = type_known ? (enum code_type)type->integer : CODE_INTEGER;
	build_categories(inner, fields[DOMAIN_CATEGORIES]);
	build_reserved(inner, fields[DOMAIN_RESERVED]);
	build_codes(inner, fields[DOMAIN_CODES]);
	import_rules_read(tree, &builder->scratch, builder->diagnostics,
			  arena_alloc(&builder->scratch, sizeof(struct import_rules)));
}

void build_vendor(struct builder *builder, const struct value *tree, struct vendor *vendor)
{
	const struct value *fields[VENDOR_FIELD_COUNT];

	schema_fields(vendor_fields, tree, fields);
	claim_name(builder, &builder->vendors, fields[VENDOR_VENDOR], "duplicate-vendor", "vendor");
	vendor->name = text_of(fields[VENDOR_VENDOR]);
	vendor->title = text_of(fields[VENDOR_TITLE]);
	vendor->span = span_of(fields[VENDOR_VENDOR], tree);
	const struct value *list = fields[VENDOR_DOMAINS];
	if (!list || list->type != VALUE_LIST) {
		builder->registry->incomplete = true;
		return;
	}
	vendor->domains = arena_calloc(builder->arena, list->length, sizeof *vendor->domains);
	for (uint32_t i = 0; i < list->length; i++) {
		if (list->items[i].type != VALUE_MAP) {
			builder->registry->incomplete = true;
			continue;
		}
		struct domain *domain = &vendor->domains[vendor->domain_count++];
		domain->vendor = vendor;
		build_domain(builder, &list->items[i], domain);
	}
}

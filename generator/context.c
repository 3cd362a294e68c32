/* context: the registry as template data. See context.h. */
#include "context_fields.h"
#include "context_symbols.h"

#define NAME(kind, field) #field,
static const char *const all_names[] = {ALL_FIELDS(NAME)};

static struct value optional(struct string text)
{
	return text.bytes ? value_of_string(text) : value_none();
}

/* A map with the fields of a kind, the first of which is at `first` among all. */
static struct value record(const struct context *context, struct arena *arena,
			   enum all_place first, size_t count)
{
	struct entry *entries = arena_alloc(arena, count * sizeof *entries);
	struct value const no_symbol = context_no_symbol();

	for (size_t i = 0; i < count; i++)
		entries[i] = (struct entry){.key = context->keys[(size_t)first + i],
					    .value = no_symbol};
	return value_map(entries, count);
}

static struct value *new_list(const struct context *context, size_t count)
{
	return arena_alloc(context->arena, count * sizeof(struct value));
}

static struct value strings_value(const struct context *context, struct string_list strings)
{
	struct value *items = new_list(context, strings.count);

	for (size_t i = 0; i < strings.count; i++)
		items[i] = value_of_string(strings.items[i]);
	return value_list(items, strings.count);
}

static struct value raw_code(const struct domain *domain, const struct code *code)
{
	if (domain->code_type == CODE_INTEGER)
		return value_integer(code->number);
	return value_of_string(code->text);
}

static struct value category_name(const struct code *code)
{
	return code->category ? value_of_string(code->category->name) : value_none();
}

static struct value aliases_value(const struct context *context, struct string_list aliases)
{
	struct value *items = new_list(context, aliases.count);

	for (size_t i = 0; i < aliases.count; i++) {
		items[i] = record(context, context->arena, ALL_ALIAS_name, ALIAS_SIZE);
		items[i].entries[ALIAS_name].value = value_of_string(aliases.items[i]);
	}
	return value_list(items, aliases.count);
}

static struct value reference_value(const struct context *context, const struct domain *domain,
				    const struct code *code)
{
	struct value const map =
		record(context, context->arena, ALL_REFERENCE_code, REFERENCE_SIZE);

	map.entries[REFERENCE_code].value = raw_code(domain, code);
	map.entries[REFERENCE_name].value = value_of_string(code->name);
	map.entries[REFERENCE_category].value = category_name(code);
	return map;
}

static struct value references_value(const struct context *context, const struct domain *domain,
				     struct code_list codes)
{
	struct value *items = new_list(context, codes.count);

	for (size_t i = 0; i < codes.count; i++)
		items[i] = reference_value(context, domain, codes.items[i]);
	return value_list(items, codes.count);
}

static struct value deprecated_value(const struct context *context, const struct domain *domain,
				     const struct deprecation *deprecated)
{
	if (!deprecated->set)
		return value_none();
	struct value const map =
		record(context, context->arena, ALL_DEPRECATED_since, DEPRECATED_SIZE);
	map.entries[DEPRECATED_since].value = optional(deprecated->since);
	map.entries[DEPRECATED_replaced_by].value =
		deprecated->replaced_by
			? reference_value(context, domain, deprecated->replaced_by)
			: value_none();
	map.entries[DEPRECATED_note].value = optional(deprecated->note);
	return map;
}

static struct value code_value(const struct context *context, const struct domain *domain,
			       const struct code *code)
{
	struct value const map = record(context, context->arena, ALL_CODE_code, CODE_SIZE);
	struct entry *entries = map.entries;

	entries[CODE_code].value = raw_code(domain, code);
	entries[CODE_name].value = value_of_string(code->name);
	entries[CODE_title].value = value_of_string(code->title);
	entries[CODE_category].value = category_name(code);
	entries[CODE_condition].value = value_of_string(code->condition->name);
	entries[CODE_retry].value = value_of_string(retry_name(code->retry));
	entries[CODE_audience].value = value_of_string(audience_name(code->audience));
	entries[CODE_description].value = optional(code->description);
	entries[CODE_recommendation].value = optional(code->recommendation);
	entries[CODE_since].value = optional(code->details->since);
	entries[CODE_deprecated].value = deprecated_value(context, domain, &code->details->deprecated);
	entries[CODE_applies_to].value = optional(code->details->applies_to);
	entries[CODE_aliases].value = aliases_value(context, code->details->aliases);
	entries[CODE_see_also].value = references_value(context, domain, code->details->see_also);
	entries[CODE_links].value = strings_value(context, code->details->links);
	return map;
}

static struct value category_value(const struct context *context, const struct domain *domain,
				   const struct category *category, struct value codes)
{
	struct value const map = record(context, context->arena, ALL_CATEGORY_name, CATEGORY_SIZE);
	size_t count = 0;

	for (size_t i = 0; i < domain->code_count; i++)
		count += domain->codes[i].category == category;
	struct value *members = new_list(context, count);
	count = 0;
	for (size_t i = 0; i < domain->code_count; i++)
		if (domain->codes[i].category == category)
			members[count++] = codes.items[i];
	map.entries[CATEGORY_name].value = value_of_string(category->name);
	map.entries[CATEGORY_title].value = value_of_string(category->title);
	map.entries[CATEGORY_description].value = optional(category->description);
	map.entries[CATEGORY_codes].value = value_list(members, count);
	return map;
}

static struct value categories_value(const struct context *context, const struct domain *domain,
				     struct value codes)
{
	struct value *items = new_list(context, domain->category_count);

	for (size_t i = 0; i < domain->category_count; i++)
		items[i] = category_value(context, domain, &domain->categories[i], codes);
	return value_list(items, domain->category_count);
}

/* 32 where every code of an integer domain fits into as many bits, else 64. */
static struct value bits_value(const struct domain *domain)
{
	if (domain->code_type != CODE_INTEGER)
		return value_none();
	for (size_t i = 0; i < domain->code_count; i++)
		if (domain->codes[i].number < INT32_MIN || domain->codes[i].number > INT32_MAX)
			return value_integer(64);
	return value_integer(32);
}

static struct value docs_value(const struct context *context, const struct domain *domain)
{
	struct value const map = record(context, context->arena, ALL_DOCS_url, DOCS_SIZE);

	map.entries[DOCS_url].value = optional(domain->docs_url);
	map.entries[DOCS_retrieved].value = optional(domain->docs_retrieved);
	return map;
}

static struct value vendor_name_value(const struct context *context, const struct vendor *vendor)
{
	struct value const map =
		record(context, context->arena, ALL_VENDOR_NAME_name, VENDOR_NAME_SIZE);

	map.entries[VENDOR_NAME_name].value = value_of_string(vendor->name);
	map.entries[VENDOR_NAME_title].value = value_of_string(vendor->title);
	return map;
}

static struct value domain_value(const struct context *context, const struct domain *domain)
{
	struct value const map = record(context, context->arena, ALL_DOMAIN_name, DOMAIN_SIZE);
	struct value *items = new_list(context, domain->code_count);
	struct value const codes = value_list(items, domain->code_count);

	for (size_t i = 0; i < domain->code_count; i++)
		items[i] = code_value(context, domain, &domain->codes[i]);
	map.entries[DOMAIN_name].value = value_of_string(domain->name);
	map.entries[DOMAIN_title].value = value_of_string(domain->title);
	map.entries[DOMAIN_vendor].value = vendor_name_value(context, domain->vendor);
	map.entries[DOMAIN_code_type].value = value_of_string(
		domain->code_type == CODE_INTEGER ? STRING("integer") : STRING("string"));
	map.entries[DOMAIN_bits].value = bits_value(domain);
	map.entries[DOMAIN_docs].value = docs_value(context, domain);
	map.entries[DOMAIN_categories].value = categories_value(context, domain, codes);
	map.entries[DOMAIN_codes].value = codes;
	return map;
}

static struct value vendor_value(const struct context *context, const struct vendor *vendor,
				 struct value *domains)
{
	struct value const map = record(context, context->arena, ALL_VENDOR_name, VENDOR_SIZE);

	for (size_t i = 0; i < vendor->domain_count; i++)
		domains[i] = domain_value(context, &vendor->domains[i]);
	map.entries[VENDOR_name].value = value_of_string(vendor->name);
	map.entries[VENDOR_title].value = value_of_string(vendor->title);
	map.entries[VENDOR_domains].value = value_list(domains, vendor->domain_count);
	return map;
}

static struct value condition_value(const struct context *context,
				    const struct condition *condition)
{
	struct value const map =
		record(context, context->arena, ALL_CONDITION_name, CONDITION_SIZE);

	map.entries[CONDITION_name].value = value_of_string(condition->name);
	map.entries[CONDITION_title].value = value_of_string(condition->title);
	map.entries[CONDITION_description].value = value_of_string(condition->description);
	map.entries[CONDITION_retry].value = value_of_string(retry_name(condition->retry));
	map.entries[CONDITION_audience].value =
		value_of_string(audience_name(condition->audience));
	map.entries[CONDITION_domains].value = value_list(NULL, 0);
	return map;
}

static struct value conditions_value(const struct context *context)
{
	size_t const count = context->registry->condition_count;
	struct value *items = new_list(context, count);

	for (size_t i = 0; i < count; i++)
		items[i] = condition_value(context, &context->registry->conditions[i]);
	return value_list(items, count);
}

static struct value retries_value(const struct context *context)
{
	struct value *items = new_list(context, RETRY_COUNT);

	for (int i = 0; i < RETRY_COUNT; i++)
		items[i] = value_of_string(retry_name((enum retry)i));
	return value_list(items, RETRY_COUNT);
}

static struct value audiences_value(const struct context *context)
{
	struct value *items = new_list(context, AUDIENCE_COUNT);

	for (int i = 0; i < AUDIENCE_COUNT; i++)
		items[i] = value_of_string(audience_name((enum audience)i));
	return value_list(items, AUDIENCE_COUNT);
}

/* What is known of a condition while the codes of a domain are gathered. */
struct gathering {
	size_t capacity;     /* of the condition's list of domains */
	size_t count;        /* of the domain's codes that have it, until their list is made */
	struct value *codes; /* that list */
};

/* Adds a domain to those of a condition; returns the list of its codes, empty but
 * with room for `count`. */
static struct value *add_domain(const struct context *context, struct value *domains,
				size_t *capacity, struct value domain, size_t count)
{
	struct value const map = record(context, context->arena, ALL_CONDITION_DOMAIN_name,
					CONDITION_DOMAIN_SIZE);
	struct entry *entries = map.entries;

	entries[CONDITION_DOMAIN_name].value = domain.entries[DOMAIN_name].value;
	entries[CONDITION_DOMAIN_title].value = domain.entries[DOMAIN_title].value;
	entries[CONDITION_DOMAIN_vendor].value = domain.entries[DOMAIN_vendor].value;
	entries[CONDITION_DOMAIN_code_type].value = domain.entries[DOMAIN_code_type].value;
	entries[CONDITION_DOMAIN_codes].value = value_list(new_list(context, count), 0);
	domains->items = arena_grow(context->arena, domains->items, domains->length, capacity,
				    sizeof map);
	domains->items[domains->length++] = map;
	return &entries[CONDITION_DOMAIN_codes].value;
}

/* Gives the codes of a domain to their conditions, in their order. */
static void gather_codes(const struct context *context, const struct domain *domain,
			 struct value map, struct gathering *gatherings)
{
	const struct condition *conditions = context->registry->conditions;
	struct value const maps = context->data.entries[REGISTRY_conditions].value;
	struct value const codes = map.entries[DOMAIN_codes].value;

	for (uint32_t i = 0; i < codes.length; i++)
		if (!condition_is_unclassified(domain->codes[i].condition))
			gatherings[domain->codes[i].condition - conditions].count++;
	for (uint32_t i = 0; i < codes.length; i++) {
		if (condition_is_unclassified(domain->codes[i].condition))
			continue;
		size_t const place = (size_t)(domain->codes[i].condition - conditions);
		struct gathering *gathering = &gatherings[place];
		if (gathering->count)
			gathering->codes = add_domain(
				context, &maps.items[place].entries[CONDITION_domains].value,
				&gathering->capacity, map, gathering->count);
		gathering->count = 0;
		gathering->codes->items[gathering->codes->length++] = codes.items[i];
	}
}

static void make_vendors(struct context *context)
{
	const struct registry *registry = context->registry;
	size_t domain_count = 0;

	for (size_t i = 0; i < registry->vendor_count; i++)
		domain_count += registry->vendors[i].domain_count;
	context->vendors = new_list(context, registry->vendor_count);
	context->domains = new_list(context, domain_count);
	context->domain_count = domain_count;
	struct value *domains = context->domains;
	for (size_t i = 0; i < registry->vendor_count; i++) {
		context->vendors[i] = vendor_value(context, &registry->vendors[i], domains);
		domains += registry->vendors[i].domain_count;
	}
	context->data.entries[REGISTRY_vendors].value =
		value_list(context->vendors, registry->vendor_count);
	context->data.entries[REGISTRY_domains].value = value_list(context->domains, domain_count);
}

static void gather_all_codes(const struct context *context)
{
	const struct registry *registry = context->registry;
	const struct value *map = context->domains;
	struct gathering *gatherings =
		arena_calloc(context->arena, registry->condition_count, sizeof *gatherings);

	for (size_t v = 0; v < registry->vendor_count; v++)
		for (size_t d = 0; d < registry->vendors[v].domain_count; d++)
			gather_codes(context, &registry->vendors[v].domains[d], *map++, gatherings);
}

struct context *context_new(struct arena *arena, struct map *symbols,
			    const struct registry *registry)
{
	struct context *context = arena_calloc(arena, 1, sizeof *context);

	context->registry = registry;
	context->arena = arena;
	for (int i = 0; i < ALL_SIZE; i++)
		context->keys[i] = symbol_intern(symbols, string_of(all_names[i]));
	context->data = record(context, arena, ALL_REGISTRY_name, REGISTRY_SIZE);
	struct entry *entries = context->data.entries;
	entries[REGISTRY_name].value = value_of_string(registry->name);
	entries[REGISTRY_type].value = value_of_string(registry->type);
	entries[REGISTRY_version].value = value_of_string(registry->version);
	entries[REGISTRY_title].value = optional(registry->title);
	entries[REGISTRY_fingerprint].value = value_of_string(string_of(registry->fingerprint));
	entries[REGISTRY_conditions].value = conditions_value(context);
	entries[REGISTRY_retries].value = retries_value(context);
	entries[REGISTRY_audiences].value = audiences_value(context);
	make_vendors(context);
	gather_all_codes(context);
	context->symbols = context_symbols_new(context);
	return context;
}

static struct value target_value(const struct context *context, struct arena *arena,
				 const struct target *target)
{
	struct value const map = record(context, arena, ALL_TARGET_name, TARGET_SIZE);

	map.entries[TARGET_name].value = value_of_string(target->name);
	map.entries[TARGET_title].value = value_of_string(target->title);
	return map;
}

struct value *context_domain(const struct context *context, struct subject subject)
{
	size_t const vendor = (size_t)(subject.vendor - context->registry->vendors);
	size_t const domain = (size_t)(subject.domain - subject.vendor->domains);

	return &context->vendors[vendor].entries[VENDOR_domains].value.items[domain];
}

static struct value find_category(const struct context *context, struct subject subject)
{
	const struct value *domain = context_domain(context, subject);
	size_t const category = (size_t)(subject.category - subject.domain->categories);

	return domain->entries[DOMAIN_categories].value.items[category];
}

/* The value of a code, or a copy under the name and symbol of its alias. */
static struct value find_code(const struct context *context, struct arena *arena,
			      struct subject subject)
{
	const struct value *domain = context_domain(context, subject);
	size_t const code = (size_t)(subject.code - subject.domain->codes);
	struct value map = domain->entries[DOMAIN_codes].value.items[code];

	if (!subject.alias.bytes)
		return map;
	const struct value aliases = map.entries[CODE_aliases].value;
	struct entry *entries = arena_alloc(arena, CODE_SIZE * sizeof *entries);
	memcpy(entries, map.entries, CODE_SIZE * sizeof *entries);
	entries[CODE_name].value = value_of_string(subject.alias);
	for (uint32_t i = 0; i < aliases.length; i++)
		if (string_equal(subject.code->details->aliases.items[i], subject.alias))
			entries[CODE_symbol].value = aliases.items[i].entries[ALIAS_symbol].value;
	map.entries = entries;
	return map;
}

struct value context_root(const struct context *context, struct arena *arena,
			  const struct target *target, struct subject subject)
{
	struct value map = record(context, arena, ALL_ROOT_registry, ROOT_SIZE);

	map.entries[ROOT_registry].value = context->data;
	map.entries[ROOT_options].value = target->options;
	map.entries[ROOT_limits].value = target->limits;
	map.entries[ROOT_target].value = target_value(context, arena, target);
	map.length = ROOT_vendor;
	if (!subject.vendor)
		return map;
	map.entries[ROOT_vendor].value =
		context->vendors[subject.vendor - context->registry->vendors];
	map.length = ROOT_domain;
	if (!subject.domain)
		return map;
	map.entries[ROOT_domain].value = *context_domain(context, subject);
	map.entries[ROOT_category].value = value_none();
	map.length = ROOT_category;
	return map;
}

struct value context_for(const struct context *context, struct arena *arena,
			 const struct target *target, struct subject subject)
{
	context_set_symbols(context, arena, target, subject);
	struct value map = context_root(context, arena, target, subject);
	if (subject.category) {
		map.entries[ROOT_category].value = find_category(context, subject);
		map.length = ROOT_code;
	}
	if (subject.code) {
		map.entries[ROOT_code].value = find_code(context, arena, subject);
		map.length = ROOT_condition;
	}
	return map;
}

void context_change_code(const struct context *context, struct arena *arena, struct value *data,
			 struct subject subject)
{
	data->entries[ROOT_code].value = find_code(context, arena, subject);
}

struct string subject_name(struct arena *arena, struct subject subject)
{
	if (subject.domain)
		return string_printf(arena, "domain %.*s", STRING_FORMAT(subject.domain->name));
	if (subject.vendor)
		return string_printf(arena, "vendor %.*s", STRING_FORMAT(subject.vendor->name));
	return STRING("the registry");
}

/* context: the registry as template data. See context.h. */
#include "context_fields.h"
#include "context_symbols.h"

#define NAME(kind, field) #field,
static const char *const all_names[] = {ALL_FIELDS(NAME)};

static struct value optional(struct string text)
{
	return text.bytes ? value_of_string(text) : value_none();
}

struct value context_record(const struct context *context, struct arena *arena,
			    enum all_place first, size_t count)
{
	struct entries *entries = entries_new(arena, &context->keys[first], count);
	struct value const no_symbol = context_no_symbol();

	for (size_t i = 0; i < count; i++)
		entries->values[i] = no_symbol;
	return value_map(entries, count);
}

struct value *context_list(const struct context *context, size_t count)
{
	return count ? arena_alloc(context->arena, count * sizeof(struct value)) : NULL;
}

static struct value strings_value(const struct context *context, struct string_list strings)
{
	struct value *items = context_list(context, strings.count);

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
	struct value *items = context_list(context, aliases.count);

	for (size_t i = 0; i < aliases.count; i++) {
		items[i] = context_record(context, context->arena, ALL_ALIAS_name, ALIAS_SIZE);
		items[i].entries->values[ALIAS_name] = value_of_string(aliases.items[i]);
	}
	return value_list(items, aliases.count);
}

static struct value reference_value(const struct context *context, const struct domain *domain,
				    const struct code *code)
{
	struct value const map =
		context_record(context, context->arena, ALL_REFERENCE_code, REFERENCE_SIZE);

	map.entries->values[REFERENCE_code] = raw_code(domain, code);
	map.entries->values[REFERENCE_name] = value_of_string(code->name);
	map.entries->values[REFERENCE_category] = category_name(code);
	return map;
}

static struct value references_value(const struct context *context, const struct domain *domain,
				     struct code_list codes)
{
	struct value *items = context_list(context, codes.count);

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
		context_record(context, context->arena, ALL_DEPRECATED_since, DEPRECATED_SIZE);
	map.entries->values[DEPRECATED_since] = optional(deprecated->since);
	map.entries->values[DEPRECATED_replaced_by] =
		deprecated->replaced_by
			? reference_value(context, domain, deprecated->replaced_by)
			: value_none();
	map.entries->values[DEPRECATED_note] = optional(deprecated->note);
	return map;
}

static struct value code_value(const struct context *context, const struct domain *domain,
			       const struct code *code)
{
	struct value const map = context_record(context, context->arena, ALL_CODE_code, CODE_SIZE);
	struct value *values = map.entries->values;

	values[CODE_code] = raw_code(domain, code);
	values[CODE_name] = value_of_string(code->name);
	values[CODE_title] = value_of_string(code->title);
	values[CODE_category] = category_name(code);
	values[CODE_condition] = value_of_string(code->condition->name);
	values[CODE_retry] = value_of_string(retry_name(code->retry));
	values[CODE_audience] = value_of_string(audience_name(code->audience));
	values[CODE_description] = optional(code->description);
	values[CODE_recommendation] = optional(code->recommendation);
	values[CODE_since] = optional(code->details->since);
	values[CODE_deprecated] = deprecated_value(context, domain, &code->details->deprecated);
	values[CODE_applies_to] = optional(code->details->applies_to);
	values[CODE_aliases] = aliases_value(context, code->details->aliases);
	values[CODE_see_also] = references_value(context, domain, code->details->see_also);
	values[CODE_links] = strings_value(context, code->details->links);
	return map;
}

static struct value category_value(const struct context *context, const struct domain *domain,
				   const struct category *category, struct value codes)
{
	struct value const map =
		context_record(context, context->arena, ALL_CATEGORY_name, CATEGORY_SIZE);
	size_t count = 0;

	for (size_t i = 0; i < domain->code_count; i++)
		count += domain->codes[i].category == category;
	struct value *members = context_list(context, count);
	count = 0;
	for (size_t i = 0; i < domain->code_count; i++)
		if (domain->codes[i].category == category)
			members[count++] = codes.items[i];
	map.entries->values[CATEGORY_name] = value_of_string(category->name);
	map.entries->values[CATEGORY_title] = value_of_string(category->title);
	map.entries->values[CATEGORY_description] = optional(category->description);
	map.entries->values[CATEGORY_codes] = value_list(members, count);
	return map;
}

static struct value categories_value(const struct context *context, const struct domain *domain,
				     struct value codes)
{
	struct value *items = context_list(context, domain->category_count);

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
	struct value const map = context_record(context, context->arena, ALL_DOCS_url, DOCS_SIZE);

	map.entries->values[DOCS_url] = optional(domain->docs_url);
	map.entries->values[DOCS_retrieved] = optional(domain->docs_retrieved);
	return map;
}

static struct value vendor_name_value(const struct context *context, const struct vendor *vendor)
{
	struct value const map =
		context_record(context, context->arena, ALL_VENDOR_NAME_name, VENDOR_NAME_SIZE);

	map.entries->values[VENDOR_NAME_name] = value_of_string(vendor->name);
	map.entries->values[VENDOR_NAME_title] = value_of_string(vendor->title);
	return map;
}

static struct value domain_value(const struct context *context, const struct domain *domain)
{
	struct value const map =
		context_record(context, context->arena, ALL_DOMAIN_name, DOMAIN_SIZE);
	struct value *items = context_list(context, domain->code_count);
	struct value const codes = value_list(items, domain->code_count);

	for (size_t i = 0; i < domain->code_count; i++)
		items[i] = code_value(context, domain, &domain->codes[i]);
	map.entries->values[DOMAIN_name] = value_of_string(domain->name);
	map.entries->values[DOMAIN_title] = value_of_string(domain->title);
	map.entries->values[DOMAIN_vendor] = vendor_name_value(context, domain->vendor);
	map.entries->values[DOMAIN_code_type] = value_of_string(
		domain->code_type == CODE_INTEGER ? STRING("integer") : STRING("string"));
	map.entries->values[DOMAIN_bits] = bits_value(domain);
	map.entries->values[DOMAIN_docs] = docs_value(context, domain);
	map.entries->values[DOMAIN_categories] = categories_value(context, domain, codes);
	map.entries->values[DOMAIN_codes] = codes;
	return map;
}

static struct value vendor_value(const struct context *context, const struct vendor *vendor,
				 struct value *domains)
{
	struct value const map =
		context_record(context, context->arena, ALL_VENDOR_name, VENDOR_SIZE);

	for (size_t i = 0; i < vendor->domain_count; i++)
		domains[i] = domain_value(context, &vendor->domains[i]);
	map.entries->values[VENDOR_name] = value_of_string(vendor->name);
	map.entries->values[VENDOR_title] = value_of_string(vendor->title);
	map.entries->values[VENDOR_domains] = value_list(domains, vendor->domain_count);
	return map;
}

static struct value condition_value(const struct context *context,
				    const struct condition *condition)
{
	struct value const map =
		context_record(context, context->arena, ALL_CONDITION_name, CONDITION_SIZE);

	map.entries->values[CONDITION_name] = value_of_string(condition->name);
	map.entries->values[CONDITION_title] = value_of_string(condition->title);
	map.entries->values[CONDITION_description] = value_of_string(condition->description);
	map.entries->values[CONDITION_retry] = value_of_string(retry_name(condition->retry));
	map.entries->values[CONDITION_audience] =
		value_of_string(audience_name(condition->audience));
	map.entries->values[CONDITION_domains] = value_list(NULL, 0);
	return map;
}

static struct value conditions_value(const struct context *context)
{
	size_t const count = context->registry->condition_count;
	struct value *items = context_list(context, count);

	for (size_t i = 0; i < count; i++)
		items[i] = condition_value(context, &context->registry->conditions[i]);
	return value_list(items, count);
}

static struct value retries_value(const struct context *context)
{
	struct value *items = context_list(context, RETRY_COUNT);

	for (int i = 0; i < RETRY_COUNT; i++)
		items[i] = value_of_string(retry_name((enum retry)i));
	return value_list(items, RETRY_COUNT);
}

static struct value audiences_value(const struct context *context)
{
	struct value *items = context_list(context, AUDIENCE_COUNT);

	for (int i = 0; i < AUDIENCE_COUNT; i++)
		items[i] = value_of_string(audience_name((enum audience)i));
	return value_list(items, AUDIENCE_COUNT);
}

static void make_vendors(struct context *context)
{
	const struct registry *registry = context->registry;
	size_t domain_count = 0;

	for (size_t i = 0; i < registry->vendor_count; i++)
		domain_count += registry->vendors[i].domain_count;
	context->vendors = context_list(context, registry->vendor_count);
	context->domains = context_list(context, domain_count);
	context->domain_count = domain_count;
	struct value *domains = context->domains;
	for (size_t i = 0; i < registry->vendor_count; i++) {
		context->vendors[i] = vendor_value(context, &registry->vendors[i], domains);
		domains += registry->vendors[i].domain_count;
	}
	context->data.entries->values[REGISTRY_vendors] =
		value_list(context->vendors, registry->vendor_count);
	context->data.entries->values[REGISTRY_domains] = value_list(context->domains, domain_count);
}

struct context *context_new(struct arena *arena, struct map *symbols,
			    const struct registry *registry)
{
	struct context *context = arena_calloc(arena, 1, sizeof *context);

	context->registry = registry;
	context->arena = arena;
	for (int i = 0; i < ALL_SIZE; i++)
		context->keys[i].name = symbol_intern(symbols, string_of(all_names[i]));
	context->data = context_record(context, arena, ALL_REGISTRY_name, REGISTRY_SIZE);
	struct value *values = context->data.entries->values;
	values[REGISTRY_name] = value_of_string(registry->name);
	values[REGISTRY_type] = value_of_string(registry->type);
	values[REGISTRY_version] = value_of_string(registry->version);
	values[REGISTRY_title] = optional(registry->title);
	values[REGISTRY_fingerprint] = value_of_string(string_of(registry->fingerprint));
	values[REGISTRY_conditions] = conditions_value(context);
	values[REGISTRY_retries] = retries_value(context);
	values[REGISTRY_audiences] = audiences_value(context);
	make_vendors(context);
	context_add_condition_domains(context);
	context->symbols = context_symbols_new(context);
	return context;
}

static struct value target_value(const struct context *context, struct arena *arena,
				 const struct target *target)
{
	struct value const map = context_record(context, arena, ALL_TARGET_name, TARGET_SIZE);

	map.entries->values[TARGET_name] = value_of_string(target->name);
	map.entries->values[TARGET_title] = value_of_string(target->title);
	return map;
}

struct value *context_domain(const struct context *context, struct subject subject)
{
	size_t const vendor = (size_t)(subject.vendor - context->registry->vendors);
	size_t const domain = (size_t)(subject.domain - subject.vendor->domains);

	return &context->vendors[vendor].entries->values[VENDOR_domains].items[domain];
}

static struct value find_category(const struct context *context, struct subject subject)
{
	const struct value *domain = context_domain(context, subject);
	size_t const category = (size_t)(subject.category - subject.domain->categories);

	return domain->entries->values[DOMAIN_categories].items[category];
}

struct value context_rename_code(struct entries *entries, struct value code, struct string name)
{
	entries->keys = code.entries->keys;
	memcpy(entries->values, code.entries->values, CODE_SIZE * sizeof *entries->values);
	entries->values[CODE_name] = value_of_string(name);
	return value_map(entries, CODE_SIZE);
}

/* The value of a code, or a copy under the name and symbol of its alias. */
static struct value find_code(const struct context *context, struct arena *arena,
			      struct subject subject)
{
	const struct value *domain = context_domain(context, subject);
	size_t const code = (size_t)(subject.code - subject.domain->codes);
	struct value const map = domain->entries->values[DOMAIN_codes].items[code];

	if (!subject.alias.bytes)
		return map;
	struct value const copy = context_rename_code(
		entries_new(arena, map.entries->keys, CODE_SIZE), map, subject.alias);
	struct value const aliases = map.entries->values[CODE_aliases];
	for (uint32_t i = 0; i < aliases.length; i++)
		if (string_equal(subject.code->details->aliases.items[i], subject.alias))
			copy.entries->values[CODE_symbol] =
				aliases.items[i].entries->values[ALIAS_symbol];
	return copy;
}

struct value context_root(const struct context *context, struct arena *arena,
			  const struct target *target, struct subject subject)
{
	struct value map = context_record(context, arena, ALL_ROOT_registry, ROOT_SIZE);

	map.entries->values[ROOT_registry] = context->data;
	map.entries->values[ROOT_options] = target->options;
	map.entries->values[ROOT_limits] = target->limits;
	map.entries->values[ROOT_target] = target_value(context, arena, target);
	map.length = ROOT_vendor;
	if (!subject.vendor)
		return map;
	map.entries->values[ROOT_vendor] =
		context->vendors[subject.vendor - context->registry->vendors];
	map.length = ROOT_domain;
	if (!subject.domain)
		return map;
	map.entries->values[ROOT_domain] = *context_domain(context, subject);
	map.entries->values[ROOT_category] = value_none();
	map.length = ROOT_category;
	return map;
}

struct value context_for(const struct context *context, struct arena *arena,
			 const struct target *target, struct subject subject)
{
	context_set_symbols(context, arena, target, subject);
	struct value map = context_root(context, arena, target, subject);
	if (subject.category) {
		map.entries->values[ROOT_category] = find_category(context, subject);
		map.length = ROOT_code;
	}
	if (subject.code) {
		map.entries->values[ROOT_code] = find_code(context, arena, subject);
		map.length = ROOT_condition;
	}
	return map;
}

void context_change_code(const struct context *context, struct arena *arena, struct value *data,
			 struct subject subject)
{
	data->entries->values[ROOT_code] = find_code(context, arena, subject);
}

static struct string named(struct arena *arena, struct string kind, struct string name)
{
	struct buf *text = buf_new(arena);

	buf_string(text, kind);
	buf_string(text, name);
	return buf_view(text);
}

struct string subject_name(struct arena *arena, struct subject subject)
{
	if (subject.domain)
		return named(arena, STRING("domain "), subject.domain->name);
	if (subject.vendor)
		return named(arena, STRING("vendor "), subject.vendor->name);
	return STRING("the registry");
}

/* import_vendor: a vendor's file as import needs it. See import_vendor.h. */
#include "import_vendor.h"

#include "yaml.h"

static void load_entries(struct import_vendor *vendor, struct import_domain *domain)
{
	const struct value *list = domain->fields[DOMAIN_CODES];

	domain->count = domain->domain->code_count;
	domain->entries = arena_calloc(vendor->arena, domain->count, sizeof *domain->entries);
	map_init(&domain->by_code, vendor->arena);
	for (size_t i = 0; i < domain->count; i++) {
		struct import_entry *entry = &domain->entries[i];
		entry->code = &domain->domain->codes[i];
		entry->raw = registry_raw_code(vendor->arena, domain->domain, entry->code);
		entry->tree = &list->items[i];
		schema_fields(code_fields, entry->tree, entry->fields);
		*map_slot(&domain->by_code, entry->raw) = entry;
	}
}

static bool load_domains(struct import_vendor *vendor, struct diagnostics *diagnostics)
{
	const struct value *fields[VENDOR_FIELD_COUNT];
	bool some = false;

	schema_fields(vendor_fields, &vendor->tree, fields);
	const struct value *list = fields[VENDOR_DOMAINS];
	vendor->count = vendor->vendor->domain_count;
	vendor->domains = arena_calloc(vendor->arena, vendor->count, sizeof *vendor->domains);
	for (size_t i = 0; i < vendor->count; i++) {
		struct import_domain *domain = &vendor->domains[i];
		domain->domain = &vendor->vendor->domains[i];
		domain->tree = &list->items[i];
		schema_fields(domain_fields, domain->tree, domain->fields);
		load_entries(vendor, domain);
		domain->has_rules = import_rules_read(domain->tree, vendor->arena, diagnostics,
						      &domain->rules);
		some = some || domain->has_rules;
	}
	if (!some && !diagnostics->error_count)
		diag_error(diagnostics, "no-import", vendor->vendor->span,
			   "no domain of '%.*s' says under 'import' how the page gives its codes",
			   STRING_FORMAT(vendor->vendor->name));
	return !diagnostics->error_count;
}

static struct string vendor_at(const void *data, size_t index)
{
	const struct registry *registry = data;

	return index < registry->vendor_count ? registry->vendors[index].name : (struct string){0};
}

static const struct vendor *find_vendor(const struct registry *registry, struct string name,
					struct diagnostics *diagnostics)
{
	for (size_t i = 0; i < registry->vendor_count; i++)
		if (string_equal(registry->vendors[i].name, name))
			return &registry->vendors[i];
	struct string const near = diag_nearest(name, vendor_at, registry);
	struct string const shown = diag_shown(diagnostics->arena, name);
	diag_error(diagnostics, "unknown-vendor", span_nowhere(), "unknown vendor '%.*s'%s%.*s%s",
		   STRING_FORMAT(shown), near.length ? "; did you mean '" : "", STRING_FORMAT(near),
		   near.length ? "'?" : "");
	return NULL;
}

struct import_vendor *import_vendor_load(const struct registry *registry, struct string name,
					 struct map *symbols, struct diagnostics *diagnostics)
{
	struct arena *arena = diagnostics->arena;
	struct yaml_options const options = {YAML_AS_WRITTEN, symbols, arena, arena, diagnostics};
	struct import_vendor *vendor = arena_calloc(arena, 1, sizeof *vendor);
	struct string problem;
	uint16_t file;

	vendor->arena = arena;
	vendor->vendor = find_vendor(registry, name, diagnostics);
	if (!vendor->vendor)
		return NULL;
	vendor->source = source_read(diagnostics->sources, vendor->vendor->path, &file, &problem);
	if (!vendor->source)
		return NULL;
	vendor->tree = yaml_load(vendor->source, &options);
	schema_check(&vendor_schema, &vendor->tree, diagnostics);
	return load_domains(vendor, diagnostics) ? vendor : NULL;
}

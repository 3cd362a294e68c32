/* registry: loads a schema folder: registry.yaml, the conditions, the vendor
 * files in turn. See registry.h; registry_vendor.c builds what a vendor holds. */
#include "registry.h"

#include "registry_build.h"
#include "registry_fingerprint.h"

#define UNCLASSIFIED "unclassified"

struct string retry_name(enum retry retry)
{
	return retry < RETRY_COUNT ? string_of(retry_words[retry]) : (struct string){0};
}

struct string audience_name(enum audience audience)
{
	return audience < AUDIENCE_COUNT ? string_of(audience_words[audience]) : (struct string){0};
}

struct string registry_raw_code(struct arena *arena, const struct domain *domain,
				const struct code *code)
{
	return domain->code_type == CODE_STRING ? code->text
						: string_integer(arena, code->number);
}

void suspect(struct builder *builder, struct suspects *suspects, const struct value *value)
{
	if (!value || !value->bytes || value->length == 0) {
		suspects->nameless = true;
		return;
	}
	suspects->items = arena_grow(builder->arena, suspects->items, suspects->count,
				     &suspects->capacity, sizeof *suspects->items);
	suspects->items[suspects->count++] = value_string(value);
}

static struct string suspect_at(const void *data, size_t index)
{
	const struct suspects *suspects = data;

	return index < suspects->count ? suspects->items[index] : (struct string){0};
}

static struct string nearest(struct builder *builder, struct string name,
			     struct candidates candidates)
{
	if (candidates.count > builder->comparisons)
		return (struct string){0};
	builder->comparisons -= candidates.count;
	return diag_nearest(name, candidates.next, candidates.data);
}

void report_unknown(struct builder *builder, const char *rule, struct span span, const char *what,
		    struct string name, const struct suspects *suspects,
		    struct candidates candidates)
{
	struct candidates const bad = {suspect_at, suspects, suspects->count};

	if (suspects->nameless || nearest(builder, name, bad).length)
		return;
	struct string const near = nearest(builder, name, candidates);
	struct string const shown = diag_shown(builder->arena, name);
	if (near.length)
		diag_error(builder->diagnostics, rule, span, "unknown %s '%.*s'; did you mean '%.*s'?",
			   what, STRING_FORMAT(shown), STRING_FORMAT(near));
	else
		diag_error(builder->diagnostics, rule, span, "unknown %s '%.*s'", what,
			   STRING_FORMAT(shown));
}

const struct span *claim_span(struct map *table, struct string key, struct span span)
{
	struct span *claim = arena_alloc(table->arena, sizeof *claim);

	*claim = span;
	return map_add(table, key, claim);
}

bool claim_name(struct builder *builder, struct map *table, const struct value *name,
		const char *rule, const char *what)
{
	if (!name || name->type != VALUE_STRING)
		return false;
	const struct span *first = claim_span(table, value_string(name), value_span(name));
	if (!first)
		return true;
	struct diagnostic *diagnostic =
		diag_error(builder->diagnostics, rule, value_span(name),
			   "the %s '%.*s' is already there", what, STRING_FORMAT(value_string(name)));
	diag_note(builder->diagnostics, diagnostic, *first, "first named here");
	return false;
}

static void build_condition(struct builder *builder, const struct value *tree)
{
	struct registry *registry = builder->registry;
	const struct value *fields[CONDITION_FIELD_COUNT];

	schema_fields(condition_fields, tree, fields);
	const struct value *name = fields[CONDITION_NAME];
	if (!name || name->type != VALUE_STRING) {
		suspect(builder, &builder->bad_conditions, name);
		return;
	}
	if (string_is(value_string(name), UNCLASSIFIED)) {
		diag_error(builder->diagnostics, "reserved-name", value_span(name),
			   "'" UNCLASSIFIED "' stands for codes without a condition and takes no "
			   "definition");
		return;
	}
	struct condition *condition = &registry->conditions[registry->condition_count];
	const struct condition *first = map_add(&builder->conditions, value_string(name), condition);
	if (first) {
		struct diagnostic *diagnostic = diag_error(
			builder->diagnostics, "duplicate-condition", value_span(name),
			"the condition '%.*s' is already defined", STRING_FORMAT(value_string(name)));
		diag_note(builder->diagnostics, diagnostic, first->span, "first defined here");
		return;
	}
	registry->condition_count++;
	*condition = (struct condition){
		.name = value_string(name),
		.title = text_of(fields[CONDITION_TITLE]),
		.description = text_of(fields[CONDITION_DESCRIPTION]),
		.retry = retry_of(fields[CONDITION_RETRY], RETRY_COUNT),
		.audience = audience_of(fields[CONDITION_AUDIENCE], AUDIENCE_COUNT),
		.span = value_span(name),
	};
}

static void load_conditions(struct builder *builder, const struct value *name)
{
	const struct value *fields[CONDITIONS_FIELD_COUNT];
	struct string path, resolved;

	if (!name || name->type != VALUE_STRING)
		return;
	if (!find_schema_file(builder, name, &path, &resolved))
		return;
	struct value const tree = load_tree(builder, path, name, &conditions_schema, &builder->scratch);
	schema_fields(conditions_fields, &tree, fields);
	const struct value *list = fields[CONDITIONS_CONDITIONS];
	if (list && list->type == VALUE_LIST) {
		builder->bad_conditions.nameless = false;
		builder->registry->conditions = arena_calloc(builder->arena, list->length,
							     sizeof(struct condition));
		for (uint32_t i = 0; i < list->length; i++)
			build_condition(builder, &list->items[i]);
	}
	arena_reset(&builder->scratch);
}

static void load_vendor(struct builder *builder, const struct value *name, struct map *files)
{
	struct registry *registry = builder->registry;
	struct string path, resolved;

	if (name->type != VALUE_STRING || !find_schema_file(builder, name, &path, &resolved)) {
		registry->incomplete = true;
		return;
	}
	const struct span *first =
		claim_span(files, resolved.length ? resolved : path, value_span(name));
	if (first) {
		struct string const shown = diag_shown(builder->arena, value_string(name));
		struct diagnostic *diagnostic =
			diag_error(builder->diagnostics, "duplicate-vendor-file", value_span(name),
				   "the vendor file '%.*s' is already listed", STRING_FORMAT(shown));
		diag_note(builder->diagnostics, diagnostic, *first, "first listed here");
		return;
	}
	struct value const tree = load_tree(builder, path, name, &vendor_schema, &builder->scratch);
	if (tree.type == VALUE_MAP) {
		struct vendor *vendor = &registry->vendors[registry->vendor_count++];
		vendor->path = path;
		build_vendor(builder, &tree, vendor);
	} else {
		registry->incomplete = true;
	}
	arena_reset(&builder->scratch);
}

static void load_vendors(struct builder *builder, const struct value *list)
{
	struct map files;

	if (!list || list->type != VALUE_LIST) {
		builder->registry->incomplete = true;
		return;
	}
	map_init(&files, builder->arena);
	builder->registry->vendors =
		arena_calloc(builder->arena, list->length, sizeof(struct vendor));
	for (uint32_t i = 0; i < list->length; i++)
		load_vendor(builder, &list->items[i], &files);
}

static struct string target_at(const void *data, size_t index)
{
	const struct registry *registry = data;

	return index < registry->target_count ? registry->targets[index].name : (struct string){0};
}

static void build_targets(struct builder *builder, const struct value *list)
{
	struct registry *registry = builder->registry;
	struct map names;

	if (!list || list->type != VALUE_LIST)
		return;
	map_init(&names, builder->arena);
	registry->targets = arena_calloc(builder->arena, list->length, sizeof *registry->targets);
	for (uint32_t i = 0; i < list->length; i++) {
		const struct value *name = &list->items[i];
		if (claim_name(builder, &names, name, "duplicate-target", "target"))
			registry->targets[registry->target_count++] =
				(struct target_use){value_string(name), value_span(name)};
	}
}

/* Options of a target that is not generated are of no use, so likely misspelt. */
static void check_options(struct builder *builder, const struct value *targets)
{
	const struct registry *registry = builder->registry;
	struct candidates const candidates = {target_at, registry, registry->target_count};
	struct suspects bad = {0};
	struct map names;

	if (registry->options.type != VALUE_MAP || !targets || targets->type != VALUE_LIST)
		return;
	map_init(&names, builder->arena);
	for (uint32_t i = 0; i < targets->length; i++) {
		const struct value *target = &targets->items[i];
		if (target->type == VALUE_STRING)
			*map_slot(&names, value_string(target)) = builder;
		else
			suspect(builder, &bad, target);
	}
	for (uint32_t i = 0; i < registry->options.length; i++) {
		struct entry const entry = value_entry(&registry->options, i);
		if (!map_get(&names, entry.key->name->text))
			report_unknown(builder, "unknown-target", entry_key_span(entry), "target",
				       entry.key->name->text, &bad, candidates);
	}
}

static void build_registry(struct builder *builder, const struct value *tree)
{
	struct registry *registry = builder->registry;
	const struct value *fields[REGISTRY_FIELD_COUNT];

	schema_fields(registry_fields, tree, fields);
	registry->name = text_of(fields[REGISTRY_REGISTRY]);
	registry->span = span_of(fields[REGISTRY_REGISTRY], tree);
	registry->type = text_of(fields[REGISTRY_TYPE]);
	if (!fields[REGISTRY_TYPE])
		registry->type = STRING("vendor_error");
	registry->version = text_of(fields[REGISTRY_VERSION]);
	registry->version_span = span_of(fields[REGISTRY_VERSION], tree);
	registry->title = text_of(fields[REGISTRY_TITLE]);
	if (fields[REGISTRY_OPTIONS])
		registry->options = *fields[REGISTRY_OPTIONS];
	build_targets(builder, fields[REGISTRY_TARGETS]);
	check_options(builder, fields[REGISTRY_TARGETS]);
	load_conditions(builder, fields[REGISTRY_CONDITIONS]);
	load_vendors(builder, fields[REGISTRY_VENDORS]);
}

struct registry *registry_load(struct string folder, struct map *symbols,
			       struct diagnostics *diagnostics)
{
	struct arena *arena = diagnostics->arena;
	struct builder *builder = arena_calloc(arena, 1, sizeof *builder);
	struct registry *registry = arena_calloc(arena, 1, sizeof *registry);
	size_t const errors = diagnostics->error_count;

	*builder = (struct builder){
		.registry = registry, .arena = arena, .symbols = symbols,
		.sources = diagnostics->sources, .diagnostics = diagnostics, .folder = folder,
		.comparisons = 1000 * 1000, .bad_conditions = {.nameless = true},
		.unclassified = {.name = STRING(UNCLASSIFIED), .retry = RETRY_COUNT,
				 .audience = AUDIENCE_COUNT, .span = span_nowhere(),
				 .unclassified = true},
	};
	arena_init_child(&builder->scratch, arena);
	map_init(&builder->conditions, arena);
	map_init(&builder->vendors, arena);
	map_init(&builder->domains, arena);
	struct string const path = join_schema_path(arena, folder, STRING("registry.yaml"));
	struct value const tree = load_tree(builder, path, NULL, &registry_schema, arena);
	if (tree.type != VALUE_MAP)
		return NULL;
	build_registry(builder, &tree);
	arena_free(&builder->scratch);
	if (diagnostics->error_count == errors)
		registry_fingerprint(registry, arena, registry->fingerprint);
	return registry;
}

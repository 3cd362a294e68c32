/* context_fields: what is where in the maps of template data, for those who make them. */
#ifndef ERRBIND_CONTEXT_FIELDS_H
#define ERRBIND_CONTEXT_FIELDS_H

#include "context.h"

/* The fields of each kind of map, in order. Each list makes an enum of places
 * and a table of names, so that a map is filled by place. */
#define REGISTRY_FIELDS(X) \
	X(REGISTRY, name) X(REGISTRY, type) X(REGISTRY, version) X(REGISTRY, title) \
	X(REGISTRY, fingerprint) X(REGISTRY, symbol) X(REGISTRY, vendors) X(REGISTRY, domains) \
	X(REGISTRY, conditions) X(REGISTRY, retries) X(REGISTRY, audiences)
#define CONDITION_FIELDS(X) \
	X(CONDITION, name) X(CONDITION, title) X(CONDITION, description) X(CONDITION, retry) \
	X(CONDITION, audience) X(CONDITION, symbol) X(CONDITION, domains)
#define CONDITION_DOMAIN_FIELDS(X) \
	X(CONDITION_DOMAIN, name) X(CONDITION_DOMAIN, title) X(CONDITION_DOMAIN, vendor) \
	X(CONDITION_DOMAIN, code_type) X(CONDITION_DOMAIN, codes)
#define VENDOR_FIELDS(X) X(VENDOR, name) X(VENDOR, title) X(VENDOR, domains)
#define VENDOR_NAME_FIELDS(X) X(VENDOR_NAME, name) X(VENDOR_NAME, title)
#define DOMAIN_FIELDS(X) \
	X(DOMAIN, name) X(DOMAIN, title) X(DOMAIN, vendor) X(DOMAIN, code_type) X(DOMAIN, bits) \
	X(DOMAIN, docs) X(DOMAIN, symbol) X(DOMAIN, categories) X(DOMAIN, codes)
#define DOCS_FIELDS(X) X(DOCS, url) X(DOCS, retrieved)
#define CATEGORY_FIELDS(X) \
	X(CATEGORY, name) X(CATEGORY, title) X(CATEGORY, description) X(CATEGORY, symbol) \
	X(CATEGORY, codes)
#define CODE_FIELDS(X) \
	X(CODE, code) X(CODE, name) X(CODE, title) X(CODE, category) X(CODE, condition) \
	X(CODE, retry) X(CODE, audience) X(CODE, description) X(CODE, recommendation) \
	X(CODE, since) X(CODE, deprecated) X(CODE, applies_to) X(CODE, aliases) \
	X(CODE, see_also) X(CODE, links) X(CODE, symbol) X(CODE, category_symbol) \
	X(CODE, condition_symbol)
#define ALIAS_FIELDS(X) X(ALIAS, name) X(ALIAS, symbol)
#define DEPRECATED_FIELDS(X) \
	X(DEPRECATED, since) X(DEPRECATED, replaced_by) X(DEPRECATED, note)
#define REFERENCE_FIELDS(X) \
	X(REFERENCE, code) X(REFERENCE, name) X(REFERENCE, category) X(REFERENCE, symbol) \
	X(REFERENCE, category_symbol)
#define TARGET_FIELDS(X) X(TARGET, name) X(TARGET, title)
#define ROOT_FIELDS(X) \
	X(ROOT, registry) X(ROOT, options) X(ROOT, limits) X(ROOT, target) X(ROOT, vendor) \
	X(ROOT, domain) X(ROOT, category) X(ROOT, code) X(ROOT, condition)
#define ALL_FIELDS(X) \
	REGISTRY_FIELDS(X) CONDITION_FIELDS(X) CONDITION_DOMAIN_FIELDS(X) VENDOR_FIELDS(X) \
	VENDOR_NAME_FIELDS(X) DOMAIN_FIELDS(X) DOCS_FIELDS(X) CATEGORY_FIELDS(X) CODE_FIELDS(X) \
	ALIAS_FIELDS(X) DEPRECATED_FIELDS(X) REFERENCE_FIELDS(X) TARGET_FIELDS(X) ROOT_FIELDS(X)

#define PLACE(kind, field) kind##_##field,
enum registry_place { REGISTRY_FIELDS(PLACE) REGISTRY_SIZE };
enum condition_place { CONDITION_FIELDS(PLACE) CONDITION_SIZE };
enum condition_domain_place { CONDITION_DOMAIN_FIELDS(PLACE) CONDITION_DOMAIN_SIZE };
enum vendor_place { VENDOR_FIELDS(PLACE) VENDOR_SIZE };
enum vendor_name_place { VENDOR_NAME_FIELDS(PLACE) VENDOR_NAME_SIZE };
enum domain_place { DOMAIN_FIELDS(PLACE) DOMAIN_SIZE };
enum docs_place { DOCS_FIELDS(PLACE) DOCS_SIZE };
enum category_place { CATEGORY_FIELDS(PLACE) CATEGORY_SIZE };
enum code_place { CODE_FIELDS(PLACE) CODE_SIZE };
enum alias_place { ALIAS_FIELDS(PLACE) ALIAS_SIZE };
enum deprecated_place { DEPRECATED_FIELDS(PLACE) DEPRECATED_SIZE };
enum reference_place { REFERENCE_FIELDS(PLACE) REFERENCE_SIZE };
enum target_place { TARGET_FIELDS(PLACE) TARGET_SIZE };
enum root_place { ROOT_FIELDS(PLACE) ROOT_SIZE };

/* Where the fields of each kind begin among all fields. */
#define PREFIX_PLACE(kind, field) ALL_##kind##_##field,
enum all_place { ALL_FIELDS(PREFIX_PLACE) ALL_SIZE };

struct context {
	struct key keys[ALL_SIZE]; /* those of each kind of map are shared by all such maps */
	const struct registry *registry;
	struct arena *arena; /* that the data is made from */
	struct value data;    /* the registry map */
	struct value *vendors; /* in the registry's order */
	struct value *domains; /* of all vendors, in the registry's order */
	size_t domain_count;
	struct context_symbols *symbols;
};

/* A map with the fields of a kind, the first of which is at `first` among all; no
 * symbol is made yet for any of them. */
struct value context_record(const struct context *context, struct arena *arena,
			    enum all_place first, size_t count);

/* Room for the items of a list, NULL for none. */
struct value *context_list(const struct context *context, size_t count);

/* Gives each condition the domains that have codes of it, with these codes. */
void context_add_condition_domains(const struct context *context);

/* The value of a domain. */
struct value *context_domain(const struct context *context, struct subject subject);

/* A code under another name: a copy of its map, in entries that have room for it. */
struct value context_rename_code(struct entries *entries, struct value code, struct string name);

/* What every template gets, with room for the subject's vendor, domain, category
 * and code behind it. */
struct value context_root(const struct context *context, struct arena *arena,
			  const struct target *target, struct subject subject);

#endif

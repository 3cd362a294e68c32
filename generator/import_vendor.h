/* import_vendor: a vendor's file as import needs it: the model of its codes,
 * and the tree that knows where each stands in the file. */
#ifndef ERRBIND_IMPORT_VENDOR_H
#define ERRBIND_IMPORT_VENDOR_H

#include "import_rules.h"
#include "registry.h"
#include "registry_schema.h"

struct import_entry {
	const struct code *code;
	struct string raw; /* as import_code gives it */
	const struct value *tree;
	const struct value *fields[CODE_FIELD_COUNT];
};

struct import_domain {
	const struct domain *domain;
	const struct value *tree;
	const struct value *fields[DOMAIN_FIELD_COUNT];
	struct import_rules rules;
	bool has_rules;
	struct import_entry *entries; /* in the order of the file */
	size_t count;
	struct map by_code;           /* raw code to struct import_entry */
};

struct import_vendor {
	const struct vendor *vendor;
	struct source *source;
	struct value tree;
	struct import_domain *domains;
	size_t count;
	struct arena *arena;
};

/* Finds a vendor in a registry that loaded without errors. NULL after reporting. */
struct import_vendor *import_vendor_load(const struct registry *registry, struct string name,
					 struct map *symbols, struct diagnostics *diagnostics);

#endif

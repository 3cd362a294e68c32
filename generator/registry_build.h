/* registry_build: what the files that build a registry share. For registry*.c. */
#ifndef ERRBIND_REGISTRY_BUILD_H
#define ERRBIND_REGISTRY_BUILD_H

#include "registry.h"
#include "registry_schema.h"

/* What was reported where a name is defined: a name that cannot be found may be
 * meant there, and is then no mistake of its own. */
struct suspects {
	struct string *items; /* as they are written */
	size_t count, capacity;
	bool nameless;        /* there is one whose text is not known */
};

struct builder {
	struct registry *registry;
	struct arena *arena;   /* the run's */
	struct arena scratch;  /* of one file: its tree, tables to find things in */
	struct map *symbols;
	struct sources *sources;
	struct diagnostics *diagnostics;
	struct string folder, resolved_folder; /* resolved when first needed */
	struct map conditions; /* name to struct condition */
	struct suspects bad_conditions;
	struct condition unclassified;
	struct map vendors, domains; /* name to the struct span of the first */
	size_t comparisons;    /* left for suggestions: a bound for absurd inputs */
};

/* The path of a file in the schema folder. */
struct string join_schema_path(struct arena *arena, struct string folder, struct string name);

/* The path of a file that registry.yaml names, and where it leads to after
 * symbolic links, empty where nowhere; false where it leaves the folder, which
 * was reported. */
bool find_schema_file(struct builder *builder, const struct value *name, struct string *path,
		      struct string *resolved);

/* Reads a file into the tree arena and checks its shape; VALUE_UNDEFINED where
 * it cannot be used. name is what names the file, NULL for registry.yaml. */
struct value load_tree(struct builder *builder, struct string path, const struct value *name,
		       const struct schema *schema, struct arena *tree);

/* Builds *vendor from the tree of a vendor file that was checked. */
void build_vendor(struct builder *builder, const struct value *tree, struct vendor *vendor);

/* What a code says of others, to be resolved when all are known; see_also and
 * replaced_by may be NULL. */
struct reference {
	const struct code *code;
	struct code_details *details; /* of the code */
	const struct value *see_also, *replaced_by;
};

/* A domain under construction: what can be named in it. */
struct domain_builder {
	struct builder *builder;
	struct domain *domain;
	struct reference *references;   /* of the codes that have details */
	size_t reference_count, reference_capacity;
	struct map codes;               /* code_key to struct code */
	struct map names;               /* name or alias to struct code */
	struct map reserved_names;      /* name to struct span */
	struct map categories;          /* name to struct category */
	struct map reserved_codes;      /* code_key to struct span */
	struct suspects bad_codes, bad_names, bad_categories;
	bool code_type_known;
	bool has_categories;
};

/* A code as a key of the domain's tables: the bytes of *number or the text. */
struct string code_key(const struct domain_builder *builder, const int64_t *number,
		       struct string text);

/* Reads a code as its domain's type says; false where it was reported. */
bool read_code(struct domain_builder *builder, const struct value *value, int64_t *number,
	       struct string *text);

/* Resolves what a domain's codes say of each other: replaced_by, see_also. */
void resolve_references(struct domain_builder *builder);

/* Counts a value that defines a name, and is absent or was reported, among the suspects. */
void suspect(struct builder *builder, struct suspects *suspects, const struct value *value);

/* Names that can be meant: next(data, i) is name i, empty after the last of count. */
struct candidates {
	struct string (*next)(const void *data, size_t index);
	const void *data;
	size_t count;
};

/* Reports a name that is nowhere defined, unless it may be one of the suspects. */
void report_unknown(struct builder *builder, const char *rule, struct span span, const char *what,
		    struct string name, const struct suspects *suspects,
		    struct candidates candidates);

/* Enters a place under a key of a table of spans; returns the place that is
 * there already and stays, or NULL. */
const struct span *claim_span(struct map *table, struct string key, struct span span);

/* Notes the first use of a name in a table of spans; false, after reporting,
 * where there is one already, or where the name itself was reported. */
bool claim_name(struct builder *builder, struct map *table, const struct value *name,
		const char *rule, const char *what);

/* The text of a value, empty where there is none or it was reported. */
static inline struct string text_of(const struct value *value)
{
	return value && value->type == VALUE_STRING ? value_string(value) : (struct string){0};
}

/* What a value says, or the default where there is none or it was reported. */
static inline enum retry retry_of(const struct value *value, enum retry otherwise)
{
	return value && value->type == VALUE_INTEGER ? (enum retry)value->integer : otherwise;
}

static inline enum audience audience_of(const struct value *value, enum audience otherwise)
{
	return value && value->type == VALUE_INTEGER ? (enum audience)value->integer : otherwise;
}

/* The place of a value, or of what it is missing from. */
static inline struct span span_of(const struct value *value, const struct value *parent)
{
	return value_span(value ? value : parent);
}

#endif

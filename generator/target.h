/* target: a language as data: which templates make which files, and what the
 * language says of identifiers, strings and comments.
 *
 * A target is a folder with target.yaml and templates. templates/README.md
 * documents the file; this program knows no target by name. */
#ifndef ERRBIND_TARGET_H
#define ERRBIND_TARGET_H

#include "registry.h"
#include "template_parse.h"
#include "verdict.h"

enum for_each { FOR_REGISTRY, FOR_VENDOR, FOR_DOMAIN };

struct target_file {
	enum for_each for_each;
	const struct template *path;    /* made from the text in target.yaml */
	const struct template *content;
};

struct templates_list {
	const struct template **items;
	size_t count;
};

/* What a target has a symbol for. */
enum symbol_kind { SYMBOL_REGISTRY, SYMBOL_CONDITION, SYMBOL_DOMAIN, SYMBOL_CATEGORY, SYMBOL_CODE,
		   SYMBOL_KINDS };

struct target {
	struct string name, title;
	struct target_file *files;
	size_t file_count;
	struct dialect dialect;
	bool cases[CASE_COUNT];  /* in which a code's name becomes a symbol */
	const struct template *symbol[SYMBOL_KINDS]; /* that an item becomes, or NULL */
	const struct template *reference; /* how a source refers to a code, or NULL */
	/* All symbols that it makes in one scope, as templates; equal ones collide. */
	struct templates_list registry_scope, domain_scope, category_scope, code_scope;
	bool has_integer_range;  /* of the codes it can hold */
	int64_t integer_min, integer_max;
	enum verdict verdicts[CHANGE_KINDS]; /* how bad each change is in the language */
	struct value options;    /* a map: defaults, then what the registry says */
	struct value limits;     /* a map of integers */
	struct templates *templates;
	struct string_list folders; /* where its files are searched, first hit wins */
	struct span span;        /* of its name in target.yaml */
};

/* Where targets are searched: folders that hold one folder a target. */
struct target_search {
	struct string_list folders;
	struct map *symbols;
	struct diagnostics *diagnostics;
	struct arena *arena;
};

/* Loads a target and parses every template of its folders. wanted_at is where
 * it is named, for messages; options is what the registry sets for it, a map or
 * undefined. NULL after reporting. */
struct target *target_load(const struct target_search *search, struct string name,
			   struct span wanted_at, const struct value *options);

#endif

/* context: the registry as template data.
 *
 * The data is made once for a run and shared by all targets; a template gets a
 * map with `registry`, `options`, `limits` and `target`, and, made for one vendor or
 * domain, that `vendor` and `domain`; for the symbols of
 * categories and codes, `category` or `code`, too. templates/README.md lists what is in them.
 *
 * The symbols in it are those of the target that data was made for last. */
#ifndef ERRBIND_CONTEXT_H
#define ERRBIND_CONTEXT_H

#include "registry.h"
#include "target.h"

struct context;

struct context *context_new(struct arena *arena, struct map *symbols,
			    const struct registry *registry);

/* What a template is rendered for. vendor is NULL for the registry as a whole,
 * domain for a vendor as a whole, category for a domain as a whole. */
struct subject {
	const struct vendor *vendor;
	const struct domain *domain;
	const struct category *category;
	const struct code *code;
	struct string alias; /* with a code: stands in the place of its name */
};

/* The data for a template of the target, made from the arena. A template of a
 * symbol that fails is reported; the symbols of its domain are none then. */
struct value context_for(const struct context *context, struct arena *arena,
			 const struct target *target, struct subject subject);

/* Changes the `code` of data that was made for a code to another one. */
void context_change_code(const struct context *context, struct arena *arena, struct value *data,
			 struct subject subject);

/* "domain keyless": what messages call the subject. */
struct string subject_name(struct arena *arena, struct subject subject);

#endif

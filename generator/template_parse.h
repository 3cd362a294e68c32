/* template_parse: the templates of one target, parsed.
 *
 * The language is a subset of Jinja2's; what of Jinja2 is outside of it is an
 * error that says so. Mistakes go to the diagnostics, under these rules:
 * template-syntax unknown-filter unknown-test bad-argument template-not-found
 * integer-overflow. */
#ifndef ERRBIND_TEMPLATE_PARSE_H
#define ERRBIND_TEMPLATE_PARSE_H

#include "filter.h"

struct template;

/* Templates by name, each parsed once. */
struct templates;

/* Templates are searched in the folders, first hit wins. Without a dialect,
 * the filters ident, quote and comment do not exist. What is passed must live
 * as long as the arena; the dialect's fields may be filled in later, before
 * anything is rendered. */
struct templates *templates_new(struct arena *arena, struct map *symbols,
				struct diagnostics *diagnostics, const struct string *folders,
				size_t folder_count, const struct dialect *dialect);

/* The template of that name, parsed together with all that it includes and
 * imports by a literal name. NULL after reporting. */
const struct template *templates_get(struct templates *templates, struct string name,
				     struct span wanted_at);

/* A template that is the part [start, end) of another file's text. */
const struct template *templates_parse(struct templates *templates, struct source *source,
				       uint32_t start, uint32_t end);

#endif

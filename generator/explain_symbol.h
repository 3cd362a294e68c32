/* explain_symbol: what codes are called in the source of each target.
 *
 * Symbols are rendered when they are first asked for, and kept. What a name
 * becomes in a target differs from it only in the case of letters, in
 * underscores and in what stands around it, so that the name is found in a
 * symbol without rendering those of all codes. */
#ifndef ERRBIND_EXPLAIN_SYMBOL_H
#define ERRBIND_EXPLAIN_SYMBOL_H

#include "context.h"

struct explain_symbols;

/* Targets that loaded without errors, for a registry that did; names is the
 * run's table of symbols. All of it must live as long as what is returned. */
struct explain_symbols *explain_symbols_new(struct arena *arena, struct map *names,
					    const struct registry *registry,
					    struct target *const *targets, size_t target_count);

size_t explain_symbol_targets(const struct explain_symbols *symbols);
const struct target *explain_symbol_target(const struct explain_symbols *symbols, size_t index);

/* What a code is called in a target, as one writes it in source; empty where
 * the target does not say. An alias, or an empty string, stands in the place of
 * the code's name. */
struct string explain_symbol(struct explain_symbols *symbols, size_t target,
			     const struct domain *domain, const struct code *code,
			     struct string alias);

/* Letters and digits alone, in lower case; other bytes than ASCII's stay. */
struct string explain_squeeze(struct arena *arena, struct string text);

#endif

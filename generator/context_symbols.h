/* context_symbols: what a target calls the items of the registry, in the data.
 *
 * A target's templates of symbols are rendered once for each item, in the order of the
 * registry, when its data is first asked for, and kept. */
#ifndef ERRBIND_CONTEXT_SYMBOLS_H
#define ERRBIND_CONTEXT_SYMBOLS_H

#include "context_fields.h"

/* No symbols yet, for the data that the context has. */
struct context_symbols *context_symbols_new(const struct context *context);

/* What a symbol is until it is made: undefined. */
struct value context_no_symbol(void);

/* Makes the symbols in the data those of the target: of the registry, its
 * conditions and all domains; for a code, of its own domain at least. */
void context_set_symbols(const struct context *context, struct arena *scratch,
			 const struct target *target, struct subject subject);

#endif

/* target_read: the parts of a target.yaml as the target holds them. */
#ifndef ERRBIND_TARGET_READ_H
#define ERRBIND_TARGET_READ_H

#include "target.h"

/* What loading a target needs at hand. */
struct target_loading {
	const struct target_search *search;
	struct target *target;
	struct string *folders; /* of the target, with room for more */
};

/* Whether a field is there and was not reported. */
bool target_has(const struct value *value);

/* Reads a descriptor that schema_check has seen into the target, all but the
 * options, and parses the templates it names. */
void target_read(struct target_loading *loading, const struct value *tree);

#endif

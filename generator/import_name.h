/* import_name: names for codes that are new on a page. */
#ifndef ERRBIND_IMPORT_NAME_H
#define ERRBIND_IMPORT_NAME_H

#include "registry.h"

/* The names of a domain that are taken: of codes, aliases, reserved ones. */
struct import_names {
	struct map taken;
	struct arena *arena;
};

void import_names_init(struct import_names *names, struct arena *arena,
		       const struct domain *domain);

/* A name in snake_case made from a text ("LipVideoQuality", "No network"). Where
 * it is taken, or would be the same but for underscores, the code is added. */
struct string import_make_name(struct import_names *names, struct string text,
			       struct string code);

#endif

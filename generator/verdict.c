/* verdict: the changes that a registry can go through. See verdict.h. */
#include "verdict.h"

#include <stddef.h>

const char *const verdict_words[] = {"safe", "risky", "breaking", NULL};

#define DESCRIPTION(constant, key, rule, verdict, part) {rule, VERDICT_##verdict, PART_##part},
const struct change_description change_descriptions[] = {EACH_CHANGE(DESCRIPTION)};

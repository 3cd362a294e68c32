/* registry_json: a code as JSON, the same wherever it is written. */
#ifndef ERRBIND_REGISTRY_JSON_H
#define ERRBIND_REGISTRY_JSON_H

#include "registry.h"

/* Writes the fields of a code, from "vendor" to "links", without the braces of
 * the object; what the registry does not say is null or empty. */
void registry_write_code(struct buf *out, const struct domain *domain, const struct code *code);

/* Writes the raw code: a number or a string. */
void registry_write_raw_code(struct buf *out, const struct domain *domain, const struct code *code);

#endif

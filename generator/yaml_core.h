/* yaml_core: what a plain scalar is by YAML 1.2's core schema. For yaml.c. */
#ifndef ERRBIND_YAML_CORE_H
#define ERRBIND_YAML_CORE_H

#include "diag.h"
#include "value.h"

/* The value that a plain scalar, read as a string, stands for; VALUE_UNDEFINED
 * where it is a number that we do not have, which is reported. */
struct value yaml_core_value(struct value value, struct diagnostics *diagnostics);

#endif

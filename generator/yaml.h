/* yaml: YAML and JSON files as value trees. The only user of libyaml.
 *
 * Allowed is the part of YAML that means the same to every reader: one document
 * of maps, lists and scalars, without anchors, aliases, tags, complex keys and
 * repeated keys, nested at most 64 levels. All that is wrong in a file is
 * reported in one run; only a syntax error ends it.
 *
 * Rules: yaml-syntax encoding control-character empty-document
 * multiple-documents anchor alias tag complex-key duplicate-key nesting, and
 * with core types number-too-large float. */
#ifndef ERRBIND_YAML_H
#define ERRBIND_YAML_H

#include "diag.h"
#include "value.h"

enum yaml_types {
	YAML_AS_WRITTEN, /* every scalar is a string, with its style */
	YAML_CORE_TYPES, /* plain scalars have the types of YAML 1.2's core schema */
};

struct yaml_options {
	enum yaml_types types;
	struct map *symbols;  /* the run's: what keys are made of */
	struct arena *tree;   /* holds lists and maps */
	struct arena *texts;  /* holds the scalars that are not the source's own bytes */
	struct diagnostics *diagnostics;
};

/* The document of a file. A value that was reported is VALUE_UNDEFINED, a key
 * that was is left out; the whole is VALUE_UNDEFINED where nothing can be used. */
struct value yaml_load(struct source *source, const struct yaml_options *options);

#endif

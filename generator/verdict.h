/* verdict: the changes that a registry can go through, and how bad each is for
 * who wrote code against the bindings of the old one.
 *
 * How bad depends on the language: a target says it under `verdicts` in its
 * target.yaml. What it does not say is as bad as here, which is what holds for
 * every language, or else the worse of what holds for some. */
#ifndef ERRBIND_VERDICT_H
#define ERRBIND_VERDICT_H

enum verdict {
	VERDICT_SAFE,     /* nobody notices */
	VERDICT_RISKY,    /* exhaustive matches stop compiling, or warn; or behaviour may change */
	VERDICT_BREAKING, /* source stops compiling, or a value changes its meaning */
	VERDICT_COUNT,
};

/* The words for them, in order; the last is NULL. */
extern const char *const verdict_words[];

/* What a changelog puts a change under. */
enum change_part { PART_ADDED, PART_CHANGED, PART_DEPRECATED, PART_REMOVED, PART_COUNT };

/* Each kind of change: what a target calls it, the rule that people see, how
 * bad it is by default, its part of a changelog. Two kinds of one rule are told
 * apart because they are not as bad. */
#define EACH_CHANGE(X) \
	X(CODE_ADDED, "code-added", "code-added", RISKY, ADDED) \
	X(CODE_REMOVED, "code-removed", "code-removed", BREAKING, REMOVED) \
	X(CODE_RENAMED, "code-renamed", "code-renamed", BREAKING, CHANGED) \
	X(CODE_RENAMED_WITH_ALIAS, "code-renamed-with-alias", "code-renamed", RISKY, CHANGED) \
	X(CODE_RENUMBERED, "code-renumbered", "code-renumbered", BREAKING, CHANGED) \
	X(CATEGORY_CHANGED, "category-changed", "category-changed", BREAKING, CHANGED) \
	X(CONDITION_CHANGED, "condition-changed", "condition-changed", RISKY, CHANGED) \
	X(RETRY_CHANGED, "retry-changed", "retry-changed", RISKY, CHANGED) \
	X(AUDIENCE_CHANGED, "audience-changed", "audience-changed", RISKY, CHANGED) \
	X(CODE_DEPRECATED, "code-deprecated", "code-deprecated", RISKY, DEPRECATED) \
	X(CODE_UNDEPRECATED, "code-undeprecated", "code-undeprecated", SAFE, CHANGED) \
	X(TEXT_CHANGED, "text-changed", "text-changed", SAFE, CHANGED) \
	X(ALIAS_ADDED, "alias-added", "alias-added", SAFE, ADDED) \
	X(ALIAS_REMOVED, "alias-removed", "alias-removed", BREAKING, REMOVED) \
	X(CATEGORY_ADDED, "category-added", "category-added", RISKY, ADDED) \
	X(CATEGORY_REMOVED, "category-removed", "category-removed", BREAKING, REMOVED) \
	X(DOMAIN_ADDED, "domain-added", "domain-added", SAFE, ADDED) \
	X(DOMAIN_REMOVED, "domain-removed", "domain-removed", BREAKING, REMOVED) \
	X(CODE_TYPE_CHANGED, "code-type-changed", "code-type-changed", BREAKING, CHANGED) \
	X(CODE_WIDTH_CHANGED, "code-width-changed", "code-type-changed", BREAKING, CHANGED) \
	X(VENDOR_ADDED, "vendor-added", "vendor-added", SAFE, ADDED) \
	X(VENDOR_REMOVED, "vendor-removed", "vendor-removed", BREAKING, REMOVED) \
	X(CONDITION_ADDED, "condition-added", "condition-added", RISKY, ADDED) \
	X(CONDITION_REMOVED, "condition-removed", "condition-removed", BREAKING, REMOVED) \
	X(RESERVED_REMOVED, "reserved-removed", "reserved-removed", RISKY, REMOVED) \
	X(REGISTRY_RENAMED, "registry-renamed", "registry-renamed", BREAKING, CHANGED)

#define CHANGE_CONSTANT(constant, key, rule, verdict, part) CHANGE_##constant,
enum change_kind { EACH_CHANGE(CHANGE_CONSTANT) CHANGE_KINDS };
#undef CHANGE_CONSTANT

struct change_description {
	const char *rule;
	enum verdict verdict; /* where the target does not say */
	enum change_part part;
};

/* By enum change_kind. */
extern const struct change_description change_descriptions[];

#endif

/* diff: how one registry differs from another, and how bad that is for who
 * wrote code against the bindings of the first.
 *
 * Vendors, domains, categories and conditions are matched by name, the codes of
 * a domain by their raw code and then by name, so that a rename is one change.
 * Order, comments, layout, the version and what is newly reserved are no
 * changes. Of a vendor or domain that is added or removed as a whole, what it
 * holds is not listed. */
#ifndef ERRBIND_DIFF_H
#define ERRBIND_DIFF_H

#include "target.h"
#include "terminal.h"

/* A change of something; which is said as the new registry says it or, where
 * it is gone, as the old one did. What has no meaning is NULL or empty. */
struct change {
	enum change_kind kind;
	enum verdict verdict; /* the worst of all targets */
	const struct vendor *vendor;
	const struct domain *domain;
	const struct code *code; /* with nothing but the raw code where that was reserved */
	struct string name;      /* of the code, category, condition or what was reserved */
	struct string message;
	struct span span;
};

struct target_list {
	struct target *const *items;
	size_t count;
};

struct diff {
	const struct registry *before, *after;
	struct target_list targets;
	struct change *changes; /* by vendor and domain, in the order of the new registry */
	size_t count, capacity;
	enum verdict verdict;   /* the worst of all changes */
	struct arena *arena;
};

/* Compares two registries that were loaded without errors. */
void diff_registries(struct diff *diff, const struct registry *before,
		     const struct registry *after, struct target_list targets,
		     struct arena *arena);

/* Reports codes that were removed without being reserved: another meaning could
 * come under them. */
void diff_check_reserved(const struct diff *diff, struct diagnostics *diagnostics);

/* Which version the new registry has to have after such changes: "0.2.0 or later".
 * What is breaking takes a new major version, what is risky, adds or deprecates
 * something a minor one, the rest a patch; before 1.0.0, what is breaking takes a new minor
 * version and the rest a patch. */
struct string diff_needed_version(const struct diff *diff);
bool diff_version_is_too_low(const struct diff *diff);

/* Reports a version of the new registry that is too low. */
void diff_check_version(const struct diff *diff, struct diagnostics *diagnostics);

/* How bad a change is in one target. */
static inline enum verdict diff_verdict(const struct change *change, const struct target *target)
{
	return target->verdicts[change->kind];
}

/* For people: by vendor and domain, the worst first, then a summary. */
void diff_write_text(const struct diff *diff, const struct terminal *terminal, struct buf *out);

/* {"verdict", "changes": [{"rule", "vendor", "domain", "code", "name",
 * "verdict", "targets": {"<target>": …}, "message"}]} */
void diff_write_json(const struct diff *diff, struct buf *out);

/* A section of a changelog in Markdown. */
void diff_write_changelog(const struct diff *diff, struct buf *out);

/* Adds every change that is not safe to the diagnostics: errors where it is
 * breaking, warnings where it is risky. */
void diff_report(const struct diff *diff, struct diagnostics *diagnostics);

#endif

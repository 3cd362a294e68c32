/* registry: the typed model of a schema folder: every vendor's codes, with all
 * references resolved and all defaults applied.
 *
 * Strings are empty (bytes NULL) where the registry has no such text. All
 * memory is the run's; nothing here changes after registry_load. */
#ifndef ERRBIND_REGISTRY_H
#define ERRBIND_REGISTRY_H

#include "diag.h"
#include "value.h"

enum retry { RETRY_NEVER, RETRY_IMMEDIATELY, RETRY_WITH_BACKOFF, RETRY_AFTER_USER_ACTION,
	     RETRY_COUNT };
enum audience { AUDIENCE_USER, AUDIENCE_INTEGRATOR, AUDIENCE_VENDOR, AUDIENCE_COUNT };

/* "after_user_action"; empty for RETRY_COUNT, which an unclassified code has. */
struct string retry_name(enum retry retry);
/* "user"; empty for AUDIENCE_COUNT, which an unclassified code has. */
struct string audience_name(enum audience audience);

struct condition {
	struct string name, title, description;
	enum retry retry;
	enum audience audience;
	struct span span; /* of the name */
	bool unclassified; /* that of codes which nobody has classified yet; it has only a name */
};

struct category {
	struct string name, title, description;
	bool has_min, has_max; /* the range that the vendor documents */
	int64_t min, max;
	struct span span;
};

struct string_list {
	struct string *items;
	size_t count;
	struct span *spans; /* of each item, or NULL */
};

struct code;

struct code_list {
	const struct code **items;
	size_t count;
};

struct deprecation {
	bool set;
	struct string since, note;
	const struct code *replaced_by; /* or NULL */
};

/* What few codes have. */
struct code_details {
	struct string since, applies_to;
	struct deprecation deprecated;
	struct string_list aliases, links;
	struct code_list see_also;
};

extern const struct code_details no_details; /* those of all other codes: empty */

/* Bytes [start, end) of the file that a code is in. */
struct extent {
	uint32_t start, end;
};

/* There may be millions, so what is rare is apart. */
struct code {
	union {
		int64_t number;     /* of an integer domain */
		struct string text; /* of a string domain */
	};
	struct string name, title, description, recommendation;
	const struct code_details *details; /* never NULL */
	const struct category *category;    /* NULL in a domain without categories */
	const struct condition *condition;  /* NULL if unknown */
	enum retry retry;                   /* after defaults */
	enum audience audience;             /* after defaults */
	struct span span;                   /* of the value of `code` */
	struct span name_span;
	struct extent condition_extent, description_extent, recommendation_extent;
};

enum code_type { CODE_INTEGER, CODE_STRING };

struct reserved {
	int64_t *numbers;        /* of an integer domain */
	struct string *texts;    /* of a string domain */
	size_t code_count;
	struct string_list names;
};

struct vendor;

struct domain {
	struct string name, title, docs_url, docs_retrieved;
	enum code_type code_type;
	struct category *categories;
	size_t category_count;
	struct code *codes;
	size_t code_count;
	struct reserved reserved;
	const struct vendor *vendor;
	struct span span;
};

struct vendor {
	struct string name, title;
	struct domain *domains;
	size_t domain_count;
	struct string path; /* of its file, as diagnostics show it */
	struct span span;
};

struct target_use {
	struct string name;
	struct span span;
};

struct registry {
	struct string name, type, version, title;
	struct vendor *vendors;
	size_t vendor_count;
	struct condition *conditions;
	size_t condition_count;
	struct target_use *targets;
	size_t target_count;
	struct value options; /* a map from target name to a map of its options */
	size_t code_count;    /* of all domains */
	char fingerprint[65]; /* 64 hex digits and a NUL; empty where errors were reported */
	struct span span;     /* of the name */
	struct span version_span;
	bool incomplete;      /* codes may be missing: they could not be read */
};

/* Loads folder/registry.yaml and all it names. Every mistake of every file
 * goes to diagnostics, but for what the functions below find; returns NULL
 * where registry.yaml cannot be read (otherwise the registry is returned,
 * incomplete, although errors were reported: ask diagnostics->error_count
 * before relying on it). */
struct registry *registry_load(struct string folder, struct map *symbols,
			       struct diagnostics *diagnostics);

/* The raw code as text, an integer in decimal. */
struct string registry_raw_code(struct arena *arena, const struct domain *domain,
				const struct code *code);

/* True for the condition of a code that nobody has classified yet. */
static inline bool condition_is_unclassified(const struct condition *condition)
{
	return condition && condition->unclassified;
}

/* Reports the codes whose condition is `unclassified`: they load and list, and
 * nothing may be generated from them. */
void registry_check_unclassified(const struct registry *registry,
				 struct diagnostics *diagnostics);

/* Reports what is not wrong but worth a look, as warnings: a condition that no
 * code has, a text that differs from another of its vendor only in case or space. */
void registry_check_style(const struct registry *registry, struct diagnostics *diagnostics);

/* How a target turns a name into a symbol. It may change nothing of the name
 * but the case of its letters and the underscores. */
struct symbol_case {
	const char *where; /* for messages, after "in": "the target toy" */
	struct string (*convert)(struct arena *arena, struct string name);
};

/* Reports names of one scope that become one symbol in some case, as errors,
 * and those that then differ only in the case of letters, as warnings. Scopes
 * are the vendors, the domains, the conditions, the categories of a domain, and
 * the names, aliases and reserved names of a domain. */
void registry_check_symbols(const struct registry *registry, const struct symbol_case *cases,
			    size_t case_count, struct diagnostics *diagnostics);

#endif

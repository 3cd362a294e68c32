/* explain: finds the codes that someone means, however they were written, and
 * says what they mean. */
#ifndef ERRBIND_EXPLAIN_H
#define ERRBIND_EXPLAIN_H

#include "explain_symbol.h"
#include "terminal.h"

/* A code and where it belongs. */
struct explained {
	const struct domain *domain;
	const struct code *code;
};

/* Codes, each once, in the order of the registry. */
struct explained_list {
	struct explained *items;
	size_t count, capacity;
};

/* The codes that are looked at: of all vendors, one, or one domain of it. */
struct explain_scope {
	const struct vendor *vendor; /* or NULL */
	const struct domain *domain; /* or NULL */
};

/* The registry, prepared to be searched. */
struct explain {
	const struct registry *registry;
	struct explain_symbols *symbols; /* in each target */
	struct map codes;  /* raw code, an integer in decimal, to explained_list */
	struct map names;  /* name or alias to explained_list */
	struct map squeezed; /* the same without underscores */
	size_t longest_squeezed;
	struct arena *arena;
	struct arena *answers; /* whose memory answers are; the same unless the caller changes it */
};

/* How a query is answered, the more exact first. */
enum explain_kind {
	EXPLAIN_NOTHING,
	EXPLAIN_CODE,      /* the raw code; an integer also in hexadecimal */
	EXPLAIN_NAME,      /* a name or alias */
	EXPLAIN_SYMBOL,    /* what the code is called in a target, or the last part of that */
	EXPLAIN_TITLE,
	EXPLAIN_CONDITION, /* its name */
	EXPLAIN_VENDOR,    /* the name of a vendor or domain: all its codes */
	EXPLAIN_TEXT,      /* a part of a name or text */
};

struct explain_answer {
	struct string query;
	struct explain_scope scope; /* in which it was asked */
	uint64_t line; /* of a log, from 1; 0 where the query is none's */
	enum explain_kind kind;
	struct explained_list codes;
	struct explained_list near; /* where there are none: what may have been meant, at most 3 */
	bool near_names;            /* their names are near, not their codes */
	struct string near_vendor;  /* if these are none: a vendor's or domain's name */
};

/* Prepares a registry that loaded without errors; all of it must live as long
 * as what is returned, which is the arena's. */
struct explain *explain_new(const struct registry *registry, struct explain_symbols *symbols,
			    struct arena *arena);

/* What the name of a vendor or domain selects, in any case and with or without its
 * underscores; false where it is none. */
bool explain_find_scope(const struct explain *explain, struct string name,
			struct explain_scope *scope);

/* Answers a query with the codes that fit it in the most exact way in which any
 * fits. A query that is no UTF-8 is answered as far as it is. */
struct explain_answer explain_find(const struct explain *explain, struct explain_scope scope,
				   struct string query);

/* The codes of the scope with a raw code. An integer of 32 bits is the same with
 * and without a sign. */
struct explained_list explain_code(const struct explain *explain, struct explain_scope scope,
				   struct string code);

/* The codes of the scope with a name or alias. */
struct explained_list explain_named(const struct explain *explain, struct explain_scope scope,
				    struct string name);

/* What is near a query that has no answer: the same code elsewhere, or what is
 * spelled like it; see struct explain_answer. */
void explain_find_near(const struct explain *explain, struct explain_answer *answer);

bool explain_in_scope(struct explain_scope scope, const struct domain *domain);

/* Adds a code unless it is the last of the list. */
void explained_add(struct arena *arena, struct explained_list *list, const struct domain *domain,
		   const struct code *code);

/* Calls a function for every code of the scope, in the registry's order. */
void explain_each(const struct explain *explain, struct explain_scope scope,
		  void (*function)(void *data, const struct domain *domain,
				   const struct code *code),
		  void *data);

/* What the values of retry and audience mean, for people: "not before the user
 * has acted", "the user". The vendor is named by its title. */
struct string explain_retry(enum retry retry);
struct string explain_audience(struct arena *arena, enum audience audience,
			       const struct vendor *vendor);

/* A few words on a code: its title, or, where that only repeats the code, or its
 * name as a symbol, the first sentence of its description, or else its condition's title. */
struct string explain_meaning(struct arena *arena, const struct explained *explained);

/* Writes an answer for people, without an empty line behind it. */
void explain_write_text(const struct explain *explain, const struct explain_answer *answer,
			const struct terminal *terminal, struct buf *out);

/* Writes an answer as objects, one a code, or one where there is none;
 * separator stands before each but the first, and *first says which is. */
void explain_write_json(const struct explain *explain, const struct explain_answer *answer,
			struct string separator, bool *first, struct buf *out);

/* Writes the fields of a code behind those that the caller wrote: as `errbind
 * list` does, then `symbols` and `docs`; without the braces of the object. */
void explain_write_fields(const struct explain *explain, const struct explained *explained,
			  struct buf *out);

#endif

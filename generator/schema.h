/* schema: what a YAML file may say, as data, and the check that it does.
 *
 * A struct schema says what a value must be; a table of struct schema_field
 * what a map may hold. schema_check compares a tree that yaml_load gave with
 * them, reports every mistake at its place, and reads the scalars: afterwards
 * each value that the schema knows either is of its schema's type or is
 * VALUE_UNDEFINED, because it was reported. So whoever reads the tree next
 * passes over VALUE_UNDEFINED in silence, and no mistake drags others after it.
 * A misspelt key counts as the one it stands for, with a value that was reported.
 *
 * Rules: wrong-type unknown-key missing-key empty-value text-too-long
 * control-character bidi-control bad-identifier bad-integer bad-boolean
 * bad-choice bad-semver bad-version bad-date bad-url. */
#ifndef ERRBIND_SCHEMA_H
#define ERRBIND_SCHEMA_H

#include "diag.h"
#include "value.h"

/* What a value must be, and what it is after schema_check. */
enum schema_type {
	SCHEMA_ANY,        /* whatever there is; not looked at */
	SCHEMA_SCALAR,     /* a scalar; its reader looks at text and style */
	SCHEMA_TEXT,       /* words for people: at most 4,000 bytes, no control characters */
	SCHEMA_STRING,     /* as a text, of any length, may be empty */
	SCHEMA_IDENTIFIER, /* face_not_matching, at most 128 bytes */
	SCHEMA_LABEL,      /* as an identifier, '-' allowed like '_' */
	SCHEMA_SEMVER,
	SCHEMA_VERSION,    /* of a vendor's product: a word of at most 64 bytes */
	SCHEMA_DATE,
	SCHEMA_URL,
	SCHEMA_INTEGER,    /* becomes VALUE_INTEGER */
	SCHEMA_BOOLEAN,    /* true or false; becomes VALUE_BOOLEAN */
	SCHEMA_CHOICE,     /* one of words; becomes VALUE_INTEGER, its index in them */
	SCHEMA_LIST,       /* each item as items says */
	SCHEMA_MAP,        /* the keys that fields says */
	SCHEMA_DICTIONARY, /* any keys, which are labels; each value as items says */
};

struct schema {
	enum schema_type type;
	const struct schema_field *fields; /* of a map; the last has no key */
	const struct schema *items;        /* of a list or dictionary */
	const char *const *words;          /* of a choice; the last is NULL */
	const char *noun;                  /* what messages call a map: "a code" */
	bool not_empty;                    /* a list has at least one item */
};

enum schema_need { SCHEMA_OPTIONAL, SCHEMA_REQUIRED };

struct schema_field {
	const char *key;
	enum schema_need need;
	struct schema value;
};

/* Checks a tree and reads its scalars. The root may be VALUE_UNDEFINED. */
void schema_check(const struct schema *schema, struct value *value,
		  struct diagnostics *diagnostics);

/* The values of a map that was checked, by the index of their fields: NULL
 * where a key is absent, VALUE_UNDEFINED where its value was reported. A map
 * that is not there (NULL, VALUE_UNDEFINED) has no keys. */
void schema_fields(const struct schema_field *fields, const struct value *map,
		   const struct value **values);

/* Where to say that something is missing from a map: at its first entry. */
struct span schema_head(const struct value *map);

/* Reports a scalar that is no text: too long, control characters, empty.
 * longest is in bytes. False where it was reported. */
bool schema_check_text(const struct value *value, size_t longest,
		       struct diagnostics *diagnostics);

/* Where in the file the character of a string at an offset stands, as well as
 * can be told: exactly unless the scalar is written with escapes or folded. */
struct span schema_character_span(const struct value *value, size_t offset, size_t length,
				  struct sources *sources);

#endif

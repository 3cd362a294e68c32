/* import_enum: the members of an enum in a piece of source code. */
#ifndef ERRBIND_IMPORT_ENUM_H
#define ERRBIND_IMPORT_ENUM_H

#include "buf.h"

struct import_member {
	struct string symbol;
	struct string value; /* without quotes; empty where it has none */
};

struct import_members {
	struct import_member *items;
	size_t count, capacity;
};

/* Appends the members of the enums of that name, in whichever language: after
 * `enum`, somewhere before `{`, stands the name, and a member is a word with a
 * value behind `=` or in parentheses, or without. False where there is no such
 * enum. */
bool import_enum_read(struct string code, struct string name, struct arena *arena,
		      struct import_members *members);

#endif

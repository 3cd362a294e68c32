/* yaml_problem: libyaml's complaints in words for people. See yaml_problem.h. */
#include "yaml_problem.h"

#include <stddef.h>
#include <string.h>

struct translation {
	const char *problem, *context; /* of libyaml; a context of NULL matches any */
	struct yaml_problem ours;
};

static const struct translation translations[] = {
	{"could not find expected ':'", NULL,
	 {"this line is neither 'key: value' nor a list item", NULL, true}},
	{"mapping values are not allowed in this context", NULL,
	 {"a ':' is not allowed here; put a text that holds ': ' in quotes", NULL, false}},
	{"mapping keys are not allowed in this context", NULL,
	 {"a key is not allowed here", NULL, false}},
	{"block sequence entries are not allowed in this context", NULL,
	 {"a list item is not allowed here; it starts a line of its own", NULL, false}},
	{"found character that cannot start any token", NULL,
	 {"a value cannot start with this character; put it in quotes", NULL, false}},
	{"found a tab character where an indentation space is expected", NULL,
	 {"a tab in the indentation; use spaces", NULL, false}},
	{"found a tab character that violates indentation", NULL,
	 {"a tab in the indentation; use spaces", NULL, false}},
	{"found unexpected end of stream", "while scanning a quoted scalar",
	 {"the quoted text that starts here never ends", NULL, true}},
	{"found unexpected document indicator", "while scanning a quoted scalar",
	 {"the quoted text that starts here never ends", NULL, true}},
	{"found unknown escape character", NULL,
	 {"there is no such escape; write '\\\\' for a backslash, or use single quotes",
	  NULL, false}},
	{"did not find expected hexdecimal number", NULL,
	 {"the escape needs hexadecimal digits: \\x41, \\u0041 or \\U00000041", NULL, false}},
	{"found invalid Unicode character escape code", NULL,
	 {"the escape names no Unicode character; write one beyond U+FFFF as itself or as "
	  "\\U0001F600, not as two escapes",
	  NULL, false}},
	{"did not find expected key", NULL,
	 {"expected a key of the mapping that is indented like this, or its end",
	  "the mapping starts here", false}},
	{"did not find expected '-' indicator", NULL,
	 {"expected '-' and the next item of the list, or its end",
	  "the list starts here", false}},
	{"did not find expected ',' or ']'", NULL,
	 {"expected ',' or ']'", "the list starts here", false}},
	{"did not find expected ',' or '}'", NULL,
	 {"expected ',' or '}'", "the mapping starts here", false}},
	{"did not find expected node content", NULL,
	 {"expected a value", NULL, false}},
	{"did not find expected <document start>", NULL,
	 {"expected the end of the file: the document is complete before this", NULL, false}},
	{"did not find expected comment or line break", "while scanning a block scalar",
	 {"expected the end of the line after '|' or '>'", NULL, false}},
	{"found an indentation indicator equal to 0", NULL,
	 {"the indentation after '|' or '>' is a digit from 1 to 9", NULL, false}},
	{"found undefined tag handle", NULL,
	 {"unknown tag; put a text that starts with '!' in quotes", NULL, false}},
	{"found incompatible YAML document", NULL,
	 {"YAML of this version is not supported; leave the directive out", NULL, false}},
	{"found unknown directive name", NULL,
	 {"unknown directive; put a text that starts with '%' in quotes", NULL, false}},
};

struct yaml_problem yaml_problem(const char *problem, const char *context, char next)
{
	if (strcmp(problem, "found character that cannot start any token") == 0 && next == '\t')
		problem = "found a tab character that violates indentation";
	for (size_t i = 0; i < sizeof translations / sizeof *translations; i++) {
		const struct translation *translation = &translations[i];
		if (strcmp(problem, translation->problem) != 0)
			continue;
		if (!translation->context || (context && strcmp(context, translation->context) == 0))
			return translation->ours;
	}
	return (struct yaml_problem){problem, NULL, false};
}

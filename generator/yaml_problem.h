/* yaml_problem: libyaml's complaints in words for people who write YAML. */
#ifndef ERRBIND_YAML_PROBLEM_H
#define ERRBIND_YAML_PROBLEM_H

#include <stdbool.h>

struct yaml_problem {
	const char *message;
	const char *note;    /* said at the place where the context starts, or NULL */
	bool at_context;     /* the mistake is where the context starts */
};

/* problem and context are libyaml's; context may be NULL. next is the byte
 * at which libyaml gave up, 0 at the end of the file. */
struct yaml_problem yaml_problem(const char *problem, const char *context, char next);

#endif

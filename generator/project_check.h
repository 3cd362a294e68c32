/* project_check: mistakes that only show where a registry meets its targets. */
#ifndef ERRBIND_PROJECT_CHECK_H
#define ERRBIND_PROJECT_CHECK_H

#include "project.h"

/* Reports codes without a condition, names that a target cannot tell apart, and
 * codes that it cannot hold; as warnings, what is worth a look. */
void project_check(struct run *run, const struct project *project);

/* Reports types and the like that get the same name in a target. Needs the context. */
void project_check_symbols(struct run *run, const struct project *project);

#endif

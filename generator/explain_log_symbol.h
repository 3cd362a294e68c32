/* explain_log_symbol: finds what codes are called in source in a line of a log. */
#ifndef ERRBIND_EXPLAIN_LOG_SYMBOL_H
#define ERRBIND_EXPLAIN_LOG_SYMBOL_H

#include "explain.h"

struct explain_symbol_search {
	const struct explain *explain;
	struct explain_scope scope;
	struct arena *scratch; /* whose memory the codes are */
	struct string line;
	/* What explain_find_symbol finds. */
	struct string text; /* of the line */
	struct explained_list codes;
};

/* Finds a symbol, to the letter, whose name is in [start, end) of the line: a
 * word, in which dots and dollar signs (as in the names of nested classes) may
 * stand for dots. False where there is none. */
bool explain_find_symbol(struct explain_symbol_search *search, size_t start, size_t end);

#endif

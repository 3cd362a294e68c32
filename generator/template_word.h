/* template_word: the names that mean something to the parser of templates, each
 * found once, where it is read. */
#ifndef ERRBIND_TEMPLATE_WORD_H
#define ERRBIND_TEMPLATE_WORD_H

#include "buf.h"

/* In the order of their bytes; those that start alike stand together. */
#define EACH_WORD(X) \
	X(PYTHON_FALSE, "False") X(PYTHON_NONE, "None") X(PYTHON_TRUE, "True") \
	X(AND, "and") X(AS, "as") \
	X(CALLER, "caller") X(CONTEXT, "context") \
	X(ELIF, "elif") X(ELSE, "else") X(ENDFOR, "endfor") X(ENDIF, "endif") \
	X(ENDMACRO, "endmacro") X(ENDSET, "endset") \
	X(FALSE, "false") X(FOR, "for") X(FROM, "from") \
	X(IF, "if") X(IGNORE, "ignore") X(IMPORT, "import") X(IN, "in") \
	X(INCLUDE, "include") X(IS, "is") \
	X(KWARGS, "kwargs") X(LOOP, "loop") X(MACRO, "macro") \
	X(NONE, "none") X(NOT, "not") X(OR, "or") X(RECURSIVE, "recursive") \
	X(SELF, "self") X(SET, "set") X(TRUE, "true") X(VARARGS, "varargs") \
	X(WITH, "with") X(WITHOUT, "without")

#define WORD_ENUMERATOR(constant, text) WORD_##constant,
enum word { WORD_OTHER, /* or no name at all */ EACH_WORD(WORD_ENUMERATOR) WORD_COUNT };

/* The word that a name, which is not empty, is. */
enum word word_find(struct string name);

const char *word_text(enum word word);

#endif

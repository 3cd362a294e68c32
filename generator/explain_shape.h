/* explain_shape: words and numbers of a log, and what stands around them, by their
 * bytes alone. Places are offsets in a line. */
#ifndef ERRBIND_EXPLAIN_SHAPE_H
#define ERRBIND_EXPLAIN_SHAPE_H

#include "buf.h"

/* A letter, an underscore or a byte beyond ASCII. */
bool explain_is_letter(char byte);
bool explain_is_digit(char byte);

/* A letter or a digit. */
bool explain_is_word_byte(char byte);

/* The byte there, a line feed behind the end. */
char explain_byte_at(struct string line, size_t at);

/* The end of a word: letters and digits, also joined by dots and dollar signs. */
size_t explain_word_end(struct string line, size_t at);

/* The end of what begins with a digit: times, versions and addresses whole. */
size_t explain_number_end(struct string line, size_t at);

/* Whether a unit or a percent sign follows, also behind blanks. */
bool explain_is_before_unit(struct string line, size_t at);

/* Whether only brackets are around [start, end), and a blank before these. */
bool explain_is_in_brackets(struct string line, size_t start, size_t end);

/* Whether blanks or the ends of the line are around [start, end). */
bool explain_is_alone(struct string line, size_t start, size_t end);

/* Whether [start, end) is between quotes, which may be escaped. */
bool explain_is_quoted(struct string line, size_t start, size_t end);

#endif

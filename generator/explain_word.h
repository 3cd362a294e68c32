/* explain_word: what the words of a log say of the number or text behind them.
 *
 * Words are compared without regard to case and underscores, so that errorCode,
 * ERROR_CODE and "error code" are the same. */
#ifndef ERRBIND_EXPLAIN_WORD_H
#define ERRBIND_EXPLAIN_WORD_H

#include "explain.h"

/* What stands behind a word. The comments say what of it is taken for a code,
 * where nothing else speaks against it; see explain_log.h. */
enum explain_place {
	PLACE_OTHER,      /* anything */
	PLACE_RESULT,     /* what came of something: with, failed, reason */
	PLACE_VENDOR,     /* a vendor's or domain's: keyless */
	PLACE_STATUS,     /* status, status code, HTTP code */
	PLACE_ERRORS,     /* errors: codes only in a list */
	PLACE_ERROR,      /* error, KeylessError */
	PLACE_CODE,       /* code, with code */
	PLACE_ERROR_CODE, /* errorCode, error code, failure code, keyless code */
};

/* A word of a line. */
struct explain_word {
	struct string text;  /* as it stands there */
	bool joined;         /* only blanks, - or _ are between it and the word before */
	struct explain_scope scope; /* where it begins with the name of a vendor or domain */
};

/* Finds out which vendor or domain a word begins with. */
struct explain_scope explain_word_scope(const struct explain *explain, struct string word);

/* What stands behind a word; before is the word before it, empty where there is
 * none. */
enum explain_place explain_word_place(const struct explain_word *before,
				      const struct explain_word *word);

/* True for a word after which a number counts something: ms, bytes, times. */
bool explain_word_is_unit(struct string word);

/* True for a word that may stand between a word and its number: is, was, of. */
bool explain_word_is_filler(struct string word);

/* True for a word that can hardly be one of a language: it has a capital behind a
 * small letter, a digit, or a sign, such as a dot or an underscore, that is neither
 * a hyphen nor a blank. */
bool explain_word_is_distinct(struct string word);

/* True for words of a line that is about an error, and about how a process ended. */
bool explain_word_is_error(struct string word);
bool explain_word_is_exit(struct string word);

#endif

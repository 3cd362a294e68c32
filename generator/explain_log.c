/* explain_log: finds the codes in the lines of a log. See explain_log.h. */
#include "explain_log.h"

#include "explain_joined.h"
#include "explain_log_symbol.h"
#include "explain_number.h"
#include "explain_shape.h"

enum {
	MOST_FOUND = 1000, /* in a line */
	LONGEST_GAP = 8,   /* bytes between a word and its number */
	LONGEST_UNKNOWN = 128,
};

/* What the words of a line say all together. */
struct about {
	bool is_known; /* read already, as few lines need it */
	bool error, exit;
	struct explain_scope scopes[8]; /* that it names */
	size_t scope_count;
};

struct explain_log {
	struct explain *explain;
	struct explain_scope scope;
	struct explain_joints joints;
	struct arena *of_line; /* what is found */
	struct arena *scratch; /* of a word */
	/* Of the line: known codes by their places in the registry, unknown by their text. */
	struct map seen_codes, seen_unknown;
	struct explain_found *found;
	size_t count, capacity;
	/* What a list or a key of JSON at the end of a line says of the next one. */
	enum explain_place list, key;
};

/* Where the reading of a line is. */
struct reader {
	struct explain_log *log;
	struct string line;
	size_t at;
	struct about about;
	struct explain_word word; /* the last one, empty where there is none */
	enum explain_place place; /* of what is behind it */
	size_t place_end;         /* where the word, and fillers behind it, end */
	bool assigned;            /* : or = is between the word and what is read now */
	bool carried;             /* the word is a key on the line before */
};

struct explain_log *explain_log_new(struct explain *explain, struct explain_scope scope)
{
	struct explain_log *log = arena_calloc(explain->arena, 1, sizeof *log);

	log->explain = explain;
	log->scope = scope;
	log->of_line = arena_new_child(explain->arena);
	log->scratch = arena_new_child(explain->arena);
	explain->answers = log->scratch;
	explain_joints_find(explain, &log->joints);
	explain_log_begin(log);
	return log;
}

void explain_log_begin(struct explain_log *log)
{
	arena_reset(log->of_line);
	arena_reset(log->scratch);
	map_init(&log->seen_codes, log->of_line);
	map_init(&log->seen_unknown, log->of_line);
	log->found = NULL;
	log->count = log->capacity = 0;
}

const struct explain_found *explain_log_found(const struct explain_log *log, size_t *count)
{
	*count = log->count;
	return log->found;
}

/* The vendor or domain that a part of a word, between dots, begins with. */
static struct explain_scope scope_of(const struct reader *reader, struct string word)
{
	struct explain_scope scope = {0};

	for (size_t at = 0; at < word.length; at++) {
		if (at && word.bytes[at - 1] != '.')
			continue;
		struct explain_scope const part = explain_word_scope(
			reader->log->explain,
			(struct string){word.bytes + at, word.length - at});
		if (part.vendor)
			scope = part;
	}
	return scope;
}

/* What the line is about. */
static const struct about *about_line(struct reader *reader)
{
	struct about *about = &reader->about;
	size_t const most = sizeof about->scopes / sizeof *about->scopes;

	for (size_t at = 0; !about->is_known && at < reader->line.length;) {
		size_t const end = explain_word_end(reader->line, at);
		struct string const word = {reader->line.bytes + at, end - at};
		if (end == at) {
			at++;
			continue;
		}
		about->error = about->error || explain_word_is_error(word);
		about->exit = about->exit || explain_word_is_exit(word);
		struct explain_scope const scope = scope_of(reader, word);
		if (scope.vendor && about->scope_count < most)
			about->scopes[about->scope_count++] = scope;
		at = end;
	}
	about->is_known = true;
	return about;
}

static bool is_named(const struct about *about, const struct domain *domain)
{
	for (size_t i = 0; i < about->scope_count; i++)
		if (explain_in_scope(about->scopes[i], domain))
			return true;
	return false;
}

/* Leaves of a list only codes of vendors that the line names, if there are any. */
static struct explained_list narrow(struct reader *reader, struct explained_list codes)
{
	struct explained_list named = {0};

	for (size_t i = 0; i < codes.count; i++)
		if (is_named(about_line(reader), codes.items[i].domain))
			explained_add(reader->log->scratch, &named, codes.items[i].domain,
				      codes.items[i].code);
	return named.count ? named : codes;
}

/* The codes of a list that were not found in the line before. */
static struct explained_list select_new(struct explain_log *log, struct explained_list codes)
{
	struct explained_list rest = {0};

	for (size_t i = 0; i < codes.count; i++) {
		const struct code *code = codes.items[i].code;
		struct string const key = {(const char *)(const void *)&code, sizeof code};
		if (map_get(&log->seen_codes, key))
			continue;
		map_add(&log->seen_codes, string_copy(log->of_line, key), log);
		explained_add(log->of_line, &rest, codes.items[i].domain, code);
	}
	return rest;
}

static void add_found(struct explain_log *log, struct string text, enum explain_kind kind,
		      struct explained_list codes)
{
	if (log->count == MOST_FOUND)
		return;
	log->found = arena_grow(log->of_line, log->found, log->count, &log->capacity,
				sizeof *log->found);
	log->found[log->count++] =
		(struct explain_found){string_copy(log->of_line, text), kind, codes, 1};
}

static void found(struct reader *reader, struct string text, enum explain_kind kind,
		  struct explained_list codes)
{
	codes = select_new(reader->log, narrow(reader, codes));
	if (codes.count)
		add_found(reader->log, text, kind, codes);
}

static void found_unknown(struct reader *reader, struct string text)
{
	struct explain_log *log = reader->log;

	if (text.length > LONGEST_UNKNOWN)
		return;
	struct buf *safe = buf_new(log->scratch);
	terminal_neutralize(safe, text, false);
	text = buf_view(safe);
	/* The array may move, its length may not: a place from 1 on is kept. */
	uintptr_t const place = (uintptr_t)map_get(&log->seen_unknown, text);
	if (place) {
		log->found[place - 1].times++;
		return;
	}
	add_found(log, text, EXPLAIN_NOTHING, (struct explained_list){0});
	if (log->count < MOST_FOUND)
		map_add(&log->seen_unknown, log->found[log->count - 1].text,
			(void *)(uintptr_t)log->count);
}

/* The place of what begins at an offset: what the list or the word before says,
 * if only signs are between that belong to both. */
static enum explain_place place_at(struct reader *reader, size_t at)
{
	reader->assigned = reader->log->list != PLACE_OTHER || reader->carried;
	if (reader->log->list != PLACE_OTHER)
		return reader->log->list;
	if (reader->place == PLACE_OTHER || at - reader->place_end > LONGEST_GAP)
		return PLACE_OTHER;
	for (size_t i = reader->place_end; i < at; i++) {
		char const byte = reader->line.bytes[i];
		bool const is_ticket = byte == '#' && i && reader->line.bytes[i - 1] == '(';
		if (!byte || is_ticket || !strchr(" \t\"'`\\:=#([<>-", byte))
			return PLACE_OTHER;
		reader->assigned = reader->assigned || byte == ':' || byte == '=';
	}
	return reader->place == PLACE_ERRORS ? PLACE_OTHER : reader->place;
}

/* Looks for a symbol around a word; see explain_find_symbol. */
static bool read_symbol(struct reader *reader, size_t start, size_t end)
{
	struct explain_symbol_search search = {
		.explain = reader->log->explain,
		.scope = reader->log->scope,
		.scratch = reader->log->scratch,
		.line = reader->line,
	};

	if (!explain_find_symbol(&search, start, end))
		return false;
	found(reader, search.text, EXPLAIN_SYMBOL, search.codes);
	return true;
}

/* Finds out whether a word is a code, by itself or by what stands before it. */
static void read_code(struct reader *reader, size_t start, size_t end)
{
	struct explain_log *log = reader->log;
	struct string const text = {reader->line.bytes + start, end - start};
	enum explain_place const place = place_at(reader, start);
	bool const quoted = explain_is_quoted(reader->line, start, end);
	bool const is_value = reader->assigned && place >= PLACE_ERROR &&
			      (quoted || place == PLACE_ERROR_CODE);
	enum explain_kind kind = EXPLAIN_CODE;
	struct explained_list codes = {0};

	if (explain_word_is_distinct(text) || is_value)
		codes = explain_code(log->explain, log->scope, text);
	if (!codes.count && is_value) {
		kind = EXPLAIN_NAME;
		codes = explain_named(log->explain, log->scope, text);
	}
	if (codes.count)
		found(reader, text, kind, codes);
	else if (!read_symbol(reader, start, end) && is_value && quoted &&
		 place == PLACE_ERROR_CODE && explain_word_is_distinct(text))
		found_unknown(reader, text);
}

static void read_number(struct reader *reader, size_t start, size_t end)
{
	struct explain_log *log = reader->log;
	struct string const text = {reader->line.bytes + start, end - start};
	struct explain_number number = {
		.place = place_at(reader, start),
		.assigned = reader->assigned,
		.given = log->scope.vendor,
		.bracketed = explain_is_in_brackets(reader->line, start, end),
		.alone = explain_is_alone(reader->line, start, end),
	};

	if (!explain_number_read(&number, text)) {
		log->list = PLACE_OTHER;
		read_code(reader, start, end);
		return;
	}
	if (number.place == PLACE_OTHER && !number.given && !number.bracketed &&
	    !number.hexadecimal)
		return;
	number.exit = about_line(reader)->exit;
	number.bracketed = number.bracketed && about_line(reader)->error;
	if (log->list == PLACE_OTHER && number.place != PLACE_ERROR_CODE &&
	    explain_is_before_unit(reader->line, end))
		return;
	struct explain_scope const scope =
		number.place == PLACE_VENDOR && !log->scope.vendor ? reader->word.scope : log->scope;
	if (explain_number_may_be_known(&number)) {
		struct explained_list const codes = explain_code(log->explain, scope, text);
		if (codes.count) {
			found(reader, text, EXPLAIN_CODE, codes);
			return;
		}
	}
	if (explain_number_may_be_unknown(&number))
		found_unknown(reader, text);
}

/* Where a code of several words ends that begins with the word in [start, end): one
 * that is known or, in quotes behind errorCode, any; else end. */
static size_t joined_end(struct reader *reader, size_t start, size_t end)
{
	const struct explain_log *log = reader->log;
	struct string const line = reader->line;
	size_t const known =
		explain_joined_end(log->explain, log->scope, &log->joints, line, start, end);

	if (known > end)
		return known;
	size_t const quoted = explain_joined_quote_end(&log->joints, line, start, end);
	return quoted > end && place_at(reader, start) == PLACE_ERROR_CODE && reader->assigned
		       ? quoted
		       : end;
}

static bool is_joined(const struct reader *reader, size_t start)
{
	size_t const gap = start - reader->place_end;

	for (size_t i = reader->place_end; i < start; i++)
		if (!strchr(" \t-_", reader->line.bytes[i]) || !reader->line.bytes[i])
			return false;
	return reader->word.text.length && gap <= 2;
}

static void read_word(struct reader *reader, size_t start, size_t end)
{
	struct explain_word const before = reader->word;
	struct string const text = {reader->line.bytes + start, end - start};

	read_code(reader, start, end);
	if (reader->place != PLACE_OTHER && explain_word_is_filler(text) &&
	    is_joined(reader, start)) {
		reader->place_end = end;
		return;
	}
	/* What is in a list of JSON is in quotes; a bare word says that it is none. */
	if (!explain_is_quoted(reader->line, start, end))
		reader->log->list = PLACE_OTHER;
	reader->word = (struct explain_word){
		.text = text, .joined = is_joined(reader, start), .scope = scope_of(reader, text)};
	reader->place = explain_word_place(&before, &reader->word);
	reader->place_end = end;
	reader->carried = false;
}

/* Reads the signs that begin and end lists. */
static void read_sign(struct reader *reader, char sign)
{
	struct explain_log *log = reader->log;

	if (sign == '[' && log->list == PLACE_OTHER) {
		bool const is_errors = reader->place == PLACE_ERRORS;
		if (is_errors)
			reader->place = PLACE_ERROR;
		enum explain_place const place = place_at(reader, reader->at);
		log->list = place >= PLACE_ERROR ? place : PLACE_OTHER;
		reader->place = PLACE_OTHER;
	} else if (strchr("]{}()", sign) && sign) {
		log->list = PLACE_OTHER;
	}
}

static void read_next(struct reader *reader)
{
	struct string const line = reader->line;
	size_t const at = reader->at;
	char const byte = line.bytes[at];
	bool const is_signed = byte == '-' && explain_is_digit(explain_byte_at(line, at + 1)) &&
			       (!at || !explain_is_word_byte(line.bytes[at - 1]));

	if (!explain_is_digit(byte) && !is_signed && !explain_is_letter(byte)) {
		read_sign(reader, byte);
		reader->at++;
		return;
	}
	size_t const end = explain_is_letter(byte) ? explain_word_end(line, at)
						   : explain_number_end(line, at + is_signed);
	reader->at = joined_end(reader, at, end);
	if (reader->at == end && explain_is_letter(byte)) {
		read_word(reader, at, end);
		arena_reset(reader->log->scratch);
		return;
	}
	if (reader->at > end)
		read_code(reader, at, reader->at);
	else
		read_number(reader, at, end);
	reader->place = PLACE_OTHER;
	reader->word = (struct explain_word){0};
	reader->carried = false;
	arena_reset(reader->log->scratch);
}

/* Goes on behind a key of JSON that ended the line before. */
static void begin_line(struct reader *reader)
{
	size_t at = 0;

	while (explain_byte_at(reader->line, at) == ' ' || explain_byte_at(reader->line, at) == '\t')
		at++;
	reader->carried = reader->log->key != PLACE_OTHER;
	reader->place = reader->log->key;
	reader->place_end = at;
}

/* Remembers a key of JSON, in quotes and before a colon, that ends the line. */
static void end_line(struct reader *reader)
{
	struct string const line = reader->line;
	size_t at = reader->place_end;

	reader->log->key = PLACE_OTHER;
	if (reader->place < PLACE_ERRORS || explain_byte_at(line, at) != '"')
		return;
	for (at++; at < line.length; at++)
		if (!strchr(" \t\r:", line.bytes[at]) || !line.bytes[at])
			return;
	if (memchr(line.bytes + reader->place_end, ':', line.length - reader->place_end))
		reader->log->key = reader->place;
}

void explain_log_scan(struct explain_log *log, struct string line)
{
	struct reader reader = {.log = log, .line = line};

	begin_line(&reader);
	while (reader.at < line.length)
		read_next(&reader);
	end_line(&reader);
}

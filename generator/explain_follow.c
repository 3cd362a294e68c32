/* explain_follow: copies a log and writes what its codes mean. See
 * explain_follow.h. */
#include "explain_follow.h"

#include "explain_log.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

enum {
	READ_SIZE = 1 << 16,
	LONGEST_PART = 1 << 20, /* of a line, that is looked at as a whole */
	MOST_UNKNOWN = 1000,    /* different codes that are counted each by itself */
};

struct unknown {
	struct string text;
	uint64_t count;
};

struct following {
	const struct follow *follow;
	struct explain_log *log;
	struct arena *scratch; /* of a line */
	struct buf *line;      /* what was read and is not written yet */
	struct buf *plain;     /* a part of a line without colours */
	struct buf *out;
	int output;
	bool failed;     /* writing did */
	uint64_t line_number;
	struct unknown *unknown;
	size_t unknown_count;
	struct map unknown_by_text;
	bool other_unknown; /* beyond the most that are counted */
};

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

/* Lets the first interrupt end the input, so that what was found is still
 * summed up; the second ends the program. */
static void await_interrupt(struct sigaction *before)
{
	struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};

	sigemptyset(&action.sa_mask);
	interrupted = 0;
	sigaction(SIGINT, NULL, before);
	if (before->sa_handler != SIG_IGN)
		sigaction(SIGINT, &action, NULL);
}

static void flush(struct following *following)
{
	struct string rest = buf_view(following->out);

	while (rest.length && !following->failed) {
		ssize_t const written = write(following->output, rest.bytes, rest.length);
		if (written < 0 && errno != EINTR)
			following->failed = true;
		if (written < 0)
			continue;
		rest.bytes += written;
		rest.length -= (size_t)written;
	}
	following->out->length = 0;
}

static void write_log(struct following *following, struct string text)
{
	const struct follow *follow = following->follow;

	if (follow->json)
		return;
	if (text.length && text.bytes[text.length - 1] == '\r' && follow->terminal.is_terminal)
		text.length--;
	if (follow->terminal.is_terminal)
		terminal_neutralize(following->out, text, follow->terminal.color);
	else
		buf_string(following->out, text);
}

static void count_unknown(struct following *following, struct string text, uint64_t times)
{
	struct unknown *unknown = map_get(&following->unknown_by_text, text);
	struct arena *arena = following->follow->explain->arena;

	if (unknown) {
		unknown->count += times;
	} else if (following->unknown_count == MOST_UNKNOWN) {
		following->other_unknown = true;
	} else {
		unknown = &following->unknown[following->unknown_count++];
		*unknown = (struct unknown){string_copy(arena, text), times};
		map_add(&following->unknown_by_text, unknown->text, unknown);
	}
}

static struct string retry_advice(enum retry retry)
{
	switch (retry) {
	case RETRY_NEVER:
		return STRING("no retry");
	case RETRY_IMMEDIATELY:
		return STRING("retry at once");
	case RETRY_WITH_BACKOFF:
		return STRING("retry after growing pauses");
	case RETRY_AFTER_USER_ACTION:
		return STRING("retry once the user has acted");
	case RETRY_COUNT:
		break;
	}
	return STRING("unclassified");
}

static void annotate(struct following *following, const struct explained *explained)
{
	const struct terminal *terminal = &following->follow->terminal;
	const struct code *code = explained->code;
	struct string const raw = registry_raw_code(following->scratch, explained->domain, code);

	terminal_styled(following->out, terminal, TERMINAL_DIM, STRING("  \xE2\x86\x90 "));
	terminal_styled(following->out, terminal, TERMINAL_CYAN,
			string_printf(following->scratch, "%.*s %.*s",
				      STRING_FORMAT(explained->domain->name), STRING_FORMAT(raw)));
	if (!string_equal(explain_squeeze(following->scratch, code->name),
			  explain_squeeze(following->scratch, raw)))
		buf_printf(following->out, " %.*s", STRING_FORMAT(code->name));
	buf_printf(following->out, ": %.*s",
		   STRING_FORMAT(explain_meaning(following->scratch, explained)));
	buf_printf(following->out, " (%s%.*s)\n", code->details->deprecated.set ? "deprecated; " : "",
		   STRING_FORMAT(retry_advice(code->retry)));
}

/* " for keyless" where one vendor's codes alone are looked at. */
static const char *for_whom(const struct following *following)
{
	struct explain_scope const scope = following->follow->scope;

	if (!scope.vendor)
		return "";
	return string_printf(following->scratch, " for %.*s",
			     STRING_FORMAT(scope.domain ? scope.domain->name : scope.vendor->name))
		.bytes;
}

static void annotate_unknown(struct following *following, struct string text)
{
	const struct terminal *terminal = &following->follow->terminal;

	terminal_styled(following->out, terminal, TERMINAL_DIM, STRING("  \xE2\x86\x90 "));
	terminal_styled(following->out, terminal, TERMINAL_YELLOW, text);
	buf_printf(following->out, " is not in the registry%s\n", for_whom(following));
}

static void write_finding(struct following *following, const struct explain_found *found)
{
	const struct explain *explain = following->follow->explain;
	struct explain_answer answer = {
		.query = found->text,
		.scope = following->follow->scope,
		.line = following->line_number,
		.kind = found->kind,
		.codes = found->codes,
	};
	bool first = true;

	if (!answer.codes.count)
		explain_find_near(explain, &answer);
	explain_write_json(explain, &answer, STRING("\n"), &first, following->out);
	buf_byte(following->out, '\n');
}

/* Writes what was found in the line that ends, and forgets it. */
static void write_found(struct following *following)
{
	size_t count;
	const struct explain_found *found = explain_log_found(following->log, &count);

	for (size_t i = 0; i < count; i++) {
		if (!found[i].codes.count)
			count_unknown(following, found[i].text, found[i].times);
		if (following->follow->json)
			write_finding(following, &found[i]);
		else if (!found[i].codes.count)
			annotate_unknown(following, found[i].text);
		for (size_t c = 0; !following->follow->json && c < found[i].codes.count; c++)
			annotate(following, &found[i].codes.items[c]);
	}
	explain_log_begin(following->log);
	arena_reset(following->scratch);
}

static bool has_found(const struct following *following)
{
	size_t count;

	explain_log_found(following->log, &count);
	return count;
}

/* Ends a line: with its line feed, or at the end of the input, where one is
 * needed only before what was found. */
static void end_line(struct following *following, bool has_feed)
{
	if (!following->follow->json && (has_feed || has_found(following)))
		buf_byte(following->out, '\n');
	write_found(following);
	following->line_number++;
}

/* Copies and reads a line, or a part of one; colours are no part of its words. */
static void read_part(struct following *following, struct string part)
{
	const struct terminal *terminal = &following->follow->terminal;
	bool const has_escape = memchr(part.bytes, '\033', part.length);

	write_log(following, part);
	if (has_escape) {
		if (terminal->color && !following->follow->json)
			buf_string(following->out, STRING("\033[0m"));
		following->plain->length = 0;
		terminal_strip_colors(following->plain, part);
		part = buf_view(following->plain);
	}
	explain_log_scan(following->log, part);
}

/* How much of a line that is too long to be looked at as a whole comes first. */
static size_t part_length(struct string line)
{
	size_t length = LONGEST_PART;

	while (length && !strchr(" \t,", line.bytes[length - 1]))
		length--;
	return length ? length : LONGEST_PART;
}

/* Reads what is whole of what came in, and keeps the rest. */
static void read_lines(struct following *following)
{
	struct string rest = buf_view(following->line);

	while (rest.length) {
		const char *feed = memchr(rest.bytes, '\n', rest.length);
		size_t length = feed ? (size_t)(feed - rest.bytes) : rest.length;
		if (!feed && length < LONGEST_PART)
			break;
		bool const is_whole = feed && length <= LONGEST_PART;
		if (length > LONGEST_PART || !feed)
			length = part_length(rest);
		read_part(following, (struct string){rest.bytes, length});
		if (is_whole)
			end_line(following, true);
		rest.bytes += length + is_whole;
		rest.length -= length + is_whole;
	}
	if (rest.length)
		memmove(following->line->bytes, rest.bytes, rest.length);
	following->line->length = rest.length;
	flush(following);
}

static const char *read_all(struct following *following, int input)
{
	while (!interrupted && !following->failed) {
		buf_reserve(following->line, READ_SIZE);
		ssize_t const got = read(input, following->line->bytes + following->line->length,
					 READ_SIZE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return "cannot read standard input";
		if (!got)
			break;
		following->line->length += (size_t)got;
		read_lines(following);
	}
	if (following->line->length)
		read_part(following, buf_view(following->line));
	end_line(following, false);
	return NULL;
}

static void write_summary(struct following *following)
{
	const struct terminal *terminal = &following->follow->terminal;
	struct buf *text = buf_new(following->scratch);
	size_t const count = following->unknown_count;

	if (!count || following->follow->json)
		return;
	buf_printf(text, "%s%zu code%s not in the registry%s:",
		   following->other_unknown ? "over " : "", count, count == 1 ? " is" : "s are",
		   for_whom(following));
	for (size_t i = 0; i < count; i++) {
		const struct unknown *unknown = &following->unknown[i];
		buf_printf(text, "%s %.*s", i ? "," : "", STRING_FORMAT(unknown->text));
		if (unknown->count > 1)
			buf_printf(text, " (%llu times)", (unsigned long long)unknown->count);
	}
	buf_byte(following->out, '\n');
	terminal_wrap(following->out, buf_view(text), 0, terminal->width);
	buf_byte(following->out, '\n');
	terminal_wrap(following->out,
		      STRING("Has the vendor's page changed? 'errbind import' brings the registry "
			     "up to date."),
		      0, terminal->width);
	buf_byte(following->out, '\n');
}

const char *explain_follow(const struct follow *follow, int input, int output, bool *unknown)
{
	struct arena *arena = follow->explain->arena;
	struct sigaction before;
	struct following following = {
		.follow = follow,
		.log = explain_log_new(follow->explain, follow->scope),
		.scratch = arena_new_child(arena),
		.line = buf_new(arena),
		.plain = buf_new(arena),
		.out = buf_new(arena),
		.output = output,
		.line_number = 1,
		.unknown = arena_calloc(arena, MOST_UNKNOWN, sizeof *following.unknown),
	};

	map_init(&following.unknown_by_text, arena);
	await_interrupt(&before);
	const char *problem = read_all(&following, input);
	write_summary(&following);
	flush(&following);
	sigaction(SIGINT, &before, NULL);
	*unknown = following.unknown_count;
	return problem ? problem : following.failed ? "cannot write to standard output" : NULL;
}

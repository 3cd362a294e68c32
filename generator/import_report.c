/* import_report: what an import found and did. See import_report.h. */
#include "import_report.h"

#include "json.h"

static const char *const kind_names[IMPORT_KIND_COUNT] = {
	[IMPORT_ADDED] = "added",     [IMPORT_FOLLOWED] = "followed", [IMPORT_REVIEW] = "review",
	[IMPORT_REMOVED] = "removed", [IMPORT_RETIRED] = "retired",   [IMPORT_BLOCKED] = "blocked",
	[IMPORT_NOTE] = "note",
};

void import_report_init(struct import_report *report, struct arena *arena)
{
	*report = (struct import_report){.arena = arena};
	map_init(&report->integers, arena);
}

void import_report_add(struct import_report *report, struct import_change change)
{
	report->items = arena_grow(report->arena, report->items, report->count, &report->capacity,
				   sizeof *report->items);
	report->items[report->count++] = change;
}

void import_note(struct import_report *report, struct string domain, struct string code,
		 const char *format, ...)
{
	struct import_change change = {.kind = IMPORT_NOTE, .domain = domain, .code = code};
	va_list arguments;

	va_start(arguments, format);
	change.message = string_vprintf(report->arena, format, arguments);
	va_end(arguments);
	import_report_add(report, change);
}

bool import_report_differs(const struct import_report *report)
{
	for (size_t i = 0; i < report->count; i++)
		if (report->items[i].kind != IMPORT_NOTE)
			return true;
	return false;
}

/* What a line says of a change, behind the code. */
static void write_phrase(const struct import_change *change, struct buf *out)
{
	switch (change->kind) {
	case IMPORT_ADDED:
		buf_string(out, STRING("new on the page, added as unclassified"));
		break;
	case IMPORT_FOLLOWED:
		buf_printf(out, "%.*s reworded, ours follows", STRING_FORMAT(change->field));
		break;
	case IMPORT_REVIEW:
		buf_printf(out, "%.*s reworded, ours stays: review it",
			   STRING_FORMAT(change->field));
		break;
	case IMPORT_REMOVED:
		buf_string(out,
			   STRING("removed from the page, ours stays (--retire deprecates it)"));
		break;
	case IMPORT_RETIRED:
		buf_string(out, STRING("removed from the page, now deprecated"));
		break;
	default:
		buf_string(out, STRING("not taken"));
	}
}

/* Writes a text, what is marked in it as {+new+} in green, as [-old-] in red. */
static void write_marks(struct buf *out, const struct terminal *terminal, struct string text)
{
	size_t start = 0;

	for (size_t i = 0; i + 1 < text.length; i++) {
		bool const is_new = text.bytes[i] == '{' && text.bytes[i + 1] == '+';
		bool const is_old = text.bytes[i] == '[' && text.bytes[i + 1] == '-';
		size_t end = i + 2;
		if (!is_new && !is_old)
			continue;
		while (end + 1 < text.length && !(text.bytes[end] == (is_new ? '+' : '-') &&
						  text.bytes[end + 1] == (is_new ? '}' : ']')))
			end++;
		if (end + 1 >= text.length)
			break;
		buf_append(out, text.bytes + start, i - start);
		start = end + 2;
		terminal_styled(out, terminal, is_new ? TERMINAL_GREEN : TERMINAL_RED,
				(struct string){text.bytes + i, start - i});
		i = start - 1;
	}
	buf_append(out, text.bytes + start, text.length - start);
}

/* A line below a change, or more where the terminal is not wide enough. */
static void write_detail(const struct import_report *report, const struct terminal *terminal,
			 const char *label, struct string text, struct buf *out)
{
	size_t const indent = 4 + strlen(label);
	struct buf *wrapped;

	if (!text.length)
		return;
	buf_printf(out, "%4s%s", "", label);
	if (terminal->is_terminal) {
		wrapped = buf_new(report->arena);
		terminal_wrap(wrapped, text, indent, terminal->width);
		text = buf_view(wrapped);
	}
	write_marks(out, terminal, text);
	buf_byte(out, '\n');
}

static void write_note(const struct import_change *change, const struct terminal *terminal,
		       struct buf *out)
{
	terminal_styled(out, terminal, TERMINAL_CYAN, STRING("note:"));
	buf_printf(out, " %.*s%s%.*s: %.*s\n", STRING_FORMAT(change->domain),
		   change->code.length ? " " : "", STRING_FORMAT(change->code),
		   STRING_FORMAT(change->message));
}

static void write_change(const struct import_report *report, const struct import_change *change,
			 const struct terminal *terminal, struct buf *out)
{
	static const enum terminal_style styles[IMPORT_KIND_COUNT] = {
		[IMPORT_ADDED] = TERMINAL_GREEN,    [IMPORT_FOLLOWED] = TERMINAL_GREEN,
		[IMPORT_REVIEW] = TERMINAL_YELLOW,  [IMPORT_REMOVED] = TERMINAL_RED,
		[IMPORT_RETIRED] = TERMINAL_YELLOW, [IMPORT_BLOCKED] = TERMINAL_RED,
	};
	struct buf *text = buf_new(report->arena);

	buf_string(text, change->domain);
	if (change->code.length)
		buf_printf(text, " %.*s", STRING_FORMAT(change->code));
	if (change->name.length)
		buf_printf(text, " %.*s", STRING_FORMAT(change->name));
	terminal_styled(out, terminal, TERMINAL_BOLD, buf_view(text));
	buf_string(out, STRING(": "));
	text->length = 0;
	write_phrase(change, text);
	terminal_styled(out, terminal, styles[change->kind], buf_view(text));
	buf_byte(out, '\n');
	write_detail(report, terminal, "", change->message, out);
	if (change->kind == IMPORT_FOLLOWED) {
		write_detail(report, terminal, "", change->marked, out);
		return;
	}
	write_detail(report, terminal, "page: ",
		     change->marked.length ? change->marked : change->page, out);
	write_detail(report, terminal, "ours: ", change->ours, out);
}

static size_t count_kind(const struct import_report *report, enum import_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < report->count; i++)
		count += report->items[i].kind == kind;
	return count;
}

static void write_summary(const struct import_report *report, const struct import_outcome *outcome,
			  struct buf *out)
{
	const char *separator = ": ";

	buf_string(out, outcome->vendor);
	for (int kind = 0; kind < IMPORT_NOTE; kind++) {
		size_t const count = count_kind(report, (enum import_kind)kind);
		if (!count)
			continue;
		buf_printf(out, "%s%zu %s", separator, count, kind_names[kind]);
		separator = ", ";
	}
	if (!import_report_differs(report))
		buf_string(out, outcome->first ? STRING(": never imported before")
					       : STRING(": the page says nothing new"));
	if (outcome->check || !(outcome->written[0].length || outcome->written[1].length))
		buf_string(out, outcome->check ? STRING("; nothing written, as asked\n")
					       : STRING("; nothing to do\n"));
	else
		buf_printf(out, "; wrote %.*s%s%.*s\n", STRING_FORMAT(outcome->written[0]),
			   outcome->written[0].length && outcome->written[1].length ? " and " : "",
			   STRING_FORMAT(outcome->written[1]));
}

void import_report_text(const struct import_report *report, const struct import_outcome *outcome,
			const struct terminal *terminal, struct buf *out)
{
	for (size_t i = 0; i < report->count; i++)
		if (report->items[i].kind != IMPORT_NOTE)
			write_change(report, &report->items[i], terminal, out);
	for (size_t i = 0; i < report->count && !outcome->quiet; i++)
		if (report->items[i].kind == IMPORT_NOTE)
			write_note(&report->items[i], terminal, out);
	if (!outcome->quiet)
		write_summary(report, outcome, out);
}

static void json_change(const struct import_report *report, const struct import_change *change,
			struct buf *out)
{
	buf_printf(out, "{\"kind\": \"%s\"", kind_names[change->kind]);
	json_field(out, "domain", change->domain);
	if (change->code.length && map_get(&report->integers, change->domain))
		buf_printf(out, ", \"code\": %.*s", STRING_FORMAT(change->code));
	else
		json_field(out, "code", change->code);
	json_field(out, "name", change->name);
	json_field(out, "field", change->field);
	json_field(out, "ours", change->ours);
	json_field(out, "page", change->page);
	json_field(out, "marked", change->marked);
	json_field(out, "message", change->message);
	buf_byte(out, '}');
}

void import_report_json(const struct import_report *report, const struct import_outcome *outcome,
			struct buf *out)
{
	const char *separator = "";

	buf_string(out, STRING("{\"vendor\": "));
	json_string(out, outcome->vendor);
	json_field(out, "document", outcome->document);
	buf_printf(out, ", \"differs\": %s, \"written\": [",
		   outcome->differs ? "true" : "false");
	for (size_t i = 0; i < 2; i++) {
		if (!outcome->written[i].length)
			continue;
		buf_string(out, string_of(separator));
		json_string(out, outcome->written[i]);
		separator = ", ";
	}
	buf_string(out, STRING("], \"changes\": ["));
	for (size_t i = 0; i < report->count; i++) {
		buf_string(out, i ? STRING(",\n  ") : STRING("\n  "));
		json_change(report, &report->items[i], out);
	}
	buf_string(out, report->count ? STRING("\n]}\n") : STRING("]}\n"));
}

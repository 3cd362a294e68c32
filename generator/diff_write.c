/* diff_write: the difference of two registries, for people and for programs.
 * See diff.h. */
#include "diff_build.h"

#include "json.h"

enum { DETAIL_COLUMN = 12 }; /* where a line says more, behind the verdict */

static bool is_same_place(const struct change *a, const struct change *b)
{
	if (!a->vendor || !b->vendor || !a->domain || !b->domain)
		return a->vendor == b->vendor && a->domain == b->domain;
	return string_equal(a->domain->name, b->domain->name) &&
	       string_equal(a->vendor->name, b->vendor->name);
}

/* The first change after start that is of another domain. */
static size_t end_of_place(const struct diff *diff, size_t start)
{
	size_t end = start;

	while (end < diff->count && is_same_place(&diff->changes[start], &diff->changes[end]))
		end++;
	return end;
}

/* "keyless / recognize_web", "keyless", "registry". */
static void write_place(const struct change *change, struct buf *out)
{
	buf_string(out, change->vendor ? change->vendor->name : STRING("registry"));
	if (change->domain)
		buf_printf(out, " / %.*s", STRING_FORMAT(change->domain->name));
}

static bool is_named(const struct change *change)
{
	return change->code || change->name.bytes;
}

/* "30004 face_not_matching" */
static void write_name(const struct diff *diff, const struct change *change, struct buf *out)
{
	if (change->code) {
		struct string const code = raw_code(diff->arena, change->domain, change->code);
		buf_string(out, code);
	}
	if (change->name.bytes)
		buf_printf(out, "%s%.*s", change->code ? " " : "", STRING_FORMAT(change->name));
}

static bool is_same_everywhere(const struct diff *diff, const struct change *change)
{
	for (size_t i = 0; i < diff->targets.count; i++)
		if (diff_verdict(change, diff->targets.items[i]) != change->verdict)
			return false;
	return true;
}

/* The targets with one verdict, with a blank before each. */
static size_t write_targets(const struct diff *diff, const struct change *change,
			    enum verdict verdict, struct buf *out)
{
	size_t const start = out->length;

	for (size_t i = 0; i < diff->targets.count; i++)
		if (diff_verdict(change, diff->targets.items[i]) == verdict)
			buf_printf(out, " %.*s", STRING_FORMAT(diff->targets.items[i]->name));
	return out->length - start;
}

/* "breaking: toy; risky: ini" */
static void write_verdicts(const struct diff *diff, const struct change *change, struct buf *out)
{
	const char *separator = "";

	for (int verdict = VERDICT_COUNT - 1; verdict >= 0; verdict--) {
		size_t const start = out->length;
		buf_printf(out, "%s%s:", separator, verdict_words[verdict]);
		if (write_targets(diff, change, (enum verdict)verdict, out))
			separator = "; ";
		else
			out->length = start;
	}
}

static const enum terminal_style verdict_styles[VERDICT_COUNT] = {
	[VERDICT_SAFE] = TERMINAL_GREEN,
	[VERDICT_RISKY] = TERMINAL_YELLOW,
	[VERDICT_BREAKING] = TERMINAL_RED,
};

static void write_verdict(const struct terminal *terminal, enum verdict verdict, struct buf *out)
{
	terminal_styled(out, terminal, verdict_styles[verdict], string_of(verdict_words[verdict]));
}

/* A line of the list, or more where the terminal is not wide enough. */
static void write_detail(const struct terminal *terminal, struct buf *text, struct buf *out)
{
	if (terminal->is_terminal)
		terminal_wrap(out, buf_view(text), DETAIL_COLUMN, terminal->width);
	else
		buf_string(out, buf_view(text));
	buf_byte(out, '\n');
	text->length = 0;
}

static void write_text_change(const struct diff *diff, const struct change *change,
			      const struct terminal *terminal, struct buf *out)
{
	struct buf *text = buf_new(diff->arena);

	buf_string(out, STRING("  "));
	write_verdict(terminal, change->verdict, out);
	buf_repeat(out, ' ', DETAIL_COLUMN - 2 - strlen(verdict_words[change->verdict]));
	write_name(diff, change, text);
	buf_printf(text, "%s%.*s [%s]", is_named(change) ? ": " : "",
		   STRING_FORMAT(change->message), change_descriptions[change->kind].rule);
	write_detail(terminal, text, out);
	if (!is_same_everywhere(diff, change)) {
		buf_repeat(out, ' ', DETAIL_COLUMN);
		write_verdicts(diff, change, text);
		write_detail(terminal, text, out);
	}
}

static void write_summary(const struct diff *diff, const struct terminal *terminal,
			  struct buf *out)
{
	size_t counts[VERDICT_COUNT] = {0};
	struct string const needed = diff_needed_version(diff);

	for (size_t i = 0; i < diff->count; i++)
		counts[diff->changes[i].verdict]++;
	write_verdict(terminal, diff->verdict, out);
	buf_printf(out, ": %zu breaking, %zu risky, %zu safe\n", counts[VERDICT_BREAKING],
		   counts[VERDICT_RISKY], counts[VERDICT_SAFE]);
	buf_printf(out, "version %.*s, was %.*s (needed: %.*s)\n",
		   STRING_FORMAT(diff->after->version), STRING_FORMAT(diff->before->version),
		   STRING_FORMAT(needed));
}

void diff_write_text(const struct diff *diff, const struct terminal *terminal, struct buf *out)
{
	struct buf *place = buf_new(diff->arena);

	for (size_t start = 0, end; start < diff->count; start = end) {
		end = end_of_place(diff, start);
		place->length = 0;
		write_place(&diff->changes[start], place);
		terminal_styled(out, terminal, TERMINAL_BOLD, buf_view(place));
		buf_byte(out, '\n');
		for (int verdict = VERDICT_COUNT - 1; verdict >= 0; verdict--)
			for (size_t i = start; i < end; i++)
				if (diff->changes[i].verdict == (enum verdict)verdict)
					write_text_change(diff, &diff->changes[i], terminal,
							  out);
		buf_byte(out, '\n');
	}
	if (diff->count)
		write_summary(diff, terminal, out);
	else
		buf_string(out, STRING("no changes\n"));
}

static void json_code(const struct change *change, struct buf *out)
{
	buf_string(out, STRING(", \"code\": "));
	if (!change->code)
		buf_string(out, STRING("null"));
	else if (change->domain->code_type == CODE_STRING)
		json_string(out, change->code->text);
	else
		buf_integer(out, change->code->number);
}

static void json_change(const struct diff *diff, const struct change *change, struct buf *out)
{
	struct string const none = {0};

	buf_printf(out, "{\"rule\": \"%s\"", change_descriptions[change->kind].rule);
	json_field(out, "vendor", change->vendor ? change->vendor->name : none);
	json_field(out, "domain", change->domain ? change->domain->name : none);
	json_code(change, out);
	json_field(out, "name", change->name);
	buf_printf(out, ", \"verdict\": \"%s\", \"targets\": {", verdict_words[change->verdict]);
	for (size_t i = 0; i < diff->targets.count; i++) {
		const struct target *target = diff->targets.items[i];
		buf_string(out, i ? STRING(", ") : STRING(""));
		json_string(out, target->name);
		buf_printf(out, ": \"%s\"", verdict_words[diff_verdict(change, target)]);
	}
	buf_byte(out, '}');
	json_field(out, "message", change->message);
	buf_byte(out, '}');
}

void diff_write_json(const struct diff *diff, struct buf *out)
{
	buf_printf(out, "{\n  \"verdict\": \"%s\",\n  \"changes\": [", verdict_words[diff->verdict]);
	for (size_t i = 0; i < diff->count; i++) {
		buf_string(out, i ? STRING(",\n    ") : STRING("\n    "));
		json_change(diff, &diff->changes[i], out);
	}
	buf_string(out, diff->count ? STRING("\n  ]\n}\n") : STRING("]\n}\n"));
}

static void write_changelog_line(const struct diff *diff, const struct change *change,
				 struct buf *out)
{
	buf_string(out, STRING("- "));
	if (change->domain || change->vendor)
		buf_printf(out, "%.*s ", STRING_FORMAT(change->domain ? change->domain->name
								       : change->vendor->name));
	if (is_named(change)) {
		buf_string(out, STRING("`"));
		write_name(diff, change, out);
		buf_string(out, STRING("`"));
	}
	if (out->bytes[out->length - 1] == ' ')
		out->length--;
	buf_printf(out, ": %.*s", STRING_FORMAT(change->message));
	if (change->verdict != VERDICT_SAFE && is_same_everywhere(diff, change)) {
		buf_printf(out, " (**%s**)", verdict_words[change->verdict]);
	} else if (change->verdict != VERDICT_SAFE) {
		buf_string(out, STRING(" ("));
		write_verdicts(diff, change, out);
		buf_byte(out, ')');
	}
	buf_byte(out, '\n');
}

void diff_write_changelog(const struct diff *diff, struct buf *out)
{
	static const char *const titles[PART_COUNT] = {"Added", "Changed", "Deprecated", "Removed"};

	buf_printf(out, "## %.*s\n", STRING_FORMAT(diff->after->version));
	if (!diff->count)
		buf_string(out, STRING("\nNo changes.\n"));
	for (int part = 0; part < PART_COUNT; part++) {
		bool first = true;
		for (size_t i = 0; i < diff->count; i++) {
			const struct change *change = &diff->changes[i];
			if (change_descriptions[change->kind].part != (enum change_part)part)
				continue;
			if (first)
				buf_printf(out, "\n### %s\n\n", titles[part]);
			first = false;
			write_changelog_line(diff, change, out);
		}
	}
}

void diff_report(const struct diff *diff, struct diagnostics *diagnostics)
{
	for (size_t i = 0; i < diff->count; i++) {
		const struct change *change = &diff->changes[i];
		const char *rule = change_descriptions[change->kind].rule;
		struct buf *text = buf_new(diff->arena);
		write_place(change, text);
		buf_string(text, is_named(change) ? STRING(", ") : STRING(""));
		write_name(diff, change, text);
		buf_printf(text, ": %.*s", STRING_FORMAT(change->message));
		if (!is_same_everywhere(diff, change)) {
			buf_string(text, STRING(" ("));
			write_verdicts(diff, change, text);
			buf_byte(text, ')');
		}
		if (change->verdict == VERDICT_BREAKING)
			diag_error(diagnostics, rule, change->span, "%.*s", (int)text->length,
				   text->bytes);
		else if (change->verdict == VERDICT_RISKY)
			diag_warning(diagnostics, rule, change->span, "%.*s", (int)text->length,
				     text->bytes);
	}
}

/* explain_text: answers for people. See explain.h. */
#include "explain.h"

enum {
	MOST_IN_FULL = 3,  /* codes that are explained one by one, not in a table */
	MOST_ALIKE = 4,    /* codes of the same condition that are named */
	WIDEST_TEXT = 100, /* columns beyond which lines of text are hard to read */
	LABEL = 2,         /* the column where labels begin */
	TEXT = 18,         /* and what they label */
};

/* What is written, for whom. */
struct writing {
	const struct explain *explain;
	const struct terminal *terminal;
	struct arena *arena;
	struct buf *out;
};

struct string explain_retry(enum retry retry)
{
	switch (retry) {
	case RETRY_NEVER:
		return STRING("no, it would fail again");
	case RETRY_IMMEDIATELY:
		return STRING("yes, at once");
	case RETRY_WITH_BACKOFF:
		return STRING("yes, after a pause that grows each time");
	case RETRY_AFTER_USER_ACTION:
		return STRING("once the user has acted");
	case RETRY_COUNT:
		break;
	}
	return (struct string){0};
}

struct string explain_audience(struct arena *arena, enum audience audience,
			       const struct vendor *vendor)
{
	switch (audience) {
	case AUDIENCE_USER:
		return STRING("the user");
	case AUDIENCE_INTEGRATOR:
		return STRING("the integrator, who builds the app");
	case AUDIENCE_VENDOR:
		return string_printf(arena, "the vendor, %.*s", STRING_FORMAT(vendor->title));
	case AUDIENCE_COUNT:
		break;
	}
	return (struct string){0};
}

static bool says_the_same(struct arena *arena, struct string a, struct string b)
{
	return string_equal(explain_squeeze(arena, a), explain_squeeze(arena, b));
}

/* A text up to where its first sentence ends, without the full stop. */
static struct string first_sentence(struct string text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.bytes[i] == '\n' ||
		    (text.bytes[i] == '.' && (i + 1 == text.length || text.bytes[i + 1] == ' ')))
			text.length = i;
	return text;
}

/* Whether a title is a symbol: without a blank or a small letter. */
static bool is_symbol(struct string title)
{
	for (size_t i = 0; i < title.length; i++)
		if (title.bytes[i] == ' ' || (title.bytes[i] >= 'a' && title.bytes[i] <= 'z'))
			return false;
	return true;
}

struct string explain_meaning(struct arena *arena, const struct explained *explained)
{
	const struct code *code = explained->code;
	struct string const raw = registry_raw_code(arena, explained->domain, code);

	if (!says_the_same(arena, code->title, raw) &&
	    !(is_symbol(code->title) && says_the_same(arena, code->title, code->name)))
		return code->title;
	return code->description.length ? first_sentence(code->description) : code->condition->title;
}

static size_t text_width(const struct writing *writing)
{
	return writing->terminal->width < WIDEST_TEXT ? writing->terminal->width : WIDEST_TEXT;
}

static void write_label(const struct writing *writing, const char *label)
{
	buf_repeat(writing->out, ' ', LABEL);
	terminal_styled(writing->out, writing->terminal, TERMINAL_DIM, string_of(label));
	buf_repeat(writing->out, ' ', TEXT - LABEL - strlen(label));
}

/* A label and a text, unless there is none. */
static void write_line(const struct writing *writing, const char *label, struct string text)
{
	if (!text.length)
		return;
	write_label(writing, label);
	terminal_wrap(writing->out, text, TEXT, text_width(writing));
	buf_byte(writing->out, '\n');
}

static struct string raw_code(const struct writing *writing, const struct explained *explained)
{
	return registry_raw_code(writing->arena, explained->domain, explained->code);
}

/* Appends "keyless 30004", as one asks for the code. */
static void add_code(const struct writing *writing, struct buf *text,
		     const struct explained *explained)
{
	buf_printf(text, "%.*s %.*s", STRING_FORMAT(explained->domain->name),
		   STRING_FORMAT(raw_code(writing, explained)));
}

/* Appends "30004 (Face not matching)". */
static void add_reference(const struct writing *writing, struct buf *text,
			  const struct domain *domain, const struct code *code)
{
	struct explained const explained = {domain, code};

	buf_printf(text, "%.*s (%.*s)", STRING_FORMAT(raw_code(writing, &explained)),
		   STRING_FORMAT(code->title));
}

/* The code, as it was asked for, too, where that is another way to write it. */
static void write_heading(const struct writing *writing, const struct explain_answer *answer,
			  const struct explained *explained)
{
	struct buf *heading = buf_new(writing->arena);

	add_code(writing, heading, explained);
	if (answer->kind == EXPLAIN_CODE &&
	    !string_equal(answer->query, raw_code(writing, explained)))
		buf_printf(heading, " (%.*s)", STRING_FORMAT(answer->query));
	terminal_styled(writing->out, writing->terminal, TERMINAL_BOLD, buf_view(heading));
	if (!string_equal(explained->code->title, raw_code(writing, explained))) {
		buf_string(writing->out, STRING("  "));
		terminal_wrap(writing->out, explained->code->title,
			      terminal_columns(buf_view(heading)) + 2, text_width(writing));
	}
	buf_byte(writing->out, '\n');
}

static void write_name(const struct writing *writing, const struct code *code)
{
	struct buf *text = buf_new(writing->arena);

	buf_string(text, code->name);
	for (size_t i = 0; i < code->details->aliases.count; i++)
		buf_printf(text, "%s%.*s", i ? ", " : ", formerly ",
			   STRING_FORMAT(code->details->aliases.items[i]));
	write_line(writing, "Name", buf_view(text));
}

static void write_deprecated(const struct writing *writing, const struct explained *explained)
{
	const struct deprecation *deprecated = &explained->code->details->deprecated;
	struct buf *text = buf_new(writing->arena);

	if (!deprecated->set)
		return;
	if (deprecated->since.length)
		buf_printf(text, "since %.*s", STRING_FORMAT(deprecated->since));
	if (deprecated->replaced_by) {
		buf_string(text, text->length ? STRING("; replaced by ") : STRING("replaced by "));
		add_reference(writing, text, explained->domain, deprecated->replaced_by);
	}
	if (!text->length)
		buf_string(text, deprecated->note.length ? deprecated->note : STRING("yes"));
	else if (deprecated->note.length)
		buf_printf(text, ". %.*s", STRING_FORMAT(deprecated->note));
	write_line(writing, "Deprecated", buf_view(text));
}

static void write_see_also(const struct writing *writing, const struct explained *explained)
{
	const struct code_list *list = &explained->code->details->see_also;
	struct buf *text = buf_new(writing->arena);

	for (size_t i = 0; i < list->count; i++) {
		buf_string(text, i ? STRING(", ") : STRING(""));
		add_reference(writing, text, explained->domain, list->items[i]);
	}
	write_line(writing, "See also", buf_view(text));
}

/* The codes of other domains that have the same condition, a line each. */
struct alike {
	const struct writing *writing;
	const struct explained *explained;
	size_t count;
};

static void write_alike(void *data, const struct domain *domain, const struct code *code)
{
	struct alike *alike = data;
	struct explained const other = {domain, code};
	struct buf *text = buf_new(alike->writing->arena);

	if (domain == alike->explained->domain || code->condition != alike->explained->code->condition)
		return;
	if (alike->count++ >= MOST_ALIKE)
		return;
	add_code(alike->writing, text, &other);
	write_line(alike->writing, alike->count > 1 ? "" : "Elsewhere", buf_view(text));
}

static void write_condition(const struct writing *writing, const struct explained *explained)
{
	const struct condition *condition = explained->code->condition;
	struct buf *text = buf_new(writing->arena);
	struct alike alike = {writing, explained, 0};

	buf_string(text, condition->name);
	if (condition->title.length)
		buf_printf(text, " (%.*s)", STRING_FORMAT(condition->title));
	write_line(writing, "Condition", buf_view(text));
	if (!condition_is_unclassified(condition))
		explain_each(writing->explain, (struct explain_scope){0}, write_alike, &alike);
	if (alike.count > MOST_ALIKE)
		write_line(writing, "",
			   string_printf(writing->arena, "and %zu more: errbind explain %.*s",
					 alike.count - MOST_ALIKE, STRING_FORMAT(condition->name)));
}

static void write_source(const struct writing *writing, const struct explained *explained)
{
	const struct category *category = explained->code->category;
	struct buf *text = buf_new(writing->arena);

	buf_string(text, explained->domain->title);
	if (category)
		buf_printf(text, ", %.*s", STRING_FORMAT(category->title));
	write_line(writing, "Source", buf_view(text));
}

/* What the code is called in each target, the targets' titles lined up. */
static void write_symbols(const struct writing *writing, const struct explained *explained)
{
	struct explain_symbols *symbols = writing->explain->symbols;
	size_t const count = explain_symbol_targets(symbols);
	size_t widest = 0;
	bool first = true;

	for (size_t t = 0; t < count; t++) {
		size_t const width = terminal_columns(explain_symbol_target(symbols, t)->title);
		if (width > widest)
			widest = width;
	}
	for (size_t t = 0; t < count; t++) {
		struct string const title = explain_symbol_target(symbols, t)->title;
		struct string const symbol = explain_symbol(symbols, t, explained->domain,
							    explained->code, (struct string){0});
		if (!symbol.length)
			continue;
		write_label(writing, first ? "In code" : "");
		first = false;
		buf_string(writing->out, title);
		buf_repeat(writing->out, ' ', widest + 2 - terminal_columns(title));
		terminal_styled(writing->out, writing->terminal, TERMINAL_CYAN, symbol);
		buf_byte(writing->out, '\n');
	}
}

static void write_page(const struct writing *writing, const struct domain *domain)
{
	struct string const retrieved = domain->docs_retrieved;
	struct buf *text = buf_new(writing->arena);

	if (domain->docs_url.length)
		buf_printf(text, retrieved.length ? "%.*s\nas of %.*s" : "%.*s",
			   STRING_FORMAT(domain->docs_url), STRING_FORMAT(retrieved));
	else if (retrieved.length)
		buf_printf(text, "as of %.*s, no link", STRING_FORMAT(retrieved));
	write_line(writing, "Page", buf_view(text));
}

/* Says so where a code was asked for by a name that it no longer has. */
static void write_renamed(const struct writing *writing, const struct explain_answer *answer,
			  const struct code *code)
{
	if (answer->kind == EXPLAIN_NAME && !string_equal(answer->query, code->name))
		write_line(writing, "Renamed",
			   string_printf(writing->arena, "%.*s is now called %.*s",
					 STRING_FORMAT(answer->query), STRING_FORMAT(code->name)));
}

static void write_code(const struct writing *writing, const struct explain_answer *answer,
		       const struct explained *explained)
{
	const struct code *code = explained->code;

	write_heading(writing, answer, explained);
	write_renamed(writing, answer, code);
	write_deprecated(writing, explained);
	write_line(writing, "What happened",
		   code->description.length ? code->description : code->condition->description);
	write_line(writing, "What to do", code->recommendation);
	write_line(writing, "Who can act",
		   explain_audience(writing->arena, code->audience, explained->domain->vendor));
	write_line(writing, "Retry", explain_retry(code->retry));
	write_line(writing, "Applies to", code->details->applies_to);
	write_line(writing, "Since", code->details->since);
	write_condition(writing, explained);
	write_see_also(writing, explained);
	write_name(writing, code);
	write_symbols(writing, explained);
	write_source(writing, explained);
	write_page(writing, explained->domain);
	for (size_t i = 0; i < code->details->links.count; i++)
		write_line(writing, i ? "" : "Links", code->details->links.items[i]);
}

static void write_table(const struct writing *writing, const struct explain_answer *answer)
{
	static const struct terminal_column columns[] = {
		{.heading = {"DOMAIN", 6}},
		{.heading = {"CODE", 4}, .style = TERMINAL_BOLD},
		{.heading = {"MEANING", 7}, .shrinks = true},
	};
	struct terminal_table table;

	terminal_table_init(&table, writing->arena, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < answer->codes.count; i++) {
		const struct explained *explained = &answer->codes.items[i];
		struct string *row = terminal_table_row(&table);
		row[0] = explained->domain->name;
		row[1] = raw_code(writing, explained);
		row[2] = explain_meaning(writing->arena, explained);
	}
	terminal_table_write(&table, writing->terminal, writing->terminal->width, writing->out);
}

/* The query as a terminal may show it. */
static struct string shown(const struct writing *writing, struct string query)
{
	enum { LONGEST = 80 };
	struct buf *safe = buf_new(writing->arena), *cut = buf_new(writing->arena);

	terminal_neutralize(safe, query, false);
	terminal_cut(cut, buf_view(safe), LONGEST);
	return buf_view(cut);
}

static void write_count(const struct writing *writing, const struct explain_answer *answer)
{
	static const char *const hows[] = {
		[EXPLAIN_CODE] = "are",
		[EXPLAIN_NAME] = "have the name",
		[EXPLAIN_SYMBOL] = "are called",
		[EXPLAIN_TITLE] = "have the title",
		[EXPLAIN_CONDITION] = "have the condition",
		[EXPLAIN_VENDOR] = "are of",
		[EXPLAIN_TEXT] = "mention",
	};
	struct buf *text = buf_new(writing->arena);

	buf_printf(text, "%zu codes %s %.*s; errbind explain DOMAIN CODE says all of one:",
		   answer->codes.count, hows[answer->kind],
		   STRING_FORMAT(shown(writing, answer->query)));
	terminal_wrap(writing->out, buf_view(text), 0, text_width(writing));
	buf_byte(writing->out, '\n');
}

static bool is_word(struct string text)
{
	return text.length && !memchr(text.bytes, ' ', text.length);
}

static void write_nothing(const struct writing *writing, const struct explain_answer *answer)
{
	struct buf *text = buf_new(writing->arena);
	const struct explained_list *near = &answer->near;

	if (answer->scope.vendor)
		buf_printf(text, "%.*s has ",
			   STRING_FORMAT(answer->scope.domain ? answer->scope.domain->name
							      : answer->scope.vendor->name));
	buf_printf(text, is_word(answer->query) ? "no code %.*s" : "no code '%.*s'",
		   STRING_FORMAT(shown(writing, answer->query)));
	for (size_t i = 0; i < near->count; i++) {
		buf_string(text, !i                       ? STRING("; did you mean ")
				 : i + 1 < near->count ? STRING(", ")
						       : STRING(" or "));
		if (answer->near_names)
			buf_string(text, near->items[i].code->name);
		else
			buf_string(text, raw_code(writing, &near->items[i]));
		buf_printf(text, " (%.*s, %.*s)", STRING_FORMAT(near->items[i].domain->name),
			   STRING_FORMAT(near->items[i].code->title));
	}
	if (answer->near_vendor.length)
		buf_printf(text, "; did you mean %.*s, behind which codes stand",
			   STRING_FORMAT(answer->near_vendor));
	if (near->count || answer->near_vendor.length)
		buf_byte(text, '?');
	terminal_wrap(writing->out, buf_view(text), 0, text_width(writing));
	buf_byte(writing->out, '\n');
}

void explain_write_text(const struct explain *explain, const struct explain_answer *answer,
			const struct terminal *terminal, struct buf *out)
{
	struct writing const writing = {explain, terminal, arena_new_child(explain->answers), out};

	if (!answer->codes.count)
		write_nothing(&writing, answer);
	else if (answer->codes.count > MOST_IN_FULL) {
		write_count(&writing, answer);
		write_table(&writing, answer);
	} else {
		for (size_t i = 0; i < answer->codes.count; i++) {
			if (i)
				buf_byte(out, '\n');
			write_code(&writing, answer, &answer->codes.items[i]);
		}
	}
	arena_free(writing.arena);
}

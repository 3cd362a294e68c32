/* page_markdown: Markdown pages, through md4c. See page_read.h.
 *
 * Markdown is defined by the HTML it becomes, and may hold HTML anywhere; what
 * it holds goes where it stands, and the reader of HTML makes sense of it. */
#include "page_read.h"

#include <md4c.h>

enum { MOST_COLUMNS = 256, MOST_CELLS = 1000 * 1000, DEEPEST_NESTING = 100 };

struct markdown_reader {
	struct buf *html;
	size_t cell_count; /* of tables: md4c adds those that a row lacks */
	const char *problem;
};

/* The HTML before and after each part; parts without are left out. */
static const struct {
	const char *before, *after;
} blocks[] = {
	[MD_BLOCK_QUOTE] = {"<blockquote>", "</blockquote>"},
	[MD_BLOCK_UL] = {"<ul>", "</ul>"},
	[MD_BLOCK_OL] = {"<ol>", "</ol>"},
	[MD_BLOCK_LI] = {"<li>", "</li>"},
	[MD_BLOCK_HR] = {"<hr>", ""},
	[MD_BLOCK_CODE] = {"<pre>", "</pre>"},
	[MD_BLOCK_P] = {"<p>", "</p>"},
	[MD_BLOCK_TABLE] = {"<table>", "</table>"},
	[MD_BLOCK_TR] = {"<tr>", "</tr>"},
	[MD_BLOCK_TH] = {"<th>", "</th>"},
	[MD_BLOCK_TD] = {"<td>", "</td>"},
};

static bool has_tags(MD_BLOCKTYPE type)
{
	return (size_t)type < sizeof blocks / sizeof *blocks && blocks[type].before;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	struct markdown_reader *reader = data;

	if (type == MD_BLOCK_H)
		buf_printf(reader->html, "<h%u>", ((const MD_BLOCK_H_DETAIL *)detail)->level);
	else if (has_tags(type))
		buf_string(reader->html, string_of(blocks[type].before));
	if (type == MD_BLOCK_TABLE &&
	    ((const MD_BLOCK_TABLE_DETAIL *)detail)->col_count > MOST_COLUMNS)
		reader->problem = "one of its tables has over 256 columns";
	if (type == MD_BLOCK_TD && ++reader->cell_count > MOST_CELLS)
		reader->problem = "its tables have over a million cells";
	return reader->problem != NULL;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	struct markdown_reader *reader = data;

	if (type == MD_BLOCK_H)
		buf_printf(reader->html, "</h%u>", ((const MD_BLOCK_H_DETAIL *)detail)->level);
	else if (has_tags(type))
		buf_string(reader->html, string_of(blocks[type].after));
	return 0;
}

/* Spans change how a text looks, not what it says. */
static int pass_span(MD_SPANTYPE type, void *detail, void *data)
{
	(void)type;
	(void)detail;
	(void)data;
	return 0;
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *bytes, MD_SIZE length, void *data)
{
	struct markdown_reader *reader = data;

	switch (type) {
	case MD_TEXT_NULLCHAR:
		break;
	case MD_TEXT_BR:
	case MD_TEXT_SOFTBR:
		buf_string(reader->html, STRING("<br>"));
		break;
	case MD_TEXT_ENTITY:
	case MD_TEXT_HTML:
		buf_append(reader->html, bytes, length);
		break;
	default:
		page_write_escaped(reader->html, (struct string){bytes, length});
	}
	return 0;
}

static bool is_blank(struct string line)
{
	for (size_t i = 0; i < line.length; i++)
		if (!strchr(" \t\r\n", line.bytes[i]))
			return false;
	return true;
}

static bool is_front_matter_mark(struct string line)
{
	return string_starts_with(line, STRING("---")) &&
	       is_blank((struct string){line.bytes + 3, line.length - 3});
}

/* The text behind the front matter, lines between two of three dashes. */
static struct string skip_front_matter(struct string text)
{
	size_t at = 0;

	for (bool first = true; at < text.length; first = false) {
		bool const is_mark = is_front_matter_mark(page_next_line(text, &at));
		if (first && !is_mark)
			break;
		if (!first && is_mark)
			return (struct string){text.bytes + at, text.length - at};
	}
	return text;
}

enum line_kind { LINE_EMPTY, LINE_TEXT, LINE_ROW, LINE_RULE };

/* A line of a table begins with a pipe; the rule below its header has but pipes
 * and dashes. */
static enum line_kind kind_of(struct string line)
{
	bool pipe = false, dash = false, other = false;

	if (is_blank(line))
		return LINE_EMPTY;
	for (size_t i = 0; i < line.length && !other; i++) {
		pipe = pipe || line.bytes[i] == '|';
		dash = dash || line.bytes[i] == '-';
		other = !strchr("|-: \t\r\n", line.bytes[i]);
	}
	if (pipe && dash && !other)
		return LINE_RULE;
	return page_is_table_line(line) ? LINE_ROW : LINE_TEXT;
}

/* Copies the text so that md4c sees the tables that other readers see: with an
 * empty line where a table and a paragraph touch, and rules of enough dashes. */
static void separate_tables(struct buf *out, struct string text)
{
	enum line_kind before = LINE_EMPTY;

	for (size_t at = 0; at < text.length;) {
		struct string const line = page_next_line(text, &at);
		enum line_kind const kind = kind_of(line);
		if ((before == LINE_TEXT && kind == LINE_ROW) ||
		    (before >= LINE_ROW && kind == LINE_TEXT &&
		     !memchr(line.bytes, '|', line.length)))
			buf_byte(out, '\n');
		for (size_t i = 0; i < line.length; i++) {
			if (kind == LINE_RULE && line.bytes[i] == '-')
				buf_string(out, STRING("--"));
			buf_byte(out, line.bytes[i]);
		}
		before = kind;
	}
}

/* The marks of block quotes and lists that a line begins with. */
static size_t nesting_of(struct string line)
{
	size_t depth = 0;

	for (size_t at = 0; at < line.length; at++) {
		char const byte = line.bytes[at];
		char const next = at + 1 < line.length ? line.bytes[at + 1] : '\n';
		bool const before_space = next == ' ' || next == '\t';
		if (byte == '>' || (strchr("-+*.)", byte) && before_space))
			depth++;
		else if (!strchr(" \t0123456789", byte))
			break;
	}
	return depth;
}

/* md4c takes quadratic time for lists that are nested very deep. */
static bool is_too_deep(struct string text)
{
	for (size_t at = 0; at < text.length;)
		if (nesting_of(page_next_line(text, &at)) > DEEPEST_NESTING)
			return true;
	return false;
}

const char *page_write_markdown(struct buf *html, struct string text)
{
	static const MD_PARSER parser = {
		.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = pass_span,
		.leave_span = pass_span,
		.text = take_text,
	};
	struct markdown_reader reader = {.html = html};
	struct buf *separated = buf_new(html->arena);

	text = skip_front_matter(text);
	if (is_too_deep(text))
		return "its lists and quotes are nested more than 100 levels deep";
	separate_tables(separated, text);
	if (md_parse(separated->bytes, (MD_SIZE)separated->length, &parser, &reader) &&
	    !reader.problem)
		arena_fail(html->arena);
	return reader.problem;
}

/* Tests of page: documents of all formats as headings, paragraphs, tables, code. */
#include "fixture.h"

#include "../../generator/page.h"

static void write_row(struct buf *out, const struct page_row *row)
{
	buf_string(out, STRING("T"));
	for (size_t i = 0; i < row->count; i++)
		buf_printf(out, "[%.*s]", STRING_FORMAT(row->cells[i]));
	buf_byte(out, '\n');
}

/* A page in one text: "1 heading", "P paragraph", "T[cell][cell]" a row, "C code". */
static const char *show(struct fixture *fixture, const char *name, const char *text)
{
	struct source *source = source_add(&fixture->sources, string_of(name), string_of(text));
	struct page *page = page_read(source, &fixture->arena, &fixture->diagnostics);
	struct buf *out = buf_new(&fixture->arena);

	if (!page)
		return fixture_report(fixture);
	for (size_t i = 0; i < page->count; i++) {
		const struct page_block *block = &page->blocks[i];
		if (block->type == PAGE_TABLE)
			for (size_t row = 0; row < block->table->count; row++)
				write_row(out, &block->table->rows[row]);
		else if (block->type == PAGE_HEADING)
			buf_printf(out, "%d %.*s\n", block->level, STRING_FORMAT(block->text));
		else
			buf_printf(out, "%c %.*s\n", block->type == PAGE_CODE ? 'C' : 'P',
				   STRING_FORMAT(block->text));
	}
	buf_byte(out, '\0');
	return out->bytes;
}

#define assert_page(name, text, expected) \
	assert_string_equal(show(*state, name, text), expected)

static void markdown_has_headings_tables_and_code(void **state)
{
	assert_page("a.md",
		    "---\ntitle: x\n---\n# One *two*\n\ntext\nmore\n\n"
		    "| a | b |\n|:-:|---|\n| `c` | d \\| e<br>f |\n\n```c\nint x;\n  y\n```\n",
		    "1 One two\nP text\nmore\nT[a][b]\nT[c][d | e f]\nC int x;\n  y\n\n");
	assert_page("b.md", "> **Note**\n>\n> ```\n> enum A {\n>   B\n> }\n> ```\n",
		    "P Note\nC enum A {\n  B\n}\n\n");
	assert_page("c.md", "text | piped\nnext\n", "P text | piped\nnext\n");
}

static void markdown_tables_touch_paragraphs(void **state)
{
	assert_page("a.md", "text\n| a | b |\n|---|---|\n| c | d |\nmore\n",
		    "P text\nT[a][b]\nT[c][d]\nP more\n");
	assert_page("b.md", "| a | b |\n--- | ---\n| c | d |\n", "T[a][b]\nT[c][d]\n");
}

static void markdown_holds_html(void **state)
{
	assert_page("a.md",
		    "## H\n\n<table><thead><tr><th width=\"9\">A</th></tr></thead><tbody><tr><td>"
		    "<p>x &amp; <em>y</em></p><p>z</p></td></tr></tbody></table>\n\n- item\n",
		    "2 H\nT[A]\nT[x & y z]\nP item\n");
	assert_page("b.md", "`<td>` &lt;b&gt; &#65;\n", "P <td> <b> A\n");
}

static void lines_end_in_any_way(void **state)
{
	assert_page("a.md", "# A\r\n\r\n| a |\r\n|---|\r\n| b |\r\n", "1 A\nT[a]\nT[b]\n");
	assert_page("a.txt", "A\r\n\r\nB \r\n", "P A\nP B\n");
}

static void html_is_read_however_broken(void **state)
{
	assert_page("a.html",
		    "<!doctype html><title>no</title><style>p{}</style><h2>A<a>#</a></h2>"
		    "<p>one<br>two\nthree<p>four<script>evil()</script>",
		    "2 A#\nP one\ntwo three\nP four\n");
	assert_page("b.html", "<table><tr><th>a<th>b<tr><td>c<td>d</table>tail",
		    "T[a][b]\nT[c][d]\nP tail\n");
	assert_page("c.html", "<table><td>a</td></table></table></td></p><p>b", "T[a]\nP b\n");
	assert_page("d.html", "<pre>a <b>b</b>\n  c</pre>", "C a b\n  c\n");
}

static void parts_nest(void **state)
{
	assert_page("a.html",
		    "<table><tr><td><h2>In</h2><table><tr><td>x</td></tr></table>y</td></tr></table>",
		    "T[In x y]\n2 In\nT[x]\n");
	assert_page("b.html", "<table><tr><td><pre>a\nb</pre></td></tr></table>", "T[a b]\nC a\nb\n");
}

static void cells_span(void **state)
{
	assert_page("a.html",
		    "<table><tr><td rowspan=3>a</td><td>b</td></tr><tr><td>c</td></tr><tr></tr>"
		    "<tr><td colspan=2>d</td><td>e</td></tr></table>",
		    "T[a][b]\nT[a][c]\nT[a]\nT[d][][e]\n");
	assert_page("b.html", "<table><tr><td colspan=x rowspan=-1>a<td>b</table>", "T[a][b]\n");
}

static void text_has_a_paragraph_a_line(void **state)
{
	assert_page("a.txt", " A <b>\n\n(Code: 1)Text & more\n", "P A <b>\nP (Code: 1)Text & more\n");
	assert_page("b.txt", "intro\n| a | b |\n|---|---|\n| 1 | 2 |\nafter\n",
		    "P intro\nT[a][b]\nT[1][2]\nP after\n");
}

static void formats_are_known_by_name_or_looks(void **state)
{
	assert_page("PAGE.HTML", "# x", "P # x\n");
	assert_page("page", "\n <p># x", "P # x\n");
	assert_page("page2", "a\n# x\n", "P a\n1 x\n");
	assert_page("page3", "a\n#x\n", "P a\nP #x\n");
	assert_page("empty.md", "", "");
	assert_page("empty.html", "", "");
	assert_page("empty.txt", "", "");
}

static void texts_are_plain(void **state)
{
	assert_page("a.txt", "a\xC2\xA0\xE2\x80\x83 b\t c\xE2\x80\x8B" "d\n", "P a b cd\n");
	assert_page("b.txt", "x\xE2\x80\xAEy\x01z\x7F\n", "P xyz\n");
	assert_page("c.html", "<p>a&#x202e;b&nbsp;c&#1;d", "P ab cd\n");
}

static void what_is_no_text_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct string const with_nul = {"a\0b", 3};
	struct source *source;

	assert_page("a.md", "a\xFF", "a.md page: the page is no UTF-8 text; save it as UTF-8\n");
	source = source_add(&fixture->sources, STRING("b.md"), with_nul);
	assert_null(page_read(source, &fixture->arena, &fixture->diagnostics));
}

static struct string repeated(struct fixture *fixture, const char *text, size_t count)
{
	struct buf *out = buf_new(&fixture->arena);

	for (size_t i = 0; i < count; i++)
		buf_string(out, string_of(text));
	return buf_view(out);
}

/* The message for a page of one text over and over. */
static const char *refusal(struct fixture *fixture, const char *name, const char *text,
			   size_t count)
{
	struct string const page = repeated(fixture, text, count);
	struct source *source = source_add(&fixture->sources, string_of(name), page);

	assert_null(page_read(source, &fixture->arena, &fixture->diagnostics));
	const struct diagnostics *diagnostics = &fixture->diagnostics;
	return diagnostics->items[diagnostics->count - 1]->message.bytes;
}

static void what_is_too_much_is_refused(void **state)
{
	struct fixture *fixture = *state;

	assert_string_equal(refusal(fixture, "a.html", "<div>", 100000),
			    "its elements are nested more than 256 levels deep");
	assert_string_equal(refusal(fixture, "b.md", "- ", 100000),
			    "its lists and quotes are nested more than 100 levels deep");
	assert_string_equal(refusal(fixture, "c.html", "<table><tr><td rowspan=9>x</table>", 9999),
			    "its tables have over a million cells");
	assert_string_equal(refusal(fixture, "d.txt", "0123456789abcdef", (PAGE_LONGEST >> 4) + 1),
			    "the page has more than 8 MiB; save its text without images and scripts");
	struct string const row = repeated(fixture, "|a", 300), dashes = repeated(fixture, "|-", 300);
	struct string const table = string_printf(&fixture->arena, "%.*s\n%.*s\n",
						  STRING_FORMAT(row), STRING_FORMAT(dashes));
	assert_string_equal(refusal(fixture, "e.md", table.bytes, 1),
			    "one of its tables has over 256 columns");
}

static void nothing_is_fetched_or_expanded(void **state)
{
	const char *text = show(
		*state, "a.html",
		"<!DOCTYPE html [<!ENTITY a \"bbbb\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>"
		"<p>[&a;&c;]</p>");

	assert_non_null(strstr(text, "[&a;&c;]"));
	assert_null(strstr(text, "root:"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		fixture_test(markdown_has_headings_tables_and_code),
		fixture_test(markdown_tables_touch_paragraphs),
		fixture_test(markdown_holds_html),
		fixture_test(lines_end_in_any_way),
		fixture_test(html_is_read_however_broken),
		fixture_test(parts_nest),
		fixture_test(cells_span),
		fixture_test(text_has_a_paragraph_a_line),
		fixture_test(formats_are_known_by_name_or_looks),
		fixture_test(texts_are_plain),
		fixture_test(what_is_no_text_is_refused),
		fixture_test(what_is_too_much_is_refused),
		fixture_test(nothing_is_fetched_or_expanded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

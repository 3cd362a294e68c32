/* page_text: pages pasted as text. See page_read.h. */
#include "page_read.h"

void page_write_escaped(struct buf *html, struct string text)
{
	for (size_t i = 0; i < text.length; i++)
		switch (text.bytes[i]) {
		case '&':
			buf_string(html, STRING("&amp;"));
			break;
		case '<':
			buf_string(html, STRING("&lt;"));
			break;
		case '>':
			buf_string(html, STRING("&gt;"));
			break;
		default:
			buf_byte(html, text.bytes[i]);
		}
}

struct string page_next_line(struct string text, size_t *at)
{
	const char *line = text.bytes + *at;
	const char *end = memchr(line, '\n', text.length - *at);
	size_t const length = end ? (size_t)(end - line) + 1 : text.length - *at;

	*at += length;
	return (struct string){line, length};
}

bool page_is_table_line(struct string line)
{
	size_t at = 0;

	while (at < line.length && (line.bytes[at] == ' ' || line.bytes[at] == '\t'))
		at++;
	return at < line.length && line.bytes[at] == '|';
}

const char *page_write_text(struct buf *html, struct string text)
{
	const char *problem = NULL;
	size_t at = 0;

	while (at < text.length && !problem) {
		struct string lines = page_next_line(text, &at);
		if (!page_is_table_line(lines)) {
			buf_string(html, STRING("<p>"));
			page_write_escaped(html, lines);
			buf_string(html, STRING("</p>"));
			continue;
		}
		for (size_t next = at; next < text.length; at = next) {
			struct string const line = page_next_line(text, &next);
			if (!page_is_table_line(line))
				break;
			lines.length += line.length;
		}
		problem = page_write_markdown(html, lines);
	}
	return problem;
}

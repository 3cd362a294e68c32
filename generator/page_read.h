/* page_read: the formats of pages. Markdown and text are written as HTML, as far
 * as the parts of a page need, so that there is one reader. Used by page alone.
 *
 * Texts are UTF-8. A function returns NULL, or why the text cannot be read to
 * its end, as a phrase for a message. */
#ifndef ERRBIND_PAGE_READ_H
#define ERRBIND_PAGE_READ_H

#include "page_build.h"

/* Gives the parts of HTML to the builder: a whole page or a fragment, however
 * broken. The only user of libxml2. */
const char *page_read_html(struct page_builder *builder, struct string html);

/* Writes Markdown, with pipe tables and HTML inside. The only user of md4c. */
const char *page_write_markdown(struct buf *html, struct string text);

/* Writes a page that was pasted as text: every line is a paragraph of its own;
 * lines that begin with a pipe are a table of Markdown. */
const char *page_write_text(struct buf *html, struct string text);

/* The line at *at with its end; *at is moved behind it. */
struct string page_next_line(struct string text, size_t *at);

/* Whether a line begins with a pipe, as those of a table do. */
bool page_is_table_line(struct string line);

/* Writes text that is not markup. */
void page_write_escaped(struct buf *html, struct string text);

#endif

/* page_html: HTML pages, through libxml2's HTML parser. See page_read.h.
 *
 * The parser repairs what is broken, so that elements always nest, and calls
 * back for each part; it builds no tree, loads nothing and knows no entities but
 * those of HTML. */
#include "page_read.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>

enum { DEEPEST_ELEMENT = 256 };

struct html_reader {
	struct page_builder *builder;
	htmlParserCtxtPtr parser;
	size_t depth;   /* of open elements */
	size_t skipped; /* the depth of the element that is left out, or 0 */
	bool stopped;   /* whatever the parser still says does not count */
};

enum element_action { ELEMENT_INLINE, ELEMENT_PART, ELEMENT_BREAK, ELEMENT_SKIPPED };

struct element {
	const char *name;
	enum element_action action;
	enum page_part part;
	int level;
};

static const struct element elements[] = {
	{"address", ELEMENT_PART, PART_BLOCK, 0},
	{"article", ELEMENT_PART, PART_BLOCK, 0},
	{"aside", ELEMENT_PART, PART_BLOCK, 0},
	{"blockquote", ELEMENT_PART, PART_BLOCK, 0},
	{"body", ELEMENT_PART, PART_BLOCK, 0},
	{"br", ELEMENT_BREAK, PART_BLOCK, 0},
	{"button", ELEMENT_SKIPPED, PART_BLOCK, 0},
	{"caption", ELEMENT_PART, PART_BLOCK, 0},
	{"center", ELEMENT_PART, PART_BLOCK, 0},
	{"dd", ELEMENT_PART, PART_BLOCK, 0},
	{"details", ELEMENT_PART, PART_BLOCK, 0},
	{"div", ELEMENT_PART, PART_BLOCK, 0},
	{"dl", ELEMENT_PART, PART_BLOCK, 0},
	{"dt", ELEMENT_PART, PART_BLOCK, 0},
	{"figcaption", ELEMENT_PART, PART_BLOCK, 0},
	{"figure", ELEMENT_PART, PART_BLOCK, 0},
	{"footer", ELEMENT_PART, PART_BLOCK, 0},
	{"form", ELEMENT_PART, PART_BLOCK, 0},
	{"h1", ELEMENT_PART, PART_HEADING, 1},
	{"h2", ELEMENT_PART, PART_HEADING, 2},
	{"h3", ELEMENT_PART, PART_HEADING, 3},
	{"h4", ELEMENT_PART, PART_HEADING, 4},
	{"h5", ELEMENT_PART, PART_HEADING, 5},
	{"h6", ELEMENT_PART, PART_HEADING, 6},
	{"header", ELEMENT_PART, PART_BLOCK, 0},
	{"hr", ELEMENT_PART, PART_BLOCK, 0},
	{"li", ELEMENT_PART, PART_BLOCK, 0},
	{"main", ELEMENT_PART, PART_BLOCK, 0},
	{"nav", ELEMENT_PART, PART_BLOCK, 0},
	{"ol", ELEMENT_PART, PART_BLOCK, 0},
	{"option", ELEMENT_SKIPPED, PART_BLOCK, 0},
	{"p", ELEMENT_PART, PART_BLOCK, 0},
	{"pre", ELEMENT_PART, PART_CODE, 0},
	{"script", ELEMENT_SKIPPED, PART_BLOCK, 0},
	{"section", ELEMENT_PART, PART_BLOCK, 0},
	{"style", ELEMENT_SKIPPED, PART_BLOCK, 0},
	{"summary", ELEMENT_PART, PART_BLOCK, 0},
	{"svg", ELEMENT_SKIPPED, PART_BLOCK, 0},
	{"table", ELEMENT_PART, PART_TABLE, 0},
	{"td", ELEMENT_PART, PART_CELL, 0},
	{"template", ELEMENT_SKIPPED, PART_BLOCK, 0},
	{"textarea", ELEMENT_SKIPPED, PART_BLOCK, 0},
	{"th", ELEMENT_PART, PART_CELL, 0},
	{"title", ELEMENT_SKIPPED, PART_BLOCK, 0},
	{"tr", ELEMENT_PART, PART_ROW, 0},
	{"ul", ELEMENT_PART, PART_BLOCK, 0},
};

static const struct element *find_element(const xmlChar *name)
{
	size_t first = 0, after = sizeof elements / sizeof *elements;

	while (first < after) {
		size_t const middle = (first + after) / 2;
		int const order = strcmp((const char *)name, elements[middle].name);
		if (order == 0)
			return &elements[middle];
		if (order < 0)
			after = middle;
		else
			first = middle + 1;
	}
	return NULL;
}

/* The number that an attribute says, 1 where it says none. */
static size_t span_attribute(const xmlChar **attributes, const char *name)
{
	for (; attributes && attributes[0]; attributes += 2)
		if (attributes[1] && strcmp((const char *)attributes[0], name) == 0)
			return (size_t)strtoul((const char *)attributes[1], NULL, 10);
	return 1;
}

static void stop(struct html_reader *reader)
{
	reader->stopped = true;
	xmlStopParser(reader->parser);
}

static void start_element(void *data, const xmlChar *name, const xmlChar **attributes)
{
	struct html_reader *reader = data;
	const struct element *element = find_element(name);

	if (++reader->depth > DEEPEST_ELEMENT)
		stop(reader);
	if (reader->stopped || reader->skipped || !element)
		return;
	if (element->action == ELEMENT_SKIPPED) {
		reader->skipped = reader->depth;
	} else if (element->action == ELEMENT_BREAK) {
		page_line_break(reader->builder);
	} else {
		struct page_detail const detail = {
			.level = element->level,
			.columns = span_attribute(attributes, "colspan"),
			.rows = span_attribute(attributes, "rowspan"),
		};
		page_open(reader->builder, element->part, detail);
	}
	if (page_problem(reader->builder))
		stop(reader);
}

static void end_element(void *data, const xmlChar *name)
{
	struct html_reader *reader = data;
	const struct element *element = find_element(name);

	if (reader->stopped)
		return;
	if (!reader->skipped && element && element->action == ELEMENT_PART)
		page_close(reader->builder, element->part);
	if (reader->skipped == reader->depth)
		reader->skipped = 0;
	reader->depth--;
}

static void take_text(void *data, const xmlChar *bytes, int length)
{
	struct html_reader *reader = data;

	if (!reader->stopped && !reader->skipped)
		page_text(reader->builder, (struct string){(const char *)bytes, (size_t)length});
}

static void free_parser(void *data)
{
	struct html_reader *reader = data;

	if (reader->parser)
		htmlFreeParserCtxt(reader->parser);
	reader->parser = NULL;
}

static void parse(struct html_reader *reader, struct string html)
{
	xmlSAXHandler *handler = reader->parser->sax;

	memset(handler, 0, sizeof *handler);
	handler->startElement = start_element;
	handler->endElement = end_element;
	handler->characters = handler->ignorableWhitespace = take_text;
	reader->parser->userData = reader;
	htmlCtxtReadMemory(reader->parser, html.bytes, (int)html.length, NULL, "UTF-8",
			   HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
				   HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
}

/* This file is in errbind-import alone, so the run is where it belongs. */
const char *page_reader_start(char **words)
{
	(void)words;
	return NULL;
}

const char *page_read_html(struct page_builder *builder, struct string html)
{
	struct arena *arena = page_arena(builder);
	struct html_reader *reader = arena_calloc(arena, 1, sizeof *reader);

	if (!html.length)
		return NULL;
	reader->builder = builder;
	arena_defer(arena, free_parser, reader);
	reader->parser = htmlNewParserCtxt();
	if (!reader->parser)
		arena_fail(arena);
	parse(reader, html);
	bool const out_of_memory = reader->parser->errNo == XML_ERR_NO_MEMORY;
	free_parser(reader);
	if (out_of_memory)
		arena_fail(arena);
	if (reader->depth > DEEPEST_ELEMENT)
		return "its elements are nested more than 256 levels deep";
	return page_problem(builder);
}

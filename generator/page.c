/* page: a vendor's document as far as import reads it. See page.h. */
#include "page.h"

#include "page_read.h"
#include "utf8.h"

#include <strings.h>

enum page_character page_character(uint32_t character)
{
	if (character == ' ' || (character >= '\t' && character <= '\r') || character == 0x85 ||
	    character == 0xA0 || character == 0x1680 ||
	    (character >= 0x2000 && character <= 0x200A) || character == 0x2028 ||
	    character == 0x2029 || character == 0x202F || character == 0x205F ||
	    character == 0x3000)
		return PAGE_WHITE;
	if (utf8_is_control(character) || utf8_is_bidi_control(character) || character == 0xAD ||
	    (character >= 0x200B && character <= 0x200D) || character == 0x2060 ||
	    character == 0xFEFF || (character & 0xFFFE) == 0xFFFE)
		return PAGE_NOTHING;
	return PAGE_VISIBLE;
}

struct string page_squeeze(struct arena *arena, struct string text, bool lines)
{
	char *bytes = arena_alloc(arena, text.length + 1);
	size_t length = 0, size;
	char gap = '\0';

	for (size_t at = 0; at < text.length; at += size) {
		uint32_t character;
		size = utf8_decode(text.bytes + at, text.length - at, &character);
		if (!size) {
			size = 1;
			continue;
		}
		enum page_character const class = page_character(character);
		if (class == PAGE_WHITE && gap != '\n')
			gap = lines && character == '\n' ? '\n' : ' ';
		if (class != PAGE_VISIBLE)
			continue;
		if (gap && length)
			bytes[length++] = gap;
		gap = '\0';
		memcpy(bytes + length, text.bytes + at, size);
		length += size;
	}
	bytes[length] = '\0';
	return (struct string){bytes, length};
}

enum format { FORMAT_MARKDOWN, FORMAT_HTML, FORMAT_TEXT };

static bool ends_with(struct string text, const char *end)
{
	size_t const length = strlen(end);

	return text.length >= length &&
	       strncasecmp(text.bytes + text.length - length, end, length) == 0;
}

/* Whether some line starts as only a line of Markdown does. */
static bool looks_like_markdown(struct string text)
{
	bool line_start = true;

	for (size_t at = 0; at < text.length; at++) {
		struct string const rest = {text.bytes + at, text.length - at};
		if (line_start && (string_starts_with(rest, STRING("# ")) ||
				   string_starts_with(rest, STRING("## ")) ||
				   string_starts_with(rest, STRING("```"))))
			return true;
		line_start = text.bytes[at] == '\n';
	}
	return false;
}

static enum format format_of(struct string path, struct string text)
{
	static const struct {
		const char *ending;
		enum format format;
	} endings[] = {
		{".md", FORMAT_MARKDOWN}, {".markdown", FORMAT_MARKDOWN}, {".mdx", FORMAT_MARKDOWN},
		{".html", FORMAT_HTML},	  {".htm", FORMAT_HTML},	  {".xhtml", FORMAT_HTML},
		{".txt", FORMAT_TEXT},	  {".text", FORMAT_TEXT},
	};
	size_t at = 0;

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (ends_with(path, endings[i].ending))
			return endings[i].format;
	while (at < text.length && strchr(" \t\r\n", text.bytes[at]))
		at++;
	if (at < text.length && text.bytes[at] == '<')
		return FORMAT_HTML;
	return looks_like_markdown(text) ? FORMAT_MARKDOWN : FORMAT_TEXT;
}

static const char *read_format(struct page_builder *builder, struct source *source,
			       struct arena *arena)
{
	struct buf *html = buf_new(arena);
	struct string const text = source->text;
	const char *problem;

	switch (format_of(source->path, text)) {
	case FORMAT_MARKDOWN:
		problem = page_write_markdown(html, text);
		break;
	case FORMAT_TEXT:
		problem = page_write_text(html, text);
		break;
	default:
		return page_read_html(builder, text);
	}
	return problem ? problem : page_read_html(builder, buf_view(html));
}

struct page *page_read(struct source *source, struct arena *arena,
		       struct diagnostics *diagnostics)
{
	struct page_builder *builder = page_builder_new(arena);
	struct string const text = source->text;
	const char *problem = NULL;

	if (text.length > PAGE_LONGEST)
		problem = "the page has more than 8 MiB; save its text without images and scripts";
	if (!problem && utf8_check(text) < text.length)
		problem = "the page is no UTF-8 text; save it as UTF-8";
	if (!problem && memchr(text.bytes, '\0', text.length))
		problem = "the page holds a NUL character, so it is no text";
	if (!problem)
		problem = read_format(builder, source, arena);
	if (!problem)
		return page_built(builder);
	diag_error(diagnostics, "page", span_of_file(source->index), "%s", problem);
	return NULL;
}

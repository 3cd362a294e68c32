/* filter_comment: the filter comment: a text made safe inside the comments of a
 * language, and wrapped. See filter_functions.h.
 *
 * First what is unsafe becomes a blank, then the language's replacements are
 * made, then lines are. Where two pieces meet that were not together in the
 * text, a blank is put between them if something would arise there that is to
 * be replaced; so nothing of the text can end a comment. */
#include "filter_functions.h"

#include "utf8.h"

struct comment {
	struct evaluation *evaluation;
	const struct dialect *dialect;
	const struct byte_classes *classes;
	struct buf *out;
	struct string prefix;
	size_t width; /* characters of a line behind the prefix; SIZE_MAX: no limit */
};

/* Whether something to be replaced begins in left and ends in right. */
static bool arises(const struct dialect *dialect, struct string left, struct string right)
{
	for (size_t i = 0; i < dialect->comment_replacement_count; i++) {
		struct string const from = dialect->comment_replacements[i].from;
		for (size_t k = 1; k < from.length; k++)
			if (k <= left.length && from.length - k <= right.length &&
			    memcmp(left.bytes + left.length - k, from.bytes, k) == 0 &&
			    memcmp(right.bytes, from.bytes + k, from.length - k) == 0)
				return true;
	}
	return false;
}

static bool starts_with_class(const struct comment *comment, struct string text, uint8_t class)
{
	return text.length && comment->classes->comment[(unsigned char)text.bytes[0]] & class;
}

static void separate(struct comment *comment, struct string right)
{
	if (starts_with_class(comment, right, COMMENT_JOINT) &&
	    arises(comment->dialect, buf_view(comment->out), right))
		buf_byte(comment->out, ' ');
}

/* The bytes from at on, up to one of the class. */
static size_t plain_length(const struct comment *comment, struct string text, size_t at,
			   uint8_t class)
{
	size_t const start = at;

	while (at < text.length &&
	       !(comment->classes->comment[(unsigned char)text.bytes[at]] & class))
		at++;
	return at - start;
}

/* The text with a blank in the place of every unsafe character. */
static struct string clean(struct comment *comment, struct string text)
{
	size_t const start = operation_begin_text(comment->evaluation);
	struct buf *out = comment->evaluation->out;

	for (size_t at = 0; at < text.length;) {
		size_t const plain = plain_length(comment, text, at, COMMENT_UNSAFE);
		uint32_t character;
		buf_append(out, text.bytes + at, plain);
		at += plain;
		if (at == text.length)
			break;
		size_t const size = utf8_decode(text.bytes + at, text.length - at, &character);
		bool const pair = text.bytes[at] == '\r' && at + 1 < text.length &&
				  text.bytes[at + 1] == '\n';
		if (!size || text_is_unsafe(character))
			buf_append(out, pair ? "" : " ", !pair);
		else
			buf_append(out, text.bytes + at, size);
		at += size ? size : 1;
	}
	return value_string(operation_end_text(comment->evaluation, start));
}

/* The text with the replacements that hold anywhere. */
static struct string replace(struct comment *comment, struct string text)
{
	const struct dialect *dialect = comment->dialect;
	struct buf *out = comment->evaluation->out;
	size_t const start = operation_begin_text(comment->evaluation);

	for (size_t at = 0; at < text.length;) {
		size_t const plain = plain_length(comment, text, at, COMMENT_REPLACED);
		buf_append(out, text.bytes + at, plain);
		at += plain;
		struct string const rest = {text.bytes + at, text.length - at};
		const struct replacement *replacement = dialect_match(
			dialect->comment_replacements, dialect->comment_replacement_count, rest);
		if (!replacement) {
			buf_append(out, rest.bytes, rest.length > 0);
			at += rest.length > 0;
			continue;
		}
		if (out->length > start &&
		    arises(dialect, (struct string){out->bytes + start, out->length - start},
			   replacement->to))
			buf_byte(out, ' ');
		buf_string(out, replacement->to);
		at += replacement->from.length;
		if (arises(dialect, replacement->to,
			   (struct string){text.bytes + at, text.length - at}))
			buf_byte(out, ' ');
	}
	return value_string(operation_end_text(comment->evaluation, start));
}

/* The end of the line that starts at a place: as many words as have room. */
static size_t line_end(struct string text, size_t start, size_t width)
{
	if (text.length - start <= width)
		return text.length;
	size_t const limit = utf8_advance(text, start, width);
	if (limit == text.length)
		return limit;
	size_t end = limit;
	while (end > start && text.bytes[end] != ' ')
		end--;
	if (end == start)
		for (end = limit; end < text.length && text.bytes[end] != ' '; end++)
			;
	while (end > start && text.bytes[end - 1] == ' ')
		end--;
	return end;
}

static size_t skip_blanks(struct string text, size_t at)
{
	while (at < text.length && text.bytes[at] == ' ')
		at++;
	return at;
}

/* Ends a line and starts the next; an empty one gets no blanks. */
static void write_break(struct comment *comment, bool empty)
{
	struct string prefix = comment->prefix;

	separate(comment, STRING("\n"));
	while (empty && prefix.length && (prefix.bytes[prefix.length - 1] == ' ' ||
					  prefix.bytes[prefix.length - 1] == '\t'))
		prefix.length--;
	buf_byte(comment->out, '\n');
	buf_string(comment->out, prefix);
}

/* Writes a paragraph, whose first line has its prefix already. */
static void write_paragraph(struct comment *comment, struct string text)
{
	const struct dialect *dialect = comment->dialect;
	size_t at = 0;

	while (at < text.length) {
		struct string const rest = {text.bytes + at, text.length - at};
		const struct replacement *replacement =
			!starts_with_class(comment, rest, COMMENT_LINE_START)
				? NULL
				: dialect_match(dialect->comment_line_start_replacements,
						dialect->comment_line_start_replacement_count,
						rest);
		size_t width = comment->width;
		if (replacement) {
			size_t const taken = utf8_count(replacement->to);
			separate(comment, replacement->to);
			buf_string(comment->out, replacement->to);
			at += replacement->from.length;
			width = width > taken ? width - taken : 0;
		}
		size_t const end = line_end(text, at, width);
		struct string const line = {text.bytes + at, end - at};
		separate(comment, line);
		buf_string(comment->out, line);
		at = skip_blanks(text, end);
		if (at < text.length)
			write_break(comment, false);
	}
}

static struct string trim_blanks(struct string text)
{
	size_t const start = skip_blanks(text, 0);

	while (text.length > start && text.bytes[text.length - 1] == ' ')
		text.length--;
	return (struct string){text.bytes + start, text.length - start};
}

static void write_paragraphs(struct comment *comment, struct string text)
{
	for (size_t at = 0; at <= text.length;) {
		const char *newline =
			at < text.length ? memchr(text.bytes + at, '\n', text.length - at) : NULL;
		size_t const end = newline ? (size_t)(newline - text.bytes) : text.length;
		struct string const paragraph =
			trim_blanks((struct string){text.bytes + at, end - at});
		if (at)
			write_break(comment, !paragraph.length);
		write_paragraph(comment, paragraph);
		at = end + 1;
	}
}

/* The width that is left behind the prefix. */
static size_t line_width(const struct dialect *dialect, struct string prefix)
{
	if (!dialect->comment_width)
		return SIZE_MAX;
	size_t const taken = utf8_count(prefix);
	return taken < dialect->comment_width ? dialect->comment_width - taken : 1;
}

/* Whether a text is what most are: one line as it is. Bytes are at least as many
 * as columns. */
static bool is_one_line(const struct dialect *dialect, const uint8_t classes[256],
			struct string text, uint8_t found, struct string prefix)
{
	unsigned const width = dialect->comment_width;

	return text.length && (!width || text.length + prefix.length <= width) &&
	       !(found & (COMMENT_UNSAFE | COMMENT_REPLACED | COMMENT_BREAK)) &&
	       text.bytes[0] != ' ' && text.bytes[text.length - 1] != ' ' &&
	       !(classes[(unsigned char)text.bytes[0]] & (COMMENT_LINE_START | COMMENT_JOINT));
}

static void write_comment(struct comment *comment, struct string text, uint8_t found)
{
	comment->width = line_width(comment->dialect, comment->prefix);
	if (found & COMMENT_UNSAFE)
		text = clean(comment, text);
	if (found & COMMENT_REPLACED)
		text = replace(comment, text);
	write_paragraphs(comment, text);
}

void filter_comment(struct application *application, struct buf *out)
{
	struct evaluation *evaluation = application->evaluation;
	const struct byte_classes *classes = dialect_classes(evaluation);
	struct string const text = filter_subject(application);
	uint8_t const found = classes_of(classes->comment, text);
	struct string const prefix = application->arguments[0]
		? text_of(evaluation, application->arguments[0]) : STRING("");

	if (is_one_line(evaluation->dialect, classes->comment, text, found, prefix))
		buf_string(out, text);
	else
		write_comment(&(struct comment){evaluation, evaluation->dialect, classes, out,
						prefix, 0},
			      text, found);
}

/* filter_text: filters on strings. See filter_functions.h. */
#include "filter_functions.h"

#include "unicode.h"
#include "utf8.h"

void filter_upper(struct application *application, struct buf *out)
{
	unicode_upper(out, filter_subject(application));
}

void filter_lower(struct application *application, struct buf *out)
{
	unicode_lower(out, filter_subject(application));
}

void filter_capitalize(struct application *application, struct buf *out)
{
	unicode_capitalize(out, filter_subject(application));
}

/* The length of a character of text at a place. */
static size_t character_length(struct string text, size_t at)
{
	size_t end = at + 1;

	while (end < text.length && utf8_continues(text.bytes[end]))
		end++;
	return end - at;
}

/* The length of the character at a place where it is whitespace, or 0. */
static size_t space_length(struct string text, size_t at)
{
	uint32_t character;
	size_t const size = utf8_decode(text.bytes + at, text.length - at, &character);

	return size && unicode_is_space(character) ? size : 0;
}

/* As Jinja2 has it: a word starts behind whitespace or one of -({[<. */
void filter_title(struct application *application, struct buf *out)
{
	struct string const text = filter_subject(application);
	size_t at = 0;

	while (at < text.length) {
		size_t const space = strchr("-({[<", text.bytes[at]) && text.bytes[at]
					     ? 1 : space_length(text, at);
		if (space) {
			buf_append(out, text.bytes + at, space);
			at += space;
			continue;
		}
		size_t const rest = at + character_length(text, at);
		size_t end = rest;
		while (end < text.length && !space_length(text, end) &&
		       !(strchr("-({[<", text.bytes[end]) && text.bytes[end]))
			end += character_length(text, end);
		unicode_upper(out, (struct string){text.bytes + at, rest - at});
		unicode_lower(out, (struct string){text.bytes + rest, end - rest});
		at = end;
	}
}

/* An empty string is found before every character and at the end. */
static void replace_between(struct application *application, struct buf *out, struct string text,
			    struct string new, size_t count)
{
	operation_check_length(application->evaluation, (new.length + 1) * (text.length + 1));
	for (size_t at = 0; at <= text.length; count--) {
		if (!count) {
			buf_append(out, text.bytes + at, text.length - at);
			return;
		}
		buf_string(out, new);
		if (at == text.length)
			return;
		size_t const length = character_length(text, at);
		buf_append(out, text.bytes + at, length);
		at += length;
	}
}

/* The place of a string in a text from at on, or the text's length. */
static size_t find(struct string text, size_t at, struct string wanted)
{
	while (at + wanted.length <= text.length) {
		const char *found = memchr(text.bytes + at, wanted.bytes[0],
					   text.length - at - wanted.length + 1);
		if (!found)
			break;
		at = (size_t)(found - text.bytes);
		if (memcmp(found, wanted.bytes, wanted.length) == 0)
			return at;
		at++;
	}
	return text.length;
}

void filter_replace(struct application *application, struct buf *out)
{
	struct evaluation *evaluation = application->evaluation;
	struct string const text = filter_subject(application);
	struct string const old = text_of(evaluation, application->arguments[0]);
	struct string const new = text_of(evaluation, application->arguments[1]);
	int64_t const limit =
		filter_argument(application, 2) ? filter_integer(application, 2, -1) : -1;
	size_t count = limit < 0 ? SIZE_MAX : (size_t)limit;
	size_t const start = out->length;

	if (!old.length) {
		replace_between(application, out, text, new, count);
		return;
	}
	for (size_t at = 0;; count--) {
		size_t const found = count ? find(text, at, old) : text.length;
		buf_append(out, text.bytes + at, found - at);
		if (found == text.length)
			return;
		buf_string(out, new);
		operation_check_length(application->evaluation, out->length - start);
		at = found + old.length;
	}
}

/* The length of the line end at a place, as str.splitlines() has it, or 0. */
static size_t line_end_length(struct string text, size_t at)
{
	unsigned char const *bytes = (const unsigned char *)text.bytes + at;
	size_t const rest = text.length - at;

	if (bytes[0] == '\r')
		return 1u + (rest > 1 && bytes[1] == '\n');
	if ((bytes[0] >= '\n' && bytes[0] <= '\f') || (bytes[0] >= 0x1C && bytes[0] <= 0x1E))
		return 1;
	if (bytes[0] == 0xC2 && rest > 1 && bytes[1] == 0x85)
		return 2;
	return bytes[0] == 0xE2 && rest > 2 && bytes[1] == 0x80 &&
	       (bytes[2] == 0xA8 || bytes[2] == 0xA9) ? 3 : 0;
}

bool filter_next_line(struct string text, size_t *at, struct string *line)
{
	size_t end = *at;

	if (*at >= text.length)
		return false;
	while (end < text.length) {
		unsigned char const byte = (unsigned char)text.bytes[end];
		size_t const length = byte < 0x20 || byte >= 0xC2 ? line_end_length(text, end) : 0;
		if (length) {
			*line = (struct string){text.bytes + *at, end - *at};
			*at = end + length;
			return true;
		}
		end++;
	}
	*line = (struct string){text.bytes + *at, end - *at};
	*at = end;
	return true;
}

/* What a line is indented by: a number of blanks or a string. */
static struct string indention(struct application *application)
{
	struct evaluation *evaluation = application->evaluation;
	const struct value *width = application->arguments[0];

	if (width && width->type == VALUE_STRING)
		return value_string(width);
	int64_t const count = filter_integer(application, 0, 4);
	operation_check_length(evaluation, count < 0 ? 0 : (uint64_t)count);
	size_t const length = count < 0 ? 0 : (size_t)count;
	char *blanks = arena_alloc(evaluation->scratch, length + 1);
	memset(blanks, ' ', length + 1);
	return (struct string){blanks, length};
}

/* Python adds a line feed and splits the lines then: a text that ends with a
 * line end has an empty line more, unless the two become one. */
void filter_indent(struct application *application, struct buf *out)
{
	struct string const text = filter_string_subject(application);
	struct string const blanks = indention(application);
	bool const first = filter_flag(application, 1, false);
	bool const blank = filter_flag(application, 2, false);
	size_t const start = out->length;
	struct string line = {0};
	size_t at = 0;

	if (first)
		buf_string(out, blanks);
	while (filter_next_line(text, &at, &line)) {
		if (line.bytes != text.bytes) {
			buf_byte(out, '\n');
			if (line.length || blank)
				buf_string(out, blanks);
		}
		buf_string(out, line);
		operation_check_length(application->evaluation, out->length - start);
	}
	bool const ended = text.length && line.bytes + line.length != text.bytes + text.length;
	if (ended && text.bytes[text.length - 1] != '\r') {
		buf_byte(out, '\n');
		if (blank)
			buf_string(out, blanks);
	}
}

static bool is_among(struct string characters, const char *character, size_t length)
{
	for (size_t at = 0; at < characters.length;) {
		size_t const size = character_length(characters, at);
		if (size == length && memcmp(characters.bytes + at, character, length) == 0)
			return true;
		at += size;
	}
	return false;
}

/* The length of the character at a place where it is one that trim takes away. */
static size_t trimmed_length(struct string text, size_t at, const struct string *characters)
{
	if (!characters)
		return space_length(text, at);
	size_t const length = character_length(text, at);
	return is_among(*characters, text.bytes + at, length) ? length : 0;
}

static struct string trim(struct string text, const struct string *characters)
{
	size_t start = 0, length;

	while (start < text.length && (length = trimmed_length(text, start, characters)) != 0)
		start += length;
	while (text.length > start) {
		size_t last = text.length - 1;
		while (last > start && utf8_continues(text.bytes[last]))
			last--;
		if (trimmed_length(text, last, characters) != text.length - last)
			break;
		text.length = last;
	}
	return (struct string){text.bytes + start, text.length - start};
}

const struct value *filter_trim(struct application *application)
{
	struct evaluation *evaluation = application->evaluation;
	const struct value *subject = application->subject;
	const struct value *argument = filter_argument(application, 0);
	bool const markup = subject->type == VALUE_STRING && subject->style == STYLE_MARKUP;
	struct string characters;

	if (argument && argument->type != VALUE_STRING)
		evaluation_fail(evaluation, "bad-argument",
				"the argument 'chars' of 'trim' is a string, not %s",
				operation_type_name(argument));
	if (argument && markup)
		evaluation_fail(
			evaluation, "bad-argument",
			"'chars' would be escaped as HTML here, as the text comes from tojson");
	if (argument)
		characters = value_string(argument);
	struct value *value = operation_new(
		evaluation,
		value_of_string(trim(filter_subject(application), argument ? &characters : NULL)));
	value->style = markup ? STYLE_MARKUP : STYLE_NONE;
	return value;
}

const struct value *filter_string(struct application *application)
{
	const struct value *subject = application->subject;

	if (subject->type == VALUE_STRING)
		return subject;
	return operation_string(application->evaluation, filter_subject(application));
}

const struct value *filter_default(struct application *application)
{
	struct evaluation *evaluation = application->evaluation;
	const struct value *subject = application->subject;

	if (subject->type == VALUE_UNDEFINED ||
	    (filter_flag(application, 1, false) && !operation_truth(evaluation, subject)))
		return application->arguments[0] ? application->arguments[0]
						 : operation_string(evaluation, STRING(""));
	return subject;
}

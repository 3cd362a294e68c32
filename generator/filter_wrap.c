/* filter_wrap: the filter wordwrap, which is Python's textwrap.wrap() for each
 * line. See filter_functions.h.
 *
 * A line is cut into chunks: runs of whitespace, words, and the parts of words
 * that hyphens and dashes separate; then as many chunks as fit make a line. */
#include "filter_functions.h"

#include "unicode.h"
#include "utf8.h"

struct wrap {
	struct evaluation *evaluation;
	struct buf *out;
	size_t width;
	bool break_words, break_hyphens;
	bool cut_hyphens; /* chunks end at hyphens */
	struct string separator;
	/* The line that is being wrapped, as characters, and where they are in it. */
	struct string text;
	uint32_t *characters;
	uint32_t *offsets; /* one more than characters */
	size_t count;
	bool any; /* something of it was written */
};

static bool is_blank(uint32_t character)
{
	return character == ' ' || (character >= '\t' && character <= '\r');
}

static bool is_word(uint32_t character)
{
	return character == '_' || unicode_is_alphanumeric(character);
}

static bool is_letter(uint32_t character)
{
	return is_word(character) && unicode_decimal(character) < 0;
}

static bool is_word_or_punctuation(uint32_t character)
{
	return is_word(character) ||
	       (character && character < 0x80 && strchr("!\"'&.,?", (int)character));
}

/* The character at a place, which may be outside of the line: then it is 0. */
static uint32_t character_at(const struct wrap *wrap, size_t at)
{
	return at < wrap->count ? wrap->characters[at] : 0;
}

/* The end of a dash of two hyphens or more between words that starts at a
 * place, or the place itself. */
static size_t dash_end(const struct wrap *wrap, size_t at)
{
	size_t end = at;

	if (at == 0 || !is_word_or_punctuation(wrap->characters[at - 1]))
		return at;
	while (character_at(wrap, end) == '-')
		end++;
	return end - at >= 2 && end < wrap->count && is_word(wrap->characters[end]) ? end : at;
}

static bool is_letter_at(const struct wrap *wrap, size_t at)
{
	return at < wrap->count && is_letter(wrap->characters[at]);
}

/* A word may be broken behind the hyphen at a place: behind two letters, or one
 * that another hyphen and letter precede, and before two letters. */
static bool breaks_behind(const struct wrap *wrap, size_t at)
{
	bool const hyphen = at >= 3 && wrap->characters[at - 2] == '-' &&
			    is_letter_at(wrap, at - 3);

	if (at < 2 || !is_letter_at(wrap, at - 1) || !(hyphen || is_letter_at(wrap, at - 2)))
		return false;
	return is_letter_at(wrap, at + 1) &&
	       is_letter_at(wrap, at + 2 + (character_at(wrap, at + 2) == '-'));
}

/* The end of the chunk that starts at a place. */
static size_t chunk_end(const struct wrap *wrap, size_t start)
{
	size_t at = start;

	if (is_blank(wrap->characters[at])) {
		while (at < wrap->count && is_blank(wrap->characters[at]))
			at++;
		return at;
	}
	if (wrap->cut_hyphens && dash_end(wrap, start) > start)
		return dash_end(wrap, start);
	for (at++; at < wrap->count && !is_blank(wrap->characters[at]); at++) {
		if (!wrap->cut_hyphens || wrap->characters[at] != '-')
			continue;
		if (breaks_behind(wrap, at))
			return at + 1;
		if (dash_end(wrap, at) > at)
			return at;
	}
	return at;
}

static bool is_space(const struct wrap *wrap, size_t start, size_t end)
{
	while (start < end && unicode_is_space(wrap->characters[start]))
		start++;
	return start == end;
}

/* Where a word that is too long for any line is broken, with room for some
 * characters: behind the last hyphen there, unless only hyphens precede it. */
static size_t break_word(const struct wrap *wrap, size_t start, size_t room)
{
	size_t hyphen = start + room;

	while (hyphen > start && wrap->characters[hyphen - 1] != '-')
		hyphen--;
	for (size_t i = start; wrap->break_hyphens && i + 1 < hyphen; i++)
		if (wrap->characters[i] != '-')
			return hyphen;
	return start + room;
}

static void write_line(struct wrap *wrap, size_t start, size_t end)
{
	if (start == end)
		return;
	if (wrap->any)
		buf_string(wrap->out, wrap->separator);
	wrap->any = true;
	buf_append(wrap->out, wrap->text.bytes + wrap->offsets[start],
		   wrap->offsets[end] - wrap->offsets[start]);
}

/* Writes the characters as lines. `chunk` is the end of the chunk at `at`, which
 * is the rest of one where a word was broken. */
static void wrap_characters(struct wrap *wrap)
{
	size_t at = 0, chunk = wrap->count ? chunk_end(wrap, 0) : 0;

	while (at < wrap->count) {
		if (wrap->any && is_space(wrap, at, chunk)) {
			at = chunk;
			chunk = at < wrap->count ? chunk_end(wrap, at) : at;
		}
		size_t const start = at;
		size_t last = at; /* where the last chunk of the line starts */
		while (at < wrap->count && chunk - start <= wrap->width) {
			last = at;
			at = chunk;
			chunk = at < wrap->count ? chunk_end(wrap, at) : at;
		}
		if (chunk - at > wrap->width && wrap->break_words) {
			last = at;
			at = break_word(wrap, at, wrap->width - (at - start));
		} else if (chunk - at > wrap->width && at == start) {
			at = chunk;
			chunk = at < wrap->count ? chunk_end(wrap, at) : at;
		}
		write_line(wrap, start, is_space(wrap, last, at) ? last : at);
	}
}

static void decode(struct wrap *wrap, struct string text)
{
	size_t const count = utf8_count(text);
	size_t at = 0;

	wrap->text = text;
	wrap->count = count;
	wrap->characters = arena_alloc(wrap->evaluation->scratch, count * sizeof(uint32_t));
	wrap->offsets = arena_alloc(wrap->evaluation->scratch, (count + 1) * sizeof(uint32_t));
	for (size_t i = 0; i < count; i++) {
		size_t const size =
			utf8_decode(text.bytes + at, text.length - at, &wrap->characters[i]);
		wrap->offsets[i] = (uint32_t)at;
		at += size ? size : 1;
	}
	wrap->offsets[count] = (uint32_t)text.length;
}

/* Python asks whether the argument is true itself, not whether it counts as it. */
static bool is_true(const struct value *argument)
{
	return !argument || (argument->type == VALUE_BOOLEAN && argument->boolean);
}

static struct string separator(struct application *application)
{
	const struct value *argument = filter_argument(application, 2);

	if (!argument)
		return STRING("\n");
	operation_need_defined(application->evaluation, argument);
	if (argument->type != VALUE_STRING)
		evaluation_fail(application->evaluation, "bad-argument",
				"the argument 'wrapstring' of 'wordwrap' is a string, not %s",
				operation_type_name(argument));
	return value_string(argument);
}

void filter_wordwrap(struct application *application, struct buf *out)
{
	struct string const text = filter_string_subject(application);
	int64_t const width = filter_integer(application, 0, 79);
	struct wrap wrap = {.evaluation = application->evaluation,
			    .out = out,
			    .width = (size_t)width,
			    .break_words = filter_flag(application, 1, true),
			    .break_hyphens = filter_flag(application, 3, true),
			    .cut_hyphens = is_true(application->arguments[3]),
			    .separator = separator(application)};
	struct string line;
	size_t at = 0;

	for (bool first = true; filter_next_line(text, &at, &line); first = false) {
		if (width < 1)
			evaluation_fail(application->evaluation, "bad-argument",
					"'wordwrap' needs a width of 1 or more");
		if (!first)
			buf_string(out, wrap.separator);
		wrap.any = false;
		decode(&wrap, line);
		wrap_characters(&wrap);
	}
}

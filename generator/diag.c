/* diag: collects diagnostics, sorts them, prints them. See diag.h. */
#include "diag.h"

#include "diag_format.h"
#include "spelling.h"
#include "utf8.h"

#include <stdlib.h>

void diag_init(struct diagnostics *diagnostics, struct arena *arena, struct sources *sources)
{
	*diagnostics = (struct diagnostics){.arena = arena, .sources = sources};
}

static struct diagnostic *add(struct diagnostics *diagnostics, struct diagnostic diagnostic)
{
	struct diagnostic *added = arena_alloc(diagnostics->arena, sizeof *added);

	*added = diagnostic;
	added->order = diagnostics->count;
	diagnostics->items = arena_grow(diagnostics->arena, diagnostics->items, diagnostics->count,
					&diagnostics->capacity, sizeof(struct diagnostic *));
	diagnostics->items[diagnostics->count++] = added;
	if (added->severity == SEVERITY_ERROR)
		diagnostics->error_count++;
	else
		diagnostics->warning_count++;
	return added;
}

struct diagnostic *diag_error(struct diagnostics *diagnostics, const char *rule, struct span span,
			      const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	struct string const message = string_vprintf(diagnostics->arena, format, arguments);
	va_end(arguments);
	return add(diagnostics, (struct diagnostic){.severity = SEVERITY_ERROR, .rule = rule,
						    .span = span, .message = message});
}

struct diagnostic *diag_warning(struct diagnostics *diagnostics, const char *rule,
				struct span span, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	struct string const message = string_vprintf(diagnostics->arena, format, arguments);
	va_end(arguments);
	return add(diagnostics, (struct diagnostic){.severity = SEVERITY_WARNING, .rule = rule,
						    .span = span, .message = message});
}

void diag_note(struct diagnostics *diagnostics, struct diagnostic *diagnostic, struct span span,
	       const char *format, ...)
{
	struct diag_note *note = arena_alloc(diagnostics->arena, sizeof *note);
	struct diag_note **last = &diagnostic->notes;
	va_list arguments;

	va_start(arguments, format);
	*note = (struct diag_note){
		.span = span, .message = string_vprintf(diagnostics->arena, format, arguments)};
	va_end(arguments);
	while (*last)
		last = &(*last)->next;
	*last = note;
}

struct string diag_shown(struct arena *arena, struct string text)
{
	enum { LONGEST = 80 };
	struct buf *shown = arena_alloc(arena, sizeof *shown);
	size_t length = text.length;

	if (length > LONGEST) {
		length = LONGEST - 3;
		while (length && utf8_continues(text.bytes[length]))
			length--;
	}
	buf_init(shown, arena);
	diag_write_visible(shown, (struct string){text.bytes, length});
	if (length < text.length)
		buf_string(shown, STRING("…"));
	return buf_view(shown);
}

static int compare_numbers(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

/* By place and content alone, so that what is equal is neighbours and nothing
 * depends on the order of work; a file as a whole comes before its lines. */
static int compare_content(const struct diagnostic *a, const struct diagnostic *b)
{
	int order = compare_numbers(a->span.file, b->span.file);

	if (!order)
		order = compare_numbers((uint32_t)(a->span.start + 1), (uint32_t)(b->span.start + 1));
	if (!order)
		order = compare_numbers(a->span.end, b->span.end);
	if (!order)
		order = strcmp(a->rule, b->rule);
	return order ? order : string_compare(a->message, b->message);
}

static int compare(const void *left, const void *right)
{
	const struct diagnostic *a = *(struct diagnostic *const *)left;
	const struct diagnostic *b = *(struct diagnostic *const *)right;
	int const order = compare_content(a, b);

	return order ? order : compare_numbers(a->order, b->order);
}

static void sort(struct diagnostics *diagnostics)
{
	size_t kept = 0;

	if (!diagnostics->count)
		return;
	qsort(diagnostics->items, diagnostics->count, sizeof *diagnostics->items, compare);
	for (size_t i = 1; i < diagnostics->count; i++) {
		struct diagnostic *item = diagnostics->items[i];
		if (compare_content(diagnostics->items[kept], item) != 0)
			diagnostics->items[++kept] = item;
		else if (item->severity == SEVERITY_ERROR)
			diagnostics->error_count--;
		else
			diagnostics->warning_count--;
	}
	diagnostics->count = kept + 1;
}

void diag_print(struct diagnostics *diagnostics, struct buf *out, enum diag_format format,
		bool color)
{
	sort(diagnostics);
	switch (format) {
	case DIAG_TEXT:
		diag_write_text(diagnostics, out, color);
		break;
	case DIAG_JSON:
		diag_write_json(diagnostics, out);
		break;
	case DIAG_GITHUB:
		diag_write_github(diagnostics, out);
		break;
	case DIAG_SARIF:
		diag_write_sarif(diagnostics, out);
		break;
	}
}

struct string diag_nearest(struct string word, struct string (*next)(const void *data, size_t i),
			   const void *data)
{
	struct string nearest = {0}, candidate;
	size_t limit = word.length < 3 ? 1 : word.length / 3 + 1;

	if (!word.length || word.length > SPELLING_LONGEST)
		return nearest;
	for (size_t i = 0; (candidate = next(data, i)).length; i++) {
		size_t const longer = candidate.length > word.length ? candidate.length : word.length;
		size_t const shorter = candidate.length < word.length ? candidate.length : word.length;
		if (longer - shorter > limit || longer > SPELLING_LONGEST)
			continue;
		size_t const changes = spelling_distance(word, candidate);
		if (changes > limit || changes >= longer)
			continue;
		nearest = candidate;
		if (changes == 0)
			break;
		limit = changes - 1;
	}
	return nearest;
}

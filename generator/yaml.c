/* yaml: YAML and JSON files as value trees. See yaml.h.
 *
 * Values under construction lie on one stack: the items of the innermost list
 * or map are on top, and move to the tree when it ends. */
#include "yaml.h"

#include "encoding.h"
#include "utf8.h"
#include "yaml_core.h"
#include "yaml_problem.h"

#include <yaml.h>

enum { DEEPEST = 64, FEW_KEYS = 16 };

/* A list or map that has started and not ended. */
struct frame {
	bool is_map;
	bool has_key;     /* the next value belongs to key */
	struct key key;   /* without a name where it was reported, and its value is left out */
	uint32_t start, end;
	size_t base;      /* where its items start on the stack */
	struct map *keys; /* of a map that is not small: index + 1 of each key */
};

struct loader {
	yaml_parser_t parser;
	yaml_event_t event;
	bool parser_open, event_open;
	const struct yaml_options *options;
	struct source *source;
	struct string text;       /* what libyaml reads: the source's, or as long */
	size_t mark_index;        /* a place known in characters … */
	uint32_t mark_offset;     /* … and in bytes */
	struct buf stack;
	struct frame frames[DEEPEST];
	size_t depth;
	struct value document;
	bool has_document;
	struct arena work;        /* freed at the end of the file */
};

static void close_libyaml(void *data)
{
	struct loader *loader = data;

	if (loader->event_open)
		yaml_event_delete(&loader->event);
	if (loader->parser_open)
		yaml_parser_delete(&loader->parser);
	loader->event_open = loader->parser_open = false;
}

/* The byte offset of a mark of libyaml's, which counts characters. Marks move
 * forward but for a few steps, so that going from one to the next is cheap. */
static uint32_t offset_of(struct loader *loader, const yaml_mark_t *mark)
{
	struct string const text = loader->text;
	size_t at = loader->mark_offset;

	if (loader->source->ascii)
		return (uint32_t)mark->index;
	if (mark->index > loader->mark_index)
		at = utf8_advance(text, at, mark->index - loader->mark_index);
	for (size_t index = loader->mark_index; index > mark->index && at > 0; index--) {
		do
			at--;
		while (at > 0 && utf8_continues(text.bytes[at]));
	}
	loader->mark_index = mark->index;
	loader->mark_offset = (uint32_t)at;
	return (uint32_t)at;
}

static uint32_t end_of_event(struct loader *loader)
{
	return offset_of(loader, &loader->event.end_mark);
}

static struct span span_of(const struct loader *loader, size_t start, size_t end)
{
	return (struct span){(uint32_t)start, (uint32_t)end, loader->source->index};
}

/* The character at an offset, so that a caret has something to point at. */
static struct span span_at(const struct loader *loader, uint32_t start)
{
	size_t end = start;

	if (end < loader->text.length)
		end++;
	while (end < loader->text.length && utf8_continues(loader->text.bytes[end]))
		end++;
	return span_of(loader, start, end);
}

static void report_syntax(struct loader *loader)
{
	const yaml_parser_t *parser = &loader->parser;
	struct diagnostics *diagnostics = loader->options->diagnostics;

	if (parser->error == YAML_MEMORY_ERROR)
		arena_fail(loader->options->tree);
	if (parser->error == YAML_READER_ERROR) {
		diag_error(diagnostics, "yaml-syntax", span_of_file(loader->source->index), "%s",
			   parser->problem);
		return;
	}
	uint32_t const context = parser->context ? offset_of(loader, &parser->context_mark) : 0;
	uint32_t const place = offset_of(loader, &parser->problem_mark);
	char const next = place < loader->text.length ? loader->text.bytes[place] : '\0';
	struct yaml_problem const problem = yaml_problem(parser->problem, parser->context, next);
	bool const at_context = problem.at_context && parser->context;
	struct diagnostic *diagnostic =
		diag_error(diagnostics, "yaml-syntax",
			   span_at(loader, at_context ? context : place), "%s", problem.message);
	if (problem.note && parser->context)
		diag_note(diagnostics, diagnostic, span_at(loader, context), "%s", problem.note);
}

/* Reports the anchor and the tag that may stand before a value; returns where
 * the value itself starts. */
static uint32_t skip_properties(struct loader *loader, uint32_t start)
{
	const char *bytes = loader->text.bytes;
	size_t at = start;

	while (at < loader->text.length && (bytes[at] == '&' || bytes[at] == '!')) {
		bool const anchor = bytes[at] == '&';
		size_t end = at;
		while (end < loader->text.length && !strchr(" \t\r\n,[]{}", bytes[end]))
			end++;
		if (anchor)
			diag_error(loader->options->diagnostics, "anchor", span_of(loader, at, end),
				   "anchors are not allowed; write the value where it is needed");
		else
			diag_error(loader->options->diagnostics, "tag", span_of(loader, at, end),
				   "tags are not allowed; the key says what type its value has");
		at = end;
		while (at < loader->text.length && strchr(" \t\r\n", bytes[at]))
			at++;
	}
	return (uint32_t)at;
}

/* True where the current scalar is plain and stands in the file as it was read,
 * which most are: comparing is cheaper than asking where it ends and what stands
 * before it. (One that is folded differs where its first line ends.) */
static bool is_as_written(const struct loader *loader, uint32_t start)
{
	const yaml_event_t *event = &loader->event;
	size_t const length = event->data.scalar.length;

	return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && length &&
	       length <= loader->text.length - start &&
	       memcmp(loader->text.bytes + start, event->data.scalar.value, length) == 0;
}

static enum value_style style_of(const yaml_event_t *event)
{
	switch (event->data.scalar.style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return STYLE_QUOTED;
	case YAML_LITERAL_SCALAR_STYLE:
	case YAML_FOLDED_SCALAR_STYLE:
		return STYLE_BLOCK;
	default:
		return STYLE_PLAIN;
	}
}

/* The scalar's text: the source's own bytes where they are the same. */
static struct string scalar_text(struct loader *loader, uint32_t start, uint32_t end)
{
	struct string const text = {(const char *)loader->event.data.scalar.value,
				    loader->event.data.scalar.length};
	bool const quoted = style_of(&loader->event) == STYLE_QUOTED;
	uint32_t const first = start + quoted, last = end - quoted;

	if (last >= first && last - first == text.length &&
	    memcmp(loader->text.bytes + first, text.bytes, text.length) == 0)
		return (struct string){loader->source->text.bytes + first, text.length};
	char *copy = arena_copy(loader->options->texts, text.bytes, text.length);
	if (loader->text.bytes != loader->source->text.bytes)
		encoding_restore(copy, text.length);
	return (struct string){copy, text.length};
}

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

/* A scalar that stands in the file as it was read. */
static struct value written_value(struct loader *loader, uint32_t start)
{
	uint32_t const length = (uint32_t)loader->event.data.scalar.length;

	loader->mark_index = loader->event.end_mark.index;
	loader->mark_offset = start + length;
	return (struct value){.start = start, .end = start + length, .file = loader->source->index,
			      .type = VALUE_STRING, .style = STYLE_PLAIN, .length = length,
			      .bytes = loader->source->text.bytes + start};
}

static struct value other_value(struct loader *loader, uint32_t start)
{
	uint32_t const own_start = skip_properties(loader, start);
	uint32_t end = end_of_event(loader);

	if (end < own_start)
		end = own_start;
	struct string const text = scalar_text(loader, own_start, end);
	enum value_style const style = style_of(&loader->event);
	while (style == STYLE_BLOCK && end > own_start + 1 && is_space(loader->text.bytes[end - 1]))
		end--;
	return (struct value){.start = own_start, .end = end, .file = loader->source->index,
			      .type = VALUE_STRING, .style = (uint8_t)style,
			      .length = (uint32_t)text.length, .bytes = text.bytes};
}

/* An entry of a map that has not ended. */
struct pair {
	struct key key;
	struct value value;
};

static const struct pair *pair_at(const struct loader *loader, const struct frame *frame,
				  size_t index)
{
	return (const struct pair *)(const void *)(loader->stack.bytes + frame->base) + index;
}

static size_t pair_count(const struct loader *loader, const struct frame *frame)
{
	return (loader->stack.length - frame->base) / sizeof(struct pair);
}

/* The entry of the innermost map with this key, or NULL. */
static const struct pair *find_key(struct loader *loader, struct frame *frame,
				   const struct symbol *name)
{
	size_t const count = pair_count(loader, frame);

	if (count <= FEW_KEYS) {
		for (size_t i = 0; i < count; i++)
			if (pair_at(loader, frame, i)->key.name == name)
				return pair_at(loader, frame, i);
		return NULL;
	}
	if (!frame->keys) {
		frame->keys = arena_alloc(&loader->work, sizeof *frame->keys);
		map_init(frame->keys, &loader->work);
		for (size_t i = 0; i < count; i++)
			*map_slot(frame->keys, pair_at(loader, frame, i)->key.name->text) =
				(void *)(uintptr_t)(i + 1);
	}
	void **slot = map_slot(frame->keys, name->text);
	if (*slot)
		return pair_at(loader, frame, (uintptr_t)*slot - 1);
	*slot = (void *)(uintptr_t)(count + 1);
	return NULL;
}

static void take_key(struct loader *loader, struct frame *frame, const struct value *value)
{
	struct diagnostics *diagnostics = loader->options->diagnostics;

	frame->has_key = true;
	frame->key = (struct key){NULL, value->start, value->end};
	if (value->type != VALUE_STRING)
		return;
	const struct symbol *name = symbol_intern(loader->options->symbols, value_string(value));
	const struct pair *first = find_key(loader, frame, name);
	if (!first) {
		frame->key.name = name;
		return;
	}
	struct string const shown = diag_shown(diagnostics->arena, value_string(value));
	struct diagnostic *diagnostic = diag_error(diagnostics, "duplicate-key", value_span(value),
						   "the key '%.*s' is already there",
						   STRING_FORMAT(shown));
	diag_note(diagnostics, diagnostic, span_of(loader, first->key.start, first->key.end),
		  "first used here");
}

/* Gives a finished value to what it belongs to. */
static void add_value(struct loader *loader, const struct value *value)
{
	if (loader->depth == 0) {
		loader->document = *value;
		loader->has_document = true;
		return;
	}
	struct frame *frame = &loader->frames[loader->depth - 1];
	if (frame->end < value->end)
		frame->end = value->end;
	if (!frame->is_map) {
		buf_append(&loader->stack, (const char *)value, sizeof *value);
	} else if (!frame->has_key) {
		take_key(loader, frame, value);
	} else {
		struct pair const pair = {frame->key, *value};
		frame->has_key = false;
		if (pair.key.name)
			buf_append(&loader->stack, (const char *)&pair, sizeof pair);
	}
}

static bool expects_key(const struct loader *loader)
{
	const struct frame *frame = loader->depth ? &loader->frames[loader->depth - 1] : NULL;

	return frame && frame->is_map && !frame->has_key;
}

/* Keys are strings whatever they look like, as JSON's are. */
static void take_scalar(struct loader *loader, uint32_t start)
{
	struct value value = is_as_written(loader, start) ? written_value(loader, start)
							  : other_value(loader, start);

	if (loader->options->types == YAML_CORE_TYPES && value.style == STYLE_PLAIN &&
	    !expects_key(loader))
		value = yaml_core_value(value, loader->options->diagnostics);
	add_value(loader, &value);
}

static bool start_collection(struct loader *loader, uint32_t start, bool is_map)
{
	struct diagnostics *diagnostics = loader->options->diagnostics;
	uint32_t const own_start = skip_properties(loader, start);

	if (loader->depth == DEEPEST) {
		diag_error(diagnostics, "nesting", span_at(loader, own_start),
			   "lists and mappings are nested more than %d levels deep", DEEPEST);
		return false;
	}
	if (expects_key(loader))
		diag_error(diagnostics, "complex-key", span_at(loader, own_start),
			   "a key is a word, not a list or mapping");
	loader->frames[loader->depth++] = (struct frame){
		.is_map = is_map, .start = own_start, .end = own_start, .base = loader->stack.length};
	return true;
}

static struct value *new_items(const struct loader *loader, const struct frame *frame,
			       uint32_t count)
{
	size_t const size = count * sizeof(struct value);
	struct value *items = arena_alloc(loader->options->tree, size);

	if (size)
		memcpy(items, loader->stack.bytes + frame->base, size);
	return items;
}

static struct entries *new_entries(const struct loader *loader, const struct frame *frame,
				   uint32_t count)
{
	struct key *keys;
	struct entries *entries = entries_with_keys(loader->options->tree, count, &keys);

	for (uint32_t i = 0; i < count; i++) {
		const struct pair *pair = pair_at(loader, frame, i);
		keys[i] = pair->key;
		entries->values[i] = pair->value;
	}
	return entries;
}

/* libyaml's end of a block collection is the next token, perhaps lines later;
 * ours is the end of its last item. */
static void end_collection(struct loader *loader, uint32_t start, uint32_t end)
{
	const struct frame *frame = &loader->frames[--loader->depth];
	size_t const size = loader->stack.length - frame->base;
	struct value value = {.start = frame->start, .end = end > start ? end : frame->end,
			      .file = loader->source->index};

	value.type = frame->is_map ? VALUE_MAP : VALUE_LIST;
	value.length = (uint32_t)(size / (frame->is_map ? sizeof(struct pair) : sizeof value));
	if (frame->is_map)
		value.entries = new_entries(loader, frame, value.length);
	else
		value.items = new_items(loader, frame, value.length);
	loader->stack.length = frame->base;
	add_value(loader, &value);
}

static void take_alias(struct loader *loader, uint32_t start, uint32_t end)
{
	diag_error(loader->options->diagnostics, "alias", span_of(loader, start, end),
		   "aliases are not allowed; write the value itself");
	add_value(loader, &(struct value){.start = start, .end = end, .file = loader->source->index});
}

/* Takes what libyaml has read; false where reading ends. */
static bool take_event(struct loader *loader)
{
	uint32_t const start = offset_of(loader, &loader->event.start_mark);

	switch (loader->event.type) {
	case YAML_DOCUMENT_START_EVENT:
		if (!loader->has_document)
			return true;
		diag_error(loader->options->diagnostics, "multiple-documents",
			   span_of(loader, start, end_of_event(loader)),
			   "a second document; a file holds one");
		return false;
	case YAML_SCALAR_EVENT:
		take_scalar(loader, start);
		return true;
	case YAML_SEQUENCE_START_EVENT:
		return start_collection(loader, start, false);
	case YAML_MAPPING_START_EVENT:
		return start_collection(loader, start, true);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		end_collection(loader, start, end_of_event(loader));
		return true;
	case YAML_ALIAS_EVENT:
		take_alias(loader, start, end_of_event(loader));
		return true;
	default:
		return loader->event.type != YAML_STREAM_END_EVENT;
	}
}

/* Starts libyaml on the text. It is not fed but finds its working buffer full
 * and its input at the end, so that it does not decode and copy, character by
 * character, what encoding_check has looked at: a fifth of its work. The NUL
 * behind every source is what its own reader puts at the end. libyaml asks of
 * `unread` only whether there are enough characters, so bytes will do. */
static void open_libyaml(struct loader *loader)
{
	yaml_parser_t *parser = &loader->parser;

	if (!yaml_parser_initialize(parser))
		arena_fail(loader->options->tree);
	loader->parser_open = true;
	yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(parser, (const unsigned char *)"", 0);
	parser->buffer.pointer = (unsigned char *)(uintptr_t)loader->text.bytes;
	parser->buffer.last = parser->buffer.pointer + loader->text.length + 1;
	parser->unread = loader->text.length + 1;
	parser->eof = 1;
}

/* Reads to the end; false where the file cannot be used. */
static bool parse(struct loader *loader)
{
	bool more = true;

	open_libyaml(loader);
	while (more) {
		if (!yaml_parser_parse(&loader->parser, &loader->event)) {
			report_syntax(loader);
			return false;
		}
		loader->event_open = true;
		more = take_event(loader);
		yaml_event_delete(&loader->event);
		loader->event_open = false;
	}
	return loader->depth == 0;
}

static bool is_empty(const struct value *document)
{
	return document->type == VALUE_STRING && document->style == STYLE_PLAIN && !document->length;
}

struct value yaml_load(struct source *source, const struct yaml_options *options)
{
	struct loader *loader = arena_calloc(options->tree, 1, sizeof *loader);
	bool loaded = false;

	loader->options = options;
	loader->source = source;
	arena_init_child(&loader->work, options->tree);
	buf_init(&loader->stack, &loader->work);
	arena_defer(&loader->work, close_libyaml, loader);
	if (encoding_check(source, &loader->work, options->diagnostics, &loader->text))
		loaded = parse(loader);
	struct value const document = loader->document;
	bool const has_document = loader->has_document;
	arena_free(&loader->work);
	if (!loaded)
		return (struct value){.file = source->index};
	if (!has_document || (options->types == YAML_AS_WRITTEN && is_empty(&document))) {
		diag_error(options->diagnostics, "empty-document", span_of_file(source->index),
			   "the file is empty");
		return (struct value){.file = source->index};
	}
	return document;
}

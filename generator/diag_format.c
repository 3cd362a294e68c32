/* diag_format: diagnostics as machines read them. See diag_format.h. */
#include "diag_format.h"

#include "json.h"
#include "utf8.h"

/* A path may be any bytes, these formats are UTF-8. */
static struct string readable_path(struct arena *arena, struct string path)
{
	if (utf8_check(path) == path.length)
		return path;
	struct buf *visible = arena_alloc(arena, sizeof *visible);
	buf_init(visible, arena);
	diag_write_visible(visible, path);
	return buf_view(visible);
}

struct place diag_place(const struct diagnostics *diagnostics, struct span span)
{
	struct source *source = source_at(diagnostics->sources, span.file);
	struct place place = {0};

	if (!source)
		return place;
	place.path = readable_path(diagnostics->arena, source->path);
	if (span.start != SPAN_WHOLE_FILE) {
		place.start = source_position(source, diagnostics->arena, span.start);
		place.end = source_position(source, diagnostics->arena, span.end);
	}
	return place;
}

static const char *severity_name(enum severity severity)
{
	return severity == SEVERITY_ERROR ? "error" : "warning";
}

static void json_number_or_null(struct buf *out, const char *key, uint32_t number)
{
	if (number)
		buf_printf(out, ",\"%s\":%u", key, (unsigned)number);
	else
		buf_printf(out, ",\"%s\":null", key);
}

static void write_json_item(const struct diagnostics *diagnostics, const struct diagnostic *item,
			    struct buf *out)
{
	struct place const place = diag_place(diagnostics, item->span);

	buf_string(out, STRING("{\"file\":"));
	json_text(out, place.path);
	json_number_or_null(out, "line", place.start.line);
	json_number_or_null(out, "column", place.start.column);
	json_number_or_null(out, "endLine", place.end.line);
	json_number_or_null(out, "endColumn", place.end.column);
	buf_printf(out, ",\"severity\":\"%s\",\"rule\":\"%s\",\"message\":",
		   severity_name(item->severity), item->rule);
	json_string(out, item->message);
	buf_byte(out, '}');
}

void diag_write_json(const struct diagnostics *diagnostics, struct buf *out)
{
	buf_byte(out, '[');
	for (size_t i = 0; i < diagnostics->count; i++) {
		buf_string(out, i ? STRING(",\n ") : STRING("\n "));
		write_json_item(diagnostics, diagnostics->items[i], out);
	}
	buf_string(out, diagnostics->count ? STRING("\n]\n") : STRING("]\n"));
}

/* Workflow commands end at a line feed, their properties at a comma or colon. */
static void github_escape(struct buf *out, struct string text, const char *specials)
{
	for (size_t i = 0; i < text.length; i++) {
		char const byte = text.bytes[i];
		if (byte != '\0' && strchr(specials, byte))
			buf_printf(out, "%%%02X", (unsigned char)byte);
		else
			buf_byte(out, byte);
	}
}

static void github_data(struct buf *out, struct string text)
{
	github_escape(out, text, "%\r\n");
}

static void github_property(struct buf *out, struct string text)
{
	github_escape(out, text, "%\r\n:,");
}

static void write_github_note(const struct diagnostics *diagnostics, const struct diag_note *note,
			      struct buf *out)
{
	struct place const place = diag_place(diagnostics, note->span);

	buf_string(out, STRING("%0A"));
	if (place.path.length) {
		github_data(out, place.path);
		if (place.start.line)
			buf_printf(out, ":%u:%u", (unsigned)place.start.line,
				   (unsigned)place.start.column);
		buf_string(out, STRING(": "));
	}
	buf_string(out, STRING("note: "));
	github_data(out, note->message);
}

void diag_write_github(const struct diagnostics *diagnostics, struct buf *out)
{
	for (size_t i = 0; i < diagnostics->count; i++) {
		const struct diagnostic *item = diagnostics->items[i];
		struct place const place = diag_place(diagnostics, item->span);
		buf_printf(out, "::%s ", severity_name(item->severity));
		if (place.path.length) {
			buf_string(out, STRING("file="));
			github_property(out, place.path);
			buf_byte(out, ',');
		}
		if (place.start.line)
			buf_printf(out, "line=%u,col=%u,endLine=%u,endColumn=%u,",
				   (unsigned)place.start.line, (unsigned)place.start.column,
				   (unsigned)place.end.line, (unsigned)place.end.column);
		buf_printf(out, "title=%s::", item->rule);
		github_data(out, item->message);
		for (const struct diag_note *note = item->notes; note; note = note->next)
			write_github_note(diagnostics, note, out);
		buf_byte(out, '\n');
	}
}

/* A path as a URI reference: what RFC 3986 does not allow in one is escaped. */
static void sarif_uri(struct buf *out, struct string path)
{
	static const char unreserved[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "0123456789-._~/";

	buf_byte(out, '"');
	if (string_starts_with(path, STRING("/")))
		buf_string(out, STRING("file://"));
	for (size_t i = 0; i < path.length; i++) {
		char const byte = path.bytes[i];
		if (byte != '\0' && strchr(unreserved, byte))
			buf_byte(out, byte);
		else
			buf_printf(out, "%%%02X", (unsigned char)byte);
	}
	buf_byte(out, '"');
}

static void sarif_location(const struct diagnostics *diagnostics, struct span span,
			   const struct string *message, struct buf *out)
{
	struct place const place = diag_place(diagnostics, span);

	buf_byte(out, '{');
	if (place.path.length) {
		buf_string(out, STRING("\"physicalLocation\":{\"artifactLocation\":{\"uri\":"));
		sarif_uri(out, place.path);
		buf_byte(out, '}');
		if (place.start.line)
			buf_printf(out,
				   ",\"region\":{\"startLine\":%u,\"startColumn\":%u,"
				   "\"endLine\":%u,\"endColumn\":%u}",
				   (unsigned)place.start.line, (unsigned)place.start.column,
				   (unsigned)place.end.line, (unsigned)place.end.column);
		buf_byte(out, '}');
	}
	if (message) {
		buf_string(out, place.path.length ? STRING(",\"message\":{\"text\":")
						  : STRING("\"message\":{\"text\":"));
		json_string(out, *message);
		buf_byte(out, '}');
	}
	buf_byte(out, '}');
}

static void sarif_result(const struct diagnostics *diagnostics, const struct diagnostic *item,
			 size_t rule, struct buf *out)
{
	buf_printf(out, "{\"ruleId\":\"%s\",\"ruleIndex\":%zu,\"level\":\"%s\",\"message\":{\"text\":",
		   item->rule, rule, severity_name(item->severity));
	json_string(out, item->message);
	buf_string(out, STRING("},\"locations\":["));
	if (item->span.file != SPAN_NOWHERE)
		sarif_location(diagnostics, item->span, NULL, out);
	buf_byte(out, ']');
	for (const struct diag_note *note = item->notes; note; note = note->next) {
		buf_string(out, note == item->notes ? STRING(",\"relatedLocations\":[") : STRING(","));
		sarif_location(diagnostics, note->span, &note->message, out);
	}
	buf_string(out, item->notes ? STRING("]}") : STRING("}"));
}

/* The rules that occur, in order of their first result. */
struct rules {
	const char **ids;
	size_t count, capacity;
};

static size_t rule_index(struct rules *rules, struct arena *arena, const char *id)
{
	size_t at = 0;

	while (at < rules->count && strcmp(rules->ids[at], id) != 0)
		at++;
	if (at == rules->count) {
		rules->ids = arena_grow(arena, rules->ids, rules->count, &rules->capacity,
					sizeof *rules->ids);
		rules->ids[rules->count++] = id;
	}
	return at;
}

void diag_write_sarif(const struct diagnostics *diagnostics, struct buf *out)
{
	struct rules rules = {0};

	for (size_t i = 0; i < diagnostics->count; i++)
		rule_index(&rules, diagnostics->arena, diagnostics->items[i]->rule);
	buf_printf(out, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
			"\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"errbind\","
			"\"version\":\"%s\",\"rules\":[", ERRBIND_VERSION);
	for (size_t i = 0; i < rules.count; i++)
		buf_printf(out, "%s{\"id\":\"%s\"}", i ? "," : "", rules.ids[i]);
	buf_string(out, STRING("]}},\"columnKind\":\"unicodeCodePoints\",\"results\":["));
	for (size_t i = 0; i < diagnostics->count; i++) {
		const struct diagnostic *item = diagnostics->items[i];
		buf_string(out, i ? STRING(",\n") : STRING("\n"));
		size_t const rule = rule_index(&rules, diagnostics->arena, item->rule);
		sarif_result(diagnostics, item, rule, out);
	}
	buf_string(out, STRING("\n]}]}\n"));
}

/* template_parse: finds templates and has them parsed. See template_parse.h.
 *
 * A template that another one names while that is being parsed waits until that
 * is done, so that neither long chains nor circles of includes need recursion. */
#include "template_parse.h"

#include "filter_functions.h"
#include "template_parser.h"
#include "utf8.h"

#include <sys/stat.h>

struct templates *templates_new(struct arena *arena, struct map *symbols,
				struct diagnostics *diagnostics, const struct string *folders,
				size_t folder_count, const struct dialect *dialect)
{
	struct templates *templates = arena_calloc(arena, 1, sizeof *templates);

	*templates = (struct templates){.arena = arena, .symbols = symbols,
					.diagnostics = diagnostics, .folders = folders,
					.folder_count = folder_count, .dialect = dialect};
	templates->classes = arena_calloc(arena, 1, sizeof *templates->classes);
	arena_init_child(&templates->module_arena, arena);
	map_init(&templates->by_name, arena);
	map_init(&templates->attributes, arena);
	return templates;
}

/* A name leads to a file below a folder and to nothing else. */
static bool is_inside(struct string name)
{
	size_t start = 0;

	for (size_t i = 0; i <= name.length; i++) {
		if (i < name.length && (name.bytes[i] == '\0' || name.bytes[i] == '\\'))
			return false;
		if (i < name.length && name.bytes[i] != '/')
			continue;
		struct string const part = {name.bytes + start, i - start};
		if (!part.length || string_is(part, ".") || string_is(part, ".."))
			return false;
		start = i + 1;
	}
	return true;
}

static struct string join_path(struct arena *arena, struct string folder, struct string name)
{
	if (!folder.length || string_is(folder, "."))
		return string_copy(arena, name);
	bool const slash = folder.bytes[folder.length - 1] != '/';
	size_t const length = folder.length + slash + name.length;
	char *path = arena_alloc(arena, length + 1);
	memcpy(path, folder.bytes, folder.length);
	path[folder.length] = '/';
	memcpy(path + folder.length + slash, name.bytes, name.length);
	path[length] = '\0';
	return (struct string){path, length};
}

static bool exists(struct string path)
{
	struct stat status;

	return stat(path.bytes, &status) == 0;
}

/* The path of the first folder that has the name, or an empty string. */
static struct string find_path(const struct templates *templates, struct string name)
{
	for (size_t i = 0; i < templates->folder_count; i++) {
		struct string const path =
			join_path(templates->arena, templates->folders[i], name);
		if (exists(path))
			return path;
	}
	return (struct string){0};
}

/* The file that a name leads to, or NULL after reporting. */
static struct source *find_source(struct templates *templates, struct string name,
				  struct span wanted_at)
{
	struct diagnostics *diagnostics = templates->diagnostics;
	struct string problem = STRING("no such file");
	uint16_t file;

	bool const inside = is_inside(name);
	struct string const path = inside ? find_path(templates, name) : (struct string){0};
	struct source *source =
		path.length ? source_read(diagnostics->sources, path, &file, &problem) : NULL;
	if (source)
		return source;
	struct string const shown = diag_shown(diagnostics->arena, name);
	if (inside)
		diag_error(diagnostics, "template-not-found", wanted_at,
			   "cannot read the template '%.*s': %.*s", STRING_FORMAT(shown),
			   STRING_FORMAT(problem));
	else
		diag_error(
			diagnostics, "template-not-found", wanted_at,
			"'%.*s' is no name of a template: it must be a path inside the folder of "
			"templates",
			STRING_FORMAT(shown));
	return NULL;
}

static bool check_text(struct templates *templates, const struct source *source, uint32_t start,
		       uint32_t end)
{
	struct string const text = {source->text.bytes + start, end - start};
	uint32_t const wrong = source->ascii ? end : start + (uint32_t)utf8_check(text);

	if (wrong == end)
		return true;
	diag_error(templates->diagnostics, "template-syntax",
		   (struct span){wrong, wrong + 1, source->index},
		   "a template is written in UTF-8; this byte is none of it");
	return false;
}

static struct template *new_template(struct templates *templates, struct string name,
				     struct source *source, uint32_t start, uint32_t end)
{
	struct template *template = arena_calloc(templates->arena, 1, sizeof *template);
	struct template_list *pending = &templates->pending;

	template->templates = templates;
	template->name = name;
	template->source = source;
	template->start = start;
	template->end = end;
	pending->items = arena_grow(templates->arena, pending->items, pending->count,
				    &pending->capacity, sizeof *pending->items);
	pending->items[pending->count++] = template;
	return template;
}

/* Parses what is waiting, and what that adds, unless that is being done already. */
static void parse_pending(struct templates *templates)
{
	if (templates->parsing)
		return;
	templates->parsing = true;
	for (size_t i = 0; i < templates->pending.count; i++) {
		struct template *template = templates->pending.items[i];
		if (check_text(templates, template->source, template->start, template->end))
			parser_run(templates, template);
	}
	templates->pending.count = 0;
	templates->parsing = false;
}

const struct template *templates_get(struct templates *templates, struct string name,
				     struct span wanted_at)
{
	bool const inside = templates->parsing;
	struct template *template = map_get(&templates->by_name, name);

	if (!template) {
		struct source *source = find_source(templates, name, wanted_at);
		if (!source)
			return NULL;
		struct string const kept = string_copy(templates->arena, name);
		template = new_template(templates, kept, source, 0, (uint32_t)source->text.length);
		*map_slot(&templates->by_name, kept) = template;
		parse_pending(templates);
	}
	return template->usable || inside ? template : NULL;
}

const struct template *templates_parse(struct templates *templates, struct source *source,
				       uint32_t start, uint32_t end)
{
	struct template *template = new_template(templates, source->path, source, start, end);

	parse_pending(templates);
	return template->usable ? template : NULL;
}

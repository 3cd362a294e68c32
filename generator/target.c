/* target: a language as data. See target.h. This file finds the descriptor and
 * what it extends; target_read.c reads it. */
#include "target_read.h"

#include "target_schema.h"
#include "yaml.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

/* How deep targets may extend one another. */
enum { LONGEST_CHAIN = 16 };

/* Finds name/target.yaml in the folders from *from on, and moves *from behind
 * where it was found. NULL where there is none; a file that is there but cannot
 * be read is reported. */
static struct source *find_descriptor(const struct target_loading *loading, struct string name,
				      size_t *from)
{
	const struct target_search *search = loading->search;
	struct stat about;

	while (*from < search->folders.count) {
		struct string const folder = search->folders.items[(*from)++];
		struct string const path =
			string_printf(search->arena, "%.*s/%.*s/target.yaml", STRING_FORMAT(folder),
				      STRING_FORMAT(name));
		struct string problem;
		uint16_t file;
		if (stat(path.bytes, &about) < 0)
			continue;
		struct source *source =
			source_read(search->diagnostics->sources, path, &file, &problem);
		if (!source) {
			diag_error(search->diagnostics, "unreadable-file", span_of_file(file),
				   "cannot read the target: %.*s", STRING_FORMAT(problem));
			return NULL;
		}
		loading->folders[loading->target->folders.count++] = string_printf(
			search->arena, "%.*s/%.*s", STRING_FORMAT(folder), STRING_FORMAT(name));
		return source;
	}
	return NULL;
}

static struct value load_yaml(const struct target_loading *loading, struct source *source)
{
	const struct target_search *search = loading->search;
	struct yaml_options const options = {.types = YAML_AS_WRITTEN,
					     .symbols = search->symbols,
					     .tree = search->arena,
					     .texts = search->arena,
					     .diagnostics = search->diagnostics};

	return yaml_load(source, &options);
}

static const struct value *get(const struct target_loading *loading, const struct value *map,
			       const char *key)
{
	return value_get(map, symbol_intern(loading->search->symbols, string_of(key)));
}

/* Adds an entry behind those of a map that has room for it. */
static void add_entry(struct value *map, struct key *keys, struct entry entry)
{
	keys[map->length] = *entry.key;
	map->entries->values[map->length++] = *entry.value;
}

/* Adds what the map lacks from the target that it extends. */
static void inherit(const struct target_loading *loading, struct value *map, const struct value *base)
{
	const struct symbol *extends =
		symbol_intern(loading->search->symbols, STRING("extends"));
	struct key *keys;
	struct value joined = value_map(
		entries_with_keys(loading->search->arena, map->length + base->length, &keys), 0);

	for (uint32_t i = 0; i < map->length; i++)
		if (map->entries->keys[i].name != extends)
			add_entry(&joined, keys, value_entry(map, i));
	for (uint32_t i = 0; i < base->length; i++) {
		const struct symbol *name = base->entries->keys[i].name;
		if (!value_get(map, name) || name == extends)
			add_entry(&joined, keys, value_entry(base, i));
	}
	map->entries = joined.entries;
	map->length = joined.length;
}

static void report_missing_target(const struct target_loading *loading, struct string name,
				  struct span wanted_at)
{
	struct buf *folders = buf_new(loading->search->arena);

	for (size_t i = 0; i < loading->search->folders.count; i++)
		buf_printf(folders, "%s'%.*s'", i ? ", " : "",
			   STRING_FORMAT(loading->search->folders.items[i]));
	if (folders->length)
		diag_error(loading->search->diagnostics, "unknown-target", wanted_at,
			   "there is no target '%.*s': no folder of that name with a target.yaml "
			   "in %.*s",
			   STRING_FORMAT(name), STRING_FORMAT(buf_view(folders)));
	else
		diag_error(loading->search->diagnostics, "unknown-target", wanted_at,
			   "there is no target '%.*s', as there is no folder of targets: name one "
			   "with --templates, or install errbind",
			   STRING_FORMAT(name));
}

/* The tree of a target's descriptor with all that it inherits; undefined after
 * reporting. A target that extends its own name takes the one that it hides. */
static struct value load_chain(const struct target_loading *loading, struct string name,
			       struct span wanted_at)
{
	size_t from = 0;
	size_t const errors = loading->search->diagnostics->error_count;
	struct source *source = find_descriptor(loading, name, &from);

	if (!source) {
		if (loading->search->diagnostics->error_count == errors)
			report_missing_target(loading, name, wanted_at);
		return (struct value){0};
	}
	struct value tree = load_yaml(loading, source);
	const struct value *extends;
	while (tree.type == VALUE_MAP && (extends = get(loading, &tree, "extends")) &&
	       extends->type == VALUE_STRING) {
		struct string const next = value_string(extends);
		struct span const place = value_span(extends);
		if (!string_equal(next, name))
			from = 0;
		if (loading->target->folders.count == LONGEST_CHAIN) {
			diag_error(loading->search->diagnostics, "extends-loop", place,
				   "targets extend one another more than %d deep", LONGEST_CHAIN);
			return (struct value){0};
		}
		name = next;
		source = find_descriptor(loading, name, &from);
		if (!source) {
			report_missing_target(loading, name, place);
			return (struct value){0};
		}
		struct value const base = load_yaml(loading, source);
		if (base.type != VALUE_MAP)
			return (struct value){0};
		inherit(loading, &tree, &base);
	}
	return tree;
}

/* The value of an option: what the registry says, or else the default. */
static struct value option_value(const struct target_loading *loading, struct entry option,
				 const struct value *given)
{
	const struct value *fields[OPTION_FIELDS];
	const struct value *value =
		given->type == VALUE_MAP ? value_get(given, option.key->name) : NULL;

	schema_fields(target_option_fields, option.value, fields);
	if (!target_has(value))
		return target_has(fields[OPTION_DEFAULT]) ? *fields[OPTION_DEFAULT] : value_none();
	const struct value *allowed = fields[OPTION_VALUES];
	if (!target_has(allowed))
		return *value;
	for (uint32_t i = 0; i < allowed->length; i++)
		if (target_has(&allowed->items[i]) &&
		    string_equal(value_string(&allowed->items[i]), value_string(value)))
			return *value;
	struct diagnostic *diagnostic =
		diag_error(loading->search->diagnostics, "bad-option", value_span(value),
			   "the option '%.*s' of target '%.*s' does not take '%.*s'",
			   STRING_FORMAT(option.key->name->text), STRING_FORMAT(loading->target->name),
			   STRING_FORMAT(value_string(value)));
	diag_note(loading->search->diagnostics, diagnostic, value_span(allowed),
		  "these are the values it takes");
	return *value;
}

static struct string option_name_at(const void *data, size_t index)
{
	const struct value *options = data;

	return index < options->length ? options->entries->keys[index].name->text
				       : (struct string){0};
}

static void report_unknown_options(const struct target_loading *loading,
				   const struct value *given, const struct value *options)
{
	for (uint32_t i = 0; given->type == VALUE_MAP && i < given->length; i++) {
		struct entry const entry = value_entry(given, i);
		if (value_get(options, entry.key->name))
			continue;
		struct diagnostic *diagnostic = diag_error(
			loading->search->diagnostics, "unknown-option", entry_key_span(entry),
			"target '%.*s' has no option '%.*s'", STRING_FORMAT(loading->target->name),
			STRING_FORMAT(entry.key->name->text));
		struct string const near =
			diag_nearest(entry.key->name->text, option_name_at, options);
		if (near.length)
			diag_note(loading->search->diagnostics, diagnostic, span_nowhere(),
				  "did you mean '%.*s'?", STRING_FORMAT(near));
	}
}

static void read_options(const struct target_loading *loading, const struct value *options,
			 const struct value *given)
{
	static const struct value none = {.type = VALUE_MAP};

	if (!target_has(options))
		options = &none;
	report_unknown_options(loading, given, options);
	loading->target->options = value_map(NULL, 0);
	if (!options->length)
		return;
	struct entries *entries =
		entries_new(loading->search->arena, options->entries->keys, options->length);
	for (uint32_t i = 0; i < options->length; i++)
		entries->values[i] = option_value(loading, value_entry(options, i), given);
	loading->target->options = value_map(entries, options->length);
}

static int compare_names(const void *a, const void *b)
{
	return string_compare(*(const struct string *)a, *(const struct string *)b);
}

static bool is_template_name(const char *name)
{
	size_t const length = strlen(name);

	return length > 3 && name[0] != '.' && strcmp(name + length - 3, ".j2") == 0;
}

static void close_folder(void *data)
{
	closedir(data);
}

/* Parses every template of a folder, used or not, in the order of names. */
static void parse_folder(const struct target_loading *loading, struct string folder)
{
	struct string *names = NULL;
	size_t count = 0, capacity = 0;
	DIR *open = opendir(folder.bytes);

	if (!open)
		return;
	struct arena *scratch = arena_new_child(loading->search->arena);
	arena_defer(scratch, close_folder, open);
	for (struct dirent *entry; (entry = readdir(open));) {
		if (!is_template_name(entry->d_name))
			continue;
		names = arena_grow(scratch, names, count, &capacity, sizeof *names);
		names[count++] = string_copy(loading->search->arena, string_of(entry->d_name));
	}
	if (count)
		qsort(names, count, sizeof *names, compare_names);
	for (size_t i = 0; i < count; i++)
		templates_get(loading->target->templates, names[i], span_nowhere());
	arena_free(scratch);
}

struct target *target_load(const struct target_search *search, struct string name,
			   struct span wanted_at, const struct value *options)
{
	struct target *target = arena_calloc(search->arena, 1, sizeof *target);
	struct target_loading loading = {
		.search = search,
		.target = target,
		.folders = arena_calloc(search->arena, LONGEST_CHAIN, sizeof *loading.folders),
	};
	size_t const errors = search->diagnostics->error_count;

	target->name = name;
	target->folders.items = loading.folders;
	struct value tree = load_chain(&loading, name, wanted_at);
	if (tree.type == VALUE_UNDEFINED)
		return NULL;
	schema_check(&target_schema, &tree, search->diagnostics);
	const struct value *declared = tree.type == VALUE_MAP ? get(&loading, &tree, "target") : NULL;
	if (target_has(declared) && !string_equal(value_string(declared), name))
		diag_error(search->diagnostics, "target-name", value_span(declared),
			   "the target in the folder '%.*s' has to carry its name, not '%.*s'",
			   STRING_FORMAT(name), STRING_FORMAT(value_string(declared)));
	target->templates =
		templates_new(search->arena, search->symbols, search->diagnostics,
			      target->folders.items, target->folders.count, &target->dialect);
	target_read(&loading, &tree);
	for (size_t i = 0; i < target->folders.count; i++)
		parse_folder(&loading, target->folders.items[i]);
	read_options(&loading, tree.type == VALUE_MAP ? get(&loading, &tree, "options") : NULL,
		     options);
	return search->diagnostics->error_count == errors ? target : NULL;
}

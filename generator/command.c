/* command: what every subcommand shares. See command.h. */
#include "command.h"

#include <stdio.h>

const struct option option_schema = {
	.name = "schema", .argument = "DIR", .kind = OPTION_TEXT,
	.help = "folder of the registry (default: schema)",
	.offset = OPTION_FIELD(schema), .completes = COMPLETES_FOLDER};
const struct option option_templates = {
	.name = "templates", .argument = "DIR", .kind = OPTION_LIST,
	.help = "folder of targets, searched before the standard ones",
	.offset = OPTION_FIELD(templates), .completes = COMPLETES_FOLDER};
const struct option option_out = {
	.name = "out", .argument = "DIR", .kind = OPTION_TEXT,
	.help = "folder of the bindings (default: out)",
	.offset = OPTION_FIELD(out), .completes = COMPLETES_FOLDER};
const struct option option_target = {
	.name = "target", .argument = "NAME[,NAME]", .kind = OPTION_LIST,
	.help = "only these targets (default: the registry's)",
	.offset = OPTION_FIELD(targets), .completes = COMPLETES_TARGET};
const struct option option_vendor = {
	.name = "vendor", .argument = "NAME[,NAME]", .kind = OPTION_LIST,
	.help = "only these vendors",
	.offset = OPTION_FIELD(vendors), .completes = COMPLETES_VENDOR};
const struct option option_format = {
	.name = "format", .argument = "FORMAT", .kind = OPTION_TEXT,
	.help = "how results are written: ", /* the command's formats follow */
	.offset = OPTION_FIELD(format)};
const struct option option_warnings = {
	.name = "warnings-as-errors", .kind = OPTION_FLAG,
	.help = "let warnings fail, too",
	.offset = OPTION_FIELD(warnings_as_errors)};

static const struct option option_color = {
	.name = "color", .argument = "WHEN", .kind = OPTION_TEXT,
	.help = "auto (default), always or never",
	.offset = OPTION_FIELD(color), .choices = "auto always never"};
static const struct option option_quiet = {
	.name = "quiet", .letter = 'q', .kind = OPTION_FLAG,
	.help = "say nothing but mistakes",
	.offset = OPTION_FIELD(quiet)};
static const struct option option_help = {
	.name = "help", .letter = 'h', .kind = OPTION_FLAG,
	.help = "show this help",
	.offset = OPTION_FIELD(help)};

const struct option *const common_options[] = {&option_color, &option_quiet, &option_help, NULL};

struct string next_word(const char **text)
{
	const char *start = *text + strspn(*text, " ");
	size_t const length = strcspn(start, " ");

	*text = start + length;
	return (struct string){start, length};
}

const char *option_choices(const struct command *command, const struct option *option)
{
	return option == &option_format ? command->formats : option->choices;
}

static const struct option *find_option(const struct option *const *options, struct string name,
					char letter)
{
	for (; *options; options++)
		if (letter ? (*options)->letter == letter : string_is(name, (*options)->name))
			return *options;
	return NULL;
}

static struct string option_name_at(const void *data, size_t index)
{
	const struct option *const *options = ((const struct command *)data)->options;
	size_t count = 0;

	while (options[count])
		count++;
	if (index < count)
		return string_of(options[index]->name);
	const struct option *common = common_options[index - count];
	return common ? string_of(common->name) : (struct string){0};
}

static void append(struct run *run, struct string_array *array, struct string item)
{
	array->items = arena_grow(&run->arena, array->items, array->count, &array->capacity,
				  sizeof *array->items);
	array->items[array->count++] = item;
}

static void append_split(struct run *run, struct string_array *array, struct string value)
{
	size_t start = 0;

	for (size_t i = 0; i <= value.length; i++) {
		if (i < value.length && value.bytes[i] != ',')
			continue;
		if (i > start)
			append(run, array, (struct string){value.bytes + start, i - start});
		start = i + 1;
	}
}

static void store(struct run *run, const struct option *option, struct string value)
{
	char *field = (char *)&run->options + option->offset;

	switch (option->kind) {
	case OPTION_FLAG:
		*(bool *)(void *)field = true;
		break;
	case OPTION_TEXT:
		*(struct string *)(void *)field = value;
		break;
	case OPTION_LIST:
		append_split(run, (struct string_array *)(void *)field, value);
		break;
	}
}

struct string command_nearest(struct string word,
			      struct string (*next)(const void *data, size_t index),
			      const void *data)
{
	struct string candidate;

	for (size_t i = 0; (candidate = next(data, i)).length; i++)
		if (word.length > 1 && string_starts_with(candidate, word))
			return candidate;
	return diag_nearest(word, next, data);
}

static enum status unknown_option(const struct command *command, struct string word,
				  struct string name)
{
	struct string const near = command_nearest(name, option_name_at, command);

	if (near.length)
		return command_misused(command, "unknown option '%.*s'; did you mean '--%.*s'?",
				       STRING_FORMAT(word), STRING_FORMAT(near));
	return command_misused(command, "unknown option '%.*s'", STRING_FORMAT(word));
}

/* The words of a command line that are still to be read. */
struct words {
	char **items;
	int count, next;
};

/* The name in a word that is an option: without dashes and value. */
static struct string name_in(struct string word)
{
	size_t const from = string_starts_with(word, STRING("--")) ? 2 : 1;
	const char *equals = from == 2 ? memchr(word.bytes, '=', word.length) : NULL;
	size_t const to = equals ? (size_t)(equals - word.bytes) : word.length;

	return (struct string){word.bytes + from, to - from};
}

const struct option *command_option(const struct command *command, struct string word)
{
	bool const is_long = string_starts_with(word, STRING("--"));
	char const letter = !is_long && word.length == 2 ? word.bytes[1] : '\0';

	if (word.length < 2 || word.bytes[0] != '-' || (!is_long && !letter))
		return NULL;
	struct string const name = name_in(word);
	const struct option *option = find_option(command->options, name, letter);
	return option ? option : find_option(common_options, name, letter);
}

/* Whether a value says nothing, where a list is wanted: an empty one would mean all. */
static bool is_empty_list(const struct option *option, const char *value)
{
	return option->kind == OPTION_LIST && !value[strspn(value, ",")];
}

static bool parse_option(struct run *run, const struct command *command, struct words *words)
{
	struct string const word = string_of(words->items[words->next++]);
	struct string const name = name_in(word);
	const char *end = name.bytes + name.length;
	const char *equals = *end == '=' ? end : NULL;
	const struct option *option = command_option(command, word);

	if (!option) {
		unknown_option(command, word, name);
		return false;
	}
	if (!option->argument) {
		if (equals)
			command_misused(command, "option '--%s' takes no value", option->name);
		else
			store(run, option, (struct string){0});
		return !equals;
	}
	const char *value = equals                       ? equals + 1
			    : words->next < words->count ? words->items[words->next++]
							 : NULL;
	if (!value || is_empty_list(option, value)) {
		command_misused(command, "option '--%s' needs a value: --%s %s", option->name,
				option->name, option->argument);
		return false;
	}
	store(run, option, string_of(value));
	return true;
}

static bool is_one_of(struct string word, const char *choices)
{
	for (struct string choice; (choice = next_word(&choices)).length;)
		if (string_equal(word, choice))
			return true;
	return false;
}

/* "text, json or sarif" */
static void write_choices(struct buf *out, const char *choices)
{
	const char *separator = "";

	for (struct string choice; (choice = next_word(&choices)).length; separator = ", ") {
		bool const last = !*choices && *separator;
		buf_printf(out, "%s%.*s", last ? " or " : separator, STRING_FORMAT(choice));
	}
}

/* Whether the options of a table have values that they take. */
static bool check_choices(struct run *run, const struct command *command,
			  const struct option *const *options)
{
	for (; *options; options++) {
		const struct option *option = *options;
		const char *choices = option_choices(command, option);
		if (!choices)
			continue;
		struct string const value =
			*(struct string *)(void *)((char *)&run->options + option->offset);
		if (!value.bytes || is_one_of(value, choices))
			continue;
		struct buf *text = buf_new(&run->arena);
		write_choices(text, choices);
		command_misused(command, "--%s takes %.*s, not '%.*s'", option->name,
				STRING_FORMAT(buf_view(text)), STRING_FORMAT(value));
		return false;
	}
	return true;
}

/* A folder's path as others are appended to it: without slashes at its end. */
static struct string folder_path(struct run *run, struct string path)
{
	while (path.length > 1 && path.bytes[path.length - 1] == '/')
		path.length--;
	return string_copy(&run->arena, path);
}

static bool is_option(const struct command *command, const char *word)
{
	bool const is_number = word[0] == '-' && word[1] >= '0' && word[1] <= '9';

	return word[0] == '-' && word[1] != '\0' && !(is_number && command->takes_numbers);
}

bool command_parse(struct run *run, const struct command *command, int count, char **words)
{
	struct words rest = {words, count, 0};
	struct string_array arguments = {0};
	bool only_arguments = command->for_shells;

	run->options = (struct options){.schema = STRING("schema"), .out = STRING("out")};
	while (rest.next < count) {
		char *word = words[rest.next];
		if (!only_arguments && strcmp(word, "--") == 0) {
			only_arguments = true;
			rest.next++;
		} else if (!only_arguments && is_option(command, word)) {
			if (!parse_option(run, command, &rest))
				return false;
		} else {
			append(run, &arguments, string_of(word));
			rest.next++;
		}
	}
	run->options.schema = folder_path(run, run->options.schema);
	run->options.out = folder_path(run, run->options.out);
	run->arguments = arguments.items;
	run->argument_count = arguments.count;
	return check_choices(run, command, command->options) &&
	       check_choices(run, command, common_options);
}

enum { HELP_COLUMN = 28 };

static void help_option(const struct command *command, const struct option *option,
			struct buf *out)
{
	size_t const start = out->length;

	if (option->letter)
		buf_printf(out, "  -%c, --%s", option->letter, option->name);
	else
		buf_printf(out, "      --%s", option->name);
	if (option->argument)
		buf_printf(out, " %s", option->argument);
	buf_repeat(out, ' ', HELP_COLUMN - (out->length - start));
	buf_string(out, string_of(option->help));
	if (option == &option_format)
		write_choices(out, command->formats);
	buf_byte(out, '\n');
}

void command_help(const struct command *command, struct buf *out)
{
	buf_printf(out, "usage: errbind %s [options]%s%s\n\n%s.\n", command->name,
		   command->synopsis ? " " : "", command->synopsis ? command->synopsis : "",
		   command->summary);
	if (command->details)
		buf_printf(out, "\n%s", command->details);
	buf_printf(out, "\nOptions:\n");
	for (const struct option *const *option = command->options; *option; option++)
		help_option(command, *option, out);
	for (const struct option *const *option = common_options; *option; option++)
		help_option(command, *option, out);
}

enum status command_misused(const struct command *command, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "errbind: ");
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	if (command)
		fprintf(stderr, "\nusage: errbind %s [options]%s%s\n", command->name,
			command->synopsis ? " " : "", command->synopsis ? command->synopsis : "");
	else
		fprintf(stderr, "\nrun 'errbind --help' for what there is\n");
	return STATUS_TROUBLE;
}

enum status command_failed(const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "errbind: ");
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return STATUS_TROUBLE;
}

enum diag_format command_diag_format(const struct run *run)
{
	static const char *const names[] = {
		[DIAG_TEXT] = "text",
		[DIAG_JSON] = "json",
		[DIAG_GITHUB] = "github",
		[DIAG_SARIF] = "sarif",
	};

	for (int i = DIAG_JSON; run->options.format.bytes && i <= DIAG_SARIF; i++)
		if (string_is(run->options.format, names[i]))
			return (enum diag_format)i;
	return DIAG_TEXT;
}

enum status command_status(const struct run *run)
{
	return run->diagnostics.error_count ? STATUS_TROUBLE : STATUS_FINE;
}

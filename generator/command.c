/* command: what every subcommand shares. See command.h. */
#include "command.h"

#include <stdio.h>

const struct option option_schema = {
	"schema", 0, "DIR", "folder of the registry (default: schema)", OPTION_TEXT,
	OPTION_FIELD(schema)};
const struct option option_templates = {
	"templates", 0, "DIR", "folder of targets that adds to the standard ones or replaces them",
	OPTION_LIST, OPTION_FIELD(templates)};
const struct option option_out = {"out", 0, "DIR", "folder of the bindings (default: out)",
				  OPTION_TEXT, OPTION_FIELD(out)};
const struct option option_target = {"target", 0, "NAME[,NAME]",
				     "only these targets (default: those of the registry)",
				     OPTION_LIST, OPTION_FIELD(targets)};
const struct option option_vendor = {"vendor", 0, "NAME[,NAME]", "only these vendors", OPTION_LIST,
				     OPTION_FIELD(vendors)};
const struct option option_format = {"format", 0, "FORMAT", "how results are written: %s",
				     OPTION_TEXT, OPTION_FIELD(format)};
const struct option option_warnings = {"warnings-as-errors", 0, NULL, "let warnings fail, too",
				       OPTION_FLAG, OPTION_FIELD(warnings_as_errors)};

static const struct option option_color = {"color", 0, "WHEN",
					   "auto (default), always or never", OPTION_TEXT,
					   OPTION_FIELD(color)};
static const struct option option_quiet = {"quiet", 'q', NULL, "say nothing but mistakes",
					   OPTION_FLAG, OPTION_FIELD(quiet)};
static const struct option option_help = {"help", 'h', NULL, "show this help", OPTION_FLAG,
					  OPTION_FIELD(help)};

static const struct option *const common_options[] = {&option_color, &option_quiet, &option_help,
						      NULL};

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
	const struct option *const *common = common_options + (index - count);
	return index - count < 3 ? string_of((*common)->name) : (struct string){0};
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

static enum status unknown_option(const struct command *command, struct string word,
				  struct string name)
{
	struct string const near = diag_nearest(name, option_name_at, command);

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

static bool parse_option(struct run *run, const struct command *command, struct words *words)
{
	struct string const word = string_of(words->items[words->next++]);
	bool const is_long = word.bytes[1] == '-';
	size_t const from = is_long ? 2 : 1;
	const char *equals = is_long ? memchr(word.bytes, '=', word.length) : NULL;
	size_t const to = equals ? (size_t)(equals - word.bytes) : word.length;
	struct string const name = {word.bytes + from, to - from};
	char const letter = !is_long && word.length == 2 ? word.bytes[1] : '\0';
	const struct option *option = find_option(command->options, name, letter);

	if (!option)
		option = find_option(common_options, name, letter);
	if (!option || (!is_long && !letter)) {
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
	if (equals) {
		store(run, option, string_of(equals + 1));
	} else if (words->next < words->count) {
		store(run, option, string_of(words->items[words->next++]));
	} else {
		command_misused(command, "option '--%s' needs a value: --%s %s", option->name,
				option->name, option->argument);
		return false;
	}
	return true;
}

static bool is_one_of(struct string word, const char *choices)
{
	size_t length;

	for (; *choices; choices += length + (choices[length] == ' ')) {
		length = strcspn(choices, " ");
		if (string_equal(word, (struct string){choices, length}))
			return true;
	}
	return false;
}

static bool check_choices(const struct run *run, const struct command *command)
{
	struct string const format = run->options.format, color = run->options.color;

	if (format.bytes && !is_one_of(format, command->formats)) {
		command_misused(command, "--format does not know '%.*s'; it takes one of: %s",
				STRING_FORMAT(format), command->formats);
		return false;
	}
	if (color.bytes && !is_one_of(color, "auto always never")) {
		command_misused(command, "--color takes auto, always or never, not '%.*s'",
				STRING_FORMAT(color));
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
	bool only_arguments = false;

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
	return check_choices(run, command);
}

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
	size_t const width = out->length - start;
	if (width > 29)
		buf_printf(out, "\n%31s", "");
	else
		buf_repeat(out, ' ', 31 - width);
	if (option == &option_format) {
		size_t const prefix = strcspn(option->help, "%");
		buf_append(out, option->help, prefix);
		for (const char *at = command->formats; *at; at++)
			buf_append(out, *at == ' ' ? ", " : at, *at == ' ' ? 2 : 1);
	} else {
		buf_string(out, string_of(option->help));
	}
	buf_byte(out, '\n');
}

void command_help(const struct command *command, struct buf *out)
{
	buf_printf(out, "usage: errbind %s %s\n\n%s.\n", command->name, command->synopsis,
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
		fprintf(stderr, "\nusage: errbind %s %s\n", command->name, command->synopsis);
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

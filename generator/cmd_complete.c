/* cmd_complete: `errbind complete WORD...`: what the last word may become, for
 * the shells: errbind.bash, errbind.zsh and errbind.fish ask on every Tab.
 *
 * The words are those behind "errbind" up to the cursor, the last one as far as
 * it is typed. The first line printed says what the shell adds by itself: none,
 * files or folders. Each other line is a candidate for the whole last word, a
 * tab and what it means. Where the words make no sense there is no candidate. */
#include "project.h"

#include <dirent.h>
#include <sys/stat.h>

struct completion {
	struct run *run;
	struct string word;   /* what a candidate starts with */
	struct string before; /* what of the last word stands before that */
	const char *files;
	struct buf *candidates;
};

/* Whether a value already is in the list "a,b,". */
static bool is_listed(struct string list, struct string value)
{
	for (size_t i = 0, start = 0; i < list.length; i++) {
		if (list.bytes[i] != ',' && list.bytes[i] != '=')
			continue;
		if (string_equal((struct string){list.bytes + start, i - start}, value))
			return true;
		start = i + 1;
	}
	return false;
}

static void offer(struct completion *completion, struct string value, struct string meaning)
{
	const char *end = meaning.length ? memchr(meaning.bytes, '\n', meaning.length) : NULL;

	if (end)
		meaning.length = (size_t)(end - meaning.bytes);
	if (string_starts_with(value, completion->word) && !is_listed(completion->before, value))
		buf_printf(completion->candidates, "%.*s%.*s\t%.*s\n",
			   STRING_FORMAT(completion->before), STRING_FORMAT(value),
			   STRING_FORMAT(meaning));
}

/* The registry that the options name, or NULL; its mistakes do not matter here. */
static const struct registry *load_registry(struct run *run)
{
	struct diagnostics *diagnostics = arena_calloc(&run->arena, 1, sizeof *diagnostics);

	diag_init(diagnostics, &run->arena, &run->sources);
	return registry_load(run->options.schema, &run->symbols, diagnostics);
}

static void offer_vendors(struct completion *completion)
{
	const struct registry *registry = load_registry(completion->run);

	for (size_t i = 0; registry && i < registry->vendor_count; i++)
		offer(completion, registry->vendors[i].name, registry->vendors[i].title);
}

static void offer_domains(struct completion *completion)
{
	const struct registry *registry = load_registry(completion->run);

	for (size_t v = 0; registry && v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		for (size_t d = 0; d < vendor->domain_count; d++)
			offer(completion, vendor->domains[d].name, vendor->domains[d].title);
	}
}

static bool is_owner(const struct registry *registry, struct string name)
{
	for (size_t v = 0; v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		if (string_equal(name, vendor->name))
			return true;
		for (size_t d = 0; d < vendor->domain_count; d++)
			if (string_equal(name, vendor->domains[d].name))
				return true;
	}
	return false;
}

/* The codes of a vendor or domain, of all where the name is none of these. */
static void offer_codes(struct completion *completion, struct string owner)
{
	const struct registry *registry = load_registry(completion->run);

	if (registry && !is_owner(registry, owner))
		owner.length = 0;
	for (size_t v = 0; registry && v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		for (size_t d = 0; d < vendor->domain_count; d++) {
			const struct domain *domain = &vendor->domains[d];
			if (owner.length && !string_equal(owner, vendor->name) &&
			    !string_equal(owner, domain->name))
				continue;
			for (size_t c = 0; c < domain->code_count; c++) {
				const struct code *code = &domain->codes[c];
				offer(completion,
				      registry_raw_code(&completion->run->arena, domain, code),
				      code->title);
			}
		}
	}
}

/* The folders with a target.yaml in a folder of targets. */
static void offer_targets_of(struct completion *completion, struct string folder)
{
	struct arena *arena = &completion->run->arena;
	DIR *entries = opendir(string_copy(arena, folder).bytes);
	struct dirent *entry;
	struct stat about;

	while (entries && (entry = readdir(entries))) {
		struct string const path = string_printf(arena, "%.*s/%s/target.yaml",
							 STRING_FORMAT(folder), entry->d_name);
		if (entry->d_name[0] != '.' && stat(path.bytes, &about) == 0)
			offer(completion, string_copy(arena, string_of(entry->d_name)),
			      (struct string){0});
	}
	if (entries)
		closedir(entries);
}

static void offer_targets(struct completion *completion)
{
	struct string_list const folders = project_search_folders(completion->run);

	for (size_t i = 0; i < folders.count; i++)
		offer_targets_of(completion, folders.items[i]);
}

static void complete_value(struct completion *completion, enum completes completes)
{
	const struct run *run = completion->run;

	switch (completes) {
	case COMPLETES_NOTHING:
		break;
	case COMPLETES_REGISTRY:
		offer(completion, STRING("git:HEAD"), STRING("as it was committed last"));
		completion->files = "folders";
		break;
	case COMPLETES_FOLDER:
		completion->files = "folders";
		break;
	case COMPLETES_TEMPLATE:
		if (run->options.print_context)
			offer_domains(completion);
		else
			completion->files = "files";
		break;
	case COMPLETES_FILE:
		completion->files = "files";
		break;
	case COMPLETES_TARGET:
		offer_targets(completion);
		break;
	case COMPLETES_VENDOR:
		offer_vendors(completion);
		break;
	case COMPLETES_VENDOR_OR_CODE:
		offer_vendors(completion);
		if (completion->word.length) /* all codes would be too many to look at */
			offer_codes(completion, (struct string){0});
		break;
	case COMPLETES_CODE:
		offer_codes(completion, run->arguments[0]);
		break;
	}
}

/* Moves what ends at a length from the word to what stands before it. */
static void keep(struct completion *completion, size_t length)
{
	completion->before.length += length;
	completion->word.bytes += length;
	completion->word.length -= length;
}

static void complete_option_value(struct completion *completion, const struct command *command,
				  const struct option *option)
{
	const char *choices = option_choices(command, option);

	for (size_t i = completion->word.length; option->kind == OPTION_LIST && i > 0; i--)
		if (completion->word.bytes[i - 1] == ',') {
			keep(completion, i);
			break;
		}
	if (!choices)
		complete_value(completion, option->completes);
	else
		for (struct string choice; (choice = next_word(&choices)).length;)
			offer(completion, choice, (struct string){0});
}

static void offer_options(struct completion *completion, const struct option *const *options)
{
	for (; *options; options++)
		offer(completion,
		      string_printf(&completion->run->arena, "--%s", (*options)->name),
		      *options == &option_format ? STRING("how results are written")
						 : string_of((*options)->help));
}

static void offer_commands(struct completion *completion)
{
	const struct command *const *command = completion->run->commands;

	for (; *command; command++)
		if (!(*command)->for_shells)
			offer(completion, string_of((*command)->name),
			      string_of((*command)->summary));
}

static const struct command *find_command(const struct run *run, struct string name)
{
	for (const struct command *const *command = run->commands; *command; command++)
		if (string_is(name, (*command)->name) && !(*command)->for_shells)
			return *command;
	return NULL;
}

/* The words between a subcommand and the one that is typed. */
struct typed {
	char **words;
	int count;
};

static bool has_two_dashes(struct typed typed)
{
	for (int i = 0; i < typed.count; i++)
		if (strcmp(typed.words[i], "--") == 0)
			return true;
	return false;
}

static void complete_after(struct completion *completion, const struct command *command,
			   struct typed typed)
{
	struct string const word = completion->word;
	bool const only_arguments = has_two_dashes(typed);
	const struct option *option = NULL;
	struct string last = {0};

	if (!only_arguments && typed.count) {
		last = string_of(typed.words[typed.count - 1]);
		option = command_option(command, last);
		if (option && (!option->argument || memchr(last.bytes, '=', last.length)))
			option = NULL;
	}
	if (!command_parse(completion->run, command, typed.count - (option != NULL), typed.words))
		return;
	if (option) {
		complete_option_value(completion, command, option);
		return;
	}
	const char *equals = only_arguments ? NULL : memchr(word.bytes, '=', word.length);
	option = equals ? command_option(command, word) : NULL;
	if (option && option->argument) {
		keep(completion, (size_t)(equals - word.bytes) + 1);
		complete_option_value(completion, command, option);
	} else if (!only_arguments && string_starts_with(word, STRING("-"))) {
		offer_options(completion, command->options);
		offer_options(completion, common_options);
	} else if (completion->run->argument_count < 2) {
		complete_value(completion,
			       command->arguments[completion->run->argument_count]);
	} else if (command->arguments[1] == COMPLETES_CODE) {
		complete_value(completion, COMPLETES_CODE); /* as many as one likes */
	}
}

/* The words of the command line, each ended by NUL, as command_parse takes them. */
static struct typed words_of(struct run *run, size_t from, size_t to)
{
	struct typed typed = {arena_calloc(&run->arena, to - from, sizeof(char *)), 0};

	for (size_t i = from; i < to; i++)
		typed.words[typed.count++] = arena_copy(&run->arena, run->arguments[i].bytes,
							run->arguments[i].length);
	return typed;
}

static enum status complete(struct run *run)
{
	size_t const count = run->argument_count;
	struct completion completion = {.run = run, .files = "none",
					.candidates = buf_new(&run->arena)};

	if (!count)
		return command_failed("complete takes the words of a command line");
	completion.word = run->arguments[count - 1];
	completion.before = (struct string){completion.word.bytes, 0};
	struct string const first = run->arguments[0];
	const struct command *command = count > 1 ? find_command(run, first) : NULL;
	if (command) {
		complete_after(&completion, command, words_of(run, 1, count - 1));
	} else if (count == 1 || (count == 2 && string_is(first, "help"))) {
		offer_commands(&completion);
		if (count == 1 && completion.word.length) {
			offer(&completion, STRING("help"), STRING("Show the help of a command"));
			offer(&completion, STRING("--help"), STRING("show what there is"));
			offer(&completion, STRING("--version"), STRING("print the version"));
		}
	}
	buf_printf(&run->out, "%s\n", completion.files);
	buf_string(&run->out, buf_view(completion.candidates));
	return STATUS_FINE;
}

static const struct option *const options[] = {NULL};

const struct command command_complete = {
	.name = "complete",
	.synopsis = "WORD...",
	.summary = "Say what the last word may become, for the completions of shells",
	.options = options,
	.for_shells = true,
	.function = complete,
};

/* command: what every subcommand shares: the run, its options, its exit status.
 *
 * A subcommand is a struct command in a cmd_*.c of its own. It puts its results
 * into run->out and its findings into run->diagnostics, and returns an exit
 * status; main prints both and ends the process. */
#ifndef ERRBIND_COMMAND_H
#define ERRBIND_COMMAND_H

#include "diag.h"
#include "terminal.h"

/* As diff(1). */
enum status { STATUS_FINE = 0, STATUS_FINDINGS = 1, STATUS_TROUBLE = 2 };

struct string_array {
	struct string *items;
	size_t count, capacity;
};

/* The values of all options of all subcommands; which of them a subcommand
 * takes is in its table. */
struct options {
	struct string schema, out, format, color, data, depfile, stamp, fail_on, retrieved;
	struct string_array templates, targets, vendors;
	bool quiet, help, check, retire, version, list_inputs, list_outputs, dry_run, warnings_as_errors,
		print_context, changelog;
};

enum option_kind {
	OPTION_FLAG, /* a bool */
	OPTION_TEXT, /* a struct string */
	OPTION_LIST, /* a struct string_array; values separated by commas, may be repeated */
};

/* What a value or an argument is, for shells that complete it. */
enum completes {
	COMPLETES_NOTHING,
	COMPLETES_FILE,
	COMPLETES_FOLDER,
	COMPLETES_REGISTRY, /* a folder or git:REVISION */
	COMPLETES_TEMPLATE, /* a file, or a domain after --print-context */
	COMPLETES_TARGET,
	COMPLETES_VENDOR,
	COMPLETES_VENDOR_OR_CODE,
	COMPLETES_CODE, /* of the vendor that is the first argument; may be repeated */
};

struct option {
	const char *name; /* without the dashes */
	char letter;      /* a short form, or 0 */
	const char *argument; /* what its value is called, or NULL for a flag */
	const char *help;
	enum option_kind kind;
	size_t offset;       /* in struct options */
	const char *choices; /* the values it takes, separated by spaces, or NULL for any */
	enum completes completes;
};

#define OPTION_FIELD(field) offsetof(struct options, field)

/* Options that several subcommands take. */
extern const struct option option_schema, option_templates, option_out, option_target,
	option_vendor, option_format, option_warnings;

struct command;

struct run {
	const struct command *const *commands; /* all there are, ended by NULL */
	struct arena arena;
	struct map symbols;
	struct sources sources;
	struct diagnostics diagnostics;
	enum diag_format diagnostics_format;
	char **words; /* the whole command line */
	struct options options;
	struct string *arguments; /* what is left on the command line */
	size_t argument_count;
	struct buf out; /* for stdout */
	struct terminal terminal; /* what stdout is to people */
	struct string advice; /* for stderr, behind the diagnostics; may be empty */
};

struct command {
	const char *name;
	const char *synopsis; /* its arguments in a usage line, or NULL */
	const char *summary;  /* one line */
	const char *details;  /* more lines for --help, or NULL */
	const char *formats;  /* what --format takes, separated by spaces, or NULL */
	const struct option *const *options; /* ended by NULL */
	bool takes_numbers; /* -7 is an argument, too, not an option */
	enum completes arguments[2];
	bool for_shells; /* not listed; all its words are arguments */
	enum status (*function)(struct run *run);
};

extern const struct command command_check, command_complete, command_diff, command_explain,
	command_generate, command_import, command_lint, command_list,
	command_render;

/* The options that every subcommand takes, ended by NULL. */
extern const struct option *const common_options[];

/* Parses what follows the subcommand's name into run->options and
 * run->arguments. On a mistake writes it to stderr and returns false. */
bool command_parse(struct run *run, const struct command *command, int count, char **words);

/* The option of a subcommand that a word names, as "--name", "--name=value" or
 * "-n", or NULL. */
const struct option *command_option(const struct command *command, struct string word);

/* The values that an option of a subcommand takes, separated by spaces, or NULL. */
const char *option_choices(const struct command *command, const struct option *option);

/* The next of the words in *text, which spaces separate; empty at the end. */
struct string next_word(const char **text);

/* What someone who wrote a word may have meant: the first candidate that starts
 * with it, else as diag_nearest. */
struct string command_nearest(struct string word,
			      struct string (*next)(const void *data, size_t index),
			      const void *data);

/* Appends the help text of a subcommand, one screen of 24 lines and 80 columns. */
void command_help(const struct command *command, struct buf *out);

/* Says on stderr what is wrong with the use of a command, one line; returns
 * STATUS_TROUBLE. */
enum status command_misused(const struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Says on stderr what went wrong outside the inputs; returns STATUS_TROUBLE. */
enum status command_failed(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The format of diagnostics that --format names. */
enum diag_format command_diag_format(const struct run *run);

/* STATUS_TROUBLE where errors were reported, otherwise STATUS_FINE. */
enum status command_status(const struct run *run);

#endif

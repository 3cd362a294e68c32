/* main: finds the subcommand, runs it, prints what it left, ends the process. */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static const struct command *const commands[] = {
	&command_generate, &command_check, &command_lint, &command_diff, &command_import, &command_list,
	&command_explain, &command_render, &command_complete, NULL,
};

static void help(struct buf *out)
{
	buf_printf(out, "usage: errbind COMMAND [options] [ARGUMENT]\n\n"
			"Typed bindings for every client language from one registry of error codes.\n\n"
			"Commands:\n");
	for (const struct command *const *command = commands; *command; command++)
		if (!(*command)->for_shells)
			buf_printf(out, "  %-10s %s\n", (*command)->name, (*command)->summary);
	buf_printf(out, "\n'errbind COMMAND --help' says more of each, 'man errbind' all;\n"
			"'errbind --version' which errbind this is.\n"
			"Exit status: 0 fine, 1 findings, 2 trouble.\n");
}

static struct string command_name_at(const void *data, size_t index)
{
	const struct command *const *list = data;
	size_t count = 0;

	while (list[count])
		count++;
	return index < count ? string_of(list[index]->name) : (struct string){0};
}

static const struct command *find_command(struct string name)
{
	for (const struct command *const *command = commands; *command; command++)
		if (string_is(name, (*command)->name))
			return *command;
	struct string const near = command_nearest(name, command_name_at, commands);
	if (near.length)
		command_misused(NULL, "unknown command '%.*s'; did you mean '%.*s'?",
				STRING_FORMAT(name), STRING_FORMAT(near));
	else
		command_misused(NULL, "unknown command '%.*s'", STRING_FORMAT(name));
	return NULL;
}

static bool write_all(int file, struct string bytes)
{
	while (bytes.length) {
		ssize_t const written = write(file, bytes.bytes, bytes.length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		bytes.bytes += written;
		bytes.length -= (size_t)written;
	}
	return true;
}

/* Diagnostics for people go to stderr; in a format for machines they are the
 * result and go to stdout. */
static enum status print(struct run *run, enum status status)
{
	struct buf *text = buf_new(&run->arena);
	struct terminal const terminal = terminal_of(STDERR_FILENO, run->options.color);

	if (run->diagnostics_format == DIAG_TEXT) {
		run->diagnostics.width = terminal.is_terminal ? terminal.width : 0;
		diag_print(&run->diagnostics, text, DIAG_TEXT, terminal.color);
		write_all(STDERR_FILENO, buf_view(text));
	} else {
		diag_print(&run->diagnostics, &run->out, run->diagnostics_format, false);
	}
	write_all(STDERR_FILENO, run->advice);
	if (!write_all(STDOUT_FILENO, buf_view(&run->out)))
		return command_failed("cannot write to standard output: %s", strerror(errno));
	return status;
}

/* `errbind help [COMMAND]` */
static enum status help_about(struct run *run, int count, char **words)
{
	const struct command *command = count > 2 ? find_command(string_of(words[2])) : NULL;

	if (count > 2 && !command)
		return STATUS_TROUBLE;
	if (command)
		command_help(command, &run->out);
	else
		help(&run->out);
	return STATUS_FINE;
}

static enum status execute(struct run *run, int count, char **words)
{
	if (count < 2) {
		help(&run->out);
		write_all(STDERR_FILENO, buf_view(&run->out));
		run->out.length = 0;
		return STATUS_TROUBLE;
	}
	struct string const first = string_of(words[1]);
	if (string_is(first, "--help") || string_is(first, "-h") || string_is(first, "help"))
		return help_about(run, count, words);
	if (string_is(first, "--version")) {
		buf_printf(&run->out, "errbind %s\n", ERRBIND_VERSION);
		return STATUS_FINE;
	}
	const struct command *command = find_command(first);
	if (!command || !command_parse(run, command, count - 2, words + 2))
		return STATUS_TROUBLE;
	run->terminal = terminal_of(STDOUT_FILENO, run->options.color);
	if (run->options.help) {
		command_help(command, &run->out);
		return STATUS_FINE;
	}
	return command->function(run);
}

/* A standard stream that is closed must not become a file of ours: it is opened
 * the wrong way round, so that using it fails as it should. */
static bool open_standard_streams(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};

	for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
		if (fcntl(file, F_GETFD) < 0 && open("/dev/null", modes[file]) != file)
			return false;
	return true;
}

int main(int count, char **words)
{
	if (!open_standard_streams())
		return STATUS_TROUBLE;
	static struct run run;
	static jmp_buf out_of_memory;
	enum status status;

	arena_init(&run.arena, &out_of_memory);
	if (setjmp(out_of_memory)) {
		status = command_failed("out of memory");
	} else {
		run.commands = commands;
		map_init(&run.symbols, &run.arena);
		sources_init(&run.sources, &run.arena);
		diag_init(&run.diagnostics, &run.arena, &run.sources);
		buf_init(&run.out, &run.arena);
		run.words = words;
		status = execute(&run, count, words);
		status = print(&run, status);
	}
	arena_free(&run.arena);
	return (int)status;
}

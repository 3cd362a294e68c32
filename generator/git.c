/* git: the files of a folder in a revision of a git repository. See git.h. */
#include "git.h"

#include "diag.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* One use of git. */
struct git {
	struct sources *sources;
	struct arena *arena;
	const char *place; /* the folder that git works in */
	struct string problem;
};

static bool fail(struct git *git, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool fail(struct git *git, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	git->problem = string_vprintf(git->arena, format, arguments);
	va_end(arguments);
	return false;
}

struct stream {
	FILE *file; /* NULL where it is not open */
};

static void close_stream(void *data)
{
	struct stream *stream = data;

	if (stream->file)
		fclose(stream->file);
}

/* A file without a name that holds some bytes; NULL on failure. */
static FILE *nameless_file(struct git *git, struct string bytes)
{
	struct stream *stream = arena_calloc(git->arena, 1, sizeof *stream);

	arena_defer(git->arena, close_stream, stream);
	stream->file = tmpfile();
	if (!stream->file ||
	    (bytes.length && fwrite(bytes.bytes, 1, bytes.length, stream->file) != bytes.length) ||
	    fflush(stream->file) != 0 || fseek(stream->file, 0, SEEK_SET) != 0) {
		fail(git, "cannot write a temporary file: %s", strerror(errno));
		return NULL;
	}
	return stream->file;
}

static bool read_whole(struct git *git, FILE *file, struct string *text)
{
	struct stat about;

	if (fstat(fileno(file), &about) < 0)
		return fail(git, "cannot read a temporary file: %s", strerror(errno));
	size_t const size = (size_t)about.st_size;
	char *bytes = arena_alloc(git->arena, size + 1);
	if (fseek(file, 0, SEEK_SET) != 0 || fread(bytes, 1, size, file) != size)
		return fail(git, "cannot read a temporary file: %s", strerror(errno));
	bytes[size] = '\0';
	*text = (struct string){bytes, size};
	return true;
}

enum { MOST_WORDS = 8 };

/* Starts git with words that end with NULL and waits for its end; the files
 * become its standard streams. */
static bool spawn(struct git *git, const char *const *words, FILE *const files[3], int *status)
{
	const char *command[MOST_WORDS + 4] = {"git", "-C", git->place};
	posix_spawn_file_actions_t actions;
	pid_t child;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return fail(git, "cannot run git: %s", strerror(error));
	for (int i = 0; i < MOST_WORDS && words[i]; i++)
		command[i + 3] = words[i];
	for (int i = 0; i < 3 && !error; i++)
		error = posix_spawn_file_actions_adddup2(&actions, fileno(files[i]), i);
	if (!error)
		error = posix_spawnp(&child, "git", &actions, NULL, (char *const *)command, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error)
		return fail(git, "cannot run git: %s",
			    error == ENOENT ? "it is not installed" : strerror(error));
	while (waitpid(child, status, 0) < 0)
		if (errno != EINTR)
			return fail(git, "cannot wait for git: %s", strerror(errno));
	return true;
}

/* The first line of what git complained of, without its "fatal: ". */
static struct string complaint(struct git *git, FILE *errors)
{
	struct string const fatal = STRING("fatal: ");
	struct string text = {0};

	if (!read_whole(git, errors, &text) || !text.length)
		return STRING("git failed and did not say why");
	if (string_starts_with(text, fatal)) {
		text.bytes += fatal.length;
		text.length -= fatal.length;
	}
	const char *end = memchr(text.bytes, '\n', text.length);
	if (end)
		text.length = (size_t)(end - text.bytes);
	return diag_shown(git->arena, text);
}

/* Runs git and takes what it prints; where it fails, that is the problem, or
 * else what failure says. */
static bool run_git(struct git *git, const char *const *words, struct string input,
		    struct string failure, struct string *output)
{
	FILE *const files[3] = {nameless_file(git, input), nameless_file(git, (struct string){0}),
				nameless_file(git, (struct string){0})};
	int status;

	if (!files[0] || !files[1] || !files[2] || !spawn(git, words, files, &status))
		return false;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return read_whole(git, files[1], output);
	git->problem = failure.length ? failure : complaint(git, files[2]);
	return false;
}

/* The name of the commit that a revision is. With that name, nothing that stands
 * in the revision can be taken for an option any more. */
static bool find_commit(struct git *git, struct string revision, struct string *commit)
{
	struct string const shown = diag_shown(git->arena, revision);
	struct string const unknown = string_printf(git->arena, "there is no revision '%.*s'",
						    STRING_FORMAT(shown));
	struct string const wanted =
		string_printf(git->arena, "%.*s^{commit}", STRING_FORMAT(revision));
	const char *const where[] = {"rev-parse", "--git-dir", NULL};
	const char *const which[] = {"rev-parse", "--verify", "--quiet", wanted.bytes, NULL};
	struct string const none = {0};

	if (!revision.length || revision.bytes[0] == '-')
		return fail(git, "%.*s", STRING_FORMAT(unknown));
	if (!run_git(git, where, none, none, commit) ||
	    !run_git(git, which, none, unknown, commit))
		return false;
	while (commit->length && commit->bytes[commit->length - 1] == '\n')
		commit->length--;
	return true;
}

/* A file in a tree. */
struct blob {
	struct string id, path;
};

struct blobs {
	struct blob *items;
	size_t count, capacity;
};

/* Takes the regular files out of what ls-tree prints, which is for each
 * "<mode> <type> <id>\t<path>\0". */
static void parse_tree(struct git *git, struct string text, struct blobs *blobs)
{
	for (const char *at = text.bytes, *end = at + text.length; at < end;) {
		const char *tab = memchr(at, '\t', (size_t)(end - at));
		const char *nul = memchr(at, '\0', (size_t)(end - at));
		const char *id = tab;
		if (!tab || !nul || tab > nul)
			return;
		while (id > at && id[-1] != ' ')
			id--;
		if (strncmp(at, "100", 3) == 0) {
			blobs->items = arena_grow(git->arena, blobs->items, blobs->count,
						  &blobs->capacity, sizeof *blobs->items);
			blobs->items[blobs->count++] =
				(struct blob){{id, (size_t)(tab - id)},
					      {tab + 1, (size_t)(nul - tab - 1)}};
		}
		at = nul + 1;
	}
}

static bool list_blobs(struct git *git, struct string commit, struct string revision,
		       struct string folder, struct blobs *blobs)
{
	struct string const below = folder.length && folder.bytes[0] == '/'
						 ? (struct string){0}
						 : folder;
	struct string const tree = string_printf(git->arena, "%.*s:./%.*s", STRING_FORMAT(commit),
						 STRING_FORMAT(below));
	struct string const missing =
		string_printf(git->arena, "revision '%.*s' has no folder '%.*s'",
			      STRING_FORMAT(revision), STRING_FORMAT(folder));
	const char *const words[] = {"ls-tree", "-r", "-z", "--full-tree", tree.bytes, NULL};
	struct string text;

	if (!run_git(git, words, (struct string){0}, missing, &text))
		return false;
	parse_tree(git, text, blobs);
	return true;
}

/* Makes sources of what cat-file prints, which is for each blob, in order,
 * "<id> blob <size>\n<content>\n". */
static bool add_sources(struct git *git, const struct blobs *blobs, struct string name,
			struct string text)
{
	const char *at = text.bytes, *end = at + text.length;

	for (size_t i = 0; i < blobs->count; i++) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		const char *size = line_end;
		while (size && size > at && size[-1] != ' ')
			size--;
		unsigned long long const length = size ? strtoull(size, NULL, 10) : 0;
		if (!line_end || length >= (size_t)(end - line_end))
			return fail(git, "git gave another answer than expected");
		struct string const path =
			string_printf(git->arena, "%.*s/%.*s", STRING_FORMAT(name),
				      STRING_FORMAT(blobs->items[i].path));
		if (!map_get(&git->sources->by_path, path))
			source_add(git->sources, path,
				   (struct string){line_end + 1, (size_t)length});
		at = line_end + 1 + length + 1;
	}
	return true;
}

static bool read_blobs(struct git *git, const struct blobs *blobs, struct string name)
{
	static const char *const words[] = {"cat-file", "--batch", NULL};
	struct buf *ids = buf_new(git->arena);
	struct string text;

	for (size_t i = 0; i < blobs->count; i++) {
		buf_string(ids, blobs->items[i].id);
		buf_byte(ids, '\n');
	}
	return run_git(git, words, buf_view(ids), (struct string){0}, &text) &&
	       add_sources(git, blobs, name, text);
}

bool git_load_folder(struct sources *sources, struct string revision, struct string folder,
		     struct string *name, struct string *problem)
{
	struct git git = {.sources = sources, .arena = sources->arena, .place = "."};
	struct blobs blobs = {0};
	struct string commit;

	if (folder.length && folder.bytes[0] == '/')
		git.place = string_copy(git.arena, folder).bytes;
	*name = string_printf(git.arena, "git:%.*s:%.*s", STRING_FORMAT(revision),
			      STRING_FORMAT(folder));
	bool const done = find_commit(&git, revision, &commit) &&
			  list_blobs(&git, commit, revision, folder, &blobs) &&
			  read_blobs(&git, &blobs, *name);
	*problem = git.problem;
	return done;
}

/* shim: makes a program meet what seldom happens to it. Preloaded into errbind;
 * the environment says what happens:
 *
 *   SHIM=kill:N         the process is killed before its Nth change of the disk
 *   SHIM=tear:N         the same, but half of what the Nth would write is written
 *   SHIM=fail:N:ERRNO   the Nth change fails
 *   SHIM=slow:MICROSECONDS   every change takes its time
 *   SHIM=reverse        folders list their entries the other way round
 *   SHIM=short          a read gives half of what it is asked for
 *   SHIM=fold           names of files fold case, as on macOS
 *   SHIM_LOG=FILE       what was read, what was changed and which folders below an open
 *                       one were opened is appended, a line each
 *
 * A change is a call that creates, writes, moves or deletes a file or folder;
 * the standard streams do not count. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NEXT(name) __typeof__(&name) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int shim_is(const char *mode)
{
	const char *shim = getenv("SHIM");

	return shim && strncmp(shim, mode, strlen(mode)) == 0;
}

static long shim_number(int field)
{
	const char *at = getenv("SHIM");

	while (at && field-- && (at = strchr(at, ':')))
		at++;
	return at ? strtol(at, NULL, 10) : 0;
}

static void log_line(const char *what, const char *path)
{
	const char *log = getenv("SHIM_LOG");
	char line[4200];

	if (!log)
		return;
	int const length = snprintf(line, sizeof line, "%s %s\n", what, path);
	__typeof__(&open) open_next = (__typeof__(&open))dlsym(RTLD_NEXT, "open");
	__typeof__(&write) write_next = (__typeof__(&write))dlsym(RTLD_NEXT, "write");
	int const file = open_next(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (file < 0 || write_next(file, line, (size_t)length) != length)
		abort();
	close(file);
}

/* Called before each change: whether it fails, with errno set. */
static int change_fails(const char *what, const char *path, void (*tear)(void *), void *data)
{
	static long count;

	log_line(what, path);
	count++;
	if (shim_is("slow:")) {
		struct timespec const pause = {0, shim_number(1) * 1000};
		nanosleep(&pause, NULL);
	}
	if ((shim_is("kill:") || shim_is("tear:")) && count == shim_number(1)) {
		if (tear && shim_is("tear:"))
			tear(data);
		kill(getpid(), SIGKILL);
	}
	if (!shim_is("fail:") || count != shim_number(1))
		return 0;
	errno = (int)shim_number(2);
	return 1;
}

/* The name as the folder has it, where case is folded. */
static const char *stored_name(int folder, const char *name, char stored[256])
{
	NEXT(openat);

	if (!shim_is("fold") || strchr(name, '/'))
		return name;
	DIR *entries = fdopendir(next(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	for (struct dirent *entry; entries && (entry = readdir(entries));) {
		if (strcasecmp(entry->d_name, name) == 0) {
			name = strcpy(stored, entry->d_name);
			break;
		}
	}
	if (entries)
		closedir(entries);
	return name;
}

static mode_t mode_of(int flags, va_list arguments)
{
	return flags & O_CREAT ? (mode_t)va_arg(arguments, unsigned) : 0;
}

int open(const char *path, int flags, ...)
{
	NEXT(open);
	va_list arguments;

	va_start(arguments, flags);
	mode_t const mode = mode_of(flags, arguments);
	va_end(arguments);
	if (flags & O_CREAT && change_fails("create", path, NULL, NULL))
		return -1;
	if (!(flags & (O_CREAT | O_DIRECTORY)))
		log_line("read", path);
	return next(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	NEXT(openat);
	char stored[256];
	va_list arguments;

	va_start(arguments, flags);
	mode_t const mode = mode_of(flags, arguments);
	va_end(arguments);
	if (flags & O_CREAT && change_fails("create", path, NULL, NULL))
		return -1;
	if (flags & O_DIRECTORY)
		log_line("enter", path);
	return next(folder, stored_name(folder, path, stored), flags, mode);
}

struct half {
	int file;
	const void *bytes;
	size_t count;
};

static void write_half(void *data)
{
	NEXT(write);
	struct half *half = data;

	if (next(half->file, half->bytes, half->count / 2) < 0)
		abort();
}

ssize_t write(int file, const void *bytes, size_t count)
{
	NEXT(write);
	struct half half = {file, bytes, count};

	if (file > STDERR_FILENO && change_fails("write", "", write_half, &half))
		return -1;
	return next(file, bytes, count);
}

int fsync(int file)
{
	NEXT(fsync);
	return change_fails("sync", "", NULL, NULL) ? -1 : next(file);
}

int futimens(int file, const struct timespec times[2])
{
	NEXT(futimens);
	return change_fails("touch", "", NULL, NULL) ? -1 : next(file, times);
}

int mkdir(const char *path, mode_t mode)
{
	NEXT(mkdir);
	return change_fails("mkdir", path, NULL, NULL) ? -1 : next(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
	NEXT(mkdirat);
	char stored[256];

	if (change_fails("mkdir", path, NULL, NULL))
		return -1;
	return next(folder, stored_name(folder, path, stored), mode);
}

int rmdir(const char *path)
{
	NEXT(rmdir);
	return change_fails("rmdir", path, NULL, NULL) ? -1 : next(path);
}

int unlinkat(int folder, const char *path, int flags)
{
	NEXT(unlinkat);
	char stored[256];

	if (change_fails("delete", path, NULL, NULL))
		return -1;
	return next(folder, stored_name(folder, path, stored), flags);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	NEXT(renameat);
	char stored[256];

	if (change_fails("move", to, NULL, NULL))
		return -1;
	return next(from_folder, from, to_folder, stored_name(to_folder, to, stored));
}

int fstatat(int folder, const char *path, struct stat *about, int flags)
{
	NEXT(fstatat);
	char stored[256];

	return next(folder, stored_name(folder, path, stored), about, flags);
}

ssize_t read(int file, void *bytes, size_t size)
{
	NEXT(read);

	return next(file, bytes, shim_is("short") ? (size + 1) / 2 : size);
}

/* The entries of the folder that is being read backwards. */
static struct {
	DIR *folder;
	struct dirent *entries;
	size_t count;
} backwards;

struct dirent *readdir(DIR *folder)
{
	NEXT(readdir);

	if (!shim_is("reverse"))
		return next(folder);
	if (backwards.folder != folder) {
		backwards.folder = folder;
		backwards.count = 0;
		for (struct dirent *entry; (entry = next(folder));) {
			size_t const size = (backwards.count + 1) * sizeof *entry;
			backwards.entries = realloc(backwards.entries, size);
			if (!backwards.entries)
				abort();
			memcpy(&backwards.entries[backwards.count++], entry, entry->d_reclen);
		}
	}
	return backwards.count ? &backwards.entries[--backwards.count] : NULL;
}

int closedir(DIR *folder)
{
	NEXT(closedir);

	if (backwards.folder == folder)
		backwards.folder = NULL;
	return next(folder);
}

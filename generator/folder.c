/* folder: files below an open folder. See folder.h. */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_PART = 255, LARGEST_FILE = 1 << 30 };

static bool is_bad_byte(unsigned char byte)
{
	return byte < ' ' || byte == 0x7f || byte == '\\' || byte == ':';
}

static bool part_is_safe(const char *part, size_t length)
{
	if (length == 0 || length > LONGEST_PART)
		return false;
	return part[0] != '.' || (length != 1 && (length != 2 || part[1] != '.'));
}

bool folder_path_is_safe(struct string path)
{
	size_t start = 0;

	for (size_t i = 0; i < path.length; i++) {
		if (is_bad_byte((unsigned char)path.bytes[i]))
			return false;
		if (path.bytes[i] != '/')
			continue;
		if (!part_is_safe(path.bytes + start, i - start))
			return false;
		start = i + 1;
	}
	return part_is_safe(path.bytes + start, path.length - start);
}

/* Opens a part of a path that must be a folder and no link. */
static int open_part(int folder, const char *part, bool create)
{
	int const flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int opened = openat(folder, part, flags);

	if (opened < 0 && errno == ENOENT && create) {
		if (mkdirat(folder, part, 0777) < 0 && errno != EEXIST)
			return -1;
		opened = openat(folder, part, flags);
	}
	return opened;
}

static bool copy_part(char part[LONGEST_PART + 1], const char *from, size_t length)
{
	if (length > LONGEST_PART) {
		errno = ENAMETOOLONG;
		return false;
	}
	memcpy(part, from, length);
	part[length] = '\0';
	return true;
}

/* Makes a folder and those above it as far as they are missing; *made says
 * whether it was. Returns what went wrong first, or 0. */
static int make_folders(char *path, bool *made)
{
	int problem = 0;

	for (char *end = path; *end;) {
		end += *end == '/';
		end += strcspn(end, "/");
		char const after = *end;
		*end = '\0';
		*made = mkdir(path, 0777) == 0;
		if (!*made && errno != EEXIST && !problem)
			problem = errno;
		*end = after;
	}
	return problem;
}

int folder_open(const char *path, bool *made)
{
	char copy[PATH_MAX];
	size_t const length = strlen(path);
	int problem = 0;

	if (length >= sizeof copy) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(copy, path, length + 1);
	if (made)
		problem = make_folders(copy, made);
	int const folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0 && problem)
		errno = problem;
	return folder;
}

int folder_open_parent(int folder, const char *path, bool create, const char **leaf)
{
	char part[LONGEST_PART + 1];
	int parent = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (const char *slash; parent >= 0 && (slash = strchr(path, '/')); path = slash + 1) {
		int const next = copy_part(part, path, (size_t)(slash - path))
					 ? open_part(parent, part, create)
					 : -1;
		int const problem = errno;
		close(parent);
		errno = problem;
		parent = next;
	}
	*leaf = path;
	return parent;
}

void folder_leave(struct folder_stay *stay)
{
	if (stay->parent >= 0)
		close(stay->parent);
	stay->parent = -1;
}

int folder_stay_in(struct folder_stay *stay, int folder, const char *path, bool create,
		   const char **leaf)
{
	const char *slash = strrchr(path, '/');
	struct string const parent = {path, slash ? (size_t)(slash + 1 - path) : 0};

	if (stay->parent >= 0 && string_equal(stay->path, parent)) {
		*leaf = path + parent.length;
		return stay->parent;
	}
	folder_leave(stay);
	*stay = (struct folder_stay){folder_open_parent(folder, path, create, leaf), parent};
	return stay->parent;
}

static bool fail(int error)
{
	errno = error;
	return false;
}

/* Reads to the end, which is known by the file's size, so that no read has to find
 * nothing; one that gives less before is not the end. */
static bool read_open_file(int file, struct buf *into)
{
	struct stat about;

	if (fstat(file, &about) < 0)
		return false;
	if (!S_ISREG(about.st_mode))
		return fail(S_ISDIR(about.st_mode) ? EISDIR : EINVAL);
	if (about.st_size > LARGEST_FILE)
		return fail(EFBIG);
	size_t const whole = into->length + (size_t)about.st_size;
	buf_reserve(into, (size_t)about.st_size + 1);
	for (;;) {
		buf_reserve(into, 1);
		size_t const room = into->capacity - into->length;
		ssize_t const count = read(file, into->bytes + into->length, room);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return false;
		into->length += (size_t)count;
		if (into->length > LARGEST_FILE)
			return fail(EFBIG);
		if (!count || ((size_t)count < room && into->length >= whole))
			return true;
	}
}

/* Closes without losing the errno of what went before. */
static void close_quietly(int file)
{
	int const problem = errno;

	close(file);
	errno = problem;
}

bool folder_stay_read(struct folder_stay *stay, int folder, const char *path, struct buf *into)
{
	const char *leaf;
	int const parent = folder_stay_in(stay, folder, path, false, &leaf);

	into->length = 0;
	if (parent < 0)
		return false;
	int const file = openat(parent, leaf, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (file < 0)
		return false;
	bool const done = read_open_file(file, into);
	close_quietly(file);
	return done;
}

bool folder_read(int folder, const char *path, struct buf *into)
{
	struct folder_stay stay = {.parent = -1};
	bool const done = folder_stay_read(&stay, folder, path, into);
	int const problem = errno;

	folder_leave(&stay);
	errno = problem;
	return done;
}

const char *folder_problem(int error)
{
	switch (error) {
	case ELOOP:
		return "it is a symbolic link";
	case ENOTDIR:
		return "a folder above it is a file or a symbolic link";
	case EISDIR:
		return "it is a folder";
	case EINVAL:
	case ENXIO:
	case EOPNOTSUPP:
		return "it is a pipe, a socket or a device";
	case EFBIG:
		return "it is larger than 1 GiB";
	default:
		return strerror(error);
	}
}

static bool write_open_file(int file, struct string bytes)
{
	while (bytes.length) {
		ssize_t const count = write(file, bytes.bytes, bytes.length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return false;
		bytes.bytes += count;
		bytes.length -= (size_t)count;
	}
	return true;
}

/* Writes a file that was opened, or was not, and closes it. */
static bool write_and_close(int file, struct string bytes, bool kept)
{
	if (file < 0)
		return false;
	if (!write_open_file(file, bytes) || (kept && fsync(file) < 0)) {
		close_quietly(file);
		return false;
	}
	return close(file) == 0;
}

bool folder_create(int folder, const char *name, struct string bytes, bool kept)
{
	int const flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

	return write_and_close(openat(folder, name, flags, 0666), bytes, kept);
}

bool folder_write_into(int folder, const char *name, struct string bytes)
{
	int const flags = O_WRONLY | O_TRUNC | O_NOCTTY | O_CLOEXEC;

	return write_and_close(openat(folder, name, flags), bytes, false);
}

/* What a path names, itself and not where a link leads. */
static bool look_at(int folder, const char *path, struct stat *about)
{
	const char *leaf;
	int const parent = folder_open_parent(folder, path, false, &leaf);

	if (parent < 0)
		return false;
	bool const done = fstatat(parent, leaf, about, AT_SYMLINK_NOFOLLOW) == 0;
	close_quietly(parent);
	return done;
}

bool folder_has_file(int folder, const char *path)
{
	struct stat about;

	return look_at(folder, path, &about) && S_ISREG(about.st_mode);
}

bool folder_same_file(int folder, const char *a, const char *b)
{
	struct stat first, second;

	return look_at(folder, a, &first) && look_at(folder, b, &second) &&
	       first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

static bool delete(int folder, const char *path, int flags)
{
	const char *leaf;
	int const parent = folder_open_parent(folder, path, false, &leaf);

	if (parent < 0)
		return false;
	bool const done = unlinkat(parent, leaf, flags) == 0;
	close_quietly(parent);
	return done;
}

bool folder_delete(int folder, const char *path)
{
	return delete(folder, path, 0);
}

void folder_prune(int folder, const char *path)
{
	char ancestor[PATH_MAX];
	size_t const length = strlen(path);

	if (length >= sizeof ancestor)
		return;
	memcpy(ancestor, path, length + 1);
	for (char *slash; (slash = strrchr(ancestor, '/'));) {
		*slash = '\0';
		if (!delete(folder, ancestor, AT_REMOVEDIR) && errno != ENOENT)
			return;
	}
}

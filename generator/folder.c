/* folder: files below an open folder. See folder.h. */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_PART = 255 };

static bool is_bad_byte(unsigned char byte)
{
	return byte < ' ' || byte == 0x7f || byte == '\\' || byte == ':';
}

static bool part_is_safe(const char *part, size_t length)
{
	if (length == 0 || length > LONGEST_PART)
		return false;
	if (part[0] == '.' && (length == 1 || (length == 2 && part[1] == '.')))
		return false;
	for (size_t i = 0; i < length; i++)
		if (is_bad_byte((unsigned char)part[i]))
			return false;
	return true;
}

bool folder_path_is_safe(struct string path)
{
	size_t start = 0;

	for (size_t i = 0; i <= path.length; i++) {
		if (i < path.length && path.bytes[i] != '/')
			continue;
		if (!part_is_safe(path.bytes + start, i - start))
			return false;
		start = i + 1;
	}
	return true;
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

int folder_open(const char *path, bool create)
{
	char prefix[PATH_MAX];
	size_t const length = strlen(path);

	if (length >= sizeof prefix) {
		errno = ENAMETOOLONG;
		return -1;
	}
	for (size_t i = 1; create && i <= length; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(prefix, path, i);
		prefix[i] = '\0';
		if (mkdir(prefix, 0777) < 0 && errno != EEXIST && errno != EISDIR && path[i] == '\0')
			return -1;
	}
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
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

static bool read_open_file(int file, struct buf *into)
{
	struct stat about;

	if (fstat(file, &about) < 0)
		return false;
	if (!S_ISREG(about.st_mode)) {
		errno = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
		return false;
	}
	buf_reserve(into, (size_t)about.st_size + 1);
	for (;;) {
		buf_reserve(into, 1);
		ssize_t const count =
			read(file, into->bytes + into->length, into->capacity - into->length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return count == 0;
		into->length += (size_t)count;
	}
}

/* Closes without losing the errno of what went before. */
static void close_quietly(int file)
{
	int const problem = errno;

	close(file);
	errno = problem;
}

bool folder_read(int folder, const char *path, struct buf *into)
{
	const char *leaf;
	int const parent = folder_open_parent(folder, path, false, &leaf);

	into->length = 0;
	if (parent < 0)
		return false;
	int const file = openat(parent, leaf, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	close_quietly(parent);
	if (file < 0)
		return false;
	bool const done = read_open_file(file, into);
	close_quietly(file);
	return done;
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

bool folder_create(int folder, const char *path, struct string bytes)
{
	const char *leaf;
	int const parent = folder_open_parent(folder, path, true, &leaf);

	if (parent < 0)
		return false;
	int const file = openat(parent, leaf, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
				0666);
	close_quietly(parent);
	if (file < 0)
		return false;
	bool const done = write_open_file(file, bytes);
	if (!done) {
		close_quietly(file);
		return false;
	}
	return close(file) == 0;
}

bool folder_delete(int folder, const char *path)
{
	char ancestor[PATH_MAX];
	const char *leaf;
	int parent = folder_open_parent(folder, path, false, &leaf);

	if (parent < 0)
		return false;
	bool const done = unlinkat(parent, leaf, 0) == 0;
	close_quietly(parent);
	size_t length = (size_t)(leaf - path);
	if (!done || length >= sizeof ancestor)
		return done;
	memcpy(ancestor, path, length);
	while (length) {
		ancestor[length - 1] = '\0';
		parent = folder_open_parent(folder, ancestor, false, &leaf);
		if (parent < 0)
			break;
		bool const removed = unlinkat(parent, leaf, AT_REMOVEDIR) == 0;
		close(parent);
		if (!removed)
			break;
		length = (size_t)(leaf - ancestor);
	}
	return true;
}

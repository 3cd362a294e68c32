/* buf: growable bytes, and the string that views bytes without owning them. */
#ifndef ERRBIND_BUF_H
#define ERRBIND_BUF_H

#include "arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

/* Bytes that live elsewhere, usually UTF-8, not ended by NUL. */
struct string {
	const char *bytes;
	size_t length;
};

#define STRING(literal) ((struct string){"" literal, sizeof(literal) - 1})
#define STRING_FORMAT(string) (int)(string).length, (string).bytes /* for %.*s */

struct string string_of(const char *text);

static inline bool string_equal(struct string a, struct string b)
{
	return a.length == b.length && (!a.length || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool string_is(struct string a, const char *text);
int string_compare(struct string a, struct string b); /* by bytes, as memcmp */
bool string_starts_with(struct string a, struct string prefix);

/* A copy in the arena, with a NUL behind it. */
struct string string_copy(struct arena *arena, struct string a);

/* Formats as printf does, into the arena, with a NUL behind it. */
struct string string_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
struct string string_vprintf(struct arena *arena, const char *format, va_list arguments);

/* An integer in decimal, in the arena, with a NUL behind it. */
struct string string_integer(struct arena *arena, int64_t integer);

/* Bytes that grow. Memory is the heap's and returned when the arena is reset
 * or freed; running out of it ends the run as the arena says. */
struct buf {
	char *bytes; /* not ended by NUL; NULL while capacity is 0 */
	size_t length, capacity;
	struct arena *arena;
};

/* An empty buf owned by the arena; the struct must live as long as the arena
 * is neither reset nor freed, and must not move. */
void buf_init(struct buf *buf, struct arena *arena);

/* An empty buf kept in the arena. */
struct buf *buf_new(struct arena *arena);

/* Makes room for length bytes more. */
void buf_grow(struct buf *buf, size_t length);

static inline void buf_reserve(struct buf *buf, size_t length)
{
	if (length > buf->capacity - buf->length)
		buf_grow(buf, length);
}

/* The slow path of buf_append. */
void buf_append_growing(struct buf *buf, const char *bytes, size_t length);

/* Both ways end in a call, for which a caller that ends here saves no registers. */
static inline void buf_append(struct buf *buf, const char *bytes, size_t length)
{
	if (!length)
		return;
	if (length > buf->capacity - buf->length) {
		buf_append_growing(buf, bytes, length);
		return;
	}
	char *to = buf->bytes + buf->length;
	buf->length += length;
	memcpy(to, bytes, length);
}

static inline void buf_byte(struct buf *buf, char byte)
{
	buf_reserve(buf, 1);
	buf->bytes[buf->length++] = byte;
}

static inline void buf_string(struct buf *buf, struct string string)
{
	buf_append(buf, string.bytes, string.length);
}

void buf_repeat(struct buf *buf, char byte, size_t count);
void buf_integer(struct buf *buf, int64_t integer);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What the buf holds now, without copying; valid until it grows. */
static inline struct string buf_view(const struct buf *buf)
{
	return (struct string){buf->bytes, buf->length};
}

#endif

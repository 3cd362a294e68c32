/* buf: growable bytes, and the string that views bytes. See buf.h. */
#include "buf.h"

#include <stdio.h>
#include <stdlib.h>

struct string string_of(const char *text)
{
	return (struct string){text, strlen(text)};
}

bool string_is(struct string a, const char *text)
{
	for (size_t i = 0; i < a.length; i++)
		if (!text[i] || text[i] != a.bytes[i])
			return false;
	return !text[a.length];
}

int string_compare(struct string a, struct string b)
{
	size_t const shorter = a.length < b.length ? a.length : b.length;
	int const order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;

	if (order)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

bool string_starts_with(struct string a, struct string prefix)
{
	return a.length >= prefix.length &&
	       (!prefix.length || memcmp(a.bytes, prefix.bytes, prefix.length) == 0);
}

struct string string_copy(struct arena *arena, struct string a)
{
	return (struct string){arena_copy(arena, a.bytes, a.length), a.length};
}

struct string string_vprintf(struct arena *arena, const char *format, va_list arguments)
{
	va_list again;

	va_copy(again, arguments);
	int const length = vsnprintf(NULL, 0, format, arguments);
	char *bytes = arena_alloc(arena, length < 0 ? 1 : (size_t)length + 1);
	bytes[0] = '\0';
	if (length > 0)
		vsnprintf(bytes, (size_t)length + 1, format, again);
	va_end(again);
	return (struct string){bytes, length < 0 ? 0 : (size_t)length};
}

struct string string_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	struct string const text = string_vprintf(arena, format, arguments);
	va_end(arguments);
	return text;
}

static void free_bytes(void *data)
{
	struct buf *buf = data;

	free(buf->bytes);
	*buf = (struct buf){.arena = buf->arena};
}

void buf_init(struct buf *buf, struct arena *arena)
{
	*buf = (struct buf){.arena = arena};
	arena_defer(arena, free_bytes, buf);
}

struct buf *buf_new(struct arena *arena)
{
	struct buf *buf = arena_alloc(arena, sizeof *buf);

	buf_init(buf, arena);
	return buf;
}

void buf_grow(struct buf *buf, size_t length)
{
	if (length > SIZE_MAX / 2 - buf->length)
		arena_fail(buf->arena);
	size_t capacity = buf->capacity ? buf->capacity : 256;
	while (capacity < buf->length + length)
		capacity *= 2;
	char *bytes = realloc(buf->bytes, capacity);
	if (!bytes)
		arena_fail(buf->arena);
	buf->bytes = bytes;
	buf->capacity = capacity;
}

void buf_append_growing(struct buf *buf, const char *bytes, size_t length)
{
	buf_grow(buf, length);
	memcpy(buf->bytes + buf->length, bytes, length);
	buf->length += length;
}

void buf_repeat(struct buf *buf, char byte, size_t count)
{
	if (!count)
		return;
	buf_reserve(buf, count);
	memset(buf->bytes + buf->length, byte, count);
	buf->length += count;
}

enum { LONGEST_INTEGER = 20 }; /* with its sign */

/* Writes an integer up to end, which has room; returns where it starts. */
static char *write_integer(char *end, int64_t integer)
{
	static const char pairs[] =
		"0001020304050607080910111213141516171819202122232425262728293031323334353637383940"
		"4142434445464748495051525354555657585960616263646566676869707172737475767778798081"
		"828384858687888990919293949596979899";
	uint64_t rest = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
	char *at = end;

	for (; rest >= 10; rest /= 100)
		at = memcpy(at - 2, pairs + rest % 100 * 2, 2);
	if (rest || at == end)
		*--at = (char)('0' + rest);
	if (integer < 0)
		*--at = '-';
	return at;
}

void buf_integer(struct buf *buf, int64_t integer)
{
	char digits[LONGEST_INTEGER], *end = digits + sizeof digits;
	const char *start = write_integer(end, integer);

	buf_append(buf, start, (size_t)(end - start));
}

struct string string_integer(struct arena *arena, int64_t integer)
{
	char *end = (char *)arena_alloc(arena, LONGEST_INTEGER + 1) + LONGEST_INTEGER;
	const char *start = write_integer(end, integer);

	*end = '\0';
	return (struct string){start, (size_t)(end - start)};
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list arguments, again;

	va_start(arguments, format);
	va_copy(again, arguments);
	int const length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length > 0) {
		buf_reserve(buf, (size_t)length + 1);
		vsnprintf(buf->bytes + buf->length, (size_t)length + 1, format, again);
		buf->length += (size_t)length;
	}
	va_end(again);
}

/* difference: how two texts differ, as a unified diff. See difference.h.
 *
 * The shortest edit is found by Myers' greedy algorithm (An O(ND) Difference
 * Algorithm and Its Variations, 1986) between the common head and tail. */
#include "difference.h"

enum { CONTEXT = 3, MOST_EDITS = 1000 };

struct lines {
	struct string *items;
	size_t count;
};

/* Where a line of one text stands in the other, or DELETED. */
#define DELETED SIZE_MAX

struct comparison {
	struct lines before, after;
	size_t *place;  /* of each line of before in after */
	size_t head;    /* common lines at the start */
	size_t tail;    /* and at the end */
	struct arena *scratch;
};

static struct lines split(struct arena *scratch, struct string text)
{
	struct lines lines = {0};
	size_t capacity = 0;

	while (text.length) {
		const char *end = memchr(text.bytes, '\n', text.length);
		size_t const length = end ? (size_t)(end - text.bytes) + 1 : text.length;
		lines.items = arena_grow(scratch, lines.items, lines.count, &capacity,
					 sizeof *lines.items);
		lines.items[lines.count++] = (struct string){text.bytes, length};
		text.bytes += length;
		text.length -= length;
	}
	return lines;
}

static void find_head_and_tail(struct comparison *c)
{
	size_t const shorter =
		c->before.count < c->after.count ? c->before.count : c->after.count;

	while (c->head < shorter && string_equal(c->before.items[c->head], c->after.items[c->head]))
		c->head++;
	while (c->tail < shorter - c->head &&
	       string_equal(c->before.items[c->before.count - 1 - c->tail],
			    c->after.items[c->after.count - 1 - c->tail]))
		c->tail++;
	for (size_t i = 0; i < c->before.count; i++)
		c->place[i] = i < c->head ? i
			      : i >= c->before.count - c->tail
				      ? i + c->after.count - c->before.count
				      : DELETED;
}

/* The furthest line of before that a path with some edits reaches, a diagonal
 * each; kept for every number of edits, so that the path can be walked back. */
struct frontier {
	ptrdiff_t *reach; /* by diagonal, from -edits to edits */
	ptrdiff_t edits;
};

static ptrdiff_t *reach_at(const struct frontier *frontier, ptrdiff_t diagonal)
{
	return &frontier->reach[diagonal + frontier->edits];
}

/* Where the path to a diagonal comes from: down (a line added) or right. */
static bool comes_down(const struct frontier *last, ptrdiff_t edits, ptrdiff_t diagonal)
{
	return diagonal == -edits ||
	       (diagonal != edits &&
		*reach_at(last, diagonal - 1) < *reach_at(last, diagonal + 1));
}

static ptrdiff_t follow(const struct comparison *c, ptrdiff_t x, ptrdiff_t y)
{
	ptrdiff_t const width = (ptrdiff_t)(c->before.count - c->head - c->tail);
	ptrdiff_t const height = (ptrdiff_t)(c->after.count - c->head - c->tail);

	while (x < width && y < height &&
	       string_equal(c->before.items[c->head + (size_t)x],
			    c->after.items[c->head + (size_t)y])) {
		x++;
		y++;
	}
	return x;
}

/* Extends every path by one edit; true where one reaches the end. */
static bool advance(const struct comparison *c, struct frontier *frontiers, ptrdiff_t edits)
{
	ptrdiff_t const width = (ptrdiff_t)(c->before.count - c->head - c->tail);
	ptrdiff_t const height = (ptrdiff_t)(c->after.count - c->head - c->tail);
	struct frontier *now = &frontiers[edits];

	now->edits = edits;
	now->reach = arena_alloc(c->scratch, (size_t)(2 * edits + 1) * sizeof *now->reach);
	for (ptrdiff_t diagonal = -edits; diagonal <= edits; diagonal++)
		*reach_at(now, diagonal) = -1;
	for (ptrdiff_t diagonal = -edits; diagonal <= edits; diagonal += 2) {
		ptrdiff_t x = 0;
		if (edits) {
			const struct frontier *last = &frontiers[edits - 1];
			x = comes_down(last, edits, diagonal) ? *reach_at(last, diagonal + 1)
							      : *reach_at(last, diagonal - 1) + 1;
		}
		if (x > width || x - diagonal > height || x - diagonal < 0 || x < 0) {
			*reach_at(now, diagonal) = x;
			continue;
		}
		x = follow(c, x, x - diagonal);
		*reach_at(now, diagonal) = x;
		if (x >= width && x - diagonal >= height)
			return true;
	}
	return false;
}

/* Marks the lines that the path keeps, from its end back. */
static void walk_back(struct comparison *c, const struct frontier *frontiers, ptrdiff_t edits)
{
	ptrdiff_t x = (ptrdiff_t)(c->before.count - c->head - c->tail);
	ptrdiff_t y = (ptrdiff_t)(c->after.count - c->head - c->tail);

	for (; edits > 0; edits--) {
		const struct frontier *last = &frontiers[edits - 1];
		ptrdiff_t const diagonal = x - y;
		bool const down = comes_down(last, edits, diagonal);
		ptrdiff_t const from = down ? diagonal + 1 : diagonal - 1;
		ptrdiff_t const from_x = *reach_at(last, from), from_y = from_x - from;
		while (x > from_x + !down && y > from_y + down) {
			x--;
			y--;
			c->place[c->head + (size_t)x] = c->head + (size_t)y;
		}
		x = from_x;
		y = from_y;
	}
	while (x > 0 && y > 0) {
		x--;
		y--;
		c->place[c->head + (size_t)x] = c->head + (size_t)y;
	}
}

static void find_edits(struct comparison *c)
{
	ptrdiff_t const longest =
		(ptrdiff_t)(c->before.count + c->after.count - 2 * (c->head + c->tail));
	ptrdiff_t const most = longest < MOST_EDITS ? longest : MOST_EDITS;
	struct frontier *frontiers =
		arena_alloc(c->scratch, ((size_t)most + 1) * sizeof *frontiers);

	for (ptrdiff_t edits = 0; edits <= most; edits++) {
		if (advance(c, frontiers, edits)) {
			walk_back(c, frontiers, edits);
			return;
		}
	}
}

static void put_line(struct buf *out, char mark, struct string line)
{
	buf_byte(out, mark);
	buf_string(out, line);
	if (!line.length || line.bytes[line.length - 1] != '\n')
		buf_string(out, STRING("\n\\ No newline at end of file\n"));
}

/* A run of differences: lines [before, before_end) became [after, after_end). */
struct change {
	size_t before, before_end, after, after_end;
};

/* The next run from the places in *change on; false after the last. */
static bool next_change(const struct comparison *c, struct change *change)
{
	size_t b = change->before_end, a = change->after_end;

	while (b < c->before.count && c->place[b] == a) {
		b++;
		a++;
	}
	change->before = b;
	change->after = a;
	while (b < c->before.count && c->place[b] == DELETED)
		b++;
	a = b < c->before.count ? c->place[b] : c->after.count;
	change->before_end = b;
	change->after_end = a;
	return change->before < b || change->after < a;
}

static void put_range(struct buf *out, char mark, size_t start, size_t count)
{
	buf_byte(out, mark);
	buf_integer(out, (int64_t)(count ? start + 1 : start));
	if (count != 1) {
		buf_byte(out, ',');
		buf_integer(out, (int64_t)count);
	}
}

/* One hunk: the changes of which at most 2 * CONTEXT lines stand between. */
static void put_hunk(struct buf *out, const struct comparison *c, struct change first,
		     struct change last)
{
	size_t const lead = first.before < CONTEXT ? first.before : CONTEXT;
	size_t const rest = c->before.count - last.before_end;
	size_t const trail = rest < CONTEXT ? rest : CONTEXT;
	size_t b = first.before - lead, a = first.after - lead;

	buf_string(out, STRING("@@ "));
	put_range(out, '-', b, last.before_end + trail - b);
	buf_byte(out, ' ');
	put_range(out, '+', a, last.after_end + trail - a);
	buf_string(out, STRING(" @@\n"));
	while (b < last.before_end + trail || a < last.after_end + trail) {
		if (b < c->before.count && c->place[b] == DELETED)
			put_line(out, '-', c->before.items[b++]);
		else if (b >= c->before.count || c->place[b] != a)
			put_line(out, '+', c->after.items[a++]);
		else
			put_line(out, ' ', c->before.items[b++]), a++;
	}
}

void difference_unified(struct buf *out, struct arena *scratch, const char *before_name,
			struct string before, const char *after_name, struct string after)
{
	struct comparison c = {split(scratch, before), split(scratch, after), .scratch = scratch};
	struct change change = {0}, first, last;

	c.place = arena_alloc(scratch, (c.before.count + 1) * sizeof *c.place);
	find_head_and_tail(&c);
	find_edits(&c);
	if (!next_change(&c, &change))
		return;
	buf_printf(out, "--- %s\n+++ %s\n", before_name, after_name);
	for (bool more = true; more;) {
		first = last = change;
		while ((more = next_change(&c, &change)) &&
		       change.before - last.before_end <= 2 * (size_t)CONTEXT)
			last = change;
		put_hunk(out, &c, first, last);
	}
}

uint32_t difference_first_line(struct string before, struct string after)
{
	uint32_t line = 1;

	for (size_t i = 0; i < before.length && i < after.length; i++) {
		if (before.bytes[i] != after.bytes[i])
			break;
		line += before.bytes[i] == '\n';
	}
	return line;
}

/* The next byte with every line end read as LF; -1 at the end. */
static int next_byte(struct string text, size_t *at)
{
	if (*at == text.length)
		return -1;
	char const byte = text.bytes[(*at)++];
	if (byte != '\r')
		return (unsigned char)byte;
	if (*at < text.length && text.bytes[*at] == '\n')
		(*at)++;
	return '\n';
}

bool difference_only_line_ends(struct string before, struct string after)
{
	size_t b = 0, a = 0;
	int byte;

	do {
		byte = next_byte(before, &b);
		if (byte != next_byte(after, &a))
			return false;
	} while (byte >= 0);
	return true;
}

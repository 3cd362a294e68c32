/* import_lock: what a vendor's page said when it was last imported. See
 * import_lock.h. */
#include "import_lock.h"

#include "import_words.h"
#include "json.h"
#include "page.h"
#include "utf8.h"
#include "yaml.h"

#include <sha2.h>
#include <stdint.h>
#include <stdlib.h>

enum { DIGEST_LENGTH = 32 }; /* hexadecimal digits: half of a SHA-256 */

/* The fields that a lock keeps, in the order of its lines. */
static const enum import_field kept[] = {IMPORT_CATEGORY, IMPORT_TITLE, IMPORT_DESCRIPTION,
					 IMPORT_RECOMMENDATION};
enum { KEPT_COUNT = sizeof kept / sizeof *kept };

static void write_digest(char digits[DIGEST_LENGTH + 1], struct string text)
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	size_t size;
	SHA2_CTX hash;

	SHA256Init(&hash);
	for (size_t at = 0; at < text.length; at += size) {
		uint32_t character;
		size = utf8_decode(text.bytes + at, text.length - at, &character);
		if (!size)
			size = 1;
		else if (page_character(character) != PAGE_VISIBLE)
			continue;
		SHA256Update(&hash, (const uint8_t *)text.bytes + at, size);
	}
	SHA256Final(digest, &hash);
	for (size_t i = 0; i < DIGEST_LENGTH; i++)
		digits[i] = "0123456789abcdef"[i & 1 ? digest[i / 2] & 15 : digest[i / 2] >> 4];
	digits[DIGEST_LENGTH] = '\0';
}

struct string import_mark(struct arena *arena, struct string text)
{
	char digits[DIGEST_LENGTH + 1];

	if (!text.length)
		return (struct string){0};
	write_digest(digits, text);
	return string_printf(arena, "%s %.*s", digits, STRING_FORMAT(import_letters(arena, text)));
}

bool import_mark_fits(struct string mark, struct string text)
{
	char digits[DIGEST_LENGTH + 1];

	if (!mark.length || !text.length)
		return mark.length == text.length;
	write_digest(digits, text);
	return mark.length > DIGEST_LENGTH && memcmp(mark.bytes, digits, DIGEST_LENGTH) == 0;
}

struct string import_mark_letters(struct string mark)
{
	if (mark.length <= DIGEST_LENGTH)
		return (struct string){0};
	return (struct string){mark.bytes + DIGEST_LENGTH + 1, mark.length - DIGEST_LENGTH - 1};
}

void import_lock_init(struct import_lock *lock, struct arena *arena)
{
	*lock = (struct import_lock){.arena = arena};
	map_init(&lock->by_code, arena);
}

static struct string key_of(struct arena *arena, struct string domain, struct string code)
{
	return string_printf(arena, "%.*s %.*s", STRING_FORMAT(domain), STRING_FORMAT(code));
}

const struct import_lock_line *import_lock_find(const struct import_lock *lock,
						struct string domain, struct string code)
{
	uintptr_t const index =
		(uintptr_t)map_get(&lock->by_code, key_of(lock->arena, domain, code));

	return index ? &lock->lines[index - 1] : NULL;
}

void import_lock_add(struct import_lock *lock, const struct import_lock_line *line)
{
	lock->lines = arena_grow(lock->arena, lock->lines, lock->count, &lock->capacity,
				 sizeof *lock->lines);
	lock->lines[lock->count++] = *line;
	*map_slot(&lock->by_code, key_of(lock->arena, line->domain, line->code)) =
		(void *)(uintptr_t)lock->count;
}

bool import_lock_equal(const struct import_lock *a, const struct import_lock *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct import_lock_line *line = &a->lines[i];
		const struct import_lock_line *other =
			import_lock_find(b, line->domain, line->code);
		for (int field = 0; other && field < IMPORT_FIELD_COUNT; field++)
			if (!string_equal(line->marks[field], other->marks[field]))
				return false;
		if (!other)
			return false;
	}
	return true;
}

static bool report(struct diagnostics *diagnostics, struct span span)
{
	diag_error(diagnostics, "lock", span,
		   "this is not what import writes; restore the file from version control, or "
		   "delete it to begin anew");
	return false;
}

/* A digest, a space, letters. */
static bool is_mark(struct string text)
{
	if (text.length <= DIGEST_LENGTH || text.bytes[DIGEST_LENGTH] != ' ')
		return false;
	for (size_t i = 0; i < DIGEST_LENGTH; i++)
		if (!strchr("0123456789abcdef", text.bytes[i]) || !text.bytes[i])
			return false;
	return true;
}

static bool read_mark(struct import_lock_line *line, struct entry entry,
		      struct diagnostics *diagnostics)
{
	struct string const text = value_string(entry.value);

	for (size_t i = 0; i < KEPT_COUNT; i++) {
		if (!string_is(entry.key->name->text, import_column_fields[kept[i]].key))
			continue;
		if (entry.value->type != VALUE_STRING ||
		    (kept[i] != IMPORT_CATEGORY && !is_mark(text)))
			break;
		line->marks[kept[i]] = text;
		return true;
	}
	return report(diagnostics, entry_key_span(entry));
}

static bool read_line(struct import_lock *lock, struct string domain, struct entry entry,
		      struct diagnostics *diagnostics)
{
	struct import_lock_line line = {.domain = domain, .code = entry.key->name->text};
	const struct value *marks = entry.value;
	const struct source *source = source_at(diagnostics->sources, marks->file);

	line.is_integer = source->text.bytes[entry.key->start] != '"';
	if (marks->type != VALUE_MAP)
		return report(diagnostics, entry_key_span(entry));
	for (uint32_t i = 0; i < marks->length; i++)
		if (!read_mark(&line, value_entry(marks, i), diagnostics))
			return false;
	import_lock_add(lock, &line);
	return true;
}

static bool read_domain(struct import_lock *lock, struct entry entry,
			struct diagnostics *diagnostics)
{
	const struct value *lines = entry.value;

	if (lines->type != VALUE_MAP)
		return report(diagnostics, entry_key_span(entry));
	for (uint32_t i = 0; i < lines->length; i++)
		if (!read_line(lock, entry.key->name->text, value_entry(lines, i), diagnostics))
			return false;
	return true;
}

bool import_lock_read(struct import_lock *lock, struct string path, struct map *symbols,
		      struct diagnostics *diagnostics)
{
	struct yaml_options const options = {YAML_AS_WRITTEN, symbols, lock->arena, lock->arena,
					     diagnostics};
	size_t const errors = diagnostics->error_count;
	struct string problem;
	uint16_t file;
	struct source *source = source_read(diagnostics->sources, path, &file, &problem);

	if (!source && string_is(problem, "no such file"))
		return true;
	if (!source) {
		diag_error(diagnostics, "lock", span_of_file(file), "cannot read the lock: %.*s",
			   STRING_FORMAT(problem));
		return false;
	}
	lock->exists = true;
	struct value const tree = yaml_load(source, &options);
	if (diagnostics->error_count > errors)
		return false;
	if (tree.type != VALUE_MAP)
		return report(diagnostics, span_of_file(file));
	for (uint32_t i = 0; i < tree.length; i++)
		if (!read_domain(lock, value_entry(&tree, i), diagnostics))
			return false;
	return true;
}

static int compare_lines(const void *left, const void *right)
{
	const struct import_lock_line *a = left, *b = right;

	if (a->is_integer && b->is_integer) {
		long long const x = strtoll(a->code.bytes, NULL, 10);
		long long const y = strtoll(b->code.bytes, NULL, 10);
		return (x > y) - (x < y);
	}
	return string_compare(a->code, b->code);
}

static void write_line(struct buf *out, const struct import_lock_line *line)
{
	const char *separator = "{";

	buf_string(out, STRING("  "));
	if (line->is_integer)
		buf_string(out, line->code);
	else
		json_string(out, line->code);
	buf_string(out, STRING(": "));
	for (size_t i = 0; i < KEPT_COUNT; i++) {
		if (!line->marks[kept[i]].length)
			continue;
		buf_printf(out, "%s%s: %.*s", separator, import_column_fields[kept[i]].key,
			   STRING_FORMAT(line->marks[kept[i]]));
		separator = ", ";
	}
	buf_string(out, separator[0] == '{' ? STRING("{}\n") : STRING("}\n"));
}

static void write_domain(struct import_lock *lock, struct string domain, struct buf *out)
{
	struct import_lock_line *lines = arena_calloc(lock->arena, lock->count, sizeof *lines);
	size_t count = 0;

	for (size_t i = 0; i < lock->count; i++)
		if (string_equal(lock->lines[i].domain, domain))
			lines[count++] = lock->lines[i];
	qsort(lines, count, sizeof *lines, compare_lines);
	buf_printf(out, "%.*s:\n", STRING_FORMAT(domain));
	for (size_t i = 0; i < count; i++)
		write_line(out, &lines[i]);
}

void import_lock_write(struct import_lock *lock, struct string vendor, struct buf *out)
{
	struct map domains;

	buf_printf(out,
		   "# What the page of %.*s said when it was last imported: for each code a digest\n"
		   "# of each text, and a letter a word. Written by errbind import alone.\n",
		   STRING_FORMAT(vendor));
	map_init(&domains, lock->arena);
	for (size_t i = 0; i < lock->count; i++) {
		void **slot = map_slot(&domains, lock->lines[i].domain);
		if (!*slot)
			write_domain(lock, lock->lines[i].domain, out);
		*slot = lock;
	}
}

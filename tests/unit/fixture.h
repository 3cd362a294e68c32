/* fixture: what the unit tests share: the state of a run, a folder to write
 * files into, and diagnostics as short lines that a test can compare. */
#ifndef ERRBIND_FIXTURE_H
#define ERRBIND_FIXTURE_H

#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../generator/diag.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
	struct arena arena;
	jmp_buf out_of_memory;
	struct map symbols;
	struct sources sources;
	struct diagnostics diagnostics;
	char folder[32]; /* made by fixture_write */
};

static inline int fixture_setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);

	if (!fixture)
		return -1;
	arena_init(&fixture->arena, &fixture->out_of_memory);
	if (setjmp(fixture->out_of_memory))
		abort();
	map_init(&fixture->symbols, &fixture->arena);
	sources_init(&fixture->sources, &fixture->arena);
	diag_init(&fixture->diagnostics, &fixture->arena, &fixture->sources);
	*state = fixture;
	return 0;
}

static inline int fixture_remove(const char *path, const struct stat *status, int type,
				 struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int fixture_teardown(void **state)
{
	struct fixture *fixture = *state;

	if (fixture->folder[0])
		nftw(fixture->folder, fixture_remove, 8, FTW_DEPTH | FTW_PHYS);
	arena_free(&fixture->arena);
	free(fixture);
	return 0;
}

/* The path of a name in the folder of this test, which is made when first
 * needed; so is vendors/ in it. */
static inline struct string fixture_path(struct fixture *fixture, const char *name)
{
	if (!fixture->folder[0]) {
		strcpy(fixture->folder, "/tmp/errbind-test.XXXXXX");
		assert_non_null(mkdtemp(fixture->folder));
		assert_int_equal(mkdir(fixture_path(fixture, "vendors").bytes, 0777), 0);
	}
	return string_printf(&fixture->arena, "%s/%s", fixture->folder, name);
}

/* Writes a file into the folder of this test. */
static inline struct string fixture_write(struct fixture *fixture, const char *name,
					  struct string text)
{
	struct string const path = fixture_path(fixture, name);
	FILE *file = fopen(path.bytes, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text.bytes, 1, text.length, file), text.length);
	assert_int_equal(fclose(file), 0);
	return path;
}

/* All diagnostics, sorted, a line each: "registry.yaml:3:5-9 rule: message";
 * columns are those of the first and behind the last character, notes follow
 * after "; ". The folder of the test is left out of messages and paths. */
static inline const char *fixture_report(struct fixture *fixture)
{
	struct buf *text = arena_calloc(&fixture->arena, 1, sizeof *text), *lines;
	size_t const folder = strlen(fixture->folder);

	buf_init(text, &fixture->arena);
	diag_print(&fixture->diagnostics, text, DIAG_JSON, false); /* sorts */
	text->length = 0;
	for (size_t i = 0; i < fixture->diagnostics.count; i++) {
		const struct diagnostic *item = fixture->diagnostics.items[i];
		struct source *source = source_at(&fixture->sources, item->span.file);
		if (source) {
			buf_string(text, source->path);
		}
		if (source && item->span.start != SPAN_WHOLE_FILE) {
			struct position const start =
				source_position(source, &fixture->arena, item->span.start);
			struct position const end =
				source_position(source, &fixture->arena, item->span.end);
			buf_printf(text, ":%u:%u-", (unsigned)start.line, (unsigned)start.column);
			if (end.line != start.line)
				buf_printf(text, "%u:", (unsigned)end.line);
			buf_printf(text, "%u", (unsigned)end.column);
		}
		buf_printf(text, "%s%s%s: ", source ? " " : "",
			   item->severity == SEVERITY_WARNING ? "warning " : "", item->rule);
		buf_string(text, item->message);
		for (const struct diag_note *note = item->notes; note; note = note->next) {
			buf_string(text, STRING("; "));
			source = source_at(&fixture->sources, note->span.file);
			if (source && note->span.start != SPAN_WHOLE_FILE) {
				struct position const at =
					source_position(source, &fixture->arena, note->span.start);
				buf_printf(text, "%u:%u ", (unsigned)at.line, (unsigned)at.column);
			}
			buf_string(text, note->message);
		}
		buf_byte(text, '\n');
	}
	buf_byte(text, '\0');
	lines = arena_calloc(&fixture->arena, 1, sizeof *lines);
	buf_init(lines, &fixture->arena);
	for (const char *at = text->bytes; *at;) {
		if (folder && strncmp(at, fixture->folder, folder) == 0)
			at += folder + (at[folder] == '/');
		else
			buf_byte(lines, *at++);
	}
	buf_byte(lines, '\0');
	return lines->bytes;
}

#define fixture_test(function) \
	cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

#endif

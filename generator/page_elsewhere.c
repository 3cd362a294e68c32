/* page_elsewhere: stands for the readers of pages in errbind itself, which a build
 * runs all the time and which therefore does without their libraries: loading
 * those takes longer than generating. What reads pages is errbind-import: the
 * same program, with page_html and page_markdown in the place of this file. */
#include "page_read.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char missing[] =
	"there is no errbind-import, the part of errbind that reads pages; install md4c and "
	"libxml2 (Debian: libmd4c-dev libxml2-dev, Homebrew: md4c libxml2) and build errbind again";

/* Runs the program if there is one; returns only if not. */
static void run_reader(const char *folder, size_t length, char **words)
{
	static const char name[] = "/errbind-import";
	char *path = malloc(length + sizeof name);

	if (!path)
		return;
	memcpy(path, folder, length);
	memcpy(path + length, name, sizeof name);
	execv(path, words);
	free(path);
}

const char *page_reader_start(char **words)
{
	const char *slash = strrchr(words[0], '/');

	if (slash)
		run_reader(words[0], (size_t)(slash - words[0]), words);
	else
		execvp("errbind-import", words); /* beside an errbind that is on PATH */
	run_reader(ERRBIND_PROGRAMS, strlen(ERRBIND_PROGRAMS), words);
	return missing;
}

const char *page_read_html(struct page_builder *builder, struct string html)
{
	(void)builder;
	(void)html;
	return missing;
}

const char *page_write_markdown(struct buf *html, struct string text)
{
	(void)html;
	(void)text;
	return missing;
}

/* page_missing: what import says where errbind was built without the libraries
 * that read pages (the Makefile defines ERRBIND_WITH_IMPORT where it finds them). */
#include "page_read.h"

#ifdef ERRBIND_WITH_IMPORT

const char *page_missing(void)
{
	return NULL;
}

#else

static const char missing[] =
	"this errbind was built without md4c and libxml2, which read pages; install them "
	"(Debian: libmd4c-dev libxml2-dev, Homebrew: md4c libxml2) and build errbind again";

const char *page_missing(void)
{
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

#endif

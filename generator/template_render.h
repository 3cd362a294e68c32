/* template_render: renders a parsed template with data.
 *
 * Rules of what it reports: undefined-name template-type bad-argument
 * integer-overflow include-loop template-recursion output-too-large
 * template-steps template-not-found. */
#ifndef ERRBIND_TEMPLATE_RENDER_H
#define ERRBIND_TEMPLATE_RENDER_H

#include "template_parse.h"

/* Appends to out what the template makes of the context, a map. item says in
 * messages what is being rendered ("domain keyless"). Temporary values live in
 * the scratch arena, which the caller resets; what the template imports is
 * rendered once and stays with its templates. False after reporting; out then
 * holds some part of the text. */
bool template_render(const struct template *template, const struct value *context,
		     struct string item, struct arena *scratch, struct buf *out);

#endif

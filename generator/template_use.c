/* template_use: binds the arguments of filters and tests to their parameters
 * while a template is parsed. See template_parser.h. */
#include "filter_functions.h"
#include "template_parser.h"

static struct use *new_use(struct parser *parser, struct span span)
{
	struct use *use = parser_alloc(parser, sizeof *use);

	use->span = span;
	return use;
}

static void suggest(struct parser *parser, struct diagnostic *diagnostic, struct string name,
		    struct string (*next)(const void *, size_t))
{
	struct string const near = diag_nearest(name, next, NULL);

	if (near.length)
		diag_note(parser->templates->diagnostics, diagnostic, span_nowhere(),
			  "did you mean '%.*s'?", STRING_FORMAT(near));
}

static void report_unknown(struct parser *parser, const char *what, struct string name,
			   struct span span)
{
	bool const is_filter = *what == 'f';
	const char *instead = is_filter ? filter_of_jinja(name) : test_of_jinja(name);
	const char *rule = is_filter ? "unknown-filter" : "unknown-test";

	if (instead)
		parser_report(parser, rule, span,
			      "the %s '%.*s' is not part of errbind's templates%s%s", what,
			      STRING_FORMAT(name), *instead ? "; " : "", instead);
	else
		suggest(parser,
			parser_report(parser, rule, span, "there is no %s '%.*s'", what,
				      STRING_FORMAT(name)),
			name, is_filter ? filter_name_at : test_name_at);
}

/* The filter of that name, or NULL after reporting. */
static const struct filter *find_filter(struct parser *parser, struct string name,
					struct span span)
{
	const struct filter *filter = filter_find(name);

	if (!filter) {
		report_unknown(parser, "filter", name, span);
	} else if (filter->kind == FILTER_DIALECT && !parser->templates->dialect) {
		parser_report(parser, "unknown-filter", span,
			      "the filter '%.*s' needs a language; pass --target NAME",
			      STRING_FORMAT(name));
		return NULL;
	}
	return filter;
}

struct parameter_names {
	const char *const *names;
	size_t count;
};

static struct string parameter_at(const void *data, size_t index)
{
	const struct parameter_names *list = data;

	return index < list->count ? string_of(list->names[index]) : (struct string){0};
}

/* The place of a keyword among the parameters, or their count after reporting. */
static size_t find_parameter(struct parser *parser, struct parameter_names parameters,
			     const struct keyword *keyword)
{
	struct string const name = keyword->name->text;

	for (size_t i = 0; i < parameters.count; i++)
		if (*parameters.names[i] && string_is(name, parameters.names[i]))
			return i;
	struct diagnostic *diagnostic =
		parser_report(parser, "bad-argument", keyword->span,
			      "there is no argument '%.*s' here", STRING_FORMAT(name));
	struct string const near = diag_nearest(name, parameter_at, &parameters);
	if (near.length)
		diag_note(parser->templates->diagnostics, diagnostic, span_nowhere(),
			  "did you mean '%.*s'?", STRING_FORMAT(near));
	return parameters.count;
}

/* Puts the arguments from `first` on into the places of the parameters. */
static void bind(struct parser *parser, struct use *use, struct parameter_names parameters,
		 size_t required, const struct arguments *arguments, size_t first, struct span span)
{
	for (size_t i = first; i < arguments->count; i++) {
		if (i - first == parameters.count) {
			parser_report(parser, "bad-argument", arguments->items[i]->span,
				      "this is one argument too many");
			return;
		}
		use->arguments[i - first] = arguments->items[i];
	}
	for (size_t i = 0; i < arguments->keyword_count; i++) {
		const struct keyword *keyword = &arguments->keywords[i];
		size_t const at = find_parameter(parser, parameters, keyword);
		if (at == parameters.count)
			continue;
		if (use->arguments[at])
			parser_report(parser, "bad-argument", keyword->span,
				      "the argument '%.*s' is given twice",
				      STRING_FORMAT(keyword->name->text));
		use->arguments[at] = keyword->value;
	}
	for (size_t i = 0; i < required; i++)
		if (!use->arguments[i])
			parser_report(parser, "bad-argument", span,
				      "the argument %s%s%s is missing",
				      *parameters.names[i] ? "'" : "that it compares with",
				      parameters.names[i], *parameters.names[i] ? "'" : "");
}

static void bind_filter(struct parser *parser, struct use *use,
			const struct arguments *arguments, size_t first, struct span span)
{
	struct parameter_names parameters = {use->filter->parameters, 0};

	while (parameters.count < PARAMETER_COUNT && parameters.names[parameters.count])
		parameters.count++;
	use->parameter_count = (uint8_t)parameters.count;
	bind(parser, use, parameters, use->filter->required, arguments, first, span);
}

static void bind_test(struct parser *parser, struct use *use, const struct arguments *arguments,
		      size_t first, struct span span)
{
	size_t const count = use->test->parameter != NULL;
	struct parameter_names const parameters = {&use->test->parameter, count};

	use->parameter_count = (uint8_t)count;
	bind(parser, use, parameters, count, arguments, first, span);
}

/* The argument that names a filter or test; false after reporting. */
static bool literal_name(struct parser *parser, const struct node *node, struct string *name)
{
	if (node->kind != NODE_CONSTANT || node->constant.type != VALUE_STRING) {
		parser_report(parser, "bad-argument", node->span,
			      "this must be a name in quotes, so that it can be checked");
		return false;
	}
	*name = value_string(&node->constant);
	return true;
}

static bool apply_filter(struct parser *parser, struct use *use, const struct filter *filter,
			 const struct arguments *arguments, size_t first, struct span span);

/* map('name', …) or map(attribute='…', default=…). */
static bool apply_map(struct parser *parser, struct use *use, const struct arguments *arguments,
		      size_t first, struct span span)
{
	struct string name;

	if (arguments->count == first) {
		bind_filter(parser, use, arguments, first, span);
		if (!use->arguments[0])
			parser_report(parser, "bad-argument", span,
				      "'map' needs the name of a filter, or attribute='…'");
		return true;
	}
	const struct node *node = arguments->items[first];
	use->parameter_count = 2; /* attribute and default, both absent */
	if (!literal_name(parser, node, &name))
		return false;
	const struct filter *filter = find_filter(parser, name, node->span);
	if (!filter)
		return false;
	use->inner = new_use(parser, node->span);
	return apply_filter(parser, use->inner, filter, arguments, first + 1, node->span);
}

/* select('name', …), and with an attribute in front selectattr. */
static bool apply_select(struct parser *parser, struct use *use, const struct arguments *arguments,
			 size_t first, struct span span)
{
	bool const attribute = use->filter->kind == FILTER_SELECT_ATTRIBUTE;
	size_t const at = first + attribute;
	struct string name;

	use->parameter_count = attribute;
	if (attribute && arguments->count > first)
		use->arguments[0] = arguments->items[first];
	else if (attribute)
		parser_report(parser, "bad-argument", span, "the argument 'attribute' is missing");
	if (arguments->count <= at) {
		if (arguments->keyword_count)
			parser_report(parser, "bad-argument", arguments->keywords[0].span,
				      "this argument needs a test that it belongs to");
		return true;
	}
	const struct node *node = arguments->items[at];
	if (!literal_name(parser, node, &name))
		return false;
	const struct test *test = test_find(name);
	if (!test) {
		report_unknown(parser, "test", name, node->span);
		return false;
	}
	use->inner = new_use(parser, node->span);
	use->inner->test = test;
	bind_test(parser, use->inner, arguments, at + 1, node->span);
	return true;
}

/* Fills in the use of a filter; false where it cannot be used. */
static bool apply_filter(struct parser *parser, struct use *use, const struct filter *filter,
			 const struct arguments *arguments, size_t first, struct span span)
{
	use->filter = filter;
	if (filter->kind == FILTER_MAP)
		return apply_map(parser, use, arguments, first, span);
	if (filter->kind == FILTER_SELECT || filter->kind == FILTER_SELECT_ATTRIBUTE)
		return apply_select(parser, use, arguments, first, span);
	bind_filter(parser, use, arguments, first, span);
	return true;
}

static void adopt_use(struct parser *parser, struct node *node, const struct use *use)
{
	for (; use; use = use->inner)
		for (int i = 0; i < use->parameter_count; i++)
			if (use->arguments[i])
				node_adopt(parser, node, use->arguments[i]);
}

static struct node *use_node(struct parser *parser, enum node_kind kind, struct node *subject,
			     struct use *use, struct span end)
{
	struct node *node = node_new(
		parser, kind, (struct span){subject->span.start, end.end, subject->span.file});

	node->use.subject = subject;
	node->use.use = use;
	node_adopt(parser, node, subject);
	adopt_use(parser, node, use);
	return node;
}

struct node *use_filter(struct parser *parser, struct node *subject, struct token name,
			const struct arguments *arguments)
{
	struct span const span = parser_span(parser, name);
	const struct filter *filter = find_filter(parser, parser_text(parser, name), span);
	struct use *use = new_use(parser, span);

	if (!filter || !apply_filter(parser, use, filter, arguments, 0, span))
		return subject;
	int depth = 0;
	for (const struct use *inner = use; inner; inner = inner->inner)
		depth++;
	if (depth > USE_LIMIT)
		parser_fail(parser, span, "filters are nested too deeply here");
	return use_node(parser, filter->apply == filter_length ? NODE_LENGTH : NODE_FILTER,
			subject, use, span);
}

struct node *use_test(struct parser *parser, struct node *subject, struct token name,
		      const struct arguments *arguments)
{
	struct span const span = parser_span(parser, name);
	const struct test *test = test_find(parser_text(parser, name));
	struct use *use = new_use(parser, span);

	if (!test) {
		report_unknown(parser, "test", parser_text(parser, name), span);
		return subject;
	}
	use->test = test;
	bind_test(parser, use, arguments, 0, span);
	struct node *node = use_node(parser, NODE_TEST, subject, use, span);
	if (test->types) {
		node->kind = NODE_TYPE_TEST;
		node->type_test.subject = subject;
		node->type_test.types = test->types;
	}
	return node;
}

/* cmd_explain: `errbind explain`: says what codes mean, given one by one or found
 * in a log. */
#include "explain_follow.h"
#include "project.h"

#include <unistd.h>

/* Loads the targets that the options name, by default the registry's own. One
 * that cannot be used is left out, as its symbol is all that is missed, and
 * named in *missing. */
static struct target **load_targets(struct run *run, const struct registry *registry,
				    struct diagnostics *diagnostics, size_t *loaded,
				    struct buf *missing)
{
	static const struct value none = {.type = VALUE_UNDEFINED};
	const struct string_array *named = &run->options.targets;
	size_t const count = named->count ? named->count : registry->target_count;
	struct target_search const search = {project_search_folders(run), &run->symbols,
					     diagnostics, &run->arena};
	struct target **targets = arena_calloc(&run->arena, count, sizeof(struct target *));

	*loaded = 0;
	for (size_t i = 0; i < count; i++) {
		struct string const name =
			named->count ? named->items[i] : registry->targets[i].name;
		const struct value *options =
			registry->options.type == VALUE_MAP
				? value_get(&registry->options, symbol_intern(&run->symbols, name))
				: NULL;
		struct target *target =
			target_load(&search, name, span_nowhere(), options ? options : &none);
		if (target)
			targets[(*loaded)++] = target;
		else
			buf_printf(missing, "%s%.*s", missing->length ? ", " : "",
				   STRING_FORMAT(name));
	}
	return targets;
}

/* The registry ready to be searched, or NULL after reporting its mistakes; those
 * of targets go to diagnostics of their own. */
static struct explain *load(struct run *run, struct diagnostics *ignored, struct buf *missing)
{
	size_t count;

	const struct registry *registry =
		registry_load(run->options.schema, &run->symbols, &run->diagnostics);
	if (!registry || run->diagnostics.error_count)
		return NULL;
	struct target **targets = load_targets(run, registry, ignored, &count, missing);
	return explain_new(registry,
			   explain_symbols_new(&run->arena, &run->symbols, registry, targets, count),
			   &run->arena);
}

static enum status answer_all(struct run *run, const struct explain *explain,
			      struct explain_scope scope, size_t first)
{
	struct terminal const terminal = terminal_of(STDOUT_FILENO, run->options.color);
	bool const json = string_is(run->options.format, "json");
	bool first_object = true, all = true;

	if (json)
		buf_byte(&run->out, '[');
	for (size_t i = first; i < run->argument_count; i++) {
		struct explain_answer const answer =
			explain_find(explain, scope, run->arguments[i]);
		all = all && answer.codes.count;
		if (json) {
			buf_string(&run->out, first_object ? STRING("\n  ") : STRING(""));
			explain_write_json(explain, &answer, STRING(",\n  "), &first_object,
					   &run->out);
		} else {
			if (i > first)
				buf_byte(&run->out, '\n');
			explain_write_text(explain, &answer, &terminal, &run->out);
		}
	}
	if (json)
		buf_string(&run->out, STRING("\n]\n"));
	return all ? STATUS_FINE : STATUS_FINDINGS;
}

static enum status follow(struct run *run, struct explain *explain, struct explain_scope scope)
{
	struct follow const follow = {
		.explain = explain,
		.scope = scope,
		.terminal = terminal_of(STDOUT_FILENO, run->options.color),
		.json = string_is(run->options.format, "json"),
	};
	bool unknown;
	const char *problem = explain_follow(&follow, STDIN_FILENO, STDOUT_FILENO, &unknown);

	if (problem)
		return command_failed("%s", problem);
	return unknown ? STATUS_FINDINGS : STATUS_FINE;
}

static enum status answer(struct run *run, struct explain *explain)
{
	size_t const count = run->argument_count;
	struct explain_scope scope = {0};
	size_t const first =
		count > 1 && explain_find_scope(explain, run->arguments[0], &scope) ? 1 : 0;

	if (!string_is(run->arguments[count - 1], "-"))
		return answer_all(run, explain, scope, first);
	if (first + 1 == count)
		return follow(run, explain, scope);
	return command_misused(&command_explain, "the registry has no vendor or domain '%.*s'",
			       STRING_FORMAT(diag_shown(&run->arena, run->arguments[0])));
}

static enum status explain(struct run *run)
{
	const char *const usage = "explain takes codes, behind a vendor if you like, or - for a log";
	size_t const count = run->argument_count;
	struct diagnostics ignored;
	struct buf *missing = buf_new(&run->arena);

	if (!count)
		return command_misused(&command_explain, "%s", usage);
	for (size_t i = 0; i < count; i++)
		if (string_is(run->arguments[i], "-") && (i + 1 < count || count > 2))
			return command_misused(&command_explain, "%s", usage);
	diag_init(&ignored, &run->arena, &run->sources);
	struct explain *explain = load(run, &ignored, missing);
	if (!explain)
		return STATUS_TROUBLE;
	enum status const status = answer(run, explain);
	if (ignored.error_count && status != STATUS_TROUBLE && !run->options.quiet)
		run->advice = string_printf(
			&run->arena, "errbind: some symbols%s%.*s are left out: 'errbind lint' says why\n",
			missing->length ? " of " : "", STRING_FORMAT(buf_view(missing)));
	return status;
}

static const struct option *const options[] = {&option_format, &option_target, &option_schema,
					       &option_templates, NULL};

const struct command command_explain = {
	.name = "explain",
	.synopsis = "[VENDOR] CODE... | [VENDOR] -",
	.summary = "Say what a code means and what to do",
	.details = "CODE is a code (30004, 0x7534, -7, FailedOperation.UnKnown), the name of one\n"
		   "(face_not_matching), what it is called in a language, a condition, or a part of\n"
		   "a text. VENDOR, or the name of a domain, leaves out all others. With - a log is\n"
		   "read from standard input, and what its codes mean is written below each line.\n"
		   "Exit status: 0 all found, 1 some code is not in the registry, 2 trouble.\n",
	.formats = "text json",
	.options = options,
	.arguments = {COMPLETES_VENDOR_OR_CODE, COMPLETES_CODE},
	.takes_numbers = true,
	.function = explain,
};

/* cmd_list: `errbind list`: prints the registry as a table or as JSON. */
#include "command.h"
#include "json.h"
#include "registry_json.h"
#include "utf8.h"

/* Calls a function for every code, in the registry's order. */
typedef void code_function(struct buf *out, const struct domain *domain, const struct code *code,
			   void *data);

static void each_code(const struct registry *registry, struct buf *out, code_function *function,
		      void *data)
{
	for (size_t v = 0; v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		for (size_t d = 0; d < vendor->domain_count; d++) {
			const struct domain *domain = &vendor->domains[d];
			for (size_t c = 0; c < domain->code_count; c++)
				function(out, domain, &domain->codes[c], data);
		}
	}
}

static void json_object(struct buf *out, const struct domain *domain, const struct code *code,
			void *data)
{
	bool *first = data;

	buf_string(out, *first ? STRING("\n    {") : STRING(",\n    {"));
	*first = false;
	registry_write_code(out, domain, code);
	buf_byte(out, '}');
}

static void print_json(const struct registry *registry, struct buf *out)
{
	bool first = true;

	buf_string(out, STRING("{\n  \"registry\": "));
	json_string(out, registry->name);
	buf_string(out, STRING(",\n  \"version\": "));
	json_string(out, registry->version);
	buf_printf(out, ",\n  \"fingerprint\": \"%s\",\n  \"codes\": [", registry->fingerprint);
	each_code(registry, out, json_object, &first);
	buf_string(out, first ? STRING("]\n}\n") : STRING("\n  ]\n}\n"));
}

enum { COLUMN_COUNT = 6 };

/* The cells of a code's row in the table. */
static void row_of(struct string cells[COLUMN_COUNT], struct arena *arena,
		   const struct domain *domain, const struct code *code)
{
	cells[0] = domain->name;
	cells[1] = domain->code_type == CODE_STRING
			   ? code->text
			   : string_printf(arena, "%lld", (long long)code->number);
	cells[2] = code->name;
	cells[3] = code->condition->name;
	cells[4] = retry_name(code->retry);
	cells[5] = audience_name(code->audience);
}

struct table {
	struct arena *arena;
	size_t widths[COLUMN_COUNT];
};

static void measure_row(struct buf *out, const struct domain *domain, const struct code *code,
			void *data)
{
	struct table *table = data;
	struct string cells[COLUMN_COUNT];

	(void)out;
	row_of(cells, table->arena, domain, code);
	for (int i = 0; i < COLUMN_COUNT; i++) {
		size_t const width = utf8_count(cells[i]);
		if (width > table->widths[i])
			table->widths[i] = width;
	}
}

static void print_cells(struct buf *out, const struct table *table,
			const struct string cells[COLUMN_COUNT])
{
	for (int i = 0; i < COLUMN_COUNT; i++) {
		buf_string(out, cells[i]);
		if (i + 1 < COLUMN_COUNT)
			buf_repeat(out, ' ', table->widths[i] - utf8_count(cells[i]) + 2);
	}
	buf_byte(out, '\n');
}

static void print_row(struct buf *out, const struct domain *domain, const struct code *code,
		      void *data)
{
	struct table *table = data;
	struct string cells[COLUMN_COUNT];

	row_of(cells, table->arena, domain, code);
	print_cells(out, table, cells);
}

static void print_table(const struct registry *registry, struct arena *arena, struct buf *out)
{
	static const struct string headings[COLUMN_COUNT] = {
		{"DOMAIN", 6}, {"CODE", 4}, {"NAME", 4}, {"CONDITION", 9}, {"RETRY", 5}, {"AUDIENCE", 8},
	};
	struct table table = {.arena = arena};

	for (int i = 0; i < COLUMN_COUNT; i++)
		table.widths[i] = headings[i].length;
	each_code(registry, out, measure_row, &table);
	print_cells(out, &table, headings);
	each_code(registry, out, print_row, &table);
}

static enum status list(struct run *run)
{
	if (run->argument_count)
		return command_misused(&command_list, "list takes no argument '%.*s'",
				       STRING_FORMAT(run->arguments[0]));
	const struct registry *registry =
		registry_load(run->options.schema, &run->symbols, &run->diagnostics);
	if (!registry || run->diagnostics.error_count)
		return STATUS_TROUBLE;
	if (run->options.format.bytes && string_is(run->options.format, "json"))
		print_json(registry, &run->out);
	else
		print_table(registry, &run->arena, &run->out);
	return STATUS_FINE;
}

static const struct option *const options[] = {&option_schema, &option_format, NULL};

const struct command command_list = {
	.name = "list",
	.synopsis = "[--schema DIR] [--format FORMAT]",
	.summary = "Print the registry",
	.details = "Every code, in the registry's order, as a table or as JSON with all fields.\n",
	.formats = "text json",
	.options = options,
	.function = list,
};

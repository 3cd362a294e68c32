/* cmd_list: `errbind list`: prints the registry as a table or as JSON. */
#include "command.h"
#include "json.h"
#include "registry_json.h"

static void print_json(const struct registry *registry, struct buf *out)
{
	const char *separator = "";

	buf_string(out, STRING("{\n  \"registry\": "));
	json_string(out, registry->name);
	buf_string(out, STRING(",\n  \"version\": "));
	json_string(out, registry->version);
	buf_printf(out, ",\n  \"fingerprint\": \"%s\",\n  \"codes\": [", registry->fingerprint);
	for (size_t v = 0; v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		for (size_t d = 0; d < vendor->domain_count; d++) {
			const struct domain *domain = &vendor->domains[d];
			for (size_t c = 0; c < domain->code_count; c++, separator = ",") {
				buf_printf(out, "%s\n    {", separator);
				registry_write_code(out, domain, &domain->codes[c]);
				buf_byte(out, '}');
			}
		}
	}
	buf_string(out, *separator ? STRING("\n  ]\n}\n") : STRING("]\n}\n"));
}

static const struct terminal_column columns[] = {
	{.heading = {"DOMAIN", 6}, .style = TERMINAL_DIM},
	{.heading = {"CODE", 4}, .style = TERMINAL_CYAN},
	{.heading = {"NAME", 4}, .shrinks = true},
	{.heading = {"CONDITION", 9}, .shrinks = true},
	{.heading = {"RETRY", 5}, .optional = true},
	{.heading = {"AUDIENCE", 8}, .optional = true},
};

enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

/* Adds the rows of a domain. The first column is the domain, where it is shown. */
static void add_domain(struct terminal_table *table, const struct domain *domain)
{
	for (size_t c = 0; c < domain->code_count; c++) {
		const struct code *code = &domain->codes[c];
		struct string *cell = terminal_table_row(table);
		if (table->column_count == COLUMN_COUNT)
			*cell++ = domain->name;
		cell[0] = registry_raw_code(table->arena, domain, code);
		cell[1] = code->name;
		cell[2] = code->condition->name;
		cell[3] = retry_name(code->retry);
		cell[4] = audience_name(code->audience);
	}
}

/* One table, of which no cell is cut, for programs and files. */
static void print_table(struct run *run, const struct registry *registry)
{
	struct terminal_table table;

	terminal_table_init(&table, &run->arena, columns, COLUMN_COUNT);
	for (size_t v = 0; v < registry->vendor_count; v++)
		for (size_t d = 0; d < registry->vendors[v].domain_count; d++)
			add_domain(&table, &registry->vendors[v].domains[d]);
	terminal_table_write(&table, &run->terminal, 0, &run->out);
}

/* A table each domain, as wide as the terminal, for people. */
static void print_tables(struct run *run, const struct registry *registry)
{
	struct terminal_table table;

	for (size_t v = 0; v < registry->vendor_count; v++) {
		const struct vendor *vendor = &registry->vendors[v];
		for (size_t d = 0; d < vendor->domain_count; d++) {
			const struct domain *domain = &vendor->domains[d];
			if (v || d)
				buf_byte(&run->out, '\n');
			terminal_styled(&run->out, &run->terminal, TERMINAL_BOLD, domain->name);
			buf_string(&run->out, STRING("  "));
			terminal_cut(&run->out, domain->title, run->terminal.width / 2);
			buf_byte(&run->out, '\n');
			terminal_table_init(&table, &run->arena, columns + 1, COLUMN_COUNT - 1);
			add_domain(&table, domain);
			terminal_table_write(&table, &run->terminal, run->terminal.width,
					     &run->out);
		}
	}
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
	else if (run->terminal.is_terminal)
		print_tables(run, registry);
	else
		print_table(run, registry);
	return STATUS_FINE;
}

static const struct option *const options[] = {&option_schema, &option_format, NULL};

const struct command command_list = {
	.name = "list",
	.summary = "Print the registry",
	.details = "Every code, in the registry's order, as a table or as JSON with all fields.\n",
	.formats = "text json",
	.options = options,
	.function = list,
};

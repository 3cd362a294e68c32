/* explain_json: answers for programs. See explain.h. */
#include "explain.h"
#include "json.h"
#include "registry_json.h"

static const char *kind_name(enum explain_kind kind)
{
	static const char *const names[] = {
		[EXPLAIN_NOTHING] = NULL,      [EXPLAIN_CODE] = "code",
		[EXPLAIN_NAME] = "name",       [EXPLAIN_SYMBOL] = "symbol",
		[EXPLAIN_TITLE] = "title",     [EXPLAIN_CONDITION] = "condition",
		[EXPLAIN_VENDOR] = "vendor",   [EXPLAIN_TEXT] = "text",
	};

	return names[kind];
}

void explain_write_fields(const struct explain *explain, const struct explained *explained,
			  struct buf *out)
{
	const struct domain *domain = explained->domain;
	bool first = true;

	buf_string(out, STRING(", "));
	registry_write_code(out, domain, explained->code);
	buf_string(out, STRING(", \"symbols\": {"));
	for (size_t t = 0; t < explain_symbol_targets(explain->symbols); t++) {
		struct string const symbol = explain_symbol(explain->symbols, t, domain,
							    explained->code, (struct string){0});
		if (!symbol.length)
			continue;
		buf_string(out, first ? STRING("") : STRING(", "));
		first = false;
		json_string(out, explain_symbol_target(explain->symbols, t)->name);
		buf_string(out, STRING(": "));
		json_string(out, symbol);
	}
	buf_string(out, STRING("}, \"docs\": {\"url\": "));
	json_text(out, domain->docs_url);
	buf_string(out, STRING(", \"retrieved\": "));
	json_text(out, domain->docs_retrieved);
	buf_byte(out, '}');
}

static void begin(const struct explain_answer *answer, struct string separator, bool *first,
		  struct buf *out)
{
	const char *kind = kind_name(answer->kind);

	if (!*first)
		buf_string(out, separator);
	*first = false;
	buf_byte(out, '{');
	if (answer->line)
		buf_printf(out, "\"line\": %llu, ", (unsigned long long)answer->line);
	buf_string(out, STRING("\"query\": "));
	json_string(out, answer->query);
	buf_string(out, STRING(", \"match\": "));
	json_text(out, kind ? string_of(kind) : (struct string){0});
}

static void write_near(const struct explain_answer *answer, struct buf *out)
{
	buf_string(out, STRING(", \"suggestions\": ["));
	for (size_t i = 0; i < answer->near.count; i++) {
		const struct explained *near = &answer->near.items[i];
		buf_string(out, i ? STRING(", {\"vendor\": ") : STRING("{\"vendor\": "));
		json_string(out, near->domain->vendor->name);
		buf_string(out, STRING(", \"domain\": "));
		json_string(out, near->domain->name);
		buf_string(out, STRING(", \"code\": "));
		registry_write_raw_code(out, near->domain, near->code);
		buf_string(out, STRING(", \"name\": "));
		json_string(out, near->code->name);
		buf_byte(out, '}');
	}
	buf_string(out, STRING("]}"));
}

/* Makes the symbols of all codes a target at a time: for a change of the target,
 * all of a domain is gone through. */
static void make_symbols(const struct explain *explain, const struct explained_list *codes)
{
	for (size_t t = 0; t < explain_symbol_targets(explain->symbols); t++)
		for (size_t i = 0; i < codes->count; i++)
			explain_symbol(explain->symbols, t, codes->items[i].domain,
				       codes->items[i].code, (struct string){0});
}

void explain_write_json(const struct explain *explain, const struct explain_answer *answer,
			struct string separator, bool *first, struct buf *out)
{
	if (!answer->codes.count) {
		begin(answer, separator, first, out);
		write_near(answer, out);
	}
	make_symbols(explain, &answer->codes);
	for (size_t i = 0; i < answer->codes.count; i++) {
		begin(answer, separator, first, out);
		explain_write_fields(explain, &answer->codes.items[i], out);
		buf_byte(out, '}');
	}
}

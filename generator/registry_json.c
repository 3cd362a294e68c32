/* registry_json: a code as JSON. See registry_json.h. */
#include "registry_json.h"

#include "json.h"

static void json_key(struct buf *out, const char *key)
{
	buf_printf(out, ", \"%s\": ", key);
}

void registry_write_raw_code(struct buf *out, const struct domain *domain, const struct code *code)
{
	if (domain->code_type == CODE_INTEGER)
		buf_integer(out, code->number);
	else
		json_string(out, code->text);
}

static void json_strings(struct buf *out, const char *key, struct string_list strings)
{
	json_key(out, key);
	buf_byte(out, '[');
	for (size_t i = 0; i < strings.count; i++) {
		if (i)
			buf_string(out, STRING(", "));
		json_string(out, strings.items[i]);
	}
	buf_byte(out, ']');
}

static void json_deprecated(struct buf *out, const struct deprecation *deprecated)
{
	json_key(out, "deprecated");
	if (!deprecated->set) {
		buf_string(out, STRING("null"));
		return;
	}
	buf_string(out, STRING("{\"since\": "));
	json_text(out, deprecated->since);
	json_field(out, "replaced_by",
		   deprecated->replaced_by ? deprecated->replaced_by->name : (struct string){0});
	json_field(out, "note", deprecated->note);
	buf_byte(out, '}');
}

void registry_write_code(struct buf *out, const struct domain *domain, const struct code *code)
{
	buf_string(out, STRING("\"vendor\": "));
	json_string(out, domain->vendor->name);
	json_field(out, "domain", domain->name);
	json_key(out, "code");
	registry_write_raw_code(out, domain, code);
	json_field(out, "name", code->name);
	json_field(out, "title", code->title);
	json_field(out, "category", code->category ? code->category->name : (struct string){0});
	json_field(out, "condition", code->condition->name);
	json_field(out, "retry", retry_name(code->retry));
	json_field(out, "audience", audience_name(code->audience));
	json_field(out, "description", code->description);
	json_field(out, "recommendation", code->recommendation);
	json_field(out, "since", code->details->since);
	json_deprecated(out, &code->details->deprecated);
	json_field(out, "applies_to", code->details->applies_to);
	json_strings(out, "aliases", code->details->aliases);
	json_key(out, "see_also");
	buf_byte(out, '[');
	for (size_t i = 0; i < code->details->see_also.count; i++) {
		if (i)
			buf_string(out, STRING(", "));
		registry_write_raw_code(out, domain, code->details->see_also.items[i]);
	}
	buf_byte(out, ']');
	json_strings(out, "links", code->details->links);
}

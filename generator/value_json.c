/* value_json: a value tree as JSON text for people to read. See value_json.h. */
#include "value_json.h"

#include "json.h"

enum { INDENT = 2, WIDTH = 100 };

static void write_scalar(struct buf *out, const struct value *value)
{
	switch ((enum value_type)value->type) {
	case VALUE_BOOLEAN:
		buf_string(out, value->boolean ? STRING("true") : STRING("false"));
		break;
	case VALUE_INTEGER:
		buf_integer(out, value->integer);
		break;
	case VALUE_STRING:
		json_string(out, value_string(value));
		break;
	default:
		buf_string(out, STRING("null"));
	}
}

static bool is_collection(const struct value *value)
{
	return value->type == VALUE_LIST || value->type == VALUE_MAP;
}

static void write_at(struct buf *out, const struct value *value, size_t indent);

static void write_item(struct buf *out, const struct value *collection, uint32_t i, size_t indent)
{
	if (collection->type == VALUE_LIST) {
		write_at(out, &collection->items[i], indent);
		return;
	}
	json_string(out, collection->entries->keys[i].name->text);
	buf_string(out, STRING(": "));
	write_at(out, &collection->entries->values[i], indent);
}

/* One line, if none of its items is a collection with items and it fits;
 * otherwise nothing is written and false returned. */
static bool write_flat(struct buf *out, const struct value *value, size_t indent)
{
	size_t const start = out->length;
	bool const list = value->type == VALUE_LIST;

	buf_byte(out, list ? '[' : '{');
	for (uint32_t i = 0; i < value->length; i++) {
		const struct value *item =
			list ? &value->items[i] : &value->entries->values[i];
		if (i)
			buf_string(out, STRING(", "));
		if (!(is_collection(item) && item->length))
			write_item(out, value, i, indent);
		if ((is_collection(item) && item->length) ||
		    indent + out->length - start >= WIDTH) {
			out->length = start;
			return false;
		}
	}
	buf_byte(out, list ? ']' : '}');
	return true;
}

static void write_at(struct buf *out, const struct value *value, size_t indent)
{
	if (!is_collection(value)) {
		write_scalar(out, value);
		return;
	}
	if (write_flat(out, value, indent))
		return;
	bool const list = value->type == VALUE_LIST;
	buf_byte(out, list ? '[' : '{');
	for (uint32_t i = 0; i < value->length; i++) {
		buf_string(out, i ? STRING(",\n") : STRING("\n"));
		buf_repeat(out, ' ', indent + INDENT);
		write_item(out, value, i, indent + INDENT);
	}
	buf_byte(out, '\n');
	buf_repeat(out, ' ', indent);
	buf_byte(out, list ? ']' : '}');
}

void value_write_json(struct buf *out, const struct value *value)
{
	write_at(out, value, 0);
}

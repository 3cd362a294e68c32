/* yaml_core: the types of YAML 1.2's core schema. See yaml_core.h. */
#include "yaml_core.h"

#include "scalar.h"

struct value yaml_core_value(struct value value, struct diagnostics *diagnostics)
{
	struct string const text = value_string(&value);
	struct value typed = value;

	switch (scalar_core_type(text)) {
	case SCALAR_STRING:
		return value;
	case SCALAR_NULL:
		typed.type = VALUE_NONE;
		break;
	case SCALAR_TRUE:
	case SCALAR_FALSE:
		typed.type = VALUE_BOOLEAN;
		typed.boolean = scalar_core_type(text) == SCALAR_TRUE;
		break;
	case SCALAR_INTEGER:
		typed.type = VALUE_INTEGER;
		if (scalar_core_integer(text, &typed.integer))
			break;
		diag_error(diagnostics, "number-too-large", value_span(&value),
			   "the number does not fit into 64 bits");
		typed.type = VALUE_UNDEFINED;
		break;
	case SCALAR_FLOAT:
		diag_error(diagnostics, "float", value_span(&value),
			   "templates have no floating-point numbers; put the text in quotes");
		typed.type = VALUE_UNDEFINED;
		break;
	}
	typed.length = 0;
	return typed;
}

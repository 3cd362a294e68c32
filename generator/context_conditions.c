/* context_conditions: which domains have codes of a condition, in the data. */
#include "context_fields.h"

/* A condition whose codes are gathered: first counted, then put where room was made. */
struct gathering {
	size_t domain_count, code_count;
	const struct domain *domain; /* the last that has codes of it */
	struct value *codes;         /* the list of these */
	struct value *next;          /* where the next code goes */
	struct value *domains;       /* the list of all such domains */
};

static void count_code(const struct context *context, struct gathering *gathering,
		       const struct domain *domain, const struct value *map, size_t code)
{
	(void)context, (void)map, (void)code;
	gathering->domain_count += gathering->domain != domain;
	gathering->domain = domain;
	gathering->code_count++;
}

/* The list of codes of a domain that is added to those of the condition. */
static struct value *add_domain(const struct context *context, struct gathering *gathering,
				const struct value *domain)
{
	struct value const map = context_record(context, context->arena, ALL_CONDITION_DOMAIN_name,
						CONDITION_DOMAIN_SIZE);
	struct value *values = map.entries->values;

	values[CONDITION_DOMAIN_name] = domain->entries->values[DOMAIN_name];
	values[CONDITION_DOMAIN_title] = domain->entries->values[DOMAIN_title];
	values[CONDITION_DOMAIN_vendor] = domain->entries->values[DOMAIN_vendor];
	values[CONDITION_DOMAIN_code_type] = domain->entries->values[DOMAIN_code_type];
	values[CONDITION_DOMAIN_codes] = value_list(gathering->next, 0);
	gathering->domains->items[gathering->domains->length++] = map;
	return &values[CONDITION_DOMAIN_codes];
}

static void gather_code(const struct context *context, struct gathering *gathering,
			const struct domain *domain, const struct value *map, size_t code)
{
	if (gathering->domain != domain)
		gathering->codes = add_domain(context, gathering, map);
	gathering->domain = domain;
	*gathering->next++ = map->entries->values[DOMAIN_codes].items[code];
	gathering->codes->length++;
}

typedef void gather_function(const struct context *context, struct gathering *gathering,
			     const struct domain *domain, const struct value *map, size_t code);

/* Calls the function for every code that has a condition, in the registry's order. */
static void each_code(const struct context *context, struct gathering *gatherings,
		      gather_function *function)
{
	const struct registry *registry = context->registry;
	const struct value *map = context->domains;

	for (size_t v = 0; v < registry->vendor_count; v++)
		for (size_t d = 0; d < registry->vendors[v].domain_count; d++, map++) {
			const struct domain *domain = &registry->vendors[v].domains[d];
			for (size_t i = 0; i < domain->code_count; i++) {
				const struct condition *condition = domain->codes[i].condition;
				if (!condition_is_unclassified(condition))
					function(context,
						 &gatherings[condition - registry->conditions],
						 domain, map, i);
			}
		}
}

void context_add_condition_domains(const struct context *context)
{
	size_t const count = context->registry->condition_count;
	struct value const conditions = context->data.entries->values[REGISTRY_conditions];
	struct gathering *gatherings = arena_calloc(context->arena, count, sizeof *gatherings);

	each_code(context, gatherings, count_code);
	for (size_t i = 0; i < count; i++) {
		struct gathering *gathering = &gatherings[i];
		gathering->domain = NULL;
		gathering->next = context_list(context, gathering->code_count);
		gathering->domains = &conditions.items[i].entries->values[CONDITION_domains];
		*gathering->domains = value_list(context_list(context, gathering->domain_count), 0);
	}
	each_code(context, gatherings, gather_code);
}

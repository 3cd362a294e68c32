/* template_run: what the parts of the renderer share: template_render.c runs
 * statements, template_include.c those that name other templates; template_evaluate.c,
 * template_access.c, template_truth.c and template_output.c work out expressions,
 * template_call.c calls macros. */
#ifndef ERRBIND_TEMPLATE_RUN_H
#define ERRBIND_TEMPLATE_RUN_H

#include "template_node.h"
#include "text.h"

/* A template that is being rendered, as it sees names from outside. */
struct instance {
	const struct template *template;
	const struct value **globals; /* NULL where there is no such name */
	bool *exported; /* by slot: whether the import sees it; NULL where there is none */
	const struct value *data;     /* a map, or NULL in an imported template */
	/* Where an include stands, whose variables the template sees; or NULL. */
	const struct include_statement *include;
	struct frame *includer;
};

/* A routine that is running: its variables, and how it came to run. */
struct frame {
	const struct value **slots; /* NULL where there is no value */
	struct frame *outer; /* of the routine around it; NULL of a template */
	struct instance *instance;
	/* NULL of the template that the rendering starts with, as what follows is. */
	struct frame *caller;
	const char *what;          /* "included", "called" */
	const struct string *name; /* of the template or macro */
	const struct span *span;   /* where it is named */
	unsigned depth;            /* of the C stack, about */
};

struct macro_object {
	struct object object;
	const struct macro *macro;
	struct frame *frame; /* that it was defined in, which outlives it */
};

/* A template that was imported, rendered once. Its values outlive the statement. */
struct module {
	struct object object;
	struct arena arena;
	struct module *next;
	bool done;
	struct instance instance;
	struct frame frame;
};

struct loop {
	struct object object;
	struct loop *outer; /* the loop that is running around it */
	const struct for_statement *statement;
	const struct value *items;
	uint32_t count, index;
};

struct render {
	struct evaluation evaluation; /* first, so that one leads to the other */
	struct templates *templates;
	struct string item;
	struct frame *frame;
	struct loop *loops;
	struct module *modules;
	const struct value *block_text; /* of the block `set` whose filters are applied */
	uint32_t steps; /* turns of loops and calls so far */
};

/* Sets the place that mistakes are reported at. */
static inline struct evaluation *render_at(struct render *render, const struct span *span)
{
	render->evaluation.place = render->evaluation.whole = span;
	return &render->evaluation;
}

void render_body(struct render *render, const struct body *body);
void render_include(struct render *render, const struct statement *statement);
void render_import(struct render *render, const struct statement *statement);

/* Runs the template of an instance, which it fills in, in the frame that was entered. */
void render_run_template(struct render *render, struct instance *instance);

/* Gives the slots of a scope the values they start with. */
void render_load(struct render *render, const struct loads *loads);

static inline void render_loads(struct render *render, const struct loads *loads)
{
	if (loads->count)
		render_load(render, loads);
}

enum {
	RENDER_DEPTH_LIMIT = 5000,    /* a level takes a few hundred bytes of the C stack */
	RENDER_STEP_LIMIT = 1 << 26,
	RENDER_OUTPUT_LIMIT = 1 << 30,
};

_Noreturn void render_fail_limit(struct render *render);

/* Counts a turn of a loop or a call, so that nothing runs for ever. */
static inline void render_step(struct render *render)
{
	if (++render->steps > RENDER_STEP_LIMIT ||
	    render->evaluation.out->length > RENDER_OUTPUT_LIMIT)
		render_fail_limit(render);
}

/* Enters a routine, whose frame knows how it came to run; and leaves it. */
static inline void render_enter(struct render *render, struct frame *frame,
				const struct routine *routine)
{
	frame->caller = render->frame;
	frame->depth = frame->caller->depth + routine->depth + 2u;
	render->frame = frame;
	if (frame->depth > RENDER_DEPTH_LIMIT)
		render_fail_limit(render);
}

static inline void render_leave(struct render *render)
{
	render->frame = render->frame->caller;
}

/* Takes down whether an import sees what a statement at the top of a template
 * assigns. */
void render_mark_exported(struct render *render, const struct assignee *target, bool exported);

typedef const struct value *evaluate_function(struct render *render, const struct node *node);
typedef bool truth_function(struct render *render, const struct node *node);
typedef void output_function(struct render *render, const struct node *node);

/* How each kind of node is worked out, tested and written. */
extern evaluate_function *const evaluate_functions[NODE_KIND_COUNT];
extern truth_function *const truth_functions[NODE_KIND_COUNT];
extern output_function *const output_functions[NODE_KIND_COUNT];

/* The value of an expression, valid as long as the scratch arena is not rewound. */
static inline const struct value *evaluate(struct render *render, const struct node *node)
{
	if (node->kind == NODE_LOCAL) {
		const struct value *value = render->frame->slots[node->name.place.slot];
		if (value)
			return value;
	}
	return evaluate_functions[node->kind](render, node);
}

/* Whether the value of an expression counts as true. */
static inline bool evaluate_truth(struct render *render, const struct node *node)
{
	return truth_functions[node->kind](render, node);
}

/* Writes the text of an expression to the output. */
static inline void evaluate_output(struct render *render, const struct node *node)
{
	output_functions[node->kind](render, node);
}

/* An attribute that is not where it was found last. */
const struct value *find_attribute(struct render *render, const struct node *node,
				   const struct value *object);

/* What a NODE_ATTRIBUTE gives of an object. */
static inline const struct value *attribute_of(struct render *render, const struct node *node,
					       const struct value *object)
{
	const struct attribute *attribute = &node->attribute.attribute;

	if (object->type == VALUE_MAP && attribute->found_at < object->length) {
		const struct entries *entries = object->entries;
		if (entries->keys[attribute->found_at].name == attribute->name &&
		    !(attribute->methods & 1u << VALUE_MAP))
			return &entries->values[attribute->found_at];
	}
	return find_attribute(render, node, object);
}

/* The value of a NODE_LOCAL_ATTRIBUTE. */
static inline const struct value *local_attribute(struct render *render, const struct node *node)
{
	const struct node *name = node->attribute.object;
	const struct value *object = render->frame->slots[name->name.place.slot];

	return attribute_of(render, node, object ? object : &name->name.undefined);
}

/* template_access.c */
evaluate_function evaluate_local, evaluate_outer, evaluate_global, evaluate_attribute,
	evaluate_local_attribute, evaluate_index;

/* template_truth.c: the value of what is true or false, or one of two operands. */
evaluate_function evaluate_boolean, evaluate_either;

/* template_output.c: a value of what writes text. */
evaluate_function evaluate_text;

/* The branch of a conditional expression that is taken, or NULL. */
static inline const struct node *conditional_branch(struct render *render, const struct node *node)
{
	return evaluate_truth(render, node->conditional.condition) ? node->conditional.yes
								   : node->conditional.no;
}

/* Fills in the application of a filter or test. */
static inline void apply_use(struct render *render, struct application *application,
			     const struct use *use)
{
	application->evaluation = &render->evaluation;
	application->filter = use->filter;
	application->test = use->test;
	application->inner = NULL;
	for (int i = 0; i < use->parameter_count; i++)
		application->arguments[i] =
			use->arguments[i] ? evaluate(render, use->arguments[i]) : NULL;
}

/* Fills in those that the first one applies to items. */
void apply_inner(struct render *render, struct application applications[USE_LIMIT],
		 const struct use *use);

/* The application of a filter or test; it is applications[0]. */
static inline void evaluate_use(struct render *render, const struct node *node,
				struct application applications[USE_LIMIT])
{
	const struct use *use = node->use.use;

	applications->subject = evaluate(render, node->use.subject);
	apply_use(render, applications, use);
	if (use->inner)
		apply_inner(render, applications, use);
	render_at(render, &node->span)->place = &use->span;
}

/* template_call.c: writes what a macro makes to the output. */
output_function call_macro;

/* What is in a slot, or NULL. */
const struct value *place_value(struct render *render, struct place place);

/* What an imported template defines under a name; undefined where it is nothing. */
const struct value *module_value(struct evaluation *evaluation, const struct module *module,
				 struct attribute *attribute);

#endif

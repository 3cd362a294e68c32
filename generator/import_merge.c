/* import_merge: page, lock and registry, three ways. See import_merge.h. */
#include "import_merge.h"

#include "import_name.h"
#include "import_words.h"

#include <stdlib.h>

enum { LONGEST_TEXT = 4000, LONGEST_CODE = 128 };

struct merger {
	const struct import_domain *domain;
	const struct import_reading *reading;
	const struct import_lock *lock; /* as it was */
	bool retire;
	struct import_plan *plan;
	struct import_report *report;
	struct arena *arena;
	struct import_names names;
	struct map new_titles, new_texts; /* of rows that are new: to struct import_row */
};

static struct import_step *add_step(struct merger *merger, enum import_action action,
				    const struct import_entry *entry)
{
	struct import_plan *plan = merger->plan;

	plan->steps = arena_grow(merger->arena, plan->steps, plan->count, &plan->capacity,
				 sizeof *plan->steps);
	plan->steps[plan->count] =
		(struct import_step){.action = action, .domain = merger->domain, .entry = entry};
	return &plan->steps[plan->count++];
}

/* A change of an entry; name and code filled in. */
static struct import_change change_of(const struct merger *merger, enum import_kind kind,
				      const struct import_entry *entry)
{
	return (struct import_change){
		.kind = kind,
		.domain = merger->domain->domain->name,
		.code = entry->raw,
		.name = entry->code->name,
	};
}

static struct string text_of_entry(const struct import_entry *entry, enum import_field field)
{
	switch (field) {
	case IMPORT_TITLE:
		return entry->code->title;
	case IMPORT_DESCRIPTION:
		return entry->code->description;
	case IMPORT_RECOMMENDATION:
		return entry->code->recommendation;
	default:
		return (struct string){0};
	}
}

/* Puts a text of ours to what the page says; too long for us, it is reported. */
static void follow(struct merger *merger, const struct import_entry *entry,
		   enum import_field field, struct string page, struct import_change change)
{
	if (page.length > LONGEST_TEXT) {
		change.kind = IMPORT_BLOCKED;
		change.message = STRING("the page's text has over 4,000 bytes and was not taken");
	} else {
		struct import_step *step = add_step(merger, IMPORT_SET_TEXT, entry);
		step->field = field;
		step->fields[field] = page;
		change.kind = IMPORT_FOLLOWED;
		change.marked = import_marked(merger->arena, change.ours, page);
	}
	import_report_add(merger->report, change);
}

static const enum import_field texts[] = {IMPORT_TITLE, IMPORT_DESCRIPTION, IMPORT_RECOMMENDATION};
enum { TEXT_COUNT = sizeof texts / sizeof *texts };

/* Whether the registry keeps the vendor's own words for a code (titles aside,
 * which are the vendor's everywhere). */
static bool keeps_words(const struct import_entry *entry, const struct import_lock_line *line)
{
	for (size_t i = 0; line && i < TEXT_COUNT; i++)
		if (texts[i] != IMPORT_TITLE && line->marks[texts[i]].length &&
		    import_mark_fits(line->marks[texts[i]], text_of_entry(entry, texts[i])))
			return true;
	return false;
}

/* Merges one text with what the page said last time; line is NULL where the code
 * was never imported. */
static void merge_text(struct merger *merger, const struct import_entry *entry,
		       enum import_field field, struct string page,
		       const struct import_lock_line *line)
{
	struct string const ours = text_of_entry(entry, field);
	struct string const old = line ? line->marks[field] : (struct string){0};
	struct string const now = import_mark(merger->arena, page);
	struct import_change change = change_of(merger, IMPORT_REVIEW, entry);

	change.field = import_field_name(field);
	change.ours = ours;
	change.page = page;
	if (import_mark_fits(old, page)) {
		if (!string_equal(old, now))
			import_note(merger->report, change.domain, entry->raw,
				    "the page's %.*s changed in white space alone",
				    STRING_FORMAT(change.field));
	} else if (import_mark_fits(now, ours)) {
		return;
	} else if (page.length && import_mark_fits(old, ours) &&
		   (ours.length || keeps_words(entry, line))) {
		follow(merger, entry, field, page, change);
	} else {
		change.marked =
			import_marked_letters(merger->arena, import_mark_letters(old), page);
		if (!page.length)
			change.message = STRING("the page has no such text any more");
		import_report_add(merger->report, change);
	}
}

static const struct category *find_category(const struct domain *domain, struct string word)
{
	for (size_t i = 0; i < domain->category_count; i++)
		if (string_equal(domain->categories[i].name, word) ||
		    import_same_heading(domain->categories[i].name, word) ||
		    import_same_heading(domain->categories[i].title, word))
			return &domain->categories[i];
	return NULL;
}

/* The word by which the page gives the category of a row; may be empty. */
static struct string category_word(const struct import_row *row)
{
	return row->section_category.length ? row->section_category
					    : row->fields[IMPORT_CATEGORY];
}

/* A code that moved to another category is for people to decide. */
static void merge_category(struct merger *merger, const struct import_entry *entry,
			   const struct import_row *row, const struct import_lock_line *line,
			   struct import_lock_line *next)
{
	struct string const word = category_word(row);
	const struct category *category = find_category(merger->domain->domain, word);
	const struct category *ours = entry->code->category;
	struct import_change change = change_of(merger, IMPORT_REVIEW, entry);

	if (!word.length || !ours)
		return;
	next->marks[IMPORT_CATEGORY] = category ? category->name : (struct string){0};
	if (category == ours ||
	    (category && line && string_equal(line->marks[IMPORT_CATEGORY], category->name)))
		return;
	change.field = STRING("category");
	change.ours = ours->name;
	change.page = category ? category->name : word;
	if (!category) {
		change.kind = IMPORT_BLOCKED;
		change.message = STRING("the page's category is none of the domain's");
	}
	import_report_add(merger->report, change);
}

/* The lock line of a row: what the page says now. */
static struct import_lock_line line_of(const struct merger *merger, const struct import_row *row)
{
	struct import_lock_line line = {
		.domain = merger->domain->domain->name,
		.code = row->code,
		.is_integer = merger->reading->integers,
	};

	for (size_t i = 0; i < TEXT_COUNT; i++)
		line.marks[texts[i]] = import_mark(merger->arena, row->fields[texts[i]]);
	return line;
}

/* A code that the registry has and the page, too. Where it was never imported,
 * our texts are taken for our own, but a title is the vendor's to the letter. */
static void merge_known(struct merger *merger, const struct import_entry *entry,
			const struct import_row *row)
{
	const struct import_lock_line *line =
		import_lock_find(merger->lock, merger->domain->domain->name, entry->raw);
	struct import_lock_line next = line_of(merger, row);

	for (size_t i = 0; i < TEXT_COUNT; i++)
		if (line || texts[i] == IMPORT_TITLE)
			merge_text(merger, entry, texts[i], row->fields[texts[i]], line);
	merge_category(merger, entry, row, line, &next);
	if (import_texts_have(&merger->domain->rules.absent, entry->raw))
		import_note(merger->report, next.domain, entry->raw,
			    "'absent' lists it, but the page has it now");
	import_lock_add(&merger->plan->lock, &next);
}

static int64_t number_of(struct string code)
{
	return (int64_t)strtoll(code.bytes, NULL, 10);
}

static bool is_reserved(const struct merger *merger, struct string code)
{
	const struct reserved *reserved = &merger->domain->domain->reserved;

	for (size_t i = 0; i < reserved->code_count; i++)
		if (merger->reading->integers ? reserved->numbers[i] == number_of(code)
					      : string_equal(reserved->texts[i], code))
			return true;
	return false;
}

/* Why a new code cannot be added, or an empty text. */
static struct string obstacle(const struct merger *merger, const struct import_row *row,
			      const struct category *category)
{
	const struct domain *domain = merger->domain->domain;
	int64_t const number = merger->reading->integers ? number_of(row->code) : 0;

	if (is_reserved(merger, row->code))
		return STRING("the registry reserves this code");
	if (row->code.length > LONGEST_CODE || row->fields[IMPORT_TITLE].length > LONGEST_TEXT)
		return STRING("its code or title is too long");
	if (domain->category_count && !category)
		return string_printf(merger->arena,
				     "the page's category '%.*s' is none of the domain's",
				     STRING_FORMAT(diag_shown(merger->arena, category_word(row))));
	if (category && ((category->has_min && number < category->min) ||
			 (category->has_max && number > category->max)))
		return string_printf(merger->arena,
				     "it is outside of the range of its category '%.*s'",
				     STRING_FORMAT(category->name));
	return (struct string){0};
}

/* A code that is new on the page. */
static void merge_new(struct merger *merger, const struct import_row *row)
{
	const struct category *category =
		find_category(merger->domain->domain, category_word(row));
	struct import_lock_line line = line_of(merger, row);
	struct import_change change = {.kind = IMPORT_ADDED, .domain = line.domain,
				       .code = row->code, .page = row->fields[IMPORT_TITLE]};

	change.message = obstacle(merger, row, category);
	if (change.message.length) {
		change.kind = IMPORT_BLOCKED;
		import_report_add(merger->report, change);
		return;
	}
	struct import_step *step = add_step(merger, IMPORT_ADD_CODE, NULL);
	memcpy(step->fields, row->fields, sizeof step->fields);
	step->fields[IMPORT_CODE] = row->code;
	step->fields[IMPORT_NAME] =
		import_make_name(&merger->names, row->fields[IMPORT_NAME], row->code);
	step->fields[IMPORT_CATEGORY] = category ? category->name : (struct string){0};
	for (int field = IMPORT_DESCRIPTION; field <= IMPORT_RECOMMENDATION; field++)
		if (step->fields[field].length > LONGEST_TEXT) {
			step->fields[field] = (struct string){0};
			import_note(merger->report, line.domain, row->code,
				    "its %.*s has over 4,000 bytes and was left out",
				    STRING_FORMAT(import_field_name((enum import_field)field)));
		}
	line.marks[IMPORT_CATEGORY] = step->fields[IMPORT_CATEGORY];
	change.name = step->fields[IMPORT_NAME];
	import_report_add(merger->report, change);
	import_lock_add(&merger->plan->lock, &line);
}

/* The new row that says what a vanished code said, or NULL: its new number? */
static const struct import_row *find_successor(const struct merger *merger,
					       const struct import_entry *entry,
					       const struct import_lock_line *line)
{
	const struct import_row *row = map_get(&merger->new_titles, entry->code->title);

	if (!row && line && line->marks[IMPORT_DESCRIPTION].length)
		row = map_get(&merger->new_texts, line->marks[IMPORT_DESCRIPTION]);
	return row;
}

/* A code of ours that the page does not list. */
static void merge_vanished(struct merger *merger, const struct import_entry *entry)
{
	const struct import_lock_line *line =
		import_lock_find(merger->lock, merger->domain->domain->name, entry->raw);
	struct import_change change = change_of(merger, IMPORT_REMOVED, entry);
	const struct import_row *successor = find_successor(merger, entry, line);

	if (import_texts_have(&merger->domain->rules.absent, entry->raw))
		return;
	if (entry->code->details->deprecated.set) {
		if (line)
			import_note(merger->report, change.domain, entry->raw,
				    "it is no longer on the page, and deprecated already");
		return;
	}
	if (successor)
		change.message = string_printf(merger->arena,
					       "%.*s is new and says the same: was it renumbered?",
					       STRING_FORMAT(successor->code));
	if (merger->retire) {
		change.kind = IMPORT_RETIRED;
		add_step(merger, IMPORT_RETIRE, entry);
	} else if (line) {
		import_lock_add(&merger->plan->lock, line);
	}
	import_report_add(merger->report, change);
}

static void find_new_rows(struct merger *merger)
{
	map_init(&merger->new_titles, merger->arena);
	map_init(&merger->new_texts, merger->arena);
	for (size_t i = 0; i < merger->reading->count; i++) {
		const struct import_row *row = &merger->reading->rows[i];
		if (map_get(&merger->domain->by_code, row->code))
			continue;
		*map_slot(&merger->new_titles, row->fields[IMPORT_TITLE]) = (void *)(uintptr_t)row;
		struct string const mark =
			import_mark(merger->arena, row->fields[IMPORT_DESCRIPTION]);
		if (mark.length)
			*map_slot(&merger->new_texts, mark) = (void *)(uintptr_t)row;
	}
}

/* A page without most of the codes is another page, or cut short. */
static bool check_presence(const struct merger *merger, struct diagnostics *diagnostics)
{
	const struct import_domain *domain = merger->domain;
	size_t expected = 0, present = 0;

	for (size_t i = 0; i < domain->count; i++) {
		if (import_texts_have(&domain->rules.absent, domain->entries[i].raw) ||
		    domain->entries[i].code->details->deprecated.set)
			continue;
		expected++;
		present += import_row(merger->reading, domain->entries[i].raw) != NULL;
	}
	if (present * 2 >= expected)
		return true;
	diag_error(diagnostics, "page", domain->domain->span,
		   "the page has %zu of the %zu codes of this domain; is it the right page, and "
		   "whole?",
		   present, expected);
	return false;
}

static void merge_domain(struct merger *merger)
{
	const struct import_domain *domain = merger->domain;
	const struct import_reading *reading = merger->reading;

	import_names_init(&merger->names, merger->arena, domain->domain);
	find_new_rows(merger);
	for (size_t i = 0; i < reading->count; i++) {
		const struct import_entry *entry = map_get(&domain->by_code, reading->rows[i].code);
		if (entry)
			merge_known(merger, entry, &reading->rows[i]);
		else
			merge_new(merger, &reading->rows[i]);
	}
	for (size_t i = 0; i < domain->count; i++)
		if (!import_row(reading, domain->entries[i].raw))
			merge_vanished(merger, &domain->entries[i]);
}

bool import_merge(const struct import_vendor *vendor, const struct import_reading *readings,
		  const struct import_lock *lock, bool retire, struct import_plan *plan,
		  struct import_report *report, struct diagnostics *diagnostics)
{
	struct merger merger = {.lock = lock, .retire = retire, .plan = plan, .report = report,
				.arena = vendor->arena};
	bool fine = true;

	*plan = (struct import_plan){0};
	import_lock_init(&plan->lock, vendor->arena);
	for (size_t i = 0; i < vendor->count; i++) {
		if (!vendor->domains[i].has_rules)
			continue;
		merger.domain = &vendor->domains[i];
		merger.reading = &readings[i];
		fine = check_presence(&merger, diagnostics) && fine;
		if (fine)
			merge_domain(&merger);
	}
	return fine;
}

void import_plan_date(struct import_plan *plan, const struct import_vendor *vendor,
		      struct string date)
{
	struct merger merger = {.plan = plan, .arena = vendor->arena};

	for (size_t i = 0; i < vendor->count; i++) {
		merger.domain = &vendor->domains[i];
		if (merger.domain->has_rules &&
		    !string_equal(merger.domain->domain->docs_retrieved, date))
			add_step(&merger, IMPORT_SET_DATE, NULL)->fields[0] = date;
	}
}

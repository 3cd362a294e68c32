/* import_merge: three ways: what the page says now, what it said when it was
 * last imported (the lock), what the registry says. Decides; changes nothing.
 *
 * A text that is still what the page said last time follows the page; a text of
 * our own stays and is reported for review. What is new is added, what vanished
 * is reported, or retired where that was asked for, and never deleted. */
#ifndef ERRBIND_IMPORT_MERGE_H
#define ERRBIND_IMPORT_MERGE_H

#include "import_lock.h"
#include "import_read.h"
#include "import_vendor.h"

enum import_action {
	IMPORT_SET_TEXT, /* fields[field] becomes the entry's text */
	IMPORT_ADD_CODE, /* fields become a new code, its code and name among them */
	IMPORT_RETIRE,   /* the entry is marked deprecated */
	IMPORT_SET_DATE, /* the domain's docs.retrieved becomes fields[0] */
};

struct import_step {
	enum import_action action;
	const struct import_domain *domain;
	const struct import_entry *entry;
	enum import_field field;
	struct string fields[IMPORT_FIELD_COUNT];
};

struct import_plan {
	struct import_step *steps;
	size_t count, capacity;
	struct import_lock lock; /* as it has to be afterwards */
};

/* Merges the readings of a page, one a domain of the vendor in their order, into
 * a plan and a report. False after reporting to diagnostics that the page cannot
 * be this vendor's. */
bool import_merge(const struct import_vendor *vendor, const struct import_reading *readings,
		  const struct import_lock *lock, bool retire, struct import_plan *plan,
		  struct import_report *report, struct diagnostics *diagnostics);

/* Adds steps that date every domain that was imported. */
void import_plan_date(struct import_plan *plan, const struct import_vendor *vendor,
		      struct string date);

#endif

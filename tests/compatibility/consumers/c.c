/* What apps do with the bindings of ../old, one file a section; see ../run.py. */

// --- main
int main(void) { return 0; }

// --- grown strict
#include <vendor_errors.h>

int grown_strict(int64_t code);
int grown_strict(int64_t code)
{
	switch (code) {
	case GROWN_ERROR_FIRST: return 1;
	case GROWN_ERROR_SECOND: return 2;
	default: return 0;
	}
}

// --- shrunk
#include <vendor_errors.h>

int shrunk(int64_t code);
int shrunk(int64_t code) { return code == SHRUNK_ERROR_SECOND; }

// --- renamed
#include <vendor_errors.h>

int renamed(int64_t code);
int renamed(int64_t code) { return code == RENAMED_ERROR_SECOND; }

// --- aliased
#include <vendor_errors.h>

int aliased(int64_t code);
int aliased(int64_t code) { return code == ALIASED_ERROR_SECOND; }

// --- aliased strict
#include <vendor_errors.h>
#pragma GCC diagnostic warning "-Wdeprecated-declarations"

int aliased_strict(int64_t code);
int aliased_strict(int64_t code) { return code == ALIASED_ERROR_SECOND; }

// --- moved
#include <vendor_errors.h>

int moved(int64_t code);
int moved(int64_t code) { return code == MOVED_ERROR_SECOND; }

// --- sorted strict
#include <vendor_errors.h>

int sorted_strict(const vendor_error_info *info);
int sorted_strict(const vendor_error_info *info)
{
	switch (info->error_type) {
	case SORTED_ERROR_TYPE_LEFT: return 1;
	default: return 0;
	}
}

// --- widened
#include <vendor_errors.h>

const int32_t *widened(size_t *count);
const int32_t *widened(size_t *count) { return widened_error_codes(count); }

// --- outdated
#include <vendor_errors.h>

int outdated(int64_t code);
int outdated(int64_t code) { return code == OUTDATED_ERROR_SECOND; }

// --- outdated strict
#include <vendor_errors.h>
#pragma GCC diagnostic warning "-Wdeprecated-declarations"

int outdated_strict(int64_t code);
int outdated_strict(int64_t code) { return code == OUTDATED_ERROR_SECOND; }

// --- extra strict
#include <vendor_errors.h>

int extra_strict(const vendor_error_info *info);
int extra_strict(const vendor_error_info *info) { return info->domain[0]; }

// --- odd
#include <vendor_errors.h>

int odd(const vendor_error_info *info);
int odd(const vendor_error_info *info) { return info->condition == VENDOR_ERROR_CONDITION_LOW; }

// --- odd strict
#include <vendor_errors.h>

int odd_strict(const vendor_error_info *info);
int odd_strict(const vendor_error_info *info)
{
	switch (info->condition) {
	case VENDOR_ERROR_CONDITION_LOW: return 1;
	case VENDOR_ERROR_CONDITION_HIGH: return 2;
	}
	return 0;
}

/* diff_version: which version a registry needs after its changes. See diff.h. */
#include "diff_build.h"

enum { MAJOR, MINOR, PATCH, PARTS };

/* A version by semver.org, of which the schema has checked the form. */
struct version {
	uint64_t parts[PARTS]; /* too large ones are the largest there is */
	struct string before;  /* what stands behind the '-', without what is behind a '+' */
};

static uint64_t read_number(struct string text, size_t *at)
{
	uint64_t number = 0;

	for (; *at < text.length && text.bytes[*at] >= '0' && text.bytes[*at] <= '9'; ++*at) {
		uint64_t const digit = (uint64_t)(text.bytes[*at] - '0');
		number = number > (UINT64_MAX - 1 - digit) / 10 ? UINT64_MAX - 1 : number * 10 + digit;
	}
	return number;
}

static struct version read_version(struct string text)
{
	struct version version = {{0}, {0}};
	size_t at = 0;

	for (int i = 0; i < PARTS; i++) {
		version.parts[i] = read_number(text, &at);
		at += i + 1 < PARTS;
	}
	if (at >= text.length || text.bytes[at] != '-')
		return version;
	const char *end = memchr(text.bytes + at, '+', text.length - at);
	size_t const length = end ? (size_t)(end - text.bytes) : text.length;
	version.before = (struct string){text.bytes + at + 1, length - at - 1};
	return version;
}

static int compare_parts(const struct version *a, const struct version *b)
{
	for (int i = 0; i < PARTS; i++)
		if (a->parts[i] != b->parts[i])
			return a->parts[i] < b->parts[i] ? -1 : 1;
	return 0;
}

/* Cuts the first identifier off a list of them. */
static struct string next_identifier(struct string *list)
{
	const char *dot = list->length ? memchr(list->bytes, '.', list->length) : NULL;
	struct string const first = {list->bytes, dot ? (size_t)(dot - list->bytes) : list->length};

	list->bytes += first.length + (dot != NULL);
	list->length -= first.length + (dot != NULL);
	return first;
}

/* Numbers come before words, and have no leading zeros. */
static int compare_identifiers(struct string a, struct string b)
{
	size_t a_digits = 0, b_digits = 0;

	read_number(a, &a_digits);
	read_number(b, &b_digits);
	bool const a_is_number = a_digits == a.length, b_is_number = b_digits == b.length;
	if (a_is_number != b_is_number)
		return a_is_number ? -1 : 1;
	if (a_is_number && a.length != b.length)
		return a.length < b.length ? -1 : 1;
	return string_compare(a, b);
}

/* Which version comes first, as semver.org orders them. */
static int compare_versions(const struct version *a, const struct version *b)
{
	struct string left = a->before, right = b->before;
	int order = compare_parts(a, b);

	if (order || !left.length || !right.length)
		return order ? order : (right.length != 0) - (left.length != 0);
	while (!order && left.length && right.length)
		order = compare_identifiers(next_identifier(&left), next_identifier(&right));
	return order ? order : (left.length != 0) - (right.length != 0);
}

/* The least important part of the version that has to change. */
static int step(const struct diff *diff, bool stable)
{
	int part = diff->verdict == VERDICT_BREAKING ? MAJOR
		   : diff->verdict == VERDICT_RISKY  ? MINOR
						     : PATCH;

	for (size_t i = 0; i < diff->count && part == PATCH; i++) {
		enum change_part const of = change_descriptions[diff->changes[i].kind].part;
		if (of == PART_ADDED || of == PART_DEPRECATED)
			part = MINOR;
	}
	if (!stable)
		part = part == MAJOR ? MINOR : PATCH;
	return part;
}

/* A version that is not out yet may change in whatever way before it is. */
static bool is_before_release(const struct version *version)
{
	return version->before.length != 0;
}

static struct version least_version(const struct diff *diff, struct version version)
{
	int const part = step(diff, version.parts[MAJOR] > 0);

	version.parts[part]++;
	for (int i = part + 1; i < PARTS; i++)
		version.parts[i] = 0;
	return version;
}

struct string diff_needed_version(const struct diff *diff)
{
	struct version const old = read_version(diff->before->version);

	if (diff->count && is_before_release(&old))
		return string_printf(diff->arena, "later than %.*s",
				     STRING_FORMAT(diff->before->version));
	if (!diff->count)
		return string_printf(diff->arena, "%.*s or later",
				     STRING_FORMAT(diff->before->version));
	struct version const least = least_version(diff, old);
	return string_printf(diff->arena, "%llu.%llu.%llu or later",
			     (unsigned long long)least.parts[MAJOR],
			     (unsigned long long)least.parts[MINOR],
			     (unsigned long long)least.parts[PATCH]);
}

bool diff_version_is_too_low(const struct diff *diff)
{
	struct version const old = read_version(diff->before->version);
	struct version const new = read_version(diff->after->version);

	if (!diff->count)
		return compare_versions(&new, &old) < 0;
	if (is_before_release(&old))
		return compare_versions(&new, &old) <= 0;
	struct version const least = least_version(diff, old);
	return compare_parts(&new, &least) < 0;
}

void diff_check_version(const struct diff *diff, struct diagnostics *diagnostics)
{
	struct string const needed = diff_needed_version(diff);

	if (!diff_version_is_too_low(diff))
		return;
	struct diagnostic *diagnostic = diag_error(
		diagnostics, "version-too-low", diff->after->version_span,
		"the version is %.*s and has to be %.*s", STRING_FORMAT(diff->after->version),
		STRING_FORMAT(needed));
	diag_note(diagnostics, diagnostic, diff->before->version_span,
		  "it was %.*s here%s%s%s", STRING_FORMAT(diff->before->version),
		  diff->count ? ", and there are " : "",
		  diff->count ? verdict_words[diff->verdict] : "", diff->count ? " changes" : "");
}

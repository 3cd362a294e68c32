/* explain_joined: finds codes in a log that are several words. See
 * explain_joined.h. */
#include "explain_joined.h"

#include "explain_shape.h"

enum { LONGEST_QUOTE = 128 }; /* that is looked at for a code that is not known */

static bool is_word_at(struct string line, size_t at)
{
	return at < line.length && explain_is_word_byte(line.bytes[at]);
}

static void find_joints(void *data, const struct domain *domain, const struct code *code)
{
	struct explain_joints *joints = data;
	struct string text = code->text;
	bool has_joint = false;

	if (domain->code_type != CODE_STRING)
		return;
	while (text.length && !explain_is_word_byte(text.bytes[text.length - 1]))
		text.length--;
	for (size_t i = 1; i < text.length; i++)
		if (!explain_is_word_byte(text.bytes[i])) {
			joints->are[(unsigned char)text.bytes[i]] = true;
			has_joint = true;
		}
	if (has_joint && code->text.length > joints->longest)
		joints->longest = code->text.length;
}

void explain_joints_find(struct explain *explain, struct explain_joints *joints)
{
	*joints = (struct explain_joints){.longest = 0};
	explain_each(explain, (struct explain_scope){0}, find_joints, joints);
}

/* The end of the word behind the joints at an offset; the offset where there is
 * none. */
static size_t next_word_end(const struct explain_joints *joints, struct string line, size_t at)
{
	size_t end = at;

	while (end < line.length && joints->are[(unsigned char)line.bytes[end]] &&
	       !explain_is_word_byte(line.bytes[end]))
		end++;
	if (end == at || !is_word_at(line, end))
		return at;
	while (is_word_at(line, end))
		end++;
	return end;
}

/* Whether a sign at an offset makes one thing of the words on both sides. */
static bool is_inside(struct string line, size_t at)
{
	return at && at < line.length && memchr("-./", line.bytes[at], 3) &&
	       is_word_at(line, at - 1) && is_word_at(line, at + 1);
}

size_t explain_joined_end(const struct explain *explain, struct explain_scope scope,
			  const struct explain_joints *joints, struct string line, size_t start,
			  size_t end)
{
	size_t longest = end;

	if (!joints->longest || (start && is_inside(line, start - 1)))
		return end;
	for (size_t at = end, next; (next = next_word_end(joints, line, at)) != at; at = next) {
		if (next - start > joints->longest)
			break;
		if (!is_inside(line, next) &&
		    explain_code(explain, scope, (struct string){line.bytes + start, next - start})
			    .count)
			longest = next;
	}
	return longest;
}

size_t explain_joined_quote_end(const struct explain_joints *joints, struct string line,
				size_t start, size_t end)
{
	char const quote = start ? line.bytes[start - 1] : '\0';
	size_t at = end;

	if (!joints->longest || (quote != '"' && quote != '\''))
		return end;
	for (size_t next; at - start < LONGEST_QUOTE &&
			  (next = next_word_end(joints, line, at)) != at;)
		at = next;
	return at < line.length && (line.bytes[at] == quote || line.bytes[at] == '\\') ? at : end;
}

// Where the JSON Schema and errbind differ, and why. Each difference listed must be one.

/** Rules about YAML itself: what a schema sees of such a file is not what was written. */
export const yamlRules = new Set(['alias', 'anchor', 'complex-key', 'duplicate-key', 'encoding',
	'multiple-documents', 'nesting', 'tag', 'yaml-syntax']);

/** Rules about the shape of a file: the schema has to reject what they reject. All the
 * others are about meaning, which the schema accepts: names that exist, codes that differ. */
export const shapeRules = new Set(['ambiguous-scalar', 'bad-choice', 'bad-code', 'bad-date',
	'bad-identifier', 'bad-integer', 'bad-semver', 'bad-url', 'bad-version', 'bidi-control',
	'control-character', 'empty-document', 'empty-value', 'missing-key', 'text-too-long', 'unknown-key',
	'wrong-type']);

const spelling = 'YAML 1.2 reads it as an integer: how it was written is lost';
const yaml11 = 'a string in YAML 1.2, by which editors read; other readers follow YAML 1.1';
const doubles = 'validators compute with doubles, which cannot tell it from the limit';

/** Golden cases on which the two differ. */
export const goldenDifferences = {
	// The schema accepts what errbind rejects.
	'lint-bad-code-octal': spelling,
	'lint-bad-code-range': doubles,
	'lint-ambiguous-scalar-boolean': yaml11,
	// The schema rejects what errbind accepts.
	'lint-position-cr': 'to an editor, a CR alone ends no line',
	// Matters of meaning that the schema can express, so that editors show them, too.
	'lint-bad-range-string': 'strings have no range',
	'lint-duplicate-target': 'no target twice',
	'lint-path-outside': 'no path begins with ..',
	'lint-path-outside-absolute': 'no path begins with /',
	'lint-reserved-name-unclassified': 'this condition takes no definition',
	'lint-unknown-category-none': 'no category where the domain has none',
};

/** Valid names that are the word null without quotes, a file. */
export const nullNames = {'tests/conformance/edge/vendors/plain.yaml': 1};

const names = new Set(['identifier', 'label']);

/** Why the two differ on a probe; undefined where they must agree. */
export function probeDifference({key, kind, value}) {
	if (value === undefined)
		return undefined;
	if (key === 'target' && value === 'a')
		return 'no target twice: it is in the list already';
	if (/^(~|null|Null)$/.test(value) && ['text', 'version', 'path'].includes(kind))
		return 'null: a missing value looks the same';
	if (value === 'null' && names.has(kind))
		return 'null: a missing value looks the same';
	if (value === 'True' && names.has(kind))
		return 'a boolean: how it was written is lost';
	if (/^[-+]?\.(inf|nan)$/.test(value) && ['text', 'version', 'path'].includes(kind))
		return 'JSON has no such number';
	if (kind === 'integer' && ['007', '0o17', '1e3', '1.0'].includes(value))
		return spelling;
	if (kind === 'integer' && ['9223372036854775808', '-9223372036854775809', '0x8000000000000000'].includes(value))
		return doubles;
	if (kind === 'integer' && value === '"+0x10"')
		return 'quotes are lost';
	if (kind === 'string_code' && /^(NO|y|=|<<|12:30:45|30_000|1_000|0b1|\d+-\d+-\d+|[-+]0x[0-9a-fA-F]+|\d\.\d\.\d)$/.test(value))
		return yaml11;
	const body = value.replaceAll('"', '');
	const longest = {string_code: 128, text: 4000}[kind];
	if (body.length <= longest && Buffer.byteLength(body) > longest)
		return 'JSON Schema counts characters, errbind bytes';
	return undefined;
}

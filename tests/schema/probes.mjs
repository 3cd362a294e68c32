// Small pieces of a registry, each on one line, most of them with one odd value.

const scalars = ['', '~', 'null', "''", '""', 'true', 'True', 'y', 'NO', '=', '<<', '404', '007', '0o17', '0b1', '0x10',
	'0x', '+0x10', '-0x1f', '"+0x10"', '"404"', '30_000', '1_000', '1.10', '1.0', '1.5', '1e3', '.inf', '-.inf',
	'.nan', '12:30:45', '2026-11-20', '2024-02-29', '2000-02-29', '2023-02-29', '1900-02-29', '2026-04-31', '2026-13-01',
	'2026-1-1', '9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809',
	'0x7FFFFFFFFFFFFFFF', '0x8000000000000000', '-0x8000000000000000', '-0x8000000000000001', '+0x8000000000000000',
	'99999999999999999999999', 'a', 'a1', 'A', 'a_b', 'a__b', 'a_', '_a', 'a-b', 'a--b', 'a-_b', '1a', 'é', 'a b', 'ä🙂',
	'"a\\u202Eb"', '"a\\u200Eb"', '"a\\u0007"', '"a\\u0085"', '"a\\u00A0b"', '"a\\u3000b"', '"a\\u2028b"', '"a\\uFEFFb"',
	'"a\\tb"', '"a\\nb"', '"a\\rb"', '" "', '4.2.0', '4.2.0-rc.1+b', 'v4', '4.2é', '1.2.3',
	'https://example.com/a?b#c', 'http://é.example/ü', 'https://', 'https:///x', 'HTTPS://example.com', 'ftp://example.com',
	'"https://example.com/a b"', '"https://example.com/\\u00A0"', '"https://example.com/`"', '"https://example.com/\\u202E"',
	'never', 'Never', 'user', 'integer', 'string', '[]', '[a]', '[[a]]', '[404]', '["404"]', "['']", '{}', '{a: b}',
	'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(128), 'x'.repeat(129), `"${'x'.repeat(4000)}"`, `"${'x'.repeat(4002)}"`,
	`"${'é'.repeat(70)}"`, `"${'é'.repeat(2001)}"`, 'https://example.com/' + 'x'.repeat(1980),
	'https://example.com/' + 'x'.repeat(1981)];

/** Where each takes a run of errbind. */
const fewScalars = ['', '~', 'null', '""', 'true', 'True', '404', '1.10', '.inf', '1.0.0', '01.0.0', '1.0.0-rc.1+b', '1.0.0-01',
	'a', 'a_b', 'a__b', 'a-b', 'a--b', '1a', 'é', '"a\\u202Eb"', '"a\\u0085"', '[]', '[a]', '[[a]]', '{}', '{a: {b: c}}', '{A: {}}',
	'{a: {B: c}}', 'x'.repeat(128), 'x'.repeat(129), `"${'é'.repeat(2001)}"`];

/** {a: 1, b: {c: 2}} as a flow mapping on one line; the values are YAML already. */
function flow(fields) {
	return `{${Object.entries(fields).map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
}

/** Whole ones, ones without a key, with one too many, and with each scalar in each place.
 * Places are {key: [kind, (value) => fields]}. */
function variants(base, places, values = scalars) {
	const probes = [{text: flow(base)}, {text: flow({...base, extra: 1})}, {text: 'a'}, {text: '[]'}, {text: ''}];
	for (const key of Object.keys(base)) {
		const {[key]: _, ...rest} = base;
		probes.push({text: flow(rest)});
	}
	for (const [key, [kind, fields]] of Object.entries(places))
		for (const value of values)
			probes.push({key, kind, value, text: flow({...base, ...fields(value)})});
	return probes;
}

const plain = (key, kind) => [kind, value => ({[key]: value})];
const inList = (key, kind) => [kind, value => ({[key]: `[a, ${value || '""'}]`})];
const inMap = (map, key, kind) => [kind, value => ({[map]: `{${key}: ${value}}`})];

export function codeProbes(type) {
	const code = type === 'integer' ? 'integer' : 'string_code';
	const base = {code: type === 'integer' ? '1' : '"x"', name: 'n', title: 'T', condition: 'c'};
	const first = type === 'integer' ? '1' : 'x';
	return variants(base, {
		code: plain('code', code),
		see_also: [code, value => ({see_also: `[${first}, ${value || '""'}]`})],
		...type === 'integer' && {
			name: plain('name', 'identifier'),
			title: plain('title', 'text'),
			condition: plain('condition', 'identifier'),
			description: plain('description', 'text'),
			recommendation: plain('recommendation', 'text'),
			retry: plain('retry', 'choice'),
			audience: plain('audience', 'choice'),
			since: plain('since', 'version'),
			applies_to: plain('applies_to', 'text'),
			deprecated: plain('deprecated', 'map'),
			deprecated_since: inMap('deprecated', 'since', 'version'),
			replaced_by: inMap('deprecated', 'replaced_by', 'identifier'),
			note: inMap('deprecated', 'note', 'text'),
			deprecated_other: inMap('deprecated', 'other', 'any'),
			aliases: plain('aliases', 'list'),
			alias: inList('aliases', 'identifier'),
			links: plain('links', 'list'),
			link: [ 'url', value => ({links: `[https://example.com, ${value || '""'}]`})],
		},
	});
}

export function domainProbes() {
	const code = '{code: 1, name: n, title: T, condition: c}';
	const categorized = '[{code: 1, name: n, title: T, condition: c, category: u}]';
	const base = {domain: 'd', title: 'T', code_type: 'integer', codes: `[${code}]`};
	const inCategory = (key, kind) => [kind, value => ({
		categories: `[${flow({name: 'u', title: 'U', ...{[key]: value}})}]`, codes: categorized})];
	const inRange = key => ['integer', value => ({
		categories: `[{name: u, title: U, range: {${key}: ${value}}}]`, codes: categorized})];
	return [
		{text: flow({...base, categories: '[{name: u, title: U}]', codes: categorized})},
		{text: flow({...base, categories: '[{name: u, title: U}]'})},
		{text: flow({...base, categories: '[{name: u}]', codes: categorized})},
		{text: flow({...base, categories: '[{title: U}]', codes: categorized})},
		{text: flow({...base, code_type: 'string'})},
		{text: flow({...base, codes: '[{code: "1", name: n, title: T, condition: c}]'})},
		{text: flow({...base, docs: '{extra: 1}'})},
		{text: flow({...base, reserved: '{extra: 1}'})},
		...variants(base, {
			domain: plain('domain', 'identifier'),
			title: plain('title', 'text'),
			code_type: plain('code_type', 'choice'),
			docs: plain('docs', 'map'),
			url: inMap('docs', 'url', 'url'),
			retrieved: inMap('docs', 'retrieved', 'date'),
			categories: [ 'list', value => ({categories: value, codes: categorized})],
			category_name: inCategory('name', 'identifier'),
			category_title: inCategory('title', 'text'),
			category_description: inCategory('description', 'text'),
			range: inCategory('range', 'map'),
			min: inRange('min'),
			max: inRange('max'),
			reserved: plain('reserved', 'map'),
			reserved_list: inMap('reserved', 'names', 'list'),
			reserved_names: ['identifier', value => ({reserved: `{names: [b, ${value || '""'}]}`})],
			reserved_codes: ['integer', value => ({reserved: `{codes: [2, ${value || '""'}]}`})],
			import: plain('import', 'any'),
			codes: plain('codes', 'list'),
		}),
	];
}

export function conditionProbes() {
	return variants({name: 'n', title: 'T', description: 'D', retry: 'never', audience: 'user'}, {
		name: plain('name', 'identifier'),
		title: plain('title', 'text'),
		description: plain('description', 'text'),
		retry: plain('retry', 'choice'),
		audience: plain('audience', 'choice'),
	});
}

/** Whole files: {name of the file: probes}. */
export function fileProbes() {
	const domain = '{domain: d, title: T, code_type: integer, codes: [{code: 1, name: n, title: T, condition: c}]}';
	const vendor = variants({vendor: 'v', title: 'T', domains: `[${domain}]`}, {
		title: plain('title', 'text'), domains: plain('domains', 'list'),
	}, ['', '""', '404', '[]', '[a]', '{}', `[${domain}, []]`]);
	const conditions = variants({conditions: '[]'}, {conditions: plain('conditions', 'list')}, ['', 'a', '[a]', '{}']);
	return {'registry.yaml': registryProbes(), 'v.yaml': vendor, 'conditions.yaml': conditions};
}

function registryProbes() {
	const base = {registry: 'r', version: '1.0.0', conditions: 'c.yaml', vendors: '[v.yaml]'};
	return variants(base, {
		registry: plain('registry', 'identifier'),
		type: plain('type', 'identifier'),
		version: plain('version', 'semver'),
		title: plain('title', 'text'),
		conditions: plain('conditions', 'path'),
		vendors: plain('vendors', 'list'),
		targets: plain('targets', 'list'),
		target: inList('targets', 'label'),
		options: plain('options', 'map'),
		options_of_target: inMap('options', 'a', 'map'),
	}, fewScalars);
}

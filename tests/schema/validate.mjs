// Checks that the JSON Schema of the registry is one, describes every key, accepts what
// errbind accepts and rejects what errbind rejects; see differences.mjs for where it
// cannot. Then that the machine-readable formats are what they say they are.
// Run by run.py, which finds the validators.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {checkFormats} from './formats.mjs';
import {yamlRules, shapeRules, goldenDifferences, probeDifference, nullNames} from './differences.mjs';
import {codeProbes, domainProbes, conditionProbes, fileProbes} from './probes.mjs';
import {root, test, finish, findings, validators} from './harness.mjs';

const {Ajv2020, parseDocument} = validators;
const schemaFile = path.join(root, 'schema/errbind.schema.json');
const schema = JSON.parse(fs.readFileSync(schemaFile, 'utf8'));
const ajv = new Ajv2020({allErrors: true, strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true});
ajv.addKeyword('patternErrorMessage'); // what editors show in place of a pattern
const kinds = {};

/** What an editor makes of a file: its value, typed by YAML 1.2's core schema. */
function load(text) {
	const document = parseDocument(text, {version: '1.2', schema: 'core', logLevel: 'silent'});
	const errors = document.errors.map(({code, linePos}) => `${linePos[0].line}:${linePos[0].col}: ${code}`);
	return {value: errors.length ? undefined : document.toJS(), errors};
}

/** The errors of a value by a kind: registry, conditions or vendor. */
function validate(kind, value) {
	return kinds[kind](value) ? [] : kinds[kind].errors;
}

function shown(errors) {
	return errors.map(({instancePath, message, params}) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

// --- The schema itself -------------------------------------------------------

/** Every key of the registry as [place, its schema]. */
function* properties(node, place) {
	for (const [key, value] of Object.entries(node ?? {})) {
		if (key === 'properties' && !/\/(if|then|else|allOf)/.test(place))
			for (const [name, property] of Object.entries(value))
				yield [`${place}/${name}`, property];
		if (value && typeof value === 'object')
			yield* properties(value, `${place}/${key}`);
	}
}

test('the schema is a valid one of JSON Schema 2020-12', () => {
	if (schema.$schema !== 'https://json-schema.org/draft/2020-12/schema')
		return [`$schema is ${schema.$schema}`];
	if (!ajv.validateSchema(schema))
		return shown(ajv.errors);
	ajv.addSchema(schema, 'errbind');
	kinds.registry = ajv.getSchema('errbind');
	kinds.conditions = ajv.getSchema('errbind#/$defs/conditions');
	kinds.vendor = ajv.getSchema('errbind#/$defs/vendor');
	return Object.keys(kinds).filter(kind => !kinds[kind]).map(kind => `there is no schema of ${kind}`);
});

test('every key has a description, for editors to show', () => {
	const all = [...properties(schema, '#')];
	const short = all.filter(([, {description}]) => !/^[A-Zi].+\.$/.test(description ?? ''));
	return all.length < 40 ? ['hardly any key was found'] : short.map(([place]) => `${place}: no description`);
});

test('no object takes unknown keys, every reference leads somewhere', () => {
	const problems = [];
	const walk = (node, place) => {
		if (node === null || typeof node !== 'object')
			return;
		if (node.type === 'object' && node.additionalProperties === undefined)
			problems.push(`${place}: additionalProperties is not said`);
		if (node.$ref && !schema.$defs[node.$ref.replace('#/$defs/', '')])
			problems.push(`${place}: ${node.$ref} is nowhere`);
		for (const [key, value] of Object.entries(node))
			walk(value, `${place}/${key}`);
	};
	walk(schema, '#');
	return problems;
});

test('the schema has the keys of generator/registry_schema.c, required where they are there', () => {
	const parts = schema.$defs;
	const nodes = {registry: schema, ...parts, deprecated: parts.code.properties.deprecated,
		reserved: parts.domain.properties.reserved, range: parts.category.properties.range, docs: parts.domain.properties.docs};
	const source = fs.readFileSync(path.join(root, 'generator/registry_schema.c'), 'utf8');
	const problems = [];
	let tables = 0;
	for (const [, table, body] of source.matchAll(/schema_field (\w+)_fields\[\] = \{(.*?)\n\};/gs)) {
		const wanted = [...body.matchAll(/\{"(\w+)", SCHEMA_(REQUIRED|OPTIONAL)/g)];
		const pairs = [
			[wanted.map(([, key]) => key), Object.keys(nodes[table]?.properties ?? {})],
			[wanted.filter(([, , need]) => need === 'REQUIRED').map(([, key]) => key), nodes[table]?.required ?? []],
		];
		for (const [keys, found] of pairs)
			if (String(keys.sort()) !== String(found.sort()))
				problems.push(`${table}: errbind has ${keys}, the schema ${found}`);
		tables++;
	}
	return tables < 10 ? [`only ${tables} tables were found`] : problems;
});

// --- Files that are right ----------------------------------------------------

function kindOf(file) {
	const name = path.basename(file);
	return name === 'registry.yaml' ? 'registry' : name.startsWith('condition') ? 'conditions' : 'vendor';
}

/** What a JSON pointer leads to; none of the keys needs escapes. */
function at(value, pointer) {
	return pointer.split('/').slice(1).reduce((inner, key) => inner?.[key], value);
}

/** The YAML files of a schema folder; no links. */
function filesOf(folder) {
	return fs.readdirSync(folder, {withFileTypes: true}).flatMap(entry => {
		const file = path.join(folder, entry.name);
		return entry.isDirectory() ? filesOf(file) : entry.isFile() && /\.ya?ml$/.test(entry.name) ? [file] : [];
	});
}

const registry = path.join(root, 'schema');
const edge = path.join(root, 'tests/conformance/edge');
for (const file of [...filesOf(registry), ...filesOf(edge)]) {
	test(`${path.relative(root, file)} is valid`, () => {
		const {value, errors} = load(fs.readFileSync(file, 'utf8'));
		const found = validate(kindOf(file), value);
		const names = nullNames[path.relative(root, file)] ?? 0;
		const nulls = found.filter(({instancePath}) => at(value, instancePath) === null);
		if (nulls.length === names)
			return [...errors, ...shown(found.filter(error => !nulls.includes(error)))];
		return [`${nulls.length} values are null, not ${names}`, ...shown(nulls)];
	});
}

for (const file of filesOf(registry)) {
	test(`${path.relative(root, file)} names its schema in the first line`, () => {
		const fragment = {registry: '', conditions: '#/$defs/conditions', vendor: '#/$defs/vendor'}[kindOf(file)];
		const target = path.relative(path.dirname(file), schemaFile) + fragment;
		const [first] = fs.readFileSync(file, 'utf8').split('\n');
		const wanted = `# yaml-language-server: $schema=${target}`;
		return first === wanted ? [] : [`wanted: ${wanted}`, `found:  ${first}`];
	});
}

// --- Golden cases ------------------------------------------------------------

const golden = path.join(root, 'tests/golden');
const seen = new Set();

/** Compares errbind and ajv on each file of a schema folder of a case. */
function compareCase(name, folder) {
	const all = findings(['lint', '--schema', folder], path.join(golden, name));
	const problems = [];
	const expected = goldenDifferences[name];
	let differs = false;
	for (const file of filesOf(path.join(golden, name, folder))) {
		const own = all.filter(item => item.file && path.resolve(golden, name, item.file) === file);
		if (own.some(item => yamlRules.has(item.rule)))
			continue;
		const wrong = own.filter(item => shapeRules.has(item.rule));
		const {value, errors} = load(fs.readFileSync(file, 'utf8'));
		const rejected = errors.length ? errors : shown(validate(kindOf(file), value));
		if (wrong.length > 0 === rejected.length > 0)
			continue;
		differs = true;
		if (!expected)
			problems.push(`${file}: errbind says ${wrong.map(item => item.rule).join(' ') || 'it is fine'}, ` +
				`the schema ${rejected.slice(0, 3).join('; ') || 'accepts it'}`);
	}
	if (differs)
		seen.add(name);
	return problems;
}

for (const name of fs.readdirSync(golden).sort()) {
	const folder = path.join(golden, name);
	if (!fs.statSync(folder).isDirectory())
		continue;
	for (const part of fs.readdirSync(folder))
		if (fs.existsSync(path.join(folder, part, 'registry.yaml')))
			test(`golden ${name}${part === 'schema' ? '' : '/' + part}`, () => compareCase(name, part));
}

test('the differences listed of golden cases are all there', () =>
	Object.keys(goldenDifferences).filter(name => !seen.has(name)).map(name => `${name} is no difference`));

// --- Probes: one mistake, or none, a line ------------------------------------

/** Compares the lines of a file: where errbind finds mistakes of shape, ajv must, too. */
function compareLines(kind, probes, head, prefix, wrap) {
	return () => {
		const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'errbind-schema-'));
		try {
			fs.mkdirSync(path.join(folder, 'vendors'));
			const files = {
				'registry.yaml': 'registry: r\nversion: 1.0.0\nconditions: conditions.yaml\nvendors: [vendors/v.yaml]\n',
				'conditions.yaml': 'conditions:\n  - {name: c, title: C, description: D, retry: never, audience: user}\n',
				'vendors/v.yaml': 'vendor: v\ntitle: V\ndomains:\n  - {domain: d, title: D, code_type: integer, codes: [{code: 1, name: n, title: T, condition: c}]}\n',
			};
			const own = kind === 'vendor' ? 'vendors/v.yaml' : 'conditions.yaml';
			files[own] = head + probes.map(probe => `${prefix}${probe.text}\n`).join('');
			for (const [name, text] of Object.entries(files))
				fs.writeFileSync(path.join(folder, name), text);
			const first = head.split('\n').length;
			const byErrbind = new Set();
			for (const item of findings(['lint', '--schema', folder, '--templates', folder]))
				if (item.file === path.join(folder, own) && shapeRules.has(item.rule))
					byErrbind.add(item.line - first);
				else if (yamlRules.has(item.rule))
					return [`${item.file}:${item.line}: ${item.message}: ${files[own].split('\n')[item.line - 1]}`];
			const {value, errors} = load(files[own]);
			if (errors.length)
				return errors;
			const byAjv = new Map();
			for (const error of validate(kind, value)) {
				const match = wrap.exec(error.instancePath);
				if (match)
					byAjv.set(Number(match[1]), error);
			}
			return compareVerdicts(probes, index => byErrbind.has(index), index => byAjv.has(index));
		} finally {
			fs.rmSync(folder, {recursive: true});
		}
	};
}

function compareVerdicts(probes, errbindRejects, ajvRejects) {
	const problems = [];
	probes.forEach((probe, index) => {
		const known = probeDifference(probe);
		const [strict, loose] = [errbindRejects(index), ajvRejects(index)];
		if (strict !== loose && !known)
			problems.push(`${probe.text}: errbind ${strict ? 'rejects' : 'accepts'} it, the schema does not`);
		else if (strict === loose && known)
			problems.push(`${probe.text}: no difference any more (${known})`);
	});
	return problems;
}

const domainHead = type => `vendor: v\ntitle: V\ndomains:\n  - domain: d\n    title: D\n    code_type: ${type}\n    codes:\n`;
for (const type of ['integer', 'string']) {
	const probes = codeProbes(type);
	test(`${probes.length} codes of type ${type}: errbind and the schema agree`,
		compareLines('vendor', probes, domainHead(type), '      - ', /^\/domains\/0\/codes\/(\d+)/));
}
const domains = domainProbes();
test(`${domains.length} domains: errbind and the schema agree`,
	compareLines('vendor', domains, 'vendor: v\ntitle: V\ndomains:\n', '  - ', /^\/domains\/(\d+)/));
const conditions = conditionProbes();
test(`${conditions.length} conditions: errbind and the schema agree`,
	compareLines('conditions', conditions, 'conditions:\n', '  - ', /^\/conditions\/(\d+)/));

for (const [name, probes] of Object.entries(fileProbes())) {
	test(`${probes.length} files ${name}: errbind and the schema agree`, () => {
		const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'errbind-schema-'));
		try {
			const file = path.join(folder, name);
			fs.writeFileSync(path.join(folder, 'registry.yaml'),
				'registry: r\nversion: 1.0.0\nconditions: conditions.yaml\nvendors: [v.yaml]\n');
			const rejects = probes.map(({text}) => {
				fs.writeFileSync(file, text);
				return findings(['lint', '--schema', folder, '--templates', folder])
					.some(item => item.file === file && shapeRules.has(item.rule));
			});
			const invalid = probes.map(({text}) => validate(kindOf(name), load(text).value).length > 0);
			return compareVerdicts(probes, index => rejects[index], index => invalid[index]);
		} finally {
			fs.rmSync(folder, {recursive: true});
		}
	});
}

checkFormats(golden);
finish();

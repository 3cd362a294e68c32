// The formats for machines: each says the same of the same mistakes, at the right place.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {errbind, test, validators} from './harness.mjs';

// The schema of SARIF is of draft-04, but what it uses means the same today.
const {$schema, id, ...sarifSchema} = validators.sarif;
const ajv = new validators.Ajv({allErrors: true, strict: false, unicodeRegExp: false, formats: {
	'uri': /^[a-z][a-z0-9+.-]*:([\w.~:/?#[\]@!$&'()*+,;=-]|%[0-9A-F]{2})*$/i,
	'uri-reference': /^([\w.~:/?#[\]@!$&'()*+,;=-]|%[0-9A-F]{2})*$/i,
	'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
}});
const isSarif = ajv.compile(sarifSchema);

function sarifProblems(log) {
	const problems = isSarif(log) ? [] : isSarif.errors.map(error => `SARIF: ${error.instancePath} ${error.message}`);
	for (const run of log.runs ?? [])
		for (const result of run.results)
			if (run.tool.driver.rules[result.ruleIndex]?.id !== result.ruleId)
				problems.push(`SARIF: ruleIndex ${result.ruleIndex} is not ${result.ruleId}`);
	return problems;
}

// --- Marked text: «…» is what a diagnostic has to point at --------------------

/** The text without its marks, and the places of the marks; columns in characters. */
function unmark(marked) {
	const places = [];
	let [text, line, column] = ['', 1, 1];
	for (const character of marked) {
		if (character === '«')
			places.push({line, column});
		else if (character === '»')
			Object.assign(places.findLast(place => !place.endLine), {endLine: line, endColumn: column});
		else {
			text += character;
			if (character === '\n')
				[line, column] = [line + 1, 1];
			else if (character !== '\r' && character !== '\uFEFF')
				column++;
		}
	}
	return {text, places};
}

const code = fields => `      - code: 7\n        name: seven\n        title: Seven\n        condition: c\n${fields}`;
const domain = (name, codes) => `domains:\n  - domain: ${name}\n    title: D\n    code_type: integer\n    codes:\n${codes}`;
const mistakes = {
	'registry.yaml': 'registry: r\nversion: «1.0»\nconditions: conditions.yaml\nvendors:\n' +
		'  - vendors/multibyte.yaml\n  - vendors/tabs.yaml\n  - vendors/crlf.yaml\n  - vendors/mark.yaml\n  - vendors/empty.yaml\n',
	'conditions.yaml': 'conditions:\n  - {name: c, title: "Ä🙂", description: ü, retry: never, audience: «"100%: a,b; %0A::c"»}\n',
	'vendors/multibyte.yaml': 'vendor: multibyte\ntitle: "Größe 🙂 e\u0301 漢字"\n' + domain('multibyte',
		'      - {code: 7, title: "ä🙂é", «tile»: x, name: «Ünder», condition: c}\n      - {code: «0x7», name: a, title: "🙂", condition: c}\n'),
	'vendors/tabs.yaml': 'vendor:\ttabs\t# x\ntitle:\tT\n' + domain('tabs', code('        retry:\t«"often\\r\\n"»\t# ä\n')),
	'vendors/crlf.yaml': ('vendor: crlf\ntitle: "ü"\n' + domain('crlf', code('        description: |\n          one\n          two ü «\u202e» x\n        since: «a 🙂»\n')))
		.replaceAll('\n', '\r\n'),
	'vendors/mark.yaml': '\uFEFF«vendr»: mark\ntitle: T\n' + domain('mark', code('        links: [«ftp://x»]\n')),
	'vendors/empty.yaml': '# nothing\n',
};

function makeRegistry(folder) {
	const expected = [];
	fs.mkdirSync(path.join(folder, 'vendors'), {recursive: true});
	for (const [name, marked] of Object.entries(mistakes)) {
		const {text, places} = unmark(marked);
		fs.writeFileSync(path.join(folder, name), text);
		expected.push(...places.map(place => ({name, ...place})));
	}
	return expected;
}

// --- Readers of the formats: each gives what --format json gives -------------

const keys = ['file', 'line', 'column', 'endLine', 'endColumn', 'severity', 'rule', 'message'];

function jsonProblems(items) {
	const problems = [];
	for (const item of items) {
		if (!isDeepStrictEqual(Object.keys(item), keys))
			problems.push(`JSON: the keys are ${Object.keys(item)}`);
		for (const key of keys.slice(1, 5))
			if (item[key] !== null && !(Number.isInteger(item[key]) && item[key] > 0))
				problems.push(`JSON: ${key} is ${item[key]}`);
		if (!['error', 'warning'].includes(item.severity) || typeof item.message !== 'string')
			problems.push(`JSON: ${JSON.stringify(item)}`);
	}
	return problems;
}

function unescape(text) {
	return text.replace(/%([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}

/** Workflow commands, as the runner reads them: a line each, properties split at commas. */
function readGithub(stdout) {
	return stdout.split(/\r\n|\r|\n/).slice(0, -1).map(line => {
		const [, severity, properties, data] = /^::(error|warning) (.*?)::(.*)$/s.exec(line) ?? [];
		if (!severity)
			throw new Error(`no workflow command: ${line}`);
		const property = Object.fromEntries(properties.split(',').map(pair => {
			const [, key, value] = /^(\w+)=([^:,\r\n]*)$/.exec(pair) ?? [];
			if (!key || /%(?!25|0D|0A|3A|2C)/.test(value))
				throw new Error(`no property: ${pair} in ${line}`);
			return [key, unescape(value)];
		}));
		if (/%(?!25|0D|0A)/.test(data))
			throw new Error(`a stray %: ${line}`);
		const [message, ...rest] = data.split('%0A'); // the path in a note may hold one, too
		const notes = rest.join('%0A').match(/(^|: |%0A)note: /g) ?? [];
		const number = key => property[key] === undefined ? null : Number(property[key]);
		return {file: property.file ?? null, line: number('line'), column: number('col'), endLine: number('endLine'),
			endColumn: number('endColumn'), severity, rule: property.title, message: unescape(message), notes: notes.length};
	});
}

function readSarif(log) {
	return log.runs[0].results.map(result => {
		const place = result.locations[0]?.physicalLocation;
		const region = place?.region;
		return {file: place ? decodeURIComponent(place.artifactLocation.uri) : null, line: region?.startLine ?? null,
			column: region?.startColumn ?? null, endLine: region?.endLine ?? null, endColumn: region?.endColumn ?? null,
			severity: result.level, rule: result.ruleId, message: result.message.text,
			notes: result.relatedLocations?.length ?? 0};
	});
}

/** Runs a command in each format; what does not agree. The status is that of all. */
function compareFormats(args, cwd, status) {
	const runs = Object.fromEntries(['json', 'github', 'sarif', 'text'].map(
		format => [format, errbind([...args, '--format', format], cwd)]));
	const items = JSON.parse(runs.json.stdout);
	const log = JSON.parse(runs.sarif.stdout);
	const problems = [...jsonProblems(items), ...sarifProblems(log)];
	for (const [format, run] of Object.entries(runs)) {
		if (run.status !== status)
			problems.push(`${format}: the status is ${run.status}`);
		if (format !== 'text' && /\[[a-z-]+\]$/m.test(run.stderr))
			problems.push(`${format}: diagnostics on stderr, too: ${run.stderr}`);
	}
	const [github, sarif] = [readGithub(runs.github.stdout), readSarif(log)];
	const notes = (runs.text.stderr.match(/^[^ ].*: note: /gm) ?? []).length;
	for (const [name, list] of Object.entries({github, sarif})) {
		const count = list.reduce((sum, item) => sum + item.notes, 0);
		if (count !== notes)
			problems.push(`${name}: ${count} notes, text has ${notes}`);
		list.forEach((item, index) => {
			const {notes: _, ...rest} = item;
			if (!isDeepStrictEqual(rest, items[index]))
				problems.push(`${name}: ${JSON.stringify(rest)}`, `  json: ${JSON.stringify(items[index])}`);
		});
		if (list.length !== items.length)
			problems.push(`${name}: ${list.length} diagnostics, not ${items.length}`);
	}
	const text = runs.text.stderr;
	let from = 0;
	for (const {file, line, column, severity, rule, message} of items) {
		if (/\p{Cc}/u.test(file))
			continue; // made visible there
		const wanted = `${file}${line ? `:${line}:${column}` : ''}: ${severity}: ${message} [${rule}]\n`;
		const found = text.indexOf(wanted, from);
		if (found < 0)
			problems.push(`text lacks, or has in another order: ${wanted}`);
		else
			from = found + wanted.length;
	}
	return {items, problems};
}

/** A temporary folder, gone after use. */
function inFolder(use) {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'errbind-formats-'));
	try {
		return use(folder);
	} finally {
		fs.rmSync(folder, {recursive: true});
	}
}

export function checkFormats(golden) {
	for (const name of ['schema', 'a%b:c,d;e é🙂 #?', '100%25%0A', 'line\nfeed\rand\ttab'])
		test(`lint: all formats say the same of the same places, in the folder ${JSON.stringify(name)}`, () => inFolder(folder => {
			const expected = makeRegistry(path.join(folder, name));
			const {items, problems} = compareFormats(['lint', '--schema', name, '--templates', '.'], folder, 1);
			for (const {name: file, ...place} of expected) {
				const found = items.some(item => item.file === `${name}/${file}` &&
					Object.keys(place).every(key => item[key] === place[key]));
				if (!found)
					problems.push(`nothing at ${file}:${JSON.stringify(place)}`);
			}
			const whole = items.filter(({line}) => line === null);
			if (whole.length !== 1 || !items.some(({line}) => line !== null))
				problems.push(`${whole.length} diagnostics without a line`);
			if (items.length !== expected.length + 1)
				problems.push(`${items.length} diagnostics, not ${expected.length + 1}`);
			return problems.length ? [...problems, ...items.map(item => JSON.stringify(item))] : [];
		}));

	test('lint: a registry without mistakes is empty in each format', () => inFolder(folder => {
		const {items, problems} = compareFormats(['lint', '--templates', folder], path.join(golden, 'lint-fine'), 0);
		return items.length ? [...problems, `${items.length} diagnostics`] : problems;
	}));

	test('check: all formats say the same of files edited, missing, stale and of line ends', () => inFolder(folder => {
		const source = path.join(golden, 'check-drift');
		fs.cpSync(path.join(source, 'templates'), path.join(folder, 'templates'), {recursive: true});
		fs.cpSync(path.join(source, 'schema'), path.join(folder, 'schema'), {recursive: true});
		const targets = path.join(folder, 'templates');
		for (const name of ['b', 'c'])
			fs.cpSync(path.join(targets, 'toy'), path.join(targets, name), {recursive: true});
		for (const name of ['b', 'c']) {
			const file = path.join(targets, name, 'target.yaml');
			fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('target: toy', `target: ${name}`));
		}
		const edit = (file, change) => fs.writeFileSync(path.join(folder, file), change(fs.readFileSync(path.join(folder, file), 'utf8')));
		const setTargets = list => edit('schema/registry.yaml', text => `${text.replace(/^targets:.*\n/m, '')}targets: [${list}]\n`);
		setTargets('toy, b, c');
		const made = errbind(['generate', '-q'], folder);
		if (made.status)
			return [made.stderr];
		setTargets('toy, b');
		edit('out/toy/acme.toy', text => text.replace('Seven', '🙂 ü'));
		edit('out/b/acme.toy', text => text.replaceAll('\n', '\r\n'));
		fs.rmSync(path.join(folder, 'out/toy/all.toy'));
		fs.rmSync(path.join(targets, 'c'), {recursive: true});
		const {items, problems} = compareFormats(['check'], folder, 1);
		const rules = items.map(({rule}) => rule);
		for (const rule of ['edited-file', 'line-ends', 'missing-file', 'stale-file'])
			if (!rules.includes(rule))
				problems.push(`no ${rule}: ${rules}`);
		return problems;
	}));

	const logs = fs.readdirSync(golden).filter(name => {
		const command = path.join(golden, name, 'command');
		return fs.existsSync(command) && /--format[ =]sarif/.test(fs.readFileSync(command, 'utf8'));
	});
	for (const name of logs)
		test(`golden ${name}: what is expected is SARIF`,
			() => sarifProblems(JSON.parse(fs.readFileSync(path.join(golden, name, 'stdout'), 'utf8'))));
}

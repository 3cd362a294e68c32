// What the tests of this folder share: TAP, errbind, the validators.
import path from 'node:path';
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';
import {spawnSync} from 'node:child_process';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const require = createRequire(path.join(process.env.VALIDATORS, 'package.json'));
export const validators = {
	Ajv: require('ajv'),
	Ajv2020: require('ajv/dist/2020'),
	parseDocument: require('yaml').parseDocument,
	sarif: require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
};

let count = 0;
let failed = 0;

/** Runs one test: a function that returns what is wrong, as lines. */
export function test(name, check) {
	let problems;
	try {
		problems = check();
	} catch (error) {
		problems = String(error.stack).split('\n');
	}
	count++;
	failed += problems.length > 0;
	console.log(`${problems.length ? 'not ok' : 'ok'} ${count} - ${name}`);
	for (const line of problems.slice(0, 20))
		console.log(`# ${String(line).replaceAll('\n', '\n# ')}`);
}

export function finish() {
	console.log(`1..${count}`);
	process.exitCode = failed ? 1 : 0;
}

/** Runs errbind: its status, stdout and stderr. */
export function errbind(args, cwd = root) {
	const done = spawnSync(process.env.ERRBIND, args, {cwd, encoding: 'utf8', env: {...process.env, LC_ALL: 'C.UTF-8'}, maxBuffer: 1 << 28});
	if (done.error || done.status === null)
		throw done.error ?? new Error(`errbind ${args.join(' ')} ended by ${done.signal}`);
	return done;
}

/** The diagnostics of a command, by its JSON. */
export function findings(args, cwd) {
	const {stdout, stderr} = errbind([...args, '--format', 'json'], cwd);
	if (!stdout)
		throw new Error(`errbind ${args.join(' ')} printed no JSON: ${stderr}`);
	return JSON.parse(stdout);
}

/** Spares the start what packages do that is not needed here. What they answer stays the same. */
import {Buffer} from 'node:buffer';
import path from 'node:path';

const narrow = importOf('narrow', 'text/narrow.js');
const graphemes = importOf('Graphemes', 'text/graphemes.js');

function importOf(name, module) {
	return `import {${name}} from ${JSON.stringify(path.resolve('dist', module))};\n`;
}

/** Throws if the package does not say that once, any more. */
function replaceOnce(code, before, after) {
	const parts = code.split(before);
	if (parts.length !== 2) {
		throw new Error(`Expected a package to say once: ${before.slice(0, 80)}; got it ${parts.length - 1} times. Look at what is new there.`);
	}

	return parts.join(after);
}

/** What to change, by the end of a module's path. */
const changes = {
	// Ink would look for the developer tools of React, which are not there.
	'ink/build/reconciler.js': code => code.replaceAll('process.env[\'DEV\'] === \'true\'', () => 'false'),

	// Yoga would fetch its own WebAssembly from a data URL: for that, Node loads all that it needs for the network.
	'yoga-layout/dist/src/index.js': code => replaceOnce(
		replaceOnce(code, 'import loadYoga from', 'import loadYoga, {wasm} from'),
		'await loadYoga()',
		`await loadYoga({
			instantiateWasm(imports, done) {
				const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), imports);
				done(instance);
				return instance.exports;
			},
		})`,
	),
	'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js'(code, context) {
		const {bytes} = /"data:application\/octet-stream;base64,(?<bytes>[^"]+)"/v.exec(code).groups;
		context.emitFile({type: 'asset', fileName: 'yoga.wasm', source: Buffer.from(bytes, 'base64')});
		return `import {readFileSync} from 'node:fs';\n${replaceOnce(code, bytes, '')}\nexport const wasm = readFileSync(new URL('yoga.wasm', import.meta.url));\n`;
	},

	// Meow would be ready to look for a manifest, which it is given, and to mend it: most of its code is for that.
	'meow/build/options.js': code => replaceOnce(
		code,
		'import { a as readPackageUpSync, n as normalizePackageData } from \'./dependencies.js\';',
		'const readPackageUpSync = () => undefined;\nconst normalizePackageData = () => undefined;',
	),
	'meow/build/dependencies.js': code => code
		.replaceAll(/(?<== )(?=(?:require\w+|getDefaultExportFromCjs)\()/gv, () => '/* @__PURE__ */ ')
		.replace(/^promisify\(execFile\);$/mv, () => ''),

	// Its sizes are those that Node tells: processes are started only where it tells none.
	'terminal-size/index.js': code => replaceOnce(code, 'import {execFileSync} from \'node:child_process\';', 'import {createRequire} from \'node:module\';\n\nconst execFileSync = (...given) => createRequire(import.meta.url)(\'node:child_process\').execFileSync(...given);'),

	// To make the pattern of all emoji takes some milliseconds, and longer to use it first: what a dashboard is drawn with needs none of that.
	'string-width/index.js': code => narrow + replaceOnce(
		replaceOnce(code, String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`, 'let madeEmoji;\nconst rgiEmojiRegex = {test: text => (madeEmoji ??= /^\\p{RGI_Emoji}$/v).test(text)};'),
		'	let width = 0;\n	const eastAsianWidthOptions',
		`	if (ambiguousIsNarrow && narrow.test(string)) {
		return string.length;
	}

	let width = 0;
	const eastAsianWidthOptions`,
	),
};

/** All characters of a frame are asked for, and those that stand alone are told sooner by ours. */
const segmenter = /new Intl\.Segmenter\((?:undefined, \{\s*granularity: ["']grapheme["'],?\s*\}\s*)?\)/gv;

export const lightenPackages = {
	name: 'lighten packages',
	transform(code, id) {
		if (!/node_modules.*\.\w?js$/v.test(id)) {
			return undefined;
		}

		const place = id.replaceAll('\\', () => '/');
		const change = Object.entries(changes).find(([end]) => place.endsWith(`node_modules/${end}`))?.[1];
		const changed = change?.(code, this) ?? code;
		const withOurs = changed.replaceAll(segmenter, () => 'new Graphemes()');
		return withOurs === changed ? changed : graphemes + withOurs;
	},
};

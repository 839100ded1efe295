import {readdirSync, readFileSync} from 'node:fs';
import {
	dirname,
	join,
	relative,
	sep,
} from 'node:path';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';
import {expect, it} from 'vitest';

const root = fileURLToPath(new URL('../source', import.meta.url));

/** A layer imports from the layers before it, never from those after it. */
const layers = ['errors.ts', 'version.ts', 'random', 'data', 'model', 'training', 'inspection', 'storage', 'session', 'report', 'ui', 'command-line', 'cli.ts', 'index.ts'];

const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/v.test(file));
const layerOf = (file: string) => file.split(sep)[0];

/** Static, dynamic and type imports alike. */
function importsOf(file: string): string[] {
	return ts.preProcessFile(readFileSync(join(root, file), 'utf8')).importedFiles.map(({fileName}) => fileName);
}

/** The files that do not do what they should, with the imports that show it. */
function offences(find: (file: string, imports: string[]) => string[]): Record<string, string[]> {
	const found = files.map(file => [file, find(file, importsOf(file))] as const);
	return Object.fromEntries(found.filter(([, names]) => names.length > 0));
}

it('knows the layer of every file', () => {
	expect(files.length).toBeGreaterThan(30);
	expect(files.filter(file => !layers.includes(layerOf(file)))).toEqual([]);
});

it('has no import against the order of the layers', () => {
	expect(offences((file, imports) => {
		const own = layers.indexOf(layerOf(file));
		const targets = imports.filter(name => name.startsWith('.')).map(name => relative(root, join(root, dirname(file), name)).replace(/\.js$/v, '.ts'));
		return targets.filter(target => target.startsWith('..') || layers.indexOf(layerOf(target)) > own);
	})).toEqual({});
});

it('leaves the screen to the ui', () => {
	expect(offences((file, imports) => {
		const screenPackages = imports.filter(name => /^(?:ink|ink-spinner|react)(?:\/|$)/v.test(name));
		return layerOf(file) === 'ui' ? [] : screenPackages;
	})).toEqual({});
});

it('loads the ui only on demand, so that help and plain lines do not wait for it', () => {
	const outside = files.filter(file => layerOf(file) !== 'ui');
	const staticImports = outside.filter(file => /^import (?!type ).*from '[^']*\/ui\//mv.test(readFileSync(join(root, file), 'utf8')));
	expect(staticImports).toEqual([]);
});

it('loads next to nothing for the help', () => {
	const text = readFileSync(join(root, 'cli.ts'), 'utf8');
	// An import of types alone is no import, if it is written so; within braces it would still load the module.
	const names = [...text.matchAll(/^import (?!type ).*from '(?<name>\.[^']*)'/gmv)].map(({groups}) => groups!.name);
	expect(names).toEqual(['./command-line/print-note.js', './errors.js', './version.js']);
});

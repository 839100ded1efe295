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
const layers = ['errors.ts', 'version.ts', 'text', 'files', 'random', 'data', 'model', 'settings', 'training', 'inspection', 'storage', 'history', 'run', 'coach', 'session', 'shows', 'report', 'library', 'ui', 'command-line', 'cli.ts', 'index.ts'];

const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/v.test(file));
const layerOf = (file: string) => file.split(sep)[0];

/** Static, dynamic and type imports alike, and what is exported from elsewhere. */
const importsIn = (text: string) => ts.preProcessFile(text).importedFiles.map(({fileName}) => fileName);
const importsOf = (file: string) => importsIn(readFileSync(join(root, file), 'utf8'));

/** The files of the program that a file imports; outside of `source/`, they begin with two dots. */
function filesImportedBy(file: string): string[] {
	const own = importsOf(file).filter(name => name.startsWith('.')).map(name => relative(root, join(root, dirname(file), name)));
	return own.map(path => [path.replace(/\.js$/v, '.ts'), path.replace(/\.js$/v, '.tsx')].find(candidate => files.includes(candidate)) ?? path);
}

/** For each import that leads back to a file on the way to it, the way round. */
function cyclesIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
	const cycles: string[] = [];
	const done = new Set<string>();
	const visit = (file: string, way: readonly string[]) => {
		const start = way.indexOf(file);
		if (start !== -1) {
			cycles.push([...way.slice(start), file].join(' → '));
		}

		if (start !== -1 || done.has(file)) {
			return;
		}

		for (const imported of imports.get(file) ?? []) {
			visit(imported, [...way, file]);
		}

		done.add(file);
	};

	for (const file of imports.keys()) {
		visit(file, []);
	}

	return cycles;
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
	expect(offences(file => {
		const own = layers.indexOf(layerOf(file));
		return filesImportedBy(file).filter(target => target.startsWith('..') || layers.indexOf(layerOf(target)) > own);
	})).toEqual({});
});

it('has no files that import each other, not even for types', () => {
	const imports = new Map(files.map(file => [file, filesImportedBy(file)]));
	expect([...imports.values()].flat().length).toBeGreaterThan(files.length);
	expect(cyclesIn(imports)).toEqual([]);
});

it('sees every kind of import, and every way round', () => {
	expect(importsIn(`
		import a from './a.js';
		import {type B} from './b.js';
		import type {C} from './c.js';
		export {d} from './d.js';
		export type {E} from './e.js';
		const f = await import('./f.js');
		type G = import('./g.js').G;
		import './h.js';
	`)).toEqual([...'abcdefgh'].map(name => `./${name}.js`));
	expect(cyclesIn(new Map([
		['a', ['b', 'd']],
		['b', ['c']],
		['c', ['a', 'd']],
		['d', ['e', 'd']],
		['e', ['b']],
		['f', ['a', 'g']],
		['g', []],
	]))).toEqual(['a → b → c → a', 'b → c → d → e → b', 'd → d']);
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

it('loads nothing before Node keeps what it has compiled', () => {
	const text = readFileSync(join(root, 'cli.ts'), 'utf8');
	// An import of types alone is no import, if it is written so; within braces it would still load the module.
	const names = [...text.matchAll(/^import (?!type ).*from '(?<name>\.[^']*)'/gmv)].map(({groups}) => groups!.name);
	expect(names).toEqual([]);
});

it('loads nothing that trains or shows a run to explain itself', () => {
	const loaded = new Set<string>();
	const load = (file: string) => {
		if (loaded.has(file)) {
			return;
		}

		loaded.add(file);
		const text = readFileSync(join(root, file), 'utf8');
		for (const {groups} of text.matchAll(/^(?:import|export) (?!type )[^']*? from '(?<name>\.[^']*)'/gmv)) {
			const path = join(dirname(file), groups!.name);
			load(path.replace(/\.js$/v, '.ts'));
		}
	};

	load(join('command-line', 'main.ts'));

	expect(loaded.size).toBeGreaterThan(15);
	expect([...loaded].filter(file => ['inspection', 'history', 'coach', 'shows', 'ui'].includes(layerOf(file)) || file === join('session', 'training-session.ts'))).toEqual([]);
});

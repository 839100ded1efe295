import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/architecture.md', root), 'utf8');

/** Whole paths in the text, and those within `source/` in the diagram. */
function pathsIn(page: string): string[] {
	const diagram = page.slice(page.indexOf('```'), page.lastIndexOf('```'));
	const whole = [...page.matchAll(/`(?<path>(?:docs|source|test)\/[^\s`]*)`/gv)].map(({groups}) => groups!.path);
	const inDiagram = diagram.split(/\s+/v).filter(word => /^(?:[a-z]+\/)+[\-a-z]+\.tsx?$/v.test(word));
	return [...whole, ...inDiagram.map(path => `source/${path}`)];
}

it('names only files that exist', () => {
	const paths = pathsIn(text);
	expect(paths.length).toBeGreaterThan(40);
	expect(paths.filter(path => !existsSync(fileURLToPath(new URL(path, root))))).toEqual([]);
});

it('tells the layers in their order', () => {
	const layering = readFileSync(new URL('test/layering.test.ts', root), 'utf8');
	const list = layering.split('\n').find(line => line.startsWith('const layers = '))!;
	const folders = [...list.matchAll(/'(?<name>[\-a-z]+)'/gv)].map(({groups}) => groups!.name);
	expect(text.replaceAll(/\s+/gv, ' ')).toContain(folders.map(name => `\`${name}\``).join(', '));
});

it('is led to from where one looks', () => {
	expect(readFileSync(new URL('contributing.md', root), 'utf8')).toContain('(docs/architecture.md)');
});

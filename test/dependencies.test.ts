import {readdirSync, readFileSync} from 'node:fs';
import {isBuiltin} from 'node:module';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';
import {expect, it} from 'vitest';

const root = fileURLToPath(new URL('../source', import.meta.url));
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {readonly dependencies: Record<string, string>};

const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/v.test(file));
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

/** Everything that is imported and is no file of the program itself. */
const imported = files.flatMap(file => ts.preProcessFile(textOf(file)).importedFiles.map(({fileName}) => fileName)).filter(name => !name.startsWith('.'));
const packages = imported.filter(name => !isBuiltin(name));

it('imports only packages that are installed with the program', () => {
	const names = packages.map(name => name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/'));
	expect([...new Set(names)].toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
});

it('marks what comes with Node', () => {
	expect(imported.filter(name => isBuiltin(name) && !name.startsWith('node:'))).toEqual([]);
});

it('names nothing outside its own folder', () => {
	expect(files.filter(file => /\.\.\/shared\b/v.test(textOf(file)))).toEqual([]);
});

import {
	copyFile,
	mkdir,
	readdir,
	readFile,
	rm,
	stat,
	symlink,
	writeFile,
} from 'node:fs/promises';
import {dirname} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {runCommand} from './helpers/run-program.js';
import {useTemporaryFolder} from './helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const repository = fileURLToPath(new URL('..', import.meta.url));

/** A program as large as it has to be. */
const files = {
	'package.json': '{"type": "module"}',
	'tsconfig.build.json': JSON.stringify({
		compilerOptions: {
			module: 'nodenext', rootDir: 'source', outDir: 'dist', incremental: true, tsBuildInfoFile: 'dist/.tsbuildinfo', types: [],
		},
		include: ['source'],
	}),
	'source/one.ts': 'export const one: number = 1;\n',
	'source/two.ts': 'import {one} from \'./one.js\';\n\nexport const two = one + one;\n',
	'source/old.ts': 'export const old = true;\n',
	'source/model/tensor/build-kernels.js': '',
	'bundle.js': `
		import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';

		mkdirSync('program', {recursive: true});
		writeFileSync('program/all.js', readFileSync('dist/one.js', 'utf8') + readFileSync('dist/two.js', 'utf8'));
	`,
};

async function write(name: string, text: string) {
	const path = temporary.pathOf(name);
	await mkdir(dirname(path), {recursive: true});
	await writeFile(path, text);
}

const build = async () => runCommand(temporary.pathOf(''), process.execPath, 'build.js');
const textOf = async (path: string) => readFile(temporary.pathOf(path), 'utf8');
const builtText = async (name: string) => textOf(`dist/${name}`);
const buildTime = async () => stat(temporary.pathOf('dist/.built.json'), {bigint: true}).then(({mtimeNs}) => mtimeNs);

it('is made of what is there now, and again only if something has changed', async () => {
	for (const [name, text] of Object.entries(files)) {
		await write(name, text);
	}

	await copyFile(`${repository}build.js`, temporary.pathOf('build.js'));
	await symlink(`${repository}node_modules`, temporary.pathOf('node_modules'), 'junction');
	await build();
	const firstTime = await buildTime();
	await build();
	expect(await buildTime()).toBe(firstTime);

	await write('source/one.ts', 'export const one: number = 11;\n');
	await build();
	expect(await builtText('one.js')).toContain('11');
	expect(await textOf('program/all.js')).toContain('11');

	await rm(temporary.pathOf('source/old.ts'));
	await build();
	expect(await readdir(temporary.pathOf('dist'))).toEqual(['.built.json', '.tsbuildinfo', 'one.js', 'two.js']);

	await rm(temporary.pathOf('dist/two.js'));
	await build();
	expect(await builtText('two.js')).toContain('one + one');

	await rm(temporary.pathOf('program/all.js'));
	await build();
	expect(await textOf('program/all.js')).toContain('one + one');

	await write('tsconfig.build.json', files['tsconfig.build.json'].replace('"rootDir"', '"declaration":true,"rootDir"'));
	await build();
	expect(await builtText('one.d.ts')).toContain('one: number');
});

it('tells a mistake each time, until it is mended', async () => {
	await write('source/one.ts', 'export const one: string = 1;\n');
	await expect(build()).rejects.toThrow('exit code');
	await expect(build()).rejects.toThrow('exit code');
	await write('source/one.ts', 'export const one: string = \'1\';\n');
	await build();
	expect(await builtText('one.js')).toContain('\'1\'');
});

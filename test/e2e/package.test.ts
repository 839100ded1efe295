import {readdirSync, readFileSync, statSync} from 'node:fs';
import {
	mkdir,
	mkdtemp,
	readFile,
	rm,
	stat,
	symlink,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {publint} from 'publint';
import {formatMessage} from 'publint/utils';
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	it,
} from 'vitest';
import manifest from '../../package.json' with {type: 'json'};
import {runCommand} from '../helpers/run-program.js';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** What the readme leads to in this folder; of a folder, all that is in it. */
const linked = new Set([...readFileSync(join(project, 'readme.md'), 'utf8').matchAll(/\]\((?<path>[^#\):]+)\)/gv)].flatMap(({groups}) => {
	const {path} = groups!;
	return statSync(join(project, path)).isDirectory() ? readdirSync(join(project, path)).map(name => `${path}/${name}`) : [path];
}));

type Tarball = {readonly filename: string; readonly files: ReadonlyArray<{readonly path: string; readonly mode: number}>};

/** Uses the library as one would, and makes two mistakes. */
const typedProgram = `
	import {
		type Checkpoint, CheckpointError, loadCheckpoint, openRun, openTraining, type SavedRun, train, type Training, type TrainingEvent,
	} from 'microgpt-tui';

	const {signal} = new AbortController();
	const training: Training = await openTraining({documents: ['anna', 'bob'] as const, preset: 'microgpt', signal, runsFolder: 'runs'});
	const ids: number[] = training.tokenizer.encode('anna');
	for await (const event of training.events) {
		if (event.type === 'eval') {
			const loss: number = event.validationLoss;
			console.log(loss, ids, training.engine.parameters.data.length);
		}
	}

	await training.saveCheckpoint('names.safetensors');
	const checkpoint: Checkpoint = await loadCheckpoint('names.safetensors');
	const texts: string[] = checkpoint.sample({prefix: 'a', count: 2, temperature: 1, seed: 3});
	const run: SavedRun = await openRun(training.folder!);
	const events: TrainingEvent[] = [];
	for await (const event of run.resume({steps: 2000, signal})) {
		events.push(event);
	}

	try {
		// @ts-expect-error There is no such setting.
		await train({layers: 3}).next();
		// @ts-expect-error There is no such kind of documents.
		await train({documents: 'words'}).next();
	} catch (error) {
		console.log(error instanceof CheckpointError, texts);
	}
`;

describe('the package', () => {
	let folder: string;
	let tarball: Tarball;

	// Of what is built: to build it anew would take it from under the other tests.
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'microgpt-tui-'));
		[tarball] = JSON.parse(await runCommand(project, 'npm', 'pack', '--json', '--offline', '--ignore-scripts', '--pack-destination', folder)) as [Tarball];
	}, 60_000);

	afterAll(async () => {
		await rm(folder, {recursive: true});
	});

	it('holds the built program, its data and what a reader needs, and nothing else', () => {
		const others = tarball.files.map(({path}) => path).filter(path => !/^program\/(?:types\/.*\.d\.ts|.*\.js)$/v.test(path) && !linked.has(path));
		const lessons = ['chapter7', 'gpt'].flatMap(deck => readdirSync(join(project, 'data/lessons', deck)).map(file => `data/lessons/${deck}/${file}`));
		expect(new Set(others)).toEqual(new Set([
			...lessons,
			'changelog.md',
			'data/names.txt',
			'dist/kernels/f32-relaxed.wasm',
			'dist/kernels/f32.wasm',
			'dist/kernels/f64.wasm',
			'docs/events.schema.json',
			'package.json',
			'program/notices.txt',
			'program/yoga.wasm',
			'readme.md',
			'source/torch/train.py',
		]));
	});

	it('holds what the readme leads to', () => {
		expect(linked.size).toBeGreaterThan(10);
		expect(tarball.files.map(({path}) => path)).toEqual(expect.arrayContaining([...linked]));
	});

	it('is as those who publish packages want it', async () => {
		const {buffer} = await readFile(join(folder, tarball.filename));
		const {messages} = await publint({pack: {tarball: buffer}, strict: true});
		expect(messages.map(message => formatMessage(message, manifest))).toEqual([]);
	});

	it('holds the types that those of the library lead to, and what is started or imported', () => {
		const paths = tarball.files.map(({path}) => path);
		expect(paths).toEqual(expect.arrayContaining(['program/cli.js', 'program/index.js', 'program/run/training-worker.js']));
		const reached = new Set<string>();
		const reach = (path: string) => {
			if (reached.has(path)) {
				return;
			}

			reached.add(path);
			for (const {groups} of readFileSync(join(project, path), 'utf8').matchAll(/(?:from '|import\(")(?<target>\.[^"']+)\.js["']/gv)) {
				reach(join(dirname(path), `${groups!.target}.d.ts`));
			}
		};

		reach(join(manifest.exports['.'].types));
		expect(reached.size).toBeGreaterThan(50);
		expect(paths).toEqual(expect.arrayContaining([...reached]));
	});

	it.each(['train-in-lines', 'resume-command', 'runs-command', 'export-command'])('has not to read what lays out the screen for %s', command => {
		const read = new Map<string, string>();
		const take = (name: string) => {
			const code = readFileSync(join(project, 'program', name), 'utf8');
			read.set(name, code);
			for (const {groups} of code.matchAll(/(?:from|import) ?"\.\/(?<imported>[^"]+)"/gv)) {
				if (!read.has(groups!.imported)) {
					take(groups!.imported);
				}
			}
		};

		take(`${command}.js`);
		expect([...read].filter(([, code]) => code.includes('yoga.wasm')).map(([name]) => name)).toEqual([]);
		expect(read.size).toBeGreaterThan(5);
	});

	it('is smaller than a megabyte', async () => {
		const {size} = await stat(join(folder, tarball.filename));
		expect(size).toBeLessThan(1024 * 1024);
	});

	it('holds the packages that it needs, with their licences', async () => {
		const notices = await readFile(join(project, 'program', 'notices.txt'), 'utf8');
		expect(Object.keys(manifest.dependencies).filter(name => !notices.includes(`\n${name} `) && !notices.startsWith(`${name} `))).toEqual([]);
		for (const holder of ['Sindre Sorhus', 'Meta Platforms', 'Fabian Hiller']) {
			expect(notices).toContain(holder);
		}
	});

	// Without any package beside it.
	it('starts and is imported from what was packed, and lets its manifest be read', async () => {
		await runCommand(folder, 'tar', '-xzf', tarball.filename);
		expect(await runCommand(join(folder, 'package'), process.execPath, '-p', 'require("microgpt-tui/package.json").name')).toBe('microgpt-tui\n');
		expect(await runCommand(folder, process.execPath, join('package', 'program', 'cli.js'), '--steps', '1')).toContain('step    1 /    1 | loss 3.2815');
		const script = 'const {train} = await import("microgpt-tui"); for await (const {type, loss} of train({steps: 1, engine: "tensor"})) if (type === "step") console.log(loss.toFixed(4));';
		expect(await runCommand(join(folder, 'package'), process.execPath, '--input-type=module', '-e', script)).toBe('3.2815\n');
	});

	it('has types that hold in a strict program', async () => {
		// They lead to those of packages.
		await symlink(join(project, 'node_modules'), join(folder, 'node_modules'), 'dir');
		const program = join(folder, 'program');
		await mkdir(join(program, 'node_modules'), {recursive: true});
		await symlink(join(folder, 'package'), join(program, 'node_modules', 'microgpt-tui'), 'dir');
		await symlink(join(project, 'node_modules', '@types'), join(program, 'node_modules', '@types'), 'dir');
		await writeFile(join(program, 'package.json'), '{"type": "module"}');
		await writeFile(join(program, 'program.ts'), typedProgram);
		const compilerOptions = {
			module: 'nodenext', target: 'es2022', types: ['node'], strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true,
		};
		await writeFile(join(program, 'tsconfig.json'), JSON.stringify({compilerOptions}));
		expect(await runCommand(program, process.execPath, join(project, 'node_modules', '@typescript', 'native', 'bin', 'tsc'))).toBe('');
	});

	it('is built anew before it is packed, so that nothing forgotten comes along', async () => {
		const copy = join(folder, 'copy');
		await mkdir(join(copy, 'program'), {recursive: true});
		await writeFile(join(copy, 'program', 'forgotten.js'), '// Left by an earlier version.\n');
		const build = 'node -e "fs.mkdirSync(\'program\', {recursive: true}); fs.writeFileSync(\'program/built.js\', \'\')"';
		await writeFile(join(copy, 'package.json'), JSON.stringify({...manifest, scripts: {...manifest.scripts, build}}));
		const [{files}] = JSON.parse(await runCommand(copy, 'npm', 'pack', '--json', '--offline')) as [Tarball];
		expect(files.map(({path}) => path)).toEqual(['package.json', 'program/built.js']);
	});
});

import {
	cp,
	mkdtemp,
	readdir,
	rm,
	stat,
	symlink,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	it,
} from 'vitest';
import {runCommand} from '../helpers/run-program.js';

const project = fileURLToPath(new URL('../../', import.meta.url));
const leftOut = new Set(['.git', '.ci', 'node_modules', 'dist', 'test', 'bench', 'media']);

type Tarball = {readonly filename: string; readonly files: ReadonlyArray<{readonly path: string; readonly mode: number}>};

describe('the package', () => {
	let folder: string;
	let tarball: Tarball;

	// In a copy, for packing builds anew, and other tests run the program at the same time.
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'microgpt-tui-'));
		await cp(project, folder, {
			recursive: true,
			filter(path) {
				return !leftOut.has(path.slice(project.length));
			},
		});
		await symlink(join(project, 'node_modules'), join(folder, 'node_modules'), 'dir');
		await cp(join(project, 'test', 'golden'), join(folder, 'test', 'golden'), {recursive: true});
		await cp(join(project, 'dist'), join(folder, 'dist'), {recursive: true});
		await writeFile(join(folder, 'dist', 'forgotten.js'), '// Left by an earlier version.\n');
		[tarball] = JSON.parse(await runCommand(folder, 'npm', 'pack', '--json', '--offline')) as [Tarball];
	}, 60_000);

	afterAll(async () => {
		await rm(folder, {recursive: true});
	});

	it('holds the built program, its data and what a reader needs, and nothing else', () => {
		const others = tarball.files.map(({path}) => path).filter(path => !/^dist\/.*\.(?:d\.ts|js)$/v.test(path));
		expect(new Set(others)).toEqual(new Set([
			'changelog.md',
			'data/names.txt',
			'data/readme.md',
			'dist/kernels/f32-relaxed.wasm',
			'dist/kernels/f32.wasm',
			'dist/kernels/f64.wasm',
			'license',
			'package.json',
			'readme.md',
		]));
	});

	it('holds a file for each source file', async () => {
		const entries = await readdir(join(project, 'source'), {recursive: true});
		const expected = entries.filter(path => /(?<!\.d)\.tsx?$/v.test(path) && !path.includes('simd')).map(path => `dist/${path.replace(/\.tsx?$/v, '.js')}`);
		const built = tarball.files.map(({path}) => path).filter(path => /^dist\/.*\.js$/v.test(path));
		expect(new Set(built)).toEqual(new Set(expected));
	});

	it('is smaller than a megabyte', async () => {
		const {size} = await stat(join(folder, tarball.filename));
		expect(size).toBeLessThan(1024 * 1024);
	});

	it('starts from what was packed', async () => {
		await runCommand(folder, 'tar', '-xzf', tarball.filename);
		expect(await runCommand(folder, process.execPath, join('package', 'dist', 'cli.js'), '--steps', '1')).toContain('step    1 /    1 | loss 3.2815');
	});
});

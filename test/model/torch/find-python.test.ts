import {chmod, rename} from 'node:fs/promises';
import {delimiter} from 'node:path';
import process from 'node:process';
import {
	afterEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {EngineError} from '../../../source/errors.js';
import {findPython} from '../../../source/model/torch/find-python.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

/** A program that does what the shell is told. */
async function program(name: string, script: string): Promise<string> {
	const path = await folder.write(name, `#!/bin/sh\n${script}\n`);
	await chmod(path, 0o755);
	return path;
}

const noTorch = 'echo microgpt-tui heard: PyTorch none';

/** A program that answers as a Python with some version of PyTorch, or none. */
async function pythonWith(version: string | undefined, before = ''): Promise<string> {
	const answer = version === undefined ? 'echo "no module named torch" >&2; exit 1' : `echo microgpt-tui heard: PyTorch ${version}`;
	return program(`python-${version ?? 'without'}`, `${before}\n${noTorch}\n${answer}`);
}

const isPosix = process.platform !== 'win32';

afterEach(() => {
	vi.unstubAllEnvs();
});

describe.runIf(isPosix)('a Python for PyTorch', () => {
	it.each(['1.13.0a0+gitunknown', '2.0.1', '2.13.0+cu121', '10.0'])('is one with version %s', async version => {
		const path = await pythonWith(version);
		expect(await findPython(['no-such-python', await pythonWith(undefined), await pythonWith('1.12.1'), path])).toBe(path);
	});

	it('is the first of those that are looked for', async () => {
		const names = [await pythonWith('2.1'), await pythonWith('2.2')];
		expect(await findPython(names)).toBe(names[0]);
	});

	it('is said to be too old, if it is', async () => {
		const path = await pythonWith('1.12.1');
		await expect(findPython([await pythonWith(undefined), path])).rejects.toThrow(new EngineError(`Expected PyTorch 1.13 or later for --engine torch, got 1.12.1 of ${path}. Install it with “pip install torch”, or on Debian with “apt install python3-torch”; MICROGPT_PYTHON says which Python to use.`));
	});

	it('is said to be without, or not there', async () => {
		const path = await pythonWith(undefined);
		await expect(findPython(['no-such-python', path])).rejects.toThrow(`got ${path} without it. Install`);
		await expect(findPython([path, path])).rejects.toThrow(`got ${path}, ${path} without it. Install`);
		await expect(findPython(['no-such-python'])).rejects.toThrow('got no program no-such-python. Install');
	});

	it('is heard among what else is printed', async () => {
		const greeting = 'echo hallo; printf "welcome "';
		const path = await pythonWith('2.1.0', greeting);
		expect(await findPython([path])).toBe(path);
		const old = await pythonWith('1.9.0', greeting);
		await expect(findPython([old])).rejects.toThrow(`got 1.9.0 of ${old}.`);
		const without = await pythonWith(undefined, greeting);
		await expect(findPython([without])).rejects.toThrow(`got ${without} without it.`);
	});

	it.each([
		['a folder', async () => folder.pathOf('.')],
		['a program that fails', async () => program('fails', 'echo usage >&2; exit 2')],
		['a program that takes anything', async () => program('agrees', 'echo 2.1.0')],
		['a program that repeats what it is given', async () => program('repeats', 'echo "$@"')],
	])('is told from %s', async (_, make) => {
		const path = await make();
		await expect(findPython([path])).rejects.toThrow(new EngineError(`Expected a Python with PyTorch for --engine torch, got ${path}, which is no Python, or none that starts. MICROGPT_PYTHON says which Python to use.`));
		const without = await pythonWith(undefined);
		await expect(findPython([path, without])).rejects.toThrow(`got ${without} without it.`);
	});

	it('is one of those that are usually there where the variable is empty', async () => {
		const path = await pythonWith('2.1.0');
		await rename(path, folder.pathOf('python3'));
		vi.stubEnv('PATH', `${folder.pathOf('.')}${delimiter}/usr/bin${delimiter}/bin`);
		vi.stubEnv('MICROGPT_PYTHON', '');
		expect(await findPython()).toBe('python3');
		vi.stubEnv('MICROGPT_PYTHON', 'no-such-python');
		await expect(findPython()).rejects.toThrow('got no program no-such-python.');
	});
});

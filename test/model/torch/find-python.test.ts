import {chmod} from 'node:fs/promises';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {EngineError} from '../../../source/errors.js';
import {findPython} from '../../../source/model/torch/find-python.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

/** A program that answers as a Python with some version of PyTorch, or none. */
async function pythonWith(version: string | undefined): Promise<string> {
	const answer = version === undefined ? 'echo "no module named torch" >&2; exit 1' : `echo ${version}`;
	const path = await folder.write(`python-${version ?? 'without'}`, `#!/bin/sh\n${answer}\n`);
	await chmod(path, 0o755);
	return path;
}

const isPosix = process.platform !== 'win32';

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
		await expect(findPython(['no-such-python'])).rejects.toThrow('got no program no-such-python. Install');
	});
});

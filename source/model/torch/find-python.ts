import {execFile} from 'node:child_process';
import process from 'node:process';
import {EngineError} from '../../errors.js';

/** The oldest PyTorch with all that `train.py` uses. */
const oldest = [1, 13] as const;

/** Where somebody says which Python it is to be. */
const variable = 'MICROGPT_PYTHON';

/** Names that it has, and the place of the system's, which another one may hide. */
const usualNames = ['python3', 'python', '/usr/bin/python3'] as const;

/** Prints the version of PyTorch without loading it, which takes more than a second. */
const question = 'from importlib import metadata; print(metadata.version("torch"))';

const howTo = `Install it with “pip install torch”, or on Debian with “apt install python3-torch”; ${variable} says which Python to use.`;

/** What is known of a Python: whether there is one, and the version of its PyTorch, if it has that. */
type Found = {readonly python: string; readonly isThere: boolean; readonly version?: string};

async function lookAt(python: string): Promise<Found> {
	return new Promise(resolve => {
		execFile(python, ['-c', question], (error, stdout) => {
			resolve(error ? {python, isThere: error.code !== 'ENOENT'} : {python, isThere: true, version: stdout.trim()});
		});
	});
}

/**
Finds a Python that has PyTorch.

@returns its name or path.
@throws EngineError which says what is missing, and how to get it.
*/
export async function findPython(names: readonly string[] = process.env[variable] === undefined ? usualNames : [process.env[variable]]): Promise<string> {
	const found = await Promise.all(names.map(async name => lookAt(name)));
	const usable = found.find(({version}) => version !== undefined && isEnough(version));
	if (usable) {
		return usable.python;
	}

	const old = found.find(({version}) => version !== undefined);
	if (old) {
		throw new EngineError(`Expected PyTorch ${oldest.join('.')} or later for --engine torch, got ${old.version} of ${old.python}. ${howTo}`);
	}

	const without = found.find(({isThere}) => isThere);
	throw new EngineError(`Expected a Python with PyTorch for --engine torch, got ${without ? `${without.python} without it` : `no program ${names[0]}`}. ${howTo}`);
}

function isEnough(version: string): boolean {
	const [major, minor] = version.split('.').map(Number);
	return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

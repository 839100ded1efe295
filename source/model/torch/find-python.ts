import {execFile} from 'node:child_process';
import process from 'node:process';
import {EngineError} from '../../errors.js';

/** The oldest PyTorch with all that `train.py` uses. */
const oldest = [1, 13] as const;

/** Where somebody says which Python it is to be. */
const variable = 'MICROGPT_PYTHON';

/** Names that it has, and the place of the system's, which another one may hide. */
const usualNames = ['python3', 'python', '/usr/bin/python3'] as const;

/** Before each answer: so it is found among what else a Python, or what starts it, prints. */
const answerMark = 'microgpt-tui heard: PyTorch ';
/** In two parts: a program that only repeats what it is given does not answer. */
const writtenMark = `"${answerMark.slice(0, 4)}" + "${answerMark.slice(4)}"`;

/**
Prints that this is a Python, then the version of PyTorch without loading it, which takes more than a second. In one line: not all that
start a Python hand on more.
*/
const question = `print(${writtenMark} + "none"); from importlib import metadata; print(${writtenMark} + metadata.version("torch"))`;

const useVariable = `${variable} says which Python to use`;
const expected = 'Expected a Python with PyTorch for --engine torch';
const howTo = `Install it with “pip install torch”, or on Debian with “apt install python3-torch”; ${useVariable}.`;

/** What is known of a name: whether there is such a program, whether that is a Python, and the version of its PyTorch, if it has that. */
type Found = {readonly python: string; readonly isThere: boolean; readonly isPython: boolean; readonly version: string | undefined};

async function lookAt(python: string): Promise<Found> {
	return new Promise(resolve => {
		execFile(python, ['-c', question], (error, stdout) => {
			const answers = stdout.split(answerMark).slice(1).map(text => text.split(/\s/v, 1)[0]);
			resolve({
				python, isThere: error?.code !== 'ENOENT', isPython: answers.length > 0, version: answers[1],
			});
		});
	});
}

/**
Finds a Python that has PyTorch.

@returns its name or path.
@throws EngineError which says what is missing, and how to get it.
*/
export async function findPython(names: readonly string[] = namesToTry()): Promise<string> {
	const found = await Promise.all(names.map(async name => lookAt(name)));
	const usable = found.find(({version}) => version !== undefined && isEnough(version));
	if (usable) {
		return usable.python;
	}

	const old = found.find(({version}) => version !== undefined);
	if (old) {
		throw new EngineError(`Expected PyTorch ${oldest.join('.')} or later for --engine torch, got ${old.version} of ${old.python}. ${howTo}`);
	}

	const without = found.filter(({isPython}) => isPython).map(name => name.python);
	if (without.length > 0) {
		throw new EngineError(`${expected}, got ${without.join(', ')} without it. ${howTo}`);
	}

	const other = found.find(({isThere}) => isThere);
	throw new EngineError(other
		? `${expected}, got ${other.python}, which is no Python, or none that starts. ${useVariable}.`
		: `${expected}, got no program ${names[0]}. ${howTo}`);
}

/** An empty variable is one that a script has left unset. */
function namesToTry(): readonly string[] {
	const chosen = process.env[variable] ?? '';
	return chosen === '' ? usualNames : [chosen];
}

function isEnough(version: string): boolean {
	const [major, minor] = version.split('.').map(Number);
	return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

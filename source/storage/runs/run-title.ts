import {join} from 'node:path';
import {ConfigError} from '../../errors.js';
import {safeText} from '../../text/safe-text.js';
import {isPassing, readPatiently} from '../../files/read-patiently.js';
import {runFiles} from '../record/run-files.js';
import {writeAtomically} from '../../files/write-atomically.js';

/** More would fit no column of a table. */
export const longestTitle = 40;

/**
Looks at what somebody wants to call a run.

@returns the title, without blanks around it.
@throws ConfigError for what is empty, too long, or could be taken for something else on the command line.
*/
export function checkTitle(wanted: string): string {
	const title = wanted.trim().normalize();
	const {length} = [...title];
	const refuse = (expected: string, got: string) => new ConfigError(`Expected a name ${expected}, got ${got}.`);
	if (title === '') {
		throw refuse('for the run', 'an empty one');
	}

	if (safeText(title) !== title) {
		throw refuse('without control characters', safeText(title));
	}

	if (length > longestTitle) {
		throw refuse(`of at most ${longestTitle} characters`, `${length}`);
	}

	if (/[\/\\]|^\.+$/v.test(title)) {
		throw refuse('that is no path', title);
	}

	if (title.startsWith('-')) {
		throw refuse('that does not begin like a flag', title);
	}

	if (isLikeFolderName(title)) {
		throw refuse('that does not begin with a date, as those of the folders do', title);
	}

	return title;
}

/** Whether it begins as the names of folders do that the program makes: no title does. */
export function isLikeFolderName(text: string): boolean {
	return /^\d{4}-\d\d/v.test(text);
}

/** What the program puts behind the title of a run that is begun anew: no other number at its end, as that of “gpt-2”, is like it. */
const ending = / \((?<number>\d{1,9})\)$/v;

/** The title that counts on from one: “small”, “small (2)”, “small (3)” …; cut to fit. */
export function nextTitle(title: string): string {
	const number = Number(ending.exec(title)?.groups?.number ?? 1) + 1;
	const nextEnding = ` (${number})`;
	const beginning = [...title.replace(ending, '')].slice(0, longestTitle - nextEnding.length).join('');
	return beginning.trimEnd() + nextEnding;
}

/** What somebody calls a run; undefined if it has no title, or none that could be given. */
export async function readTitle(folder: string): Promise<string | undefined> {
	try {
		return checkTitle(await readPatiently(join(folder, runFiles.title)));
	} catch (error) {
		if (isPassing(error)) {
			throw error;
		}

		return undefined;
	}
}

/**
Calls a run something, also one that is on.

@param title - Looked at already.
@throws what the file system says.
*/
export async function writeTitle(folder: string, title: string): Promise<void> {
	await writeAtomically(join(folder, runFiles.title), `${title}\n`);
}

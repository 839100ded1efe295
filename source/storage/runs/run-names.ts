import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {makeFolder} from '../../files/make-folder.js';

const mostRunsOfASecond = 1000;
/** One more than on the map, since the seconds of a name are cut off and clocks are set now and then. */
const mostHoursBehind = 13;
const hourMs = 3_600_000;

/**
Makes a new folder for a run, named after the time and what is trained.

@throws what the file system says.
*/
export async function createRunFolder(runsFolder: string, preset: string, now: Date): Promise<string> {
	await makeFolder(runsFolder);
	const base = `${localTime(now)}-${preset.replaceAll(/[^\w\-]/gv, '-').slice(0, 40)}`;
	for (let number = 1; number <= mostRunsOfASecond; number++) {
		const folder = join(runsFolder, number === 1 ? base : `${base}-${number}`);
		try {
			await mkdir(folder);
			return folder;
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
				throw error;
			}
		}
	}

	throw new Error(`There are ${mostRunsOfASecond} runs of this second in ${runsFolder}.`);
}

/**
When a run of this name can have begun at the latest, in milliseconds since 1970. Its name tells the time where it was trained,
which may have been anywhere. Undefined for a name that somebody else has given.
*/
export function latestBeginning(name: string): number | undefined {
	const parts = /^(?<day>\d{4}-\d\d-\d\d)-(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)-/v.exec(name)?.groups;
	const time = parts ? Date.parse(`${parts.day}T${parts.hour}:${parts.minute}:${parts.second}Z`) : NaN;
	return Number.isNaN(time) ? undefined : time + (mostHoursBehind * hourMs);
}

/** Sorts as time does, and is a name that every file system takes. */
function localTime(now: Date): string {
	const two = (number: number) => String(number).padStart(2, '0');
	const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
	return `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}

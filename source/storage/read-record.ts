import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type TrainingEvent} from '../training/events.js';
import {runFiles} from './run-files.js';

/** What is recorded of a run. */
export async function readRecord(folder: string): Promise<TrainingEvent[]> {
	const text = await readFile(join(folder, runFiles.events), 'utf8');
	return text.split('\n').flatMap(line => {
		try {
			return [JSON.parse(line) as TrainingEvent];
		} catch {
			return [];
		}
	});
}

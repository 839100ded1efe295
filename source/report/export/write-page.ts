import {join} from 'node:path';
import {CheckpointError} from '../../errors.js';
import {writeNewFile} from '../../files/write-named-file.js';
import {systemReason} from '../../files/system-reason.js';
import {readWholeRecord} from '../../history/whole-record.js';
import {type SavedRun} from '../../storage/runs/runs-folder.js';
import {shownName} from '../../storage/runs/shown-name.js';
import {type ExportedRun} from './exported-run.js';
import {fileNameOf} from './file-name.js';
import {htmlOf} from './html.js';

const mostPages = 1000;

/**
A saved run, ready for the exports.

@throws CheckpointError if there is no record of it.
*/
export async function exportedRunOf(run: SavedRun): Promise<ExportedRun> {
	const {name, title, info: {createdAt}} = run;
	return {
		events: await readWholeRecord(run), name, title, createdAt,
	};
}

/**
Writes the page of a run into a folder. What is there stays: the file gets a number if need be.

@returns its path.
@throws CheckpointError if there is no record of the run, or no place for the page.
*/
export async function writePage(run: SavedRun, folder: string): Promise<string> {
	const content = htmlOf(await exportedRunOf(run));
	for (let number = 1; number <= mostPages; number++) {
		const path = join(folder, `${fileNameOf(run)}${number === 1 ? '' : `-${number}`}.html`);
		try {
			await writeNewFile(path, content);
			return path;
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
				throw new CheckpointError(`Expected to write ${path}, got “${systemReason(error)}”.`);
			}
		}
	}

	throw new CheckpointError(`Expected to write the page of ${shownName(run)} into ${folder}, got ${mostPages} that are there already.`);
}

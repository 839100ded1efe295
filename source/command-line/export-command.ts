import {readFile, stat} from 'node:fs/promises';
import {basename, dirname, resolve} from 'node:path';
import process from 'node:process';
import {codeOf} from '../data/text-file-errors.js';
import {ConfigError} from '../errors.js';
import {overwriteFile, writeNewFile} from '../files/write-named-file.js';
import {systemReason} from '../files/system-reason.js';
import {csvOf} from '../report/export/csv.js';
import {type ExportedRun} from '../report/export/exported-run.js';
import {fileNameOf} from '../report/export/file-name.js';
import {htmlOf} from '../report/export/html.js';
import {jsonOf} from '../report/export/json.js';
import {svgOf} from '../report/export/svg.js';
import {exportedRunOf} from '../report/export/write-page.js';
import {readCheckpoint} from '../storage/record/checkpoint.js';
import {findRun} from '../storage/runs/runs-folder.js';
import {folderOf} from './choose-saving.js';
import {weightsFile} from './choose-weights.js';
import type {ExportArguments} from './arguments.js';
import {printNote} from './print-note.js';

const writers: Readonly<Record<Exclude<ExportArguments['format'], 'safetensors'>, (run: ExportedRun) => string>> = {
	csv: csvOf, json: jsonOf, svg: svgOf, html: htmlOf,
};

/**
Writes a saved run as a file of another kind.

@throws UserError for what the user can mend.
*/
export async function exportCommand({run: wanted, format, isBest, output, isReplaced, runsFolder}: ExportArguments): Promise<void> {
	const run = await findRun(folderOf(runsFolder), wanted);
	const content = format === 'safetensors' ? await weightsIn(await weightsFile(run, isBest)) : writers[format](await exportedRunOf(run));
	if (output === '-') {
		process.stdout.write(content);
		return;
	}

	const path = resolve(output ?? `${fileNameOf(run)}${isBest ? '-best' : ''}.${format}`);
	try {
		await (isReplaced ? overwriteFile : writeNewFile)(path, content);
	} catch (error) {
		throw new ConfigError(await objectionTo(path, error as Error));
	}

	printNote(`Wrote ${path}.`);
}

/** Checked before it is given away. */
async function weightsIn(path: string): Promise<Uint8Array> {
	await readCheckpoint(path);
	return readFile(path);
}

/** Why a file cannot be written, and what to do. */
async function objectionTo(path: string, error: Error): Promise<string> {
	const there = await stat(path).catch(() => undefined);
	if (there?.isDirectory()) {
		return `Expected the name of a file after --output, got ${path}, which is a folder.`;
	}

	switch (codeOf(error)) {
		case 'EEXIST': {
			return `Expected ${path} not to be there yet. Add --yes to replace it, or --output FILE.`;
		}

		case 'ENOENT':
		case 'ENOTDIR': {
			return `Expected a folder that exists for ${basename(path)}, got ${dirname(path)}, which is none. Make it first, or choose another place with --output FILE.`;
		}

		case undefined:
		default: {
			return `Expected to write ${path}, got “${systemReason(error)}”. Choose another place with --output FILE.`;
		}
	}
}

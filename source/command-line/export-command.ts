import {readFile, stat, writeFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import process from 'node:process';
import {ConfigError} from '../errors.js';
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
		await writeFile(path, content, {flag: isReplaced ? 'w' : 'wx'});
	} catch (error) {
		const there = await stat(path).catch(() => undefined);
		if (there?.isDirectory()) {
			throw new ConfigError(`Expected the name of a file after --output, got ${path}, which is a folder.`);
		}

		throw new ConfigError(error instanceof Error && 'code' in error && error.code === 'EEXIST'
			? `Expected ${path} not to be there yet. Add --yes to replace it, or --output FILE.`
			: `Expected to write ${path}, got “${(error as Error).message}”. Choose another place with --output FILE.`);
	}

	printNote(`Wrote ${path}.`);
}

/** Checked before it is given away. */
async function weightsIn(path: string): Promise<Uint8Array> {
	await readCheckpoint(path);
	return readFile(path);
}

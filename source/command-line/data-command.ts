import {builtInPath} from '../data/dataset.js';
import {quoted} from '../data/decode-text.js';
import {isStandardInput} from '../data/read-once.js';
import {readTexts} from '../data/read-texts.js';
import {dataLines} from '../report/data-lines.js';
import {asciiGlyphs, unicodeGlyphs} from '../report/chart/glyphs.js';
import {describeData, type RecommendedOptions} from '../run/describe-data.js';
import {auto} from '../settings/presets.js';
import {version} from '../version.js';
import {filesOf} from './choose-data.js';
import {type DataArguments} from './arguments.js';
import {noteIfSlow} from './note-if-slow.js';
import {outputWidth, usualWidth} from './output-width.js';
import {printNote} from './print-note.js';
import {stdinChunks} from './read-given.js';

const leastWidth = 32;

/**
The report on a text: what it is like, and what to train on it with.

@returns its lines.
@throws DatasetError for what is no text, or nothing to learn from; the signal's reason if it is aborted.
*/
export async function dataCommand({paths, isJson, isAscii, isLargeFileConfirmed}: DataArguments, signal: AbortSignal): Promise<string[]> {
	return noteIfSlow('Reading and counting...', async () => {
		const files = paths.length === 0 ? [builtInPath] : await filesOf(paths, signal);
		const {text, name, notes} = await readTexts(files, {isLargeFileConfirmed, signal, ...(files.some(path => isStandardInput(path)) && {input: stdinChunks(signal)})});
		for (const note of notes) {
			printNote(note);
		}

		const report = await describeData(text, name, {isLargeFileConfirmed, version});
		const command = commandOf(paths, report.options);
		return isJson
			? [JSON.stringify({name, ...report, command: command.join(' ')}, undefined, '\t')]
			: dataLines(report, {
				name, command, width: Math.max(leastWidth, outputWidth(usualWidth)), glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
			});
	});
}

/** The words of the command that trains as advised, each with its value. */
function commandOf(paths: readonly string[], {isLargeFileConfirmed}: RecommendedOptions): string[] {
	return [
		'microgpt-tui',
		...(paths.length === 0 ? [`--preset ${auto.name}`] : paths.map((path, index) => `${index === 0 ? '--data ' : ''}${quoted(path)}`)),
		...(isLargeFileConfirmed ? ['--yes'] : []),
	];
}

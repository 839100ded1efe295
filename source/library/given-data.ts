import {ConfigError, DatasetError} from '../errors.js';
import {type RunConfig, type RunOptions} from '../settings/run-config.js';

/** What a model is trained on: files, a text or documents; without any of them, the built-in names. */
export type DataOptions = Pick<RunOptions, 'data'> & {
	/** The text itself, instead of the files of `data`. */
	readonly text?: string | undefined;
	/**
	The documents themselves, a line each: as in a file, blanks around them do not count, nor do those with nothing in them.
	Or how `data` or `text` becomes documents: `lines`, or a `stream`, which is cut into windows of the context.
	*/
	readonly documents?: RunOptions['documents'] | readonly string[];
};

/** What data from memory are called, where others are by their file. */
const memory = 'memory';

/**
Takes data from memory as the text of a file.

@returns the text, if there is one, and how it is to be taken.
@throws ConfigError for more than one kind of data, DatasetError for documents that are none.
*/
export function readGivenData({data, text, documents}: DataOptions): {readonly text?: string; readonly options: Pick<RunOptions, 'data' | 'documents'>} {
	const mode = typeof documents === 'string' ? documents : undefined;
	const list = typeof documents === 'string' ? undefined : documents ?? undefined;
	const given = Object.entries({data, text, documents: list}).filter(([, value]) => (value ?? undefined) !== undefined);
	if (given.length > 1) {
		throw new ConfigError(`Expected one of data, text and a list of documents, got ${given.map(([name]) => name).join(' and ')}. Leave the others out.`);
	}

	if (list) {
		return {text: linesOf(list), options: {data: memory, documents: 'lines'}};
	}

	return typeof text === 'string' ? {text: asFromFile(text, 'text'), options: {data: memory, documents: mode}} : {options: {data, documents: mode}};
}

/** The configuration of a run on a text from memory: it keeps a copy of it, for that cannot be read again. */
export function withMemory({dataset: {path: _, ...dataset}, ...config}: RunConfig): RunConfig {
	// Whoever has it in memory need not be asked whether that is too much.
	return {...config, dataset: {...dataset, pipe: memory}, isLargeFileConfirmed: true};
}

/** Documents as the lines of a text. */
function linesOf(documents: readonly string[]): string {
	const lines = [...documents].map((document: unknown, index) => {
		const name = `documents[${index}]`;
		if (typeof document !== 'string') {
			throw new DatasetError(`Expected documents that are strings, got ${name}, which is ${document === null ? 'null' : `of type ${typeof document}`}.`);
		}

		const line = document.trim();
		if (/[\n\r]/v.test(line)) {
			throw new DatasetError(`Expected documents of one line each, got a line break in ${name}. Put a space in its place, or give all of it as text, with documents: 'stream'.`);
		}

		return line;
	}).filter(line => line !== '');
	if (lines.length === 0) {
		throw new DatasetError(`Expected documents with something in them, got ${documents.length === 0 ? 'none' : 'only blanks'}.`);
	}

	return asFromFile(lines.join('\n'), 'documents');
}

/** A text as it comes out of the file in which it is kept: without a byte order mark, or halves of characters. */
function asFromFile(text: string, name: string): string {
	if (text.includes('\0')) {
		throw new DatasetError(`Expected ${name} to be text, got a NUL in it. Leave that out.`);
	}

	return new TextDecoder().decode(new TextEncoder().encode(text));
}

import {open, readdir, stat} from 'node:fs/promises';
import {basename, extname, join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {runFiles} from '../../storage/record/run-files.js';
import {LineSplitter} from '../../files/line-splitter.js';
import {EventSequence} from './event-sequence.js';

/** How often to look for a new one. */
const patienceMs = 500;
const deepest = 4;
const mostFiles = 2000;
/** Older ones are not looked into. */
const mostCandidates = 30;
/** So much of the beginning and of the end of a file tells whether there are steps in it. */
const lookedAtBytes = 64 * 1024;
const otherFiles = new Set(['.pt', '.pth', '.ckpt', '.safetensors', '.bin', '.npy', '.npz', '.pkl', '.h5', '.onnx', '.gguf', '.png', '.jpg', '.jpeg', '.gif', '.svg', '.pdf', '.gz', '.xz', '.zip', '.tar', '.whl', '.so', '.o', '.py', '.pyc', '.ipynb', '.c', '.cu', '.js', '.ts', '.md', '.html', '.yaml', '.yml', '.toml', '.parquet', '.arrow']);

/** Whether a path is that of a folder. */
export async function isFolder(path: string): Promise<boolean> {
	try {
		const stats = await stat(path);
		return stats.isDirectory();
	} catch {
		return false;
	}
}

/**
The file in a folder, or in a folder within it, that has steps of a training and has grown last; of a saved run of this
program, its record. Waits until there is one.

@returns undefined if the signal comes first.
*/
export async function newestLogIn(folder: string, signal: AbortSignal | undefined): Promise<string | undefined> {
	while (!signal?.aborted) {
		const files = await filesIn(folder, 0);
		const record = files.find(file => file === join(folder, runFiles.events));
		const newest = record ?? await firstWithSteps(await byTime(files));
		if (newest !== undefined) {
			return newest;
		}

		try {
			await setTimeout(patienceMs, undefined, {signal});
		} catch {
			// The signal: whoever waits looks at it.
		}
	}

	return undefined;
}

async function filesIn(folder: string, depth: number): Promise<string[]> {
	const entries = await readdir(folder, {withFileTypes: true}).catch(() => []);
	const found: string[] = [];
	for (const entry of entries) {
		const path = join(folder, entry.name);
		const isHidden = entry.name.startsWith('.') || entry.name === 'node_modules';
		if (entry.isDirectory() && !isHidden && depth < deepest) {
			const within = await filesIn(path, depth + 1);
			found.push(...within);
		} else if (entry.isFile() && !isHidden && !otherFiles.has(extname(entry.name).toLowerCase())) {
			found.push(path);
		}

		if (found.length >= mostFiles) {
			break;
		}
	}

	return found;
}

/** The newest first. */
async function byTime(files: readonly string[]): Promise<string[]> {
	const timed = await Promise.all(files.map(async file => {
		const stats = await stat(file).catch(() => undefined);
		return {file, time: stats?.mtimeMs ?? 0, size: stats?.size ?? 0};
	}));
	return timed.filter(({size}) => size > 0).toSorted((a, b) => b.time - a.time).slice(0, mostCandidates).map(({file}) => file);
}

async function firstWithSteps(files: readonly string[]): Promise<string | undefined> {
	for (const file of files) {
		if (await hasSteps(file)) {
			return file;
		}
	}

	return undefined;
}

async function hasSteps(path: string): Promise<boolean> {
	const file = await open(path).catch(() => undefined);
	if (!file) {
		return false;
	}

	try {
		const {size} = await file.stat();
		const sequence = new EventSequence(basename(path));
		const splitter = new LineSplitter();
		for (const start of new Set([0, Math.max(0, size - lookedAtBytes)])) {
			const buffer = new Uint8Array(Math.min(size, lookedAtBytes));
			const {bytesRead} = await file.read(buffer, 0, buffer.length, start);
			for (const line of [...splitter.push(buffer.subarray(0, bytesRead)), ...splitter.end()]) {
				sequence.take(line, undefined);
			}
		}

		return sequence.hasSteps;
	} catch {
		// Gone, or not to be read.
		return false;
	} finally {
		await file.close();
	}
}

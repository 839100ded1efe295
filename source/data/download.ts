import {
	type FileHandle,
	open,
	readFile,
	rename,
	rm,
	stat,
} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';
import {DatasetError} from '../errors.js';
import {makeFolder} from '../files/make-folder.js';
import {systemReason} from '../files/system-reason.js';
import {type Corpus} from './corpora.js';

export type DownloadOptions = {
	/** Where downloads are kept. */
	readonly folder: string;
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((receivedBytes: number, totalBytes: number) => void) | undefined;
	/** How long no byte may come, in milliseconds. */
	readonly idleMs?: number | undefined;
};

const usualIdleMs = 15_000;
const mostRedirects = 5;
/** Each download of a process has a file of its own while it lasts. */
let downloadCount = 0;

/** Where a corpus is, or will be, in a folder of downloads. */
export function cachedPath({name}: Pick<Corpus, 'name'>, folder: string): string {
	return join(folder, `${name}.txt`);
}

/** Whether a corpus is there as it should be. */
export async function isCached(corpus: Corpus, folder: string): Promise<boolean> {
	const path = cachedPath(corpus, folder);
	try {
		const {size} = await stat(path);
		const {createHash} = await import('node:crypto');
		return size === corpus.bytes && createHash('sha256').update(await readFile(path)).digest('hex') === corpus.sha256;
	} catch {
		return false;
	}
}

/**
Downloads a corpus, unless it is there already, and checks that it is what it should be.

@returns the path of the file.
@throws DatasetError which says what went wrong and how to do without, the signal's reason if it is aborted.
*/
export async function downloadCorpus(corpus: Corpus, options: DownloadOptions): Promise<string> {
	const {folder, signal} = options;
	const path = cachedPath(corpus, folder);
	if (await isCached(corpus, folder)) {
		return path;
	}

	const unfinished = `${path}.${process.pid}-${++downloadCount}.unfinished`;
	try {
		await makeFolder(folder);
		const file = await open(unfinished, 'wx');
		try {
			await receive(corpus, file, options);
			await file.sync();
		} finally {
			await file.close();
		}

		await rename(unfinished, path);
		return path;
	} catch (error) {
		signal?.throwIfAborted();
		throw failure(corpus, path, error);
	} finally {
		await rm(unfinished, {force: true}).catch(() => undefined);
	}
}

/** Writes what comes, as far as it can be what is wanted. */
async function receive(corpus: Corpus, file: FileHandle, {signal, onProgress, idleMs = usualIdleMs}: DownloadOptions) {
	const idle = new AbortController();
	let timer: NodeJS.Timeout | undefined;
	const wait = () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			idle.abort(new Error(`nothing for ${idleMs / 1000} s`));
		}, idleMs);
	};

	wait();
	try {
		const body = await fetchBody(corpus.url, AbortSignal.any([idle.signal, ...(signal ? [signal] : [])]));
		const {createHash} = await import('node:crypto');
		const hash = createHash('sha256');
		let received = 0;
		for await (const chunk of body) {
			wait();
			received += chunk.length;
			if (received > corpus.bytes) {
				throw new Error(`more than its ${corpus.bytes} bytes`);
			}

			hash.update(chunk);
			await file.writeFile(chunk);
			onProgress?.(received, corpus.bytes);
		}

		if (received < corpus.bytes) {
			throw new Error(`only ${received} of its ${corpus.bytes} bytes`);
		}

		if (hash.digest('hex') !== corpus.sha256) {
			throw new Error('another content than it should have');
		}
	} catch (error) {
		idle.signal.throwIfAborted();
		throw error;
	} finally {
		clearTimeout(timer);
		// What is left to come is not waited for.
		idle.abort();
	}
}

/** Follows redirects by hand: to another scheme it could lead to anything. */
async function fetchBody(url: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
	let place = new URL(url);
	for (let redirects = 0; redirects <= mostRedirects; redirects++) {
		const response = await fetch(place.href, {redirect: 'manual', signal});
		const location = response.headers.get('location');
		if (response.status < 300 || response.status >= 400 || location === null) {
			if (!response.ok || !response.body) {
				throw new Error(`HTTP status ${response.status}`);
			}

			return response.body;
		}

		await response.body?.cancel();
		const next = URL.canParse(location, place.href) ? new URL(location, place.href) : undefined;
		if (next?.protocol !== place.protocol) {
			throw new Error(`a redirect to ${location.slice(0, 100)}`);
		}

		place = next;
	}

	throw new Error(`more than ${mostRedirects} redirects`);
}

function failure({name, url}: Corpus, path: string, error: unknown): DatasetError {
	// Of a connection that failed, only the cause says why.
	const reason = systemReason(error instanceof TypeError && error.cause instanceof Error ? error.cause : error);
	return new DatasetError(`Expected to download ${name} from ${url}, got “${reason}”. To do without a network, put that file at ${path}.`);
}

import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import {
	appendFile,
	chmod,
	rename,
	rm,
	truncate,
	writeFile,
} from 'node:fs/promises';
import process from 'node:process';
import {PassThrough, Readable} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {SourceError} from '../../source/errors.js';
import {watchEvents, type WatchSource} from '../../source/session/watch-events.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {everyEvent} from '../helpers/every-event.js';
import {asNobody} from '../helpers/as-nobody.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const lines = everyEvent.map(event => `${JSON.stringify(event)}\n`);
const whole = lines.join('');

async function all(source: WatchSource, signal?: AbortSignal): Promise<TrainingEvent[]> {
	return collect(watchEvents(source, {signal}).events);
}

async function collect(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
	const collected = [];
	for await (const event of events) {
		collected.push(event);
	}

	return collected;
}

const streamOf = (chunks: Iterable<Uint8Array | string>) => ({stream: Readable.from(chunks, {objectMode: false}), name: 'train.py'});
const typesOf = (events: readonly TrainingEvent[]) => events.map(({type}) => type);

describe('a stream', () => {
	it('is read wherever its pieces end', async () => {
		const bytes = Buffer.from(whole.replaceAll('names.txt', 'имена😀.txt'));
		const expected = everyEvent.map(event => event.type === 'start' ? {...event, dataset: {...event.dataset, name: 'имена😀.txt'}} : event);
		const lengths = fc.integer({min: 1, max: 500});
		const pieces = fc.array(lengths, {minLength: 1});
		await fc.assert(fc.asyncProperty(pieces, async sizes => {
			const chunks: Uint8Array[] = [];
			for (let start = 0; start < bytes.length;) {
				const end = start + sizes[chunks.length % sizes.length];
				chunks.push(bytes.subarray(start, end));
				start = end;
			}

			const events = await all(streamOf(chunks));
			expect(events).toEqual(expected);
		}), {numRuns: 30});
	});

	it('needs no end of its last line', async () => {
		const source = streamOf([whole.trimEnd()]);
		expect(await all(source)).toEqual(everyEvent);
	});

	it('is read as it comes', async () => {
		const stream = new PassThrough();
		const {events} = watchEvents({stream, name: 'train.py'});
		stream.write('step    1 / 1000 | loss 3.3660\rstep    2 / 10');
		expect(await events.next()).toMatchObject({value: {type: 'start', preset: 'train.py', training: {steps: 1000}}});
		expect(await events.next()).toMatchObject({value: {type: 'step', step: 1}});
		stream.end('00 | loss 3.1\r');
		expect(await events.next()).toMatchObject({value: {type: 'step', step: 2, loss: 3.1}});
		expect(await events.next()).toMatchObject({value: {type: 'finish', reason: 'stopped'}});
	});

	it('ends with the signal', async () => {
		const stopper = new AbortController();
		const {events} = watchEvents({stream: new PassThrough(), name: 'train.py'}, {signal: stopper.signal});
		const collected = collect(events);
		stopper.abort();
		expect(typesOf(await collected)).toEqual(['start', 'finish']);
	});

	it('that breaks is an error of the user', async () => {
		const stream = new PassThrough();
		stream.destroy(new Error('EIO'));
		await expect(all({stream, name: 'train.py'})).rejects.toThrow(new SourceError('Expected train.py to be readable, got “EIO”. Start it again.'));
	});

	it('counts what it passes over', async () => {
		const watched = watchEvents(streamOf([`hello\n{\n${whole}{\n`]));
		const events = await collect(watched.events);
		expect(typesOf(events).slice(0, 2)).toEqual(['start', 'warning']);
		expect(watched).toMatchObject({malformedLines: 2, otherLines: 1});
	});

	it('of 50 MB without an end takes little memory', async () => {
		const chunk = Buffer.alloc(64 * 1024, '{');
		function * chunks() {
			for (let count = 0; count < 800; count++) {
				yield chunk;
			}
		}

		const before = process.memoryUsage().heapUsed;
		const watched = watchEvents(streamOf(chunks()));
		expect(typesOf(await collect(watched.events))).toEqual(['start', 'warning', 'finish']);
		expect(watched.malformedLines).toBe(1);
		expect(process.memoryUsage().heapUsed - before).toBeLessThan(30 * 1024 * 1024);
	});
});

describe('a file', () => {
	it('is read to its finish', async () => {
		expect(await all({path: await folder.write('whole.jsonl', whole)})).toEqual(everyEvent);
	});

	it('is followed as it grows, and waited for', async () => {
		const path = folder.pathOf('growing.jsonl');
		const collected = all({path});
		await setTimeout(50);
		await writeFile(path, '');
		for (let start = 0; start < whole.length; start += 700) {
			await appendFile(path, whole.slice(start, start + 700));
			await setTimeout(100);
		}

		expect(await collected).toEqual(everyEvent);
	});

	it('ends with the signal, without half a line', async () => {
		const stopper = new AbortController();
		const path = await folder.write('half.jsonl', `${lines[0]}${lines[2]}{"type": "st`);
		const watched = watchEvents({path}, {signal: stopper.signal});
		const collected = collect(watched.events);
		await setTimeout(100);
		stopper.abort();
		expect(typesOf(await collected)).toEqual(['start', 'step', 'finish']);
		expect(watched.malformedLines).toBe(0);
	});

	it('that never comes ends with the signal', async () => {
		const path = folder.pathOf('never.jsonl');
		for (const signal of [AbortSignal.timeout(50), AbortSignal.abort()]) {
			const events = await all({path}, signal);
			expect(typesOf(events)).toEqual(['start', 'finish']);
		}
	});

	it.each([
		['is truncated', async (path: string) => truncate(path, 0)],
		['is gone', async (path: string) => rm(path)],
		['is replaced', async (path: string) => rename(await folder.write('other.jsonl', whole), path)],
	])('that %s ends with a warning', async (_, change) => {
		const path = await folder.write('changing.jsonl', lines[0] + lines[2]);
		const {events} = watchEvents({path});
		await events.next();
		await events.next();
		const rest = collect(events);
		await setTimeout(50);
		await change(path);
		expect(await rest).toMatchObject([
			{type: 'warning', code: 'malformed', message: `Expected ${path} to grow, got a shorter file, another one or none. Watch it again to see the new one.`},
			{type: 'finish', reason: 'stopped', totals: {steps: 1}},
		]);
	});

	it('must not be a folder', async () => {
		const path = folder.pathOf('.');
		await expect(all({path})).rejects.toThrow(new SourceError(`Expected ${path} to be a file of events, got a folder. Choose a file in it.`));
	});

	it.skipIf(process.platform === 'win32')('must be readable', async () => {
		const path = await folder.write('secret.jsonl', whole);
		await chmod(path, 0);
		await asNobody(folder.pathOf('.'), async () => {
			await expect(all({path})).rejects.toThrow(SourceError);
		});
	});

	it('is no place to look for files', async () => {
		const path = await folder.write('file', '');
		await expect(all({path: `${path}/events.jsonl`})).rejects.toThrow(SourceError);
	});

	it.skipIf(process.platform === 'win32')('may be a named pipe, which is read to its end', async () => {
		const path = folder.pathOf('pipe');
		execFileSync('mkfifo', [path]);
		const collected = all({path});
		await setTimeout(250);
		await writeFile(path, whole.split('\n').slice(0, 3).join('\n'));
		expect(typesOf(await collected)).toEqual(['start', 'baselines', 'step', 'finish']);
	});
});

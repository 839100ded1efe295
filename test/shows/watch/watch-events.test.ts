import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import {
	appendFile,
	chmod,
	mkdir,
	rename,
	rm,
	writeFile,
} from 'node:fs/promises';
import process from 'node:process';
import {PassThrough, Readable} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import fc from 'fast-check';
import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {SourceError} from '../../../source/errors.js';
import {watchEvents, type WatchSource} from '../../../source/shows/watch/watch-events.js';
import {type ToldEvent} from '../../../source/training/told-events.js';
import {everyEvent} from '../../helpers/every-event.js';
import {asNobody} from '../../helpers/as-nobody.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const lines = everyEvent.map(event => `${JSON.stringify(event)}\n`);
const whole = lines.join('');

async function all(source: WatchSource, signal?: AbortSignal): Promise<ToldEvent[]> {
	return collect(watchEvents(source, {signal}).events);
}

async function collect(events: AsyncIterable<ToldEvent>): Promise<ToldEvent[]> {
	const collected = [];
	for await (const event of events) {
		collected.push(event);
	}

	return collected;
}

const streamOf = (chunks: Iterable<Uint8Array | string>) => ({stream: Readable.from(chunks, {objectMode: false}), name: 'train.py'});
const typesOf = (events: readonly ToldEvent[]) => events.map(({type}) => type);

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

	it('counts its lines', async () => {
		const watched = watchEvents(streamOf([`hello\n{\n${whole}`]));
		const events = await collect(watched.events);
		expect(typesOf(events).slice(0, 2)).toEqual(['start', 'warning']);
		expect(watched.source.state).toEqual({
			name: 'train.py', isFile: false, isMissing: false, lines: everyEvent.length + 2, unread: undefined, countsFromZero: false, isJoined: false, isWaiting: false,
		});
	});

	it('of 50 MB without an end takes little memory', async () => {
		const chunk = Buffer.alloc(64 * 1024, '{');
		function * chunks() {
			for (let count = 0; count < 800; count++) {
				yield chunk;
			}
		}

		const before = process.memoryUsage().heapUsed;
		const source = streamOf(chunks());
		await expect(all(source)).rejects.toThrow('got none in 1 line; the last that was not understood is “a line of more than 1 MB”.');
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
		expect(watched.source.state.lines).toBe(2);
	});

	it('that never comes ends with the signal', async () => {
		const path = folder.pathOf('never.jsonl');
		for (const signal of [AbortSignal.timeout(50), AbortSignal.abort()]) {
			const events = await all({path}, signal);
			expect(typesOf(events)).toEqual(['start', 'finish']);
		}
	});

	it.each([
		['is emptied', async (path: string) => writeFile(path, '')],
		['is gone and comes again', async (path: string) => {
			await rm(path);
			await setTimeout(500);
			await writeFile(path, '');
		}],
		['is moved away', async (path: string) => {
			await rename(path, `${path}.1`);
			await writeFile(path, '');
		}],
	])('that %s is followed all the same, but for half a line', async (_, change) => {
		const path = await folder.write(`changing-${_.replaceAll(' ', '-')}.jsonl`, `${lines[0]}${lines[2]}{"type": "step", "step": 2, "lo`);
		const stopper = new AbortController();
		const {events, source} = watchEvents({path}, {signal: stopper.signal});
		const changes: boolean[] = [];
		source.subscribe(() => {
			changes.push(source.state.isMissing);
		});
		const collected = collect(events);
		await setTimeout(300);
		await change(path);
		await setTimeout(600);
		await appendFile(path, 'ss": 7}\n{"type": "step", "step": 3, "loss": 2.5}\n{"type": "finish"}\n');
		expect(await collected).toMatchObject([{type: 'start'}, {type: 'step', step: 1}, {type: 'step', step: 3}, {type: 'finish', totals: {steps: 3}}]);
		expect(changes).toEqual(_.startsWith('is gone') ? [true, false] : []);
		expect(source.state).toMatchObject({isMissing: false, lines: 5});
	});

	it('begins the run anew when it is replaced by one that does', async () => {
		const path = await folder.write('anew.jsonl', '{"type": "step", "step": 1, "loss": 3}\n{"type": "step", "step": 2, "loss": 2}\n');
		const collected = all({path});
		await setTimeout(300);
		await rename(await folder.write('other.jsonl', whole), path);
		const events = await collected;
		expect(events.slice(0, 3)).toMatchObject([{type: 'start'}, {step: 1}, {step: 2}]);
		expect(events.slice(3).filter(event => event.type !== 'warning' || event.code === 'unsaved')).toEqual(everyEvent);
		expect(events).toContainEqual(expect.objectContaining({type: 'warning', code: 'restarted'}));
	});

	it('with two runs in it is read to the end of the second', async () => {
		const events = await all({path: await folder.write('two.jsonl', whole + whole)});
		expect(events.filter(({type}) => type === 'finish')).toHaveLength(1);
		expect(events.at(-1)).toEqual(everyEvent.at(-1));
		expect(events.filter(({type}) => type === 'start')).toHaveLength(2);
	});

	it('was there before anybody looked: its steps have no time', async () => {
		const path = await folder.write('old.txt', 'step 1 / 9 | loss 3\nstep 2 / 9 | loss 3\n');
		const stopper = new AbortController();
		const {events, source} = watchEvents({path}, {signal: stopper.signal});
		const collected = collect(events);
		await setTimeout(300);
		await appendFile(path, 'step 3 / 9 | loss 3\n');
		await setTimeout(400);
		await appendFile(path, 'step 4 / 9 | loss 3\n');
		await setTimeout(400);
		stopper.abort();
		const told = await collected;
		const times = told.flatMap(event => event.type === 'step' ? [event.elapsedMs] : []);
		expect(times.slice(0, 3)).toEqual([undefined, undefined, 0]);
		expect(times[3]).toBeGreaterThan(150);
		expect(source.state.isJoined).toBe(true);
	});

	it('may be in a folder, of which the newest log is taken', async () => {
		await mkdir(folder.pathOf('logs'));
		await folder.write('logs/train.log', 'step 1 / 9 | loss 3\n');
		const stopper = new AbortController();
		const {events, source} = watchEvents({path: folder.pathOf('logs')}, {signal: stopper.signal});
		const collected = collect(events);
		await setTimeout(300);
		expect(source.state).toMatchObject({name: folder.pathOf('logs/train.log'), isMissing: false});
		stopper.abort();
		expect(await collected).toMatchObject([{type: 'start', preset: 'train.log'}, {type: 'step', step: 1}, {type: 'finish'}]);
	});

	it('is waited for in a folder', async () => {
		await mkdir(folder.pathOf('nothing'));
		const {events, source} = watchEvents({path: folder.pathOf('nothing')}, {signal: AbortSignal.timeout(300)});
		const collected = collect(events);
		await setTimeout(100);
		expect(source.state).toMatchObject({name: `a log in ${folder.pathOf('nothing')}`, isMissing: true});
		expect(typesOf(await collected)).toEqual(['start', 'finish']);
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

describe('a source without steps', () => {
	const known = 'A step is a line such as “step 12 / 1000 | loss 3.1” or {"type": "step", "step": 12, "loss": 3.1}.';

	it.each([
		['', 'nothing'],
		['epoch 1, bleu 2.3\n\u{1B}[31mepoch 2\n', 'none in 2 lines; the last that was not understood is “␛[31mepoch 2”'],
		['{"step": 1, "bleu": 2.3}', 'none in 1 line; the last that was not understood is “{"step": 1, "bleu": 2.3}”'],
		['{"type": "start"}\n{"type": "finish"}\n', 'none in 2 lines'],
	])('such as %j is an error of the user', async (text, got) => {
		await expect(all(streamOf([text]))).rejects.toThrow(new SourceError(`Expected steps from train.py, got ${got}. ${known}`));
	});

	it('tells its start before that', async () => {
		const {events} = watchEvents(streamOf(['num docs: 5\n']));
		expect(await events.next()).toMatchObject({value: {type: 'start', dataset: {documentCount: 5}}});
		await expect(events.next()).rejects.toThrow('got none in 1 line. A step is');
	});

	it('says so after 50 lines, with the last one', async () => {
		const stream = new PassThrough();
		const {events, source} = watchEvents({stream, name: 'train.py'});
		const unread: Array<string | undefined> = [];
		source.subscribe(() => {
			unread.push(source.state.unread);
		});
		const next = events.next();
		for (let line = 1; line <= 50; line++) {
			stream.write(`iter ${line}: bleu 3.1\n`);
			await setTimeout(1);
		}

		expect(unread.slice(0, -1)).toEqual(unread.slice(0, -1).map(() => undefined));
		expect(unread.at(-1)).toBe('iter 50: bleu 3.1');
		stream.write('iter 51: bleu 3.1\n');
		await setTimeout(10);
		expect(source.state).toMatchObject({lines: 51, unread: 'iter 51: bleu 3.1'});
		stream.end('step 1 / 2 | loss 3.1\n');
		await next;
		await events.next();
		expect(source.state.unread).toBeUndefined();
	});

	it('says so five seconds after the first line, and not before', async () => {
		vi.useFakeTimers();
		try {
			const stream = new PassThrough();
			const {events, source} = watchEvents({stream, name: 'train.py'});
			let changes = 0;
			source.subscribe(() => {
				changes++;
			});
			const next = events.next();
			stream.write('compiling\n');
			await vi.advanceTimersByTimeAsync(4900);
			expect([source.state.unread, changes]).toEqual([undefined, 1]);
			await vi.advanceTimersByTimeAsync(200);
			expect([source.state.unread, changes]).toEqual(['compiling', 2]);
			stream.end('step 1 / 2 | loss 3.1\n');
			await next;
		} finally {
			vi.useRealTimers();
		}
	});

	it('has nothing to say of lines that are understood', async () => {
		const stream = new PassThrough();
		const {events, source} = watchEvents({stream, name: 'train.py'});
		const next = events.next();
		stream.write('num docs: 5\n'.repeat(60));
		await setTimeout(10);
		expect(source.state).toMatchObject({lines: 60, unread: undefined});
		stream.end();
		await next;
	});
});

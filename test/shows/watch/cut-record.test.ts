import {Buffer} from 'node:buffer';
import {
	appendFileSync,
	readFileSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {
	appendFile,
	type FileHandle,
	mkdir,
	open,
	truncate,
} from 'node:fs/promises';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CutChecker} from '../../../source/files/cut-checker.js';
import {RunRecord} from '../../../source/history/run-record.js';
import {EventSequence} from '../../../source/shows/watch/event-sequence.js';
import {SourceReader} from '../../../source/shows/watch/source-reader.js';
import {watchEvents} from '../../../source/shows/watch/watch-events.js';
import {openWatched, Watching} from '../../../source/shows/watch/watching.js';
import {type ToldEvent} from '../../../source/training/told-events.js';
import {exampleStart, exampleStep} from '../../helpers/example-events.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const lineOf = (event: unknown) => `${JSON.stringify(event)}\n`;
const startLine = lineOf(exampleStart(100_000));

/** Lines of a run, as it writes them for the nth time: each time other ones. */
function linesOf(from: number, to: number, attempt: number): string {
	return Array.from({length: Math.max(0, to - from + 1)}, (_, index) => {
		const step = from + index;
		const told = {...exampleStep(step), loss: 2 + Math.sin(step + attempt), elapsedMs: step + (attempt / 7)};
		const evaluation = {
			type: 'eval', step, trainLoss: 2, validationLoss: 2 + Math.cos(step + attempt),
		};
		const sample = {
			type: 'sample', step, text: `anna ${step} ${attempt}`, temperature: 0.5, novelty: 'new',
		};
		return lineOf(told) + (step % 5 === 0 ? lineOf(evaluation) : '') + (step % 3 === 0 ? lineOf(sample) : '');
	}).join('');
}

const finishLine = (steps: number, reason = 'stopped') => lineOf({type: 'finish', reason, totals: {steps, tokens: 5 * steps, elapsedMs: steps}});

/** What whoever watches knows of a record that is read to its end. */
function foldOf(text: string): RunRecord {
	const record = new RunRecord({hasFigureCurves: true});
	const sequence = new EventSequence('events.jsonl');
	for (const line of text.split('\n').slice(0, -1)) {
		for (const event of sequence.take(line, undefined)) {
			record.record(event);
		}
	}

	return record;
}

/** The program that trains: it appends, is killed, and goes on from a place up to which it had been saved. */
class Writer {
	readonly #path: string;
	#attempt = 0;

	constructor(path: string) {
		this.#path = path;
		writeFileSync(path, startLine);
	}

	append(count: number): void {
		const step = this.#lastStep();
		appendFileSync(this.#path, linesOf(step + 1, step + count, this.#attempt));
	}

	finish(): void {
		appendFileSync(this.#path, finishLine(this.#lastStep()));
	}

	/** Anywhere, also within a line. */
	goOnFrom(share: number, count: number): void {
		const {size} = statSync(this.#path);
		truncateSync(this.#path, startLine.length + Math.floor(share * (size - startLine.length)));
		this.#attempt++;
		if (!readFileSync(this.#path, 'utf8').endsWith('\n')) {
			appendFileSync(this.#path, '\n');
		}

		this.append(count);
	}

	#lastStep(): number {
		const steps = [...readFileSync(this.#path, 'utf8').matchAll(/^\{"type":"step","step":(?<step>\d+),.*\}$/gmv)];
		return Number(steps.at(-1)?.groups!.step ?? 0);
	}
}

type Action = {readonly kind: 'append' | 'finish' | 'cut'; readonly count: number; readonly share: number};

function act(writer: Writer, {kind, count, share}: Action): void {
	switch (kind) {
		case 'append': {
			writer.append(count);
			break;
		}

		case 'finish': {
			writer.finish();
			break;
		}

		case 'cut': {
			writer.goOnFrom(share, count);
			break;
		}
	}
}

/** A file in the middle of each reading of which something may happen. */
function tornFile(file: FileHandle, share: number, interrupt: () => void): FileHandle {
	return {
		async read(buffer: Uint8Array, offset: number, length: number, position: number) {
			const {size} = await file.stat();
			const part = Math.floor(share * Math.max(0, Math.min(length, size - position)));
			const first = await file.read(buffer, offset, part, position);
			interrupt();
			const second = await file.read(buffer, offset + part, length - part, position + part);
			return {bytesRead: first.bytesRead + second.bytesRead, buffer};
		},
	} as unknown as FileHandle;
}

const action: fc.Arbitrary<Action> = fc.record({kind: fc.constantFrom('append', 'append', 'cut', 'finish'), count: fc.nat(60), share: fc.double({min: 0, max: 1, noNaN: true})});
/** Mostly a cut after which it grows longer than it was. */
const interruption: fc.Arbitrary<Action> = fc.oneof(action, fc.record({kind: fc.constant('cut' as const), count: fc.integer({min: 60, max: 160}), share: fc.double({min: 0, max: 1, noNaN: true})}));

it('is read as it is, wherever and whenever it is cut, also in the middle of a reading', async () => {
	const path = folder.pathOf('torn.jsonl');
	const looks = fc.array(fc.record({before: fc.array(action, {maxLength: 2}), during: fc.option(interruption, {nil: undefined}), place: fc.double({min: 0, max: 1, noNaN: true})}), {maxLength: 12});
	const chunkSize = fc.integer({min: 50, max: 20_000});
	await fc.assert(fc.asyncProperty(looks, chunkSize, async (all, size) => {
		const writer = new Writer(path);
		const file = await open(path);
		const reader = new SourceReader({name: 'events.jsonl', runName: 'events.jsonl', isFile: true});
		reader.isRecord(true);
		let record = new RunRecord({hasFigureCurves: true});
		reader.onBack(earlier => {
			record = earlier;
		});
		let checker = new CutChecker(size);
		let position = 0;
		const take = (events: Iterable<ToldEvent>) => {
			for (const event of events) {
				record.record(event);
			}
		};

		/** Reads all that is there; false if something happens all the time. */
		const look = async (during?: Action, place = 0) => {
			let readings = 0;
			// In the first reading or the second, each of which looks twice.
			const interruptedAt = during ? 2 * (during.count % 2) : -1;
			const torn = tornFile(file, place, () => {
				if (readings === interruptedAt) {
					act(writer, during!);
				}

				readings++;
			});
			for (let count = 0; count < 2000; count++) {
				const bytes = await checker.read(torn, position);
				if (bytes === 'cut') {
					position = 0;
					checker = new CutChecker(size);
					reader.restart();
				} else if (bytes.length === 0) {
					take(reader.settle());
					return;
				} else {
					position += bytes.length;
					take(reader.take(bytes, false));
				}
			}

			throw new Error('There is no end.');
		};

		for (const {before, during, place} of all) {
			for (const each of before) {
				act(writer, each);
			}

			await look(during, place);
		}

		await look();
		await file.close();
		reader.close();
		const text = readFileSync(path, 'utf8');
		expect(position).toBe(Buffer.byteLength(text));
		// That it has gone back is only news.
		expect({...record.snapshot(), news: undefined}).toEqual({...foldOf(text).snapshot(), news: undefined});
	}), {numRuns: 100});
}, 120_000);

describe('a run of ours', () => {
	const openRun = async (name: string, text: string) => {
		await mkdir(folder.pathOf(name));
		await folder.write(`${name}/run.json`, '{}');
		return folder.write(`${name}/events.jsonl`, text);
	};

	/** As a resumed run does: the record ends where it was saved, then it grows. */
	const goOn = async (path: string, saved: string, more: string) => {
		await truncate(path, saved.length);
		await appendFile(path, more);
	};

	it('is watched after its end, and shown on when it goes on', async () => {
		const saved = startLine + linesOf(1, 20, 0);
		const path = await openRun('stopped', saved + finishLine(20));
		const watching = new Watching([openWatched({path: folder.pathOf('stopped')}, {isPatient: true})], 'max');
		const {session} = watching;
		session.start();
		await expect.poll(() => session.getSnapshot(), {timeout: 5000}).toMatchObject({
			status: 'running', finish: {reason: 'stopped', totals: {steps: 20}}, source: {isWaiting: true},
		});
		await goOn(path, saved, linesOf(21, 25, 1));
		await expect.poll(() => session.getSnapshot(), {timeout: 5000}).toMatchObject({
			status: 'running', finish: undefined, lastStep: {step: 25}, tokens: 125, news: undefined, source: {isWaiting: false},
		});
		expect(session.earlier).toEqual([]);
		// As if it had been prepared anew: that it was over counts no more.
		await appendFile(path, finishLine(25) + startLine);
		await expect.poll(() => session.getSnapshot().finish, {timeout: 5000}).toBeUndefined();
		await appendFile(path, finishLine(25, 'completed'));
		await session.finished;
		expect(session.getSnapshot()).toMatchObject({
			status: 'finished', finish: {reason: 'completed'}, curve: {length: 25}, evaluations: {length: 5}, samples: {length: 8},
		});
	});

	it.each(['stopped', 'stopped early', 'diverged', 'failed'])('that has %s can be left', async reason => {
		await openRun(`left ${reason}`, startLine + linesOf(1, 5, 0) + finishLine(5, reason));
		const watching = new Watching([openWatched({path: folder.pathOf(`left ${reason}`)}, {isPatient: true})], 'max');
		watching.session.start();
		await expect.poll(() => watching.session.getSnapshot().source?.isWaiting, {timeout: 5000}).toBe(true);
		await watching.close();
		expect(watching.session.getSnapshot()).toMatchObject({status: 'finished', finish: {reason, totals: {steps: 5}}});
		expect(watching.session.failure).toBeUndefined();
	});

	it('goes back at once to where it had been saved, with all that it had come to by then', async () => {
		const saved = startLine + linesOf(1, 20, 0);
		const path = await openRun('killed', saved + linesOf(21, 33, 0));
		const watching = new Watching([openWatched({path}, {isPatient: true})], 'max');
		const {session} = watching;
		session.start();
		await expect.poll(() => session.getSnapshot().lastStep?.step, {timeout: 5000}).toBe(33);
		await truncate(path, saved.length);
		await expect.poll(() => session.getSnapshot(), {timeout: 5000}).toMatchObject({lastStep: {step: 20}, tokens: 100, news: {code: 'rewound', step: 20}});
		await appendFile(path, linesOf(21, 22, 1));
		await expect.poll(() => session.getSnapshot().lastStep?.step, {timeout: 5000}).toBe(22);
		const expected = foldOf(saved + linesOf(21, 22, 1)).snapshot();
		expect(session.getSnapshot()).toMatchObject({...expected, news: {message: 'The run goes back from step 33 to step 20, up to which it was saved: what was told of the steps after that is replaced.'}});
		await watching.close();
	});

	it('ends without patience when it is stopped, also after it was killed and has gone on meanwhile', async () => {
		const saved = startLine + linesOf(1, 20, 0);
		const path = await openRun('lines', saved + linesOf(21, 33, 0));
		const told: ToldEvent[] = [];
		const {events, source} = watchEvents({path: folder.pathOf('lines')});
		source.onBack(() => undefined);
		const ended = (async () => {
			for await (const event of events) {
				told.push(event);
			}
		})();
		await expect.poll(() => told.at(-1), {timeout: 5000}).toMatchObject({step: 33});
		// Longer than what is lost.
		await goOn(path, saved, linesOf(21, 60, 1) + finishLine(60));
		await ended;
		const places = told.flatMap(event => event.type === 'step' || event.type === 'warning' ? [event.type === 'step' ? event.step : event.code] : []);
		const counted = (from: number, to: number) => Array.from({length: to - from + 1}, (_, index) => from + index);
		expect(places).toEqual([...counted(1, 33), 'rewound', ...counted(21, 60)]);
		expect(told.at(-1)).toMatchObject({type: 'finish', reason: 'stopped', totals: {steps: 60, tokens: 300}});
	});
});

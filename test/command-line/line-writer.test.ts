import {setImmediate} from 'node:timers/promises';
import {Writable} from 'node:stream';
import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {LineWriter} from '../../source/command-line/line-writer.js';

type Callback = (error?: Error) => void;

/** A stream that holds every write until it is told to go on. */
class SlowStream extends Writable {
	text = '';
	readonly #waiting: Callback[] = [];

	constructor() {
		super({highWaterMark: 8, decodeStrings: false});
	}

	override _write(chunk: string, _encoding: string, callback: Callback): void {
		this.text += chunk;
		this.#waiting.push(callback);
	}

	/** Ends the write that is under way, well or badly. */
	async finishWrite(error?: Error): Promise<void> {
		this.#waiting.shift()!(error);
		await setImmediate();
	}
}

function open() {
	const stream = new SlowStream();
	const onError = vi.fn<(error: NodeJS.ErrnoException) => void>();
	return {stream, onError, writer: new LineWriter(stream as unknown as NodeJS.WriteStream, onError)};
}

/** Whether a promise has been kept by now. */
async function isSettled(promise: Promise<void> | void): Promise<boolean> {
	let isDone = false;
	void Promise.resolve(promise).then(() => {
		isDone = true;
	});
	await setImmediate();
	return isDone;
}

const brokenPipe = Object.assign(new Error('write EPIPE'), {code: 'EPIPE'});

describe('the line writer', () => {
	it('ends each line', () => {
		const {stream, writer} = open();
		expect(writer.write(['a', 'b'])).toBeUndefined();
		expect(stream.text).toBe('a\nb\n');
	});

	it('writes nothing for no lines', () => {
		const {stream, writer} = open();
		expect(writer.write([])).toBeUndefined();
		expect(stream.text).toBe('');
	});

	it('waits while the buffer of the stream is full', async () => {
		const {stream, writer} = open();
		const writing = writer.write(['a long line']);
		expect(writing).toBeInstanceOf(Promise);
		expect(await isSettled(writing)).toBe(false);
		await stream.finishWrite();
		expect(await isSettled(writing)).toBe(true);
	});

	it('stops waiting when the reader goes away', async () => {
		const {stream, writer, onError} = open();
		const writing = writer.write(['a long line']);
		await stream.finishWrite(brokenPipe);
		expect(await isSettled(writing)).toBe(true);
		expect(onError).toHaveBeenCalledExactlyOnceWith(brokenPipe);
	});

	it('tells of an error once and writes no more', async () => {
		const {stream, writer, onError} = open();
		void writer.write(['a']);
		await stream.finishWrite(brokenPipe);
		stream.emit('error', new Error('again'));
		expect(writer.write(['b'])).toBeUndefined();
		expect(onError).toHaveBeenCalledExactlyOnceWith(brokenPipe);
		expect(stream.text).toBe('a\n');
	});
});

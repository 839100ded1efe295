import {open, readFile, writeFile} from 'node:fs/promises';
import fc from 'fast-check';
import {
	afterEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {EventLog} from '../../../source/storage/record/event-log.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let count = 0;
const newPath = () => temporary.pathOf(`events-${++count}.jsonl`);

/** Lines of any characters, and flushes between them. */
const someLine = fc.string({unit: 'grapheme'}).map(text => JSON.stringify(text));
const actsOfLog = fc.array(fc.oneof(someLine, fc.constant('flush' as const)));

describe('the log of the events', () => {
	it('has every line once and in order, however it is flushed', async () => {
		await fc.assert(fc.asyncProperty(actsOfLog, async acts => {
			const path = newPath();
			const log = await EventLog.open(path, 0);
			const flushes: Array<Promise<void>> = [];
			const lines: string[] = [];
			for (const act of acts) {
				if (act === 'flush') {
					flushes.push(log.flush());
				} else {
					log.add(act);
					lines.push(act);
				}
			}

			const text = lines.map(line => `${line}\n`).join('');
			expect(log.length).toBe(new TextEncoder().encode(text).length);
			await Promise.all(flushes);
			await log.close();
			expect(await readFile(path, 'utf8')).toBe(text);
		}), {numRuns: 50});
	});

	it('goes on after as many bytes as are wanted of it', async () => {
		const path = newPath();
		await writeFile(path, 'one\ntwo\nthree\nfo');
		const log = await EventLog.open(path, 8);
		expect(log.length).toBe(8);
		log.add('3');
		await log.close();
		expect(await readFile(path, 'utf8')).toBe('one\ntwo\n3\n');
	});

	it('does not run into a line that somebody has cut', async () => {
		const path = newPath();
		await writeFile(path, 'one\ntw');
		const log = await EventLog.open(path, 100);
		log.add('three');
		await log.close();
		expect(await readFile(path, 'utf8')).toBe('one\ntw\nthree\n');
	});

	it('appears by itself after a moment', async () => {
		const path = newPath();
		const log = await EventLog.open(path, 0);
		log.add('one');
		await expect.poll(async () => readFile(path, 'utf8'), {timeout: 5000}).toBe('one\n');
		await log.close();
	});
});

describe('a log on a disk that does not take all', () => {
	type Write = (data: Uint8Array, offset: number, length: number, position: number) => Promise<{bytesWritten: number}>;

	afterEach(() => {
		vi.restoreAllMocks();
	});

	/** Stands in for what writes to the files that are open. */
	async function writeBy(write: (original: Write, details: Parameters<Write>) => ReturnType<Write>) {
		const file = await open(newPath(), 'w');
		const FileHandle = {prototype: Object.getPrototypeOf(file) as {write: Write}};
		await file.close();
		const original = FileHandle.prototype.write;
		vi.spyOn(FileHandle.prototype, 'write').mockImplementation(async function (this: unknown, ...details: Parameters<Write>) {
			return write(original.bind(this), details);
		});
	}

	it('writes the rest of what was taken in part', async () => {
		await writeBy(async (original, [data, offset, length, position]) => original(data, offset, Math.min(length, 3), position));
		const path = newPath();
		const log = await EventLog.open(path, 0);
		log.add('a longer line');
		log.add('and another');
		await log.flush();
		log.add('and the last');
		await log.close();
		expect(await readFile(path, 'utf8')).toBe('a longer line\nand another\nand the last\n');
	});

	it('keeps what could not be written, and writes it with the next', async () => {
		let isFull = false;
		await writeBy(async (original, [data, offset, length, position]) => {
			if (isFull && offset > 0) {
				throw new Error('ENOSPC');
			}

			// Some of it still found room.
			return original(data, offset, isFull ? 2 : length, position);
		});
		const path = newPath();
		const log = await EventLog.open(path, 0);
		log.add('one');
		await log.flush();
		isFull = true;
		log.add('two');
		await expect(log.flush()).rejects.toThrow('ENOSPC');
		log.add('three');
		await expect(log.sync()).rejects.toThrow('ENOSPC');
		expect(log.length).toBe('one\ntwo\nthree\n'.length);
		isFull = false;
		await log.sync();
		expect(await readFile(path, 'utf8')).toBe('one\ntwo\nthree\n');
		await log.close();
	});

	it('closes the file also where the last lines cannot be written', async () => {
		await writeBy(async () => {
			throw new Error('ENOSPC');
		});
		const log = await EventLog.open(newPath(), 0);
		log.add('one');
		await expect(log.close()).rejects.toThrow('ENOSPC');
		vi.restoreAllMocks();
		await expect(log.flush()).rejects.toMatchObject({code: 'EBADF'});
	});
});

import {readFile, writeFile} from 'node:fs/promises';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
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

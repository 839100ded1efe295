import {Buffer} from 'node:buffer';
import {type FileHandle, open, writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {CutChecker} from '../../source/files/cut-checker.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const numbers = (from: number, to: number, attempt: number) => Array.from({length: to - from}, (_, index) => `${from + index} of attempt ${attempt}\n`).join('');
const saved = numbers(0, 100, 1);
const before = saved + numbers(100, 1000, 1);
const after = saved + numbers(100, 1000, 2);

async function use(name: string, check: (path: string, file: FileHandle) => Promise<void>) {
	const path = await folder.write(name, before);
	const file = await open(path);
	await check(path, file);
	await file.close();
}

const textOf = (read: Uint8Array | 'cut') => read === 'cut' ? read : Buffer.from(read).toString();

describe('a file that may be cut', () => {
	it('is read piece by piece, and as it grows', async () => {
		await use('growing', async (path, file) => {
			const checker = new CutChecker(10_000);
			const first = textOf(await checker.read(file, 0));
			const second = textOf(await checker.read(file, first.length));
			expect(second.length).toBeGreaterThan(1000);
			expect(first + second).toBe(before);
			expect(textOf(await checker.read(file, before.length))).toBe('');
			await writeFile(path, `${before}more\n`);
			expect(textOf(await checker.read(file, before.length))).toBe('more\n');
		});
	});

	it.each([['shorter', saved], ['as long', after], ['longer', `${after}more\n`]])('is known to be cut when it is %s afterwards', async (name, text) => {
		await use(name, async (path, file) => {
			const checker = new CutChecker(100_000);
			expect(textOf(await checker.read(file, 0))).toBe(before);
			await writeFile(path, text);
			expect(await checker.read(file, before.length)).toBe('cut');
		});
	});

	it('is no text of two when it is cut in the middle of a reading', async () => {
		await use('torn', async (path, file) => {
			let isCut = false;
			const torn = {
				async read(buffer: Uint8Array, offset: number, length: number, position: number) {
					const half = isCut ? 0 : before.length / 2;
					await file.read(buffer, offset, half, position);
					isCut = true;
					await writeFile(path, after);
					const {bytesRead} = await file.read(buffer, offset + half, length - half, position + half);
					return {bytesRead: half + bytesRead, buffer};
				},
			} as unknown as FileHandle;
			expect(await new CutChecker(100_000).read(torn, 0)).toBe('cut');
			expect(textOf(await new CutChecker(100_000).read(torn, 0))).toBe(after);
		});
	});
});

import {Buffer} from 'node:buffer';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmod, open, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {gzipSync} from 'node:zlib';
import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {type OnLoadProgress} from '../../source/data/load-progress.js';
import {readSmallText, readStream, readText} from '../../source/data/read-text.js';
import {DatasetError} from '../../source/errors.js';
import {asNobody} from '../helpers/as-nobody.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const isWindows = process.platform === 'win32';
const bytesPerMegabyte = 1024 * 1024;
const unconfirmed = {isLargeFileConfirmed: false};
const confirmed = {isLargeFileConfirmed: true};

/** A file of NULs that takes no room on the disk. */
async function sparseFile(name: string, megabytes: number): Promise<string> {
	const file = await open(folder.pathOf(name), 'w');
	await file.truncate(megabytes * bytesPerMegabyte);
	await file.close();
	return folder.pathOf(name);
}

function namedPipe(name: string): string {
	execFileSync('mkfifo', [folder.pathOf(name)]);
	return folder.pathOf(name);
}

describe('readText', () => {
	it('reads a file in UTF-8', async () => {
		const path = await folder.write('good.txt', '\u{FEFF}Zoë\r\n😀');
		expect(await readText(path, unconfirmed)).toBe('Zoë\r\n😀');
	});

	it('reads a file of more than one chunk, with a character across the border', async () => {
		const text = `a${'é'.repeat(bytesPerMegabyte)}`;
		const path = await folder.write('chunks.txt', text);
		expect(await readText(path, unconfirmed) === text).toBe(true);
	});

	it('leaves an empty file to the parser', async () => {
		expect(await readText(await folder.write('empty.txt', ''), unconfirmed)).toBe('');
	});

	it('refuses a file that does not exist', async () => {
		const path = folder.pathOf('missing.txt');
		await expect(readText(path, unconfirmed)).rejects.toThrow(new DatasetError(`Expected a text file, got ${path}, which does not exist.`));
		const beneathFile = `${await folder.write('file.txt', 'text')}/missing.txt`;
		await expect(readText(beneathFile, unconfirmed)).rejects.toThrow(new DatasetError(`Expected a text file, got ${beneathFile}, which does not exist.`));
	});

	it('refuses a folder', async () => {
		const path = folder.pathOf('');
		await expect(readText(path, unconfirmed)).rejects.toThrow(new DatasetError(`Expected ${path} to be a text file, got a folder. Give one of the files in it.`));
	});

	it.runIf(!isWindows)('refuses a device, which may never end', async () => {
		await expect(readText('/dev/zero', confirmed)).rejects.toThrow(new DatasetError('Expected /dev/zero to be a text file, got a device.'));
	});

	it.runIf(!isWindows)('refuses a file that may not be read', async () => {
		const path = await folder.write('secret.txt', 'secret');
		await chmod(path, 0);
		const expected = new DatasetError(`Expected ${path} to be readable, got “permission denied”. Check its permissions.`);
		await asNobody(folder.pathOf('.'), async () => {
			await expect(readText(path, unconfirmed)).rejects.toThrow(expected);
		});
	});

	it('refuses what is binary or not UTF-8, under the name of the file', async () => {
		const binary = await folder.write('binary.bin', Uint8Array.of(0x61, 0));
		await expect(readText(binary, unconfirmed)).rejects.toThrow(new DatasetError(`Expected ${binary} to be text, got binary data (a NUL at byte 1). Give a plain text file in UTF-8.`));
		const invalid = await folder.write('invalid.txt', Uint8Array.of(0x61, 0xFF));
		await expect(readText(invalid, unconfirmed)).rejects.toThrow(DatasetError);
		await expect(readText(invalid, unconfirmed)).rejects.toThrow(`Expected ${invalid} to be UTF-8, got an invalid byte 0xff at byte 1. `);
	});

	it('explains whatever else is wrong with a path', async () => {
		await expect(readText('a\0b', unconfirmed)).rejects.toThrow(DatasetError);
		await expect(readText('a'.repeat(5000), unconfirmed)).rejects.toThrow(DatasetError);
	});
});

describe('readText of a large file', () => {
	it('asks twice before it reads one', async () => {
		const path = await sparseFile('large.txt', 65);
		const onProgress = vi.fn<() => void>();
		await expect(readText(path, {...unconfirmed, onProgress})).rejects.toThrow(new DatasetError(`Expected ${path} to be at most 64 MB, got 65 MB. Add --yes to read it all the same.`));
		expect(onProgress).not.toHaveBeenCalled();
		// It has been read: the NULs were found.
		await expect(readText(path, confirmed)).rejects.toThrow('binary data (a NUL at byte 0)');
	});

	it('refuses one that fits no string, whatever was confirmed', async () => {
		const path = await sparseFile('huge.txt', 501);
		await expect(readText(path, confirmed)).rejects.toThrow(new DatasetError(`Expected ${path} to be at most 500 MB, got 501 MB. Train on a part of it.`));
	});

	it('tells how far it has come with one that takes more than a moment, from the beginning on', async () => {
		const onProgress = vi.fn<OnLoadProgress>();
		const small = await folder.write('four.txt', Buffer.alloc(4 * bytesPerMegabyte, 'a'));
		await readText(small, {...unconfirmed, onProgress});
		expect(onProgress).not.toHaveBeenCalled();
		const total = 40 * bytesPerMegabyte;
		const large = await folder.write('forty.txt', Buffer.alloc(total, 'a'));
		await readText(large, {...unconfirmed, onProgress});
		// So much is read at a time.
		expect(onProgress.mock.calls).toEqual([0, 16, 32, 40].map(megabytes => [{
			activity: 'reading', path: large, done: megabytes * bytesPerMegabyte, total,
		}]));
	});
});

describe.runIf(!isWindows)('readText of a named pipe', () => {
	it('reads it to its end', async () => {
		const path = namedPipe('pipe');
		const text = 'Ana\nŁukasz\n'.repeat(50_000);
		const [read] = await Promise.all([readText(path, unconfirmed), writeFile(path, text)]);
		expect(read === text).toBe(true);
	});

	it('waits for a writer that comes late or takes its time', async () => {
		const path = namedPipe('late');
		const writer = spawn('sh', ['-c', '(sleep 0.2; echo Ana; sleep 0.2; echo Bo) > "$0"', path], {stdio: 'ignore'});
		const ended = once(writer, 'exit');
		expect(await readText(path, unconfirmed)).toBe('Ana\nBo\n');
		await ended;
	});

	it('does not wait for ever where nobody writes', async () => {
		const path = namedPipe('forgotten');
		expect(await readText(path, unconfirmed)).toBe('');
	});

	it('stops reading one that goes on beyond the limit', async () => {
		const path = namedPipe('endless');
		const byteCount = (64 * bytesPerMegabyte) + 1;
		const writer = spawn('sh', ['-c', 'yes | head -c "$1" > "$0"', path, String(byteCount)], {stdio: 'ignore'});
		const ended = once(writer, 'exit');
		await expect(readText(path, unconfirmed)).rejects.toThrow(new DatasetError(`Expected ${path} to be at most 64 MB, got more than 64 MB. Add --yes to read it all the same.`));
		// Nobody reads any more: the pipe was closed.
		await ended;
	});
});

describe.runIf(!isWindows)('readText of a pipe that says nothing', () => {
	it.each(['nobody has opened', 'somebody has opened'])('is given up when it is told to: a pipe that %s', async what => {
		const path = namedPipe(`silent ${what}`);
		const writer = what === 'somebody has opened' ? spawn('sh', ['-c', 'exec 3<> "$0"; sleep 60', path], {stdio: 'ignore'}) : undefined;
		const giveUp = new AbortController();
		const reading = readText(path, {...unconfirmed, signal: giveUp.signal});
		const reason = new Error('enough');
		setTimeout(() => {
			giveUp.abort(reason);
		}, 100);
		await expect(reading).rejects.toBe(reason);
		writer?.kill();
	});
});

describe('readSmallText', () => {
	it('reads a small file, and only the beginning of a larger one', async () => {
		const path = await folder.write('nine.txt', 'äbcdefgh');
		expect(await readSmallText(path, 9, unconfirmed)).toBe('äbcdefgh');
		expect(await readSmallText(path, 8, unconfirmed)).toBeUndefined();
		// In the middle of a character.
		expect(await readSmallText(path, 1, unconfirmed)).toBeUndefined();
		expect(await readSmallText(await folder.write('none.txt', ''), 9, unconfirmed)).toBe('');
	});

	it('refuses what readText refuses, as far as it looks', async () => {
		const late = await folder.write('late.txt', 'abcdefgh\0');
		await expect(readSmallText(late, 9, unconfirmed)).rejects.toThrow('binary data (a NUL at byte 8)');
		expect(await readSmallText(late, 8, unconfirmed)).toBeUndefined();
		const invalid = await folder.write('late.txt', Uint8Array.of(0x61, 0xC3, 0x61, 0x61));
		await expect(readSmallText(invalid, 3, unconfirmed)).rejects.toThrow('invalid byte 0xc3 at byte 1');
		await expect(readSmallText(await sparseFile('large.txt', 65), 9, unconfirmed)).rejects.toThrow('to be at most 64 MB, got 65 MB');
		await expect(readSmallText(folder.pathOf('missing'), 9, unconfirmed)).rejects.toThrow('which does not exist');
		await expect(readSmallText(folder.pathOf('.'), 9, unconfirmed)).rejects.toThrow('got a folder');
	});
});

describe('a text packed by gzip', () => {
	const text = 'Zoë\n😀\n'.repeat(1000);

	it('is read, in UTF-16 too', async () => {
		const path = await folder.write('text.gz', gzipSync(text));
		expect(await readText(path, unconfirmed)).toBe(text);
		expect(await readSmallText(path, text.length * 4, unconfirmed)).toBe(text);
		const wide = await folder.write('wide.gz', gzipSync(Buffer.from(`\u{FEFF}${text}`, 'utf16le')));
		expect(await readText(wide, unconfirmed)).toBe(text);
	});

	it('is not small where it only looks so', async () => {
		const path = await folder.write('text.gz', gzipSync(text));
		expect(await readSmallText(path, 1000, unconfirmed)).toBeUndefined();
		expect(await readSmallText(path, 10, unconfirmed)).toBeUndefined();
	});

	it('is refused before it fills the memory', async () => {
		const path = await folder.write('bomb.gz', gzipSync(Buffer.alloc(65 * bytesPerMegabyte, 'a')));
		await expect(readText(path, unconfirmed)).rejects.toThrow(new DatasetError(`Expected ${path} to be at most 64 MB, got more than 64 MB in a packed file. Add --yes to read it all the same.`));
		expect(await readText(path, confirmed)).toHaveLength(65 * bytesPerMegabyte);
	});

	it('is refused where it is damaged or holds no text', async () => {
		const packed = gzipSync(text);
		const cut = await folder.write('cut.gz', packed.subarray(0, -20));
		await expect(readText(cut, unconfirmed)).rejects.toThrow(`Expected ${cut} to be unpacked by gzip, got “unexpected end of file”. It is damaged or cut off; give it anew.`);
		const binary = await folder.write('binary.gz', gzipSync('a\0b'));
		await expect(readText(binary, unconfirmed)).rejects.toThrow('binary data (a NUL at byte 1)');
	});
});

describe('readStream', () => {
	async function * streamOf(...chunks: Uint8Array[]) {
		yield * chunks;
	}

	it('reads to the end, with characters across the borders', async () => {
		const bytes = Array.from(Buffer.from('\u{FEFF}Zoë\n😀'), byte => Uint8Array.of(byte));
		expect(await readStream(streamOf(...bytes), 'it', unconfirmed)).toBe('Zoë\n😀');
		expect(await readStream(streamOf(), 'it', unconfirmed)).toBe('');
	});

	it('refuses what is no text or too large, under its name', async () => {
		const binary = streamOf(Uint8Array.of(0x61, 0));
		await expect(readStream(binary, 'standard input', unconfirmed)).rejects.toThrow('Expected standard input to be text, got binary data (a NUL at byte 1).');
		const megabytes = (count: number) => streamOf(...Array.from({length: count}, () => new Uint8Array(bytesPerMegabyte).fill(0x61)), Uint8Array.of(0x61));
		await expect(readStream(megabytes(64), 'it', unconfirmed)).rejects.toThrow(new DatasetError('Expected it to be at most 64 MB, got more than 64 MB. Add --yes to read it all the same.'));
		expect(await readStream(megabytes(64), 'it', confirmed)).toHaveLength((64 * bytesPerMegabyte) + 1);
	});

	it('explains what the system says, and gives up when it is told to', async () => {
		async function * failing(): AsyncGenerator<Uint8Array> {
			yield Uint8Array.of(0x61);
			throw Object.assign(new Error('EIO: i/o error'), {code: 'EIO'});
		}

		await expect(readStream(failing(), 'it', unconfirmed)).rejects.toThrow(new DatasetError('Expected to read it, got “i/o error”.'));
		const signal = AbortSignal.abort();
		await expect(readStream(failing(), 'it', {...unconfirmed, signal})).rejects.toBe(signal.reason);
		await expect(readStream(streamOf(), 'it', {...unconfirmed, signal})).rejects.toBe(signal.reason);
	});
});

import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	chmod,
	mkdir,
	open,
	readdir,
	readlink,
	symlink,
	truncate,
} from 'node:fs/promises';
import process from 'node:process';
import {
	beforeAll,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {CheckpointError} from '../../../source/errors.js';
import {readSafetensors, readSafetensorsHeader} from '../../../source/storage/safetensors/read-safetensors.js';
import {fileOf, readByTheBook, sealedExample} from '../../helpers/safetensors-files.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const terabyte = 2 ** 40;
const folder = useTemporaryFolder();
let example: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
	example = await sealedExample();
});

/** Both ways to read a file refuse it with this message, in which PATH stands for its path. */
async function expectRefusal(path: string, message: string): Promise<void> {
	const refusal = new CheckpointError(message.replaceAll('PATH', () => path));
	await expect(readSafetensors(path, {isSealed: false})).rejects.toThrow(refusal);
	await expect(readSafetensors(path, {isSealed: true})).rejects.toThrow(refusal);
	await expect(readSafetensorsHeader(path)).rejects.toThrow(refusal);
}

/** A file of a terabyte that takes no place. */
async function sparse(name: string, start: Uint8Array): Promise<string> {
	const path = await folder.write(name, start);
	await truncate(path, terabyte);
	return path;
}

/** A header for all of a file of a terabyte. */
function terabyteHeader(): Uint8Array {
	const header = (count: number) => `{"wte":{"dtype":"F64","shape":[${count}],"data_offsets":[0,${count * 8}]}}`.padEnd(120);
	return fileOf(header((terabyte - 128) / 8));
}

/** Does something without the rights of an administrator, who may read everything. */
async function asAnybody(run: () => Promise<void>): Promise<void> {
	const isAdministrator = process.geteuid?.() === 0;
	if (isAdministrator) {
		process.seteuid!(65_534);
	}

	try {
		await run();
	} finally {
		if (isAdministrator) {
			process.seteuid!(0);
		}
	}
}

/** How often this process has a file open. */
async function countOpen(path: string): Promise<number> {
	const descriptors = await readdir('/proc/self/fd');
	// The one that listed the folder is gone by now.
	const targets = await Promise.all(descriptors.map(async descriptor => readlink(`/proc/self/fd/${descriptor}`).catch(() => '')));
	return targets.filter(target => target === path).length;
}

describe('a file', () => {
	it('is read', async () => {
		const path = await folder.write('good.safetensors', example);
		await expect(readSafetensors(path, {isSealed: true})).resolves.toStrictEqual(readByTheBook(example));
	});

	it('is read by a link', async () => {
		const path = await folder.write('target.safetensors', example);
		await symlink(path, folder.pathOf('link.safetensors'));
		await expect(readSafetensors(folder.pathOf('link.safetensors'), {isSealed: true})).resolves.toStrictEqual(readByTheBook(example));
	});

	it('tells its header without its numbers', async () => {
		const path = await folder.write('header.safetensors', example.with(example.length - 1, 1));
		const {tensors, metadata} = await readSafetensorsHeader(path);
		expect(tensors.get('wpe')).toEqual({
			name: 'wpe', dtype: 'F32', shape: [1, 3], begin: 120, end: 132,
		});
		expect(metadata).toEqual(readByTheBook(example).metadata);
		await expect(readSafetensors(path, {isSealed: true})).rejects.toThrow('bytes that its seal does not fit');
	});

	it.each([
		['is missing', 'missing.safetensors', 'nothing of that name. Check its path.'],
		['is in a folder that is a file', 'plain/model.safetensors', 'nothing of that name. Check its path.'],
		['is a folder', 'folder', 'a folder. Give a file.'],
		['is empty', 'empty', 'a file of 0 bytes. It is damaged or of another kind; use another file.'],
		['ends within its header', 'cut', 'a header of 464 bytes in a file of 40 bytes. It is damaged or of another kind; use another file.'],
	])('that %s is refused', async (_, name, got) => {
		await mkdir(folder.pathOf('folder'), {recursive: true});
		await folder.write('plain', 'text');
		await folder.write('empty', '');
		await folder.write('cut', example.subarray(0, 40));
		await expectRefusal(folder.pathOf(name), `Expected PATH to be a safetensors file, got ${got}`);
	});

	it('that may not be read is refused', async () => {
		const path = await folder.write('secret.safetensors', example);
		await chmod(path, 0);
		await asAnybody(async () => expectRefusal(path, 'Expected PATH to be readable, got “permission denied”. Check its permissions.'));
	});

	it('that becomes shorter while it is read is refused', async () => {
		const path = await folder.write('shorter.safetensors', example.subarray(0, -16));
		const whole = await open(await folder.write('whole.safetensors', example));
		const stats = await whole.stat();
		await whole.close();
		const spy = vi.spyOn(Object.getPrototypeOf(whole) as typeof whole, 'stat').mockResolvedValueOnce(stats);
		await expect(readSafetensors(path, {isSealed: true}))
			.rejects.toThrow(new CheckpointError(`Expected ${path} to be a safetensors file, got only 588 bytes of 604 bytes. It is damaged or of another kind; use another file.`));
		spy.mockRestore();
	});

	it('with a name that no file can have is refused', async () => {
		await expect(readSafetensors('a\0b', {isSealed: false})).rejects.toThrow(CheckpointError);
		await expect(readSafetensors('a'.repeat(5000), {isSealed: false})).rejects.toThrow(CheckpointError);
		await expect(readSafetensors('', {isSealed: false})).rejects.toThrow(CheckpointError);
	});
});

describe('a file of a terabyte', () => {
	it('of zeros is refused', async () => {
		const path = await sparse('zeros', new Uint8Array());
		await expectRefusal(path, 'Expected PATH to be a safetensors file, got a header that does not begin with {. It is damaged or of another kind; use another file.');
	});

	it('with a header of nearly as much is refused', async () => {
		const start = fileOf('{', [], BigInt(terabyte - 8));
		await expectRefusal(
			await sparse('long-header', start),
			'Expected PATH to be a safetensors file, got a header of 1,099,511,627,768 bytes where 100,000,000 bytes are allowed. '
			+ 'It is damaged or of another kind; use another file.',
		);
	});

	it('with a header for less is refused', async () => {
		await expectRefusal(
			await sparse('longer', example),
			'Expected PATH to be a safetensors file, got 1,099,511,627,304 bytes of data, of which the tensors take 132 bytes. It is damaged or of another kind; use another file.',
		);
	});

	it('with a header for all of it is refused when it is not what is expected', async () => {
		const path = await sparse('wide', terabyteHeader());
		await expect(readSafetensors(path, {expected: [{name: 'wte', shape: [27, 16]}], isSealed: true}))
			.rejects.toThrow(new CheckpointError(`Expected the tensor “wte” of ${path} to be of shape [27, 16], got [137438953456]. It belongs to another model; use its settings or another file.`));
	});

	it('with a header for all of it is refused whatever is expected, but can be listed', async () => {
		const path = await sparse('all', terabyteHeader());
		await expect(readSafetensors(path, {isSealed: false}))
			.rejects.toThrow(new CheckpointError(`Expected ${path} to be at most 2,147,483,647 bytes, got 1,099,511,627,776 bytes. Use a smaller model.`));
		const {tensors} = await readSafetensorsHeader(path);
		expect([...tensors.keys()]).toEqual(['wte']);
	});
});

describe.runIf(process.platform === 'linux')('on Linux,', () => {
	it('a pipe that nobody writes to is refused without waiting', async () => {
		execFileSync('mkfifo', [folder.pathOf('pipe')]);
		await expectRefusal(folder.pathOf('pipe'), 'Expected PATH to be a safetensors file, got a pipe. Give a file.');
	});

	it('the writer of a pipe goes on waiting for another reader', async () => {
		const path = folder.pathOf('written');
		execFileSync('mkfifo', [path]);
		const writer = spawn('sh', ['-c', 'echo started; echo hello > "$0"', path]);
		// From the start: it may end before the test knows that its reader is there.
		const closing = once(writer, 'close');
		await once(writer.stdout, 'data');
		await expectRefusal(path, 'Expected PATH to be a safetensors file, got a pipe. Give a file.');
		const reader = await open(path);
		const [, closed] = await Promise.all([expect(reader.readFile('utf8')).resolves.toBe('hello\n'), closing]);
		expect(closed).toEqual([0, null]);
		await reader.close();
	});

	it('a device is refused', async () => {
		await expectRefusal('/dev/zero', 'Expected PATH to be a safetensors file, got a device. Give a file.');
	});

	it('every file is closed again', async () => {
		const good = await folder.write('closed', example);
		const bad = await folder.write('closed-too', 'no such file');
		await readSafetensors(good, {isSealed: true});
		await readSafetensorsHeader(good);
		await expect(readSafetensors(bad, {isSealed: true})).rejects.toThrow(CheckpointError);
		await expect(readSafetensorsHeader(bad)).rejects.toThrow(CheckpointError);
		expect([await countOpen(good), await countOpen(bad)]).toEqual([0, 0]);
	});
});

import {
	mkdir,
	utimes,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {isFolder, newestLogIn} from '../../../source/shows/watch/newest-log.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

/** Files with how many seconds ago they were written. */
async function filled(name: string, files: Readonly<Record<string, readonly [text: string, age: number]>>): Promise<string> {
	const path = folder.pathOf(name);
	await mkdir(path);
	for (const [file, [text, age]] of Object.entries(files)) {
		await mkdir(join(path, file, '..'), {recursive: true});
		await writeFile(join(path, file), text);
		const time = (Date.now() / 1000) - age;
		await utimes(join(path, file), time, time);
	}

	return path;
}

it('takes the file with steps that has grown last, wherever it is', async () => {
	const path = await filled('logs', {
		'old.log': ['step 1 loss 3\n', 100],
		'run/2/metrics.csv': ['step,loss\n1,2.5\n', 50],
		'notes.txt': ['nothing of the kind\n', 1],
		'config.json': ['{"lr": 0.1}\n', 2],
		'model.pt': ['step 1 loss 3\n', 0],
		'.hidden.log': ['step 1 loss 3\n', 0],
		'empty.log': ['', 0],
	});
	expect(await newestLogIn(path, undefined)).toBe(join(path, 'run/2/metrics.csv'));
	await writeFile(join(path, 'old.log'), 'step 2 loss 3\n');
	expect(await newestLogIn(path, undefined)).toBe(join(path, 'old.log'));
	expect([await isFolder(path), await isFolder(join(path, 'old.log')), await isFolder(join(path, 'nope'))]).toEqual([true, false, false]);
});

it('finds steps at the end of a long file too', async () => {
	const path = await filled('long', {'train.log': [`${'compiling\n'.repeat(50_000)}step 1 loss 3\n`, 0]});
	expect(await newestLogIn(path, undefined)).toBe(join(path, 'train.log'));
});

it('takes the record of a saved run', async () => {
	const path = await filled('run', {'events.jsonl': ['', 100], 'other.log': ['step 1 loss 3\n', 0]});
	expect(await newestLogIn(path, undefined)).toBe(join(path, 'events.jsonl'));
});

it('waits for one, and no longer than it is wanted', async () => {
	const path = await filled('still-empty', {});
	const waiting = newestLogIn(path, undefined);
	await setTimeout(100);
	await writeFile(join(path, 'new.log'), 'step 1 loss 3\n');
	expect(await waiting).toBe(join(path, 'new.log'));
	expect(await newestLogIn(await filled('empty', {}), AbortSignal.timeout(50))).toBeUndefined();
});

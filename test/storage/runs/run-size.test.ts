import {
	chmod,
	link,
	mkdir,
	writeFile,
} from 'node:fs/promises';
import process from 'node:process';
import {expect, it} from 'vitest';
import {bytesOf} from '../../../source/storage/runs/run-size.js';
import {asNobody} from '../../helpers/as-nobody.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();

it('counts what is kept beside a run while it is gone on with, and a file of two names once', async () => {
	const folder = temporary.pathOf('run');
	await mkdir(`${folder}/before-resume`, {recursive: true});
	await writeFile(`${folder}/checkpoint.safetensors`, 'x'.repeat(1000));
	await link(`${folder}/checkpoint.safetensors`, `${folder}/before-resume/checkpoint.safetensors`);
	await writeFile(`${folder}/before-resume/run.json`, 'x'.repeat(200));
	await writeFile(`${folder}/run.json`, 'x'.repeat(30));
	await expect(bytesOf(folder)).resolves.toBe(1230);
});

it('is nothing for a run that is gone', async () => {
	await expect(bytesOf(temporary.pathOf('gone'))).resolves.toBe(0);
});

it.runIf(process.platform !== 'win32')('is unknown for a run that may not be read, also in part', async () => {
	await mkdir(temporary.pathOf('part/before-resume'), {recursive: true});
	await writeFile(temporary.pathOf('part/run.json'), 'x');
	await chmod(temporary.pathOf('part'), 0o755);
	await chmod(temporary.pathOf('part/before-resume'), 0);
	await asNobody(temporary.pathOf('.'), async () => {
		await expect(bytesOf(temporary.pathOf('part'))).resolves.toBeUndefined();
	});
});

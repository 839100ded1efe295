import {link, mkdir, writeFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {bytesOf} from '../../source/storage/run-size.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

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

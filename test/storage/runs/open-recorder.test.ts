import {
	mkdir,
	readdir,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {CheckpointError, ConfigError} from '../../../source/errors.js';
import {resumeRun} from '../../../source/storage/runs/open-recorder.js';
import {unlockRun} from '../../../source/storage/runs/run-lock.js';
import {openScriptedRun, scriptedConfig, untilStep} from '../../helpers/scripted-run.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let count = 0;
const newRunsFolder = () => temporary.pathOf(`runs-${++count}`);

/** A run that was left after some steps, and what is in its folder. */
async function leftRun(steps = 5) {
	const run = await openScriptedRun({}, {runsFolder: newRunsFolder()});
	await untilStep(run, steps);
	await run.events.return();
	const {folder} = run.recorder;
	return {folder, files: await filesOf(folder)};
}

async function filesOf(folder: string): Promise<Record<string, string>> {
	const names = await readdir(folder);
	return Object.fromEntries(await Promise.all(names.map(async name => [name, await readFile(join(folder, name), 'latin1')] as const)));
}

/** Whatever is written of a run that says of itself what cannot be said. */
const unspeakable = {
	toJSON(): never {
		throw new Error('out of luck');
	},
};

describe('a run that is taken up', () => {
	it('has done no more steps than it is to have, and else stays as it was, for others', async () => {
		const {folder, files} = await leftRun(5);
		await expect(resumeRun(folder, scriptedConfig(4))).rejects.toThrow(new ConfigError('Expected --steps to be at least 5, which the run has done, got 4.'));
		expect(await filesOf(folder)).toEqual(files);
		const {checkpoint, unlock} = await resumeRun(folder, scriptedConfig(5));
		expect(checkpoint?.progress.step).toBe(5);
		await unlock();
	});

	it('is none that is damaged, or no run, and is left without a lock', async () => {
		const {folder, files} = await leftRun();
		await writeFile(join(folder, 'checkpoint.safetensors'), 'damaged');
		await expect(resumeRun(folder, scriptedConfig(100))).rejects.toThrow(CheckpointError);
		expect(await filesOf(folder)).toEqual({...files, 'checkpoint.safetensors': 'damaged'});
		const noRun = temporary.pathOf('no run');
		await mkdir(noRun);
		await expect(resumeRun(noRun, scriptedConfig(100))).rejects.toThrow('to be a saved run, got a folder without run.json');
		expect(await readdir(noRun)).toEqual([]);
	});

	it('begins again where nothing of it was saved', async () => {
		const {folder} = await leftRun();
		await rm(join(folder, 'checkpoint.safetensors'));
		const {checkpoint, unlock} = await resumeRun(folder, scriptedConfig(2));
		expect(checkpoint).toBeUndefined();
		await unlock();
	});

	it('is what it was where it cannot be recorded any further', async () => {
		const {folder, files} = await leftRun();
		await expect(openScriptedRun({}, {runsFolder: newRunsFolder(), resumed: folder, changeInfo: info => ({...info, ...unspeakable})})).rejects.toThrow(new CheckpointError(`Expected to resume the run in ${folder}, got “out of luck”. Copy it to where it can be written.`));
		await unlockRun(folder);
		expect(await filesOf(folder)).toEqual(files);
	});
});

describe('a new run', () => {
	it('leaves nothing where it cannot be recorded, and says what to do', async () => {
		await temporary.write('no-folder', 'a file');
		await expect(openScriptedRun({}, {runsFolder: temporary.pathOf('no-folder')})).rejects.toThrow(/^Expected to save the run in .*, got “(?:file already exists|not a directory)”\. Choose another folder with --runs-dir, or add --no-save\.$/v);
		const runsFolder = newRunsFolder();
		await expect(openScriptedRun({}, {runsFolder, changeInfo: info => ({...info, ...unspeakable})})).rejects.toThrow('got “out of luck”');
		expect(await readdir(runsFolder)).toEqual([]);
	});
});

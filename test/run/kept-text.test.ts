import {
	readdir,
	readFile,
	rename,
	rm,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {
	describe,
	expect,
	it,
} from 'vitest';
import {microgpt} from '../../source/settings/presets.js';
import {type LocalRun, openRun} from '../../source/run/open-run.js';
import {readWholeRecord} from '../../source/history/whole-record.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {findRun} from '../../source/storage/runs/runs-folder.js';
import {createRunConfig, type RunConfig} from '../../source/settings/run-config.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const text = 'ana\r\nbob\ncarla\n';
let count = 0;

function configOf(steps: number): RunConfig {
	const config = createRunConfig(microgpt, {steps, samples: 0});
	return {...config, dataset: {...config.dataset, pipe: 'standard input'}};
}

async function open(config: RunConfig, runsFolder: string, options: {resumed?: string; text?: string}): Promise<LocalRun> {
	return openRun(config, '0', {
		text: options.text, saving: {
			runsFolder, saveEveryMs: 1e9, logEvery: undefined, resumed: options.resumed,
		},
	});
}

async function lossesOf({events}: LocalRun): Promise<number[]> {
	const losses: number[] = [];
	for await (const event of events) {
		if (event.type === 'step') {
			losses.push(event.loss);
		}
	}

	return losses;
}

/** A run of four steps on a text that nobody has any more. */
async function savedRun() {
	const runs = folder.pathOf(`runs-${++count}`);
	const run = await open(configOf(4), runs, {text});
	const losses = await lossesOf(run);
	return {runs, folder: run.saving!.folder, losses};
}

describe('a run on a text that cannot be read again', () => {
	it('keeps it in its folder, and goes on with it', async () => {
		const saved = await savedRun();
		expect(await readFile(join(saved.folder, 'data.txt'), 'utf8')).toBe(text);
		const {config} = await readRunInfo(saved.folder);
		const losses = await lossesOf(await open({...config, training: {...config.training, steps: 8}}, saved.runs, {resumed: saved.folder}));
		const whole = await lossesOf(await open(configOf(4), folder.pathOf(`runs-${++count}`), {text}));
		expect(saved.losses).toEqual(whole);
		expect(losses).toHaveLength(4);
		expect(await readdir(saved.folder)).toEqual(['checkpoint.safetensors', 'data.txt', 'events.jsonl', 'run.json']);
	});

	it('goes on wherever its folder is moved, and however often', async () => {
		const saved = await savedRun();
		for (const [steps, place] of [[6, 'moved'], [8, 'moved again']] as const) {
			const [name] = await readdir(saved.runs);
			await rename(join(saved.runs, name), join(saved.runs, place));
			const run = await findRun(saved.runs, place);
			expect(run.info.config.dataset).toMatchObject({path: join(saved.runs, place, 'data.txt'), pipe: 'standard input'});
			const {config} = run.info;
			expect(await lossesOf(await open({...config, training: {...config.training, steps}}, saved.runs, {resumed: run.folder}))).toHaveLength(2);
			const json = await readFile(join(run.folder, 'run.json'), 'utf8');
			expect(JSON.parse(json)).toMatchObject({config: {dataset: {path: 'data.txt'}}, dataset: {name: 'standard input'}});
		}
	});

	it('has its baselines counted when it is shown again', async () => {
		const saved = await savedRun();
		const run = await findRun(saved.runs, undefined);
		const events = await readWholeRecord(run);
		expect(events[1]).toMatchObject({type: 'baselines', uniform: Math.log(8)});
	});

	it('is begun anew from its copy, in a run with a copy of its own', async () => {
		const saved = await savedRun();
		const {config} = await readRunInfo(saved.folder);
		const again = await open(config, saved.runs, {});
		expect(await lossesOf(again)).toEqual(saved.losses);
		expect(again.saving!.folder).not.toBe(saved.folder);
		expect(await readFile(join(again.saving!.folder, 'data.txt'), 'utf8')).toBe(text);
		const {config: {dataset}} = await readRunInfo(again.saving!.folder);
		expect(dataset.path).toBe(join(again.saving!.folder, 'data.txt'));
	});

	it('is refused when its copy has been changed or is gone', async () => {
		const saved = await savedRun();
		const {config} = await readRunInfo(saved.folder);
		const path = join(saved.folder, 'data.txt');
		const resume = async () => open({...config, training: {...config.training, steps: 9}}, saved.runs, {resumed: saved.folder});
		await writeFile(path, `${text}dora\n`);
		await expect(resume()).rejects.toThrow(`Expected ${path} to be as it was when the run began, got another text.`);
		await rm(path);
		await expect(resume()).rejects.toThrow(`got ${path}, which does not exist`);
	});

	it('needs no folder where it is not saved', async () => {
		const run = await openRun(configOf(4), '0', {text});
		expect(await lossesOf(run)).toHaveLength(4);
		expect(run.start.dataset).toMatchObject({name: 'standard input', documentCount: 3});
	});
});

import {cp, readFile} from 'node:fs/promises';
import {
	beforeAll,
	describe,
	expect,
	it,
} from 'vitest';
import {chapter11, chapter7, microgpt} from '../../source/settings/presets.js';
import {type RunOptions} from '../../source/settings/run-config.js';
import {readRunInfo, writeRunInfo} from '../../source/storage/record/run-info.js';
import {listRuns, type SavedRun} from '../../source/storage/runs/runs-folder.js';
import {
	differenceOf,
	goOnHere,
	lossesIn,
	prepareIn,
	toldIn,
	trainIn,
	trainTogether,
} from '../helpers/cluster.js';
import {goldenChapter7} from '../helpers/golden-chapter7.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

type GoldenMicrogpt = {readonly losses: readonly string[]; readonly samples: readonly string[]};

const goldenMicrogpt = JSON.parse(await readFile(new URL('../golden/microgpt.json', import.meta.url), 'utf8')) as GoldenMicrogpt;

const infoOf = ({info: {createdAt, config, elapsedMs, ...info}}: SavedRun) => info;

/** Makes as many steps of a run the plan as `resume` does when it is killed before the first. */
async function planFor(run: string, steps: number) {
	const info = await readRunInfo(run);
	await writeRunInfo(run, {...info, config: {...info.config, training: {...info.config.training, steps}}});
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
	expect(a).toHaveLength(b.length);
	return Math.max(...a.map((value, index) => Math.abs(value - b[index])));
}

describe('a run that torchrun trains', () => {
	it('has the losses of Chapter 7', async () => {
		const run = await prepareIn(folder.pathOf('chapter7'), chapter7);
		expect(await trainIn(run)).toMatchObject({code: 0});
		const losses = lossesIn(await toldIn(run));
		expect(largestDifference(losses, goldenChapter7.losses)).toBeLessThan(1e-12);
	});

	it('has the losses and the samples of microgpt.py', async () => {
		const run = await prepareIn(folder.pathOf('microgpt'), microgpt);
		expect(await trainIn(run)).toMatchObject({code: 0});
		const events = await toldIn(run);
		expect(largestDifference(lossesIn(events), goldenMicrogpt.losses.map(Number))).toBeLessThan(1e-12);
		expect(events.flatMap(event => event.type === 'sample' ? [event.text] : [])).toEqual(goldenMicrogpt.samples);
	});

	it('draws the samples of .NET as the tensor engine does, and windows of a text, with dropout and all else', async () => {
		const options: RunOptions = {
			data: await folder.write('text.txt', 'To be, or not to be, that is the question: whether ’tis nobler… '.repeat(40)),
			documents: 'stream', validationShare: 0.1, evalEvery: 7, steps: 30, batchSize: 5, blockSize: 12, nLayer: 2, nHead: 2, nEmbd: 8, samples: 5,
			dropout: 0.2, positions: 'rotary', activation: 'squared-relu', gradClip: 0.5, weightDecay: 0.1, schedule: 'cosine', warmup: 5, patience: 3,
		};
		const run = await prepareIn(folder.pathOf('all'), chapter11, options);
		const ours = folder.pathOf('all-ours');
		await cp(run, ours, {recursive: true});
		expect(await trainIn(run, {flags: ['--nproc', '2']})).toMatchObject({code: 0});
		await goOnHere(ours);
		expect(differenceOf(await toldIn(run), await toldIn(ours))).toBeLessThan(1e-9);
	});

	describe('with evaluation', () => {
		const options: RunOptions = {
			steps: 100, batchSize: 6, validationShare: 0.1, evalEvery: 20, evalDocuments: 50,
		};
		let prepared: string;
		beforeAll(async () => {
			prepared = await prepareIn(folder.pathOf('one'), microgpt, options);
			for (const name of ['two', 'three', 'ours', 'crossing']) {
				await cp(prepared, folder.pathOf(name), {recursive: true});
			}

			expect(await trainIn(prepared)).toMatchObject({code: 0});
		});

		it('is one of ours, and tells what the tensor engine does', async () => {
			await goOnHere(folder.pathOf('ours'));
			const events = await toldIn(prepared);
			expect(events.filter(({type}) => type === 'eval')).toHaveLength(5);
			const ours = await toldIn(folder.pathOf('ours'));
			expect(differenceOf(events, ours)).toBeLessThan(1e-9);
			const runs = await listRuns(folder.pathOf('.'));
			const [one, other] = ['one', 'ours'].map(wanted => runs.find(run => run.name === wanted)!) as SavedRun[];
			expect(one).toMatchObject({state: 'completed', info: {step: 100}});
			expect(differenceOf(infoOf(one), infoOf(other))).toBeLessThan(1e-9);
		});

		it.each([['two', 2], ['three', 3]])('comes out the same in %s processes', async (name, count) => {
			const ends = await trainTogether(folder.pathOf(name), count);
			expect(ends.map(({code}) => code)).toEqual(Array.from({length: count}, () => 0));
			const [told, expected] = [await toldIn(folder.pathOf(name)), await toldIn(prepared)];
			expect(differenceOf(told, expected)).toBeLessThan(1e-9);
		});
	});

	it('crosses to the tensor engine and back', async () => {
		const options: RunOptions = {steps: 150, batchSize: 3, schedule: 'constant'};
		const whole = await prepareIn(folder.pathOf('whole'), microgpt, options);
		const parts = await prepareIn(folder.pathOf('parts'), microgpt, {...options, steps: 50});
		expect(await trainIn(whole)).toMatchObject({code: 0});
		expect(await trainIn(parts)).toMatchObject({code: 0});
		await goOnHere(parts, 100);
		// With more steps, as somebody would who asks for them here and then has them made there.
		await planFor(parts, 150);
		await trainTogether(parts, 2);
		const [a, b] = [await toldIn(whole), await toldIn(parts)];
		expect(largestDifference(lossesIn(b), lossesIn(a))).toBeLessThan(1e-9);
		expect(b.filter(({type}) => type === 'control')).toMatchObject([{step: 51, steps: 100}, {step: 101, steps: 150}]);
		expect(b.filter(event => event.type === 'sample' && event.step === 150)).toEqual(a.filter(({type}) => type === 'sample'));
		expect(b.filter(({type}) => type === 'finish')).toHaveLength(1);
	});
});

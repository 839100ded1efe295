import {describe, expect, it} from 'vitest';
import {openRun, type LocalRun} from '../../source/run/open-run.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig, type RunConfig} from '../../source/settings/run-config.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {timeless} from '../helpers/saved-run.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
/** At this rate the loss goes up and down. */
const config = createRunConfig(chapter7, {
	steps: 2000, learningRate: 0.2, schedule: 'constant', validationShare: 0.1, evalEvery: 20, evalDocuments: 20, patience: 4, samples: 2,
});

async function open(of: RunConfig, resumed?: string): Promise<LocalRun> {
	return openRun(of, '1.2.3', {
		saving: {
			runsFolder: folder.pathOf('runs'), saveEveryMs: 1e9, logEvery: undefined, resumed,
		},
	});
}

async function take({events}: LocalRun, count = Infinity): Promise<TrainingEvent[]> {
	const told: TrainingEvent[] = [];
	while (told.length < count) {
		const {value, done} = await events.next();
		if (done) {
			break;
		}

		if (!['start', 'checkpoint', 'activity'].includes(value.type)) {
			told.push(timeless(value));
		}
	}

	return told;
}

describe('patience', () => {
	it('ends a training when so many evaluations have brought nothing better, and lets it make up its documents', async () => {
		const run = await openRun(config, '1.2.3');
		const told = await take(run);
		const losses = told.flatMap(event => event.type === 'eval' ? [event.validationLoss] : []);
		// The fourth in a row that is no better than the best before it.
		const isStalledAfter = (count: number) => count > 4 && Math.min(...losses.slice(count - 4, count)) >= Math.min(...losses.slice(0, count - 4));
		const counts = losses.map((_, index) => index + 1);
		expect(counts.filter(count => isStalledAfter(count))).toEqual([losses.length]);
		expect(told.at(-1)).toMatchObject({type: 'finish', reason: 'stopped early', totals: {steps: losses.length * 20}});
		expect(losses.length * 20).toBeLessThan(2000);
		expect(told.filter(({type}) => type === 'sample').length).toBe(2);
		await run.close();
	});

	it('is the same wherever the run is left and resumed', async () => {
		const run = await openRun(config, '1.2.3');
		const whole = await take(run);
		await run.close();
		for (const count of [1, 90, 91, 92, Math.floor(whole.length / 2), whole.length - 4]) {
			const first = await open(config);
			const told = await take(first, count);
			await first.close();
			const again = await open(config, first.saving!.folder);
			told.push(...await take(again));
			expect(told).toEqual(whole);
			await again.close();
			const {status} = await readRunInfo(first.saving!.folder);
			expect(status).toBe('stopped early');
		}
	});

	it('goes on if more steps are asked for, and ends at once if not', async () => {
		const first = await open(config);
		const told = await take(first);
		const {totals} = told.at(-1) as TrainingEvent & {readonly type: 'finish'};
		await first.close();
		const same = await open(config, first.saving!.folder);
		expect(await take(same)).toMatchObject([{type: 'finish', reason: 'stopped early', totals: {steps: totals.steps}}]);
		await same.close();
		const more = await open({...config, training: {...config.training, steps: 3000}}, first.saving!.folder);
		const further = await take(more, 25);
		expect(further.filter(({type}) => type === 'step').length).toBeGreaterThan(20);
		await more.close();
	});

	it('is endless without being asked for', async () => {
		const run = await openRun({...config, training: {...config.training, patience: 0, steps: 400}}, '1.2.3');
		const told = await take(run);
		expect(told.at(-1)).toMatchObject({reason: 'completed', totals: {steps: 400}});
		await run.close();
	});
});

import {describe, expect, it} from 'vitest';
import {openRun} from '../../source/run/open-run.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {createRunConfig, type RunConfig} from '../../source/settings/run-config.js';
import {adamUpdateOf} from '../../source/training/adam-update.js';

const configs: ReadonlyArray<{readonly what: string; readonly config: RunConfig}> = [
	{
		what: 'chapter7 with batches, clipping and decay', config: createRunConfig(chapter7, {
			steps: 150, batchSize: 2, gradClip: 0.5, weightDecay: 0.1,
		}),
	},
	{what: 'microgpt', config: createRunConfig(microgpt, {steps: 60})},
	{what: 'the scalar engine', config: createRunConfig(chapter7, {steps: 40, engine: 'scalar'})},
	{what: 'momentum', config: createRunConfig(chapter7, {steps: 60, optimizer: 'momentum'})},
	{what: 'Adam without bias correction in single precision', config: createRunConfig(chapter7, {steps: 60, hasBiasCorrection: false, precision: 'f32'})},
];

describe.each(configs)('a parameter that is followed: $what', ({config}) => {
	it('is what it was in each step, and what that step says of it', async () => {
		const {steps} = config.training;
		const run = await openRun(config, '1.2.3', {historyBytes: 1e6});
		const index = 5;
		const noted: unknown[] = [];
		let step = 0;
		const reports = new Map<number, {readonly gradient: number; readonly mean: number; readonly root: number}>();
		while (step < steps - 5) {
			const {value} = await run.events.next();
			if (value?.type !== 'step') {
				continue;
			}

			step = value.step;
			const {moments: {first, second}, parameters: {data}} = run.engine;
			const {firstCorrection, secondCorrection, learningRate, epsilon} = adamUpdateOf(value, config.training);
			const root = Number.isFinite(secondCorrection) ? Math.sqrt(second[index] / secondCorrection) : undefined;
			noted.push({
				step, mean: first[index], meanSquare: second[index], weight: data[index], root, firstCorrection, secondCorrection: root === undefined ? undefined : secondCorrection,
				ownRate: root === undefined ? learningRate : learningRate / (root + epsilon),
			});
			const report = await run.ask(['reportLastStep']);
			const update = report!.strongest.find(({place}) => place.index === index);
			if (update) {
				reports.set(step, update);
			}
		}

		for (const [from, to] of [[1, 20], [step - 25, step], [3, 3], [1, step]] as const) {
			const followed = (await run.ask(['followParameter', index, from, to]))!;
			expect(followed.map(({gradient, ...rest}) => rest)).toEqual(noted.slice(from - 1, to));
			const told = followed.filter(({step: at}) => reports.has(at)).map(each => ({each, report: reports.get(each.step)!}));
			for (const {each: {gradient, root}, report} of told) {
				expect(gradient).toBeCloseTo(report.gradient, 12);
				expect(root ?? report.root).toBe(report.root);
			}
		}

		expect(reports.size).toBeGreaterThan(0);
		expect(await run.ask(['followParameter', index, 1, step + 1])).toBeUndefined();
		// The rest of the past is what it was.
		expect(await run.ask(['reportLastStep'], {step: 10})).toMatchObject({step: 10});
		await run.close();
	});
});

it('cannot be followed where no states are kept', async () => {
	const run = await openRun(createRunConfig(chapter7, {steps: 10}), '1.2.3', {historyBytes: 0});
	for (let count = 0; count < 8; count++) {
		await run.events.next();
	}

	expect(await run.ask(['followParameter', 1, 1, 5])).toBeUndefined();
	await run.close();
});

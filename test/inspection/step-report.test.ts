import {describe, expect, it} from 'vitest';
import {loadDataset} from '../../source/data/dataset.js';
import {type StepReport} from '../../source/inspection/step-report.js';
import {chapter7, microgpt, type Preset} from '../../source/settings/presets.js';
import {createRandom} from '../../source/random/create-random.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {openRun} from '../../source/run/open-run.js';
import {batchOf, documentsOf} from '../../source/training/batches.js';
import {recordRun, type RecordedStep} from '../helpers/recorded-run.js';

type Case = readonly [name: string, preset: Preset, options: RunOptions];

const cases: readonly Case[] = [
	['chapter7 by the tensor engine', chapter7, {steps: 60}],
	['chapter7 by the scalar engine', chapter7, {steps: 60, engine: 'scalar'}],
	['microgpt by the tensor engine', microgpt, {steps: 60}],
	['microgpt by the scalar engine', microgpt, {steps: 15, engine: 'scalar'}],
	['chapter7 with weight decay and clipping', chapter7, {steps: 60, weightDecay: 0.3, gradClip: 0.5}],
	['microgpt with weight decay, clipping, warm-up and batches', microgpt, {
		steps: 40, weightDecay: 0.1, gradClip: 1, warmup: 10, batchSize: 3,
	}],
	['chapter7 by the scalar engine, with all of that', chapter7, {
		steps: 30, engine: 'scalar', weightDecay: 0.2, gradClip: 0.7, batchSize: 4, schedule: 'cosine',
	}],
	['microgpt without bias correction', microgpt, {steps: 30, hasBiasCorrection: false}],
	['microgpt by RMSProp, with weight decay and clipping', microgpt, {
		steps: 30, optimizer: 'rmsprop', weightDecay: 0.1, gradClip: 1,
	}],
	['chapter7 by RMSProp on the scalar engine, without bias correction', chapter7, {
		steps: 30, optimizer: 'rmsprop', hasBiasCorrection: false, engine: 'scalar',
	}],
	['microgpt by momentum, with weight decay and clipping', microgpt, {
		steps: 30, optimizer: 'momentum', weightDecay: 0.1, gradClip: 1,
	}],
	['chapter7 by momentum, without bias correction', chapter7, {steps: 30, optimizer: 'momentum', hasBiasCorrection: false}],
	['microgpt by plain descent', microgpt, {steps: 30, optimizer: 'sgd'}],
	['chapter7 by plain descent on the scalar engine, with weight decay', chapter7, {
		steps: 30, optimizer: 'sgd', weightDecay: 0.1, engine: 'scalar',
	}],
];

/** The steps of a run that nobody looks at, each with the report on the same step in another run. */
async function reportAll(preset: Preset, options: RunOptions): Promise<Array<RecordedStep & {readonly report: StepReport}>> {
	const reports: StepReport[] = [];
	await recordRun(preset, options, async ({run}) => {
		reports.push((await run.ask(['reportLastStep']))!);
	});
	const steps = await recordRun(preset, options);
	return steps.map((step, index) => ({...step, report: reports[index]}));
}

const norm = (numbers: readonly number[]) => Math.sqrt(numbers.reduce((sum, number) => sum + (number ** 2), 0));

describe.each(cases)('the report on %s', (_, preset, options) => {
	const {training} = createRunConfig(preset, options);

	it('tells the losses of the step', async () => {
		for (const {event, report} of await reportAll(preset, options)) {
			expect(report).toMatchObject({
				step: event.step, learningRate: event.learningRate, documentCount: training.batchSize, lossBefore: event.loss,
			});
			const {positions, loss} = report.trace;
			const surprises = positions.map(({next}) => -Math.log(next.probability));
			expect(Math.abs(loss - (surprises.reduce((sum, surprise) => sum + surprise) / positions.length))).toBeLessThan(1e-14);
			if (training.batchSize !== 1) {
				continue;
			}

			expect(positions).toHaveLength(event.tokenCount);
			expect(Math.abs(loss - event.loss)).toBeLessThan(1e-12);
		}
	});

	it('tells the loss of the same documents after the step', async () => {
		const config = createRunConfig(preset, options);
		const {engine} = await openRun(config, '0.0.0');
		const {tokenizer, training: inOrder} = await loadDataset(config.dataset, createRandom(config.random, config.seed), {isLargeFileConfirmed: false});
		const source = {
			tokenizer, trainingDocuments: createRandom(config.random, config.seed).shuffle([...inOrder]), batchSize: training.batchSize, blockSize: engine.model.blockSize,
		};
		for (const {report, after} of await reportAll(preset, options)) {
			engine.setParameters(after);
			expect(report.lossAfter).toBe(engine.computeLoss(batchOf(report.step, source)));
			expect(report.trace.text).toBe(documentsOf(report.step, source)[0].slice(0, engine.model.blockSize));
		}
	});

	it('computes the update as by hand', async () => {
		const {optimizer, hasBiasCorrection, beta2, epsilon, weightDecay, gradClip} = training;
		const beta1 = ['adam', 'momentum'].includes(optimizer) ? training.beta1 : 0;
		const isDivided = ['adam', 'rmsprop'].includes(optimizer);
		const means: number[] = [];
		const squares: number[] = [];
		for (const {event: {step, learningRate}, report, gradients, before, after} of await reportAll(preset, options)) {
			const whole = norm(gradients);
			const scale = gradClip > 0 ? Math.min(1, gradClip / whole) : 1;
			const sizes = gradients.map(gradient => Math.abs(gradient)).toSorted((a, b) => b - a);
			expect(report.strongest.map(({place}) => Math.abs(gradients[place.index]))).toEqual(sizes.slice(0, report.strongest.length).map(size => expect.closeTo(size, 13) as number));
			for (const [index, gradient] of gradients.entries()) {
				means[index] = (beta1 * (means[index] ?? 0)) + ((1 - beta1) * gradient * scale);
				squares[index] = (beta2 * (squares[index] ?? 0)) + ((1 - beta2) * ((gradient * scale) ** 2));
			}

			for (const {place: {index}, ...update} of report.strongest) {
				const correctedMean = hasBiasCorrection ? means[index] / (1 - (beta1 ** step)) : means[index];
				const root = Math.sqrt(hasBiasCorrection ? squares[index] / (1 - (beta2 ** step)) : squares[index]);
				const gradient = gradients[index] * scale;
				const expected = {
					gradient,
					mean: means[index],
					meanSquare: squares[index],
					correctedMean,
					// Where nothing is divided by it, there is none.
					root: isDivided ? root : 0,
					change: -learningRate * ((isDivided ? correctedMean / (root + epsilon) : correctedMean) + (weightDecay * before[index])),
					plainChange: -learningRate * gradient,
				};
				for (const [name, value] of Object.entries(expected)) {
					expect(Math.abs(update[name as keyof typeof update] - value), `${name} of ${index} at step ${step}`).toBeLessThanOrEqual(1e-12 * Math.max(0.001, Math.abs(value)));
				}

				expect(Math.abs(update.change - (after[index] - before[index]))).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(before[index])));
			}
		}
	});

	it('measures every matrix', async () => {
		for (const {event, report, run, gradients, before, after} of await reportAll(preset, options)) {
			let offset = 0;
			const matrices = run.engine.parameters.matrices.map(({key, rows, columns}) => {
				const part = (numbers: readonly number[]) => numbers.slice(offset, offset + (rows * columns));
				const was = part(before);
				const matrix = {
					key, rows, columns,
					gradientNorm: expect.closeTo(norm(part(gradients)), 12) as number,
					updateRatio: expect.closeTo(norm(part(after).map((value, index) => value - was[index])) / norm(was), 12) as number,
				};
				offset += rows * columns;
				return matrix;
			});
			expect(report.matrices).toEqual(matrices);
			expect(norm(report.matrices.map(({gradientNorm}) => gradientNorm))).toBeCloseTo(event.gradientNorm, 12);
		}
	});
});

import {describe, expect, it} from 'vitest';
import {nudgeSizes, type Nudged, type NudgeRequest} from '../../source/inspection/nudge.js';
import {batchOf} from '../../source/training/batches.js';
import {type LocalRun, openRun} from '../../source/run/open-run.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';

type Changes = Parameters<typeof createRunConfig>[1];

async function openAfter(steps: number, changes: Changes = {}, preset: typeof microgpt = microgpt): Promise<LocalRun> {
	const run = await openRun(createRunConfig(preset, {steps: 20, ...changes}), 'test');
	for (let count = 0; count <= steps; count++) {
		await run.events.next();
	}

	return run;
}

async function nudge(run: LocalRun, request: NudgeRequest): Promise<Nudged> {
	const report = await run.ask(['nudge', request]);
	return report!.nudged!;
}

/** The document of a step, as the engine reads it. */
const tokensOf = async ({ask, tokenizer, engine}: LocalRun, step: number) => {
	const trainingDocuments = (await ask(['documentsOf', step]))!;
	return batchOf(1, {
		tokenizer, trainingDocuments, batchSize: 1, blockSize: engine.model.blockSize,
	})[0];
};

const models = [
	['chapter7', {}, chapter7],
	['microgpt', {}, microgpt],
	['two layers with rotary positions and squared ReLU', {
		nLayer: 2, positions: 'rotary', activation: 'squared-relu', dropout: 0.2,
	}, microgpt],
	['without norm and residual', {without: ['norm', 'residual']}, microgpt],
] as const;

describe.each(models)('a nudged number of %s', (_, changes, preset) => {
	it('changes the loss as the engine says, where it is a parameter, and as its gradient says while it is small', async () => {
		const run = await openAfter(5, {engine: 'scalar', ...changes as Changes}, preset);
		const {strongest} = (await run.ask(['reportLastStep']))!;
		const before = Float64Array.from(run.engine.parameters.data);
		const tokens = await tokensOf(run, 5);
		const some = strongest.slice(0, 60).filter((__, rank) => rank % 12 === 0);
		for (const {place: {index}, value} of some) {
			const {loss, value: told, gradient, ladder, stages, surprise, position} = await nudge(run, {kind: 'parameter', index, by: 0.01});
			expect(told).toBe(value);
			expect(ladder.map(({by}) => by)).toEqual(nudgeSizes);
			const [small, , hundredth] = ladder;
			expect(hundredth.change).toBe(loss.after - loss.before);
			expect(small.predicted).toBe(gradient * small.by);
			expect(Math.abs(small.change - small.predicted)).toBeLessThan((0.02 * Math.abs(small.predicted)) + 1e-9);
			expect(stages.some(({change}) => change > 0) || surprise.after !== surprise.before).toBe(true);
			expect(position).toBeLessThan(tokens.length - 1);
		}

		expect([...run.engine.parameters.data]).toEqual([...before]);
	});

	it('can be any activation on the way, and its gradient predicts the loss as well', async () => {
		const run = await openAfter(5, {engine: 'scalar', ...changes as Changes}, preset);
		const {activationCount} = await nudge(run, {kind: 'parameter', index: 0, by: 0.01});
		expect(activationCount).toBeGreaterThanOrEqual(preset === chapter7 ? 1 : 6);
		for (let index = 0; index < activationCount; index++) {
			const {ladder, activation, stages, gradient} = await nudge(run, {kind: 'activation', index, by: -0.01});
			const [small] = ladder;
			expect(Math.abs(small.change - small.predicted)).toBeLessThan((0.02 * Math.abs(small.predicted)) + 1e-9);
			expect(small.by).toBe(-0.0001);
			expect(gradient).not.toBe(0);
			// Nothing before it changes.
			const place = stages.findIndex(({change}) => change > 0);
			expect(stages[place === -1 ? stages.length - 1 : place].layer ?? 0).toBeGreaterThanOrEqual(activation?.layer ?? 0);
		}

		expect(await run.ask(['nudge', {kind: 'activation', index: activationCount, by: 0.01}])).toBeUndefined();
	});
});

it.each([['without dropout', {}], ['with dropout', {dropout: 0.3}], ['with dropout and rotary positions', {dropout: 0.3, positions: 'rotary', nLayer: 2}]] as const)('has the gradients of the step, which are those of its first document, %s', async (_, changes) => {
	for (const step of [3, 4]) {
		const run = await openAfter(step, {...changes, batchSize: 1});
		const {strongest} = (await run.ask(['reportLastStep']))!;
		for (const {place: {index}} of strongest.slice(0, 5)) {
			const {gradient, documentCount} = await nudge(run, {kind: 'parameter', index, by: 0.01});
			const check = await run.ask(['checkGradient', index]);
			const traced = await run.ask(['traceGradient', index]);
			expect(gradient).toBeCloseTo(check!.backward, 9);
			expect(gradient).toBeCloseTo(traced!.way!.gradient, 12);
			expect(documentCount).toBe(1);
		}
	}
});

it('has the gradients of the first document only, where the step has a batch', async () => {
	const run = await openAfter(3, {dropout: 0.3, batchSize: 4});
	const {strongest} = (await run.ask(['reportLastStep']))!;
	const {index} = strongest[0].place;
	const {gradient, documentCount} = await nudge(run, {kind: 'parameter', index, by: 0.01});
	expect(documentCount).toBe(4);
	expect(gradient).toBeCloseTo((await run.ask(['traceGradient', index]))!.way!.gradient, 12);
	expect(Math.abs(gradient - (await run.ask(['checkGradient', index]))!.backward)).toBeGreaterThan(1e-4);
});

it('comes by the stages of each layer in their order, each with its own number', async () => {
	const run = await openAfter(2, {nLayer: 2});
	const {stages} = await nudge(run, {kind: 'parameter', index: 0, by: 0.01});
	const ofLayer = ['norm', 'projections', 'attention', 'joined', 'afterAttention', 'norm', 'hidden', 'activated', 'mlp', 'afterMlp'];
	expect(stages.map(({kind, layer}) => [kind, layer])).toEqual([
		...['token', 'position', 'embedding', 'norm'].map(kind => [kind, undefined]),
		...ofLayer.map(kind => [kind, 0]),
		...ofLayer.map(kind => [kind, 1]),
	]);
});

it('has the losses of the engine with that parameter, before the step', async () => {
	const run = await openAfter(1, {engine: 'tensor', batchSize: 1});
	const fresh = await openAfter(0, {engine: 'tensor', batchSize: 1});
	const tokens = await tokensOf(run, 1);
	const {loss} = await nudge(run, {kind: 'parameter', index: 40, by: 0.5});
	const {data} = fresh.engine.parameters;
	// What the step took is given back on paper.
	expect(loss.before).toBeCloseTo(fresh.engine.computeLoss([tokens]), 10);
	fresh.engine.setParameters([...data].with(40, data[40] + 0.5));
	expect(loss.after).toBeCloseTo(fresh.engine.computeLoss([tokens]), 10);
});

it('is predicted by its gradient for small nudges, and not for large ones', async () => {
	const run = await openAfter(5);
	const {strongest} = (await run.ask(['reportLastStep']))!;
	const {index} = strongest[0].place;
	const {ladder} = await nudge(run, {kind: 'parameter', index, by: 0.01});
	const errors = ladder.map(({predicted, change}) => Math.abs((change / predicted) - 1));
	expect(errors[0]).toBeLessThan(0.001);
	expect(errors.at(-1)).toBeGreaterThan(0.1);
});

it('changes no bit of the run', async () => {
	const record = async (isNudged: boolean) => {
		const run = await openRun(createRunConfig(microgpt, {steps: 12, samples: 2, engine: 'tensor'}), 'test', {hasPreviews: true});
		const told: unknown[] = [];
		for await (const event of run.events) {
			told.push(event.type === 'step' ? [event.loss, event.gradientNorm] : (event.type === 'sample' ? event.text : event.type));
			if (!isNudged) {
				continue;
			}

			await run.ask(['nudge', {kind: 'parameter', index: 7, by: 10}]);
			await run.ask(['nudge', {kind: 'activation', index: 2, by: 10}]);
		}

		return {told, parameters: [...run.engine.parameters.data], moments: [...run.engine.moments.first]};
	};

	expect(await record(true)).toEqual(await record(false));
});

it('is not computed for models whose graph would be too large, nor before the first step', async () => {
	const run = await openAfter(1, {
		nEmbd: 128, nLayer: 4, nHead: 4, blockSize: 64, documents: 'stream',
	});
	expect(await run.ask(['nudge', {kind: 'parameter', index: 7, by: 1}])).toMatchObject({step: 1, nudged: undefined});
	const fresh = await openAfter(0);
	expect(await fresh.ask(['nudge', {kind: 'parameter', index: 7, by: 1}])).toBeUndefined();
});

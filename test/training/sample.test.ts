import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {type Engine} from '../../source/model/engine.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {type RandomSource} from '../../source/random/random-source.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {sampleDocument} from '../../source/training/sample.js';
import {type TrainingEvent} from '../../source/training/events.js';

const tokenizer = new CharTokenizer(['ab']);

/** An engine that gives the same logits at every position. */
function engineWith(logits: readonly number[], blockSize: number): Engine {
	return {
		model: {
			architecture: 'bigram', vocabSize: logits.length, nEmbd: 1, blockSize,
		},
		createDecoder: () => ({next: () => logits}),
	} as unknown as Engine;
}

/** Notes the weights and takes the largest. */
function greedy(seen: number[][]): RandomSource {
	return {
		shuffle: items => [...items],
		permutation: count => Uint32Array.from({length: count}, (_, place) => place),
		gauss: () => 0,
		choose(weights) {
			const list = Array.from(weights, Number);
			seen.push(list);
			return list.indexOf(Math.max(...list));
		},
	};
}

describe('sampling', () => {
	it('ends where the model ends the document', () => {
		expect(sampleDocument(engineWith([0, 1, 5], 8), tokenizer, {temperature: 1}, greedy([]))).toBe('');
	});

	it('ends where the block is full', () => {
		expect(sampleDocument(engineWith([0, 5, 1], 4), tokenizer, {temperature: 1}, greedy([]))).toBe('bbbb');
	});

	it('draws from the softmax at a temperature', () => {
		const seen: number[][] = [];
		sampleDocument(engineWith([1, 2, 3], 8), tokenizer, {temperature: 0.5}, greedy(seen));
		const exponentials = [2, 4, 6].map(logit => Math.exp(logit));
		const total = exponentials.reduce((sum, value) => sum + value);
		for (const [index, weight] of seen[0].entries()) {
			expect(weight).toBeCloseTo(exponentials[index] / total, 14);
		}
	});

	it('survives logits that are far apart', () => {
		expect(sampleDocument(engineWith([1000, -1000, 0], 3), tokenizer, {temperature: 0.01}, greedy([]))).toBe('aaa');
	});
});

async function eventsOf(preset: typeof chapter7, hasPreviews: boolean): Promise<TrainingEvent[]> {
	const run = await openRun(createRunConfig(preset, {steps: 40}), 'test', {hasPreviews});
	const events: TrainingEvent[] = [];
	for await (const event of run.events) {
		events.push(event);
	}

	return events;
}

it.each([chapter7, microgpt])('makes documents up on the way without changing the run of $name', async preset => {
	const plain = await eventsOf(preset, false);
	const watched = await eventsOf(preset, true);
	const essence = (events: TrainingEvent[]) => events.flatMap(event => {
		if (event.type === 'step') {
			return [[event.step, event.loss, event.gradientNorm]];
		}

		return event.type === 'sample' && event.ordinal !== undefined ? [[event.ordinal, event.text]] : [];
	});
	expect(essence(watched)).toEqual(essence(plain));
	expect(watched.filter(event => event.type === 'sample' && event.ordinal === undefined)).toHaveLength(40);
	expect(plain.filter(event => event.type === 'sample')).toHaveLength(preset.samples.count);
});

import {describe, expect, it} from 'vitest';
import {type ModelConfig} from '../../../source/model/model-config.js';
import {countParameters, createParameters} from '../../../source/model/parameters.js';
import {followGradient} from '../../../source/model/scalar/gradient-way.js';
import {type NodeKind} from '../../../source/model/scalar/node-kind.js';
import {ScalarEngine} from '../../../source/model/scalar/scalar-engine.js';
import {PythonRandom} from '../../../source/random/python-random.js';

const sizes = {vocabSize: 5, nEmbd: 4, blockSize: 4};
const gpt = {
	architecture: 'gpt', ...sizes, nLayer: 2, nHead: 2,
} as const;
const models: Readonly<Record<string, ModelConfig>> = {
	bigram: {architecture: 'bigram', ...sizes},
	gpt,
	'gpt with rotary positions, squared ReLU and dropout': {
		...gpt, positions: 'rotary', activation: 'squared-relu', dropout: 0.2,
	},
	'gpt without norm and residual': {...gpt, without: ['norm', 'residual']},
};
const tokens = [4, 0, 3, 1, 2, 4];
const masks = {seed: 3, step: 7};

function open(model: ModelConfig): ScalarEngine {
	const random = new PythonRandom(5);
	const parameters = createParameters(model);
	for (let index = 0; index < parameters.data.length; index++) {
		parameters.data[index] = random.gauss(0, 0.5);
	}

	return new ScalarEngine(model, parameters);
}

describe.each(Object.entries(models))('the way of a gradient in a %s', (_, model) => {
	const engine = open(model);
	const loss = engine.computeGradients([tokens], masks);
	const gradients = [...engine.gradients.data];
	const ways = gradients.map((__, index) => followGradient(model, engine.parameters.data, index, {tokens, masks}));

	it('has the gradient of the engine, to the last bit', () => {
		expect(ways.map(({gradient}) => gradient)).toEqual(gradients);
	});

	it('leads from the loss to the parameter, along nodes whose local derivatives multiply to its contribution', () => {
		expect(ways.some(({nodes}) => nodes.length > 0)).toBe(true);
		for (const [index, {nodes, contribution, wayCount, gradient}] of ways.entries()) {
			if (nodes.length === 0) {
				expect([wayCount, contribution, gradient]).toEqual([0, 0, 0]);
				continue;
			}

			expect(nodes[0]).toMatchObject({value: loss, gradient: 1, local: undefined});
			expect(nodes.at(-1)).toMatchObject({kind: 'parameter', value: engine.parameters.data[index], gradient});
			expect(nodes.slice(0, -1).every(({kind}) => kind !== 'parameter')).toBe(true);
			expect(contribution).toBe(nodes.reduce((product, {local = 1}) => product * local, 1));
			if (wayCount === 1) {
				expect(Math.abs(contribution - gradient)).toBeLessThanOrEqual(1e-12 * Math.abs(gradient));
			}
		}
	});

	it('passes on the whole gradient of a node to one that no other uses', () => {
		for (const {nodes} of ways) {
			for (const [place, {local, gradient, userCount}] of nodes.entries()) {
				if (userCount === 1) {
					expect(gradient).toBe(0 + (nodes[place - 1].gradient * local!));
				}
			}
		}
	});

	it('has local derivatives that are those of what the nodes say they are', () => {
		for (const {nodes} of ways) {
			for (const [place, {value, local}] of nodes.slice(1).entries()) {
				const above = nodes[place];
				const slopes: Partial<Record<NodeKind, number>> = {
					sum: 1, shift: 1, exp: above.value, ln: 1 / value, inverse: -above.value / value, inverseRoot: -0.5 * above.value / value, square: 2 * value, relu: value > 0 ? 1 : 0,
				};
				expect(local).toBe(slopes[above.kind] ?? local);
			}
		}
	});
});

it('counts an input twice that is multiplied by itself, as under the root of a norm', () => {
	const model: ModelConfig = {...gpt, without: ['residual']};
	const {parameters} = open(model);
	const steps = [...parameters.data.keys()].flatMap(index => {
		const {nodes} = followGradient(model, parameters.data, index, {tokens, masks});
		return nodes.flatMap(({value, local}, place) => place > 3 && nodes[place - 4].kind === 'inverseRoot' && nodes[place - 1].kind === 'dot' ? [{value, local}] : []);
	});
	expect(steps.length).toBeGreaterThan(0);
	for (const {value, local} of steps) {
		expect(local).toBe(2 * value);
	}
});

it('agrees with finite differences', () => {
	const engine = open(gpt);
	const {data} = engine.parameters;
	const parameters = [...data];
	const h = 1e-5;
	for (let index = 0; index < countParameters(gpt); index += 7) {
		const lossAt = (distance: number) => {
			engine.setParameters(parameters.with(index, parameters[index] + distance));
			return engine.computeLoss([tokens]);
		};

		const {gradient} = followGradient(gpt, Float64Array.from(parameters), index, {tokens, masks});
		expect(gradient).toBeCloseTo((lossAt(h) - lossAt(-h)) / (2 * h), 7);
	}
});

it('names the stations of the loss of a neural bigram', () => {
	const {bigram} = models;
	const engine = open(bigram);
	// The embedding of the first token, which leads on through a logit of the first position alone.
	const {nodes} = followGradient(bigram, engine.parameters.data, 4 * sizes.nEmbd, {tokens: [4, 0], masks});
	const kinds = nodes.map(({kind}) => kind);
	expect(kinds.slice(0, 4)).toEqual(['scale', 'scale', 'ln', 'quotient']);
	expect(kinds.slice(-5)).toEqual(['exp', 'shift', 'dot', 'sum', 'parameter']);
	expect(nodes.at(-3)!.name).toMatchObject({part: 'matrix', key: 'lm_head', position: 0});
	expect(nodes.at(-2)!.name).toEqual({part: 'x', column: 0, position: 0});
});

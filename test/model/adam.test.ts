import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type AdamUpdate, updateWithAdam} from '../../source/model/adam.js';
import {adamUpdateAt} from '../helpers/adam-update.js';

/** Adam with moments of its own. */
class Adam {
	readonly firstMoment: Float64Array;
	readonly secondMoment: Float64Array;

	constructor(parameterCount: number) {
		this.firstMoment = new Float64Array(parameterCount);
		this.secondMoment = new Float64Array(parameterCount);
	}

	update(parameters: Float64Array, gradients: Float64Array, learningRate: number, step: number) {
		this.updateWith(parameters, gradients, {...adamUpdateAt(step), learningRate});
	}

	updateWith(parameters: Float64Array, gradients: Float64Array, update: AdamUpdate) {
		updateWithAdam(parameters, gradients, {first: this.firstMoment, second: this.secondMoment}, update);
	}
}
const gradient = fc.double({min: -3, max: 3, noNaN: true}).filter(value => value === 0 || Math.abs(value) > 1e-3);
const gradients = fc.array(fc.tuple(gradient, gradient), {minLength: 1, maxLength: 40, size: 'max'});

/** A running mean of step t written out: every value so far with the weight that is left of it. */
function runningMean(values: readonly number[], beta: number): number {
	const weights = values.map((_, index) => (1 - beta) * (beta ** (values.length - 1 - index)));
	const sum = values.reduce((total, value, index) => total + (weights[index] * value), 0);
	return sum / weights.reduce((total, weight) => total + weight);
}

describe('Adam', () => {
	it('takes its first steps as by hand', () => {
		const adam = new Adam(1);
		const parameters = Float64Array.of(1);
		adam.update(parameters, Float64Array.of(4), 0.01, 1);
		// The corrected means of a single gradient are the gradient and its square.
		expect(parameters[0]).toBeCloseTo(1 - (0.01 * 4 / (4 + 1e-8)), 15);
		expect(adam.firstMoment[0]).toBeCloseTo(0.6, 15);
		expect(adam.secondMoment[0]).toBeCloseTo(0.16, 15);

		const before = parameters[0];
		adam.update(parameters, Float64Array.of(-2), 0.005, 2);
		// 0.85 · 0.6 − 0.15 · 2 and 0.99 · 0.16 + 0.01 · 4, over 1 − 0.85² and 1 − 0.99².
		expect(adam.firstMoment[0]).toBeCloseTo(0.21, 15);
		expect(adam.secondMoment[0]).toBeCloseTo(0.1984, 15);
		expect(parameters[0]).toBeCloseTo(before - (0.005 * (0.21 / 0.2775) / (Math.sqrt(0.1984 / 0.0199) + 1e-8)), 15);
	});

	it('moves each parameter by the means of all its gradients so far', () => {
		fc.assert(fc.property(gradients, rows => {
			const adam = new Adam(2);
			const parameters = Float64Array.of(0.5, -0.5);
			for (const [index, row] of rows.entries()) {
				const before = [...parameters];
				const learningRate = 0.01 / (index + 1);
				adam.update(parameters, Float64Array.from(row), learningRate, index + 1);
				for (const place of [0, 1]) {
					const seen = rows.slice(0, index + 1).map(pair => pair[place]);
					const mean = runningMean(seen, 0.85);
					const spread = Math.sqrt(runningMean(seen.map(value => value ** 2), 0.99));
					expect(parameters[place]).toBeCloseTo(before[place] - (learningRate * mean / (spread + 1e-8)), 12);
				}
			}
		}));
	});

	it('lets a parameter without a gradient rest', () => {
		const parameters = Float64Array.of(1, 1);
		new Adam(2).update(parameters, Float64Array.of(0, 1), 0.01, 1);
		expect(parameters[0]).toBe(1);
		expect(parameters[1]).toBeLessThan(1);
	});

	it('leaves the gradients as they are', () => {
		const given = Float64Array.of(0.3, -4);
		new Adam(2).update(Float64Array.of(1, 1), given, 0.01, 1);
		expect([...given]).toEqual([0.3, -4]);
	});

	it('scales the gradients before anything else', () => {
		const [scaled, smaller] = [Float64Array.of(1, -2), Float64Array.of(1, -2)];
		new Adam(2).updateWith(scaled, Float64Array.of(3, 8), {...adamUpdateAt(1), gradientScale: 0.25});
		new Adam(2).update(smaller, Float64Array.of(0.75, 2), 0.01, 1);
		expect([...scaled]).toEqual([...smaller]);
	});

	it('takes a share of the parameter itself away for weight decay', () => {
		const parameters = Float64Array.of(2, -4);
		new Adam(2).updateWith(parameters, Float64Array.of(0, 0), {...adamUpdateAt(1), learningRate: 0.1, weightDecay: 0.5});
		expect(parameters[0]).toBeCloseTo(1.9, 15);
		expect(parameters[1]).toBeCloseTo(-3.8, 15);
	});
});

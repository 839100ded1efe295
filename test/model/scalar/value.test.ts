import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {Value} from '../../../source/model/scalar/value.js';
import {finiteDifferences} from '../../helpers/finite-differences.js';

/** Numbers whose logarithm, powers and quotients are smooth and of a moderate size. */
const positive = fc.double({min: 0.2, max: 3, noNaN: true});
const signed = fc.tuple(positive, fc.boolean()).map(([size, isNegative]) => isNegative ? -size : size);

type Operation = readonly [
	name: string,
	operand: fc.Arbitrary<number>,
	build: (a: Value, b: Value) => Value,
	compute: (a: number, b: number) => number,
];

const operations: readonly Operation[] = [
	['a + b', signed, (a, b) => a.add(b), (a, b) => a + b],
	['a + number', signed, a => a.add(-1.25), a => a - 1.25],
	['a · b', signed, (a, b) => a.multiply(b), (a, b) => a * b],
	['a · number', signed, a => a.multiply(-0.75), a => a * -0.75],
	['a cubed', signed, a => a.power(3), a => a ** 3],
	['a to a negative power', positive, a => a.power(-0.5), a => a ** -0.5],
	['log a', positive, a => a.log(), a => Math.log(a)],
	['exp a', signed, a => a.exp(), a => Math.exp(a)],
	['relu a', signed, a => a.relu(), a => Math.max(0, a)],
	['−a', signed, a => a.negate(), a => -a],
	['a − b', signed, (a, b) => a.subtract(b), (a, b) => a - b],
	['a − number', signed, a => a.subtract(0.5), a => a - 0.5],
	['a / b', signed, (a, b) => a.divide(b), (a, b) => a / b],
	['a / number', signed, a => a.divide(-3), a => a / -3],
	['a used twice', signed, a => a.multiply(a).add(a), a => (a * a) + a],
	['a dot product', signed, (a, b) => Value.dot([a, b, a], [b, b, a]), (a, b) => (a * b) + (b * b) + (a * a)],
	['all together', positive, (a, b) => a.log().multiply(b.negate().exp()).add(a.divide(b)), (a, b) => (Math.log(a) * Math.exp(-b)) + (a / b)],
];

describe('Value', () => {
	it.each(operations)('has the value and the gradients of %s', (_, operand, build, compute) => {
		fc.assert(fc.property(operand, operand, (left, right) => {
			const [a, b] = [new Value(left), new Value(right)];
			const result = build(a, b);
			result.backward();
			expect(result.data).toBeCloseTo(compute(left, right), 12);
			const expected = finiteDifferences(([x, y]) => compute(x, y), [left, right]);
			for (const [index, {gradient}] of [a, b].entries()) {
				const tolerance = 1e-6 * Math.max(1, Math.abs(gradient));
				const difference = Math.abs(gradient - expected[index]);
				expect(difference).toBeLessThanOrEqual(tolerance);
			}
		}));
	});

	it('multiplies long vectors', () => {
		const anyPair = fc.tuple(signed, signed);
		fc.assert(fc.property(fc.array(anyPair, {maxLength: 40, size: 'max'}), pairs => {
			const a = pairs.map(([left]) => new Value(left));
			const b = pairs.map(([, right]) => new Value(right));
			const product = Value.dot(a, b);
			product.backward();
			expect(product.data).toBe(pairs.reduce((sum, [left, right]) => sum + (left * right), 0));
			expect(a.map(({gradient}) => gradient)).toEqual(pairs.map(([, right]) => right));
			expect(b.map(({gradient}) => gradient)).toEqual(pairs.map(([left]) => left));
		}));
	});

	it('adds up the gradients of a leaf over several graphs', () => {
		const leaf = new Value(3);
		leaf.multiply(2).backward();
		leaf.power(2).backward();
		expect(leaf.gradient).toBe(2 + 6);
	});

	it('gives itself a gradient of one', () => {
		const leaf = new Value(3);
		leaf.backward();
		expect(leaf.gradient).toBe(1);
	});

	it('goes back through a hundred thousand nodes in a row', () => {
		const leaf = new Value(1);
		let node = leaf;
		for (let depth = 0; depth < 50_000; depth++) {
			node = node.add(leaf).multiply(0.5);
		}

		node.backward();
		// Each link keeps half of what came before and adds half a leaf.
		expect(leaf.gradient).toBeCloseTo(1, 12);
	});

	it('passes over nodes without a gradient, however steep they are', () => {
		const leaf = new Value(0);
		// The logarithm is infinitely steep at 0: zero times its slope would not be a number.
		const steep = leaf.log();
		const smooth = leaf.add(1);
		steep.relu().add(smooth).backward();
		expect(steep.localGradients).toEqual([Infinity]);
		expect(leaf.gradient).toBe(1);
	});
});

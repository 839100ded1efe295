import {describe, expect, it} from 'vitest';
import {type KernelKind} from '../../../source/model/tensor/load-kernels.js';
import {type Kernels} from '../../../source/model/tensor/kernels.js';
import {finiteDifferences} from '../../helpers/finite-differences.js';
import {KernelMemory, type Region} from '../../helpers/kernel-memory.js';

const kinds: readonly KernelKind[] = ['simd', 'plain'];
const tolerance = 1e-8;

/** A kernel forward and backward. Its gradients are checked for a weighted sum of what it gives. */
type Pair = {
	readonly inputs: readonly Region[];
	readonly output: Region;
	readonly outputGradient: Region;
	/** One for each input. */
	readonly gradients: readonly Region[];
	readonly forward: (kernels: Kernels) => void;
	readonly backward: (kernels: Kernels) => void;
};

const [rows, columns] = [7, 5];

/** Rows of two documents. */
const starts = [0, 0, 0, 0, 4, 4, 4];

const pairs: Readonly<Record<string, (memory: KernelMemory) => Pair>> = {
	relu(memory) {
		const [x, y, dx, dy] = Array.from({length: 4}, () => memory.matrix(rows, columns));
		return {
			inputs: [x],
			output: y,
			outputGradient: dy,
			gradients: [dx],
			forward({relu}) {
				relu(y.pointer, x.pointer, rows * x.stride);
			},
			backward({reluBackward}) {
				reluBackward(dx.pointer, dy.pointer, y.pointer, rows * x.stride);
			},
		};
	},

	squaredRelu(memory) {
		const [x, y, dx, dy] = Array.from({length: 4}, () => memory.matrix(rows, columns));
		return {
			inputs: [x],
			output: y,
			outputGradient: dy,
			gradients: [dx],
			forward({squaredRelu}) {
				squaredRelu(y.pointer, x.pointer, rows * x.stride);
			},
			backward({squaredReluBackward}) {
				squaredReluBackward(dx.pointer, dy.pointer, x.pointer, rows * x.stride);
			},
		};
	},

	embed(memory) {
		const [table, dTable] = [memory.matrix(3, columns, columns), memory.matrix(3, columns, columns)];
		const [y, dy] = [memory.matrix(rows, columns), memory.matrix(rows, columns)];
		const indexes = memory.indexes([2, 0, 2, 2, 1, 0, 2]);
		return {
			inputs: [table],
			output: y,
			outputGradient: dy,
			gradients: [dTable],
			forward({embed}) {
				embed(y.pointer, y.stride, table.pointer, columns, indexes, rows);
			},
			backward({embedBackward}) {
				embedBackward(dTable.pointer, 3, columns, dy.pointer, dy.stride, indexes, rows, 0);
			},
		};
	},

	multiply(memory) {
		const outputs = 3;
		const [x, dx] = [memory.matrix(rows, columns), memory.matrix(rows, columns)];
		const [weight, dWeight] = [memory.matrix(outputs, columns, columns), memory.matrix(outputs, columns, columns)];
		const transposed = memory.matrix(columns, outputs);
		const [y, dy] = [memory.matrix(rows, outputs), memory.matrix(rows, outputs)];
		return {
			inputs: [x, weight],
			output: y,
			outputGradient: dy,
			gradients: [dx, dWeight],
			forward({transpose, multiply}) {
				transpose(transposed.pointer, transposed.stride, weight.pointer, outputs, columns);
				multiply(y.pointer, y.stride, x.pointer, x.stride, 1, transposed.pointer, transposed.stride, rows, columns, outputs, 0);
			},
			backward({multiply}) {
				multiply(dx.pointer, dx.stride, dy.pointer, dy.stride, 1, weight.pointer, columns, rows, outputs, columns, 0);
				multiply(dWeight.pointer, columns, dy.pointer, 1, dy.stride, x.pointer, x.stride, outputs, rows, columns, 0);
			},
		};
	},

	rmsNorm(memory) {
		const [x, y, dx, dy] = Array.from({length: 4}, () => memory.matrix(rows, columns));
		const scales = memory.matrix(1, rows);
		return {
			inputs: [x],
			output: y,
			outputGradient: dy,
			gradients: [dx],
			forward({rmsNorm}) {
				rmsNorm(y.pointer, scales.pointer, x.pointer, x.stride, rows, columns, 1e-5);
			},
			backward({rmsNormBackward}) {
				rmsNormBackward(dx.pointer, dy.pointer, y.pointer, scales.pointer, x.stride, rows, columns, 0);
			},
		};
	},

	attend(memory) {
		const [nHead, headSize] = [3, 5];
		const width = nHead * headSize;
		const [x, dx] = [memory.matrix(rows, 3 * width), memory.matrix(rows, 3 * width)];
		const [y, dy] = [memory.matrix(rows, width), memory.matrix(rows, width)];
		const [weights, scratch] = [memory.matrix(rows, rows * 4), memory.matrix(1, rows * 4)];
		const startsAt = memory.indexes(starts);
		return {
			inputs: [x],
			output: y,
			outputGradient: dy,
			gradients: [dx],
			forward({attend}) {
				attend(y.pointer, y.stride, weights.pointer, weights.stride, x.pointer, x.stride, startsAt, 0, rows, nHead, headSize);
			},
			backward({attendBackward}) {
				attendBackward(dx.pointer, dy.pointer, dy.stride, weights.pointer, weights.stride, scratch.pointer, x.pointer, x.stride, startsAt, 0, rows, nHead, headSize);
			},
		};
	},
};

function expectClose(actual: readonly number[], expected: readonly number[]) {
	expect(Math.max(...expected.map((value, index) => Math.abs(actual[index] - value)))).toBeLessThanOrEqual(tolerance);
}

describe.each(kinds)('the gradients of the %s kernels are those of finite differences', kind => {
	it.each(Object.entries(pairs))('%s', async (_, plan) => {
		const memory = await KernelMemory.open('f64', kind);
		memory.reset(1);
		const {inputs, output, outputGradient, gradients, forward, backward} = plan(memory);
		const shares = memory.read(outputGradient);
		const points = inputs.map(input => memory.read(input));
		forward(memory.kernels);
		backward(memory.kernels);
		const computed = gradients.map(gradient => memory.read(gradient));
		for (const [index, input] of inputs.entries()) {
			expectClose(computed[index], finiteDifferences(point => {
				memory.write(input, point);
				forward(memory.kernels);
				return memory.read(output).reduce((sum, value, place) => sum + (value * shares[place]), 0);
			}, points[index]));
			memory.write(input, points[index]);
		}
	});

	it('crossEntropy', async () => {
		const memory = await KernelMemory.open('f64', kind);
		memory.reset(1);
		const [logits, gradients, firstParts, totals] = [memory.matrix(rows, columns), memory.matrix(rows, columns), memory.matrix(1, rows), memory.matrix(1, rows)];
		const targets = memory.indexes([0, 4, 2, 2, 1, 3, 4]);
		const loss = () => {
			memory.kernels.crossEntropy(gradients.pointer, firstParts.pointer, totals.pointer, logits.pointer, logits.stride, targets, rows, columns, rows);
			const first = memory.read(firstParts);
			return memory.read(totals).reduce((sum, total, row) => sum + first[row] + Math.log(total), 0) / rows;
		};

		const point = memory.read(logits);
		loss();
		const computed = memory.read(gradients);
		expectClose(computed, finiteDifferences(changed => {
			memory.write(logits, changed);
			return loss();
		}, point));
	});
});

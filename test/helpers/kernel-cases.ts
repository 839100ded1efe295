import {attentionScratchRows} from '../../source/model/tensor/kernels.js';
import {type KernelMemory, type Region} from './kernel-memory.js';

/** Sizes for a kernel, from which each takes what it needs. */
export type KernelSizes = {
	readonly rows: number;
	readonly inner: number;
	readonly columns: number;
	readonly nHead: number;
	readonly headSize: number;
	readonly accumulate: 0 | 1;
	/** For each row any number, to make indexes of. */
	readonly places: readonly number[];
};

/** Each part of the work of a kernel may need some room of its own. */
export const mostParts = 5;

/** What a call gave: what the kernel returned, and what it wrote. */
export type KernelCall = {readonly returned?: number | undefined; readonly outputs: readonly Region[]};

/** One call of each kernel, on a memory that has just been reset. */
export const kernelCases: Readonly<Record<string, (memory: KernelMemory, sizes: KernelSizes) => KernelCall>> = {
	copy(memory, {rows, columns}) {
		const [out, x] = [memory.matrix(rows, columns), memory.matrix(rows, columns)];
		memory.kernels.copy(out.pointer, x.pointer, rows * out.stride);
		return {outputs: [out]};
	},

	add(memory, {rows, columns}) {
		const [out, a, b] = [memory.matrix(rows, columns), memory.matrix(rows, columns), memory.matrix(rows, columns)];
		memory.kernels.add(out.pointer, a.pointer, b.pointer, rows * out.stride);
		return {outputs: [out]};
	},

	clear(memory, {rows, inner, columns}) {
		const out = memory.matrix(rows, inner + columns);
		memory.kernels.clear(out.pointer, out.stride, rows, columns);
		return {outputs: [out]};
	},

	relu(memory, {rows, columns}) {
		const [out, x] = [memory.matrix(rows, columns), memory.matrix(rows, columns)];
		memory.kernels.relu(out.pointer, x.pointer, rows * out.stride);
		return {outputs: [out]};
	},

	reluBackward(memory, {rows, columns}) {
		const [xGradient, yGradient, y] = [memory.matrix(rows, columns), memory.matrix(rows, columns), memory.matrix(rows, columns)];
		memory.kernels.reluBackward(xGradient.pointer, yGradient.pointer, y.pointer, rows * y.stride);
		return {outputs: [xGradient]};
	},

	squaredRelu(memory, {rows, columns}) {
		const [out, x] = [memory.matrix(rows, columns), memory.matrix(rows, columns)];
		memory.kernels.squaredRelu(out.pointer, x.pointer, rows * out.stride);
		return {outputs: [out]};
	},

	squaredReluBackward(memory, {rows, columns}) {
		const [xGradient, yGradient, x] = [memory.matrix(rows, columns), memory.matrix(rows, columns), memory.matrix(rows, columns)];
		memory.kernels.squaredReluBackward(xGradient.pointer, yGradient.pointer, x.pointer, rows * x.stride);
		return {outputs: [xGradient]};
	},

	rotateSlices(memory, {rows, inner, columns, nHead, headSize, places, accumulate}) {
		const width = 2 * headSize;
		const [out, x] = [memory.matrix(rows, (nHead * width) + columns), memory.matrix(rows, (nHead * width) + columns)];
		const turns = memory.matrix(inner, width, width);
		const positions = memory.indexes(places.slice(0, rows).map(place => place % inner));
		memory.kernels.rotateSlices(out.pointer, x.pointer, x.stride, rows, positions, turns.pointer, nHead, width, columns, accumulate === 0 ? 1 : -1);
		return {outputs: [out]};
	},

	dropout(memory, {rows, columns, places}) {
		const [out, x] = [memory.matrix(rows, columns), memory.matrix(rows, columns)];
		memory.kernels.dropout(out.pointer, x.pointer, x.stride, rows, columns, places[0] % (2 ** 31), 2 ** 31, 2);
		return {outputs: [out]};
	},

	squaredNorm(memory, {rows, columns}) {
		const x = memory.matrix(rows, columns, columns);
		return {returned: memory.kernels.squaredNorm(x.pointer, rows * columns), outputs: [x]};
	},

	transpose(memory, {rows, columns}) {
		const [x, out] = [memory.matrix(rows, columns, columns), memory.matrix(columns, rows)];
		memory.kernels.transpose(out.pointer, out.stride, x.pointer, rows, columns);
		return {outputs: [out]};
	},

	embed(memory, {rows, inner, columns, places}) {
		const [table, out] = [memory.matrix(inner, columns, columns), memory.matrix(rows, columns)];
		const indexes = memory.indexes(places.slice(0, rows).map(place => place % inner));
		memory.kernels.embed(out.pointer, out.stride, table.pointer, columns, indexes, rows);
		return {outputs: [out]};
	},

	embedBackward(memory, {rows, inner, columns, places, accumulate}) {
		const [table, out] = [memory.matrix(inner, columns, columns), memory.matrix(rows, columns)];
		const indexes = memory.indexes(places.slice(0, rows).map(place => place % inner));
		memory.kernels.embedBackward(table.pointer, inner, columns, out.pointer, out.stride, indexes, rows, accumulate);
		return {outputs: [table]};
	},

	multiply(memory, {rows, inner, columns, accumulate}) {
		const [out, a, b] = [memory.matrix(rows, columns), memory.matrix(rows, inner), memory.matrix(inner, columns)];
		memory.kernels.multiply(out.pointer, out.stride, a.pointer, a.stride, 1, b.pointer, b.stride, rows, inner, columns, accumulate);
		return {outputs: [out]};
	},

	/** As for the gradient of a weight: the left matrix is read transposed, the rows of the result lie close together. */
	multiplyTransposed(memory, {rows, inner, columns, accumulate}) {
		const [out, a, b] = [memory.matrix(rows, columns, columns), memory.matrix(inner, rows), memory.matrix(inner, columns)];
		memory.kernels.multiply(out.pointer, out.stride, a.pointer, 1, a.stride, b.pointer, b.stride, rows, inner, columns, accumulate);
		return {outputs: [out]};
	},

	rmsNorm(memory, {rows, columns}) {
		const [y, x, scales] = [memory.matrix(rows, columns), memory.matrix(rows, columns), memory.matrix(1, rows)];
		memory.kernels.rmsNorm(y.pointer, scales.pointer, x.pointer, x.stride, rows, columns, 1e-5);
		return {outputs: [y, scales]};
	},

	rmsNormBackward(memory, {rows, columns, accumulate}) {
		const [xGradient, yGradient, y, scales] = [memory.matrix(rows, columns), memory.matrix(rows, columns), memory.matrix(rows, columns), memory.matrix(1, rows)];
		memory.kernels.rmsNormBackward(xGradient.pointer, yGradient.pointer, y.pointer, scales.pointer, y.stride, rows, columns, accumulate);
		return {outputs: [xGradient]};
	},

	attend(memory, sizes) {
		const {out} = attend(memory, sizes);
		return {outputs: [out]};
	},

	attendBackward(memory, sizes) {
		const {out, weights, queriesKeysValues: {pointer, stride, columns}, starts} = attend(memory, sizes);
		const {rows, nHead, headSize} = sizes;
		const [gradients, scratch] = [memory.matrix(rows, columns), memory.matrix(mostParts * attentionScratchRows, weights.stride)];
		memory.kernels.attendBackward(gradients.pointer, out.pointer, out.stride, weights.pointer, weights.stride, scratch.pointer, pointer, stride, starts, 0, rows, nHead, headSize);
		return {outputs: [gradients]};
	},

	crossEntropy(memory, {rows, columns, places}) {
		const [gradients, logits, firstParts, totals] = [memory.matrix(rows, columns), memory.matrix(rows, columns), memory.matrix(1, rows), memory.matrix(1, rows)];
		const targets = memory.indexes(places.slice(0, rows).map(place => place % columns));
		memory.kernels.crossEntropy(gradients.pointer, firstParts.pointer, totals.pointer, logits.pointer, logits.stride, targets, rows, columns, rows);
		return {outputs: [gradients, firstParts, totals]};
	},

	adam(memory, {rows, columns}) {
		const count = Math.ceil(rows * columns / 4) * 4;
		const [parameters, gradients, first, second] = Array.from({length: 4}, () => memory.matrix(1, count));
		memory.write(second, memory.read(second).map(value => value ** 2));
		memory.kernels.adam(parameters.pointer, gradients.pointer, first.pointer, second.pointer, count, 0.3, 0.85, 0.15, 0.99, 0.01, 1.7, 1e-8, 0.7, 0.98);
		return {outputs: [parameters, first, second]};
	},
};

/** Two documents, of which the second begins where the sizes say. */
function attend(memory: KernelMemory, {rows, nHead, headSize, places}: KernelSizes) {
	const width = nHead * headSize;
	const queriesKeysValues = memory.matrix(rows, 3 * width);
	const out = memory.matrix(rows, width);
	// Heads are padded to whole vectors, of 4 numbers at most.
	const weights = memory.matrix(rows, rows * Math.ceil(nHead / 4) * 4);
	const second = places[0] % rows;
	const starts = memory.indexes(Array.from({length: rows}, (_, row) => row < second ? 0 : second));
	memory.kernels.attend(out.pointer, out.stride, weights.pointer, weights.stride, queriesKeysValues.pointer, queriesKeysValues.stride, starts, 0, rows, nHead, headSize);
	return {
		out, weights, queriesKeysValues, starts,
	};
}

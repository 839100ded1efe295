import {attentionScratchRows, type Kernels} from './kernels.js';

/** The arguments of a kernel for one part of its work. */
export type KernelArguments = readonly number[];

/** A kernel, whatever it takes. */
export type RunKernel = (...given: KernelArguments) => unknown;

/** Runs the parts of a kernel's work beside each other; they are done when it returns. */
export type RunParts = (name: keyof Kernels, parts: readonly KernelArguments[]) => void;

export type SpreadOptions = {
	/** The memory that the kernels work on. */
	readonly buffer: ArrayBufferLike;
	readonly bytesPerNumber: number;
	/** How many parts there are at most. */
	readonly threads: number;
	/** Work below so many multiplications is done in one part: to share it would take longer. */
	readonly leastWork?: number;
	readonly runParts: RunParts;
};

/** How the work of a kernel is cut up. */
type Cut = {
	/** Which argument says how many rows, or numbers, there are. */
	readonly count: number;
	/** How many of them stay together. */
	readonly unit?: number;
	/** By how much other arguments grow with each row. */
	readonly steps: (given: KernelArguments, bytes: number) => Readonly<Record<number, number>>;
	/** About how many multiplications a row takes. */
	readonly work: (given: KernelArguments) => number;
};

/** A whole cache line: where there is nothing else to keep together, no two threads write to the same. */
const lineOfNumbers = 16;

/** For kernels that make one number of each: those arguments that are pointers. */
function numberByNumber(count: number, pointers: readonly number[], work = 0.25): Cut {
	return {
		count, unit: lineOfNumbers, steps: (_, bytes) => Object.fromEntries(pointers.map(index => [index, bytes])), work: () => work,
	};
}

/** About what a root, a quotient or an exponential takes, in multiplications. */
const difficult = 8;

/** Those whose rows do not depend on each other. What adds up over rows is not cut: its sums would be others. */
const cuts: Readonly<Partial<Record<keyof Kernels, Cut>>> = {
	copy: numberByNumber(2, [0, 1]),
	add: numberByNumber(3, [0, 1, 2]),
	relu: numberByNumber(2, [0, 1]),
	reluBackward: numberByNumber(3, [0, 1, 2]),
	squaredRelu: numberByNumber(2, [0, 1]),
	squaredReluBackward: numberByNumber(3, [0, 1, 2]),
	adam: numberByNumber(4, [0, 1, 2, 3], difficult),
	multiply: {
		count: 7, steps: ([, outStride, , aRowStride], bytes) => ({0: outStride * bytes, 2: aRowStride * bytes}), work: ({8: inner, 9: columns}) => inner * columns,
	},
	transpose: {
		count: 3, unit: lineOfNumbers, steps: ({4: columns}, bytes) => ({0: bytes, 2: columns * bytes}), work: ({4: columns}) => columns,
	},
	rmsNorm: {
		count: 4, steps: ({3: stride}, bytes) => ({0: stride * bytes, 1: bytes, 2: stride * bytes}), work: ({5: columns}) => 2 * columns,
	},
	rmsNormBackward: {
		count: 5, steps: ({4: stride}, bytes) => ({
			0: stride * bytes, 1: stride * bytes, 2: stride * bytes, 3: bytes,
		}), work: ({6: columns}) => 2 * columns,
	},
	rotateSlices: {
		count: 3, steps: ({2: stride}, bytes) => ({0: stride * bytes, 1: stride * bytes, 4: 4}), work: ({2: stride}) => 2 * stride,
	},
	attend: {
		count: 8, steps: () => ({7: 1}), work: ({3: weightsStride, 5: stride}) => stride * Math.sqrt(weightsStride),
	},
	crossEntropy: {
		count: 6, steps: ({4: stride}, bytes) => ({
			0: stride * bytes, 1: bytes, 2: bytes, 3: stride * bytes, 5: 4,
		}), work: ({7: columns}) => difficult * columns,
	},
};

/** The kernels whose work is shared. */
export const spreadNames = [...Object.keys(cuts), 'attendBackward'] as ReadonlyArray<keyof Kernels>;

/** About what it takes until all threads have begun and ended. */
const usualLeastWork = 400_000;

/**
Kernels that share their work among threads. Each number is computed by one of them, in the order in which one thread alone
does it: it is the same to the last bit, however many there are.
*/
export function spreadKernels(kernels: Kernels, {buffer, bytesPerNumber, threads, leastWork = usualLeastWork, runParts}: SpreadOptions): Kernels {
	const spread = Object.fromEntries(Object.entries(cuts).map(([name, cut]) => {
		const kernel: RunKernel = kernels[name as keyof Kernels];
		return [name, (...given: KernelArguments) => {
			const count = given[cut.count];
			if (count * cut.work(given) < leastWork) {
				kernel(...given);
				return;
			}

			const steps = Object.entries(cut.steps(given, bytesPerNumber));
			runParts(name as keyof Kernels, partsOf(count, threads, cut.unit).map(([first, end]) => {
				const part = [...given];
				part[cut.count] = end - first;
				for (const [index, step] of steps) {
					part[Number(index)] += first * step;
				}

				return part;
			}));
		}];
	}));

	const starts = new Int32Array(buffer);
	/** The gradients of keys and values add up over the rows of a document, which stay together. */
	const attendBackward: Kernels['attendBackward'] = (...given) => {
		const {4: weightsStride, 7: stride, 8: startsAt, 9: first, 10: count} = given;
		if (count * stride * Math.sqrt(weightsStride) < leastWork) {
			kernels.attendBackward(...given);
			return;
		}

		const scratchBytes = attentionScratchRows * weightsStride * bytesPerNumber;
		const startOf = (row: number) => row === count ? count : starts[(startsAt / 4) + first + row] - first;
		const ranges = partsOf(count, threads).map(range => range.map(row => startOf(row)));
		runParts('attendBackward', ranges.filter(([begin, end]) => end > begin).map(([begin, end], index) => {
			const part = [...given];
			part[5] += index * scratchBytes;
			part[9] = first + begin;
			part[10] = end - begin;
			return part;
		}));
	};

	return {...kernels, ...spread, attendBackward};
}

/** Cuts a range up into parts of about the same length. */
function partsOf(count: number, most: number, unit = 1): Array<readonly [first: number, end: number]> {
	const units = Math.ceil(count / unit);
	const parts = Math.min(most, units);
	const border = (part: number) => Math.min(count, unit * Math.floor(part * units / parts));
	return Array.from({length: parts}, (_, part) => [border(part), border(part + 1)] as const);
}

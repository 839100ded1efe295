import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Kernels} from '../../../source/model/tensor/kernels.js';
import {mostArguments} from '../../../source/model/tensor/kernel-threads.js';
import {type EngineMemory} from '../../../source/model/tensor/load-kernels.js';
import {type RunKernel, spreadKernels, spreadNames} from '../../../source/model/tensor/spread-kernels.js';
import {kernelCases, type KernelSizes, mostParts} from '../../helpers/kernel-cases.js';
import {KernelMemory} from '../../helpers/kernel-memory.js';

const mostRows = 40;

/** More rows than parts, and fewer; of numbers one by one, several cache lines. */
const anySizes: fc.Arbitrary<KernelSizes> = fc.record({
	rows: fc.integer({min: 1, max: mostRows}),
	inner: fc.integer({min: 1, max: 19}),
	columns: fc.integer({min: 1, max: 21}),
	nHead: fc.integer({min: 1, max: 6}),
	headSize: fc.integer({min: 1, max: 16}),
	accumulate: fc.constantFrom(0, 1),
	places: fc.array(fc.nat(), {minLength: mostRows, maxLength: mostRows}),
});

describe.each([
	['f64', 'simd'],
	['f32', 'simd'],
	['f32', 'relaxed'],
	['f64', 'plain'],
] as const)('kernels whose work is shared, in %s (%s)', (precision, kind) => {
	/** Which kernels were cut up, and into how many parts. */
	const cut = new Map<string, number>();
	let threads = 1;

	function inParts({kernels, buffer}: EngineMemory): Kernels {
		const options = {
			buffer,
			bytesPerNumber: precision === 'f64' ? 8 : 4,
			leastWork: 0,
			runParts(name: keyof Kernels, parts: ReadonlyArray<readonly number[]>) {
				cut.set(name, Math.max(parts.length, cut.get(name) ?? 0));
				const kernel: RunKernel = kernels[name];
				// The last one first: none may need what another one does.
				for (const part of parts.toReversed()) {
					kernel(...part);
				}
			},
		};
		const spread = Array.from({length: mostParts + 1}, (_, count) => spreadKernels(kernels, {...options, threads: count}));
		const names = Object.keys(kernels) as Array<keyof Kernels>;
		return Object.fromEntries(names.map(name => [name, (...given: number[]) => (spread[threads][name] as (...all: number[]) => number | undefined)(...given)])) as Kernels;
	}

	const memories = Promise.all([KernelMemory.open(precision, kind), KernelMemory.open(precision, kind, inParts)]);

	it.each(Object.entries(kernelCases))('compute the same to the last bit: %s', async (_, call) => {
		const [whole, parts] = await memories;
		fc.assert(fc.property(anySizes, fc.integer({min: 0}), fc.integer({min: 1, max: mostParts}), (sizes, seed, count) => {
			threads = count;
			const [expected, results] = [whole, parts].map(memory => {
				memory.reset(seed);
				const {returned, outputs} = call(memory, sizes);
				return [returned, ...outputs.flatMap(output => memory.read(output))];
			});
			expect(results).toEqual(expected);
		}), {numRuns: 25});
	});

	it('have room for what they are given, each in its place', async () => {
		const [{kernels}] = await memories;
		expect(Math.max(...spreadNames.map(name => kernels[name].length))).toBeLessThanOrEqual(mostArguments);
	});

	it('are all cut up that are said to be', () => {
		expect([...cut].filter(([, count]) => count > 1).map(([name]) => name).toSorted()).toEqual([...spreadNames].toSorted());
	});
});

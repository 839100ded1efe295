import process from 'node:process';
import {type Precision} from '../engine.js';
import {fastestKind, loadKernels} from './load-kernels.js';
import {pageBytes, viewOf} from './memory-plan.js';

/** V8 makes one vector of 256 bits out of two that lie side by side: an experiment, in Node from 24 on and on x86. */
const flag = '--experimental-wasm-revectorize';

/** A product that takes some microseconds, in tiles of several heights and more than one chunk of a strip. */
const [rows, inner, columns] = [61, 300, 32];
const strips = pageBytes;
const [a, b, out] = [2, 5, 7].map(page => page * pageBytes);
const pages = 8;

/** Until kernels are compiled well, in the background, and a little longer. */
const warmUpMs = 60;
const measuredMs = 30;
/** What counts as faster. */
const isFaster = (strip: number, usual: number) => strip < 0.9 * usual;

/**
Whether products are made faster in strips on this machine: where two vectors of WebAssembly become one of twice the width, from
the first call on for all of this process. It takes a tenth of a second to find out. What comes out is the same to the last bit,
which is looked at too.
*/
export async function areStripsFaster(precision: Precision): Promise<boolean> {
	const kind = fastestKind(precision);
	if (kind === 'plain' || !canHaveWideVectors() || !await canAskForWideVectors()) {
		return false;
	}

	const memories = await Promise.all([loadKernels(precision, pages, {kind}), loadKernels(precision, pages, {kind, strips})]);
	const times = memories.map(() => Infinity);
	const products = memories.map(({kernels, buffer}) => {
		for (const [place, [pointer, count]] of [[a, rows * inner], [b, inner * columns]].entries()) {
			const numbers = viewOf(buffer, precision, pointer, count);
			numbers.set(Array.from(numbers, (_, index) => Math.sin(index + place)));
		}

		return () => {
			kernels.multiply(out, columns, a, inner, 1, b, columns, rows, inner, columns, 0);
		};
	});
	const startedAt = performance.now();
	let now = startedAt;
	while (now < startedAt + warmUpMs + measuredMs) {
		for (const [index, multiply] of products.entries()) {
			const beganAt = performance.now();
			multiply();
			now = performance.now();
			if (now > startedAt + warmUpMs) {
				times[index] = Math.min(times[index], now - beganAt);
			}
		}
	}

	const [usual, inStrips] = memories.map(({buffer}) => viewOf(buffer, precision, out, rows * columns));
	return isFaster(times[1], times[0]) && usual.every((value, index) => value === inStrips[index]);
}

/** V8 does it on x86 only; older ones do not know the flag, and would say so on the terminal. */
export function canHaveWideVectors(): boolean {
	return process.arch === 'x64' && Number(process.versions.node.split('.', 1)[0]) >= 24;
}

async function canAskForWideVectors(): Promise<boolean> {
	try {
		const {setFlagsFromString} = await import('node:v8');
		setFlagsFromString(flag);
		return true;
	} catch {
		// Other runtimes have no such thing.
		return false;
	}
}

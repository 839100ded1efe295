import {wholeTicks} from './axis.js';

/** An x axis: where each step is on it. */
export type StepScale = {
	/** Whether the axis reaches to a step. */
	readonly hasStep: (step: number) => boolean;
	/** From 0 at the left end to 1 at the right; at or beyond the nearest end for a step that the axis does not reach. */
	readonly shareOf: (step: number) => number;
	/** The whole step that is nearest to a place, never one that the axis does not reach. */
	readonly stepAt: (share: number) => number;
	/** The steps that get a label, the ends first: they matter more than what is between them. */
	readonly ticks: (mostTicks: number) => number[];
};

/** Where a logarithmic axis has its labels, in every power of ten; from many to few. */
const tickFactors = [[1, 2, 5], [1, 3], [1]];

/**
An x axis.

@param isLogarithmic - As much room for steps 1 to 10 as for 100 to 1,000. Steps below 1 are then at the place of step 1.
*/
export function stepScale([from, to]: readonly [from: number, to: number], isLogarithmic = false): StepScale {
	const hasStep = (step: number) => step >= from && step <= to;
	const withEnds = (ticks: readonly number[]) => [...new Set([from, to, ...ticks])];
	const nearest = (step: number) => Math.max(from, Math.min(to, Math.round(step)));
	const first = Math.max(1, from);
	const ratio = Math.log(to / first);
	if (isLogarithmic && ratio > 0) {
		return {
			hasStep,
			shareOf: step => Math.log(Math.max(1, step) / first) / ratio,
			stepAt: share => nearest(first * Math.exp(share * ratio)),
			ticks: mostTicks => withEnds(logarithmicTicks(first, to, mostTicks)),
		};
	}

	return {
		hasStep,
		shareOf: step => (step - from) / Math.max(1, to - from),
		stepAt: share => nearest(from + (share * (to - from))),
		ticks: mostTicks => withEnds(wholeTicks(from, to, mostTicks)),
	};
}

function logarithmicTicks(from: number, to: number, mostTicks: number): number[] {
	const first = Math.floor(Math.log10(from));
	const powers = Array.from({length: Math.floor(Math.log10(to)) - first + 1}, (_, index) => 10 ** (first + index));
	const candidates = tickFactors.map(factors => powers.flatMap(power => factors.map(factor => factor * power)).filter(tick => tick >= from && tick <= to));
	return candidates.find(({length}) => length <= mostTicks) ?? candidates.at(-1)!;
}

import type {SavedRun} from '../storage/runs/runs-folder.js';
import {shownName} from '../storage/runs/shown-name.js';

/** A run that can be read, with the bytes that its files take, if they are known. */
export type SizedRun = SavedRun & {readonly bytes?: number | undefined};

type Order = {
	/** What the list is in order of, in words. */
	readonly words: string;
	/** Undefined for what is not known: it comes last. */
	readonly of: (run: SizedRun) => number | string | undefined;
	readonly isDescending: boolean;
};

/** What runs can be sorted by, with what comes first as one most wants it. */
const orders = {
	begun: {words: 'latest first', of: ({info}) => Date.parse(info.createdAt), isDescending: true},
	run: {words: 'by name', of: shownName, isDescending: false},
	data: {words: 'by data', of: ({info}) => info.dataset.name, isDescending: false},
	step: {words: 'most steps first', of: ({info}) => info.step, isDescending: true},
	rate: {words: 'lowest learning rate first', of: ({info}) => info.config.training.learningRate, isDescending: false},
	seed: {words: 'by seed', of: ({info}) => info.config.seed, isDescending: false},
	mean: {words: 'lowest running mean first', of: ({info}) => info.loss, isDescending: false},
	validation: {words: 'best validation first', of: ({info}) => info.bestValidationLoss, isDescending: false},
	state: {words: 'by state', of: ({state}) => state, isDescending: false},
	size: {words: 'largest first', of: ({bytes}) => bytes, isDescending: true},
} as const satisfies Record<string, Order>;

export type RunOrder = keyof typeof orders;

export const runOrders = Object.keys(orders) as RunOrder[];

/** What a list in this order has first, in words. */
export function wordsOf(order: RunOrder): string {
	return orders[order].words;
}

/** Whether the highest value comes first. */
export function isDescending(order: RunOrder): boolean {
	return orders[order].isDescending;
}

/** The order that comes next when one goes through all of them. */
export function nextOrder(order: RunOrder): RunOrder {
	return runOrders[(runOrders.indexOf(order) + 1) % runOrders.length];
}

/** The runs in an order; where that says nothing they stay in the one they had, and what is not known comes last. */
export function sortRuns<Run extends SizedRun>(runs: readonly Run[], order: RunOrder): Run[] {
	const {of, isDescending: isFromTop}: Order = orders[order];
	// Made here: it takes 10 ms the first time, which no program should wait for that sorts nothing.
	const collator = new Intl.Collator('en', {numeric: true});
	return runs.toSorted((a, b) => {
		const [first, second] = [of(a), of(b)];
		if (first === undefined || second === undefined) {
			return Number(first === undefined) - Number(second === undefined);
		}

		const comparison = typeof first === 'number' && typeof second === 'number' ? first - second : collator.compare(String(first), String(second));
		return isFromTop ? -comparison : comparison;
	});
}

import {type NoveltyShare} from '../history/novelty-history.js';

/** Of fewer samples, a share of copies would say nothing. */
const leastSamples = 5;

/**
Joins neighbouring stretches until each has some samples and there are not too many. What is left
over at the end goes to the last, so that the ones before it stay as they are when samples come.
*/
export function groupShares(shares: readonly NoveltyShare[], most: number): NoveltyShare[] {
	const perShare = shares[0]?.total ?? 1;
	const size = Math.max(Math.ceil(leastSamples / perShare), Math.ceil(shares.length / most));
	const groups: NoveltyShare[] = [];
	for (let index = 0; index < shares.length; index += size) {
		const group = joinShares(shares.slice(index, index + size))!;
		const last = groups.at(-1);
		if (last && group.total < leastSamples) {
			groups[groups.length - 1] = joinShares([last, group])!;
		} else {
			groups.push(group);
		}
	}

	return groups;
}

/** All stretches as one; undefined if there are none. */
export function joinShares(shares: readonly NoveltyShare[]): NoveltyShare | undefined {
	if (shares.length === 0) {
		return undefined;
	}

	return {
		firstStep: shares[0].firstStep,
		lastStep: shares.at(-1)!.lastStep,
		copied: shares.reduce((sum, {copied}) => sum + copied, 0),
		total: shares.reduce((sum, {total}) => sum + total, 0),
	};
}

import {type DocumentTokens} from './document-list.js';

/** Which documents are equal: the number of each one's group, in the order in which they are met, and how many are in each. */
export type EqualDocuments = {readonly groups: Uint32Array; readonly sizes: Uint32Array};

/** Of FNV-1a: G. Fowler, L. C. Noll, K.-P. Vo. */
const firstHash = 0x81_1C_9D_C5;
const factor = 0x01_00_01_93;

/** Finds the documents that are equal by their tokens, without a string of any. */
export function groupEqual({ids, offsets}: DocumentTokens): EqualDocuments {
	const length = offsets.length - 1;
	const groups = new Uint32Array(length);
	const sizes = new Uint32Array(length);
	// At most half full: by hash, one more than the place of the first document of a group, or 0.
	const table = new Uint32Array(2 ** (33 - Math.clz32(Math.max(1, length))));
	let groupCount = 0;

	const hashOf = (place: number) => {
		let hash = firstHash;
		for (let index = offsets[place]; index < offsets[place + 1]; index++) {
			hash = Math.imul(hash ^ ids[index], factor);
		}

		// The lower bits alone know little of the upper ones of an id.
		return (hash ^ (hash >>> 15)) >>> 0;
	};

	const isEqual = (one: number, other: number) => {
		const count = offsets[one + 1] - offsets[one];
		if (offsets[other + 1] - offsets[other] !== count) {
			return false;
		}

		for (let index = 0; index < count; index++) {
			if (ids[offsets[one] + index] !== ids[offsets[other] + index]) {
				return false;
			}
		}

		return true;
	};

	for (let place = 0; place < length; place++) {
		let slot = hashOf(place) % table.length;
		while (table[slot] !== 0 && !isEqual(table[slot] - 1, place)) {
			slot = (slot + 1) % table.length;
		}

		if (table[slot] === 0) {
			table[slot] = place + 1;
			groups[place] = groupCount++;
		}

		const group = groups[table[slot] - 1];
		groups[place] = group;
		sizes[group]++;
	}

	return {groups, sizes: sizes.subarray(0, groupCount)};
}

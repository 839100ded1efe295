/**
Moves labels apart that would stand over each other, each as little as the others allow.

@param wanted - Where each label would like to be, in any order.
@param options.distance - The least distance between two.
@param options.low - Where the first may be at the earliest.
@param options.high - Where the last may be at the latest; given up if there are too many labels.
@returns The places in the order of `wanted`.
*/
export function spreadLabels(wanted: readonly number[], {distance, low, high}: {readonly distance: number; readonly low: number; readonly high: number}): number[] {
	const order = wanted.map((_, index) => index).toSorted((a, b) => wanted[a] - wanted[b]);
	const groups: Group[] = [];
	for (const index of order) {
		let group: Group = {members: [index], first: wanted[index]};
		// Labels that touch move together: half of them up, half of them down.
		for (let before = groups.at(-1); before && endOf(before, distance) > group.first; before = groups.at(-1)) {
			groups.pop();
			group = placed([...before.members, ...group.members], wanted, distance);
		}

		groups.push(group);
	}

	return keepWithin(groups, {
		distance, low, high, count: wanted.length,
	});
}

type Group = {readonly members: readonly number[]; readonly first: number};

/** Where the next label may be after a group. */
function endOf({members, first}: Group, distance: number): number {
	return first + (members.length * distance);
}

function placed(members: readonly number[], wanted: readonly number[], distance: number): Group {
	const sum = members.reduce((total, member, place) => total + wanted[member] - (place * distance), 0);
	return {members, first: sum / members.length};
}

function keepWithin(groups: readonly Group[], {distance, low, high, count}: {distance: number; low: number; high: number; count: number}): number[] {
	const places = Array.from<number>({length: count});
	const order = groups.flatMap(({members}) => members);
	const sorted = groups.flatMap(({members, first}) => members.map((_, place) => first + (place * distance)));
	for (let index = sorted.length - 1; index >= 0; index--) {
		sorted[index] = Math.min(sorted[index], (sorted[index + 1] ?? (high + distance)) - distance);
	}

	for (let index = 0; index < sorted.length; index++) {
		sorted[index] = Math.max(sorted[index], (sorted[index - 1] ?? (low - distance)) + distance);
		places[order[index]] = sorted[index];
	}

	return places;
}

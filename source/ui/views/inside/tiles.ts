import {shiftSpots, type Spot} from '../../spots.js';

/** A picture with its title, to be put beside others. */
export type Tile = {
	/** Each of exactly `width` cells. */
	readonly lines: readonly string[];
	readonly width: number;
	/** What of the lines is for the mouse. */
	readonly spots?: readonly Spot[];
};

type Shelf = readonly Tile[];

/** Between two tiles of a shelf. */
export const tileGap = 2;

/** Puts tiles side by side, as many as fit, and the rest below. */
export function shelve(tiles: readonly Tile[], width: number): Shelf[] {
	const shelves: Tile[][] = [];
	let used = Infinity;
	for (const tile of tiles) {
		if (used + tileGap + tile.width > width) {
			shelves.push([]);
			used = -tileGap;
		}

		shelves.at(-1)!.push(tile);
		used += tileGap + tile.width;
	}

	return shelves;
}

/** Shelves, from one of them on, as many as fit, with a line between two. */
export function drawShelves(shelves: readonly Shelf[], {first, rows}: {readonly first: number; readonly rows: number}): {readonly lines: readonly string[]; readonly spots: readonly Spot[]; readonly shown: number} {
	const lines: string[] = [];
	const spots: Spot[] = [];
	let shown = 0;
	for (const shelf of shelves.slice(first)) {
		const needed = (shown === 0 ? 0 : 1) + heightOf(shelf);
		if (shown > 0 && lines.length + needed > rows) {
			break;
		}

		lines.push(...(shown === 0 ? [] : ['']));
		spots.push(...shiftSpots(spotsOf(shelf), {row: lines.length, column: 0}));
		lines.push(...drawShelf(shelf));
		shown++;
	}

	return {lines: lines.slice(0, rows), spots, shown};
}

/** The last shelf that there is any use to begin with: from there on all of them fit. */
export function lastFirst(shelves: readonly Shelf[], rows: number): number {
	let needed = -1;
	for (let index = shelves.length - 1; index >= 0; index--) {
		needed += 1 + heightOf(shelves[index]);
		if (needed > rows) {
			return Math.min(index + 1, shelves.length - 1);
		}
	}

	return 0;
}

function heightOf(shelf: Shelf): number {
	return Math.max(...shelf.map(({lines}) => lines.length));
}

function spotsOf(shelf: Shelf): Spot[] {
	let column = 0;
	return shelf.flatMap(({width, spots = []}) => {
		const shifted = shiftSpots(spots, {row: 0, column});
		column += width + tileGap;
		return shifted;
	});
}

function drawShelf(shelf: Shelf): string[] {
	return Array.from({length: heightOf(shelf)}, (_, row) =>
		shelf.map(({lines, width}) => lines[row] ?? ' '.repeat(width)).join(' '.repeat(tileGap)));
}

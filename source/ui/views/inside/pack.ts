import {type Room} from './look.js';
import {type Tile, tileGap} from './tiles.js';

export type Size = {readonly width: number; readonly height: number};

/** Which of some tiles it is, and where its upper left corner is. */
export type Placed = {readonly index: number; readonly x: number; readonly y: number};

/** Between a tile and the one below it. */
const lineGap = 1;

/**
Puts tiles on pages: each as high as it can be, and as far left, and on the next page where there is no room left.
One that is larger than a page has one to itself.
*/
export function packPages(sizes: readonly Size[], room: Room): Placed[][] {
	const inOrder = packInOrder(sizes, [...sizes.keys()], room);
	if (inOrder.length === 1) {
		return inOrder;
	}

	// All of them at once are worth more than their order.
	const area = sizes.reduce((sum, {width, height}) => sum + (width * height), 0);
	const tallestFirst = area > room.width * room.rows ? [] : packInOrder(sizes, [...sizes.keys()].toSorted((a, b) => sizes[b].height - sizes[a].height), room);
	return tallestFirst.length === 1 ? tallestFirst : inOrder;
}

function packInOrder(sizes: readonly Size[], order: readonly number[], {width: roomWidth, rows}: Room): Placed[][] {
	const pages: Placed[][] = [[]];
	/** The first free line of each column, the gap after the last one included. */
	const tops = Array.from({length: roomWidth + tileGap}, () => 0);
	for (const index of order) {
		const {width, height} = sizes[index];
		const taken = Math.min(tops.length, width + tileGap);
		let corner = highestPlace(tops, taken);
		if (corner.y + height > rows && pages.at(-1)!.length > 0) {
			pages.push([]);
			tops.fill(0);
			corner = {x: 0, y: 0};
		}

		pages.at(-1)!.push({index, ...corner});
		tops.fill(corner.y + height + lineGap, corner.x, corner.x + taken);
	}

	return pages;
}

function highestPlace(tops: readonly number[], width: number): Omit<Placed, 'index'> {
	let best = {x: 0, y: Infinity};
	for (let x = 0; x + width <= tops.length; x++) {
		// Between two steps, a tile stands no higher than where the step begins.
		if (x > 0 && tops[x] === tops[x - 1]) {
			continue;
		}

		let y = 0;
		for (let column = x; column < x + width; column++) {
			y = Math.max(y, tops[column]);
		}

		best = y < best.y ? {x, y} : best;
	}

	return best;
}

/** The lines of a page of tiles. */
export function drawPage(page: readonly Placed[], tileOf: (index: number) => Tile): string[] {
	const placed = page.map(({index, x, y}) => ({...tileOf(index), x, y})).toSorted((a, b) => a.x - b.x);
	const height = Math.max(...placed.map(({y, lines}) => y + lines.length));
	return Array.from({length: height}, (_, row) => {
		let line = '';
		let end = 0;
		for (const {x, y, width, lines} of placed) {
			if (row < y || row >= y + lines.length) {
				continue;
			}

			line += ' '.repeat(x - end) + lines[row - y];
			end = x + width;
		}

		return line;
	});
}

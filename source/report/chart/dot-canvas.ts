/** Dots of a cell, from left to right and from top to bottom. */
export const dotsAcross = 2;
export const dotsDown = 4;

/** What each dot counts in the pattern of its cell, by row and column: as in the code points of braille characters. */
const places = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]] as const;

/** A cell with dots in it: which, is the sum of their places. */
export type DottedCell = {readonly row: number; readonly column: number; readonly pattern: number};

/** A picture of dots, two by four in a cell. */
export class DotCanvas {
	readonly #width: number;
	readonly #height: number;
	readonly #cells: Uint8Array;

	/**
	Begins without a dot.

	@param width - In cells, as is the height.
	*/
	constructor(width: number, height: number) {
		this.#width = width;
		this.#height = height;
		this.#cells = new Uint8Array(width * height);
	}

	/** Sets a dot; one outside of the picture is left out. */
	set(x: number, y: number): void {
		if (!(x >= 0 && y >= 0 && x < this.#width * dotsAcross && y < this.#height * dotsDown)) {
			return;
		}

		const cell = (Math.floor(y / dotsDown) * this.#width) + Math.floor(x / dotsAcross);
		const place = places[y % dotsDown][x % dotsAcross];
		const isSet = Math.floor(this.#cells[cell] / place) % 2 === 1;
		this.#cells[cell] += isSet ? 0 : place;
	}

	/** Which dots a cell has. */
	patternAt({row, column}: Pick<DottedCell, 'row' | 'column'>): number {
		return this.#cells[(row * this.#width) + column];
	}

	/** The cells in which there are dots. */
	cells(): DottedCell[] {
		return Array.from(this.#cells, (pattern, index) => ({row: Math.floor(index / this.#width), column: index % this.#width, pattern})).filter(({pattern}) => pattern > 0);
	}
}

/** How many dots a cell has. */
export function countDots(pattern: number): number {
	return places.flat().filter(place => Math.floor(pattern / place) % 2 === 1).length;
}

/**
The row of dots for a depth: in the middle of the cell in which a line of characters would be.

@param depth - From 0 at the top of a picture to 1 at its bottom.
@param height - Of the picture, in cells.
*/
export function dotRowOf(depth: number, height: number): number {
	return Math.round((depth * (height - 1) * dotsDown) + ((dotsDown - 1) / 2));
}

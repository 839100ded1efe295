/** What a part of a chart shows; the theme gives each role its colour. */
export type ChartRole = 'previous' | 'older' | 'raw' | 'smoothed' | 'validation' | ComparedRole | 'guide' | 'mark' | 'news' | 'cursor' | 'cursorLine' | 'strip' | 'axis' | 'blank';

/** Runs that are compared, each drawn with a letter of its own. */
export type ComparedRole = 'comparedA' | 'comparedB' | 'comparedC' | 'comparedD' | 'comparedE' | 'comparedF';

/** Neighbouring cells of one role. */
export type ChartSpan = {readonly role: ChartRole; readonly text: string};

type Cell = {readonly role: ChartRole; readonly character: string};

const blank: Cell = {role: 'blank', character: ' '};

/** A grid of cells; what does not fit on it is cut off. */
export class Canvas {
	readonly width: number;
	readonly #rows: Cell[][];

	constructor(width: number, height: number) {
		this.width = width;
		this.#rows = Array.from({length: height}, () => Array.from({length: width}, () => blank));
	}

	write(row: number, column: number, text: string, role: ChartRole): void {
		const cells = row < 0 ? undefined : this.#rows.at(row);
		if (!cells) {
			return;
		}

		for (const [offset, character] of [...text].entries()) {
			if (column + offset >= 0 && column + offset < this.width) {
				cells[column + offset] = {role, character};
			}
		}
	}

	/** Whether only what is faint, or nothing, stands in some cells of a row. */
	isFree(row: number, column: number, length: number): boolean {
		const cells = this.#rows[row]?.slice(Math.max(0, column), column + length) ?? [];
		return column >= 0 && cells.length === length && cells.every(({role}) => ['blank', 'raw', 'guide'].includes(role));
	}

	/** Neighbours of one role together. */
	toRows(): ChartSpan[][] {
		return this.#rows.map(cells => {
			const spans: Array<{role: ChartRole; text: string}> = [];
			for (const {role, character} of cells) {
				const last = spans.at(-1);
				if (last?.role === role) {
					last.text += character;
				} else {
					spans.push({role, text: character});
				}
			}

			return spans;
		});
	}
}

import {LANES, SIZE} from './real';

/** Copies one row of a table for each index. */
export function embed(out: usize, outStride: i32, table: usize, columns: i32, indexes: usize, rows: i32): void {
	for (let row = 0; row < rows; row++) {
		const from = table + <usize>(load<i32>(indexes + (<usize>row << 2)) * columns) * SIZE;
		memory.copy(out, from, <usize>columns * SIZE);
		out += <usize>outStride * SIZE;
	}
}

/** The gradient of the table: that of each row added to the row that it was copied from; 0 elsewhere, or what is there if `accumulate` is 1. */
export function embedBackward(tableGradient: usize, tableRows: i32, columns: i32, outGradient: usize, outStride: i32, indexes: usize, rows: i32, accumulate: i32): void {
	if (accumulate === 0) {
		memory.fill(tableGradient, 0, <usize>(tableRows * columns) * SIZE);
	}

	for (let row = 0; row < rows; row++) {
		let to = tableGradient + <usize>(load<i32>(indexes + (<usize>row << 2)) * columns) * SIZE;
		let from = outGradient;
		let column = 0;
		for (; column + LANES <= columns; column += LANES) {
			v128.store(to, v128.add<real>(v128.load(to), v128.load(from)));
			to += 16;
			from += 16;
		}

		for (; column < columns; column++) {
			store<real>(to, load<real>(to) + load<real>(from));
			to += SIZE;
			from += SIZE;
		}

		outGradient += <usize>outStride * SIZE;
	}
}

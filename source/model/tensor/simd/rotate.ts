import {LANES, SIZE} from './real';

/**
Turns pairs of columns of slices of each row, in each slice those of the first half with those of the second; copies the
columns after them.
*/
export function rotateSlices(out: usize, x: usize, stride: i32, rows: i32, positions: usize, turns: usize, slices: i32, columns: i32, rest: i32, direction: real): void {
	const half = columns >> 1;
	const halfStep = <usize>half * SIZE;
	const step = <usize>columns * SIZE;
	const skipped = <usize>(stride - slices * columns) * SIZE;
	const sign = v128.splat<real>(direction);
	for (let row = 0; row < rows; row++) {
		const cosines = turns + <usize>load<i32>(positions + (<usize>row << 2)) * step;
		const sines = cosines + halfStep;
		for (let slice = 0; slice < slices; slice++) {
			let pair = 0;
			for (; pair + LANES <= half; pair += LANES) {
				const offset = <usize>pair * SIZE;
				const first = v128.load(x + offset);
				const second = v128.load(x + halfStep + offset);
				const cosine = v128.load(cosines + offset);
				const sine = v128.mul<real>(sign, v128.load(sines + offset));
				v128.store(out + offset, v128.sub<real>(v128.mul<real>(first, cosine), v128.mul<real>(second, sine)));
				v128.store(out + halfStep + offset, v128.add<real>(v128.mul<real>(first, sine), v128.mul<real>(second, cosine)));
			}

			for (; pair < half; pair++) {
				const offset = <usize>pair * SIZE;
				const first = load<real>(x + offset);
				const second = load<real>(x + halfStep + offset);
				const cosine = load<real>(cosines + offset);
				const sine = direction * load<real>(sines + offset);
				store<real>(out + offset, first * cosine - second * sine);
				store<real>(out + halfStep + offset, first * sine + second * cosine);
			}

			x += step;
			out += step;
		}

		memory.copy(out, x, <usize>rest * SIZE);
		x += skipped;
		out += skipped;
	}
}

import {dot, LANES, SIZE} from './real';

/** Divides each row by its root mean square: y = x · scale, with scale = (mean(x²) + ε)^−½ kept for the way back. */
export function rmsNorm(y: usize, scales: usize, x: usize, stride: i32, rows: i32, columns: i32, epsilon: real): void {
	for (let row = 0; row < rows; row++) {
		const scale = <real>1 / sqrt<real>(dot(x, x, columns) / <real>columns + epsilon);
		store<real>(scales, scale);
		const factors = v128.splat<real>(scale);
		const end = <usize>stride * SIZE;
		for (let offset: usize = 0; offset < end; offset += 16) {
			v128.store(y + offset, v128.mul<real>(factors, v128.load(x + offset)));
		}

		scales += SIZE;
		x += end;
		y += end;
	}
}

/** dx = scale · (dy − y · mean(dy · y)), added to what is there if `accumulate`. */
export function rmsNormBackward(xGradient: usize, yGradient: usize, y: usize, scales: usize, stride: i32, rows: i32, columns: i32, accumulate: i32): void {
	for (let row = 0; row < rows; row++) {
		const scale = v128.splat<real>(load<real>(scales));
		const mean = v128.splat<real>(dot(yGradient, y, columns) / <real>columns);
		const end = <usize>stride * SIZE;
		for (let offset: usize = 0; offset < end; offset += 16) {
			let gradient = v128.mul<real>(scale, v128.sub<real>(v128.load(yGradient + offset), v128.mul<real>(v128.load(y + offset), mean)));
			if (accumulate) gradient = v128.add<real>(v128.load(xGradient + offset), gradient);
			v128.store(xGradient + offset, gradient);
		}

		scales += SIZE;
		xGradient += end;
		yGradient += end;
		y += end;
	}
}

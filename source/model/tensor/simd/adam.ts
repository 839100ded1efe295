import {SIZE} from './real';

/** Moments smaller than this fade to 0 at once: numbers below the normal range take many times as long. */
const FADED: real = SIZE == 8 ? <real>1e-280 : <real>1e-30;

/**
An update by Adam, see `updateWithAdam`. The arrays are padded with zeros to whole vectors.

@param rate - The learning rate over the correction of the first moment.
@param oneMinusBeta1 - 1 − β1, from full precision: near 1 a single has few digits left for it. So `oneMinusBeta2`.
@param secondScale - One over the correction of the second moment.
@param kept - What weight decay leaves of a parameter.
*/
export function adam(parameters: usize, gradients: usize, firstMoments: usize, secondMoments: usize, count: i32, rate: real, beta1: real, oneMinusBeta1: real, beta2: real, oneMinusBeta2: real, secondScale: real, epsilon: real, gradientScale: real, kept: real): void {
	const end = parameters + <usize>count * SIZE;
	const keepFirst = v128.splat<real>(beta1);
	const takeFirst = v128.splat<real>(oneMinusBeta1);
	const keepSecond = v128.splat<real>(beta2);
	const takeSecond = v128.splat<real>(oneMinusBeta2);
	const rates = v128.splat<real>(rate);
	const scale = v128.splat<real>(secondScale);
	const offset = v128.splat<real>(epsilon);
	const rest = v128.splat<real>(kept);
	const gradientScales = v128.splat<real>(gradientScale);
	const faded = v128.splat<real>(FADED);
	for (; parameters < end; parameters += 16) {
		const gradient = v128.mul<real>(gradientScales, v128.load(gradients));
		let mean = v128.add<real>(v128.mul<real>(keepFirst, v128.load(firstMoments)), v128.mul<real>(takeFirst, gradient));
		let square = v128.add<real>(v128.mul<real>(keepSecond, v128.load(secondMoments)), v128.mul<real>(takeSecond, v128.mul<real>(gradient, gradient)));
		// Without a square a mean would count for too much. What is not a number stays so.
		const isSquareFaded = v128.le<real>(square, faded);
		mean = v128.andnot(mean, v128.or(isSquareFaded, v128.le<real>(v128.abs<real>(mean), faded)));
		square = v128.andnot(square, isSquareFaded);
		v128.store(firstMoments, mean);
		v128.store(secondMoments, square);
		const divisor = v128.add<real>(v128.sqrt<real>(v128.mul<real>(square, scale)), offset);
		const move = v128.div<real>(v128.mul<real>(rates, mean), divisor);
		v128.store(parameters, v128.sub<real>(v128.mul<real>(rest, v128.load(parameters)), move));
		gradients += 16;
		firstMoments += 16;
		secondMoments += 16;
	}
}

/** A stretch of the loss curve. */
export type CurvePoint = {
	readonly firstStep: number;
	readonly lastStep: number;
	readonly mean: number;
	readonly minimum: number;
	readonly maximum: number;
	/** The running mean at the end of the stretch. */
	readonly runningMean: number;
	/** How far that may be off by chance; left out where the losses are not known one by one. */
	readonly runningError?: number | undefined;
	/** The learning rate of the last step; left out where it is not told. */
	readonly learningRate?: number | undefined;
	/** The mean of the gradient norms that are known: of each step, or, of many that came as one, of the last. */
	readonly gradientNorm?: number | undefined;
	/** Some of the losses, evenly spread over the stretch, or all of them where they are few; left out where they are not known one by one. */
	readonly losses?: readonly number[] | undefined;
};

/** So many losses of a stretch are kept at most. */
const mostLosses = 16;

/** Where a point is drawn: in the middle of its steps. */
export function middleOf({firstStep, lastStep}: CurvePoint): number {
	return (firstStep + lastStep) / 2;
}

/** A point with what it takes to join it with others. */
export type CurveBucket = {
	readonly point: CurvePoint;
	/** How many losses are in it: fewer than steps, where not every step has been told. */
	readonly lossCount: number;
};

/** Two stretches that follow each other as one. */
export function joinBuckets(left: CurveBucket, right: CurveBucket): CurveBucket {
	const lossCount = left.lossCount + right.lossCount;
	return {
		point: {
			firstStep: left.point.firstStep,
			lastStep: right.point.lastStep,
			mean: left.point.mean + ((right.point.mean - left.point.mean) * right.lossCount / lossCount),
			minimum: Math.min(left.point.minimum, right.point.minimum),
			maximum: Math.max(left.point.maximum, right.point.maximum),
			runningMean: right.point.runningMean,
			runningError: right.point.runningError,
			learningRate: right.point.learningRate,
			gradientNorm: meanOf(left, right, lossCount),
			losses: joinLosses(left, right),
		},
		lossCount,
	};
}

function meanOf(left: CurveBucket, right: CurveBucket, lossCount: number): number | undefined {
	const [before, after] = [left.point.gradientNorm, right.point.gradientNorm];
	return before === undefined || after === undefined ? before ?? after : before + ((after - before) * right.lossCount / lossCount);
}

/** Every so many losses of both; so that they stay evenly spread, a power of two. Done for each step that is told, and therefore without copies. */
function joinLosses(left: CurveBucket, right: CurveBucket): readonly number[] | undefined {
	const [before, after] = [left.point.losses, right.point.losses];
	if (!before || !after) {
		return undefined;
	}

	const stride = strideOf(left.lossCount + right.lossCount);
	const isSpread = stride === strideOf(left.lossCount);
	if (isSpread && right.lossCount === 1) {
		return left.lossCount % stride === 0 ? [...before, after[0]] : before;
	}

	const ownStride = strideOf(right.lossCount);
	const kept = isSpread ? [...before] : before.filter((_, place) => place % (stride / strideOf(left.lossCount)) === 0);
	for (const [place, loss] of after.entries()) {
		if ((left.lossCount + (place * ownStride)) % stride < ownStride) {
			kept.push(loss);
		}
	}

	return kept;
}

/** Of so many losses, each so-manieth is kept. */
function strideOf(lossCount: number): number {
	let stride = 1;
	while (stride * mostLosses < lossCount) {
		stride *= 2;
	}

	return stride;
}

/** A stretch of the loss curve. */
export type CurvePoint = {
	readonly firstStep: number;
	readonly lastStep: number;
	readonly mean: number;
	readonly minimum: number;
	readonly maximum: number;
	/** The debiased running mean at the end of the stretch. */
	readonly runningMean: number;
	/** How far that may be off by chance; left out where the losses are not known one by one. */
	readonly runningError?: number | undefined;
	/** The learning rate of the last step; left out where it is not told. */
	readonly learningRate?: number | undefined;
	/** The mean of the gradient norms that are known: of each step, or, of many that came as one, of the last. */
	readonly gradientNorm?: number | undefined;
};

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
		},
		lossCount,
	};
}

function meanOf(left: CurveBucket, right: CurveBucket, lossCount: number): number | undefined {
	const [before, after] = [left.point.gradientNorm, right.point.gradientNorm];
	return before === undefined || after === undefined ? before ?? after : before + ((after - before) * right.lossCount / lossCount);
}

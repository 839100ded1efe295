import {type IntervalEvent} from '../training/events.js';
import {DebiasedMean} from '../training/running-mean.js';
import {RunningError} from './running-error.js';

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
};

export type BestLoss = {readonly step: number; readonly loss: number};

type Bucket = CurvePoint;

const recentCapacity = 1000;
const bucketCapacity = 1024;

/**
The losses of a run in bounded memory: the recent ones one by one, and the whole run as a curve of
buckets that keep their extremes, so that a spike stays visible however long the run.
*/
export class LossHistory {
	best: BestLoss | undefined;
	/** The running mean of all losses; undefined before the first. */
	runningMean: number | undefined;
	readonly #average = new DebiasedMean();
	#error = new RunningError();
	readonly #recent = new Float64Array(recentCapacity);
	readonly #recentStretches: CurvePoint[] = [];
	readonly #buckets: Bucket[] = [];
	readonly #recentMeans = new Float64Array(recentCapacity);
	#stepsPerBucket = 1;
	#lastStep = 0;
	#count = 0;

	record(step: number, loss: number): void {
		const runningMean = this.#average.add(loss);
		this.#recent[this.#count % recentCapacity] = loss;
		this.#recentMeans[this.#count % recentCapacity] = runningMean;
		this.#count++;
		this.#add({
			firstStep: step, lastStep: step, mean: loss, minimum: loss, maximum: loss, runningMean, runningError: this.#error.add(loss),
		}, step);
	}

	/** Many losses of which only these figures are known. */
	recordInterval({firstStep, step, meanLoss, minimumLoss, minimumStep, maximumLoss, runningMean = meanLoss}: IntervalEvent): void {
		this.#average.set(runningMean, step);
		this.#error = new RunningError();
		const stretch = {
			firstStep, lastStep: step, mean: meanLoss, minimum: minimumLoss, maximum: maximumLoss, runningMean,
		};
		// Buckets that hold less than what comes in would never be merged with their like.
		this.#stepsPerBucket = Math.max(this.#stepsPerBucket, sizeOf(stretch));
		// The losses before are not followed by the next any more.
		this.#count = 0;
		this.#recentStretches.push({...stretch});
		this.#recentStretches.splice(0, this.#recentStretches.length - recentCapacity);
		this.#add(stretch, minimumStep);
	}

	/**
	The plain mean of the last losses; undefined before the first, and where they are not known one by one.

	@param count - How many, at most 1,000; fewer where there are not so many yet.
	*/
	recentMean(count: number): number | undefined {
		const available = Math.min(count, this.#count, recentCapacity);
		if (available === 0 || available < Math.min(count, this.#lastStep, recentCapacity)) {
			return undefined;
		}

		let sum = 0;
		for (let back = 1; back <= available; back++) {
			sum += this.#recent[(this.#count - back) % recentCapacity];
		}

		return sum / available;
	}

	/** The whole run, at most 1,024 points. */
	curve(): CurvePoint[] {
		return this.#buckets.map(bucket => ({...bucket}));
	}

	/** The last steps one by one, or stretches if no more is known: as many as are remembered, 1,000. */
	recentCurve(): CurvePoint[] {
		if (this.#count === 0) {
			return [...this.#recentStretches];
		}

		const count = Math.min(this.#count, recentCapacity);
		return Array.from({length: count}, (_, index) => {
			const place = (this.#count - count + index) % recentCapacity;
			const step = this.#lastStep - count + index + 1;
			const loss = this.#recent[place];
			return {
				firstStep: step, lastStep: step, mean: loss, minimum: loss, maximum: loss, runningMean: this.#recentMeans[place],
			};
		});
	}

	#add(stretch: Bucket, minimumStep: number) {
		const {lastStep, minimum, runningMean} = stretch;
		this.#lastStep = lastStep;
		this.runningMean = runningMean;
		if (!this.best || minimum < this.best.loss) {
			this.best = {step: minimumStep, loss: minimum};
		}

		this.#addToBuckets(stretch);
	}

	#addToBuckets(stretch: Bucket) {
		const last = this.#buckets.at(-1);
		if (last && sizeOf(last) < this.#stepsPerBucket) {
			this.#buckets[this.#buckets.length - 1] = joined(last, stretch);
			return;
		}

		if (this.#buckets.length === bucketCapacity) {
			this.#halve();
			this.#addToBuckets(stretch);
			return;
		}

		this.#buckets.push(stretch);
	}

	/** Merges the buckets two by two; all are full, and their number is even. */
	#halve() {
		for (let index = 0; index < bucketCapacity / 2; index++) {
			this.#buckets[index] = joined(this.#buckets[2 * index], this.#buckets[(2 * index) + 1]);
		}

		this.#buckets.length = bucketCapacity / 2;
		this.#stepsPerBucket *= 2;
	}
}

function sizeOf({firstStep, lastStep}: Bucket): number {
	return lastStep - firstStep + 1;
}

/** Two stretches that follow each other as one. */
function joined(left: Bucket, right: Bucket): Bucket {
	const size = sizeOf(left) + sizeOf(right);
	return {
		firstStep: left.firstStep,
		lastStep: right.lastStep,
		mean: left.mean + ((right.mean - left.mean) * sizeOf(right) / size),
		minimum: Math.min(left.minimum, right.minimum),
		maximum: Math.max(left.maximum, right.maximum),
		runningMean: right.runningMean,
		runningError: right.runningError,
	};
}

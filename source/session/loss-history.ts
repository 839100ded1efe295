import {DebiasedMean} from './running-mean.js';

/** A stretch of the loss curve. */
export type CurvePoint = {
	readonly firstStep: number;
	readonly lastStep: number;
	readonly mean: number;
	readonly minimum: number;
	readonly maximum: number;
	/** The debiased running mean at the end of the stretch. */
	readonly runningMean: number;
};

export type BestLoss = {readonly step: number; readonly loss: number};

type Bucket = {-readonly [Key in keyof CurvePoint]: CurvePoint[Key]};

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
	readonly #recent = new Float64Array(recentCapacity);
	readonly #buckets: Bucket[] = [];
	readonly #recentMeans = new Float64Array(recentCapacity);
	#stepsPerBucket = 1;
	#lastStep = 0;
	#count = 0;

	record(step: number, loss: number): void {
		const runningMean = this.#average.add(loss);
		this.runningMean = runningMean;
		this.#recent[this.#count % recentCapacity] = loss;
		this.#recentMeans[this.#count % recentCapacity] = runningMean;
		this.#count++;
		this.#lastStep = step;
		if (!this.best || loss < this.best.loss) {
			this.best = {step, loss};
		}

		this.#addToBuckets(step, loss, runningMean);
	}

	/**
	The plain mean of the last losses; undefined before the first.

	@param count - How many, at most 1,000; fewer where there are not so many yet.
	*/
	recentMean(count: number): number | undefined {
		const available = Math.min(count, this.#count, recentCapacity);
		if (available === 0) {
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

	/** The last steps one by one, as many as are remembered: 1,000. */
	recentCurve(): CurvePoint[] {
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

	#addToBuckets(step: number, loss: number, runningMean: number) {
		const last = this.#buckets.at(-1);
		const size = last ? last.lastStep - last.firstStep + 1 : 0;
		if (last && size < this.#stepsPerBucket) {
			last.mean += (loss - last.mean) / (size + 1);
			last.minimum = Math.min(last.minimum, loss);
			last.maximum = Math.max(last.maximum, loss);
			last.lastStep = step;
			last.runningMean = runningMean;
			return;
		}

		if (this.#buckets.length === bucketCapacity) {
			this.#halve();
			this.#addToBuckets(step, loss, runningMean);
			return;
		}

		this.#buckets.push({
			firstStep: step, lastStep: step, mean: loss, minimum: loss, maximum: loss, runningMean,
		});
	}

	/** Merges the buckets two by two; all are full, and their number is even. */
	#halve() {
		for (let index = 0; index < bucketCapacity / 2; index++) {
			const left = this.#buckets[2 * index];
			const right = this.#buckets[(2 * index) + 1];
			this.#buckets[index] = {
				firstStep: left.firstStep,
				lastStep: right.lastStep,
				mean: (left.mean + right.mean) / 2,
				minimum: Math.min(left.minimum, right.minimum),
				maximum: Math.max(left.maximum, right.maximum),
				runningMean: right.runningMean,
			};
		}

		this.#buckets.length = bucketCapacity / 2;
		this.#stepsPerBucket *= 2;
	}
}

import {type ToldInterval} from '../training/told-events.js';
import {RunningMean, type RunningMeanState} from '../training/running-mean.js';
import {type CurveBucket, type CurvePoint, joinBuckets} from './curve-point.js';
import {type StepOrInterval} from './event-order.js';
import {RecentLosses} from './recent-losses.js';
import {RunningError} from './running-error.js';

export {type CurvePoint} from './curve-point.js';

export type BestLoss = {readonly step: number; readonly loss: number};

type StepFigures = Pick<CurvePoint, 'learningRate' | 'gradientNorm'>;

const bucketCapacity = 1024;

/**
The losses of a run in bounded memory: the recent ones one by one, and the whole run as a curve of
buckets that keep their extremes, so that a spike stays visible however long the run. Each loss stands
at its step, whether all steps are told or only some.
*/
export class LossHistory {
	/** The running mean of all losses; undefined before the first. */
	runningMean: number | undefined;
	#average = new RunningMean();
	#error = new RunningError();
	#recent = new RecentLosses();
	#buckets: CurveBucket[] = [];
	#lossesPerBucket = 1;

	/** No loss is taken yet, and the running mean goes on from that of another run. */
	goOnFrom(average: RunningMeanState): void {
		this.#average.restore(average);
		this.runningMean = this.#average.value;
	}

	/** Takes the loss of a step, and what else is told of it. */
	record(step: number, loss: number, {learningRate, gradientNorm}: StepFigures = {}): CurvePoint {
		const runningMean = this.#average.add(loss);
		return this.#add({
			point: {
				firstStep: step, lastStep: step, mean: loss, minimum: loss, maximum: loss, runningMean, runningError: this.#error.add(loss), losses: [loss], learningRate, gradientNorm,
			}, lossCount: 1,
		});
	}

	/**
	Takes what an event tells; a loss that is no finite number is none.

	@returns its point of the curve.
	*/
	take(event: StepOrInterval): CurvePoint | undefined {
		if (event.type === 'interval') {
			return this.recordInterval(event);
		}

		return Number.isFinite(event.loss) ? this.record(event.step, event.loss, event) : undefined;
	}

	/** Many losses of which only these figures are known. */
	recordInterval({firstStep, step, meanLoss, minimumLoss, maximumLoss, learningRate, gradientNorm, runningMean = meanLoss}: ToldInterval): CurvePoint {
		const lossCount = step - firstStep + 1;
		this.#average.restore({mean: runningMean, lossCount: step});
		this.#error = new RunningError();
		// Buckets that hold less than what comes in would never be merged with their like.
		this.#lossesPerBucket = Math.max(this.#lossesPerBucket, lossCount);
		return this.#add({
			point: {
				firstStep, lastStep: step, mean: meanLoss, minimum: minimumLoss, maximum: maximumLoss, runningMean, learningRate, gradientNorm,
			}, lossCount,
		});
	}

	/**
	Forgets the losses of a step and of those after it, which are to come again. Of a run that is so long
	that its curve has points of many steps, the point that the step is in may keep less than is left of it.
	*/
	rewind(step: number): void {
		this.#recent.rewind(step);
		const kept = this.#buckets.filter(({point}) => point.lastStep < step);
		const cut = this.#buckets.at(kept.length)?.point;
		const rest = cut ? this.#recent.all().filter(({point}) => point.firstStep >= cut.firstStep) : [];
		this.#buckets = kept;
		for (const bucket of rest) {
			this.#addToBuckets(bucket);
		}

		this.#lookBack();
	}

	/** The whole run, at most 1,024 points. */
	curve(): CurvePoint[] {
		return this.#buckets.map(({point}) => point);
	}

	/** All that is remembered: what was told last one by one, and buckets of what was before. */
	remembered(): CurveBucket[] {
		const recent = this.#recent.all();
		const from = recent.at(0)?.point.firstStep ?? Infinity;
		return [...this.#buckets.filter(({point}) => point.lastStep < from), ...recent];
	}

	/** What was told last, each loss at its step, or stretches where no more is known: as many as are remembered, 1,000. */
	recentCurve(): CurvePoint[] {
		return this.#recent.all().map(({point}) => point);
	}

	copy(): LossHistory {
		const copy = new LossHistory();
		copy.runningMean = this.runningMean;
		copy.#average = this.#average.copy();
		copy.#error = this.#error.copy();
		copy.#recent = this.#recent.copy();
		copy.#buckets = [...this.#buckets];
		copy.#lossesPerBucket = this.#lossesPerBucket;
		return copy;
	}

	#add(bucket: CurveBucket): CurvePoint {
		this.runningMean = bucket.point.runningMean;
		this.#recent.push(bucket);
		this.#addToBuckets(bucket);
		return bucket.point;
	}

	#addToBuckets(bucket: CurveBucket) {
		const last = this.#buckets.at(-1);
		if (last && last.lossCount < this.#lossesPerBucket) {
			this.#buckets[this.#buckets.length - 1] = joinBuckets(last, bucket);
			return;
		}

		if (this.#buckets.length === bucketCapacity) {
			this.#halve();
			this.#addToBuckets(bucket);
			return;
		}

		this.#buckets.push(bucket);
	}

	/** Merges the buckets two by two; all are full, and their number is even. */
	#halve() {
		for (let index = 0; index < bucketCapacity / 2; index++) {
			this.#buckets[index] = joinBuckets(this.#buckets[2 * index], this.#buckets[(2 * index) + 1]);
		}

		this.#buckets.length = bucketCapacity / 2;
		this.#lossesPerBucket *= 2;
	}

	/** What is known of the losses that are left. */
	#lookBack() {
		const count = this.#buckets.reduce((sum, {lossCount}) => sum + lossCount, 0);
		this.runningMean = this.#buckets.at(-1)?.point.runningMean;
		this.#average.restore({mean: this.runningMean ?? 0, lossCount: count});
		this.#error = new RunningError();
	}
}

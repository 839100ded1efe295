import {type CurveBucket} from './curve-point.js';
import {type StepOrInterval} from './event-order.js';
import {type BestLoss} from './loss-history.js';

/** The plain mean of the last losses of a run, and how sure it is. */
export type LossMean = {
	readonly mean: number;
	/** Of how many losses. */
	readonly count: number;
	/** How far the losses of single steps are from each other; undefined where there are too few to tell. */
	readonly deviation: number | undefined;
	/** How far the mean may be from where it would be with other documents; undefined where that cannot be told. */
	readonly standardError: number | undefined;
};

/** Losses of one or more steps of which only the mean is known. */
type Stretch = {readonly count: number; readonly mean: number};

/** A tenth of the run, within these bounds: single losses are 0.4 to 0.5 apart, so that a mean of 1,000 is good to 0.015. */
const runShare = 0.1;
const leastLosses = 100;
const mostLosses = 1000;
/** From fewer, how unsteady they are cannot be told. */
const leastStretches = 10;

/** What the losses of a run come to: their mean at its end, and the best running mean on the way. */
export class MeanLosses {
	/** The lowest running mean; that of the first few losses, which may be low by luck, does not count. */
	best: BestLoss | undefined;
	/** The last stretches in a ring: the newest is at `#stretchCount - 1`. */
	readonly #means = new Float64Array(mostLosses);
	readonly #counts = new Float64Array(mostLosses);
	#stretchCount = 0;
	#lossCount = 0;

	/** Those of a run that goes back, as far as its losses are remembered: of a long one, not every running mean is. */
	static from(remembered: readonly CurveBucket[]): MeanLosses {
		const means = new MeanLosses();
		for (const {point: {lastStep, mean, runningMean}, lossCount} of remembered) {
			means.record({
				step: lastStep, mean, count: lossCount, runningMean,
			});
		}

		return means;
	}

	/**
	Takes what an event tells, whose losses are finite numbers.

	@param runningMean - After the last of them.
	*/
	take(event: StepOrInterval, runningMean: number): void {
		const {step} = event;
		const [mean, count] = event.type === 'interval' ? [event.meanLoss, step - event.firstStep + 1] : [event.loss, 1];
		this.record({
			step, mean, count, runningMean,
		});
	}

	/**
	Takes the next losses.

	@param count - How many losses `mean` is of.
	@param runningMean - After the last of them.
	*/
	record({step, mean, count, runningMean}: Stretch & {readonly step: number; readonly runningMean: number}): void {
		const place = this.#stretchCount % mostLosses;
		this.#means[place] = mean;
		this.#counts[place] = count;
		this.#stretchCount++;
		this.#lossCount += count;
		if (this.#lossCount >= leastLosses && runningMean < (this.best?.loss ?? Infinity)) {
			this.best = {step, loss: runningMean};
		}
	}

	copy(): MeanLosses {
		const copy = new MeanLosses();
		copy.best = this.best;
		copy.#means.set(this.#means);
		copy.#counts.set(this.#counts);
		copy.#stretchCount = this.#stretchCount;
		copy.#lossCount = this.#lossCount;
		return copy;
	}

	/** The mean of the last tenth of the losses so far, of 100 at least and of 1,000 at most; undefined before the first. */
	last(): LossMean | undefined {
		const wanted = Math.max(leastLosses, Math.min(mostLosses, Math.round(this.#lossCount * runShare)));
		const latest: Stretch[] = [];
		let count = 0;
		while (latest.length < Math.min(this.#stretchCount, mostLosses) && (count < wanted || latest.length < leastStretches)) {
			const place = (this.#stretchCount - 1 - latest.length) % mostLosses;
			latest.push({mean: this.#means[place], count: this.#counts[place]});
			count += this.#counts[place];
		}

		return latest.length === 0 ? undefined : meanOf(latest, count);
	}
}

/** Means of many losses vary less: each counts as much as the losses in it. */
function meanOf(stretches: readonly Stretch[], count: number): LossMean {
	const mean = stretches.reduce((sum, stretch) => sum + (stretch.mean * stretch.count), 0) / count;
	if (stretches.length < leastStretches) {
		return {
			mean, count, deviation: undefined, standardError: undefined,
		};
	}

	const squares = stretches.reduce((sum, stretch) => sum + (stretch.count * ((stretch.mean - mean) ** 2)), 0);
	const deviation = Math.sqrt(squares / (stretches.length - 1));
	return {
		mean, count, deviation, standardError: deviation / Math.sqrt(count),
	};
}

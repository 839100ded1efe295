import {type ToldEvent} from '../training/told-events.js';
import {CourseMean, type RunningMeanState} from '../training/running-mean.js';
import {ControlHistory} from './control-history.js';
import {type CurvePoint} from './curve-point.js';
import {EvaluationHistory} from './evaluation-history.js';
import {firstStepOf, type StepOrInterval, type Turn} from './event-order.js';
import {LossHistory} from './loss-history.js';
import {MeanLosses} from './mean-losses.js';
import {MetricHistory} from './metric-history.js';
import {type RecordedRun} from './recorded-run.js';
import {SampleHistory} from './sample-history.js';
import {StepLosses} from './step-losses.js';
import {StepTimes} from './step-times.js';
import {WarningHistory} from './warning-history.js';

/** What gathers as a run goes on, in bounded memory; where the run stands is not known here. */
export class RunHistories {
	losses = new LossHistory();
	stepLosses = new StepLosses();
	/** The running mean as the course has it. */
	courseMean = new CourseMean();
	means = new MeanLosses();
	evaluations = new EvaluationHistory();
	samples = new SampleHistory();
	controls = new ControlHistory();
	warnings = new WarningHistory();
	times = new StepTimes();
	metrics = new MetricHistory();
	/** Whether what steps say besides their loss is kept as curves too. */
	readonly hasFigureCurves: boolean;

	constructor(hasFigureCurves: boolean) {
		this.hasFigureCurves = hasFigureCurves;
	}

	/** Takes what is no step; much of it says nothing here. */
	record(event: Exclude<ToldEvent, StepOrInterval>): void {
		switch (event.type) {
			case 'checkpoint': {
				this.warnings.settle('unsaved');
				break;
			}

			case 'eval': {
				this.evaluations.record(event);
				break;
			}

			case 'metrics': {
				this.metrics.record(event);
				break;
			}

			case 'warning': {
				this.warnings.record(event);
				break;
			}

			case 'sample': {
				this.samples.record(event);
				break;
			}

			case 'control': {
				this.controls.record(event);
				break;
			}

			case 'start':
			case 'baselines':
			case 'activity':
			case 'finish': {
				break;
			}
		}
	}

	/**
	Takes a step, or many.

	@param before - The last step that was told before.
	@returns the point that it adds to the curve, if it has a loss.
	*/
	takeStep(event: StepOrInterval, turn: Turn, before: number | undefined): CurvePoint | undefined {
		this.controls.takeStep();
		if (turn === 'back') {
			this.#goBack(firstStepOf(event), before);
		}

		this.stepLosses.take(event);
		this.times.record(event, turn);
		if (this.hasFigureCurves) {
			this.metrics.recordStep(event);
		}

		// An interval may end with a loss that is no number though the others are: then it is not taken either.
		const point = Number.isFinite(event.loss) ? this.losses.take(event) : undefined;
		if (point) {
			this.warnings.settle('diverged');
			this.means.take(event, point.runningMean);
			this.courseMean.take(event, point.runningMean);
		}

		return point;
	}

	/** Nothing is told yet, and the running mean goes on from that of another run. */
	goOnFrom(average: RunningMeanState): void {
		this.losses.goOnFrom(average);
		this.courseMean = CourseMean.from([{mean: average.mean, lossCount: average.lossCount}], average.mean);
	}

	/** What all that has come to, as it is now. */
	snapshot(): Omit<RecordedRun, 'start' | 'lastStep' | 'activity' | 'baselines' | 'finish'> {
		const {losses, means, evaluations, samples, controls, warnings, times, metrics} = this;
		const {tokens, throughput} = times;
		return {
			runningMean: losses.runningMean,
			lastMean: means.last(),
			bestMean: means.best,
			bestValidation: evaluations.best,
			tokens,
			stepsPerSecond: throughput.stepsPerSecond,
			tokensPerSecond: throughput.tokensPerSecond,
			curve: losses.curve(),
			recentCurve: losses.recentCurve(),
			learningRateChanges: controls.learningRateChanges,
			noveltyShares: samples.shares(),
			evaluations: evaluations.all,
			samples: samples.latest,
			metrics: metrics.all(),
			warnings: warnings.all,
			news: warnings.news,
		};
	}

	copy(): RunHistories {
		const copy = new RunHistories(this.hasFigureCurves);
		copy.losses = this.losses.copy();
		copy.stepLosses = this.stepLosses.copy();
		copy.courseMean = this.courseMean.copy();
		copy.means = this.means.copy();
		copy.evaluations = this.evaluations.copy();
		copy.samples = this.samples.copy();
		copy.controls = this.controls.copy();
		copy.warnings = this.warnings.copy();
		copy.times = this.times.copy();
		copy.metrics = this.metrics.copy();
		return copy;
	}

	/** Forgets what was told of a step and of those after it; where only the last one is told again, its loss alone. */
	#goBack(step: number, before: number | undefined) {
		this.losses.rewind(step);
		const remembered = this.losses.remembered();
		this.courseMean = CourseMean.from(remembered.map(({point: {mean}, lossCount}) => ({mean, lossCount})), this.losses.runningMean);
		this.means = MeanLosses.from(remembered);
		if (step === before) {
			return;
		}

		this.metrics.rewind(step);
		this.evaluations.rewind(step);
		this.samples.rewind(step);
		this.controls.rewind(step);
	}
}

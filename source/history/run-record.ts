import {type Baselines} from '../data/baselines.js';
import {
	type ActivityEvent,
	type CheckpointEvent,
	type FinishReason,
	type WarningEvent,
} from '../training/events.js';
import {learningRateAt} from '../training/schedule.js';
import {
	isWholeTraining,
	type ToldEval,
	type ToldEvent,
	type ToldFinish,
	type ToldSample,
	type ToldStart,
	type ToldStep,
} from '../training/told-events.js';
import {
	firstStepOf,
	type StepOrInterval,
	type ToldSteps,
	type Turn,
	turnOf,
	withSteps,
} from './event-order.js';
import {type BestLoss, LossHistory} from './loss-history.js';
import {MeanLosses} from './mean-losses.js';
import {MetricHistory} from './metric-history.js';
import {NoveltyHistory} from './novelty-history.js';
import {type LearningRateChange, type RecordedRun} from './recorded-run.js';
import {Throughput} from './throughput.js';

const mostSamples = 200;
/** Of more changes, the first are forgotten. */
const mostLearningRateChanges = 100;
/** Of more evaluations, every other one is forgotten; the chart could not show them. */
const mostEvaluations = 1024;

/** What the events of a run said so far, in bounded memory. */
export class RunRecord {
	/** What some events come to. */
	static of(events: Iterable<ToldEvent>): RunRecord {
		const record = new RunRecord();
		for (const event of events) {
			record.record(event);
		}

		return record;
	}

	start: ToldStart | undefined;
	lastStep: ToldStep | undefined;
	finish: ToldFinish | undefined;
	baselines: Baselines | undefined;
	/** The last one that was saved. */
	checkpoint: CheckpointEvent | undefined;
	/** What goes on between two steps, if it takes long. */
	activity: ActivityEvent | undefined;
	evaluations: readonly ToldEval[] = [];
	bestValidation: BestLoss | undefined;
	warnings: readonly WarningEvent[] = [];
	/** What another program did last that was not to be expected, but is nothing to be warned of. */
	news: WarningEvent | undefined;
	/** The scale of the learning rate as it was last changed, perhaps for the step to come. */
	learningRateScale = 1;
	/** The temperature and the prefix of samples during training; undefined unless a person has changed them. */
	temperature: number | undefined;
	prefix: string | undefined;
	/** The latest documents that the model made up, the newest last. */
	samples: readonly ToldSample[] = [];
	learningRateChanges: readonly LearningRateChange[] = [];
	noveltyHistory = new NoveltyHistory();
	history = new LossHistory();
	means = new MeanLosses();
	throughput = new Throughput();
	#metrics = new MetricHistory();
	/** Whether what steps say besides their loss is kept as curves too. */
	readonly #hasFigureCurves: boolean;
	/** The scale of the learning rate of the last step. */
	#lastScale = 1;
	#told: ToldSteps | undefined;
	/** Undefined if they are not known of all steps. */
	#tokens: number | undefined = 0;
	/** The last one that had a time. */
	#timedStep: number | undefined;

	constructor({hasFigureCurves = false}: {readonly hasFigureCurves?: boolean} = {}) {
		this.#hasFigureCurves = hasFigureCurves;
	}

	/** Whether the last step is done, so that only closing events can follow. */
	get isLastStepDone(): boolean {
		return this.lastStep !== undefined && this.lastStep.step === this.start?.training.steps;
	}

	/** What a step would mean to the run. One that begins anew needs another record. */
	turnOf(event: StepOrInterval): Turn {
		return turnOf(event, this.#told);
	}

	record(event: ToldEvent): void {
		this.activity = event.type === 'activity' ? event : undefined;
		switch (event.type) {
			case 'start': {
				this.start = event;
				break;
			}

			case 'step':
			case 'interval': {
				this.#recordStep(event);
				break;
			}

			case 'baselines': {
				this.baselines = event;
				break;
			}

			case 'activity': {
				break;
			}

			case 'checkpoint': {
				this.checkpoint = event;
				this.warnings = this.warnings.filter(({code}) => code !== 'unsaved');
				break;
			}

			case 'eval': {
				this.#recordEvaluation(event);
				break;
			}

			case 'metrics': {
				this.#metrics.record(event);
				break;
			}

			case 'warning': {
				if (isNews(event)) {
					this.news = event;
					break;
				}

				// Of what is tried again and again, the last time counts.
				this.warnings = [...this.warnings.filter(({code}) => code !== event.code), event];
				break;
			}

			case 'finish': {
				this.finish = event;
				break;
			}

			case 'sample': {
				this.samples = [...this.samples.slice(1 - mostSamples), event];
				if (event.novelty !== undefined) {
					this.noveltyHistory.record(event.step, event.novelty);
				}

				break;
			}

			case 'control': {
				const {step, learningRateScale: scale} = event;
				if (scale !== this.learningRateScale) {
					this.learningRateChanges = [...this.learningRateChanges.slice(1 - mostLearningRateChanges), {step, scale}];
				}

				this.learningRateScale = scale;
				this.temperature = event.temperature ?? this.temperature;
				this.prefix = event.prefix ?? this.prefix;
				if (event.steps !== undefined && this.start) {
					this.start = {...this.start, training: {...this.start.training, steps: event.steps}};
				}

				break;
			}
		}
	}

	/** The same so far; what comes afterwards, each takes for itself. */
	copy(): RunRecord {
		const copy = new RunRecord({hasFigureCurves: this.#hasFigureCurves});
		// Fields that are not copied below are replaced when they change, and never changed in place.
		Object.assign(copy, this);
		copy.noveltyHistory = this.noveltyHistory.copy();
		copy.history = this.history.copy();
		copy.means = this.means.copy();
		copy.throughput = this.throughput.copy();
		copy.#metrics = this.#metrics.copy();
		copy.#timedStep = this.#timedStep;
		copy.#lastScale = this.#lastScale;
		copy.#told = this.#told;
		copy.#tokens = this.#tokens;
		return copy;
	}

	/** The finish event of a run that ends here. */
	finishHere(reason: FinishReason): ToldFinish {
		const {elapsedMs} = this.lastStep ?? {elapsedMs: 0};
		return {
			type: 'finish',
			reason,
			totals: {
				steps: this.lastStep?.step ?? 0,
				...(this.#tokens !== undefined && {tokens: this.#tokens}),
				...(elapsedMs !== undefined && {elapsedMs}),
			},
		};
	}

	/** What the events have come to, as it is now. */
	snapshot(): RecordedRun {
		const {start, lastStep, activity, finish, baselines, evaluations, bestValidation, samples, warnings, news, history, means, throughput, learningRateChanges, noveltyHistory} = this;
		return {
			start,
			lastStep,
			activity,
			runningMean: history.runningMean,
			lastMean: means.last(),
			bestMean: means.best,
			bestValidation,
			tokens: this.#tokens,
			stepsPerSecond: throughput.stepsPerSecond,
			tokensPerSecond: throughput.tokensPerSecond,
			curve: history.curve(),
			recentCurve: history.recentCurve(),
			learningRateChanges,
			noveltyShares: noveltyHistory.shares(),
			baselines,
			evaluations,
			samples,
			metrics: this.#metrics.all(),
			warnings,
			news,
			finish,
		};
	}

	/** The learning rate of the last step, or of the next one if that will have another scale. */
	learningRateWith(scale: number): number | undefined {
		const {start, lastStep} = this;
		const isChanged = scale !== this.#lastScale && !this.isLastStepDone;
		return isChanged && start && lastStep && isWholeTraining(start.training) ? learningRateAt(lastStep.step + 1, start.training) * scale : lastStep?.learningRate;
	}

	/** How many steps are still to come; undefined while that cannot be told, or when there will be no end. */
	get stepsLeft(): number | undefined {
		const isOver = this.finish !== undefined && this.finish.reason !== 'completed';
		const {steps} = this.start?.training ?? {};
		return steps === undefined || !this.lastStep || isOver ? undefined : Math.max(0, steps - this.lastStep.step);
	}

	#recordStep(event: StepOrInterval) {
		this.#lastScale = this.learningRateScale;
		const turn = this.turnOf(event);
		if (turn === 'back') {
			this.#goBack(firstStepOf(event), this.#told);
		}

		this.#told = withSteps(this.#told, event, turn);
		this.lastStep = event.type === 'step' ? event : {...event, type: 'step'};
		this.#recordTime(event, turn);
		const {start} = this;
		if (start && event.step > (start.training.steps ?? Infinity)) {
			// What goes on after its planned end has none that is known.
			const {steps, ...training} = start.training;
			this.start = {...start, training};
		}

		if (this.#hasFigureCurves) {
			this.#metrics.recordStep(event);
		}

		// An interval may end with a loss that is no number though the others are: then it is not taken either.
		const point = Number.isFinite(event.loss) ? this.history.take(event) : undefined;
		if (!point) {
			return;
		}

		if (this.warnings.length > 0) {
			this.warnings = this.warnings.filter(({code}) => code !== 'diverged');
		}

		this.means.take(event, point.runningMean);
	}

	/** Of the same step, the last one counts, as a progress bar tells it. */
	#recordEvaluation(event: ToldEval) {
		const {step, validationLoss} = event;
		const isAgain = this.evaluations.at(-1)?.step === step;
		const before = isAgain ? this.evaluations.slice(0, -1) : this.evaluations;
		this.evaluations = [...thinned(before), event];
		if (isAgain && this.bestValidation?.step === step) {
			this.bestValidation = bestOf(before);
		}

		if (validationLoss < (this.bestValidation?.loss ?? Infinity)) {
			this.bestValidation = {step, loss: validationLoss};
		}
	}

	#recordTime({step, tokenCount, elapsedMs}: StepOrInterval, turn: Turn) {
		// Which of the tokens were of steps that are told again is not known.
		const tokens = this.#tokens === undefined || tokenCount === undefined || turn === 'back' ? undefined : this.#tokens + tokenCount;
		this.#tokens = tokens;
		// The same step again takes no time.
		if (elapsedMs === undefined || (turn === 'back' && step === this.#timedStep)) {
			return;
		}

		this.#timedStep = step;
		if (turn === 'back') {
			this.throughput.startAt({step, tokens, elapsedMs});
		} else {
			this.throughput.record({step, tokens, elapsedMs});
		}
	}

	/** Forgets what was told of a step and of those after it; where only the last one is told again, its loss alone. */
	#goBack(step: number, told: ToldSteps | undefined) {
		const isBefore = (event: {readonly step: number}) => event.step < step;
		this.history.rewind(step);
		this.means = MeanLosses.from(this.history.remembered());
		if (step === told?.lastStep) {
			return;
		}

		this.#metrics.rewind(step);
		this.evaluations = this.evaluations.filter(event => isBefore(event));
		this.bestValidation = bestOf(this.evaluations);
		this.samples = this.samples.filter(event => isBefore(event));
		this.learningRateChanges = this.learningRateChanges.filter(change => isBefore(change));
	}
}

/** Whether a warning only tells what happened. */
function isNews({code}: WarningEvent): boolean {
	return ['restarted', 'rewound', 'recovered'].includes(code);
}

function bestOf(evaluations: readonly ToldEval[]): BestLoss | undefined {
	const best = evaluations.toSorted((a, b) => a.validationLoss - b.validationLoss).at(0);
	return best && {step: best.step, loss: best.validationLoss};
}

function thinned(evaluations: readonly ToldEval[]): readonly ToldEval[] {
	return evaluations.length < mostEvaluations ? evaluations : evaluations.filter((_, index) => index % 2 === 0);
}

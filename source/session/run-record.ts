import {type Baselines} from '../data/baselines.js';
import {
	type ActivityEvent,
	type CheckpointEvent,
	type EvalEvent,
	type FinishEvent,
	type FinishReason,
	type SampleEvent,
	type StartEvent,
	type StepEvent,
	type TrainingEvent,
	type WarningEvent,
} from '../training/events.js';
import {learningRateAt} from '../training/schedule.js';
import {type BestLoss, LossHistory} from './loss-history.js';
import {MeanLosses} from './mean-losses.js';
import {NoveltyHistory} from './novelty-history.js';
import {type LearningRateChange, type Snapshot} from './snapshot.js';
import {Throughput} from './throughput.js';

const mostSamples = 200;
/** Of more changes, the first are forgotten. */
const mostLearningRateChanges = 100;
/** Of more evaluations, every other one is forgotten; the chart could not show them. */
const mostEvaluations = 1024;

/** The part of a snapshot that follows from the events. */
export type RecordedPart = Omit<
	Snapshot,
	'mode' | 'status' | 'stopping' | 'speed' | 'learningRate' | 'learningRateScale' | 'elapsedMs' | 'clockFromStep' | 'remainingMs'
	| 'temperature' | 'prefix' | 'previous' | 'nextPreset' | 'coachMessage' | 'coachHistory' | 'saving'
>;

/** What the events of a run said so far, in bounded memory. */
export class RunRecord {
	start: StartEvent | undefined;
	lastStep: StepEvent | undefined;
	finish: FinishEvent | undefined;
	baselines: Baselines | undefined;
	/** The last one that was saved. */
	checkpoint: CheckpointEvent | undefined;
	/** What goes on between two steps, if it takes long. */
	activity: ActivityEvent | undefined;
	evaluations: readonly EvalEvent[] = [];
	bestValidation: BestLoss | undefined;
	warnings: readonly WarningEvent[] = [];
	/** The scale of the learning rate of the steps so far. */
	learningRateScale = 1;
	/** Of what is made up on the way, and how it begins; undefined as long as nobody has changed it. */
	temperature: number | undefined;
	prefix: string | undefined;
	/** The latest documents that the model made up, the newest last. */
	samples: readonly SampleEvent[] = [];
	learningRateChanges: readonly LearningRateChange[] = [];
	readonly noveltyHistory = new NoveltyHistory();
	readonly history = new LossHistory();
	readonly means = new MeanLosses();
	readonly throughput = new Throughput();
	#tokens = 0;

	/** Whether the last step is done, so that only closing events can follow. */
	get isLastStepDone(): boolean {
		return this.lastStep !== undefined && this.lastStep.step === this.start?.training.steps;
	}

	record(event: TrainingEvent): void {
		this.activity = event.type === 'activity' ? event : undefined;
		switch (event.type) {
			case 'start': {
				this.start = event;
				break;
			}

			case 'step': {
				this.lastStep = event;
				this.#tokens += event.tokenCount;
				this.history.record(event.step, event.loss);
				this.means.record({
					step: event.step, mean: event.loss, count: 1, runningMean: this.history.runningMean ?? event.loss,
				});
				this.throughput.record({step: event.step, tokens: this.#tokens, elapsedMs: event.elapsedMs});
				break;
			}

			case 'interval': {
				this.lastStep = {...event, type: 'step'};
				this.#tokens += event.tokenCount;
				this.history.recordInterval(event);
				this.means.record({
					step: event.step, mean: event.meanLoss, count: event.step - event.firstStep + 1, runningMean: this.history.runningMean ?? event.meanLoss,
				});
				this.throughput.record({step: event.step, tokens: this.#tokens, elapsedMs: event.elapsedMs});
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
				this.evaluations = [...thinned(this.evaluations), event];
				if (event.validationLoss < (this.bestValidation?.loss ?? Infinity)) {
					this.bestValidation = {step: event.step, loss: event.validationLoss};
				}

				break;
			}

			case 'warning': {
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
				this.noveltyHistory.record(event.step, event.novelty);
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

	/** The finish event of a run that ends here. */
	finishHere(reason: FinishReason): FinishEvent {
		return {
			type: 'finish',
			reason,
			totals: {steps: this.lastStep?.step ?? 0, tokens: this.#tokens, elapsedMs: this.lastStep?.elapsedMs ?? 0},
		};
	}

	/** The part of a snapshot that follows from the events. */
	snapshot(): RecordedPart {
		const {start, lastStep, activity, finish, baselines, evaluations, bestValidation, samples, warnings, history, means, throughput, learningRateChanges, noveltyHistory} = this;
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
			warnings,
			finish,
		};
	}

	/** The learning rate of the last step, or of the next one if that will have another scale. */
	learningRateWith(scale: number): number | undefined {
		const {start, lastStep} = this;
		const isChanged = scale !== this.learningRateScale && !this.isLastStepDone;
		return isChanged && start && lastStep ? learningRateAt(lastStep.step + 1, start.training) * scale : lastStep?.learningRate;
	}

	/** How many steps are still to come; undefined while that cannot be told, or when there will be no end. */
	get stepsLeft(): number | undefined {
		const isOver = this.finish !== undefined && this.finish.reason !== 'completed';
		const {steps = 0} = this.start?.training ?? {};
		return steps === 0 || !this.lastStep || isOver ? undefined : Math.max(0, steps - this.lastStep.step);
	}
}

function thinned(evaluations: readonly EvalEvent[]): readonly EvalEvent[] {
	return evaluations.length < mostEvaluations ? evaluations : evaluations.filter((_, index) => index % 2 === 0);
}

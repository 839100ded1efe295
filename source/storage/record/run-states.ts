import {type Engine} from '../../model/engine.js';
import {type ResumableRandom} from '../../random/random-source.js';
import {planOf} from '../../settings/training-plan.js';
import {type TrainingEvent} from '../../training/events.js';
import {type TrainingProgress} from '../../training/progress.js';
import {RunningMean} from '../../training/running-mean.js';
import {type CheckpointNotes, type RecordNotes} from './checkpoint-notes.js';
import {copyState, encodeCheckpoint, hasFiniteState} from './checkpoint.js';
import {type EventLog} from './event-log.js';
import {RecordWriter} from './record-writer.js';
import {type RunInfo} from './run-info.js';
import {type RunState} from './state-files.js';
import {type CopiedState} from './states-on-the-way.js';

/** The training that is recorded; between two events all of it belongs to the same step. */
export type RecordedTraining = {
	readonly engine: Engine;
	readonly progress: TrainingProgress;
	readonly random: {readonly samples: ResumableRandom; readonly previews: ResumableRandom};
	readonly vocabulary: readonly string[];
	/** The loss that the next step will compute: only that shows whether the last one has left a usable model. */
	readonly lossAhead: () => number;
};

export type RunStatesOptions = {
	readonly training: RecordedTraining;
	/** Open at its end. */
	readonly log: Pick<EventLog, 'add' | 'length'>;
	readonly info: RunInfo;
	/** What the last checkpoint says of the record; without it, the record is new. */
	readonly earlier: RecordNotes | undefined;
	/** The steps that a line of the record stands for, where not each has its own; without it, as many as fit. */
	readonly logEvery?: number | undefined;
};

/** Why a run cannot be resumed from a state. */
class UnsoundStateError extends Error {}

/**
Writes down what a training tells, and takes its state between two events: with the place in the record,
so that both can be resumed.
*/
export class RunStates {
	/** The lowest loss so far on the validation documents. */
	bestLoss: number | undefined;
	readonly #options: RunStatesOptions;
	readonly #runningMean = new RunningMean();
	readonly #writer: RecordWriter;
	#info: RunInfo;

	constructor(options: RunStatesOptions) {
		const {training: {progress}, log, info, earlier, logEvery} = options;
		this.#options = options;
		this.bestLoss = earlier?.bestLoss;
		const bestValidationLoss = this.bestLoss ?? info.bestValidationLoss;
		this.#info = {...info, ...(bestValidationLoss !== undefined && {bestValidationLoss})};
		if (earlier?.average) {
			this.#runningMean.restore(earlier.average);
		} else if (earlier?.runningMean !== undefined) {
			this.#runningMean.restore({mean: earlier.runningMean, lossCount: progress.step});
		} else if (!earlier && info.parent?.average) {
			this.#runningMean.restore(info.parent.average);
		}

		this.#writer = new RecordWriter(log, {steps: info.config.training.steps, logEvery, runningMean: () => this.#runningMean.value}, earlier);
	}

	write(event: TrainingEvent): void {
		if (event.type === 'step') {
			this.#runningMean.add(event.loss);
		} else if (event.type === 'eval') {
			const {validationLoss} = event;
			this.#info = {...this.#info, validationLoss, bestValidationLoss: Math.min(this.#info.bestValidationLoss ?? Infinity, validationLoss)};
		}

		this.#writer.write(event);
	}

	/**
	The state as it is now.

	@throws UnsoundStateError if there is something in it that is no number.
	*/
	take(): RunState {
		const {engine, progress: {step}} = this.#options.training;
		if (!hasFiniteState(engine)) {
			throw new UnsoundStateError(`parameters that are not finite after step ${step}`);
		}

		const {elapsedMs} = this.#options.training.progress;
		const loss = this.#runningMean.value;
		const info = {
			...this.#info, step, elapsedMs, ...(loss !== undefined && {loss}),
		};
		return {step, file: encodeCheckpoint(engine, this.#notes()), info};
	}

	/**
	The state as it is now, if the next step will be one.

	@throws UnsoundStateError if its loss will be no number.
	*/
	takeSound(): RunState {
		const {lossAhead, progress: {step}} = this.#options.training;
		if (!Number.isFinite(lossAhead())) {
			throw new UnsoundStateError(`a loss that is not finite after step ${step}`);
		}

		return this.take();
	}

	/** Copies the state as it is now, which takes less time than to make its file. It may be one after which the run broke: nobody goes on from it. */
	copy(): CopiedState {
		const {engine, progress: {step}} = this.#options.training;
		const copied = copyState(engine);
		const notes = this.#notes();
		const {parameters, moments} = copied;
		return {
			step,
			bytes: parameters.data.byteLength + moments.first.byteLength + moments.second.byteLength,
			encode: () => encodeCheckpoint(copied, notes),
		};
	}

	#notes(): CheckpointNotes {
		const {log, training: {engine, progress, random, vocabulary}} = this.#options;
		return {
			progress: {...progress},
			random: {samples: random.samples.state, previews: random.previews.state},
			vocabulary,
			model: engine.model,
			record: {
				bytes: log.length,
				steps: this.#info.config.training.steps,
				plan: planOf(this.#info.config.training),
				average: this.#runningMean.state,
				...(this.bestLoss !== undefined && {bestLoss: this.bestLoss}),
				...this.#writer.state,
			},
		};
	}
}

/** What `take` gives, or undefined where the run could not be resumed from it. */
export function ifSound(take: () => RunState): RunState | undefined {
	try {
		return take();
	} catch (error) {
		if (error instanceof UnsoundStateError) {
			return undefined;
		}

		throw error;
	}
}

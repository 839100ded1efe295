import {type Engine} from '../model/engine.js';
import {countPositions} from '../model/forward.js';
import {type TrainingConfig} from '../settings/training-config.js';
import {adamUpdateOf} from './adam-update.js';
import {batchOf, type BatchSource, ownStep} from './batches.js';
import {
	type FinishEvent,
	type FinishReason,
	type StartEvent,
	type StepEvent,
} from './events.js';
import {type TrainingProgress} from './progress.js';
import {learningRateAt} from './schedule.js';

export type TrainerInput = Omit<BatchSource, 'batchSize' | 'blockSize'> & {
	readonly config: TrainingConfig;
	readonly engine: Engine;
	/** The seed decides what dropout leaves out. */
	readonly start: Pick<StartEvent, 'seed'>;
};

/** Makes the updates, and tells the progress of each. */
export class Trainer {
	readonly #input: TrainerInput;
	readonly #batches: BatchSource;
	readonly #progress: TrainingProgress;

	constructor(input: TrainerInput, progress: TrainingProgress) {
		this.#input = input;
		this.#batches = {...input, batchSize: input.config.batchSize, blockSize: input.engine.model.blockSize};
		this.#progress = progress;
	}

	/** The last update; of a training that goes on, as much of it as matters. */
	get lastStep(): Pick<StepEvent, 'step' | 'learningRate'> {
		const {lastStep, step, controls} = this.#progress;
		return lastStep ?? {step, learningRate: learningRateAt(step, this.#input.config) * controls.learningRateScale};
	}

	/** One update; where the loss or its gradient is not finite, the parameters and the progress stay as they were, but for the time. */
	step(): StepEvent {
		const {engine, config} = this.#input;
		const progress = this.#progress;
		const startedAt = performance.now();
		const step = progress.step + 1;
		const batch = batchOf(step, this.#batches);
		const learningRate = learningRateAt(step, config) * progress.controls.learningRateScale;
		const loss = engine.computeGradients(batch, {seed: this.#input.start.seed, step});
		const gradientNorm = engine.gradientNorm();
		let tokenCount = 0;
		for (const tokens of batch) {
			tokenCount += countPositions(engine.model, tokens);
		}

		const hasUpdate = isSound({loss, gradientNorm});
		if (hasUpdate) {
			engine.update(adamUpdateOf({step, learningRate, gradientNorm}, config));
		}

		progress.elapsedMs += performance.now() - startedAt;
		const event: StepEvent = {
			type: 'step', step, loss, learningRate, tokenCount, gradientNorm, elapsedMs: progress.elapsedMs,
		};
		if (hasUpdate) {
			progress.step = step;
			progress.tokens += tokenCount;
			progress.isEvaluated = false;
			progress.isPreviewed = false;
			progress.lastStep = event;
		}

		return event;
	}

	/** Whether the last update, which no other step has looked at, has left sound parameters. */
	isStillSound(): boolean {
		const batch = batchOf(ownStep(this.#progress.step, this.#batches), this.#batches);
		return Number.isFinite(this.#input.engine.computeLoss(batch));
	}

	finish(reason: FinishReason): FinishEvent {
		const {step, tokens, elapsedMs} = this.#progress;
		return {type: 'finish', reason, totals: {steps: step, tokens, elapsedMs}};
	}
}

/** The loss that the next step will compute, which shows what the last one has left. */
export function lossAhead(input: TrainerInput, {step}: Pick<TrainingProgress, 'step'>): number {
	const {engine, config, start: {seed}} = input;
	return engine.computeLoss(batchOf(step + 1, {...input, batchSize: config.batchSize, blockSize: engine.model.blockSize}), {seed, step: step + 1});
}

/** Whether an update can be made of these. */
export function isSound({loss, gradientNorm}: Pick<StepEvent, 'loss' | 'gradientNorm'>): boolean {
	return Number.isFinite(loss) && Number.isFinite(gradientNorm);
}


import {type CharTokenizer} from '../data/char-tokenizer.js';
import {type Engine} from '../model/engine.js';
import {countPositions} from '../model/forward.js';
import {type RandomSource} from '../random/random-source.js';
import {adamUpdateOf} from './adam-update.js';
import {batchOf, type BatchSource} from './batches.js';
import {evaluate} from './evaluate.js';
import {
	type EvalEvent,
	type FinishEvent,
	type FinishReason,
	type StartEvent,
	type StepEvent,
	type TrainingEvent,
	type WarningEvent,
} from './events.js';
import {Sampler} from './sample.js';
import {learningRateAt} from './schedule.js';
import {type TrainingConfig} from './training-config.js';
import {TurnGiver} from './turn-giver.js';

/** All that a training needs. */
export type TrainingInput = {
	readonly start: StartEvent;
	readonly config: TrainingConfig;
	readonly engine: Engine;
	readonly tokenizer: CharTokenizer;
	/** In the order in which they are taken, over and over. */
	readonly trainingDocuments: readonly string[];
	readonly validationDocuments: readonly string[];
	/** Documents to make up at the end, drawn from the stream of the run, as the references do. */
	readonly samples: {readonly count: number; readonly temperature: number; readonly random: RandomSource};
	/** Documents to make up on the way, for whoever watches, from a stream of their own. */
	readonly previews?: {readonly every: number; readonly random: RandomSource};
	/** Kept up to date for whoever wants to look at the last step. */
	readonly progress?: TrainingProgress;
};

/** How far a training has come. */
export type TrainingProgress = {
	/** The last step that changed the parameters. */
	lastStep: StepEvent | undefined;
};

/** What a person may change while a training runs; it is read before each step. */
export type TrainingControls = {
	/** Multiplies the learning rate of the schedule. */
	learningRateScale: number;
	/** Of what is made up on the way; without it, that of the samples at the end. */
	temperature?: number;
	/** How documents begin that are made up on the way. */
	prefix?: string;
};

/**
Trains a model, one batch of documents a step, and tells what happens as it happens.

Nothing moves unless the caller asks for the next event: to pause is not to ask, to stop is to
`return()`. Between two events the parameters, the optimiser and the step always belong together.

@yields The events of the run, `start` first and `finish` last.
*/
export async function * train(input: TrainingInput, controls: Readonly<TrainingControls>): AsyncGenerator<TrainingEvent, void, undefined> {
	const {start, config, validationDocuments, previews} = input;
	const trainer = new Trainer(input);
	const sampler = new Sampler(input, input.samples.temperature);
	const turns = new TurnGiver();
	let inForce: TrainingControls = {learningRateScale: 1};
	yield start;

	for (let step = 1; step <= config.steps; step++) {
		if (hasChanged(controls, inForce)) {
			inForce = {...controls};
			yield {type: 'control', step, ...inForce};
		}

		const stepEvent = trainer.step(step, inForce.learningRateScale);
		if (!isSound(stepEvent)) {
			yield divergence(stepEvent);
			yield trainer.finish('diverged');
			return;
		}

		yield stepEvent;

		if (validationDocuments.length > 0 && (step % config.evalEvery === 0 || step === config.steps)) {
			const evalEvent = await evaluation(input, step, turns);
			if (!Number.isFinite(evalEvent.trainLoss) || !Number.isFinite(evalEvent.validationLoss)) {
				yield divergence(stepEvent);
				yield trainer.finish('diverged');
				return;
			}

			yield evalEvent;
		}

		if (previews && step % previews.every === 0) {
			yield sampler.sample(step, previews.random, inForce);
		}

		if (turns.isDue) {
			await turns.give();
		}
	}

	if (!trainer.isStillSound()) {
		yield divergence(trainer.lastStep!);
		yield trainer.finish('diverged');
		return;
	}

	for (let ordinal = 1; ordinal <= input.samples.count; ordinal++) {
		yield {...sampler.sample(config.steps, input.samples.random), ordinal};
		if (turns.isDue) {
			await turns.give();
		}
	}

	yield trainer.finish('completed');
}

/** The state that an update changes, and the update. */
class Trainer {
	lastStep: StepEvent | undefined;
	readonly #input: TrainingInput;
	readonly #batches: BatchSource;
	#steps = 0;
	#tokens = 0;
	#elapsedMs = 0;

	constructor(input: TrainingInput) {
		this.#input = input;
		this.#batches = {...input, batchSize: input.config.batchSize, blockSize: input.engine.model.blockSize};
	}

	/** One update; where the loss or its gradient is not finite, the parameters stay as they were. */
	step(step: number, learningRateScale: number): StepEvent {
		const {engine, config, progress} = this.#input;
		const startedAt = performance.now();
		const batch = batchOf(step, this.#batches);
		const learningRate = learningRateAt(step, config) * learningRateScale;
		const loss = engine.computeGradients(batch);
		const gradientNorm = engine.gradientNorm();
		let tokenCount = 0;
		for (const tokens of batch) {
			tokenCount += countPositions(engine.model, tokens);
		}

		if (isSound({loss, gradientNorm})) {
			engine.update(adamUpdateOf({step, learningRate, gradientNorm}, config));
			this.#steps = step;
			this.#tokens += tokenCount;
		}

		this.#elapsedMs += performance.now() - startedAt;
		this.lastStep = {
			type: 'step', step, loss, learningRate, tokenCount, gradientNorm, elapsedMs: this.#elapsedMs,
		};
		if (progress && this.#steps === step) {
			progress.lastStep = this.lastStep;
		}

		return this.lastStep;
	}

	/** Whether the last update, which no other step has looked at, has left sound parameters. */
	isStillSound(): boolean {
		const {engine} = this.#input;
		return Number.isFinite(engine.computeLoss(batchOf(this.#steps, this.#batches)));
	}

	finish(reason: FinishReason): FinishEvent {
		return {type: 'finish', reason, totals: {steps: this.#steps, tokens: this.#tokens, elapsedMs: this.#elapsedMs}};
	}
}

function hasChanged(controls: TrainingControls, inForce: TrainingControls): boolean {
	return controls.learningRateScale !== inForce.learningRateScale || controls.temperature !== inForce.temperature || controls.prefix !== inForce.prefix;
}

async function evaluation({engine, tokenizer, trainingDocuments, validationDocuments}: TrainingInput, step: number, turns: TurnGiver): Promise<EvalEvent> {
	const encode = (document: string) => tokenizer.encode(document, engine.model.blockSize + 1);
	return {
		type: 'eval',
		step,
		trainLoss: await evaluate(engine, trainingDocuments, encode, turns),
		validationLoss: await evaluate(engine, validationDocuments, encode, turns),
	};
}

function isSound({loss, gradientNorm}: Pick<StepEvent, 'loss' | 'gradientNorm'>): boolean {
	return Number.isFinite(loss) && Number.isFinite(gradientNorm);
}

function divergence({step, learningRate}: StepEvent): WarningEvent {
	return {
		type: 'warning',
		step,
		code: 'diverged',
		message: `The training has diverged: the loss or its gradient is not a finite number at step ${step}. The learning rate was ${learningRate.toPrecision(3)}; try a tenth of it.`,
	};
}

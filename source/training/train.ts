import {type Documents, tokensOf} from '../data/documents.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {type Engine} from '../model/engine.js';
import {type ResumableRandom} from '../random/random-source.js';
import {type TrainingConfig} from '../settings/training-config.js';
import {type TakenDocuments} from './batches.js';
import {evaluate, type EvaluationDocuments} from './evaluate.js';
import {
	type ActivityEvent,
	type EvalEvent,
	type SampleEvent,
	type StartEvent,
	type StepEvent,
	type TrainingEvent,
	type WarningEvent,
} from './events.js';
import {tellingProgress} from './pieces.js';
import {
	isStalled,
	noProgress,
	noteEvaluation,
	type TrainingControls,
	type TrainingProgress,
} from './progress.js';
import {Sampler, type SampleStyle} from './sample.js';
import {isSound, Trainer} from './trainer.js';
import {TurnGiver} from './turn-giver.js';

/** All that a training needs. */
export type TrainingInput = {
	readonly start: StartEvent;
	readonly config: TrainingConfig;
	readonly engine: Engine;
	readonly tokenizer: Tokenizer;
	/** In the order in which they are taken, over and over. */
	readonly trainingDocuments: Documents;
	readonly validationDocuments: Documents;
	readonly taken?: TakenDocuments | undefined;
	/** Without it, nothing is measured on the way. */
	readonly evaluation?: EvaluationDocuments | undefined;
	/** Documents to make up at the end, drawn from the stream of the run, as the references do. */
	readonly samples: {readonly count: number; readonly temperature: number; readonly random: ResumableRandom};
	/** Documents to make up on the way, for whoever watches, from a stream of their own. */
	readonly previews?: {readonly every: number; readonly random: ResumableRandom};
	/** Where to go on, and kept up to date; without it, the training begins. */
	readonly progress?: TrainingProgress;
	/** Called after each step, before anything that follows it. */
	readonly keepState?: (() => void) | undefined;
};

/**
Trains a model, one batch of documents a step, and tells what happens as it happens.

Nothing moves unless the caller asks for the next event: to pause is not to ask, to stop is to
`return()`. Between two events the parameters, the optimiser and the step always belong together.

@yields The events of the run, `start` first and `finish` last.
*/
export async function * train(input: TrainingInput, controls: Readonly<TrainingControls>): AsyncGenerator<TrainingEvent, void, undefined> {
	const {start, config, evaluation, previews, progress = noProgress()} = input;
	const trainer = new Trainer(input, progress);
	const sampler = new Sampler(input, input.samples.temperature);
	const turns = new TurnGiver();
	const makeUp = (random: ResumableRandom, style?: Partial<SampleStyle>): AsyncGenerator<ActivityEvent, SampleEvent, undefined> =>
		tellingProgress(sampler.samplePieces(progress.step, random, style), {step: progress.step, activity: 'sampling', total: input.engine.model.blockSize}, turns);
	yield start;

	for (;;) {
		// What follows a step comes first: a training that goes on may still owe it.
		if (evaluation && isEvaluationDue(config, progress)) {
			const evalEvent = yield * measure(input, evaluation, progress.step, turns);
			if (!Number.isFinite(evalEvent.trainLoss) || !Number.isFinite(evalEvent.validationLoss)) {
				yield divergence(trainer.lastStep);
				yield trainer.finish('diverged');
				return;
			}

			progress.isEvaluated = true;
			delete progress.isEvaluationOwed;
			noteEvaluation(progress, evalEvent.validationLoss);
			yield evalEvent;
		}

		if (previews && progress.step > 0 && progress.step % previews.every === 0 && !progress.isPreviewed) {
			const sample = yield * makeUp(previews.random, progress.controls);
			progress.isPreviewed = true;
			yield sample;
		}

		if (turns.isDue) {
			await turns.give();
		}

		if (isOver(progress, config)) {
			break;
		}

		if (hasChanged(controls, progress.controls)) {
			progress.controls = {...controls};
			yield {type: 'control', step: progress.step + 1, ...controls};
		}

		const stepEvent = trainer.step();
		if (!isSound(stepEvent)) {
			yield divergence(stepEvent);
			yield trainer.finish('diverged');
			return;
		}

		input.keepState?.();
		yield stepEvent;
	}

	if (!trainer.isStillSound()) {
		yield divergence(trainer.lastStep);
		yield trainer.finish('diverged');
		return;
	}

	while (progress.sampleCount < input.samples.count) {
		const sample = yield * makeUp(input.samples.random);
		progress.sampleCount++;
		yield {...sample, ordinal: progress.sampleCount};
		if (turns.isDue) {
			await turns.give();
		}
	}

	yield trainer.finish(progress.step < config.steps ? 'stopped early' : 'completed');
}

/** Whether no more steps are to come. */
function isOver(progress: TrainingProgress, config: TrainingConfig): boolean {
	return progress.step >= config.steps || isStalled(progress, config);
}

function isEvaluationDue({evalEvery, steps}: TrainingConfig, {step, isEvaluated, isEvaluationOwed = false}: TrainingProgress): boolean {
	return step > 0 && !isEvaluated && (isEvaluationOwed || step % evalEvery === 0 || step === steps);
}

function hasChanged(controls: TrainingControls, inForce: TrainingControls): boolean {
	return controls.learningRateScale !== inForce.learningRateScale || controls.temperature !== inForce.temperature || controls.prefix !== inForce.prefix;
}

async function * measure({engine, tokenizer}: TrainingInput, documents: EvaluationDocuments, step: number, turns: TurnGiver): AsyncGenerator<ActivityEvent, EvalEvent, undefined> {
	const encode = (part: Documents, index: number) => tokensOf(part, index, tokenizer, engine.model.blockSize + 1);
	const total = documents.training.length + documents.validation.length;
	const losses = yield * tellingProgress(evaluate(engine, documents, encode), {step, activity: 'evaluating', total}, turns);
	return {type: 'eval', step, ...losses};
}

function divergence({step, learningRate}: Pick<StepEvent, 'step' | 'learningRate'>): WarningEvent {
	return {
		type: 'warning',
		step,
		code: 'diverged',
		message: `The training has diverged: the loss or its gradient is not a finite number at step ${step}. The learning rate was ${learningRate.toPrecision(3)}; try a tenth of it.`,
	};
}

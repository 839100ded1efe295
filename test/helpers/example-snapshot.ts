import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {RunRecord} from '../../source/history/run-record.js';
import {type Snapshot} from '../../source/session/snapshot.js';
import {type EvalEvent, type StartEvent, type StepEvent} from '../../source/training/events.js';
import {learningRateAt} from '../../source/training/schedule.js';
import {goldenChapter7 as golden} from './golden-chapter7.js';

const {training} = createRunConfig(chapter7, {evalEvery: 50});
const millisecondsPerStep = 0.25;

/** What a run of the chapter says first. */
export const exampleStart: StartEvent = {
	type: 'start',
	preset: chapter7.name,
	seed: chapter7.training.seed,
	model: {vocabSize: 27, ...chapter7.model},
	training,
	dataset: {
		name: 'names.txt',
		mode: 'lines',
		documentCount: 6000,
		validationDocumentCount: 0,
		truncatedDocumentCount: 1234,
		characters: 'abcdefghijklmnopqrstuvwxyz',
	},
	parameterCount: golden.numParameters,
	engine: 'scalar',
	precision: 'f64',
	versions: {'microgpt-tui': '0.0.0', node: '24.0.0'},
};

/** A step of the reference run; what the reference does not tell is made up, the same every time. */
function exampleStep(step: number): StepEvent {
	return {
		type: 'step',
		step,
		loss: golden.losses[step - 1],
		learningRate: learningRateAt(step, training),
		tokenCount: 4 + (step % 5),
		gradientNorm: 1 + (Math.sin(step) / 2),
		elapsedMs: step * millisecondsPerStep,
	};
}

/** Names as a model makes them up, one with an escape character, one empty. */
const madeUp = ['malei', 'kora', 'sh\u{1B}an', 'kaha', '', 'klen', 'sadele'];

/**
The snapshot of a paced run of the chapter after some steps, the same on every machine.

@param steps - How many steps are done, at most 1,000.
@param changes - What is to be different.
*/
export function exampleSnapshot(steps: number, changes: Partial<Snapshot> = {}): Snapshot {
	const record = new RunRecord();
	record.record(exampleStart);
	for (let step = 1; step <= steps; step++) {
		record.record(exampleStep(step));
		if (step % 25 === 0) {
			record.record({
				type: 'sample', step, text: madeUp[(step / 25) % madeUp.length], temperature: 0.5, novelty: 'new',
			});
		}
	}

	return {
		...emptySnapshot,
		...record.snapshot(),
		status: 'running',
		learningRate: record.lastStep?.learningRate,
		elapsedMs: steps * 10,
		engineMs: steps * millisecondsPerStep,
		remainingMs: steps === 0 ? undefined : (training.steps - steps) * 10,
		baselines: {
			uniform: golden.baselines.uniform,
			unigram: golden.baselines.unigram_unsmoothed,
			bigram: golden.baselines.bigram_unsmoothed,
		},
		...changes,
	};
}

/** The same run when it came to its end. */
export function finishedSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
	const snapshot = exampleSnapshot(training.steps);
	const elapsedMs = training.steps * millisecondsPerStep;
	return {
		...snapshot,
		status: 'finished',
		finish: {type: 'finish', reason: 'completed', totals: {steps: training.steps, tokens: 6000, elapsedMs}},
		...changes,
	};
}

/** The same run when its losses became too large for numbers. */
export function divergedSnapshot(steps: number): Snapshot {
	return exampleSnapshot(steps, {
		status: 'finished',
		warnings: [{
			type: 'warning',
			step: steps + 1,
			code: 'diverged',
			message: `The training has diverged: the loss or its gradient is not a finite number at step ${steps + 1}. The learning rate was 0.00607; try a tenth of it.`,
		}],
		finish: {type: 'finish', reason: 'diverged', totals: {steps, tokens: steps * 6, elapsedMs: steps * millisecondsPerStep}},
	});
}

/** The same run with a tenth of its documents held out, measured every 50 steps. */
export function validatedSnapshot(steps: number): Snapshot {
	const validationDocumentCount = 600;
	const evaluations = Array.from({length: Math.floor(steps / training.evalEvery)}, (_, index): EvalEvent => {
		const trainLoss = 2.4 + (0.8 / (index + 1));
		return {
			type: 'eval', step: (index + 1) * training.evalEvery, trainLoss, validationLoss: trainLoss + 0.04,
		};
	});
	return exampleSnapshot(steps, {
		start: {...exampleStart, dataset: {...exampleStart.dataset, validationDocumentCount}},
		evaluations,
		bestValidation: evaluations.length === 0 ? undefined : {step: evaluations.at(-1)!.step, loss: evaluations.at(-1)!.validationLoss},
	});
}

/** A run of which nothing is known yet. */
export const emptySnapshot: Snapshot = {
	status: 'idle',
	canAsk: true,
	speed: 100,
	learningRateScale: 1,
	learningRateChanges: [],
	temperature: 0.5,
	prefix: '',
	title: undefined,
	learningRate: undefined,
	start: undefined,
	lastStep: undefined,
	activity: undefined,
	stopping: undefined,
	isCutShort: false,
	isDiscarded: false,
	failure: undefined,
	runningMean: undefined,
	lastMean: undefined,
	bestMean: undefined,
	bestValidation: undefined,
	tokens: 0,
	stepsPerSecond: undefined,
	tokensPerSecond: undefined,
	elapsedMs: 0,
	engineMs: 0,
	clockFromStep: 0,
	remainingMs: undefined,
	curve: [],
	recentCurve: [],
	nextPreset: undefined,
	noveltyShares: [],
	coachMessage: undefined,
	coachHistory: [],
	coachForgotten: 0,
	mode: 'training',
	saving: {
		folder: undefined, step: undefined, resumedStep: undefined, requestedStep: undefined,
	},
	evaluations: [],
	baselines: undefined,
	samples: [],
	metrics: [],
	warnings: [],
	news: undefined,
	source: undefined,
	finish: undefined,
};

import {type Tokenizer} from '../data/tokenizer.js';
import {compareVowels, type VowelCosines} from '../inspection/vowels.js';
import {type Engine} from '../model/engine.js';
import {type RunConfig} from '../settings/run-config.js';
import {readInitialWeights} from '../storage/safetensors/initial-weights.js';
import {type ResumedRun} from '../storage/runs/open-recorder.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {type ForkPoint} from '../training/events.js';
import {noProgress, type TrainingProgress} from '../training/progress.js';
import {changesBefore} from './changes-before.js';
import {bytesOfState, KeptStates, type KeptTraining} from './kept-states.js';
import {type OpenRunOptions} from './open-run-options.js';
import {lostOrigin, readOrigin, takeUpOrigin} from './origin.js';
import {restoreTraining} from './save-run.js';

/** What decides on how a training begins. */
type BeginningOptions = Pick<OpenRunOptions, 'historyBytes' | 'lookedAt' | 'origin'> & {
	readonly config: RunConfig;
	readonly tokenizer: Tokenizer;
	readonly resumed: ResumedRun | undefined;
};

/** A training that can go on. */
type Begun = {
	/** Where it has left another run, if it has. */
	readonly origin: ForkPoint | undefined;
	/** What the weights said of the vowels before the first step; undefined where nobody knows any more. */
	readonly initialVowels: VowelCosines | undefined;
	/** Undefined if no states are kept. */
	readonly kept: KeptStates | undefined;
	/** What a person should know, in sentences. */
	readonly notes: readonly string[];
	readonly progress: TrainingProgress;
};

/**
Brings a training, whose parameters have been drawn, to where it goes on: to its first step, to that of another run which it
has left, or to where it was saved.

@throws CheckpointError if it cannot be taken up there.
*/
export async function beginTraining(training: Omit<KeptTraining, 'progress'>, {config, tokenizer, historyBytes, resumed, lookedAt, origin: given}: BeginningOptions): Promise<Begun> {
	const {engine, random} = training;
	const earlier = resumed ?? lookedAt;
	const origin = earlier ? await readOrigin(earlier) : given;
	const checkpoint = resumed?.checkpoint;
	/** The run whose first steps are made already. */
	const begun = checkpoint ? resumed : lookedAt;
	const isUnderWay = begun !== undefined || origin !== undefined;
	const notes = isUnderWay ? [] : await takeInitialWeights(config, engine, tokenizer);
	// Weights from elsewhere are not read again for it.
	const initialVowels = isUnderWay && config.initFrom !== undefined ? undefined : compareVowels(engine, tokenizer);
	const first = takeUpOrigin(origin, training, config);
	if (!first && !begun) {
		throw lostOrigin(origin!.point.step);
	}

	// A run that is only looked at is known from its beginning on, however large its model is.
	const budget = lookedAt ? roomForOne(historyBytes, engine) : historyBytes;
	const kept = await keepBeginning(budget, engine, first && {...training, progress: first}, {config, begun});
	const progress = checkpoint ? restoreTraining({...resumed, checkpoint}, engine, random, config) : first ?? noProgress();
	if (checkpoint) {
		kept?.begin({...training, progress});
	}

	return {
		origin: origin?.point, initialVowels, kept, notes, progress,
	};
}

/**
Takes weights from elsewhere, if there are any to begin with: after the draws, so that all that is drawn later is that of the seed.

@returns notes on them.
*/
async function takeInitialWeights({initFrom}: RunConfig, engine: Engine, {vocabulary}: Tokenizer): Promise<readonly string[]> {
	if (initFrom === undefined) {
		return [];
	}

	const {parameters, notes} = await readInitialWeights(initFrom, {model: engine.model, vocabulary, drawn: engine.parameters.data});
	engine.setParameters(parameters);
	return notes;
}

/** Room for a state at least, unless none is to be kept. */
function roomForOne(budget: number | undefined, engine: Engine): number | undefined {
	return budget === undefined || budget === 0 ? budget : Math.max(budget, bytesOfState(engine));
}

/** Keeps the state before the first step, if it is known. A run that goes on is known from there on where its steps can be done again. */
async function keepBeginning(budget: number | undefined, engine: Engine, beginning: KeptTraining | undefined, {config, begun}: {readonly config: RunConfig; readonly begun: Pick<SavedRun, 'folder' | 'info'> | undefined}): Promise<KeptStates | undefined> {
	if (budget === undefined) {
		return undefined;
	}

	const kept = new KeptStates(engine, budget);
	const before = begun && beginning ? await changesBefore(begun, beginning.progress) : {changes: [], patience: []};
	if (before && beginning) {
		// Weights from elsewhere are not read again: what the run began with is not known then.
		if (begun === undefined || begun.info.parent !== undefined || config.initFrom === undefined) {
			kept.begin(beginning);
		}

		for (const change of before.changes) {
			kept.note(change);
		}

		for (const [step, patience] of before.patience) {
			kept.patience.note(step, patience);
		}
	}

	return kept;
}

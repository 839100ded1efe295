import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {type Engine} from '../../source/model/engine.js';
import {createParameters} from '../../source/model/parameters.js';
import {chapter7} from '../../source/settings/presets.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {recordNewRun, recordResumedRun, resumeRun} from '../../source/storage/runs/open-recorder.js';
import {type Recorder} from '../../source/storage/record/recorder.js';
import {type RunInfo} from '../../source/storage/record/run-info.js';
import {type RecordedTraining} from '../../source/storage/record/run-states.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {noProgress, type TrainingProgress} from '../../source/training/progress.js';
import {createRunConfig, type RunConfig} from '../../source/settings/run-config.js';
import {train} from '../../source/training/train.js';
import {fakeEngine} from './fake-engine.js';
import {exampleStart} from './example-events.js';

/** What happens in a run that computes nothing. */
export type Script = {
	readonly steps?: number;
	/** The loss that a step has; always 2 without it. */
	readonly lossOf?: (step: number) => number;
	/** That of the evaluation after a step; without it, there are none. */
	readonly validationLossOf?: (step: number) => number;
	/** What an update leaves in all parameters; without it, what Adam makes of them. */
	readonly parametersAfter?: (step: number) => number | undefined;
	/** Of the embeddings: a state of the run has 36 times as many numbers. */
	readonly width?: number;
};

export type ScriptedRun = {
	readonly recorder: Recorder;
	readonly events: AsyncGenerator<TrainingEvent, void, undefined>;
};

export type ScriptedRunOptions = {
	readonly runsFolder: string;
	/** The folder of a run that goes on. */
	readonly resumed?: string;
	readonly saveEveryMs?: number;
	readonly logEvery?: number;
	readonly keepStates?: number;
	/** Changes what is recorded, for tests in which something breaks. */
	readonly change?: (training: RecordedTraining) => RecordedTraining;
	/** Changes what it says of itself. */
	readonly changeInfo?: (info: RunInfo) => RunInfo;
};

export const scriptedConfig = (steps: number): RunConfig => createRunConfig(chapter7, {steps, samples: 0});

/** A run that is really recorded and saved, of a training of which only what is told is made up. */
export async function openScriptedRun({steps = 100, lossOf = () => 2, validationLossOf, parametersAfter, width}: Script, {runsFolder, resumed: resumedFolder, saveEveryMs = 1e9, logEvery, keepStates, change = training => training, changeInfo = info => info}: ScriptedRunOptions): Promise<ScriptedRun> {
	const config = scriptedConfig(steps);
	const resumed = resumedFolder === undefined ? undefined : await resumeRun(resumedFolder, config);
	const progress: TrainingProgress = resumed?.checkpoint ? {...resumed.checkpoint.progress} : noProgress();
	const engine = scriptedEngine({
		lossOf, validationLossOf, parametersAfter, width,
	}, progress);
	const random = {samples: new DotnetRandom(1), previews: new DotnetRandom(1)};
	const start = {...exampleStart(steps), training: {...config.training, evalEvery: 1}};
	const documents = ['abc', 'ab', 'cab'];
	const evaluation = validationLossOf && {training: documents, validation: documents, batchSize: 1};
	const training: RecordedTraining = change({
		engine, progress, random, vocabulary: ['a', 'b', 'c'], lossAhead: () => lossOf(progress.step + 1),
	});
	const info = changeInfo({
		createdAt: new Date(0).toISOString(), status: 'running', config, dataset: {name: 'names', sha256: '0'.repeat(64)}, parameterCount: 1, versions: {}, step: progress.step, elapsedMs: 0,
	});
	const options = {
		training, info, saveEveryMs, logEvery, keepStates,
	};
	const recorder = resumed ? await recordResumedRun(options, resumed) : await recordNewRun(options, runsFolder);
	const events = recorder.record(train({
		start, config: start.training, engine, tokenizer: new CharTokenizer(['abc']), trainingDocuments: documents, validationDocuments: documents, evaluation, progress, samples: {count: 0, temperature: 1, random: random.samples},
	}, {...progress.controls}));
	return {recorder, events};
}

type EngineScript = Readonly<Record<'lossOf', (step: number) => number>> & {readonly [Key in 'validationLossOf' | 'parametersAfter' | 'width']: Script[Key] | undefined};

function scriptedEngine({lossOf, validationLossOf, parametersAfter, width}: EngineScript, progress: TrainingProgress): Engine {
	const fake = fakeEngine({computeLoss: () => validationLossOf?.(progress.step) ?? 2, computeGradients: () => lossOf(progress.step + 1)});
	const model = {...fake.model, nEmbd: width ?? fake.model.nEmbd};
	const [parameters, first, second] = width === undefined
		? [fake.parameters, fake.moments.first, fake.moments.second]
		: [createParameters(model), createParameters(model).data, createParameters(model).data];
	return {
		...fake,
		model,
		parameters,
		moments: {first, second},
		update(update) {
			fake.update(update);
			const left = parametersAfter?.(progress.step + 1);
			if (left !== undefined) {
				parameters.data.fill(left);
			}
		},
	};
}

/** Takes events of a run until one that is looked for, and gives them all. */
export async function takeUntil({events}: Pick<ScriptedRun, 'events'>, isLast: (event: TrainingEvent) => boolean): Promise<TrainingEvent[]> {
	const taken: TrainingEvent[] = [];
	for (;;) {
		const {value, done} = await events.next();
		if (done) {
			return taken;
		}

		taken.push(value);
		if (isLast(value)) {
			return taken;
		}
	}
}

export const untilStep = async (run: Pick<ScriptedRun, 'events'>, step: number): Promise<TrainingEvent[]> => takeUntil(run, event => event.type === 'step' && event.step === step);
export const untilTheEnd = async (run: Pick<ScriptedRun, 'events'>): Promise<TrainingEvent[]> => takeUntil(run, () => false);

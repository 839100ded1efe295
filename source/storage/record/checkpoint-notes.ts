import * as v from 'valibot';
import {CheckpointError} from '../../errors.js';
import {type ModelConfig} from '../../model/model-config.js';
import {type RandomState} from '../../random/random-source.js';
import {type RunConfig} from '../../settings/run-config.js';
import {planNames, type TrainingPlan} from '../../settings/training-plan.js';
import {type TrainingProgress} from '../../training/progress.js';
import {fromDebiased, type RunningMeanState} from '../../training/running-mean.js';
import {
	count,
	optionalReal,
	real,
	size,
} from '../number-schemas.js';
import {bigramSizes, gptSizes, settingEntries} from '../setting-schemas.js';
import {readSafetensorsHeader} from '../safetensors/read-safetensors.js';
import {type Safetensors} from '../safetensors/safetensors.js';
import {configSchema, sha256} from './run-info.js';
import {type RecordState} from './record-writer.js';

/** What a run is saved with beside the numbers of its engine. */
export type CheckpointNotes = {
	readonly progress: Omit<TrainingProgress, 'lastStep'>;
	/** The streams of the samples at the end, and of those on the way. */
	readonly random: {readonly samples: RandomState; readonly previews: RandomState};
	/** The characters in the order of their token ids. */
	readonly vocabulary: readonly string[];
	readonly model: ModelConfig;
	/** How much of the record belongs to it, and what it takes to continue that. */
	readonly record: RecordNotes;
	/** What a checkpoint in the folder of a run need not say; undefined there. */
	readonly run?: LoneRun | undefined;
};

/** What a checkpoint that stands alone says of its run. */
export type LoneRun = {
	/** Without the paths of its machine. */
	readonly config: RunConfig;
	readonly dataset: {readonly name: string; readonly sha256: string};
	/** How many documents its steps have taken. */
	readonly documents: number;
};

export type RecordNotes = RecordState & {
	readonly bytes: number;
	/** Of the losses, to the last bit. */
	readonly average?: RunningMeanState;
	/** What checkpoints of version 0.1 have instead. */
	readonly runningMean?: number;
	/** The lowest so far on the validation documents. */
	readonly bestLoss?: number;
	/** How many steps the run is to have, as the record says. */
	readonly steps?: number;
	/** With what the steps are made, as the record says; checkpoints of earlier versions do not, and have what the run was begun with. */
	readonly plan?: TrainingPlan;
};

const state = v.array(v.number());
const vocabSize = {vocabSize: size};
const models = [v.object({...bigramSizes.entries, ...vocabSize}), v.object({...gptSizes.entries, ...vocabSize})] as const;
const optionalText = v.exactOptional(v.string());
const optionalSwitch = v.exactOptional(v.boolean());

/** A line of the record that is not complete, as far as it goes. */
const openLine = v.object({
	type: v.literal('interval'),
	step: size,
	loss: real,
	learningRate: real,
	tokenCount: count,
	gradientNorm: real,
	elapsedMs: real,
	firstStep: size,
	meanLoss: real,
	minimumLoss: real,
	minimumStep: size,
	maximumLoss: real,
});
const orderedLine = v.pipe(openLine, v.check(({firstStep, minimumStep, step}) => firstStep <= minimumStep && minimumStep <= step));
const interval = v.object({stepsPerLine: size, event: orderedLine});
/** In its later form a checkpoint of version 0.1 has the mean before it is debiased, and what was left of its start. */
const share = v.pipe(real, v.minValue(0), v.maxValue(1));
const earlierAverage = v.pipe(v.object({mean: real, startWeight: share}), v.transform(fromDebiased));
const average = v.union([v.object({mean: real, lossCount: count}), earlierAverage]);

const dataset = v.object({name: v.string(), sha256});
const loneRun = v.object({config: configSchema, dataset, documents: count});
const trainingSettings = settingEntries('training');
const plan = v.object(Object.fromEntries(planNames.map(name => [name, trainingSettings[name]]))) as v.GenericSchema as v.GenericSchema<unknown, TrainingPlan>;

const notesSchema = v.object({
	progress: v.object({
		step: count,
		tokens: count,
		elapsedMs: real,
		isEvaluated: v.boolean(),
		isEvaluationOwed: optionalSwitch,
		isPreviewed: v.boolean(),
		bestValidation: optionalReal,
		evaluationsSinceBest: v.exactOptional(count),
		sampleCount: count,
		controls: v.object({
			learningRateScale: real,
			temperature: optionalReal,
			prefix: optionalText,
		}),
	}),
	random: v.object({samples: state, previews: state}),
	vocabulary: v.array(v.string()),
	model: v.variant('architecture', [...models]),
	record: v.object({
		bytes: count,
		interval: v.exactOptional(interval),
		lastPreview: v.exactOptional(count),
		lastEvaluation: v.exactOptional(count),
		average: v.exactOptional(average),
		runningMean: optionalReal,
		bestLoss: optionalReal,
		steps: v.exactOptional(size),
		plan: v.exactOptional(plan),
	}),
	run: v.optional(loneRun),
});

type NotesKey = keyof CheckpointNotes;

const notesKeys = Object.keys(notesSchema.entries) as NotesKey[];
/** What is saved beside the numbers as metadata, each a key with JSON. */
export function encodeNotes(notes: CheckpointNotes): Record<string, string> {
	const {lastStep, ...progress} = notes.progress as TrainingProgress;
	return Object.fromEntries(notesKeys.filter(key => notes[key] !== undefined).map(key => [key, JSON.stringify(key === 'progress' ? progress : notes[key])]));
}

/**
Reads what a run was saved with beside its numbers, without these.

@throws CheckpointError if the file is missing, damaged, or of another program.
*/
export async function readCheckpointNotes(path: string): Promise<CheckpointNotes> {
	const {metadata} = await readSafetensorsHeader(path);
	return decodeNotes(metadata, path);
}

/**
What was saved as metadata; whoever can make a seal may still have written nonsense.

@throws CheckpointError for that.
*/
export function decodeNotes(metadata: Safetensors['metadata'], path: string): CheckpointNotes {
	const contents = Object.fromEntries(notesKeys.map(key => {
		const text = metadata.get(key);
		try {
			return [key, text === undefined ? undefined : JSON.parse(text) as unknown];
		} catch {
			throw new CheckpointError(`Expected the ${key} of ${path} to be JSON, got something else. It is damaged.`);
		}
	}));
	const parsed = v.safeParse(notesSchema, contents);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		throw new CheckpointError(`Expected ${v.getDotPath(issue) ?? 'the metadata'} of ${path} to be ${issue.expected ?? 'sound'}, got ${issue.received}. It is no checkpoint of microgpt-tui, or damaged.`);
	}

	return parsed.output;
}

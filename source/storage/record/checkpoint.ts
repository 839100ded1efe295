import * as v from 'valibot';
import {CheckpointError} from '../../errors.js';
import {type Engine} from '../../model/engine.js';
import {type ModelConfig} from '../../model/model-config.js';
import {
	countParameters,
	createParameters,
	parameterLayouts,
	type RealArray,
} from '../../model/parameters.js';
import {type RandomState} from '../../random/random-source.js';
import {type TrainingProgress} from '../../training/progress.js';
import {type DebiasedMeanState} from '../../training/running-mean.js';
import {
	count,
	optionalReal,
	real,
	size,
} from '../number-schemas.js';
import {bigramSizes, gptSizes} from '../setting-schemas.js';
import {readSafetensors, readSafetensorsHeader} from '../safetensors/read-safetensors.js';
import {encodeSafetensors, type Safetensors, type Tensor} from '../safetensors/safetensors.js';
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
};

export type RecordNotes = RecordState & {
	readonly bytes: number;
	/** Of the losses, to the last bit. */
	readonly average?: DebiasedMeanState;
	/** What checkpoints of version 0.1 have instead. */
	readonly runningMean?: number;
	/** The lowest so far on the validation documents. */
	readonly bestLoss?: number;
	/** How many steps the run is to have, as the record says. */
	readonly steps?: number;
};

/** A run as it was saved. */
export type Checkpoint = CheckpointNotes & {
	/** Laid out like the parameters of an engine. */
	readonly parameters: RealArray;
	readonly moments: {readonly first: RealArray; readonly second: RealArray};
};

const state = v.array(v.number());
const vocabSize = {vocabSize: size};
const models = [v.object({...bigramSizes.entries, ...vocabSize}), v.object({...gptSizes.entries, ...vocabSize})] as const;
const optionalText = v.exactOptional(v.string());

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
const average = v.object({mean: real, startWeight: real});

const notesSchema = v.object({
	progress: v.object({
		step: count,
		tokens: count,
		elapsedMs: real,
		isEvaluated: v.boolean(),
		isPreviewed: v.boolean(),
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
	}),
});

type NotesKey = keyof CheckpointNotes;

const notesKeys = Object.keys(notesSchema.entries) as NotesKey[];
const firstPrefix = 'adam.m.';
const secondPrefix = 'adam.v.';

/**
The file of a run as it is now, still to be sealed. The parameters stand under their names in
microgpt.py, Adam's running means under the same names after `adam.m.` and `adam.v.`, all else in the
metadata as JSON.

@throws CheckpointError if the model is too large for a file.
*/
export function encodeCheckpoint({parameters, moments, model}: Engine, notes: CheckpointNotes): Uint8Array<ArrayBuffer> {
	const {lastStep, ...progress} = notes.progress as TrainingProgress;
	return encodeSafetensors([
		...tensorsOf('', model, parameters.data),
		...tensorsOf(firstPrefix, model, moments.first),
		...tensorsOf(secondPrefix, model, moments.second),
	], Object.fromEntries(notesKeys.map(key => [key, JSON.stringify(key === 'progress' ? progress : notes[key])])));
}

/**
Reads a run as it was saved.

@param model - The one that it has to be of; without it, that which it says itself.
@throws CheckpointError if the file is missing, damaged, or of another model.
*/
export async function readCheckpoint(path: string, model?: ModelConfig): Promise<Checkpoint> {
	const {model: expectedModel} = model ? {model} : await readCheckpointNotes(path);
	const expected = ['', firstPrefix, secondPrefix].flatMap(prefix => shapesOf(prefix, expectedModel));
	const file = await readSafetensors(path, {expected, isSealed: true});
	const gather = (prefix: string) => joined(file.tensors, shapesOf(prefix, expectedModel).map(({name}) => name));
	return {
		...notesOf(file.metadata, path),
		parameters: gather(''),
		moments: {first: gather(firstPrefix), second: gather(secondPrefix)},
	};
}

/**
Reads what a run was saved with beside its numbers, without these.

@throws CheckpointError if the file is missing, damaged, or of another program.
*/
export async function readCheckpointNotes(path: string): Promise<CheckpointNotes> {
	const {metadata} = await readSafetensorsHeader(path);
	return notesOf(metadata, path);
}

/** Whether all parameters and moments are numbers with which a training can go on. */
export function hasFiniteState({parameters, moments, model}: Pick<Engine, 'parameters' | 'moments' | 'model'>): boolean {
	const length = countParameters(model);
	return [parameters.data, moments.first, moments.second].every(numbers => isFinite(numbers.subarray(0, length)));
}

function isFinite(numbers: RealArray): boolean {
	for (const number of numbers) {
		if (!Number.isFinite(number)) {
			return false;
		}
	}

	return true;
}

/** Makes an engine what it was; its model is that of the checkpoint. */
export function restoreEngine(engine: Engine, {parameters, moments}: Pick<Checkpoint, 'parameters' | 'moments'>): void {
	engine.setParameters(parameters);
	engine.moments.first.set(moments.first);
	engine.moments.second.set(moments.second);
}

function tensorsOf(prefix: string, model: ModelConfig, data: RealArray): Tensor[] {
	// An engine may have more room than numbers.
	return createParameters(model, data.subarray(0, countParameters(model))).matrices.map(matrix => ({
		name: prefix + matrix.key, shape: [matrix.rows, matrix.columns], data: matrix.data,
	}));
}

function shapesOf(prefix: string, model: ModelConfig): Array<Pick<Tensor, 'name' | 'shape'>> {
	return parameterLayouts(model).map(({key, rows, columns}) => ({name: prefix + key, shape: [rows, columns]}));
}

/** The numbers of some tensors, one after the other. */
function joined(tensors: Safetensors['tensors'], names: readonly string[]): RealArray {
	const parts = names.map(name => tensors.get(name)!.data);
	const length = parts.reduce((sum, part) => sum + part.length, 0);
	const numbers = parts.some(part => part instanceof Float64Array) ? new Float64Array(length) : new Float32Array(length);
	let offset = 0;
	for (const part of parts) {
		numbers.set(part, offset);
		offset += part.length;
	}

	return numbers;
}

/** What is written of each key is JSON; whoever can make a seal may still have written nonsense. */
function notesOf(metadata: Safetensors['metadata'], path: string): CheckpointNotes {
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

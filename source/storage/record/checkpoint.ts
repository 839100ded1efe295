import {type Engine} from '../../model/engine.js';
import {type ModelConfig} from '../../model/model-config.js';
import {
	countParameters,
	createParameters,
	parameterLayouts,
	type RealArray,
} from '../../model/parameters.js';
import {encodeSafetensors} from '../safetensors/encode-safetensors.js';
import {readSafetensors} from '../safetensors/read-safetensors.js';
import {type Safetensors, type Tensor} from '../safetensors/safetensors.js';
import {
	type CheckpointNotes,
	decodeNotes,
	encodeNotes,
	readCheckpointNotes,
} from './checkpoint-notes.js';

/** A run as it was saved. */
export type Checkpoint = CheckpointNotes & {
	/** Laid out like the parameters of an engine. */
	readonly parameters: RealArray;
	readonly moments: {readonly first: RealArray; readonly second: RealArray};
};

const firstPrefix = 'adam.m.';
const secondPrefix = 'adam.v.';

/** What an engine has learnt. */
export type EngineState = Pick<Engine, 'model' | 'moments'> & {readonly parameters: Pick<Engine['parameters'], 'data'>};

/**
The file of a run as it is now, still to be sealed. The parameters stand under their names in
microgpt.py, Adam's running means under the same names after `adam.m.` and `adam.v.`, all else in the
metadata as JSON.

@throws CheckpointError if the model is too large for a file.
*/
export function encodeCheckpoint({parameters, moments, model}: EngineState, notes: CheckpointNotes): Uint8Array<ArrayBuffer> {
	return encodeSafetensors([
		...tensorsOf('', model, parameters.data),
		...tensorsOf(firstPrefix, model, moments.first),
		...tensorsOf(secondPrefix, model, moments.second),
	], encodeNotes(notes));
}

/**
Reads a run as it was saved.

@param model - The one that it has to be of; without it, that which it says itself.
@throws CheckpointError if the file is missing, damaged, or of another model.
*/
export async function readCheckpoint(path: string, model?: ModelConfig): Promise<Checkpoint> {
	const {notes, gather} = await readParts(path, ['', firstPrefix, secondPrefix], model);
	return {...notes, parameters: gather(''), moments: {first: gather(firstPrefix), second: gather(secondPrefix)}};
}

/**
Reads of a run as it was saved what it takes to use its model.

@throws CheckpointError if the file is missing, or damaged anywhere.
*/
export async function readModel(path: string): Promise<Omit<Checkpoint, 'moments'>> {
	const {notes, gather} = await readParts(path, ['']);
	return {...notes, parameters: gather('')};
}

/** What is not wanted is checked all the same. */
async function readParts(path: string, wantedPrefixes: readonly string[], model?: ModelConfig) {
	const {model: expectedModel} = model ? {model} : await readCheckpointNotes(path);
	const shapes = (prefixes: readonly string[]) => prefixes.flatMap(prefix => shapesOf(prefix, expectedModel));
	const names = (prefixes: readonly string[]) => shapes(prefixes).map(({name}) => name);
	const {tensors, metadata} = await readSafetensors(path, {expected: shapes(['', firstPrefix, secondPrefix]), wanted: new Set(names(wantedPrefixes)), isSealed: true});
	return {
		notes: decodeNotes(metadata, path),
		gather: (prefix: string) => joined(tensors, names([prefix])),
	};
}

/** Whether all parameters and moments are numbers with which a training can go on. */
export function hasFiniteState({parameters, moments, model}: EngineState): boolean {
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

/** What an engine has learnt up to now, and what it learns later does not change. */
export function copyState({parameters, moments, model}: EngineState): EngineState {
	// An engine may have more room than numbers.
	const copy = (numbers: RealArray) => numbers.slice(0, countParameters(model));
	return {model, parameters: {data: copy(parameters.data)}, moments: {first: copy(moments.first), second: copy(moments.second)}};
}

/** Makes an engine what it was; its model is that of the checkpoint. */
export function restoreEngine(engine: Engine, {parameters, moments}: Pick<Checkpoint, 'parameters' | 'moments'>): void {
	engine.setParameters(parameters);
	engine.setMoments(moments);
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
	const whole = wholeOf(parts);
	if (whole) {
		return whole;
	}

	const length = parts.reduce((sum, part) => sum + part.length, 0);
	const numbers = parts.some(part => part instanceof Float64Array) ? new Float64Array(length) : new Float32Array(length);
	let offset = 0;
	for (const part of parts) {
		numbers.set(part, offset);
		offset += part.length;
	}

	return numbers;
}

/** Numbers of one kind that lie one after the other in memory already: they need not be copied. */
function wholeOf(parts: readonly RealArray[]): RealArray | undefined {
	const [{constructor, buffer, byteOffset: start}] = parts;
	let end = start;
	for (const part of parts) {
		if (part.constructor !== constructor || part.buffer !== buffer || part.byteOffset !== end) {
			return undefined;
		}

		end += part.byteLength;
	}

	const [{BYTES_PER_ELEMENT: width}] = parts;
	return parts[0] instanceof Float64Array ? new Float64Array(buffer, start, (end - start) / width) : new Float32Array(buffer, start, (end - start) / width);
}

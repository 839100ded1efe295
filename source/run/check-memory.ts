import {totalmem} from 'node:os';
import process from 'node:process';
import {getHeapStatistics} from 'node:v8';
import {ConfigError} from '../errors.js';
import {type MemoryUse, totalBytes} from '../model/memory-needs.js';
import {bytesOf} from '../model/tensor/memory-plan.js';
import {storedPrecision} from '../model/engine.js';
import {memoryNeeds} from '../model/create-engine.js';
import {type ModelConfig} from '../model/model-config.js';
import {countParameters} from '../model/parameters.js';
import {mostFileBytes} from '../storage/safetensors/safetensors.js';
import {type RunConfig} from '../settings/run-config.js';
import {formatBytes} from '../text/format-bytes.js';

/** A pointer of WebAssembly has 32 bits. */
const mostEngineBytes = 2 ** 32;
/** A heap that is nearly full does nothing but collect garbage. */
const usableHeapShare = 0.8;
/** The parameters and two moments. */
const savedNumbersPerParameter = 3;

/** What there is, in bytes. */
export type MemoryLimits = {
	/** Of the machine, or of the container that this process is in. */
	readonly machine: number;
	/** The heap of JavaScript, in which the scalar engine lives. */
	readonly heap: number;
};

export type MemoryCheck = {
	/** The most documents that the engine gets at once. */
	readonly batchSize: number;
	readonly isSaved: boolean;
	/** Whether the model may turn out to be larger, with the vocabulary of its data. */
	readonly isLeast?: boolean;
	readonly limits?: MemoryLimits;
};

type Plan = Required<Omit<MemoryCheck, 'isLeast'>> & Pick<RunConfig, 'engine' | 'precision'> & {readonly model: ModelConfig};

/** Where something has to fit, and what has to fit there, in bytes. */
type Place = {
	readonly name: string;
	readonly limit: number;
	readonly parts: ReadonlyMap<string, number>;
};

/** What the sizes of the batch decide; those of the model decide the rest. */
const batchUses: ReadonlySet<string> = new Set<MemoryUse>(['activations', 'graph']);

/**
Refuses what there is no memory for, before anything is drawn or allocated, which would take its time.

@throws ConfigError which says what needs how much, and what could be done about it.
*/
export function checkMemory(model: ModelConfig, {engine, precision}: RunConfig, {limits = memoryLimits(), isLeast = false, ...check}: MemoryCheck): void {
	const plan: Plan = {
		...check, limits, model, engine, precision,
	};
	const full = findFull(plan);
	if (!full) {
		return;
	}

	const {name, limit, parts} = full;
	const total = formatBytes(totalBytes(parts));
	const shown = [...parts].toSorted(([, a], [, b]) => b - a).map(([use, bytes]) => `${use} ${formatBytes(bytes)}`);
	const needed = shown.length === 1 ? `${total} for ${countParameters(model).toLocaleString('en')} parameters` : `${total}: ${shown.join(', ')}`;
	throw new ConfigError(`Expected a model and a batch that fit into ${name}, ${formatBytes(limit)} at most, got ${isLeast ? 'at least ' : ''}${needed}. ${adviceOn(full, plan)}`);
}

/** The first place that has not enough room. */
function findFull({model, engine, precision, batchSize, isSaved, limits}: Plan): Place | undefined {
	const needs = memoryNeeds({name: engine, precision, batchSize}, model);
	const checkpointBytes = savedNumbersPerParameter * countParameters(model) * bytesOf(storedPrecision(precision));
	const checkpoint: ReadonlyMap<string, number> = new Map(isSaved ? [['checkpoint', checkpointBytes]] : []);
	const places: Place[] = [
		engine === 'scalar'
			? {name: 'the heap of Node, where the scalar engine lives', limit: limits.heap * usableHeapShare, parts: needs}
			: {name: engine === 'tensor' ? 'the memory of the tensor engine' : 'the memory of the tensor engine, which looks at what PyTorch computes', limit: mostEngineBytes, parts: needs},
		{name: 'the memory of this machine', limit: limits.machine, parts: new Map([...needs, ...checkpoint])},
		{name: 'one checkpoint', limit: mostFileBytes, parts: checkpoint},
	];
	return places.find(({parts, limit}) => totalBytes(parts) > limit);
}

/** Only what helps: to lower what takes the most, and what would be enough by itself and has not been done already. */
function adviceOn({parts}: Place, plan: Plan): string {
	const {model, batchSize} = plan;
	const batchBytes = [...parts].filter(([use]) => batchUses.has(use)).reduce((sum, [, bytes]) => sum + bytes, 0);
	const sizes = ['--n-embd', ...(model.architecture === 'gpt' && model.nLayer > 1 ? ['--n-layer'] : [])];
	const batch = [...(batchSize > 1 ? ['--batch-size'] : []), ...(model.blockSize > 1 ? ['--block-size'] : [])];
	const lowered = batchBytes > totalBytes(parts) / 2 ? [...batch, ...sizes] : sizes;
	// What is as it is already is never enough.
	const isEnough = (change: Partial<Plan>) => findFull({...plan, ...change}) === undefined;
	return `${[
		`Lower ${listOf(lowered)}`,
		...(plan.engine !== 'scalar' && isEnough({precision: 'f32'}) ? ['add --precision f32'] : []),
		...(plan.engine === 'scalar' && isEnough({engine: 'tensor'}) ? ['use --engine tensor'] : []),
		...(isEnough({isSaved: false}) ? ['add --no-save'] : []),
	].join(', or ')}.`;
}

function listOf(names: readonly string[]): string {
	return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function memoryLimits(): MemoryLimits {
	// Without a limit it is 0, undefined or far more than there is.
	const constrained = process.constrainedMemory() ?? 0;
	const total = totalmem();
	return {machine: constrained > 0 ? Math.min(constrained, total) : total, heap: getHeapStatistics().heap_size_limit};
}

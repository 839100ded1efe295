import * as v from 'valibot';
import {CheckpointError} from '../../errors.js';
import {type ModelConfig} from '../../model/model-config.js';
import {isRotary, type ParameterKey, parameterLayouts} from '../../model/parameters.js';
import {isWeight, weightDtypes} from './dtypes.js';
import {quote} from './header-text.js';
import {namesText} from './names-text.js';
import {joiningAdvice} from './other-kinds.js';
import {type SafetensorsHeader, shapeText} from './safetensors-header.js';
import {matrixShape, type MatrixSource, type NamedTensors} from './tensor-names.js';

/** What a model is made of, as far as a file tells. */
type Sizes = {
	readonly nEmbd: number | undefined;
	readonly blockSize: number | undefined;
	/** 0 for a bigram. */
	readonly nLayer: number;
	readonly nHead: number | undefined;
};

const mostMisfits = 12;
const headsSchema = v.pipe(v.string(), v.parseJson(), v.object({nHead: v.number()}));
const rotarySchema = v.pipe(v.string(), v.parseJson(), v.object({positions: v.literal('rotary')}));

/** How many heads a file says that its model has. */
export function headsOf({metadata}: Pick<SafetensorsHeader, 'metadata'>): number | undefined {
	const parsed = v.safeParse(headsSchema, metadata.get('model'));
	return parsed.success ? parsed.output.nHead : undefined;
}

/**
Refuses weights that do not fit a model, with all that does not.

@param model - With as many tokens as the file should have.
@param others - What else does not fit.
@throws CheckpointError which names it.
*/
export function checkFit(header: SafetensorsHeader, named: NamedTensors, model: ModelConfig, {path, others}: {
	readonly path: string;
	readonly others: readonly string[];
}): void {
	if (model.architecture === 'gpt' && !isRotary(model) && v.is(rotarySchema, header.metadata.get('model'))) {
		throw new CheckpointError(`Expected ${path} to have a table of positions, got the weights of a model with rotary positions. Add --positions rotary.`);
	}

	const theirs = sizesOf(header, named, model);
	const differences = differingSizes(theirs, model);
	const misfits = [...differences, ...misfittingTensors(named, withSizes(model, theirs)), ...others];
	if (misfits.length === 0) {
		return;
	}

	const shown = misfits.length > mostMisfits ? [...misfits.slice(0, mostMisfits), `${misfits.length - mostMisfits} more`] : misfits;
	const isPart = /-\d+-of-\d+\.safetensors$/v.test(path);
	const otherAdvice = differences.length > 0 ? `Train a model of its sizes (${flagsFor(theirs, model)}), or use another file.` : 'Use another file.';
	const advice = isPart ? `It is one of several files: ${joiningAdvice}.` : otherAdvice;
	throw new CheckpointError(`Expected ${path} to fit the model, got ${listOf(shown)}. ${advice}`);
}

/** Of a file that has other tensors altogether, none. */
function sizesOf(header: SafetensorsHeader, {sources}: NamedTensors, model: ModelConfig): Sizes | undefined {
	const [wte, wpe] = [sources.get('wte'), sources.get('wpe')];
	if (wte === undefined || (wpe === undefined && !isRotary(model))) {
		return undefined;
	}

	return {
		nEmbd: matrixShape(wte)?.[1],
		blockSize: wpe && matrixShape(wpe)?.[0],
		nLayer: [...sources.keys()].filter(key => key.endsWith('.attn_wq')).length,
		nHead: headsOf(header),
	};
}

/** The model as the file has it, so that what differs because of its sizes is not told for each tensor. */
function withSizes(model: ModelConfig, theirs: Sizes | undefined): ModelConfig {
	if (!theirs) {
		return model;
	}

	const {nEmbd = model.nEmbd, blockSize = model.blockSize, nLayer} = theirs;
	const {vocabSize} = model;
	const sizes = {vocabSize, nEmbd, blockSize};
	return nLayer === 0
		? {architecture: 'bigram', ...sizes}
		: {
			...(model.architecture === 'gpt' && model), architecture: 'gpt', ...sizes, nLayer, nHead: 1,
		};
}

const settings = [['--n-embd', 'nEmbd'], ['--block-size', 'blockSize'], ['--n-layer', 'nLayer'], ['--n-head', 'nHead']] as const;

function sizesOfModel(model: ModelConfig): Sizes {
	const {nEmbd, blockSize} = model;
	return model.architecture === 'gpt'
		? {
			nEmbd, blockSize, nLayer: model.nLayer, nHead: model.nHead,
		}
		: {
			nEmbd, blockSize, nLayer: 0, nHead: undefined,
		};
}

/** What to add to the command line, as far as the file tells. */
function flagsFor(theirs: Sizes | undefined, model: ModelConfig): string {
	const ours = sizesOfModel(model);
	const isGpt = theirs !== undefined && theirs.nLayer > 0;
	return [
		...(isGpt === (ours.nLayer > 0) ? [] : [`--preset ${isGpt ? 'microgpt' : 'chapter7'}`]),
		...settings.filter(([, key]) => theirs?.[key] !== undefined && theirs[key] !== ours[key] && (isGpt || key !== 'nLayer')).map(([flag, key]) => `${flag} ${theirs![key]}`),
	].join(' ');
}

function differingSizes(theirs: Sizes | undefined, model: ModelConfig): string[] {
	if (!theirs) {
		return [];
	}

	const ours = sizesOfModel(model);
	const isOtherKind = (theirs.nLayer === 0) !== (ours.nLayer === 0);
	const differing = settings.filter(([, key]) => theirs[key] !== undefined && ours[key] !== undefined && theirs[key] !== ours[key]);
	const texts = differing.filter(([, key]) => !(isOtherKind && key === 'nLayer')).map(([flag, key]) => `${flag} ${theirs[key]} instead of ${ours[key]}`);
	return isOtherKind ? [theirs.nLayer === 0 ? 'a model without layers instead of a GPT' : 'a GPT instead of a bigram', ...texts] : texts;
}

function misfittingTensors({sources, doubles, others}: NamedTensors, model: ModelConfig): string[] {
	const shapes = parameterLayouts(model);
	const missing = shapes.filter(({key}) => !sources.has(key)).map(({key}) => key);
	const missingText = missing.length > 0 ? [`no tensor ${namesText(missing)}${others.length > 0 ? ` but ${namesText(others.map(({name}) => name))}` : ''}`] : [];
	// A tensor that holds several matrices is told once.
	return [...missingText, ...new Set(shapes.flatMap(({key, rows, columns}) => misfitsOf(key, [rows, columns], sources.get(key), doubles.get(key))))];
}

function misfitsOf(key: ParameterKey, [rows, columns]: readonly [number, number], source: MatrixSource | undefined, names: readonly string[] = []): string[] {
	if (!source) {
		return [];
	}

	const {tensor: {name, dtype, shape}, partCount, isTransposed} = source;
	const ours = isTransposed ? [columns, rows * partCount] : [rows * partCount, columns];
	return [
		...(names.length > 0 ? [`${names.length} tensors for ${key} (${names.map(double => quote(double)).join(', ')})`] : []),
		...(shapeText(shape) === shapeText(ours) ? [] : [`the tensor ${quote(name)} of shape ${shapeText(shape)} instead of ${shapeText(ours)}`]),
		...(isWeight(dtype) ? [] : [`the tensor ${quote(name)} in ${dtype} instead of ${listOf(weightDtypes, 'or')}`]),
	];
}

function listOf(texts: readonly string[], last = 'and'): string {
	return texts.length === 1 ? texts[0] : `${texts.slice(0, -1).join(', ')} ${last} ${texts.at(-1)}`;
}

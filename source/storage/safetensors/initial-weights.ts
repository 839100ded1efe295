import * as v from 'valibot';
import {isDescriptor} from '../../data/read-once.js';
import {CheckpointError} from '../../errors.js';
import {type ModelConfig} from '../../model/model-config.js';
import {
	countParameters,
	createParameters,
	type Matrix,
	parameterLayouts,
	type RealArray,
} from '../../model/parameters.js';
import {namesText} from './names-text.js';
import {readSafetensors, readSafetensorsHeader} from './read-safetensors.js';
import {type Tensor} from './safetensors.js';
import {
	matrixShape,
	type MatrixSource,
	nameTensors,
} from './tensor-names.js';
import {notesOnCharacters, notesOnModel, notesOnOptions} from './weight-notes.js';
import {checkFit, headsOf} from './weights-fit.js';

/** A model that begins with weights from elsewhere. */
export type NewModel = {
	readonly model: ModelConfig;
	/** The characters in the order of their token ids; BOS comes after them. */
	readonly vocabulary: readonly string[];
	/** The parameters as they were drawn. */
	readonly drawn: RealArray;
};

export type InitialWeights = {
	/** Laid out like the parameters of an engine. */
	readonly parameters: Float64Array;
	/** What a person should know about them, in sentences; none if they are those of this model for the same characters. */
	readonly notes: readonly string[];
};

/** Their rows belong to tokens; all other matrices know none. */
const tokenKeys: ReadonlySet<string> = new Set(['wte', 'lm_head']);
const momentPrefix = /^adam\.[mv]\./v;

const character = v.pipe(v.string(), v.check(text => [...text].length === 1));
const vocabularySchema = v.pipe(
	v.string(),
	v.parseJson(),
	v.array(character),
	v.check(characters => new Set(characters).size === characters.length),
);

/**
Reads the parameters that a model begins with from a checkpoint, or from a file of another program that has them under the same
names or under nanoGPT's, wrapped in whatever they are.

A checkpoint names its characters: the rows of those that both have are taken, whatever their ids, and those of characters that
it does not know stay as they were drawn.

@throws CheckpointError if the file is missing, damaged, or does not fit.
*/
export async function readInitialWeights(path: string, {model, vocabulary, drawn}: NewModel): Promise<InitialWeights> {
	if (isDescriptor(path)) {
		throw new CheckpointError(`Expected --init-from to name a file, got ${path}, which cannot be read again when the run is. Give the path of a file.`);
	}

	const header = await readSafetensorsHeader(path);
	const {metadata} = header;
	const named = nameTensors(header);
	const {sources} = named;
	const wte = sources.get('wte');
	const tokenCount = wte && matrixShape(wte)?.[0];
	const theirs = vocabularyOf(metadata.get('vocabulary'), tokenCount);
	// In nanoGPT, no token stands for the beginning and the end.
	const hasBos = !(named.style === 'nanoGPT' && theirs === undefined && tokenCount === vocabulary.length);
	const ours = new Set(vocabulary);
	const isForeign = theirs?.some(letter => ours.has(letter)) === false;
	checkFit(header, named, {...model, vocabSize: (theirs ?? vocabulary).length + (hasBos ? 1 : 0)}, {path, others: isForeign ? ['none of the characters of the data'] : []});
	const wanted = new Set([...sources.values()].map(({tensor}) => tensor.name));
	const isSealed = metadata.has('sha256') && metadata.has('progress');
	const {tensors} = await readSafetensors(path, {isSealed, wanted});
	const parameters = Float64Array.from(drawn.subarray(0, countParameters(model)));
	const rows = rowsOf(theirs ?? vocabulary, vocabulary, hasBos);
	for (const matrix of createParameters(model, parameters).matrices) {
		const source = sources.get(matrix.key)!;
		fill(matrix, matrixOf(source, tensors.get(source.tensor.name)!), tokenKeys.has(matrix.key) ? rows : undefined);
	}

	const keys = new Set(parameterLayouts(model).map(({key}) => key));
	const unplaced = [...sources].filter(([key]) => !keys.has(key)).map(([, {tensor}]) => tensor);
	const others = [...unplaced, ...named.others].map(({name}) => name).filter(name => !(isSealed && momentPrefix.test(name)));
	return {
		parameters,
		notes: [
			...notesOnModel(path, named, model),
			...notesOnOptions(path, header, model),
			...(model.architecture === 'gpt' && headsOf(header) === undefined ? [`${path} does not say how many heads its attention has; here, it has ${model.nHead}.`] : []),
			...notesOnCharacters(path, theirs, vocabulary, hasBos),
			...(others.length > 0 ? [`Not used of ${path}: ${namesText(others)}.`] : []),
		],
	};
}

/** The characters that a file names, in the order of their ids; undefined if it names none, or not one for each row. */
function vocabularyOf(text: string | undefined, rowCount: number | undefined): string[] | undefined {
	const parsed = v.safeParse(vocabularySchema, text);
	return parsed.success && parsed.output.length + 1 === rowCount ? parsed.output : undefined;
}

/** For each token, its row among theirs; undefined for one that they do not know. BOS, where they have it, is the last of both. */
function rowsOf(theirs: readonly string[], ours: readonly string[], hasBos: boolean): Array<number | undefined> {
	const ids = new Map(theirs.map((letter, id) => [letter, id]));
	return [...ours.map(letter => ids.get(letter)), hasBos ? theirs.length : undefined];
}

/** The numbers of one matrix out of a tensor, row after row. */
function matrixOf({part, partCount, isTransposed}: MatrixSource, {data, shape}: Tensor): RealArray {
	const [first, second] = shape;
	const rows = isTransposed ? second : first;
	const size = data.length / partCount;
	if (!isTransposed) {
		return data.subarray(part * size, (part + 1) * size);
	}

	const start = part * rows / partCount;
	return Float64Array.from({length: size}, (_, index) => data[((index % first) * rows) + start + Math.floor(index / first)]);
}

/** Fills a matrix, row by row from where each comes from; all of it without such a list. */
function fill({data, columns}: Matrix, numbers: RealArray, rows: ReadonlyArray<number | undefined> | undefined) {
	if (!rows) {
		data.set(numbers);
		return;
	}

	for (const [row, source] of rows.entries()) {
		if (source !== undefined) {
			data.set(numbers.subarray(source * columns, (source + 1) * columns), row * columns);
		}
	}
}

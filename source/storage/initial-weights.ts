import * as v from 'valibot';
import {isDescriptor} from '../data/read-once.js';
import {CheckpointError} from '../errors.js';
import {type ModelConfig} from '../model/model-config.js';
import {
	countParameters,
	createParameters,
	type Matrix,
	parameterShapes,
	type RealArray,
} from '../model/parameters.js';
import {readSafetensors, readSafetensorsHeader} from './read-safetensors.js';
import {type Tensor} from './safetensors.js';
import {checkFit} from './weights-fit.js';

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
	/** What a person should know about them; undefined if they are for the same characters. */
	readonly note: string | undefined;
};

/** Their rows belong to tokens; all other matrices know none. */
const tokenKeys: ReadonlySet<string> = new Set(['wte', 'lm_head']);
const momentPrefixes = ['adam.m.', 'adam.v.'];
const mostCharactersNamed = 20;

const character = v.pipe(v.string(), v.check(text => [...text].length === 1));
const vocabularySchema = v.pipe(
	v.string(),
	v.parseJson(),
	v.array(character),
	v.check(characters => new Set(characters).size === characters.length),
);

/**
Reads the parameters that a model begins with from a checkpoint, or from a file of another program that has them under the same
names.

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
	const theirs = vocabularyOf(metadata.get('vocabulary'), header.tensors.get('wte')?.shape[0]);
	const expected = tensorsOf({...model, vocabSize: (theirs ?? vocabulary).length + 1}, header.tensors.has('adam.m.wte'));
	const ours = new Set(vocabulary);
	const isForeign = theirs?.some(letter => ours.has(letter)) === false;
	checkFit(header, model, {path, expected, others: isForeign ? ['none of the characters of the data'] : []});
	const {tensors} = await readSafetensors(path, {expected, isSealed: metadata.has('sha256') && metadata.has('progress')});
	const parameters = Float64Array.from(drawn.subarray(0, countParameters(model)));
	const rows = rowsOf(theirs ?? vocabulary, vocabulary);
	for (const matrix of createParameters(model, parameters).matrices) {
		fill(matrix, tensors.get(matrix.key)!, tokenKeys.has(matrix.key) ? rows : undefined);
	}

	return {parameters, note: noteOn(path, theirs, vocabulary)};
}

/** The characters that a file names, in the order of their ids; undefined if it names none, or not one for each row. */
function vocabularyOf(text: string | undefined, rowCount: number | undefined): string[] | undefined {
	const parsed = v.safeParse(vocabularySchema, text);
	return parsed.success && parsed.output.length + 1 === rowCount ? parsed.output : undefined;
}

function tensorsOf(model: ModelConfig, hasMoments: boolean): Array<Pick<Tensor, 'name' | 'shape'>> {
	const prefixes = hasMoments ? ['', ...momentPrefixes] : [''];
	return prefixes.flatMap(prefix => parameterShapes(model).map(({key, rows, columns}) => ({name: prefix + key, shape: [rows, columns]})));
}

/** For each token, its row among theirs; undefined for one that they do not know. BOS is the last of both. */
function rowsOf(theirs: readonly string[], ours: readonly string[]): Array<number | undefined> {
	const ids = new Map(theirs.map((letter, id) => [letter, id]));
	return [...ours.map(letter => ids.get(letter)), theirs.length];
}

/** Fills a matrix from a tensor, row by row from where each comes from; all of it without such a list. */
function fill({data, columns}: Matrix, tensor: Tensor, rows: ReadonlyArray<number | undefined> | undefined) {
	if (!rows) {
		data.set(tensor.data);
		return;
	}

	for (const [row, source] of rows.entries()) {
		if (source !== undefined) {
			data.set(tensor.data.subarray(source * columns, (source + 1) * columns), row * columns);
		}
	}
}

function noteOn(path: string, theirs: readonly string[] | undefined, ours: readonly string[]): string | undefined {
	if (!theirs) {
		return `${path} does not say which characters its rows are for: they are taken for those of the data, in the order of their code points.`;
	}

	const [known, wanted] = [new Set(theirs), new Set(ours)];
	const added = ours.filter(letter => !known.has(letter));
	const unused = theirs.filter(letter => !wanted.has(letter));
	if (added.length === 0 && unused.length === 0) {
		return undefined;
	}

	const shared = `${path} knows ${added.length === 0 ? 'all' : `${ours.length - added.length} of the`} ${ours.length} characters of the data.`;
	return [
		shared,
		...(added.length > 0 ? [`New, with numbers as drawn: ${listOf(added)}.`] : []),
		...(unused.length > 0 ? [`Not used any more: ${listOf(unused)}.`] : []),
	].join(' ');
}

function listOf(characters: readonly string[]): string {
	const named = characters.slice(0, mostCharactersNamed).map(letter => /\s/v.test(letter) ? JSON.stringify(letter) : letter).join(' ');
	const rest = characters.length - mostCharactersNamed;
	return rest > 0 ? `${named} and ${rest.toLocaleString('en')} more` : named;
}

import {type Tokenizer} from '../data/tokenizer.js';
import {type Engine} from '../model/engine.js';
import {type Matrix, type ParameterKey} from '../model/parameters.js';
import {documentsBefore} from '../training/batches.js';
import {type QuietPieces} from '../training/pieces.js';
import {type InspectionSource} from './inspection-source.js';
import {
	type LastUpdate,
	moveOf,
	withParameters,
} from './last-update.js';
import {type DocumentTrace, type Letter, traceLearnt} from './document-trace.js';

/** One number of the model. */
export type ParameterPlace = {
	/** Among all parameters, from 0. */
	readonly index: number;
	readonly key: ParameterKey;
	readonly row: number;
	readonly column: number;
	/** What the row belongs to, in the matrices that have one for each token; undefined is the end of a document there. */
	readonly letter?: Letter;
	readonly hasLetter: boolean;
};

/** What the last step did to a matrix. */
export type MatrixUpdate = {
	readonly key: ParameterKey;
	readonly rows: number;
	readonly columns: number;
	/** The Euclidean norm of its gradient. */
	readonly gradientNorm: number;
	/** The norm of the update over that of the parameters: about 0.001 is usual. */
	readonly updateRatio: number;
};

/** What Adam did to a parameter, in the order of its computation. */
export type ParameterUpdate = {
	readonly place: ParameterPlace;
	/** The parameter before the step. */
	readonly value: number;
	/** G, after clipping. */
	readonly gradient: number;
	/** M, the running mean of g. */
	readonly mean: number;
	/** V, the running mean of g². */
	readonly meanSquare: number;
	/** M̂ = m / (1 − β1^t). */
	readonly correctedMean: number;
	/** √v̂ = √(v / (1 − β2^t)). */
	readonly root: number;
	/** What was added to the parameter. */
	readonly change: number;
	/** What plain gradient descent with the same learning rate would have added. */
	readonly plainChange: number;
};

/** A training step taken apart. */
export type StepReport = {
	readonly step: number;
	readonly learningRate: number;
	/** How many documents the step learnt from; the first is the one that is read. */
	readonly documentCount: number;
	/** The place of the first among all that are trained on, from 1, and how many these are; undefined for windows from random places. */
	readonly place: {readonly first: number; readonly total: number} | undefined;
	/** By the parameters before the step. */
	readonly trace: DocumentTrace;
	/** The loss of the whole batch before the step and after it. */
	readonly lossBefore: number;
	readonly lossAfter: number;
	readonly matrices: readonly MatrixUpdate[];
	/** The parameters with the largest gradients, the largest first; at most `mostStrongest`. */
	readonly strongest: readonly ParameterUpdate[];
	/** The parameter that was asked about by name. */
	readonly pinned?: ParameterUpdate;
};

/** More would fit no screen. */
export const mostStrongest = 60;

/**
Takes the last step apart: what the model expected, the gradients of its surprise, and what Adam
made of them. The training goes on as if nobody had looked.

@param pinned - The place among all of a parameter that is told of besides the strongest.
*/
export function * reportStep(source: InspectionSource, last: LastUpdate, pinned?: number): QuietPieces<StepReport> {
	const {engine, tokenizer} = source;
	const {
		batch, step, update, masks,
	} = last;
	const trace = withParameters(engine, last.before, () => {
		engine.computeGradients(batch, masks);
		return traceLearnt(engine, tokenizer, {text: last.documents[0], tokens: batch[0]});
	});
	yield;
	const lossAfter = engine.computeLoss(batch, masks);
	yield;
	return {
		step: step.step,
		learningRate: update.learningRate,
		documentCount: batch.length,
		place: placeOfFirst(source, step.step),
		trace,
		lossBefore: step.loss,
		lossAfter,
		matrices: matrixUpdates(engine, last),
		strongest: largest(engine.gradients.data, mostStrongest).map(index => parameterUpdate(index, source, last)),
		...(pinned !== undefined && pinned < last.after.length && {pinned: parameterUpdate(pinned, source, last)}),
	};
}

function placeOfFirst({config: {batchSize}, taken, trainingDocuments, counted = trainingDocuments}: InspectionSource, step: number): StepReport['place'] {
	const {length: total} = trainingDocuments;
	return counted.length === total ? {first: 1 + (documentsBefore(step, {batchSize, taken}) % total), total} : undefined;
}

function matrixUpdates({gradients}: Engine, {before, after}: LastUpdate): MatrixUpdate[] {
	let offset = 0;
	return gradients.matrices.map(({key, rows, columns, data}) => {
		let [gradient, change, size] = [0, 0, 0];
		for (let index = 0; index < data.length; index++) {
			const was = before[offset + index];
			gradient += data[index] ** 2;
			change += (after[offset + index] - was) ** 2;
			size += was ** 2;
		}

		offset += data.length;
		return {
			key, rows, columns, gradientNorm: Math.sqrt(gradient), updateRatio: Math.sqrt(change / size),
		};
	});
}

/** The places of the numbers that are farthest from 0, the farthest first. */
export function largest(numbers: ArrayLike<number>, count: number): number[] {
	const places: number[] = [];
	for (let index = 0; index < numbers.length; index++) {
		const size = Math.abs(numbers[index]);
		if (places.length === count && !(size > Math.abs(numbers[places.at(-1)!]))) {
			continue;
		}

		const rank = places.findIndex(place => size > Math.abs(numbers[place]));
		places.splice(rank === -1 ? places.length : rank, 0, index);
		places.length = Math.min(places.length, count);
	}

	return places;
}

function parameterUpdate(index: number, {engine, tokenizer}: InspectionSource, {update, before, after}: LastUpdate): ParameterUpdate {
	const {moments: {first, second}, gradients} = engine;
	const gradient = gradients.data[index] * update.gradientScale;
	return {
		place: placeOf(index, gradients.matrices, tokenizer.vocabulary),
		value: before[index],
		gradient,
		mean: first[index],
		meanSquare: second[index],
		correctedMean: first[index] / update.firstCorrection,
		root: Math.sqrt(second[index] / update.secondCorrection),
		change: update.weightDecay === 0 ? -moveOf(index, engine, update) : after[index] - before[index],
		plainChange: -update.learningRate * gradient,
	};
}

/** Which number of the model it is. */
export function placeOf(index: number, matrices: readonly Matrix[], vocabulary: Tokenizer['vocabulary']): ParameterPlace {
	let offset = index;
	for (const {key, rows, columns} of matrices) {
		if (offset < rows * columns) {
			const row = Math.floor(offset / columns);
			const hasLetter = key === 'wte' || key === 'lm_head';
			return {
				index, key, row, column: offset % columns, hasLetter, ...(hasLetter && {letter: vocabulary[row]}),
			};
		}

		offset -= rows * columns;
	}

	throw new Error(`Expected a parameter of the model, got the one at ${index}.`);
}

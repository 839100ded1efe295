import {type Tokens} from '../model/engine.js';
import {BackwardBuffers} from '../model/scalar/backward-buffers.js';
import {passThrough, type StagedPass, type StageKind} from '../model/scalar/nudged-pass.js';
import {type Value} from '../model/scalar/value.js';
import {softmax} from '../training/choose-token.js';
import {type QuietPieces} from '../training/pieces.js';
import {type Letter, surpriseOf} from './document-trace.js';
import {type InspectionSource} from './inspection-source.js';
import {type LastUpdate} from './last-update.js';
import {largest, type ParameterPlace, placeOf} from './step-report.js';
import {graphSize, mostTraced} from './traced-gradient.js';

/** A number that is changed a little, to see what that changes. */
export type NudgeRequest = {
	/** A parameter by its place among all, or an activation by its place among `activationCount`. */
	readonly kind: 'parameter' | 'activation';
	readonly index: number;
	readonly by: number;
};

/** A number on the way from a token to the logits. */
export type ActivationPlace = {
	readonly kind: StageKind;
	/** From 0; undefined outside of the layers. */
	readonly layer: number | undefined;
	readonly position: number;
	readonly column: number;
};

/** A number before the nudge and with it. */
export type Moved = {readonly before: number; readonly after: number};

/** What becomes of a nudge, on the way from the number to the loss of the first document of a step. */
export type NudgeReport = {
	readonly step: number;
	/** See `graphSize`. */
	readonly size: number;
	/** Undefined where that is more than `mostTraced`: it would hold up the training. */
	readonly nudged: Nudged | undefined;
};

export type Nudged = {
	readonly by: number;
	/** How many documents the step learnt from: this is the first of them. */
	readonly documentCount: number;
	readonly value: number;
	/** The derivative of the loss of the document. */
	readonly gradient: number;
	readonly place: ParameterPlace | undefined;
	readonly activation: ActivationPlace | undefined;
	/** How many activations can be chosen: of each stage, the one with the largest gradient. */
	readonly activationCount: number;
	/** Where the surprise changes most, from 0; what it reads there, and what comes next. */
	readonly position: number;
	readonly reads: Letter;
	readonly next: Letter;
	/** At that position. */
	readonly stages: readonly MovedStage[];
	/** The same: those that change most, the most changed first. */
	readonly logits: readonly MovedToken[];
	readonly chances: readonly MovedToken[];
	readonly surprise: Moved;
	/** Of the document: the mean over its positions. */
	readonly loss: Moved;
	/** What nudges of other sizes to the same side do to that loss, the smallest first. */
	readonly ladder: ReadonlyArray<{readonly by: number; readonly predicted: number; readonly change: number}>;
};

export type MovedToken = Moved & {readonly letter: Letter};

/** The numbers of a stage at a position. */
export type MovedStage = {
	readonly kind: StageKind;
	readonly layer: number | undefined;
	/** The Euclidean norm of all their changes. */
	readonly change: number;
	/** The one that changes most. */
	readonly most: Moved & {readonly column: number};
};

/** From one to the next, tenfold. */
export const nudgeSizes = [0.0001, 0.001, 0.01, 0.1, 1, 10] as const;
const mostTokens = 6;

/**
Goes through the first document of a step twice, without and with a nudge, on copies of the parameters as they were before
the step.

@param last - The step; undefined before the first.
@returns undefined before the first step, and for a number that there is none of.
*/
export function * nudgeNumber({engine: {model, parameters}, tokenizer}: InspectionSource, {kind, index, by}: NudgeRequest, last: LastUpdate | undefined): QuietPieces<NudgeReport | undefined> {
	if (!last) {
		return undefined;
	}

	const {before, batch, masks, step: {step}} = last;
	const [tokens] = batch;
	const document = {tokens, masks};
	const size = graphSize(model, tokens);
	if (size > mostTraced) {
		return {step, size, nudged: undefined};
	}

	yield;
	const plain = passThrough(model, before, document);
	plain.loss.backward(new BackwardBuffers());
	const activations = strongestActivations(plain);
	const activation = kind === 'activation' ? activations.at(index) : undefined;
	const node = activation ? nodeAt(plain, activation) : plain.parameters.at(index);
	if (node === undefined || (kind === 'activation' && activation === undefined)) {
		return undefined;
	}

	const passWith = (distance: number) => activation
		? passThrough(model, before, document, {...activation, by: distance})
		: passThrough(model, before.with(index, before[index] + distance), document);
	yield;
	const nudged = passWith(by);
	const ladder: Array<Nudged['ladder'][number]> = [];
	for (const nudgeSize of nudgeSizes) {
		yield;
		const distance = Math.sign(by) * nudgeSize;
		ladder.push({by: distance, predicted: node.gradient * distance, change: passWith(distance).loss.data - plain.loss.data});
	}

	return {
		step,
		size,
		nudged: {
			by,
			documentCount: batch.length,
			value: node.data,
			gradient: node.gradient,
			place: activation ? undefined : placeOf(index, parameters.matrices, tokenizer.vocabulary),
			activation: activation && placeOfActivation(plain, activation),
			activationCount: activations.length,
			...comparePasses([plain, nudged], tokens, token => tokenizer.vocabulary[token]),
			ladder,
		},
	};
}

/** What is other in the second pass, where that changes the surprise most. */
function comparePasses(passes: readonly [plain: StagedPass, nudged: StagedPass], tokens: Tokens, letterOf: (token: number) => Letter): Pick<Nudged, 'position' | 'reads' | 'next' | 'stages' | 'logits' | 'chances' | 'surprise' | 'loss'> {
	const [plain, nudged] = passes;
	const [was, is] = passes.map(pass => surprisesOf(pass, tokens.slice(1)));
	const position = placeOfLargest(was.map((surprise, place) => is[place] - surprise));
	const [before, after] = passes.map(pass => logitsAt(pass, position));
	return {
		position,
		reads: letterOf(tokens[position]),
		next: letterOf(tokens[position + 1]),
		stages: plain.stages.slice(0, -1).map(({rows, ...stage}, place) => ({...stage, ...compareRows(dataAt(rows, position), dataAt(nudged.stages[place].rows, position))})),
		logits: mostMoved(before, after, letterOf),
		chances: mostMoved(softmax(before), softmax(after), letterOf),
		surprise: {before: was[position], after: is[position]},
		loss: {before: plain.loss.data, after: nudged.loss.data},
	};
}

type PlaceInPass = {readonly stage: number; readonly position: number; readonly column: number};

/** Of each stage but the logits, the number with the largest gradient; embeddings are parameters. */
function strongestActivations({stages}: StagedPass): PlaceInPass[] {
	return stages.slice(0, -1).flatMap(({kind, rows}, stage) => {
		if (kind === 'token' || kind === 'position') {
			return [];
		}

		const width = rows[0].length;
		const place = placeOfLargest(rows.flat().map(({gradient}) => gradient));
		return [{stage, position: Math.floor(place / width), column: place % width}];
	});
}

function nodeAt({stages}: StagedPass, {stage, position, column}: PlaceInPass): Value {
	return stages[stage].rows[position][column];
}

function placeOfActivation({stages}: StagedPass, {stage, position, column}: PlaceInPass): ActivationPlace {
	const {kind, layer} = stages[stage];
	return {
		kind, layer, position, column,
	};
}

function dataAt(rows: StagedPass['stages'][number]['rows'], position: number): number[] {
	return rows[position].map(({data}) => data);
}

function logitsAt({stages}: StagedPass, position: number): number[] {
	return dataAt(stages.at(-1)!.rows, position);
}

function surprisesOf(pass: StagedPass, targets: readonly number[]): number[] {
	const {rows} = pass.stages.at(-1)!;
	return rows.map((_, position) => surpriseOf(logitsAt(pass, position), targets[position]));
}

function compareRows(before: readonly number[], after: readonly number[]): Pick<MovedStage, 'change' | 'most'> {
	const changes = before.map((number, column) => after[column] - number);
	const column = placeOfLargest(changes);
	return {change: Math.hypot(...changes), most: {column, before: before[column], after: after[column]}};
}

function mostMoved(before: readonly number[], after: readonly number[], letterOf: (token: number) => Letter): MovedToken[] {
	return largest(before.map((number, token) => after[token] - number), mostTokens).map(token => ({letter: letterOf(token), before: before[token], after: after[token]}));
}

/** The place of the number that is farthest from 0. */
function placeOfLargest(numbers: readonly number[]): number {
	const [place] = largest(numbers, 1);
	return place;
}

import {closestMatch} from 'leven';
import {type ResumableRandom} from '../random/random-source.js';
import {type Documents} from '../data/documents.js';
import {batchOf, documentsOf, ownStep} from '../training/batches.js';
import {type SampleEvent} from '../training/events.js';
import {type QuietPieces} from '../training/pieces.js';
import {Sampler, type SampleStyle} from '../training/sample.js';
import {lastUpdate, type LastUpdate} from './last-update.js';
import {reportStep, type StepReport} from './step-report.js';
import {createGuessing, type GuessingRound} from './guessing.js';
import {checkGradient, type GradientCheck} from './gradient-check.js';
import {type InspectionSource} from './inspection-source.js';
import {traceGradient, type TracedGradient} from './traced-gradient.js';
import {nudgeNumber, type NudgeReport, type NudgeRequest} from './nudge.js';
import {measureMoves, type ParameterMoves} from './parameter-moves.js';
import {measurePositions, type PositionLosses} from './position-losses.js';
import {type DocumentTrace, traceDocument, traceLearnt} from './document-trace.js';
import {compareEmbeddings, type Similarities} from './similarities.js';
import {measureUpdate, type UpdateRatio} from './update-ratio.js';
import {createWriting, type WritingRequest, type WrittenPart} from './writing.js';
import {shrinkMatrix, type WeightMap} from './weight-map.js';

/**
What one can ask a training about its last step and its model as they are. Nothing that is asked
changes the training: its draws, its parameters and its optimiser stay as they are.
*/
export type Inspector = {
	/** The last step taken apart, with what it did to one parameter besides the strongest; undefined before the first. */
	readonly reportLastStep: (pinned?: number) => StepReport | undefined;
	/** The gradient of one parameter, by finite differences, in the last step, or in the one that is given: the last, or that which was taken apart last. Undefined for any other, and before the first. */
	readonly checkGradient: (index: number, step?: number) => GradientCheck | undefined;
	/** One way of the gradient from the loss of the first document to a parameter, in the step that `checkGradient` takes. */
	readonly traceGradient: (index: number, step?: number) => TracedGradient | undefined;
	/** What a nudge of a number changes on its way to the loss of the first document, in the step that `checkGradient` takes. */
	readonly nudge: (request: NudgeRequest, step?: number) => NudgeReport | undefined;
	/** How far that step has moved every parameter, each matrix as a picture of at most some size. */
	readonly measureMoves: (rows: number, columns: number, step?: number) => ParameterMoves | undefined;
	/** What the model makes of a text, of which it leaves out the characters that it does not know; without one, of the last document; before the first step of the run, of its first. The probabilities are those at a temperature, 1 without it. */
	readonly traceDocument: (text?: string, temperature?: number) => DocumentTrace;
	readonly compareEmbeddings: () => Similarities;
	/** Every matrix as a picture of at most some size. */
	readonly weights: (rows: number, columns: number) => WeightMap[];
	readonly measurePositions: () => PositionLosses;
	/** The documents that a step learns from. */
	readonly documentsOf: (step: number) => string[];
	/** How large the last update was against what it changed; undefined before the first. */
	readonly measureUpdate: () => UpdateRatio | undefined;
	/** The training document most like each text. */
	readonly nearestDocuments: (texts: readonly string[]) => Array<string | undefined>;
	/** A document to guess letter by letter, and what models make of it: another one for each round, from 0. */
	readonly guessingRound: (round: number) => GuessingRound;
	/** Goes on with a text, from a stream of draws that nothing else uses. */
	readonly writeOn: (request: WritingRequest) => WrittenPart;
	/** Makes up a document, from a stream of draws that nothing else uses. */
	readonly makeUp: (style: SampleStyle) => SampleEvent;
};

/** The same as work in pieces. Between two of them the parameters are those of the training. */
export type InspectorWork = {
	readonly [Name in keyof Inspector]: (...details: Parameters<Inspector[Name]>) => QuietPieces<ReturnType<Inspector[Name]>>;
};

/** Of more documents, or longer ones, the nearest would take too long to find. */
const mostComparedLetters = 1_000_000;

/**
Opens a training for questions.

@param random - For samples on demand.
*/
export function createInspector(source: InspectionSource, random: ResumableRandom): InspectorWork {
	const {engine, tokenizer, trainingDocuments, config, progress} = source;
	const step = () => progress.step;
	const sampler = new Sampler(source, 1);
	let compared: string[] | undefined;
	/** Kept, for the training goes on while somebody looks at it. */
	let reported: LastUpdate | undefined;
	/** The last step, or that which was taken apart last, if it is the one that is asked about. */
	const updateOf = (asked: number | undefined) => {
		const last = reported !== undefined && reported.step.step === asked ? reported : lastUpdate(source);
		return asked === undefined || last?.step.step === asked ? last : undefined;
	};

	return {
		* reportLastStep(pinned) {
			reported = lastUpdate(source);
			return reported && (yield * reportStep(source, reported, pinned));
		},
		checkGradient: (index, asked) => checkGradient(source, index, updateOf(asked)),
		traceGradient: (index, asked) => traceGradient(source, index, updateOf(asked)),
		nudge: (request, asked) => nudgeNumber(source, request, updateOf(asked)),
		measureMoves: (rows, columns, asked) => measureMoves(engine, tokenizer, {rows, columns}, updateOf(asked)),
		* traceDocument(text, temperature) {
			if (text !== undefined) {
				yield;
				return traceDocument(engine, tokenizer, tokenizer.decode(tokenizer.encodeKnown(text)), temperature);
			}

			const read = ownStep(step(), source);
			const first = {...source, batchSize: config.batchSize, blockSize: engine.model.blockSize};
			const document = {text: documentsOf(read, first)[0], tokens: batchOf(read, first)[0]};
			yield;
			return {...traceLearnt(engine, tokenizer, document, temperature), step: read};
		},
		* compareEmbeddings() {
			yield;
			return compareEmbeddings(source);
		},
		* weights(rows, columns) {
			const maps: WeightMap[] = [];
			for (const matrix of engine.parameters.matrices) {
				maps.push(shrinkMatrix(matrix, {rows, columns}));
				yield;
			}

			return maps;
		},
		measurePositions: () => measurePositions(engine, tokenizer, trainingDocuments),
		measureUpdate: () => measureUpdate(source),
		* documentsOf(wanted) {
			yield;
			// Steps of the run that this one has left may have had other batches.
			return wanted === ownStep(wanted, source) ? documentsOf(wanted, {...source, batchSize: config.batchSize}) : [];
		},
		* nearestDocuments(texts) {
			compared ??= takeLetters(trainingDocuments, mostComparedLetters);
			const nearest: Array<string | undefined> = [];
			for (const text of texts) {
				nearest.push(closestMatch(text, compared));
				yield;
			}

			return nearest;
		},
		writeOn: createWriting(source, () => random.fork()),
		guessingRound: createGuessing(source),
		makeUp: style => sampler.samplePieces(step(), random, style),
	};
}

/** The first documents, up to so many letters together. */
function takeLetters(documents: Documents, most: number): string[] {
	const taken: string[] = [];
	let letters = 0;
	for (const document of documents) {
		letters += document.length;
		if (letters > most) {
			break;
		}

		taken.push(document);
	}

	return taken;
}

import {type RandomSource} from '../random/random-source.js';
import {chooseToken} from '../training/choose-token.js';
import {type QuietPieces} from '../training/pieces.js';
import {SlidingContext} from '../training/sliding-context.js';
import {type InspectionSource} from './inspection-source.js';

/** A text that is written on and on. */
export type WritingRequest = {
	/** The end of what is there, as the last answer has it; at first, the prefix. */
	readonly end: string;
	/** How every document begins. */
	readonly prefix: string;
	/** Whether it is one document without an end. */
	readonly isEndless: boolean;
	readonly temperature: number;
};

/** What comes next of it. */
export type WrittenPart = {
	/** Where a document ends, a line does. */
	readonly text: string;
	/** The end of it all, as far as the model sees it. */
	readonly end: string;
	/** The step after which the model wrote it. */
	readonly step: number;
};

/** No more at a time, so that one sees it being written. */
const mostCharacters = 8;
/** Nor does a key or the training wait longer, unless it took as long to read what is there. */
const leastWritingMs = 6;

type Held = {readonly context: SlidingContext; readonly end: string; readonly toRead: readonly number[]};

/** Writes on with the model as it is, however long the text gets, from draws that nothing else uses. */
export function createWriting(source: InspectionSource, openDraws: () => RandomSource): (request: WritingRequest) => QuietPieces<WrittenPart> {
	const {engine, tokenizer, progress} = source;
	const {bos, start} = tokenizer;
	const {blockSize} = engine.model;
	let random: RandomSource | undefined;
	let held: Held | undefined;
	return function * ({end: given, prefix, isEndless, temperature}) {
		random ??= openDraws();
		let {context, toRead, end}: Held = held?.end === given
			? held
			: {
				context: new SlidingContext(engine, tokenizer),
				toRead: lastTokens(source, given),
				end: given,
			};
		held = undefined;
		let text = '';
		const startedAt = performance.now();
		let endsAt: number | undefined;
		for (let count = 0; count < mostCharacters && performance.now() < (endsAt ?? Infinity); count++) {
			// At once: the logits are there until the engine is asked something else.
			const token = chooseToken(context.readAll(toRead), {temperature}, random, isEndless ? bos : undefined);
			yield;
			endsAt ??= performance.now() + Math.max(leastWritingMs, performance.now() - startedAt);
			if (token === bos) {
				context = new SlidingContext(engine, tokenizer);
				const known = tokenizer.encodeKnown(prefix);
				toRead = [start, ...known];
				end = tokenizer.decode(known);
				text += `\n${end}`;
			} else {
				toRead = [token];
				const character = tokenizer.decode([token]);
				end += character;
				text += character;
			}
		}

		end = [...end].slice(-blockSize).join('');
		held = {context, toRead, end};
		return {text, end, step: progress.step};
	};
}

/** The end of a text, as much as a model sees, after the token that a document begins with, if documents have one. */
function lastTokens({engine, tokenizer}: InspectionSource, text: string): number[] {
	const {start, hasEnds} = tokenizer;
	const {blockSize} = engine.model;
	const tokens = tokenizer.encodeKnown(text);
	const kept = tokens.slice(Math.max(0, tokens.length - (hasEnds ? blockSize - 1 : blockSize)));
	return hasEnds || tokens.length < blockSize ? [start, ...kept] : kept;
}

import {tokensOf} from '../data/documents.js';
import {encodeFromStart} from '../data/tokenizer.js';
import {type Tokens} from '../model/engine.js';
import {countPositions} from '../model/forward.js';
import {adamUpdateOf} from '../training/adam-update.js';
import {type QuietPieces} from '../training/pieces.js';
import {learningRateAt} from '../training/schedule.js';
import {isSound} from '../training/trainer.js';
import {type InspectionSource} from './inspection-source.js';

/** A word that somebody teaches a copy of the model. */
export type TeachingRequest = {
	/** With another number, the run is copied anew. */
	readonly number: number;
	readonly word: string;
	/** How many steps the copy is to have done on it, from the state of the run on. */
	readonly steps: number;
	/** At the other one of its two rates. */
	readonly isOtherRate: boolean;
};

/** What has come of it so far. */
export type TaughtWord = {
	/** As much of the word as the model reads and predicts; '' where it knows nothing of it, and nothing is measured. */
	readonly text: string;
	/** The context is too short for all of it. */
	readonly isCut: boolean;
	/** Whether it is one of the training documents. */
	readonly isInData: boolean;
	/** The step after which the run was copied. */
	readonly step: number;
	readonly learningRate: number;
	/** The one that could be taken instead; undefined where the two are the same. */
	readonly otherRate: TeachingRate | undefined;
	/** The mean losses in nats before the first step of the copy, and after each of them; none where the first are no finite numbers, or nothing is read. */
	readonly points: readonly TeachingPoint[];
	/** How many other documents are measured. */
	readonly otherCount: number;
	/** The place of the word among all that are measured, by their losses: 1 is the lowest. */
	readonly places: {readonly before: number; readonly now: number};
	/** The others whose losses have risen most, and those whose losses have fallen most. */
	readonly forgotten: readonly MovedDocument[];
	readonly gained: readonly MovedDocument[];
	/** How many of the others have a higher loss than before. */
	readonly risenCount: number;
	/** A loss or a gradient is not a finite number any more: it goes no further. */
	readonly isDiverged: boolean;
};

/** A learning rate: of the run's last step, or the highest of its schedule, as it is now. */
export type TeachingRate = {readonly value: number; readonly of: 'lastStep' | 'highest'};

/** Of the word, and of all positions of the others. */
export type TeachingPoint = {readonly word: number; readonly others: number};

/** A document whose loss is not what it was. */
export type MovedDocument = {readonly text: string; readonly before: number; readonly now: number};

/** A training as it is copied. Its engine is the copy's own: it is changed. */
export type TeachingSource = Pick<InspectionSource, 'engine' | 'tokenizer' | 'config' | 'start' | 'trainingDocuments' | 'progress'>;

type Other = {readonly text: string; readonly tokens: Tokens};

/** Enough for a mean that is steady, and for some that are like the word. */
const mostOthers = 200;
const leastOthers = 5;
/** Positions times parameters that are read to measure the others once: some tenths of a second. */
const mostWork = {tensor: 1e9, scalar: 1e7, torch: 1e9} as const;
const mostMoved = 12;
/** Below this share of the run's highest rate, a few steps would show nothing. */
const leastShareOfRate = 0.1;

/** Steps on one word alone, and what they do to it and to other documents. */
export class WordTeaching {
	readonly #source: TeachingSource;
	readonly #tokens: Tokens;
	/** What the vocabulary has of the word, and as much of that as the context has room for. */
	readonly #known: string;
	readonly #text: string;
	readonly #isInData: boolean;
	readonly #rates: readonly [TeachingRate, TeachingRate | undefined];
	#isOtherRate = false;
	#others: readonly Other[] | undefined;
	/** The losses of the word and of the others after it, before the first step and now. */
	#before: readonly number[] = [];
	#now: readonly number[] = [];
	#points: TeachingPoint[] = [];
	#steps = 0;
	#isDiverged = false;

	/**
	Reads the word.

	@param word - Any text; what the tokenizer does not know of it is left out.
	*/
	constructor(source: TeachingSource, word: string) {
		const {engine: {model}, tokenizer, trainingDocuments} = source;
		const known = tokenizer.decode(tokenizer.encodeKnown(word));
		const tokens = encodeFromStart(tokenizer, known, model.blockSize + 1);
		this.#source = source;
		this.#tokens = tokens;
		this.#known = known;
		this.#text = tokenizer.decode(tokens.slice(1));
		this.#isInData = tokenizer.hasEnds && trainingDocuments.includes(known);
		this.#rates = ratesOf(source);
	}

	get steps(): number {
		return this.#steps;
	}

	get isOtherRate(): boolean {
		return this.#isOtherRate;
	}

	/** Begins again, once its engine is what it was. */
	begin(isOtherRate: boolean): void {
		this.#isOtherRate = isOtherRate;
		this.#points = this.#points.slice(0, 1);
		this.#now = this.#before;
		this.#steps = 0;
		this.#isDiverged = false;
	}

	/**
	Takes steps and measures after each. It may be left between any two pieces, and called again.

	@param steps - How many there are to be in all.
	@param untilMs - Ends after the first that is done later than that.
	@yields Between short pieces.
	@returns what has come of it so far.
	*/
	* goOn(steps: number, untilMs: number): QuietPieces<TaughtWord> {
		if (this.#text === '') {
			return this.#report([]);
		}

		this.#others ??= yield * chooseOthers(this.#source, this.#known);
		const others = this.#others;
		for (;;) {
			if (this.#points.length <= this.#steps && !this.#isDiverged) {
				yield * this.#measure(others);
			}

			if (this.#steps >= steps || this.#isDiverged || (this.#steps > 0 && performance.now() > untilMs)) {
				return this.#report(others);
			}

			this.#step();
			yield;
		}
	}

	/** One update of the run's own kind, of which the word is the whole batch. */
	#step() {
		const {engine, config, start: {seed}, progress} = this.#source;
		const step = progress.step + this.#steps + 1;
		const loss = engine.computeGradients([this.#tokens], {seed, step});
		const gradientNorm = engine.gradientNorm();
		if (!isSound({loss, gradientNorm})) {
			this.#isDiverged = true;
			return;
		}

		engine.update(adamUpdateOf({step, learningRate: this.#learningRate, gradientNorm}, config));
		this.#steps++;
	}

	* #measure(others: readonly Other[]): QuietPieces<void> {
		const {engine} = this.#source;
		const losses = [engine.computeLoss([this.#tokens])];
		let [sum, positions] = [0, 0];
		for (const {tokens} of others) {
			yield;
			const loss = engine.computeLoss([tokens]);
			const count = countPositions(engine.model, tokens);
			losses.push(loss);
			sum += loss * count;
			positions += count;
		}

		const point = {word: losses[0], others: sum / positions};
		if (!Number.isFinite(point.word) || (others.length > 0 && !Number.isFinite(point.others))) {
			this.#isDiverged = true;
			return;
		}

		this.#points.push(point);
		this.#now = losses;
		if (this.#points.length === 1) {
			this.#before = losses;
		}
	}

	get #learningRate(): number {
		const [usual, other = usual] = this.#rates;
		return (this.#isOtherRate ? other : usual).value;
	}

	#report(others: readonly Other[]): TaughtWord {
		const [usual, other] = this.#rates;
		const {tokenizer} = this.#source;
		const moved = others.map(({text}, index): MovedDocument => ({text, before: this.#before[index + 1], now: this.#now[index + 1]}))
			.toSorted((a, b) => (b.now - b.before) - (a.now - a.before));
		const risen = moved.filter(({before, now}) => now > before);
		return {
			text: this.#text,
			isCut: this.#text !== this.#known || (tokenizer.hasEnds && this.#tokens.at(-1) !== tokenizer.bos),
			isInData: this.#isInData,
			step: this.#source.progress.step,
			learningRate: this.#learningRate,
			otherRate: this.#isOtherRate ? usual : other,
			points: [...this.#points],
			otherCount: others.length,
			places: {before: placeIn(this.#before), now: placeIn(this.#now)},
			forgotten: risen.slice(0, mostMoved),
			gained: moved.filter(({before, now}) => now < before).slice(-mostMoved).toReversed(),
			risenCount: risen.length,
			isDiverged: this.#isDiverged,
		};
	}
}

/** Whether there is no more to come of it than there is: all steps are done, or it goes no further. */
export function isTaught({points, isDiverged, text}: TaughtWord, steps: number): boolean {
	return text === '' || isDiverged || points.length > steps;
}

/** The rate of the run's last step, and the highest; the one that shows something first. */
function ratesOf({config, progress: {step, lastStep, controls}}: TeachingSource): readonly [TeachingRate, TeachingRate | undefined] {
	const highest: TeachingRate = {value: config.learningRate * controls.learningRateScale, of: 'highest'};
	const present: TeachingRate = {value: lastStep?.learningRate ?? (learningRateAt(Math.max(1, step), config) * controls.learningRateScale), of: 'lastStep'};
	if (present.value === highest.value) {
		return [present, undefined];
	}

	return present.value < highest.value * leastShareOfRate ? [highest, present] : [present, highest];
}

/** The place of the first loss among all, from the lowest. */
function placeIn([first, ...others]: readonly number[]): number {
	return 1 + others.filter(loss => loss < first).length;
}

/** Training documents that are spread evenly over the order in which they are taken, always the same; the word is none of them. */
function * chooseOthers({engine, tokenizer, trainingDocuments}: TeachingSource, word: string): QuietPieces<Other[]> {
	const {model: {blockSize}, name, parameters} = engine;
	const others = new Map<string, Other>();
	const count = Math.min(mostOthers, trainingDocuments.length);
	let positions = 0;
	for (let index = 0; index < count; index++) {
		const place = Math.floor(index * trainingDocuments.length / count);
		const text = trainingDocuments.at(place)!;
		const tokens = tokensOf(trainingDocuments, place, tokenizer, blockSize + 1);
		if (text !== word && !others.has(text)) {
			others.set(text, {text, tokens});
			positions += tokens.length - 1;
		}

		yield;
	}

	const all = [...others.values()];
	const affordable = Math.floor(all.length * mostWork[name] / (positions * parameters.data.length));
	const kept = Math.min(all.length, Math.max(leastOthers, affordable));
	return Array.from({length: kept}, (_, index) => all[Math.floor(index * all.length / kept)]);
}

import {SourceError} from '../../errors.js';
import {type Line, LineSplitter} from '../../files/line-splitter.js';
import {examples} from '../../storage/logs/examples.js';
import {type ToldEvent} from '../../training/told-events.js';
import {Listeners} from '../../session/listeners.js';
import {type SourceNews, type SourceState} from '../../session/source-state.js';
import {EventSequence} from './event-sequence.js';

/** After so many lines, or so long after the first, there should have been a step. */
const patienceLines = 50;
const patienceMs = 5000;

type SourceNames = {
	readonly name: string;
	/** For a run that tells no name of its own. */
	readonly runName: string;
	readonly isFile: boolean;
};

/** Makes events of the bytes of a source, as they come, and knows what there is to say of it. */
export class SourceReader implements SourceNews {
	#names: SourceNames;
	readonly #splitter = new LineSplitter();
	#sequence: EventSequence;
	readonly #listeners = new Listeners();
	#isMissing = false;
	#isOverdue = false;
	#timer: NodeJS.Timeout | undefined;

	constructor(names: SourceNames) {
		this.#names = names;
		this.#sequence = new EventSequence(names.runName);
	}

	get state(): SourceState {
		const {unread, hasSteps, countsFromZero, isJoined} = this.#sequence;
		const {name, isFile} = this.#names;
		const isOverdue = !hasSteps && (this.#isOverdue || unread.lines >= patienceLines);
		return {
			name, isFile, isMissing: this.#isMissing, lines: unread.lines, unread: isOverdue ? unread.last : undefined, countsFromZero, isJoined,
		};
	}

	get isFinished(): boolean {
		return this.#sequence.isFinished;
	}

	readonly subscribe = (listener: () => void): void => {
		this.#listeners.subscribe(listener);
	};

	/** It has another name now, and nothing has been read of it yet. */
	rename(names: SourceNames, isMissing: boolean): void {
		this.#names = names;
		this.#sequence = new EventSequence(names.runName);
		this.setMissing(isMissing);
	}

	setMissing(isMissing: boolean): void {
		this.#isMissing = isMissing;
		this.#listeners.tell();
	}

	/**
	Takes the next bytes.

	@param isOld - Whether they were there before anybody looked.
	@yields The events that end in them.
	*/
	* take(bytes: Uint8Array, isOld: boolean): Generator<ToldEvent, void, undefined> {
		this.#timer ??= setTimeout(() => {
			this.#isOverdue = true;
			this.#listeners.tell();
		}, patienceMs).unref();
		yield * this.#takeLines(this.#splitter.push(bytes), isOld ? undefined : performance.now());
	}

	/** The end of the line that has begun will never come. */
	drop(): void {
		this.#splitter.drop();
	}

	/**
	There are no more bytes.

	@yields What the run still lacks.
	@throws SourceError if it has no step.
	*/
	* end(): Generator<ToldEvent, void, undefined> {
		yield * this.#takeLines(this.#splitter.end(), performance.now());
		if (!this.#sequence.hasSteps) {
			yield * this.#sequence.begin();
			throw new SourceError(this.#complaint);
		}

		yield * this.#sequence.end();
	}

	/** Somebody does not want to wait for the end: what the run still lacks. */
	breakOff(): ToldEvent[] {
		return this.#sequence.end();
	}

	close(): void {
		clearTimeout(this.#timer);
	}

	* #takeLines(lines: readonly Line[], arrivedAt: number | undefined): Generator<ToldEvent, void, undefined> {
		for (const line of lines) {
			const {countsFromZero} = this.#sequence;
			const events = this.#sequence.take(line, arrivedAt);
			if (countsFromZero !== this.#sequence.countsFromZero) {
				this.#listeners.tell();
			}

			yield * events;
		}

		// Once there are steps, they tell what there is to tell.
		if (!this.#sequence.hasSteps) {
			this.#listeners.tell();
		}
	}

	get #complaint(): string {
		const {lines, last} = this.#sequence.unread;
		const got = lines === 0 ? 'nothing' : `none in ${lines} ${lines === 1 ? 'line' : 'lines'}${last === undefined ? '' : `; the last that was not understood is “${last}”`}`;
		return `Expected steps from ${this.#names.name}, got ${got}. A step is a line such as “${examples[0]}” or ${examples[1]}.`;
	}
}

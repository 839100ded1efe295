import {SourceError} from '../../errors.js';
import {type Line, LineSplitter} from '../../files/line-splitter.js';
import {examples} from '../../storage/logs/examples.js';
import {type ToldEvent} from '../../training/told-events.js';
import {Listeners} from '../../session/listeners.js';
import {type SourceNews, type SourceState} from '../../session/source-state.js';
import {type RunRecord} from '../../history/run-record.js';
import {EventSequence} from './event-sequence.js';
import {KnownLines} from './known-lines.js';
import {Rereading} from './rereading.js';
import {cutWarnings} from './source-warnings.js';

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
	#tellBack: ((record: RunRecord) => void) | undefined;
	/** Of the record of a run of ours, which may be cut; of other files, one begins anew. */
	#known: KnownLines | undefined;
	#rereading: Rereading | undefined;
	#isPatient = false;
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
			name, isFile, isMissing: this.#isMissing, lines: unread.lines, unread: isOverdue ? unread.last : undefined, countsFromZero, isJoined, isWaiting: this.isWaiting,
		};
	}

	get isFinished(): boolean {
		return this.#sequence.ending !== undefined;
	}

	/** Whether its run has ended, but may go on, and somebody wants to see that. */
	get isWaiting(): boolean {
		const {ending} = this.#sequence;
		return this.#isPatient && ending !== undefined && ending !== 'completed';
	}

	readonly subscribe = (listener: () => void): void => {
		this.#listeners.subscribe(listener);
	};

	readonly onBack = (listener: (record: RunRecord) => void): void => {
		this.#tellBack = listener;
	};

	/**
	It is the record of a run of ours, which is cut back to its last save when the run goes on from there.

	@param isPatient - Whether to wait for that after the run has ended.
	*/
	isRecord(isPatient: boolean): void {
		this.#known = new KnownLines();
		this.#isPatient = isPatient;
	}

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

	/** What comes next stands at the beginning of the file: the end of the line that has begun will never come. */
	restart(): void {
		this.#splitter.drop();
		this.#rereading = this.#known && new Rereading(this.#names.runName, this.#known);
	}

	/**
	All that is there has been read: a record that was cut ends there, or was not cut at all.

	@yields That it goes back, if it does.
	*/
	* settle(): Generator<ToldEvent, void, undefined> {
		const again = this.#rereading;
		this.#rereading = undefined;
		if (!again || again.count === this.#known!.count) {
			return;
		}

		this.#known!.cut(again.count);
		if (again.count === 0) {
			// Another run, as its steps will tell.
			return;
		}

		const {lastStep} = this.#sequence;
		this.#sequence = again.sequence;
		this.#tellBack?.(again.record);
		yield * cutWarnings(lastStep, again.sequence.lastStep);
	}

	/** Nobody waits for its end, or it has ended and may go on: what the run still lacks. */
	breakOff(): ToldEvent[] {
		return this.#sequence.end();
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

	close(): void {
		clearTimeout(this.#timer);
	}

	* #takeLines(lines: readonly Line[], arrivedAt: number | undefined): Generator<ToldEvent, void, undefined> {
		for (const line of lines) {
			if (this.#rereading?.take(line)) {
				continue;
			}

			yield * this.settle();
			this.#known?.add(line);
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

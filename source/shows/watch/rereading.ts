import {type Line} from '../../files/line-splitter.js';
import {RunRecord} from '../../history/run-record.js';
import {EventSequence} from './event-sequence.js';
import {type KnownLines} from './known-lines.js';

/** A record that is read from its beginning again, since it was cut: what its lines come to as far as they are known. */
export class Rereading {
	readonly sequence: EventSequence;
	readonly record = new RunRecord({hasFigureCurves: true});
	readonly #known: KnownLines;
	#count = 0;

	/**
	Nothing has been read again yet.

	@param name - Of the run, if it tells no other.
	@param known - The lines that it had.
	*/
	constructor(name: string, known: KnownLines) {
		this.sequence = new EventSequence(name);
		this.#known = known;
	}

	/** How many lines are as they were, from the first on. */
	get count(): number {
		return this.#count;
	}

	/** Takes the next line, unless it is another than it was: then there are no more that are known. */
	take(line: Line): boolean {
		if (!this.#known.isAt(this.#count, line)) {
			return false;
		}

		this.#count++;
		for (const event of this.sequence.take(line, undefined)) {
			this.record.record(event);
		}

		return true;
	}
}

import {type StepOrInterval} from './event-order.js';

const chunkLength = 1024;
/** Eight bytes a loss: all of a million steps take 8 MB. */
const mostChunks = 1024;

/** The losses of a run one by one, as far back as each step has been told by itself: at most the last million. */
export class StepLosses {
	/** One after the other. Those that are full are shared with copies; the last is this one's own. */
	#chunks: Float64Array[] = [];
	/** The step of the first loss. */
	#firstStep = 1;
	#length = 0;

	/** Takes what is told next. A step that has been told before takes back what was told from there on. */
	take(event: StepOrInterval): void {
		const place = event.type === 'interval' ? -1 : event.step - this.#firstStep;
		if (place < 0 || place > this.#length) {
			// What is known ends here, since there is a gap.
			this.#chunks = [];
			this.#length = 0;
		} else if (place < this.#length) {
			this.#cut(place);
		}

		if (event.type === 'step') {
			this.#push(event.step, event.loss ?? NaN);
		}
	}

	/** The loss of a step; NaN if it was no finite number, undefined if it is not known by itself. */
	at(step: number): number | undefined {
		const place = step - this.#firstStep;
		return place >= 0 && place < this.#length ? this.#chunks[Math.floor(place / chunkLength)][place % chunkLength] : undefined;
	}

	copy(): StepLosses {
		const copy = new StepLosses();
		copy.#chunks = [...this.#chunks];
		copy.#firstStep = this.#firstStep;
		copy.#length = this.#length;
		copy.#ownLast();
		return copy;
	}

	#push(step: number, loss: number) {
		if (this.#length === 0) {
			this.#firstStep = step;
		}

		const place = this.#length % chunkLength;
		if (place === 0) {
			this.#chunks.push(new Float64Array(chunkLength));
		}

		this.#chunks.at(-1)![place] = loss;
		this.#length++;
		if (this.#chunks.length <= mostChunks) {
			return;
		}

		this.#chunks.shift();
		this.#firstStep += chunkLength;
		this.#length -= chunkLength;
	}

	/** Keeps so many. */
	#cut(length: number) {
		this.#chunks.length = Math.ceil(length / chunkLength);
		this.#length = length;
		this.#ownLast();
	}

	/** What is written to the last chunk is not to be seen by copies. */
	#ownLast() {
		if (this.#length % chunkLength !== 0) {
			this.#chunks.push(new Float64Array(this.#chunks.pop()!));
		}
	}
}

import {type CurveBucket} from './curve-point.js';

const capacity = 1000;

/** The latest losses of a run, each at its step, or stretches where no more is known: at most 1,000. */
export class RecentLosses {
	/** A ring. */
	#buckets: CurveBucket[] = [];
	/** The place of the next one in it. */
	#next = 0;
	#length = 0;

	push(bucket: CurveBucket): void {
		this.#buckets[this.#next] = bucket;
		this.#next = (this.#next + 1) % capacity;
		this.#length = Math.min(this.#length + 1, capacity);
	}

	/** The newest last. */
	all(): CurveBucket[] {
		return Array.from({length: this.#length}, (_, index) => this.#at(this.#length - index));
	}

	/** Forgets what is told of a step and of those after it. */
	rewind(step: number): void {
		while (this.#length > 0 && this.#at(1).point.lastStep >= step) {
			this.#next = (this.#next - 1 + capacity) % capacity;
			this.#length--;
		}
	}

	copy(): RecentLosses {
		const copy = new RecentLosses();
		copy.#buckets = [...this.#buckets];
		copy.#next = this.#next;
		copy.#length = this.#length;
		return copy;
	}

	/** The newest is 1 back. */
	#at(back: number): CurveBucket {
		return this.#buckets[(this.#next - back + capacity) % capacity];
	}
}

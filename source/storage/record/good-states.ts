const intervalMs = 1000;
/** Larger ones would take too much memory, and time: of these, what was saved last has to do. */
const mostBytes = 32 * (1024 ** 2);

type KeptState = {readonly step: number; readonly file: Uint8Array};

export type GoodStatesOptions<State> = {
	/** The step that the training has come to. */
	readonly step: () => number;
	/** The state as it is now; undefined if it is none to be kept. */
	readonly take: () => State | undefined;
};

/**
Keeps the last good state of a run in memory, and a newer one of which it is not yet known whether it is
good: that shows only in the next step. So there are never more than two.
*/
export class GoodStates<State extends KeptState> {
	/** The last state after which a step was sound. */
	last: State | undefined;
	readonly #options: GoodStatesOptions<State>;
	/** Waits for the next step. */
	#candidate: State | undefined;
	#timer: NodeJS.Timeout | undefined;

	constructor(options: GoodStatesOptions<State>) {
		this.#options = options;
	}

	/**
	Takes the first state, and others from time to time.

	@throws what taking the first one throws.
	*/
	start(): void {
		this.#candidate = this.#options.take();
		if (this.#candidate && this.#candidate.file.length > mostBytes) {
			this.#candidate = undefined;
			return;
		}

		this.#timer = setInterval(() => {
			this.#keep();
		}, intervalMs);
		this.#timer.unref();
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	/** A step was sound, and with it the state that it began from. */
	prove(step: number): void {
		if (!(this.#candidate && this.#candidate.step < step)) {
			return;
		}

		this.last = this.#candidate;
		this.#candidate = undefined;
	}

	#keep() {
		// While a run is paused, no time makes a state known to be good, nor another one of it.
		if (this.#candidate?.step === this.#options.step()) {
			return;
		}

		try {
			this.#candidate = this.#options.take();
		} catch {
			// For want of memory, say: then the last one has to do.
			this.#candidate = undefined;
		}
	}
}

/** A state in memory. */
export type KeptState = {readonly step: number; readonly file: Uint8Array<ArrayBuffer>};

const intervalMs = 1000;
/** Larger ones would take too much memory, and time: of these, what was saved last has to do. */
const mostBytes = 32 * (1024 ** 2);

/**
Keeps the last states of a run in memory. Whether a state is good shows only in the next step: one whose
loss is not finite any more was made by the one before.
*/
export class GoodStates {
	readonly #take: () => KeptState;
	/** The newest last. */
	#states: KeptState[] = [];
	#timer: NodeJS.Timeout | undefined;

	constructor(take: () => KeptState) {
		this.#take = take;
	}

	start(): void {
		this.#keep();
		if (this.#states[0].file.length > mostBytes) {
			this.#states = [];
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

	/** The last state after which a step was sound, if this one was not. */
	lastBefore(unsoundStep: number): KeptState | undefined {
		return this.#states.findLast(({step}) => step + 1 < unsoundStep);
	}

	#keep() {
		this.#states = [...this.#states.slice(-1), this.#take()];
	}
}

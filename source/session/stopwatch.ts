/** Measures time that can be stopped and taken up again. */
export class Stopwatch {
	readonly #now: () => number;
	#accumulatedMs = 0;
	#startedAt: number | undefined;

	constructor(now: () => number) {
		this.#now = now;
	}

	get elapsedMs(): number {
		return this.#accumulatedMs + (this.#startedAt === undefined ? 0 : this.#now() - this.#startedAt);
	}

	start(): void {
		this.#startedAt ??= this.#now();
	}

	stop(): void {
		this.#accumulatedMs = this.elapsedMs;
		this.#startedAt = undefined;
	}
}

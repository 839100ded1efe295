/** The tokens are undefined if they are not known of all steps. */
type Sample = {readonly step: number; readonly tokens: number | undefined; readonly elapsedMs: number};

const windowMs = 2000;
const sampleSpacingMs = 20;

/**
The speed of the engine over a sliding window of training time. It sees only the time of the steps
themselves, so pauses, pacing and evaluation do not lower it.
*/
export class Throughput {
	/** Spaced samples, the oldest at or just before the start of the window. */
	#samples: Sample[] = [{step: 0, tokens: 0, elapsedMs: 0}];
	#latest: Sample = this.#samples[0];

	/** To be called after each step with the totals so far. */
	record(sample: Sample): void {
		if (sample.elapsedMs === 0) {
			// The clock begins with this step: how long it took is not known.
			this.startAt(sample);
			return;
		}

		// Before the new sample goes in, so that there are always two to compare.
		while (this.#samples.length > 1 && this.#samples[1].elapsedMs <= sample.elapsedMs - windowMs) {
			this.#samples.shift();
		}

		if (this.#latest.elapsedMs - this.#samples.at(-1)!.elapsedMs >= sampleSpacingMs) {
			this.#samples.push(this.#latest);
		}

		this.#latest = sample;
	}

	/** What was before says nothing about what comes. */
	startAt(sample: Sample): void {
		this.#samples = [sample];
		this.#latest = sample;
	}

	copy(): Throughput {
		const copy = new Throughput();
		copy.#samples = [...this.#samples];
		copy.#latest = this.#latest;
		return copy;
	}

	/** Undefined until there is something to measure. */
	get stepsPerSecond(): number | undefined {
		return this.#perSecond(({step}) => step);
	}

	/** Undefined until there is something to measure. */
	get tokensPerSecond(): number | undefined {
		return this.#perSecond(({tokens}) => tokens);
	}

	#perSecond(read: (sample: Sample) => number | undefined): number | undefined {
		const [oldest] = this.#samples;
		const durationMs = this.#latest.elapsedMs - oldest.elapsedMs;
		const [from, to] = [read(oldest), read(this.#latest)];
		return durationMs > 0 && from !== undefined && to !== undefined ? (to - from) * 1000 / durationMs : undefined;
	}
}

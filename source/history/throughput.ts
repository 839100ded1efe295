/** The tokens are undefined if they are not known of all steps. */
type Sample = {readonly step: number; readonly tokens: number | undefined; readonly elapsedMs: number};

/** From where one goes on; the time is undefined if it is not known. */
type Beginning = Omit<Sample, 'elapsedMs'> & {readonly elapsedMs: number | undefined};

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
	/** Whether the time of the next step is all that is known of its clock. */
	#isClockUnknown = false;

	/** To be called after each step with the totals so far. */
	record(sample: Sample): void {
		if (sample.elapsedMs === 0 || this.#isClockUnknown) {
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
	startAt({elapsedMs, ...counts}: Beginning): void {
		this.#isClockUnknown = elapsedMs === undefined;
		this.#latest = {...counts, elapsedMs: elapsedMs ?? 0};
		this.#samples = [this.#latest];
	}

	copy(): Throughput {
		const copy = new Throughput();
		copy.#samples = [...this.#samples];
		copy.#latest = this.#latest;
		copy.#isClockUnknown = this.#isClockUnknown;
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

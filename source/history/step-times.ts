import {type ForkPoint} from '../training/events.js';
import {type StepOrInterval, type Turn} from './event-order.js';
import {Throughput} from './throughput.js';

/** How many tokens the steps of a run took, and how fast. */
export class StepTimes {
	/** Undefined if they are not known of all steps. */
	tokens: number | undefined = 0;
	throughput = new Throughput();
	/** The last step that had a time. */
	#timedStep: number | undefined;

	record({step, tokenCount, elapsedMs}: StepOrInterval, turn: Turn): void {
		// Which of the tokens were of steps that are told again is not known.
		const tokens = this.tokens === undefined || tokenCount === undefined || turn === 'back' ? undefined : this.tokens + tokenCount;
		this.tokens = tokens;
		// The same step again takes no time.
		if (elapsedMs === undefined || (turn === 'back' && step === this.#timedStep)) {
			return;
		}

		this.#timedStep = step;
		if (turn === 'back') {
			this.throughput.startAt({step, tokens, elapsedMs});
		} else {
			this.throughput.record({step, tokens, elapsedMs});
		}
	}

	/** Nothing is told yet, and tokens and clock go on from where another run has been left. */
	goOnFrom({step, tokens, lastStep}: Pick<ForkPoint, 'step' | 'tokens' | 'lastStep'>): void {
		this.tokens = step === 0 ? 0 : tokens;
		this.throughput.startAt({step, tokens: this.tokens, elapsedMs: step === 0 ? 0 : lastStep?.elapsedMs});
	}

	copy(): StepTimes {
		const copy = new StepTimes();
		copy.tokens = this.tokens;
		copy.throughput = this.throughput.copy();
		copy.#timedStep = this.#timedStep;
		return copy;
	}
}

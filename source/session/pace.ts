import {type Lead} from '../run/burst-queue.js';
import {Pacer, type Speed} from './pacer.js';
import {type SessionStatus} from './snapshot.js';

/** At full speed, a training that works ahead does about a frame's worth at a time. */
const fullSpeedBurstMs = 16;

/**
Says when the next event is due: by the pace, step by step, or not at all for now.

Of a training that works ahead, whatever it has made when the pace changes comes at once, so that
what is shown and what the engine holds are the same step.
*/
export class Pace {
	/** Whether whoever goes in step with this one lets it take its next step. */
	mayStep = (): boolean => true;
	readonly #lead: Lead | undefined;
	#pacer: Pacer;
	#status: SessionStatus = 'idle';
	/** Steps that were asked for one by one and have not been taken yet. */
	#owedSteps = 0;
	/** Whether events are due that were made before the last change. */
	#isCatchingUp = false;

	constructor(speed: Speed, lead: Lead | undefined) {
		this.#pacer = new Pacer(speed, performance.now());
		this.#lead = lead;
	}

	get speed(): Speed {
		return this.#pacer.speed;
	}

	setSpeed(speed: Speed): void {
		this.#pacer = this.#pacer.withSpeed(speed, performance.now());
		// While paused, what is under way are steps that were asked for.
		if (this.#status === 'running') {
			this.#regulateLead();
		}
	}

	setStatus(status: SessionStatus): void {
		this.#status = status;
		this.#owedSteps = 0;
		this.#pacer = this.#pacer.withSpeed(this.speed, performance.now());
		this.#regulateLead();
	}

	/** Lets so many more steps through, paused or not. */
	oweSteps(count: number): void {
		this.#owedSteps += count;
	}

	/** To be called after each step. */
	stepTaken(): void {
		if (this.#isCatchingUp) {
			return;
		}

		this.#owedSteps = Math.max(0, this.#owedSteps - 1);
		this.#pacer.stepTaken(performance.now());
	}

	/** How long to wait before the next event; Infinity while paused. */
	delayMs(): number {
		this.#isCatchingUp &&= this.#lead?.isAhead ?? false;
		if (this.#isCatchingUp || this.#owedSteps > 0) {
			return 0;
		}

		return this.#status === 'running' && this.mayStep() ? this.#pacer.delayMs(performance.now()) : Infinity;
	}

	#regulateLead() {
		if (!this.#lead) {
			return;
		}

		const willStayAhead = this.#status === 'running' && this.speed === 'max';
		this.#lead.burstMs = willStayAhead ? fullSpeedBurstMs : 0;
		// One that goes on working ahead would be ahead for ever, and never wait for those that it goes in step with.
		this.#isCatchingUp = !willStayAhead && this.#lead.isAhead;
	}
}

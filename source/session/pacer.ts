/** Steps a second that one can watch, from slow to as fast as the engine goes. */
export const speeds = [1, 10, 100, 1000, 'max'] as const;

export type Speed = (typeof speeds)[number];

/** A run that one watches should take about this long. */
const watchableSeconds = 10;
/** After a hold-up, steps catch up with this much lost time and no more. */
const largestDebtMs = 100;

/** The speed at which a run of so many steps takes about ten seconds, if the engine can. */
export function watchableSpeed(steps: number): Speed {
	return speeds.find(speed => speed === 'max' || steps / speed <= watchableSeconds) ?? 'max';
}

/** The next speed up (+1) or down (−1); the ends stay where they are. */
export function changeSpeed(speed: Speed, direction: 1 | -1): Speed {
	const index = speeds.indexOf(speed) + direction;
	return speeds[Math.max(0, Math.min(speeds.length - 1, index))];
}

/** Says how long to wait before the next step. */
export class Pacer {
	readonly speed: Speed;
	/** At full speed: since it began. */
	#nextStepAt: number;
	#lastStepAt: number;

	constructor(speed: Speed, now: number, lastStepAt = -Infinity) {
		this.speed = speed;
		this.#lastStepAt = lastStepAt;
		this.#nextStepAt = speed === 'max' ? now : Math.max(now, lastStepAt + (1000 / speed));
	}

	/** Another pace from now on. It forgets any debt, but gives no step away: keys would hurry a slow run otherwise. */
	withSpeed(speed: Speed, now: number): Pacer {
		return new Pacer(speed, now, this.#lastStepAt);
	}

	/** Milliseconds until the next step is due; 0 when it is. */
	delayMs(now: number): number {
		return Math.max(0, this.#nextStepAt - now);
	}

	/** To be called after each step. */
	stepTaken(now: number): void {
		this.#lastStepAt = now;
		if (this.speed !== 'max') {
			this.#nextStepAt = Math.max(this.#nextStepAt, now - largestDebtMs) + (1000 / this.speed);
		}
	}
}

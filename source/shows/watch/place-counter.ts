import {type Figures, type Place} from '../../storage/logs/figure.js';

type ToldStep = NonNullable<Figures['step']>;

/** Whether a program counts its steps anew in each epoch. */
type Scope = 'epoch' | 'run';

/**
Says which step of the run it is where a program counts in epochs, or in one progress bar after the other.
Which of them it does shows when the second begins; until then, it is taken for what is usual.
*/
export class PlaceCounter {
	#scope: Scope | undefined;
	/** The number of the first epoch: 0 or 1. */
	#firstEpoch: number | undefined;
	/** The last one. */
	#epoch: number | undefined;
	/** The steps of the epochs before. */
	#before = 0;
	/** As it was printed. */
	#last: ToldStep | undefined;
	#startsAtZero = false;

	/** The place in the run, and how many steps that has, as far as one can tell. */
	take(step: ToldStep, epoch: Place | undefined): Place {
		if (step.kind === 'global') {
			return step;
		}

		this.#startsAtZero ||= step.at === 0;
		const place = epoch ? this.#inEpoch(step, epoch) : this.#inRound(step);
		this.#last = step;
		return place;
	}

	/** A bar that begins again when it was full is that of the next round. */
	#inRound(step: ToldStep): Place {
		const {at, total, kind} = step;
		const last = this.#last;
		if (kind === 'bare' && total !== undefined && last?.total === total && last.at === total && at < total) {
			this.#before += total;
		}

		return {at: this.#before + at, total: this.#before === 0 ? total : undefined};
	}

	#inEpoch(step: ToldStep, epoch: Place): Place {
		const {at, total, kind} = step;
		const last = this.#last;
		const change = this.#epoch === undefined ? 0 : epoch.at - this.#epoch;
		this.#firstEpoch ??= Math.min(1, epoch.at);
		this.#epoch = epoch.at;
		if (change > 0 && last) {
			this.#scope ??= at <= last.at ? 'epoch' : 'run';
		} else if (change < 0) {
			// The program begins anew.
			this.#before = 0;
		}

		const usual: Scope = total !== undefined && (epoch.total !== undefined || kind === 'bare') ? 'epoch' : 'run';
		if ((this.#scope ?? usual) === 'run') {
			return {at, total};
		}

		if (total !== undefined) {
			return {at: ((epoch.at - this.#firstEpoch) * total) + at, total: epoch.total === undefined ? undefined : epoch.total * total};
		}

		if (change > 0 && last) {
			// It does not say how many there are in an epoch: as many as it has told.
			this.#before += last.at + Number(this.#startsAtZero);
		}

		return {at: this.#before + at};
	}
}

import {type ActivityEvent} from './events.js';
import {TurnGiver} from './turn-giver.js';

/**
Work that may take long, in pieces that do not: it yields how much is done, and whoever runs it decides
between two pieces whether others have their turn, whether somebody is told, and whether to go on.
*/
export type Pieces<Result> = Generator<number, Result, undefined>;

/** The same where nobody is told how much is done. */
export type QuietPieces<Result> = Generator<unknown, Result, undefined>;

/** Long enough that work which is done in a frame or two is not worth a word, short enough that nobody waits for a key. */
const tellEveryMs = 100;

/**
Does work beside others, which have their turns between its pieces.

@returns undefined if it was called off before it was done.
*/
export async function inTurns<Result>(work: QuietPieces<Result>, isCalledOff: () => boolean): Promise<Result | undefined> {
	const turns = new TurnGiver();
	while (!isCalledOff()) {
		const {value, done} = work.next();
		if (done) {
			return value;
		}

		if (turns.isDue) {
			await turns.give();
		}
	}

	return undefined;
}

/**
Does work between two steps of a training. It can be left wherever something is told, as the training can.

@yields What the training is at, while it takes longer than a tenth of a second.
@returns what the work comes to.
*/
export async function * tellingProgress<Result>(work: Pieces<Result>, activity: Omit<ActivityEvent, 'type' | 'done'>, turns: TurnGiver): AsyncGenerator<ActivityEvent, Result, undefined> {
	let toldAt = performance.now();
	for (;;) {
		const {value, done} = work.next();
		if (done) {
			return value;
		}

		if (turns.isDue) {
			await turns.give();
		}

		if (performance.now() - toldAt < tellEveryMs) {
			continue;
		}

		yield {type: 'activity', ...activity, done: value};
		toldAt = performance.now();
	}
}

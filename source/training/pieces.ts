import {type ActivityEvent} from './events.js';
import {type TurnGiver} from './turn-giver.js';

/**
Work that may take long, in pieces that do not: it yields how much is done, and whoever runs it decides
between two pieces whether others have their turn, whether somebody is told, and whether to go on.
*/
export type Pieces<Result> = Generator<number, Result, undefined>;

/** Long enough that work which is done in a frame or two is not worth a word, short enough that nobody waits for a key. */
const tellEveryMs = 100;

/** Does all of it, without a pause. */
export function atOnce<Result>(work: Pieces<Result>): Result {
	for (;;) {
		const {value, done} = work.next();
		if (done) {
			return value;
		}
	}
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

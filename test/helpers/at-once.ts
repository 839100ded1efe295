import {type QuietPieces} from '../../source/training/pieces.js';

/** Does all of some work, without a pause. */
export function atOnce<Result>(work: QuietPieces<Result>): Result {
	for (;;) {
		const {value, done} = work.next();
		if (done) {
			return value;
		}
	}
}

import {type FinishReason} from '../training/events.js';

/** What follows in a sentence that a run has ended: why it was before its last step, if it was. */
export function earlyEnd(reason: FinishReason): string {
	return reason === 'stopped early' ? ': the validation loss got no better' : '';
}

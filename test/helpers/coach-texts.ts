import {type CoachMessage} from '../../source/coach/coach-message.js';
import {coachText} from '../../source/ui/coach-text.js';

/** What the coach says in a window of 80 columns. */
export const wide = (message: CoachMessage | undefined): string | undefined => message && coachText(message, 78);

/** What it says in one of 40. */
export const narrow = (message: CoachMessage | undefined): string | undefined => message && coachText(message, 38);

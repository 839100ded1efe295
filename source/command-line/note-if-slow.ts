import {printNote} from './print-note.js';

/** After this time one wonders what is going on. */
const patienceMs = 1000;

/** Does something, and says what it is if it takes long. */
export async function noteIfSlow<Result>(note: string, act: () => Promise<Result>): Promise<Result> {
	const timer = setTimeout(() => {
		printNote(note);
	}, patienceMs);
	try {
		return await act();
	} finally {
		clearTimeout(timer);
	}
}

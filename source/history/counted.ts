import {type ToldStart} from '../training/told-events.js';

/** What the places of a run are called: of a program that tells no steps, something else is counted. */
export function countedIn(start: {readonly counts?: ToldStart['counts'] | undefined} | undefined): 'step' | 'epoch' | 'line' {
	switch (start?.counts) {
		case 'epochs': {
			return 'epoch';
		}

		case 'lines': {
			return 'line';
		}

		case undefined: {
			return 'step';
		}
	}
}

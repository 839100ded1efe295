import {viewTitles} from '../report/glossary.js';
import {type SessionMode} from '../history/recorded-run.js';
import {type ViewName} from './view-state.js';

const titles: Readonly<Record<ViewName, string>> = {
	...viewTitles, help: 'Help', glossary: 'Words', guess: 'Guess', writing: 'Writing', teach: 'Teach', nudge: 'Nudge', fork: 'Fork',
};

/** What another program trains cannot be taken apart; in that place are the numbers that it tells. */
export function viewTitle(view: ViewName, mode: SessionMode): string {
	return mode === 'watch' && view === 'step' ? 'Metrics' : titles[view];
}

import {formatCount} from '../../../text/format.js';
import {fileNameOf} from '../../../report/export/file-name.js';
import {type SizedRun} from '../../../report/sort-runs.js';
import {type RunOn} from './as-of-now.js';

/** What can be done with a saved run. */
export const runActions = ['replay', 'resume', 'sample', 'export', 'compare', 'rename', 'delete'] as const;

export type RunAction = (typeof runActions)[number];

export type MenuEntry = {
	readonly action: RunAction;
	readonly label: string;
	/** What it does; or, where it cannot be done, why. */
	readonly note: string;
	readonly isPossible: boolean;
};

const labels: Readonly<Record<RunAction, string>> = {
	replay: 'Replay', resume: 'Resume', sample: 'Sample', export: 'Export', compare: 'Compare', rename: 'Rename', delete: 'Delete',
};

/** What can be done with a run now, and why not what cannot. */
export function menuOf(run: SizedRun, on: RunOn, isMarked: boolean): MenuEntry[] {
	return runActions.map(action => {
		const refusal = refusalOf(action, run, on);
		return {
			action, label: labels[action], note: refusal ?? noteOf(action, run, isMarked), isPossible: refusal === undefined,
		};
	});
}

/** Whether a run is the one that the dashboard trains or has trained. */
function isOpenHere({folder}: SizedRun, {saving}: RunOn): boolean {
	return saving.folder === folder;
}

function noteOf(action: RunAction, run: SizedRun, isMarked: boolean): string {
	const {info: {step, config}} = run;
	switch (action) {
		case 'replay': {
			return 'play it again, forwards and backwards';
		}

		case 'resume': {
			return `continue from step ${formatCount(step)} of ${formatCount(config.training.steps)}`;
		}

		case 'sample': {
			return 'generate samples with its model';
		}

		case 'export': {
			return `write ${fileNameOf(run)}.html to this folder`;
		}

		case 'compare': {
			return isMarked ? 'unmark it' : 'mark it; d compares the marked runs';
		}

		case 'rename': {
			return 'give it a name';
		}

		case 'delete': {
			return 'remove it from the disk; asks first';
		}
	}
}

/** Why a run does not go on by itself that has come to an end. */
const endRefusals: Partial<Readonly<Record<SizedRun['state'], string>>> = {
	completed: 'All its steps are done; microgpt-tui resume --steps adds more.',
	'stopped early': 'It stopped early, for nothing got better; microgpt-tui resume --patience 0 goes on.',
};

/** Why something cannot be done with a run, in a sentence; undefined if it can. */
function refusalOf(action: RunAction, run: SizedRun, on: RunOn): string | undefined {
	const {state, info: {step}} = run;
	const isHere = isOpenHere(run, on);
	const isOn = isHere && on.status !== 'finished' && on.status !== 'failed';
	switch (action) {
		case 'replay': {
			return leavingRefusal(on) ?? (step === 0 ? 'No step of it is saved yet.' : undefined);
		}

		case 'resume': {
			return isOn ? 'It is running here.' : lockRefusal(run, isHere) ?? leavingRefusal(on) ?? endRefusals[state];
		}

		case 'sample': {
			return (isHere ? on.saving.step ?? 0 : step) === 0 ? 'No weights of it are saved yet.' : undefined;
		}

		case 'export': {
			return step === 0 ? 'No step of it is saved yet.' : undefined;
		}

		case 'compare':
		case 'rename': {
			return undefined;
		}

		case 'delete': {
			return isHere ? 'It is open here: open another one first.' : lockRefusal(run, false);
		}
	}
}

function lockRefusal({state}: SizedRun, isHere: boolean): string | undefined {
	return state === 'running' && !isHere ? 'It is being trained: stop it there first.' : undefined;
}

function leavingRefusal({mode}: RunOn): string | undefined {
	// What another program tells cannot be come back to, and may be told to nobody else.
	return mode === 'watch' ? 'Another program is watched: leave it first (q).' : undefined;
}

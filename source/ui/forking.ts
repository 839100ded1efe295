import {differencesFrom, type ForkOption, forkOptionsOf} from '../settings/fork-options.js';
import {withPlan} from '../settings/training-plan.js';
import {ConfigError} from '../errors.js';
import {type Show} from '../shows/show.js';
import {formatCount} from '../text/format.js';
import {type ForkDraft} from './fork-draft.js';
import {type Action} from './key-binding.js';
import {cursorOf, toPresent} from './step-cursor.js';
import {showView} from './view-state.js';
import {type ViewStore} from './view-store.js';

export type ForkingContext = {
	readonly show: Pick<Show, 'session' | 'forking'>;
	readonly store: ViewStore;
	readonly follow: (change: Promise<void> | undefined) => void;
};

/** What keys do about runs that leave others; but for the first, where such a run is being chosen. */
export const forking: Partial<Record<Action, (context: ForkingContext) => void>> = {
	fork: beginDraft,
	up(context) {
		chooseRow(context, -1);
	},
	down(context) {
		chooseRow(context, 1);
	},
	left(context) {
		changeValue(context, -1);
	},
	right(context) {
		changeValue(context, 1);
	},
	open: begin,
	back: leave,
};

/** What there is to choose from, in the order of the rows. */
export function rowsOf({base}: ForkDraft): ForkOption[] {
	return forkOptionsOf(base);
}

/** What the run will be called: in what it differs. */
export function nameOf({base, config}: ForkDraft): string {
	const differences = differencesFrom(base, config);
	return differences.length === 0 ? 'unchanged' : differences.join(', ');
}

function beginDraft({show, store}: ForkingContext) {
	const snapshot = show.session.getSnapshot();
	const {lastStep, start} = snapshot;
	const step = cursorOf(store.getState(), snapshot) ?? lastStep?.step ?? 0;
	// What the next step was made with, or would be: the run may have been resumed with another plan since.
	const plan = show.session.record.planAt(step + 1) ?? start?.training ?? {};
	const {steps = 0} = plan;
	const objection = objectionTo(show, step, steps);
	if (objection) {
		store.change({notice: objection});
		return;
	}

	const {config: asBegun} = show.forking!;
	const config = {...asBegun, training: withPlan(asBegun.training, plan)};
	store.change({
		...showView(store.getState(), 'fork'),
		fork: {
			step, base: config, config, row: 0,
		},
	});
}

/** Why no run can leave this one here, from the longest wording to the shortest; undefined if one can. */
function objectionTo({forking: way}: ForkingContext['show'], step: number, steps: number): string[] | undefined {
	if (!way) {
		return ['This run cannot be forked: its model is not here.', 'No model to fork.'];
	}

	if (!way.hasRoom) {
		return ['Six runs are on the screen already; no more fit.', 'Six runs are on already.'];
	}

	return step >= steps
		? [`Step ${formatCount(step)} is the last: go back with , or home, and fork there.`, 'This is the last step: go back first.']
		: undefined;
}

function chooseRow({store}: ForkingContext, by: number) {
	const {fork} = store.getState();
	if (!fork) {
		return;
	}

	const last = rowsOf(fork).length - 1;
	store.change({fork: {...fork, row: Math.max(0, Math.min(last, fork.row + by))}});
}

function changeValue({store}: ForkingContext, direction: 1 | -1) {
	const {fork} = store.getState();
	if (!fork) {
		return;
	}

	try {
		const config = rowsOf(fork)[fork.row].moved(fork.config, direction);
		if (config) {
			store.change({fork: {...fork, config}});
		}
	} catch (error) {
		if (!(error instanceof ConfigError)) {
			throw error;
		}

		store.change({notice: [error.message]});
	}
}

function begin(context: ForkingContext) {
	const {show, store, follow} = context;
	const {fork: draft} = store.getState();
	if (!draft) {
		return;
	}

	const fork = async () => {
		await show.forking?.fork(draft.step, draft.config, nameOf(draft));
		// It is seen in the present.
		store.change(toPresent(store.getState()));
	};

	leave(context);
	follow(fork());
}

/** Back to where one came from, and to the step that one looked at. */
function leave({store}: ForkingContext) {
	const state = store.getState();
	const {lastView, fork} = state;
	if (fork) {
		store.change({...showView(state, lastView), lastView, fork: undefined});
	}
}

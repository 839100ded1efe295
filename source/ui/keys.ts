import {
	allAt,
	isInLessons,
	type KeyBinding,
	type Moment,
} from './key-binding.js';
import {keyBindings} from './key-table.js';
import {type ViewName, viewNames} from './view-state.js';

/** Views of the model itself. */
const viewsOfModel: ReadonlySet<ViewName> = new Set(['step', 'inside', 'guess', 'slow', 'teach', 'nudge', 'fork']);

/** What is bound to a key in a view, if it does anything there and then. */
export function bindingOf(input: string, view: ViewName, moment: Moment): KeyBinding | undefined {
	return keyBindings.find(binding => binding.inputs.includes(input) && isInForce(binding, view, moment));
}

/** Whether a key does anything in a view, now; be it to say why it cannot do what it is for. */
export function isInForce({views, exceptIn, watchViews, when, modes, isForAll, isForLessons}: KeyBinding, view: ViewName, moment: Moment): boolean {
	if (view === exceptIn || (isForLessons && !isInLessons(moment))) {
		return false;
	}

	const {mode, canAsk} = moment;
	const isFor = (run: Pick<Moment, 'status' | 'mode'>) => (when === 'always' || (when === 'over') === isOver(run.status)) && (modes?.includes(run.mode) ?? true);
	const isThere = mode === 'watch' && watchViews
		? watchViews.includes(view)
		: views === undefined || (views.includes(view) && (canAsk || !viewsOfModel.has(view)));
	return isThere && (isForAll ? allAt(moment).some(run => isFor(run)) : isFor(moment));
}

/** Whether a run does not go on any more. */
export function isOver(status: Moment['status']): boolean {
	return status === 'finished' || status === 'failed';
}

/** Whether the runs wait, as far as space is concerned: as it is with the one in focus, so it is with all; if that is over, the others say. */
export function isWaiting(moment: Moment): boolean {
	return isOver(moment.status) ? allAt(moment).some(({status}) => status === 'paused') : moment.status === 'paused';
}

/** Whether a key does what it is for in a view, now. */
export function isOffered(binding: KeyBinding, view: ViewName, moment: Moment): boolean {
	return isInForce(binding, view, moment) && (binding.canDo?.(moment) ?? true);
}

/** Whether a key does what it is for now, in whichever view. */
export function isUsable(binding: KeyBinding, moment: Moment): boolean {
	return viewNames.some(view => isOffered(binding, view, moment));
}

import {type Snapshot} from '../session/snapshot.js';
import {toDecimals} from '../text/decimals.js';
import {formatCount} from '../text/format.js';
import {scaleText} from './facts.js';
import {type Action} from './key-binding.js';
import {stepBefore} from './step-cursor.js';
import {type ViewState} from './view-state.js';

export type DoneContext = {
	readonly state: Pick<ViewState, 'chart' | 'view'>;
	/** Of the run in focus, before and after what the key did to it. */
	readonly before: Snapshot;
	readonly after: Snapshot;
};

/**
What a key has done to the run as it is now while another of its steps is shown, where nothing of it is seen; from the longest
wording to the shortest.

@returns undefined where the newest step is shown, and of keys that do nothing to the run or whose effect stands in the header.
*/
export function doneNow(action: Action, {state, before, after}: DoneContext): string[] | undefined {
	const isShownAsOfThen = before.canAsk || state.view === 'overview';
	return isShownAsOfThen && stepBefore(state, before) !== undefined ? tellers[action]?.(after, before) : undefined;
}

const tellers: Partial<Record<Action, (after: Snapshot, before: Snapshot) => string[] | undefined>> = {
	stepOnce: (_, before) => stepTexts(before),
	faster: paceTexts,
	slower: paceTexts,
	lowerLearningRate: rateTexts,
	raiseLearningRate: rateTexts,
	cooler: temperatureTexts,
	warmer: temperatureTexts,
	checkpoint: ({saving}) => saving.folder === undefined ? undefined : ['The run is saved as it is now.', 'Saving the run as it is now.'],
};

function stepTexts({status, mode, lastStep, start}: Snapshot): string[] {
	const next = (lastStep?.step ?? 0) + 1;
	// A run that goes on does more steps until it pauses; another than a training need not have each of them.
	const isKnown = status === 'paused' && mode === 'training' && next <= (start?.training.steps ?? 0);
	return isKnown
		? [`The run takes its next step, ${formatCount(next)}; end leads there.`, `Taking step ${formatCount(next)}; end leads there.`]
		: ['The run pauses one step later; end leads there.', 'One step on; end leads there.'];
}

function paceTexts({speed}: Snapshot): string[] {
	const pace = speed === 'max' ? 'full speed' : `${formatCount(speed)} ${speed === 1 ? 'step' : 'steps'} a second`;
	return [`The run goes on from its newest step at ${pace}.`, `Pace now: ${pace}.`];
}

function rateTexts({learningRateScale: scale}: Snapshot): string[] {
	return scale === 1
		? ['The learning rate is as planned from the next step of the run on.', 'Rate as planned from the next step.']
		: [`The learning rate is ${scaleText(scale)} times as planned from the next step of the run on.`, `Rate times ${scaleText(scale)} from the next step.`];
}

function temperatureTexts({temperature}: Snapshot): string[] {
	const text = toDecimals(temperature, 2);
	return [`What is made up from now on is made up at temperature ${text}.`, `Temperature ${text} from now on.`];
}

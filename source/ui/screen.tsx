import {type FunctionComponent, useRef} from 'react';
import {type StepDifference} from '../run/run.js';
import {formatCount, formatLoss} from '../text/format.js';
import {type Snapshot} from '../session/snapshot.js';
import {frameRows} from './components/page.js';
import {layOutPanes, type PanePlace} from './panes/pane-layout.js';
import {type Drawing, Panes} from './panes/panes.js';
import {stepBefore} from './step-cursor.js';
import {usePast} from './hooks/use-past.js';
import {unknownText} from './unknown-text.js';
import {type LiveViewProps} from './view-props.js';
import {type ViewName} from './view-state.js';
import {Fork} from './views/fork.js';
import {Glossary} from './views/glossary.js';
import {LiveGuess} from './views/guess/guess.js';
import {Help} from './views/help.js';
import {LiveInside} from './views/inside/inside.js';
import {LiveNudge} from './views/nudge/nudge.js';
import {LiveOverview} from './views/overview/overview.js';
import {Metrics} from './views/metrics.js';
import {NotRecorded} from './views/not-recorded.js';
import {LiveRuns} from './views/runs/runs.js';
import {LiveSamples} from './views/samples/samples.js';
import {LiveSlow} from './views/slow/slow.js';
import {LiveStep} from './views/step/step.js';
import {LiveTeach} from './views/teach/teach.js';
import {type HeldPage} from './views/writing/use-writing.js';
import {LiveWriting} from './views/writing/writing.js';

const views: Readonly<Record<ViewName, FunctionComponent<LiveViewProps>>> = {
	overview: LiveOverview, step: LiveStep, samples: LiveSamples, inside: LiveInside, runs: LiveRuns, help: Help, glossary: Glossary, guess: LiveGuess, writing: LiveWriting, slow: LiveSlow, teach: LiveTeach, nudge: LiveNudge, fork: Fork,
};

/** What is known of the model, as far as it decides on the views. */
type Known = Pick<Snapshot, 'mode' | 'canAsk'>;

/** The view that is open, alone or as one of several. */
export function Screen(given: Omit<LiveViewProps, 'heldPage' | 'pinned'>) {
	const heldPage = useRef<HeldPage>(undefined);
	const pinned = useRef<number>(undefined);
	const view = {...given, heldPage, pinned};
	const {state, snapshot: {mode, canAsk}, whyNoAnswers} = view;
	const known = {mode, canAsk: canAsk && whyNoAnswers === undefined};
	const past = known.canAsk ? stepBefore(state, view.snapshot) : undefined;
	const then = usePast(view.ask, past);
	const reason = whyNoAnswers ?? (then.whyUnknown === undefined || past === undefined ? undefined : unknownText(past, then.whyUnknown));
	/** As it is drawn: the overview asks how the run is now, whatever step one looks at. */
	const drawn = (name: ViewName): Drawing => ({
		View: viewOf(name, {mode, canAsk: known.canAsk && (then.whyUnknown === undefined || !isOfModel(name))}),
		asking: {
			ask: name === 'overview' ? view.ask : then.ask, past, wayBack: then.wayBack, notice: then.difference && isOfModel(name) ? differenceTexts(then.difference) : undefined, whyNoAnswers: reason,
		},
	});
	const places = state.isWhole ? undefined : placesOf(view, known);
	if (places?.some(({view: name}) => name === state.view)) {
		return <Panes {...view} past={past} places={places} drawn={drawn}/>;
	}

	const {View, asking} = drawn(state.view);
	return <View {...view} {...asking} rows={asking.notice ? view.rows - 1 : view.rows}/>;
}

function differenceTexts({step, recorded, again}: StepDifference): string[] {
	const which = `step ${formatCount(step)}`;
	const losses = `${formatLoss(recorded)} then, ${formatLoss(again)} now`;
	return [
		`This version computes ${which} differently: ${losses}; what is shown of the past is this version's.`,
		`This version computes ${which} differently: ${losses}.`,
		`Not as recorded from ${which} on.`,
	];
}

function isOfModel(view: ViewName): boolean {
	return ['step', 'inside', 'slow', 'nudge'].includes(view);
}

/** Where several views are at once, if there is room for them. */
export function placesOf({columns, rows}: Pick<LiveViewProps, 'columns' | 'rows'>, known: Known): PanePlace[] | undefined {
	return layOutPanes({columns, rows: rows - frameRows}, viewsWorthSeeing(known));
}

/** Those that stand side by side: what is not recorded, say, is no use beside others. */
function viewsWorthSeeing({mode, canAsk}: Known): ViewName[] {
	if (canAsk) {
		return ['overview', 'step', 'samples', 'inside'];
	}

	return mode === 'watch' ? ['overview', 'step', 'samples'] : ['overview', 'samples'];
}

/** What is trained elsewhere cannot be asked what is inside it. */
function viewOf(view: ViewName, {mode, canAsk}: Known): FunctionComponent<LiveViewProps> {
	if (canAsk || !isOfModel(view)) {
		return views[view];
	}

	return mode === 'watch' && view === 'step' ? Metrics : NotRecorded;
}

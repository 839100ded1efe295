import {type SessionMode} from '../history/recorded-run.js';
import {type Snapshot} from '../session/snapshot.js';
import {type ShownRuns} from '../shows/show.js';
import {type ViewName} from './view-state.js';

/** What a key can do. */
export type Action =
	| 'togglePause' | 'stepOnce' | 'faster' | 'slower' | 'lowerLearningRate' | 'raiseLearningRate'
	| 'cooler' | 'warmer' | 'toggleLogAxis' | 'toggleLogSteps' | 'toggleZoom' | 'toggleFine' | 'toggleGuides' | 'showWhole' | 'showLatest' | 'seekBack' | 'seekOn'
	| 'stepBack' | 'stepOn' | 'cursorBack' | 'cursorOn' | 'cursorFarBack' | 'cursorFarOn' | 'cursorFirst' | 'cursorLast' | 'markStep' | 'backOut'
	| 'up' | 'down' | 'left' | 'right' | 'verify' | 'follow' | 'walkNodes' | 'toggleCode' | 'showMoves' | 'playStages' | 'shorterStages' | 'longerStages' | 'type' | 'makeUp' | 'previousMetric' | 'nextMetric' | 'showMetrics' | 'nextRun' | 'nextFile'
	| 'fork' | 'enlarge' | 'open' | 'back' | 'markRun' | 'compareRuns' | 'sortRuns'
	| 'showOverview' | 'showStep' | 'showSamples' | 'showInside' | 'showRuns' | 'nextView' | 'previousView'
	| 'learn' | 'nextCard' | 'previousCard'
	| 'checkpoint' | 'restart' | 'next' | 'toggleHelp' | 'toggleGlossary' | 'guess' | 'nudge' | 'teach' | 'teachMore' | 'teachOnce' | 'unteach' | 'otherRate' | 'slowMotion' | 'writeOn' | 'repaint' | 'suspend' | 'quit';

/** What a session does now, as far as keys depend on it. */
export type Moment = Pick<Snapshot, 'status' | 'mode' | 'canAsk'> & Partial<Pick<Snapshot, 'nextPreset' | 'saving' | 'metrics'>> & {readonly shown?: ShownRuns; readonly hasPanes?: boolean};

export type KeyBinding = {
	readonly action: Action;
	/** The keys that trigger the action: characters as the terminal sends them, or the names of other keys. */
	readonly inputs: readonly string[];
	/** The key as one names it. */
	readonly name: string;
	/** A word or two for the key bar; another one where it is something else in a view. */
	readonly short: string;
	readonly shorts?: Partial<Readonly<Record<ViewName, string>>>;
	/** Fewer letters for it, for narrow windows. */
	readonly brief?: string;
	/** A phrase for the help. */
	readonly description: string;
	/** The key bar leaves out the highest numbers first when there is no room; without one it never shows the key. */
	readonly barRank?: number;
	/** Where it counts for more or less. */
	readonly barRanks?: Partial<Readonly<Record<ViewName, number>>>;
	/** The views in which it does anything; without them, in all. */
	readonly views?: readonly ViewName[];
	/** One in which its keys are for something else. */
	readonly exceptIn?: ViewName;
	/** Instead of them where another program is watched: in the place of its steps are its metrics. */
	readonly watchViews?: readonly ViewName[];
	/** When it does anything: while the run goes on, when it is over, or both. */
	readonly when: 'running' | 'over' | 'always';
	/** Of what it does anything to; without them, of all. */
	readonly modes?: readonly SessionMode[];
	/** Only in the lessons it does anything. */
	readonly isForLessons?: true;
	/** What it does to one of the runs on the screen it does to all: so it is enough if one of them is what it is for. */
	readonly isForAll?: true;
	/** Whether it can do what it is for; if not, pressing it only says why. Without this, it always can. */
	readonly canDo?: (moment: Moment) => boolean;
};

/** Whether another program tells of more than its loss. */
export const hasMetrics = ({metrics = []}: Moment): boolean => metrics.length > 0;

/** All that go on side by side, at a moment; the run alone where there is only one. */
export const allAt = (moment: Moment): ReadonlyArray<Pick<Moment, 'status' | 'mode' | 'saving'>> => {
	const all = (moment.shown?.runs ?? []).flatMap(({mark, session}) => mark !== undefined && session ? [session.getSnapshot()] : []);
	return all.length === 0 ? [moment] : all;
};

/** Whether a card lies over what is shown. */
export const isInLessons = ({shown}: Moment): boolean => shown?.card !== undefined;

/** Whether several go on side by side. */
export const hasSeveral = ({shown}: Moment): boolean => shown?.runs.some(({mark}) => mark !== undefined) ?? false;

import {type Letter} from '../inspection/document-trace.js';
import {type TeachingRequest} from '../inspection/teaching.js';
import {type Cursor} from './cursor.js';
import {type ForkDraft} from './fork-draft.js';
import {type StageClock, stillClock} from './stage-clock.js';

/** The views, in the order of their numbers; help comes over any of them, and so do the words explained, the game of guessing, the page that fills, a step in slow motion, the word that is taught, the number that is nudged and what is asked before a run is forked. */
export const viewNames = ['overview', 'step', 'samples', 'inside', 'runs', 'help', 'glossary', 'guess', 'writing', 'slow', 'teach', 'nudge', 'fork'] as const;

export type ViewName = (typeof viewNames)[number];

/** Those that one goes through. */
const visitedViews = viewNames.filter(name => name !== 'glossary' && !isPage(name));

/** Those that have a number. */
export const numberedViews = visitedViews.filter(name => name !== 'help');

/** Which steps of the chart a person looks at. */
export type ChartState = {
	/** The step under the cursor; undefined while there is none, and the newest step is followed. */
	readonly cursor: number | undefined;
	/** The first of two marks, as long as the second is to come. */
	readonly mark: number | undefined;
	/** The steps between two marks, which alone are shown. */
	readonly range: readonly [from: number, to: number] | undefined;
	/** Early steps have more room than late ones. */
	readonly isLogX: boolean;
	/** The y axis is only of the curve and the baselines next to it. */
	readonly isZoomed: boolean;
	/** Curves are drawn with dots. */
	readonly isFine: boolean;
};

/** Whether they are for who has not chosen. */
export const isFineAtFirst = false;

/** All steps, without a cursor. */
export const wholeChart: ChartState = {
	cursor: undefined, mark: undefined, range: undefined, isLogX: false, isZoomed: false, isFine: isFineAtFirst,
};

/** How one looks at the card of a lesson. */
export type CardState = {
	/** It takes one line, and what is behind it the rest. */
	readonly isFolded: boolean;
	/** The pages that it covers the screen with where there is no room beside it; else 0. */
	readonly pages: number;
	readonly page: number;
	/** The keys that did something since it was shown. */
	readonly pressed: readonly string[];
};

/** A card as it is shown first. */
export const newCard: CardState = {
	isFolded: false, pages: 0, page: 0, pressed: [],
};

/** What a person has chosen to see. Nothing of it touches the training. */
export type ViewState = {
	readonly view: ViewName;
	/** The one that what comes over it goes back to. */
	readonly lastView: ViewName;
	/** A page that help or the words explained have come over, while it comes over another view itself: they go back to it. */
	readonly coveredPage: ViewName | undefined;
	readonly isLogarithmic: boolean;
	readonly hasGuides: boolean;
	/** The chart shows the latest steps only. */
	readonly isRecent: boolean;
	/** The number whose chart shows instead of that of the loss, by its name. */
	readonly metric: string | undefined;
	/** Which steps of the chart one looks at. */
	readonly chart: ChartState;
	/** How far the arrows have moved in this view; a view takes of it what it can. */
	readonly cursor: Cursor;
	/** The same in those that are seen beside it. */
	readonly otherCursors: Partial<Readonly<Record<ViewName, Cursor>>>;
	/** Whether several views are on the screen when none of them has it to itself. */
	readonly hasPanes: boolean;
	/** Whether this one has it to itself. */
	readonly isWhole: boolean;
	/** Where the mouse is, if there is something to say about what is there. */
	readonly pointer: {readonly row: number; readonly column: number} | undefined;
	/** What has been typed in the view that takes text. */
	readonly texts: {readonly samples: string; readonly inside: string; readonly runs: string; readonly teach: string};
	/** The documents that are guessed, by the number of the first, and the letters that have been guessed one after the other; undefined is the end of a document. */
	readonly game: {readonly firstRound: number; readonly guesses: readonly Letter[]};
	/** The word that is taught to a copy of the model; of none, nothing has been asked yet. */
	readonly teaching: TeachingRequest;
	/** Characters go into the text. */
	readonly isTyping: boolean;
	/** A question that waits for yes or no. */
	readonly question: 'quit' | 'restart' | 'delete' | 'leave' | undefined;
	/** The name of what the question is about. */
	readonly subject: string | undefined;
	/** What could not be done, until the next key; from the longest wording to the shortest. */
	readonly notice: readonly string[] | undefined;
	/** A parameter is followed over the steps, in the place of the last step. */
	readonly isFollowing: boolean;
	/** A run that is about to leave the one in focus. */
	readonly fork: ForkDraft | undefined;
	/** How often a gradient has been asked to be verified. */
	readonly verifications: number;
	/** How many pages that fill have been begun. */
	readonly pagesBegun: number;
	readonly card: CardState;
	/** In slow motion, the code of a stage is shown. */
	readonly hasCode: boolean;
	/** How slow motion goes on by itself. */
	readonly clock: StageClock;
};

export const firstViewState: ViewState = {
	view: 'overview',
	lastView: 'overview',
	coveredPage: undefined,
	isLogarithmic: false,
	hasGuides: true,
	isRecent: false,
	metric: undefined,
	chart: wholeChart,
	cursor: {row: 0, column: 0},
	otherCursors: {},
	hasPanes: false,
	isWhole: false,
	pointer: undefined,
	texts: {
		samples: '', inside: '', runs: '', teach: '',
	},
	game: {firstRound: 0, guesses: []},
	teaching: {
		number: 0, word: '', steps: 0, isOtherRate: false,
	},
	isTyping: false,
	question: undefined,
	subject: undefined,
	notice: undefined,
	isFollowing: false,
	fork: undefined,
	verifications: 0,
	pagesBegun: 0,
	card: newCard,
	hasCode: false,
	clock: stillClock,
};

/** Another view; typing does not carry over, and the cursor waits where both are seen, or where the one covers the other. */
export function showView(state: ViewState, view: ViewName): ViewState {
	const coveredPage = isExplanation(view) ? (isPage(state.view) ? state.view : state.coveredPage) : undefined;
	const isCursorKept = (name: ViewName) => state.hasPanes || name === coveredPage || name === state.coveredPage;
	const cursors = Object.fromEntries(Object.entries({...state.otherCursors, [state.view]: state.cursor}).filter(([name]) => isCursorKept(name as ViewName)));
	return {
		...state, ...seenAs(view, {...state, otherCursors: cursors}), lastView: isOverOthers(state.view) ? state.lastView : state.view, coveredPage, otherCursors: cursors,
	};
}

/** From what has come over a view to what is below it. */
export function leaveOver(state: ViewState): ViewState {
	const {coveredPage, lastView} = state;
	// The game is nothing but typing.
	return {...showView(state, coveredPage ?? lastView), isTyping: coveredPage === 'guess'};
}

/** What is chosen for a view that is seen beside the one that keys are for. */
export function seenAs(view: ViewName, {otherCursors}: Pick<ViewState, 'otherCursors'>): Pick<ViewState, 'view' | 'cursor' | 'isTyping'> {
	return {view, cursor: otherCursors[view] ?? firstViewState.cursor, isTyping: false};
}

/** Whether a view comes over another one, which it leads back to. */
export function isOverOthers(view: ViewName): boolean {
	return isExplanation(view) || isPage(view);
}

function isExplanation(view: ViewName): boolean {
	return view === 'help' || view === 'glossary';
}

function isPage(view: ViewName): boolean {
	return ['guess', 'writing', 'slow', 'teach', 'nudge', 'fork'].includes(view);
}

/** A new game of guessing, with documents that were not in the last one: it had at most as many as letters. */
export function beginGame(state: ViewState): ViewState {
	const {firstRound, guesses} = state.game;
	return {...showView(state, 'guess'), isTyping: true, game: {firstRound: firstRound + guesses.length, guesses: []}};
}

/** The page on which a copy of the model is taught a word, with the field for it open; who comes from there, comes back there if they type none. */
export function beginTeaching(state: ViewState): ViewState {
	const {teaching, texts} = state;
	const isThere = state.view === 'teach';
	return {
		...(isThere ? state : showView(state, 'teach')),
		isTyping: true,
		texts: {...texts, teach: ''},
		teaching: isThere ? teaching : {...teaching, word: '', steps: 0},
	};
}

/** The page on which a number is nudged, at first by a little more. */
export function beginNudge(state: ViewState): ViewState {
	return {...showView(state, 'nudge'), cursor: {row: 0, column: firstNudge}};
}

/** Has a word taught from the state of the run on, which is copied anew. */
export function teachAnew(state: ViewState): ViewState {
	const {teaching: {number, isOtherRate}, texts} = state;
	return {
		...state, isTyping: false, teaching: {
			number: number + 1, word: texts.teach, steps: 0, isOtherRate,
		},
	};
}

/** Takes so many steps more on the word, up to as many as one looks at; none takes back those that were done. */
export function teachSteps(state: ViewState, count: number): ViewState {
	const {teaching} = state;
	return {...state, teaching: {...teaching, steps: count === 0 ? 0 : Math.min(mostTaughtSteps, teaching.steps + count)}};
}

/** The place of +0.01 among the nudges. */
const firstNudge = 8;

/** More of them would tell nothing new. */
export const mostTaughtSteps = 1000;

/** The view after this one (+1) or before it (−1), around the end. */
export function neighbourOf(view: ViewName, direction: 1 | -1): ViewName {
	const place = (visitedViews as readonly ViewName[]).indexOf(view);
	return visitedViews[(place + direction + visitedViews.length) % visitedViews.length];
}

/** The text of the view with some characters added, or without its last one if none are given. */
export function typeText(state: ViewState, characters: string | undefined): ViewState {
	const {view, texts} = state;
	if (view !== 'samples' && view !== 'inside' && view !== 'runs' && view !== 'teach') {
		return state;
	}

	const text = characters === undefined ? [...texts[view]].slice(0, -1).join('') : texts[view] + characters;
	return {...state, texts: {...texts, [view]: [...text].slice(0, longestText).join('')}};
}

/** Longer than any context that one would train here and look at. */
export const longestText = 1000;

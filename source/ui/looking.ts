import {moveCursor, toggleDetail} from './cursor.js';
import {type Action} from './key-binding.js';
import {changeClock} from './stage-clock.js';
import {backOut, toPresent} from './step-cursor.js';
import {
	beginGame,
	beginNudge,
	beginTeaching,
	isOverOthers,
	leaveOver,
	neighbourOf,
	showView,
	teachSteps,
	type ViewState,
} from './view-state.js';

/** What keys change of the picture. */
export const looking: Partial<Record<Action, (state: ViewState) => ViewState>> = {
	toggleLogAxis: state => ({...state, isLogarithmic: !state.isLogarithmic}),
	toggleZoom: state => ({...state, chart: {...state.chart, isZoomed: !state.chart.isZoomed}}),
	toggleGuides: state => ({...state, hasGuides: !state.hasGuides}),
	toggleLogSteps: state => ({...state, chart: {...state.chart, isLogX: !state.chart.isLogX}}),
	showWhole: state => ({...state, isRecent: false, chart: {...state.chart, range: undefined}}),
	showLatest: state => ({...state, isRecent: true, chart: {...state.chart, range: undefined, cursor: undefined}}),
	backOut: state => isOverOthers(state.view) ? leaveOver(state) : backOut(state),
	cursorLast: toPresent,
	// A page that fills is read from its end.
	up: state => moved(state, state.view === 'writing' ? 1 : -1, 0),
	down: state => moved(state, state.view === 'writing' ? -1 : 1, 0),
	left: state => moved(state, 0, -1),
	right: state => moved(state, 0, 1),
	follow: state => ({...state, isFollowing: !state.isFollowing, cursor: {row: 0, column: 0}}),
	// Where there is no room for both, the code would hide them.
	walkNodes: state => ({...state, hasCode: false, cursor: toggleDetail(state.cursor, 'nodes')}),
	showMoves: state => ({...state, hasCode: false, cursor: toggleDetail(state.cursor, 'moves')}),
	verify: state => ({...state, verifications: state.verifications + 1}),
	showOverview: state => showView(state, 'overview'),
	showStep: state => showView(state, 'step'),
	showMetrics: state => showView(state, 'step'),
	showSamples: state => showView(state, 'samples'),
	showInside: state => showView(state, 'inside'),
	showRuns: state => showView(state, 'runs'),
	nextView: state => showView(state, neighbourOf(state.view, 1)),
	previousView: state => showView(state, neighbourOf(state.view, -1)),
	enlarge: state => ({...state, isWhole: state.hasPanes && !state.isWhole}),
	toggleHelp: state => state.view === 'help' ? leaveOver(state) : showView(state, 'help'),
	guess: beginGame,
	nudge: beginNudge,
	teach: beginTeaching,
	teachOnce: state => teachSteps(state, 1),
	teachMore: state => teachSteps(state, 10),
	unteach: state => teachSteps(state, 0),
	otherRate: ({teaching, ...state}) => ({...state, teaching: {...teaching, steps: 0, isOtherRate: !teaching.isOtherRate}}),
	slowMotion: state => ({...showView(state, 'slow'), clock: {...state.clock, isGoing: false}}),
	toggleCode: state => ({...state, hasCode: !state.hasCode}),
	playStages: state => ({...state, clock: {...state.clock, isGoing: !state.clock.isGoing}}),
	shorterStages: state => ({...state, clock: changeClock(state.clock, 'shorter')}),
	longerStages: state => ({...state, clock: changeClock(state.clock, 'longer')}),
	// What has been written is found again; on its page, the key begins another one.
	writeOn: state => state.view === 'writing' ? {...state, cursor: {row: 0, column: 0}, pagesBegun: state.pagesBegun + 1} : showView(state, 'writing'),
	toggleGlossary: state => state.view === 'glossary' ? leaveOver(state) : showView(state, 'glossary'),
};

function moved(state: ViewState, rows: number, columns: number): ViewState {
	return {...state, cursor: moveCursor(state.cursor, rows, columns)};
}

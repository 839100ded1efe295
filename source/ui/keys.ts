import {type SessionMode, type Snapshot} from '../session/snapshot.js';
import {type ViewName} from './view-state.js';

/** What a key can do. */
export type Action =
	| 'togglePause' | 'stepOnce' | 'faster' | 'slower' | 'lowerLearningRate' | 'raiseLearningRate'
	| 'cooler' | 'warmer' | 'toggleLogAxis' | 'toggleGuides' | 'up' | 'down' | 'left' | 'right'
	| 'verify' | 'type' | 'makeUp'
	| 'showOverview' | 'showStep' | 'showSamples' | 'showInside' | 'showRuns' | 'nextView' | 'previousView'
	| 'checkpoint' | 'restart' | 'goOn' | 'toggleHelp' | 'repaint' | 'suspend' | 'quit';

export type KeyBinding = {
	readonly action: Action;
	/** The keys that trigger the action: characters as the terminal sends them, or the names of other keys. */
	readonly inputs: readonly string[];
	/** The key as one names it. */
	readonly name: string;
	/** One word for the key bar. */
	readonly short: string;
	/** A phrase for the help. */
	readonly description: string;
	/** The key bar leaves out the highest numbers first when there is no room; without one it never shows the key. */
	readonly barRank?: number;
	/** The views in which it does anything; without them, in all. */
	readonly views?: readonly ViewName[];
	/** When it does anything: while the run goes on, when it is over, or both. */
	readonly when: 'running' | 'over' | 'always';
	/** Of what it does anything to; without them, of all. */
	readonly modes?: readonly SessionMode[];
};

/** The one key table: dispatch, key bar, help and readme follow it. */
export const keyBindings: readonly KeyBinding[] = [
	{
		action: 'togglePause', inputs: [' ', 'p'], name: 'space', short: 'pause', description: 'pause, go on (also: p)', barRank: 1, when: 'running',
	},
	{
		action: 'stepOnce', inputs: ['s'], name: 's', short: 'step', description: 'one step, pausing first', barRank: 2, when: 'running',
	},
	{
		action: 'goOn', inputs: ['n'], name: 'n', short: 'next model', description: 'end: on with next model', barRank: 1, when: 'over', modes: ['training'],
	},
	{
		action: 'faster', inputs: ['+', '='], name: '+', short: 'faster', description: 'faster, up to full speed', barRank: 4, when: 'running',
	},
	{
		action: 'slower', inputs: ['-', '_'], name: '-', short: 'slower', description: 'slower, to 1 step a second', barRank: 4, when: 'running',
	},
	{
		action: 'lowerLearningRate', inputs: ['<', ','], name: '<', short: 'rate', description: 'learning rate / 1.5', barRank: 5, when: 'running', modes: ['training'],
	},
	{
		action: 'raiseLearningRate', inputs: ['>', '.'], name: '>', short: 'rate', description: 'learning rate x 1.5', barRank: 5, when: 'running', modes: ['training'],
	},
	{
		action: 'cooler', inputs: ['['], name: '[', short: 'temperature', description: 'samples: cooler, likelier', barRank: 3, views: ['samples'], when: 'always', modes: ['training'],
	},
	{
		action: 'warmer', inputs: [']'], name: ']', short: 'temperature', description: 'samples: warmer, wilder', barRank: 3, views: ['samples'], when: 'always', modes: ['training'],
	},
	{
		action: 'type', inputs: ['t'], name: 't', short: 'type', description: 'type a beginning, a word', barRank: 2, views: ['samples', 'inside'], when: 'always', modes: ['training'],
	},
	{
		action: 'makeUp', inputs: ['m'], name: 'm', short: 'make up', description: 'samples: make one up now', barRank: 2, views: ['samples'], when: 'always', modes: ['training'],
	},
	{
		action: 'verify', inputs: ['v'], name: 'v', short: 'verify', description: 'step: verify a gradient', barRank: 2, views: ['step'], when: 'always', modes: ['training'],
	},
	{
		action: 'toggleLogAxis', inputs: ['y'], name: 'y', short: 'log y', description: 'overview: log loss axis', barRank: 6, views: ['overview'], when: 'always',
	},
	{
		action: 'toggleGuides', inputs: ['g'], name: 'g', short: 'guides', description: 'overview: baselines', barRank: 7, views: ['overview'], when: 'always',
	},
	{
		action: 'up', inputs: ['up'], name: 'up', short: 'move', description: 'up; chart: the whole run', when: 'always',
	},
	{
		action: 'down', inputs: ['down'], name: 'down', short: 'move', description: 'down; chart: latest steps', when: 'always',
	},
	{
		action: 'left', inputs: ['left'], name: 'left', short: 'move', description: 'left; replay: back', when: 'always',
	},
	{
		action: 'right', inputs: ['right'], name: 'right', short: 'move', description: 'right; replay: on', when: 'always',
	},
	{
		action: 'showOverview', inputs: ['1'], name: '1', short: 'overview', description: 'the run and its loss', when: 'always',
	},
	{
		action: 'showStep', inputs: ['2'], name: '2', short: 'step', description: 'the last step taken apart', when: 'always',
	},
	{
		action: 'showSamples', inputs: ['3'], name: '3', short: 'samples', description: 'what the model makes up', when: 'always',
	},
	{
		action: 'showInside', inputs: ['4'], name: '4', short: 'inside', description: 'inside the model', when: 'always',
	},
	{
		action: 'showRuns', inputs: ['5'], name: '5', short: 'runs', description: 'saved runs, to compare', when: 'always',
	},
	{
		action: 'nextView', inputs: ['tab'], name: 'tab', short: 'view', description: 'next view', barRank: 3, when: 'always',
	},
	{
		action: 'previousView', inputs: ['shift+tab'], name: 'shift+tab', short: 'view', description: 'previous view', when: 'always',
	},
	{
		action: 'checkpoint', inputs: ['c'], name: 'c', short: 'save', description: 'save the run now', when: 'running', modes: ['training'],
	},
	{
		action: 'restart', inputs: ['r'], name: 'r', short: 'restart', description: 'start the run again', barRank: 6, when: 'always', modes: ['training', 'replay'],
	},
	{
		action: 'toggleHelp', inputs: ['?', 'h'], name: '?', short: 'help', description: 'this help, back (also: h)', barRank: 2, when: 'always',
	},
	{
		action: 'repaint', inputs: ['ctrl+l'], name: 'ctrl+l', short: 'repaint', description: 'draw the screen anew', when: 'always',
	},
	{
		action: 'suspend', inputs: ['ctrl+z'], name: 'ctrl+z', short: 'suspend', description: 'to the shell; fg returns', when: 'always',
	},
	{
		action: 'quit', inputs: ['q', 'ctrl+c'], name: 'q', short: 'quit', description: 'quit (also: Ctrl+C)', barRank: 1, when: 'always',
	},
];

/** What a session does now. */
type Moment = Pick<Snapshot, 'status' | 'mode'>;

/** What is bound to a key in a view, if it does anything there and then. */
export function bindingOf(input: string, view: ViewName, moment: Moment): KeyBinding | undefined {
	return keyBindings.find(binding => binding.inputs.includes(input) && isInForce(binding, view, moment));
}

/** Whether a key does anything in a view, now. */
export function isInForce(binding: KeyBinding, view: ViewName, {status, mode}: Moment): boolean {
	const {views, when} = binding;
	const isOver = status === 'finished' || status === 'failed';
	return (views?.includes(view) ?? true) && (when === 'always' || (when === 'over') === isOver) && isPossible(binding, mode);
}

/** Whether a key ever does anything to what is shown: what is not trained here cannot be steered. */
export function isPossible({modes}: KeyBinding, mode: SessionMode): boolean {
	return modes?.includes(mode) ?? true;
}

import {createElement} from 'react';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs} from '../../source/report/chart/glyphs.js';
import {type Snapshot} from '../../source/session/snapshot.js';
import {type Action, type KeyBinding} from '../../source/ui/key-binding.js';
import {keyBindings} from '../../source/ui/key-table.js';
import {statusNote} from '../../source/ui/status-note.js';
import {titleOf} from '../../source/ui/terminal-title.js';
import {firstViewState} from '../../source/ui/view-state.js';
import {Help} from '../../source/ui/views/help.js';
import {NotRecorded} from '../../source/ui/views/not-recorded.js';
import {Overview} from '../../source/ui/views/overview/overview.js';
import {Samples} from '../../source/ui/views/samples/samples.js';
import {emptySnapshot, exampleSnapshot} from '../helpers/example-snapshot.js';
import {expectToFit, type FrameOptions, renderFrame} from '../helpers/frame.js';
import {
	bareEvents,
	exampleSource,
	plainLines,
	watchedSnapshot,
} from '../helpers/watched-snapshot.js';

const standard = {columns: 80, rows: 23};
const small = {columns: 40, rows: 11};
const log = Array.from({length: 60}, (_, index) => `epoch ${index + 1}/100 - bleu: 2.3`);
const unread = watchedSnapshot(log, {source: {unread: log.at(-1)}});
const missing: Snapshot = {
	...emptySnapshot, mode: 'watch', canAsk: false, status: 'running', speed: 'max', elapsedMs: undefined, source: {...exampleSource, isMissing: true},
};
const diverged = watchedSnapshot([...plainLines(50, 100), 'step 51 / 100 | loss nan']);
const whole = JSON.stringify({
	type: 'start', preset: 'mine', parameterCount: 4192, engine: 'torch', model: {vocabSize: 27}, dataset: {name: 'names.txt', documentCount: 32_033}, training: {steps: 100},
});
const told = watchedSnapshot([whole, ...Array.from({length: 40}, (_, index) => JSON.stringify({
	type: 'step', step: index, loss: 3 - (index / 50), learningRate: 0.01, tokenCount: 7, gradientNorm: 1.5, elapsedMs: 20 * (index + 1),
}))]);

const frames: Readonly<Record<string, FrameOptions>> = {
	'watch-80x24-plain': {snapshot: watchedSnapshot(plainLines(70, 400)), ...standard},
	'watch-80x24-bare': {snapshot: watchedSnapshot(bareEvents(70)), ...standard},
	'watch-80x24-told': {snapshot: told, ...standard},
	'watch-80x24-joined': {snapshot: watchedSnapshot(bareEvents(70), {source: {isJoined: true}}), ...standard},
	'watch-80x24-missing': {snapshot: missing, ...standard},
	'watch-80x24-unread': {snapshot: unread, ...standard},
	'watch-80x24-unread-ascii': {snapshot: unread, ...standard, glyphs: asciiGlyphs},
	'watch-80x24-diverged': {snapshot: diverged, ...standard},
	'watch-40x12-bare': {snapshot: watchedSnapshot(bareEvents(70)), ...small},
	'watch-40x12-unread': {snapshot: unread, ...small},
	'watch-40x12-missing': {snapshot: missing, ...small},
};

describe('the overview of what another program trains', () => {
	it.each(Object.entries(frames))('draws %s as in its golden file', async (name, options) => {
		await expect(`${renderFrame(Overview, options)}\n`).toMatchFileSnapshot(`../golden/frames/${name}.txt`);
	});

	it.each(Object.entries(frames))('fills its place in %s, with and without colour', (_, options) => {
		expectToFit(Overview, options);
	});
});

const samplesFrame = (options: FrameOptions) => renderFrame(view => createElement(Samples, {
	...view, focus: 0, read: undefined, nearest: new Map(),
}), {...options, state: {...firstViewState, view: 'samples'}});

/** Every view that shows a run, and what it shows of one. */
const viewsOf = (snapshot: Snapshot, size: {readonly columns: number; readonly rows: number}) => [
	renderFrame(Overview, {snapshot, ...size}),
	renderFrame(NotRecorded, {snapshot, ...size, state: {...firstViewState, view: 'step'}}),
	samplesFrame({snapshot, ...size}),
];

describe.each([standard, small, {columns: 120, rows: 39}])('what is not known in %o', size => {
	it('is never a number', () => {
		const sample = '{"type": "sample", "text": "anna"}';
		for (const lines of [[], plainLines(70, 400), bareEvents(70), [...bareEvents(3), sample]]) {
			const text = viewsOf(watchedSnapshot(lines), size).join('\n');
			// Losses, axes and counts of steps have a 0 in them, but no figure is 0.
			expect(text).not.toMatch(/(?:^|[^\d,.:])0(?:\.0+)?(?:$|[^\d,.:])/mv);
			expect(text).not.toMatch(/undefined|At full speed|context|parameters|gradient|rate|temperature|copied|nearest|new: |engine tokens/v);
		}
	});

	it('has no key', () => {
		for (const status of ['running', 'paused', 'finished'] as const) {
			const views = viewsOf(watchedSnapshot(bareEvents(70), {changes: {status}}), size);
			const text = views.join('\n');
			expect(text).not.toMatch(/restart|temperature|make up|verify|save the run|next model|type a|m makes|t types/v);
		}
	});
});

it('has fewer keys than a training: the help puts the others in parentheses', () => {
	const linesOf = (snapshot: Snapshot) => renderFrame(Help, {
		snapshot, columns: 120, rows: 80, state: {...firstViewState, view: 'help'},
	});
	const keysIn = (snapshot: Snapshot) => {
		const text = linesOf(snapshot);
		const lineOf = (name: string, description: string) => `  ${name.padEnd(11)} ${description}`;
		const isListed = ({name, description}: KeyBinding) => text.includes(lineOf(name, description)) || text.includes(lineOf(`(${name})`, description));
		expect(keyBindings.filter(binding => !isListed(binding))).toEqual([]);

		return keyBindings.filter(({name, description}) => text.includes(lineOf(name, description))).map(({action}) => action);
	};

	const steering = new Set<Action>(['lowerLearningRate', 'raiseLearningRate', 'left', 'right', 'cooler', 'warmer', 'type', 'makeUp', 'verify', 'checkpoint', 'stepBack', 'stepOn', 'fork', 'follow', 'guess', 'nudge', 'teach', 'teachMore', 'teachOnce', 'unteach', 'otherRate', 'slowMotion', 'playStages', 'shorterStages', 'longerStages', 'toggleCode', 'showMoves', 'walkNodes', 'writeOn']);
	const ofModel = new Set<Action>(['left', 'right', 'verify', 'stepBack', 'stepOn', 'fork', 'follow', 'guess', 'nudge', 'teach', 'teachMore', 'teachOnce', 'unteach', 'otherRate', 'slowMotion', 'playStages', 'shorterStages', 'longerStages', 'toggleCode', 'showMoves', 'walkNodes', 'writeOn']);
	const later = new Set<Action>(['next', 'seekBack', 'seekOn']);
	const ofLessons = new Set<Action>(['nextCard', 'previousCard']);
	const ofMetrics = new Set<Action>(['previousMetric', 'nextMetric', 'showMetrics']);
	// There is no room for several views.
	later.add('enlarge');
	// There is only one file.
	later.add('nextRun');
	later.add('nextFile');
	const all = keyBindings.map(({action}) => action);
	const saving = {...exampleSnapshot(10).saving, folder: '/runs/a'};
	expect(keysIn(exampleSnapshot(10, {saving}))).toEqual(all.filter(action => !later.has(action) && !ofMetrics.has(action) && !ofLessons.has(action)));
	const played = keysIn(exampleSnapshot(10, {mode: 'replay'}));
	expect(played).toEqual(all.filter(action => (!steering.has(action) || ofModel.has(action)) && action !== 'next' && action !== 'nextRun' && action !== 'nextFile' && action !== 'enlarge' && !ofMetrics.has(action) && !ofLessons.has(action)));
	// One whose model cannot be opened.
	const replayed = keysIn(exampleSnapshot(10, {mode: 'replay', canAsk: false}));
	expect(replayed).toEqual(all.filter(action => !steering.has(action) && action !== 'next' && action !== 'nextRun' && action !== 'nextFile' && action !== 'enlarge' && !ofMetrics.has(action) && !ofLessons.has(action)));
	// There are metrics.
	const watched = keysIn(watchedSnapshot(['step 1 loss 2.5 acc 0.5']));
	expect(watched).toEqual(all.filter(action => ofMetrics.has(action) || (replayed.includes(action) && action !== 'restart' && action !== 'learn' && action !== 'showStep' && !later.has(action))));
	const watching = watchedSnapshot(bareEvents(10));
	expect(linesOf(watching)).toContain('(key): has no effect now');
});

describe('the status note on what another program trains', () => {
	const wide = {hasKeys: true, width: 120};
	const watched = watchedSnapshot(bareEvents(10));

	it.each<[string, Snapshot, string]>([
		['a file', watched, 'Watching train.log as it grows.'],
		['a stream', watchedSnapshot(bareEvents(10), {source: {isFile: false, name: 'standard input'}}), 'Watching standard input.'],
		['slowly', {...watched, speed: 1}, 'Slowed to 1/s to watch; it can do 10.0/s. Press + to speed up.'],
		['a file that is not there', missing, 'Waiting for train.log to appear.'],
		['a file that is gone', watchedSnapshot(bareEvents(10), {source: {isMissing: true}}), 'Waiting for train.log to appear.'],
		['nothing yet', watchedSnapshot([]), 'Nothing has come from train.log yet.'],
		['no step yet', watchedSnapshot(['hello']), 'No step yet in 1 line of train.log.'],
		['while paused', {...watched, status: 'paused'}, 'Paused. The other program keeps running. Press s for the next step, space to resume.'],
		['a replay while paused', exampleSnapshot(10, {mode: 'replay', status: 'paused'}), 'Paused. Press s for the next step, space to resume.'],
		['a loss that is no number', diverged, 'The loss of step 51 is not a finite number: the run has diverged.'],
		['the end', watchedSnapshot(bareEvents(10), {isOver: true}), 'End of the run. Press q to quit.'],
		['a run that may go on', watchedSnapshot([...bareEvents(10), '{"type": "finish", "reason": "stopped early"}'], {source: {isWaiting: true}, isOver: true, changes: {status: 'running'}}), 'Stopped early after step 10. If the run goes on, so does this screen.'],
		['a run that may go on, while paused', watchedSnapshot(bareEvents(10), {source: {isWaiting: true}, changes: {status: 'paused'}}), 'Paused. Press s for the next step, space to resume.'],
		['a run that has failed', watchedSnapshot([...bareEvents(3), '{"type": "finish", "reason": "failed"}'], {isOver: true}), 'The run has failed. Press q to quit.'],
	])('says what is going on: %s', (_, snapshot, note) => {
		expect(statusNote(snapshot, wide)).toBe(note);
	});

	it('gives no advice that cannot be followed', () => {
		expect(statusNote(diverged, {hasKeys: true, width: 60})).toBe('Diverged at step 51: the loss is not finite.');
	});
});

it.each(['stopped', 'stopped early', 'diverged', 'failed'])('says of a run that is %s and may go on what it is, at the top and in the title of the terminal', reason => {
	const snapshot = watchedSnapshot([...bareEvents(10), JSON.stringify({type: 'finish', reason})], {source: {isWaiting: true}, isOver: true, changes: {status: 'running'}});
	expect(renderFrame(Overview, {snapshot, ...standard}).split('\n', 1)[0].slice(-reason.length - 1)).toBe(` ${reason}`);
	expect(titleOf(snapshot, asciiGlyphs).endsWith(` | ${reason}`)).toBe(true);
});

describe('what the other program makes up', () => {
	const samplesOf = (event: unknown) => samplesFrame({snapshot: watchedSnapshot([...bareEvents(3), JSON.stringify(event)]), ...standard});

	it('shows with what is told of it', () => {
		const frame = samplesOf({type: 'sample', text: 'anna'});
		expect(frame).toContain('3 ▸ anna');
		expect(frame).toContain('made up by the other program');
		const judged = samplesOf({
			type: 'sample', text: 'anna', temperature: 0.8, novelty: 'copied',
		});
		expect(judged).toContain('temperature 0.80');
		expect(judged).toMatch(/anna +copied/v);
		expect(judged).toContain('1 of 1');
	});
});

import wrapAnsi from 'wrap-ansi';
import {countUnused} from '../../../model/ablations.js';
import {cellsOf} from '../../../text/cells-of.js';
import {cutText, endOfText} from '../../../text/cut-text.js';
import {formatCount, formatDuration, formatLoss} from '../../../text/format.js';
import {originText} from '../../../report/run-families.js';
import {settingsOf} from '../../../report/run-settings.js';
import {type SizedRun} from '../../../report/sort-runs.js';
import {visibleText} from '../../../text/visible-text.js';
import {formatBytes} from '../../../text/format-bytes.js';
import {shownName} from '../../../storage/runs/shown-name.js';
import {type Picture, type Spot} from '../../spots.js';
import {type ViewProps} from '../../view-props.js';
import {asOfNow} from './as-of-now.js';
import {choosing, type LinesRoom} from './list-lines.js';
import {menuOf} from './menu.js';
import {runsIn, type RunsState} from './state.js';

type Fact = readonly [label: string, value: string];

const cellWidth = 24;
const gap = 2;
const unknown = '-';
/** What says nothing to most people; a comparison has it where it matters. */
const seldomAsked: ReadonlySet<string> = new Set(['text', 'epsilon', 'random']);
/** Nor does this. */
const usual: ReadonlySet<string> = new Set(['optimizer adam', 'bias correction on']);

/** A run: what can be done with it, what it is and what has come of it. */
export function runLines(view: ViewProps, saved: RunsState, listed: SizedRun, {width, height}: LinesRoom): Picture {
	const {snapshot, state, theme: {paint}, glyphs: {isAscii}} = view;
	const run = asOfNow(listed, snapshot);
	const menu = menuOf(run, snapshot, saved.marked.includes(run.folder));
	const labelWidth = Math.max(...menu.map(({label}) => label.length));
	const entries = menu.map(({label, note, isPossible}, index) => {
		const isChosen = index === saved.action;
		const text = cutText(`${isChosen ? '>' : ' '} ${label.padEnd(labelWidth)}  ${visibleText(note, isAscii)}`, width, isAscii).trimEnd();
		return paint(isChosen ? 'key' : (isPossible ? 'value' : 'label'), text);
	});
	const heading = headingLine(view, run, width);
	const news = state.isTyping ? nameField(state.texts.runs, view, width) : messageLines(saved, view, width);
	const spot: Spot = {
		row: 1, column: 0, rows: entries.length, columns: width, at: ({row}) => choosing(saved.action, row),
	};
	if (news.length > 0 && entries.length + news.length + 2 > height) {
		// What is typed, or has just happened, matters more than the name.
		return {lines: [news.join(' '), ...entries], spots: [spot]};
	}

	const lines = [heading, ...entries, ...(news.length > 0 ? ['', ...news] : [])];
	const room = height - lines.length - 1;
	if (room < 1) {
		return {lines, spots: [spot]};
	}

	const origin = originLines(run, saved, view, width);
	return {lines: [...lines, '', ...origin, ...factLines(factsOf(run), view, width, room - origin.length)], spots: [spot]};
}

/** The two lines over what the model of a run makes up: the run, and how; or what went wrong. */
export function samplesHead(view: ViewProps, {madeUp, message}: RunsState, run: SizedRun, width: number): string[] {
	const {theme: {paint}, glyphs: {isAscii}} = view;
	const {temperature} = run.info.config.samples;
	const doing = madeUp === undefined ? 'Reading its weights...' : `Samples at step ${formatCount(madeUp.step)}, temperature ${temperature}; Enter generates more:`;
	return [headingLine(view, run, width), paint(message === undefined ? 'label' : 'warning', cutText(visibleText(message ?? doing, isAscii), width, isAscii).trimEnd())];
}

/** The documents, one below the other. */
export function madeUpLines({glyphs: {isAscii}}: ViewProps, {madeUp}: RunsState, width: number): string[] {
	return (madeUp?.texts ?? []).flatMap(text => wrap(visibleText(text, isAscii), width - gap).map(line => ' '.repeat(gap) + line));
}

function headingLine({theme: {paint}, glyphs: {isAscii}}: ViewProps, run: SizedRun, width: number): string {
	const {name, title} = run;
	const folder = title === undefined ? '' : `  ${visibleText(name, isAscii)}`;
	const shown = cutText(visibleText(shownName(run), isAscii), width, isAscii).trimEnd();
	return paint('title', shown) + paint('label', cellsOf(shown + folder) <= width ? folder : '');
}

/** Where a fork comes from. */
function originLines({info: {parent}}: SizedRun, saved: RunsState, {theme: {paint}, glyphs: {isAscii}}: ViewProps, width: number): string[] {
	if (!parent) {
		return [];
	}

	const text = visibleText(originText(parent, runsIn(saved)), isAscii);
	return [paint('value', cutText(text, width, isAscii).trimEnd())];
}

function nameField(text: string, {theme: {paint}, glyphs}: ViewProps, width: number): string[] {
	const label = '  new name: ';
	// The end is where one types.
	const shown = endOfText(visibleText(text, glyphs.isAscii), Math.max(1, width - label.length - 1), glyphs.isAscii);
	return [`${paint('label', label)}${shown}${paint('key', glyphs.bar.done)}`];
}

function messageLines({message}: RunsState, {theme: {paint}, glyphs: {isAscii}}: ViewProps, width: number): string[] {
	return message === undefined ? [] : wrap(visibleText(message, isAscii), width).map(line => paint('warning', line));
}

function factsOf({state, bytes, info}: SizedRun): Fact[] {
	const loss = (value: number | undefined) => value === undefined ? unknown : formatLoss(value);
	const unused = countUnused(info.config.model);
	return [
		['state', state],
		['begun', new Date(info.createdAt).toLocaleString('sv-SE').slice(0, 16)],
		['step', `${formatCount(info.step)}/${formatCount(info.config.training.steps)}`],
		['running mean', loss(info.loss)],
		['validation', loss(info.validationLoss)],
		['best validation', loss(info.bestValidationLoss)],
		['parameters', (unused === 0 ? '' : `${formatCount(info.parameterCount - unused)}/`) + formatCount(info.parameterCount)],
		['engine time', formatDuration(info.elapsedMs)],
		['size', bytes === undefined ? unknown : formatBytes(bytes)],
		...settingsOf(info).filter(([name, value]) => value !== unknown && name !== 'steps' && !seldomAsked.has(name) && !usual.has(`${name} ${value}`)),
	];
}

/** In columns, one below the other first; those that do not fit are left out. */
function factLines(facts: readonly Fact[], {theme: {paint}, glyphs: {isAscii}}: ViewProps, width: number, rows: number): string[] {
	const columns = Math.max(1, Math.floor((width + gap) / (cellWidth + gap)));
	const height = Math.min(rows, Math.ceil(facts.length / columns));
	const cells = facts.slice(0, columns * height)
		.map(([label, value]) => `${paint('label', label)} ${cutText(visibleText(value, isAscii), cellWidth - label.length - 1, isAscii)}`);
	return Array.from({length: height}, (_, row) => cells.filter((__, index) => index % height === row).join(' '.repeat(gap)).trimEnd());
}

function wrap(text: string, width: number): string[] {
	return wrapAnsi(text, width, {hard: true}).split('\n');
}

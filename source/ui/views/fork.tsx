import wrapAnsi from 'wrap-ansi';
import {formatCount} from '../../text/format.js';
import {cutText} from '../../text/cut-text.js';
import {frameRows, Page} from '../components/page.js';
import {type ForkDraft} from '../fork-draft.js';
import {nameOf, rowsOf} from '../forking.js';
import {type ViewProps} from '../view-props.js';

const margin = 2;
const labelWidth = 16;
const valueWidth = 10;

/** What can be changed from a step on, before a run leaves another one there. */
export function Fork(view: ViewProps) {
	const {state: {fork}} = view;
	return <Page {...view} lines={fork ? linesOf(fork, view) : []}/>;
}

function linesOf(fork: ForkDraft, view: ViewProps): string[] {
	const {columns, rows, theme: {paint}, glyphs: {isAscii}} = view;
	const width = columns - (2 * margin);
	const indent = ' '.repeat(margin);
	const head = [
		paint('title', `Another way from step ${formatCount(fork.step)}`.slice(0, width)),
		...wrapAnsi(`A run with the same weights and the same documents in the same order, which goes on with what you change here. Left and right change, Enter begins it${width < 60 ? '.' : ', Esc gives up.'}`, width).split('\n').map(line => paint('label', line)),
		'',
	];
	const foot = ['', cutText(`${paint('label', 'It will be called')} ${nameOf(fork)}`, width, isAscii).trimEnd()];
	const room = Math.max(1, rows - frameRows - head.length - foot.length);
	const options = rowsOf(fork);
	const first = Math.max(0, Math.min(fork.row - Math.floor(room / 2), options.length - room));
	const shown = options.slice(first, first + room).map((option, index) => {
		const isChosen = first + index === fork.row;
		const [before, now] = [option.valueIn(fork.base), option.valueIn(fork.config)];
		const arrow = isAscii ? '->' : '→';
		const value = before === now ? now : `${before.padEnd(valueWidth)} ${arrow} ${now}`;
		const text = `${isChosen ? '>' : ' '} ${option.label.padEnd(labelWidth)} ${value}`.slice(0, width);
		return isChosen ? paint('key', text) : (before === now ? text : paint('mark', text));
	});
	return [...head, ...shown, ...foot].map(line => indent + line);
}

import wrapAnsi from 'wrap-ansi';
import {formatCount} from '../text/format.js';
import {visibleText} from '../text/visible-text.js';
import {type SourceState} from '../session/source-state.js';
import {examples} from '../storage/logs/examples.js';
import {type Theme} from './theme.js';

const indent = '  ';

type Room = {readonly width: number; readonly height: number};

/** What stands in the place of the chart until a program that is watched has told its first step. */
export function waitingLines(source: SourceState, {theme: {paint}, ...room}: Room & {readonly theme: Theme}): string[] {
	const role = source.unread === undefined ? 'label' : 'warning';
	const text = wrapAnsi(waitingText(source), room.width, {hard: true}).split('\n').map(line => paint(role, line));
	const lines = [...text, ...(source.unread === undefined ? [] : unreadLines(source.unread, {...room, height: room.height - text.length}))];
	return [...lines, ...Array.from({length: room.height}, () => '')].slice(0, room.height);
}

/** The last line that was not understood, and what would be. */
function unreadLines(unread: string, {width, height}: Room): string[] {
	const quoted = (text: string) => wrapAnsi(text, width - indent.length, {hard: true}).split('\n').map(line => indent + line);
	const lines = [
		'',
		'The last line that was not understood:',
		...quoted(unread),
		'',
		'A step would be a line such as',
		...examples.flatMap(example => quoted(example)),
	];
	return lines.length <= height ? lines : [`not understood: ${unread}`.slice(0, width), `understood: ${examples[0]}`.slice(0, width)];
}

/** What is waited for, in a sentence. */
export function waitingText({name, isMissing, lines}: SourceState): string {
	const source = visibleText(name);
	if (isMissing) {
		return `Waiting for ${source} to appear.`;
	}

	return lines === 0 ? `Nothing has come from ${source} yet.` : `No step yet in ${formatCount(lines)} ${lines === 1 ? 'line' : 'lines'} of ${source}.`;
}

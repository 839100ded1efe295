import {endOfText} from '../../../text/cut-text.js';
import {sampleText} from '../../../report/sample-text.js';
import {frameRows, Page} from '../../components/page.js';
import {margin} from '../../components/scrolled-page.js';
import {fitOrLast} from '../../fitting.js';
import {type Action} from '../../key-binding.js';
import {pendingWordings} from '../../pending-text.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {mostTaughtSteps} from '../../view-state.js';
import {curveLines} from './curves.js';
import {type TeachLook} from './look.js';
import {movedLines} from './moved.js';
import {
	doneLine,
	lossLines,
	notesOf,
	notTaughtLine,
} from './outcome.js';
import {type TaughtSoFar, useTeaching} from './use-teaching.js';

export type TeachProps = ViewProps & TaughtSoFar & {
	/** Why nothing can be asked, if that is so. */
	readonly whyNot?: string | undefined;
};

/** Below so many rows, there is no room for blanks between the parts, nor for curves. */
const roomyRows = 20;
const leastCurveRows = 5;
const mostCurveRows = 12;

/** A page on which somebody teaches a copy of the model a word, and sees what that does to other documents. */
export function LiveTeach({ask, whyNoAnswers, ...view}: LiveViewProps) {
	const whyNot = whyNoAnswers ?? (view.snapshot.canAsk ? undefined : 'a record holds losses and samples, but not the weights.');
	return <Teach {...view} {...useTeaching(ask, view.state.teaching, view.snapshot.status !== 'running')} whyNot={whyNot}/>;
}

export function Teach({taught, isBusy, whyNot, ...view}: TeachProps) {
	const {columns, rows} = view;
	const width = columns - (2 * margin);
	const lines = [...fieldLines(view, width), ...bodyLines({
		...view, taught, isBusy, whyNot,
	}, width)].slice(0, rows - frameRows);
	return <Page {...view} lines={lines.map(line => line === '' ? '' : ' '.repeat(margin) + line)} idle={idleKeys(view, taught)}/>;
}

/** While a word is typed. */
function fieldLines({state: {isTyping, texts, teaching}, glyphs: {isAscii}, theme: {paint}}: ViewProps, width: number): string[] {
	if (!isTyping) {
		return [];
	}

	const cursor = isAscii ? '_' : '▌';
	const label = 'word: ';
	const typed = texts.teach === '' ? '' : endOfText(sampleText(texts.teach, isAscii), width - label.length - 1, isAscii).trimEnd();
	const hints = teaching.word === ''
		? ['Type a word, or a name: Enter measures how well the model knows it, before it is taught.', 'Type a word; Enter measures its loss.', 'Type a word, then Enter.']
		: ['Type another word: Enter measures it on a new copy of the run; Escape stays with this one.', 'Type another word, then Enter.'];
	return [paint('label', fitOrLast(hints, width)), `${paint('label', label)}${paint('key', typed + cursor)}`];
}

function bodyLines({taught, isBusy, whyNot, ...view}: TeachProps, width: number): string[] {
	const {state: {isTyping, teaching}, rows, theme: {paint}} = view;
	if (whyNot !== undefined) {
		return [paint('warning', fitOrLast([`Nothing is measured: ${whyNot}`, 'The model cannot be asked.'], width))];
	}

	if (teaching.word === '') {
		return [];
	}

	if (taught === 'noMemory') {
		return [paint('warning', fitOrLast(['There is not enough memory for a copy of this model, so that it cannot be taught anything.', 'There is not enough memory for a copy of this model.', 'No memory for a copy of this model.'], width))];
	}

	if (taught === undefined) {
		return [paint('label', fitOrLast(pendingWordings('Copying the model, and measuring', view), width))];
	}

	const look: TeachLook = {
		...view, taught, isBusy, width,
	};
	if (taught.points.length === 0) {
		return [notTaughtLine(look)];
	}

	const room = rows - frameRows - (isTyping ? 2 : 0);
	const gap = room >= roomyRows ? [''] : [];
	const head = [...(isTyping ? gap : []), ...doneLine(look), ...notesOf(look), ...gap, ...lossLines(look)];
	const below = room - head.length;
	const moved = movedLines(look, Math.min(below - gap.length, Math.ceil(below / 2)));
	const left = below - moved.length - (2 * gap.length);
	const curves = left >= leastCurveRows ? [...gap, ...curveLines(look, Math.min(left, mostCurveRows))] : [];
	return [...head, ...curves, ...(moved.length > 0 ? gap : []), ...moved];
}

/** Keys with nothing to do in what is shown. */
function idleKeys({state: {teaching}}: ViewProps, taught: TaughtSoFar['taught']): Action[] {
	const {word, steps} = teaching;
	const isKnown = word !== '' && taught !== undefined && taught !== 'noMemory' && taught.points.length > 0;
	const canGoOn = isKnown && !taught.isDiverged && steps < mostTaughtSteps;
	return [
		...(canGoOn ? [] : ['teachMore', 'teachOnce'] as const),
		...(steps > 0 ? [] : ['unteach'] as const),
		...(isKnown && taught.otherRate !== undefined ? [] : ['otherRate'] as const),
	];
}

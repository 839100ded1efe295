import {type TrainingPrecision} from '../../../model/engine.js';
import {type GradientCheck} from '../../../inspection/gradient-check.js';
import {cutText} from '../../../text/cut-text.js';
import {formatCount} from '../../../text/format.js';
import {formatTwins} from '../../../text/short-number.js';
import {type Look} from '../../theme.js';
import {type ViewProps} from '../../view-props.js';
import {fit, fitOrLast} from '../../fitting.js';
import {parameterName} from './adam-table.js';

type CheckView = Pick<ViewProps, 'snapshot' | 'theme' | 'glyphs' | 'hasKeys'>;

/** In these the numbers stand one below the other. */
const ways = {backward: 'by backpropagation', difference: 'by finite differences'} as const;
const wayWidth = ways.difference.length;
const gap = 2;
const wishes = ['Press v to verify a gradient by finite differences.', 'Press v to verify a gradient.', 'v verifies a gradient'];
const leastNoteWidth = 22;
/** With more, the numbers would stand far from what they are. */
const mostNoteWidth = 50;
const shortWayWidth = 'backprop'.length;
/** Fewer digits in common than this want an explanation. */
const goodAgreement = 1e-4;
/** Of numbers that have too few for a difference of losses. */
const significantDigits: Readonly<Partial<Record<TrainingPrecision, number>>> = {f32: 7, bf16: 3};

/** One gradient computed in two ways, in two lines; or how one gets there. */
export function verificationLines(check: GradientCheck | undefined, view: CheckView, width: number): string[] {
	const {snapshot: {start}, theme: {paint}, glyphs, hasKeys} = view;
	if (!check) {
		const text = fit(wishes, width);
		return hasKeys && text !== '' ? [paint('label', text)] : [];
	}

	const {backward, difference, h, place, step} = check;
	const [first, second] = formatTwins(backward, difference);
	const noteWidth = Math.min(mostNoteWidth, width - gap - wayWidth - 1 - first.length);
	if (noteWidth < leastNoteWidth) {
		return narrowLines(check, width, view);
	}

	const name = parameterName(place, glyphs);
	const isFar = !(Math.abs(backward - difference) <= goodAgreement * Math.abs(backward));
	const digits = start?.precision === undefined || !isFar ? undefined : significantDigits[start.precision];
	const notes = digits === undefined
		? [`(loss(p+h) - loss(p-h)) / 2h, h = ${h}`, '(loss(p+h) - loss(p-h)) / 2h', 'verified']
		: [`${start!.precision!} has ${digits} digits: few agree at h = ${h}`, `${start!.precision!}: few digits agree`];
	const titles = [`${name} verified at step ${formatCount(step)}`, `${name}, step ${formatCount(step)}`, name];
	const line = (texts: readonly string[], way: string, number: string) =>
		`${cutText(fitOrLast(texts, noteWidth), noteWidth, glyphs.isAscii)}${' '.repeat(gap)}${paint('label', way.padEnd(wayWidth))} ${paint('key', number)}`;
	return [line(titles, ways.backward, first), line(notes, ways.difference, second)];
}

function narrowLines({backward, difference, place, step}: GradientCheck, width: number, {theme: {paint}, glyphs}: Look): string[] {
	const [first, second] = formatTwins(backward, difference);
	const nameWidth = width - first.length - shortWayWidth - gap;
	const line = (text: string, way: string, number: string) =>
		`${cutText(text, nameWidth, glyphs.isAscii)} ${paint('label', way.padEnd(shortWayWidth))} ${paint('key', number)}`;
	return [
		line(parameterName(place, glyphs, nameWidth), 'backprop', first),
		line(`step ${formatCount(step)}`, 'finite', second),
	];
}

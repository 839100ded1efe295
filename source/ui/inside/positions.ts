import {type PositionLosses} from '../../inspection/position-losses.js';
import {drawBar} from '../../report/bar.js';
import {formatCount} from '../../report/format.js';
import {toDecimals} from '../../session/decimals.js';
import {type ViewProps} from '../view-props.js';
import {type Drawn, fittingText, type Room} from './look.js';

const numberWidth = 8;
const lossWidth = 8;
const countWidth = 11;
const leastBarWidth = 5;
const mostBarWidth = 80;
const rowsForMeaning = 6;
const rowsForSpace = 12;

const meanings = [
	'The mean loss of the next letter at each position, over documents of the training data.',
	'mean loss of the next letter at each position',
	'mean loss at each position',
];

const conclusions = [
	'At position 1 nothing has been read yet: only the first letters of documents tell. What the later ones gain is context.',
	'At position 1 nothing is read yet; later positions know more.',
];

/** How well the model does at each position. */
export function drawPositions(losses: PositionLosses | undefined, first: number, {theme: {paint}, glyphs}: ViewProps, {width, rows}: Room): Drawn {
	const conclusion = fittingText(conclusions, width);
	const head = rows >= rowsForMeaning
		? [
			paint('label', fittingText(meanings, width)),
			...(rows >= rowsForSpace && conclusion !== '' ? [paint('label', conclusion)] : []),
			...(rows >= rowsForSpace ? [''] : []),
		]
		: [];
	if (!losses) {
		return {lines: [...head, paint('label', 'The losses come with the answer.')], most: 0};
	}

	const {means, counts} = losses;
	const hasCounts = width >= numberWidth + lossWidth + countWidth + leastBarWidth + 2;
	const barWidth = Math.min(mostBarWidth, width - numberWidth - lossWidth - 2 - (hasCounts ? countWidth : 0));
	const left = rows - head.length - 1;
	const room = means.length > left ? left - 1 : left;
	const most = Math.max(0, means.length - room);
	const place = Math.min(first, most);
	const highest = Math.max(...means.filter(mean => Number.isFinite(mean)));
	const bars = means.map((mean, position) => {
		const bar = drawBar(mean / highest, barWidth, glyphs);
		return [
			String(position + 1).padStart(numberWidth),
			formatMean(mean),
			...(hasCounts ? [paint('label', formatCount(counts[position]).padStart(countWidth))] : []),
			`  ${paint('running', bar)}`,
		].join('');
	});
	const title = `${'position'.padStart(numberWidth)}${'loss'.padStart(lossWidth)}${hasCounts ? 'documents'.padStart(countWidth) : ''}`;
	const foot = means.length > room ? [paint('label', `positions ${place + 1}-${place + room} of ${means.length}: up, down`)] : [];
	return {lines: [...head, paint('title', title), ...bars.slice(place, place + room), ...foot], most};
}

function formatMean(mean: number): string {
	const text = mean < 1000 ? toDecimals(mean, 2) : mean.toExponential(1);
	return (Number.isFinite(mean) ? text : '-').padStart(lossWidth);
}

import {type PositionLosses} from '../../../inspection/position-losses.js';
import {drawBar} from '../../../report/chart/bar.js';
import {type Glyphs} from '../../../report/chart/glyphs.js';
import {formatCount} from '../../../text/format.js';
import {sightOf} from '../../../coach/baseline-ladder.js';
import {toDecimals} from '../../../text/decimals.js';
import {type ViewProps} from '../../view-props.js';
import {fit} from '../../fitting.js';
import {
	type Drawn,
	pendingLine,
	placeNote,
	type Room,
} from './look.js';

const numberWidth = 8;
const lossWidth = 8;
const countWidth = 11;
const leastBarWidth = 5;
/** A bar of more lines would say no more; from three on, an empty one parts it from the next. */
const mostBarLines = 4;
const linesWithGap = 3;
const rowsForMeaning = 6;
const rowsForSpace = 12;
const rowsForCut = 14;

const meaning = 'Mean loss of the next letter at each position';
const shortMeanings = ['mean loss of the next letter at each position', 'mean loss at each position'];
/** A mean of fewer may be anything. */
const fewDocuments = 20;

/** What a position has to go by: whether the model has learnt to, only the losses say. */
const sights = {
	all: [
		'At position 1 nothing has been read yet: the model only knows how documents begin. Later positions have read all before.',
		'Position 1 has read nothing yet; later ones have read more.',
	],
	one: [
		'At position 1 nothing has been read yet: the model only knows how documents begin. Later ones see one letter.',
		'Position 1 has read nothing yet; later ones see one letter.',
	],
} as const;

/** How well the model does at each position. */
export function drawPositions(losses: PositionLosses | undefined, first: number, {snapshot: {start}, ...look}: ViewProps, {width, rows}: Room): Drawn {
	const {theme: {paint}, glyphs} = look;
	const sight = fit(sights[start && sightOf(start.model) === 1 ? 'one' : 'all'], width);
	const cut = fit(cutNotes(start), width);
	const head = rows >= rowsForMeaning
		? [
			paint('label', fit(meaningsOf(losses, start), width)),
			...(rows >= rowsForSpace && sight !== '' ? [paint('label', sight)] : []),
			...(rows >= rowsForCut && cut !== '' ? [paint('label', cut)] : []),
			...(rows >= rowsForSpace ? [''] : []),
		]
		: [];
	if (!losses) {
		return {lines: [...head, pendingLine('Measuring the losses', width, look)], most: 0};
	}

	const {means, counts} = losses;
	const hasCounts = width >= numberWidth + lossWidth + countWidth + leastBarWidth + 2;
	const textWidth = numberWidth + lossWidth + (hasCounts ? countWidth : 0) + 2;
	const barWidth = Math.max(0, width - textWidth);
	const left = Math.max(1, rows - head.length - 1);
	const room = means.length > left ? Math.max(1, left - 1) : left;
	const lineCount = Math.max(1, Math.min(mostBarLines, Math.floor(left / means.length)));
	const most = Math.max(0, means.length - room);
	const place = Math.min(first, most);
	const highest = Math.max(...means.filter(mean => Number.isFinite(mean)));
	const bars = means.map((mean, position) => {
		const [sign, role] = counts[position] < fewDocuments ? [fewSign(glyphs), 'label'] as const : [undefined, 'running'] as const;
		const whole = drawBar(mean / highest, barWidth, glyphs);
		const bar = paint(role, sign === undefined ? whole : sign.repeat([...whole.trimEnd()].length));
		const line = [
			String(position + 1).padStart(numberWidth),
			formatMean(mean),
			...(hasCounts ? [paint('label', formatCount(counts[position]).padStart(countWidth))] : []),
			`  ${bar}`,
		].join('');
		const below = ' '.repeat(textWidth) + bar;
		return Array.from({length: lineCount}, (_, index) => index === 0 ? line : (index === lineCount - 1 && lineCount >= linesWithGap ? '' : below));
	});
	const title = `${'position'.padStart(numberWidth)}${'loss'.padStart(lossWidth)}${hasCounts ? 'documents'.padStart(countWidth) : ''}`;
	const foot = means.length > room ? [paint('label', placeNote(['position', 'positions'], {from: place + 1, to: place + room, of: means.length}, width))] : [];
	const note = counts.some(count => count < fewDocuments) ? fit(fewNotes(glyphs), width - textWidth) : '';
	return {lines: [...head, paint('title', title) + paint('label', note === '' ? '' : `  ${note}`), ...bars.slice(place, place + room).flat(), ...foot], most};
}

/** What the bars are made of that say little. */
const fewSign = ({isAscii}: Glyphs) => isAscii ? '.' : '░';

function fewNotes(glyphs: Glyphs): string[] {
	const sign = fewSign(glyphs);
	return [`${sign} from fewer than ${fewDocuments} documents: says little`, `${sign} fewer than ${fewDocuments} documents`, `${sign} few documents`, `${sign} few`];
}

/** Of how many documents, and why not of all. */
function meaningsOf(losses: PositionLosses | undefined, start: ViewProps['snapshot']['start']): string[] {
	const measured = losses?.counts[0];
	if (measured === undefined || start === undefined) {
		return [`${meaning}, over training documents.`, ...shortMeanings];
	}

	const count = formatCount(measured);
	return measured < (start.dataset.documentCount ?? Infinity)
		? [`${meaning}, over ${count} training documents from all parts of the data: a sample, to be quick.`, `${meaning}, over a sample of ${count} documents.`, ...shortMeanings]
		: [`${meaning}, over ${measured === 1 ? 'the one training document' : `all ${count} training documents`}.`, ...shortMeanings];
}

/** That of some documents not all positions are here. */
function cutNotes(start: ViewProps['snapshot']['start']): string[] {
	const {dataset: {truncatedDocumentCount = 0, documentCount} = {}, model: {blockSize} = {}} = start ?? {};
	if (truncatedDocumentCount === 0 || documentCount === undefined || blockSize === undefined) {
		return [];
	}

	const count = `${formatCount(truncatedDocumentCount)} of ${formatCount(documentCount)} documents are cut off`;
	return [`${count}: the context is ${formatCount(blockSize)} tokens long, and the rest is not read.`, `${count} at ${formatCount(blockSize)}, the context.`];
}

function formatMean(mean: number): string {
	const text = mean < 1000 ? toDecimals(mean, 2) : mean.toExponential(1);
	return (Number.isFinite(mean) ? text : '-').padStart(lossWidth);
}

import {type Letter} from '../../../inspection/document-trace.js';
import {type Similarities} from '../../../inspection/similarities.js';
import {contrastOf, type VowelEvidence} from '../../../inspection/vowels.js';
import {letterText} from '../../../report/letter-text.js';
import {toDecimals} from '../../../text/decimals.js';
import {type ViewProps} from '../../view-props.js';
import {fit} from '../../fitting.js';
import {type Spot, stack} from '../../spots.js';
import {type Look} from '../../theme.js';
import {edgeLetter, edgeWidth} from './edge-letter.js';
import {
	drawHeat,
	heatLegend,
	heatStyleOf,
	type Legend,
	middleLine,
	textEnd,
	wordForLarger,
	type Zoom,
} from './heat.js';
import {
	type Drawn,
	pendingLine,
	placeNote,
	type Room,
} from './look.js';
import {mapSpot} from './map-spot.js';
import {linesOf, zoomsOf} from './zoom.js';

/** Of the lists of nearest letters. */
const mostNearest = 8;
const cosineWidth = 4;
const listGap = 3;
/** Vowels have found each other if no more than so many of all groups of five letters stand out as much. */
const rareGroups = 0.001;
/** And if at step 0 they stood out less by so much. */
const clearDifference = 0.1;
const rowsForMeaning = 8;
const rowsForLegend = 10;

const meanings = [
	'Cosine similarity of the letters\' embeddings, from -1 to 1. Each letter stands next to the most similar one left.',
	'cosine similarity of token embeddings, from -1 to 1',
	'cosine similarity of letters',
];

/** How alike letters are: a heat map, and for each letter those that are nearest to it. */
export function drawEmbeddings(similarities: Similarities | undefined, first: number, view: ViewProps, {width, rows}: Room): Drawn {
	const {theme, glyphs} = view;
	const look = {theme, glyphs};
	const {paint} = theme;
	const head = [
		...(rows >= rowsForMeaning ? [paint('label', fit(meanings, width))] : []),
		...(rows >= rowsForLegend ? [heatLegend(legendOf(view), width, look)] : []),
	];
	if (!similarities) {
		return {lines: [...head, pendingLine('Reading the weights', width, view)], most: 0};
	}

	const vowelLines = vowelLine(similarities, width, look);
	const left = Math.max(1, rows - head.length - vowelLines.length - 1);
	const plan = planMap(similarities.letters, {width, rows: left}, look);
	const lines = mapLines(similarities, plan, width, look);
	const room = lines.length > left ? Math.max(1, left - 1) : left;
	const most = Math.max(0, lines.length - room);
	const place = Math.min(first, most);
	const count = similarities.letters.length;
	const rowsBefore = (line: number) => Math.min(count, Math.floor(line / plan.zoom.height));
	const foot = most > 0
		? [paint('label', placeNote(['row', 'rows'], {from: rowsBefore(place) + 1, to: rowsBefore(place + room), of: count}, width))]
		: [];
	const shown = lines.slice(place, place + room);
	const spot = mapSpot({row: 0, column: edgeCells(plan.perLine, plan.letterWidth)}, {rows: count, columns: plan.columns, zoom: plan.zoom}, (row, column) => {
		const [one, other] = [row, column].map(index => letterText(similarities.letters[index], glyphs));
		return `${one} and ${other}: cosine ${toDecimals(similarities.cosines[row][column], 3)}`;
	});
	const inSight: Spot = {...spot, rows: shown.length, at: cell => spot.at({...cell, row: cell.row + place})};
	return {...stack([{lines: [...vowelLines, ...head, titleLine(similarities.letters, plan, look)]}, {lines: shown, spots: [inSight]}, {lines: foot}]), most};
}

/** The ends of the scale, and how far from its middle chance alone takes two letters. */
function legendOf({snapshot: {start}, ...look}: ViewProps): Legend {
	const {nEmbd = 1} = start?.model ?? {};
	const larger = `; ${wordForLarger(look)} = farther from 0`;
	const byChance = nEmbd > 1 ? [`${larger}; by chance, mostly within ${toDecimals(2 / Math.sqrt(nEmbd), 2)} of 0`] : [];
	return {below: '-1 opposite', above: '1 the same', notes: [...byChance, larger]};
}

/** What the vowels have in common, and whether they have learnt that: by chance or by its first weights a model may say the same. */
function vowelLine({vowels}: Similarities, width: number, {theme: {paint}}: Look): string[] {
	if (!vowels) {
		return [];
	}

	const [among, others] = [vowels.among, vowels.withConsonants].map(cosine => toDecimals(cosine, 2).padStart(5));
	const before = vowels.initial ? ` (at step 0: ${toDecimals(vowels.initial.among, 2)}, ${toDecimals(vowels.initial.withConsonants, 2)})` : '';
	const verdict = verdictOn(vowels);
	const wordings = [
		`a e i o u: mean cosine with each other ${among}, with consonants ${others}${before}: ${verdict}`,
		`vowels with each other ${among}, with consonants ${others}: ${verdict}`,
		`vowels with each other ${among}, with consonants ${others}`,
		`vowels ${among}, with consonants ${others}`,
	];
	return [paint('coach', fit(wordings, width))];
}

function verdictOn(vowels: VowelEvidence): string {
	if (!(vowels.chance <= rareGroups)) {
		return 'no more than chance';
	}

	if (!vowels.initial) {
		return 'they form a group';
	}

	return contrastOf(vowels) - contrastOf(vowels.initial) >= clearDifference ? 'they form a group' : 'as at step 0';
}

type MapPlan = {
	readonly letterWidth: number;
	readonly zoom: Zoom;
	/** How many rows of the map a line takes, where it takes more than one. */
	readonly perLine: 1 | 2;
	/** How many letters there is room for. */
	readonly columns: number;
};

/** As large as all of the map fits with a short list beside it; without one, a line for each letter, or for two of them where half blocks tell them apart. */
function planMap(letters: readonly Letter[], {width, rows}: Room, look: Look): MapPlan {
	const letterWidth = edgeWidth(letters, look.glyphs);
	const list = listGap + listWidth(3, letterWidth);
	const large = zoomsOf(look).find(zoom => zoom.width > letterWidth && linesOf(letters.length, zoom) <= rows && edgeCells(1, letterWidth) + (zoom.width * letters.length) + list <= width);
	const perLine = letters.length > rows && heatStyleOf(look) === 'halves' ? 2 : 1;
	const zoom = large ?? {width: letterWidth, height: 1 / perLine};
	const columns = Math.floor((width - edgeCells(perLine, letterWidth)) / zoom.width);
	return {
		letterWidth, perLine, zoom, columns: Math.max(0, Math.min(letters.length, columns)),
	};
}

function edgeCells(perLine: number, letterWidth: number): number {
	return (perLine * letterWidth) + 1;
}

function listWidth(nearestCount: number, letterWidth: number): number {
	return letterWidth + 1 + (nearestCount * (letterWidth + 2 + cosineWidth));
}

/** The letters of the columns, each above the end of its number where it has one. */
function titleLine(letters: readonly Letter[], {perLine, letterWidth, zoom, columns}: MapPlan, look: Look): string {
	const place = zoom.width > cosineWidth ? textEnd(cosineWidth, zoom, look) - letterWidth : 0;
	const cells = letters.slice(0, columns).map(letter => ' '.repeat(place) + edgeLetter(letter, zoom.width - place, look.glyphs)).join('');
	return ' '.repeat(edgeCells(perLine, letterWidth)) + look.theme.paint('value', cells);
}

function mapLines({letters, cosines}: Similarities, plan: MapPlan, width: number, look: Look): string[] {
	const {perLine, letterWidth, zoom, columns} = plan;
	const heat = drawHeat(cosines.map(row => row.slice(0, columns)), {scale: 1, zoom, format: formatCosine}, look);
	const room = Math.floor((width - edgeCells(perLine, letterWidth) - (columns * zoom.width)) / perLine) - listGap;
	const nearestCount = Math.max(0, Math.min(mostNearest, letters.length - 1, Math.floor((room - letterWidth - 1) / (letterWidth + 2 + cosineWidth))));
	const lineCount = Math.max(1, zoom.height);
	return heat.map((line, index) => {
		if (index % lineCount !== middleLine(zoom)) {
			return ' '.repeat(edgeCells(perLine, letterWidth)) + line;
		}

		const first = perLine * Math.floor(index / lineCount);
		const places = Array.from({length: perLine}, (_, offset) => first + offset).filter(place => place < letters.length);
		const edge = places.map(place => edgeLetter(letters[place], letterWidth, look.glyphs)).join('') + ' '.repeat((perLine - places.length) * letterWidth);
		const lists = nearestCount === 0 ? [] : places.map(place => ' '.repeat(listGap) + nearestTo(place, {letters, cosines}, {nearestCount, letterWidth}, look));
		return `${edge} ${line}${lists.join('')}`;
	});
}

type ListPlan = {readonly nearestCount: number; readonly letterWidth: number};

/** A letter, and those that are most like it with their cosines. */
function nearestTo(place: number, {letters, cosines}: Pick<Similarities, 'letters' | 'cosines'>, {nearestCount, letterWidth}: ListPlan, {theme: {paint}, glyphs}: Look): string {
	const row = cosines[place];
	const nearest = [...row.keys()].filter(other => other !== place).toSorted((a, b) => row[b] - row[a]).slice(0, nearestCount);
	const list = nearest
		.map(other => ` ${edgeLetter(letters[other], letterWidth, glyphs)} ${paint('label', formatCosine(row[other]))}`);
	return `${paint('key', edgeLetter(letters[place], letterWidth, glyphs))}:${list.join('')}`;
}

/** A cosine in four cells. */
export function formatCosine(cosine: number): string {
	// That of opposites has one decimal: -1.0.
	return toDecimals(cosine, 2).replace('0.', '.').slice(0, cosineWidth).padStart(cosineWidth);
}

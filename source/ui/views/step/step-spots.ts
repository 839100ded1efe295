import {type DocumentTrace, type Guess} from '../../../inspection/document-trace.js';
import {type MatrixUpdate, type ParameterUpdate} from '../../../inspection/step-report.js';
import {letterText} from '../../../report/letter-text.js';
import {type Glyphs} from '../../../report/chart/glyphs.js';
import {type TrainingConfig} from '../../../settings/training-config.js';
import {toDecimals} from '../../../text/decimals.js';
import {formatPercent} from '../../../text/percent.js';
import {matrixName} from '../../../report/matrix-names.js';
import {formatShort} from '../../../text/short-number.js';
import {
	keysBetween,
	type Pointed,
	shiftSpots,
	type Spot,
} from '../../spots.js';
import {parameterName} from './adam-table.js';
import {type Explained, symbolOf} from './explanations.js';
import {
	matrixNumberWidth,
	numberWidth,
	panelGap,
	type StepLayout,
} from './layout.js';

/** Without a table that would cut them off. */
const roomForNumber = 12;
/** More would leave no room to say what they are. */
const toldGuesses = 3;

/** The letters below their titles: each says all that is known of it. */
export function letterSpot({positions}: DocumentTrace, {first, rows, width}: {readonly first: number; readonly rows: number; readonly width: number}, glyphs: Glyphs): Spot {
	const shown = positions.slice(first, first + rows);
	const text = (letter: Guess['letter']) => letterText(letter, glyphs);
	return {
		row: 1,
		column: 0,
		rows: shown.length,
		columns: width,
		at({row}) {
			const {letter, next, surprise, likeliest} = shown[row];
			const chance = formatPercent(next.probability).trim();
			const brief = `${first + row + 1}: after ${text(letter)}, ${text(next.letter)} at ${chance}`;
			const guesses = likeliest.slice(0, toldGuesses).map(({letter: guess, probability}) => `${text(guess)} ${formatPercent(probability).trim()}`).join(', ');
			return {
				tells: [
					`Position ${first + row + 1}: after ${text(letter)} comes ${text(next.letter)}, at ${chance}, a surprise of ${toDecimals(surprise, 4)} nats; likeliest: ${guesses}`,
					`${brief}, ${toDecimals(surprise, 4)} nats; likeliest: ${guesses}`,
					`${brief}, ${toDecimals(surprise, 4)} nats`,
					brief,
				],
			};
		},
	};
}

/** What the columns of a table stand for, and which of them is explained. */
export type Explaining = {readonly columns: readonly Explained[]; readonly explained: Explained};

/** How Adam's tables stand side by side. */
type AdamPlace = Pick<StepLayout, 'adamRows' | 'adamTables' | 'adamColumns' | 'nameWidth'>;

/** Adam's tables with their titles: a click explains a column, and each number is told in full. */
export function adamSpots(updates: readonly ParameterUpdate[], place: AdamPlace, explaining: Explaining & {readonly training: TrainingConfig}, glyphs: Glyphs): Spot[] {
	const {adamRows, adamTables} = place;
	return Array.from({length: adamTables}, (_, table) => table).flatMap(table => {
		const listed = updates.slice(table * adamRows, (table + 1) * adamRows);
		const spot = adamSpot(listed, place, explaining, glyphs);
		return listed.length === 0 ? [] : shiftSpots([spot], {row: 0, column: table * (spot.columns + panelGap)});
	});
}

function adamSpot(updates: readonly ParameterUpdate[], {adamColumns: names, nameWidth}: AdamPlace, explaining: Explaining & {readonly training: TrainingConfig}, glyphs: Glyphs): Spot {
	return {
		row: 0,
		column: 0,
		rows: 1 + updates.length,
		columns: nameWidth + (names.length * (numberWidth + 1)),
		at({row, column}) {
			const name = column < nameWidth ? undefined : names.at(Math.floor((column - nameWidth) / (numberWidth + 1)));
			const update = row === 0 ? undefined : updates[row - 1];
			const number = update && name !== undefined ? `: ${symbolOf(name, explaining.training, glyphs.isAscii)} = ${formatShort(update[name], roomForNumber)}` : '';
			return {...explainingClick(name, explaining), ...(update && {tells: [parameterName(update.place, glyphs) + number]})};
		},
	};
}

/** How the matrices stand: in so many lines below their titles, in panels side by side. */
export type MatricesPlace = {readonly column: number; readonly panelWidth: number; readonly panels: number; readonly lines: number};

/** The matrices with their titles. */
export function matricesSpot(matrices: readonly MatrixUpdate[], {column, panelWidth, panels, lines}: MatricesPlace, explaining: Explaining): Spot {
	return {
		row: 0,
		column,
		rows: 1 + lines,
		columns: (panels * (panelWidth + panelGap)) - panelGap,
		at({row, column: place}) {
			const [panel, within] = [Math.floor(place / (panelWidth + panelGap)), place % (panelWidth + panelGap)];
			const fromRight = panelWidth - 1 - within;
			const name = fromRight < 0 ? undefined : (['updateRatio', 'gradientNorm'] as const).at(Math.floor(fromRight / (matrixNumberWidth + 1)));
			const matrix = row === 0 || fromRight < 0 ? undefined : matrices.at((panel * lines) + row - 1);
			return {
				...explainingClick(fromRight < 2 * (matrixNumberWidth + 1) ? name : undefined, explaining),
				...(matrix && {tells: [`${[matrix.key, matrixName(matrix.key)].filter(Boolean).join(', ')}, ${matrix.rows}x${matrix.columns}: gradient norm ${formatShort(matrix.gradientNorm, roomForNumber)}, update ${formatShort(matrix.updateRatio, roomForNumber)} of the weights`, matrix.key]}),
			};
		},
	};
}

function explainingClick(name: Explained | undefined, {columns, explained}: Explaining): Pointed {
	return name !== undefined && columns.includes(name) ? {click: keysBetween(columns.indexOf(explained), columns.indexOf(name), ['left', 'right'])} : {};
}

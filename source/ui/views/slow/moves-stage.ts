import {type ParameterMoves} from '../../../inspection/parameter-moves.js';
import {type WeightMap} from '../../../inspection/weight-map.js';
import {matrixName} from '../../../report/matrix-names.js';
import {cellsOf} from '../../../text/cells-of.js';
import {cutText} from '../../../text/cut-text.js';
import {formatCount} from '../../../text/format.js';
import {formatShort} from '../../../text/short-number.js';
import {fit} from '../../fitting.js';
import {edgeLetter, edgeWidth} from '../inside/edge-letter.js';
import {placeNote} from '../inside/look.js';
import {type Look} from '../../theme.js';
import {parameterName} from '../step/adam-table.js';
import {
	say,
	scrolled,
	type StageLine,
	type StageView,
} from './stage.js';

/** From a small step to a large one; how large it is can be seen without colours. */
const arrows = {
	unicode: {up: ['⇡', '↑', '⇑'], down: ['⇣', '↓', '⇓'], none: '·'},
	ascii: {up: ['\'', '^', 'A'], down: [',', 'v', 'V'], none: '-'},
} as const;
/** The darkest arrow that is still seen on the background. */
const faintest = 0.4;
const gap = 3;
const numberWidth = 9;
/** What stands around the arrows, at least and with all that is said. */
const others = [2, 5] as const;

/** A line of matrices side by side, and whose it is. */
type FieldLine = {readonly text: string; readonly titles: string};

/** The moves of all parameters of the step: an arrow for each, in the places of its matrix. */
export function movesStage(view: StageView, moves: ParameterMoves): StageLine[] {
	const {width, row, theme: {paint}, glyphs} = view;
	const farthest = Math.abs(moves.farthest?.change ?? 0);
	const lines = shelve(moves.matrices, farthest, view);
	const notes = meansNote(moves.matrices, view);
	const {first, room} = scrolled(view, {place: row, count: lines.length, others: [others[0], others[1] + notes.length]});
	const shown = lines.slice(first, first + room);
	// Whose arrows they are is to be seen wherever one has scrolled to.
	const field = shown.map(({text, titles}, index) => index === 0 ? titles : text);
	const {up, down, none} = arrows[glyphs.isAscii ? 'ascii' : 'unicode'];
	const legend = (words: readonly [string, string, string]) => `${up.join(' ')} ${words[0]}, ${down.join(' ')} ${words[1]}${words[2]}`;
	return [
		say([
			'All parameters have moved at once, each against its gradient as far as the optimiser says. An arrow for each:',
			'All parameters have moved at once. An arrow for each:',
			'All parameters at once:',
		], view),
		...field,
		shown.length < lines.length ? paint('label', placeNote(['line', 'lines'], {from: first + 1, to: first + shown.length, of: lines.length}, width)) : '',
		{
			said: paint('label', fit([
				legend(['larger', 'smaller', `: up to a third, two thirds, all of the farthest move; ${none} not moved`]),
				legend(['larger', 'smaller', `: up to 1/3, 2/3, all of the farthest; ${none} not`]),
				legend(['larger', 'smaller', `; ${none} not moved`]),
				legend(['+', '-', '']),
			], width)),
		},
		paint('value', fit(countTexts(moves, view), width)),
		...notes,
	];
}

function countTexts({grown, shrunk, unmoved, farthest}: ParameterMoves, {glyphs}: StageView): string[] {
	const [more, less, same, all] = [grown, shrunk, unmoved, grown + shrunk + unmoved].map(count => formatCount(count));
	const counts = `${more} larger, ${less} smaller, ${same} not moved`;
	if (!farthest) {
		return [`${counts}, of ${all}`, counts];
	}

	const number = formatShort(farthest.change, numberWidth);
	const name = parameterName(farthest.place, glyphs);
	return [`Of ${all}: ${counts}. The farthest move is that of ${name}: ${number}.`, `${counts}; farthest: ${name}, ${number}`, `${counts}; farthest ${number}`, `+${more} -${less} 0: ${same}; most ${number}`];
}

/** Where there is no room for an arrow each. */
function meansNote(matrices: readonly WeightMap[], view: StageView): StageLine[] {
	const small = matrices.filter(({rows, columns, cells}) => cells.length < rows || cells[0].length < columns).map(({key}) => key);
	return small.length === 0
		? []
		: [say([
			`There is no room for all of ${small.join(', ')}: an arrow there is the mean of several parameters.`,
			'Where there is no room, an arrow is the mean of several.',
			'Some arrows are means.',
		], view)];
}

/** As many matrices side by side as there is room for, and the others below. */
function shelve(matrices: readonly WeightMap[], farthest: number, view: StageView): FieldLine[] {
	const shelves: Array<{readonly tiles: Tile[]; width: number}> = [];
	for (const matrix of matrices) {
		const tile = tileOf(matrix, farthest, view);
		const last = shelves.at(-1);
		if (last && last.width + gap + tile.width <= view.width) {
			last.tiles.push(tile);
			last.width += gap + tile.width;
		} else {
			shelves.push({tiles: [tile], width: tile.width});
		}
	}

	return shelves.flatMap(({tiles, width: taken}) => {
		// The last one has all the room that is left.
		const titles = tiles.map((tile, index) => titleOf(tile, tile.width - tile.edge + (index === tiles.length - 1 ? view.width - taken : 0), view)).join(' '.repeat(gap));
		const height = Math.max(...tiles.map(({lines}) => lines.length));
		const below = Array.from({length: height}, (_, line) => tiles.map(({lines, width}) => lines[line] ?? ' '.repeat(width)).join(' '.repeat(gap)));
		return [titles, ...below].map(text => ({text, titles}));
	});
}

/** A matrix in arrows, as wide as its name at least; with the letters of its rows, where it has some. */
type Tile = {readonly matrix: WeightMap; readonly lines: readonly string[]; readonly edge: number; readonly width: number};

function tileOf(matrix: WeightMap, farthest: number, view: StageView): Tile {
	const {start, glyphs, theme: {paint}, width: room} = view;
	const {key, rows, cells} = matrix;
	const letters = [...start.dataset.characters ?? '', undefined];
	const edge = edgeWidth(letters, glyphs) + 1;
	const hasLetters = (key === 'wte' || key === 'lm_head') && letters.length === rows && cells.length === rows && cells[0].length + edge <= room;
	const width = (hasLetters ? edge : 0) + Math.max(cells[0].length, key.length);
	const lines = cells.map((row, index) => {
		const letter = hasLetters ? edgeLetter(letters[index], edge - 1, glyphs) : '';
		const text = row.map(move => arrowOf(move, farthest, view)).join('');
		return (hasLetters ? `${paint('label', letter)} ` : '') + text + ' '.repeat(width - (hasLetters ? edge : 0) - row.length);
	});
	return {
		matrix, lines, edge: hasLetters ? edge : 0, width,
	};
}

function titleOf({matrix: {key, rows, columns}, edge}: Tile, width: number, {theme: {paint}, glyphs}: Look): string {
	const size = `${rows}x${columns}`;
	const purpose = matrixName(key);
	const name = cutText(key, width, glyphs.isAscii).trimEnd();
	const words = fit([...(purpose === undefined ? [] : [` ${size}, ${purpose}`]), ` ${size}`, ''], width - cellsOf(name));
	return ' '.repeat(edge) + paint('key', name) + paint('label', words) + ' '.repeat(Math.max(0, width - cellsOf(name + words)));
}

function arrowOf(move: number, farthest: number, {theme: {paint, paintCell, palette, colorCount}, glyphs}: Look): string {
	const {up, down, none} = arrows[glyphs.isAscii ? 'ascii' : 'unicode'];
	if (move === 0 || !Number.isFinite(move)) {
		return paint('label', move === 0 ? none : '?');
	}

	const share = Math.min(1, Math.abs(move) / farthest);
	const arrow = (move > 0 ? up : down)[Math.min(2, Math.floor(share * 3))];
	return colorCount === 256 ? paintCell(arrow, palette.diverging(Math.sign(move) * (faintest + ((1 - faintest) * share)))) : paint(move > 0 ? 'above' : 'below', arrow);
}

import {expect} from 'vitest';
import {cellsOf} from '../../source/text/cells-of.js';
import {
	type Picture,
	type Place,
	pointedAt,
} from '../../source/ui/spots.js';

/** All cells of a spot would take long: those at its edges, and every so many between them. */
const stride = 11;

/**
Goes through what there is for the mouse.

@yields Cells of each spot with what is there.
*/
function * cellsOfSpots({spots = []}: Picture) {
	for (const spot of spots) {
		for (let row = 0; row < spot.rows; row++) {
			for (const column of new Set([...Array.from({length: Math.ceil(spot.columns / stride)}, (_, index) => index * stride), ...(spot.columns > 0 ? [spot.columns - 1] : [])])) {
				yield {row: spot.row + row, column: spot.column + column, pointed: spot.at({row, column})};
			}
		}
	}
}

/** Whether all that is for the mouse is where there are lines, and what it tells can be shown. */
export function expectSpotsToFit(picture: Picture, {columns, isAscii}: {readonly columns: number; readonly isAscii: boolean}): void {
	const forbidden = isAscii ? /[^\u{20}-\u{7E}]/v : /\p{Control}/v;
	const isFit = (text: string, index: number, all: readonly string[]) => text !== '' && !forbidden.test(text) && (index === 0 || cellsOf(text) <= cellsOf(all[index - 1]));
	const problems = [...cellsOfSpots(picture)].filter(({row, column, pointed}) => row >= picture.lines.length || column >= columns || (pointed?.tells ?? []).some((text, index, all) => !isFit(text, index, all)));
	expect(problems).toEqual([]);
}

/** The keys that a click on a place stands for; none where there is nothing to click on. */
export function keysAt({spots = []}: Picture, place: Place): readonly string[] {
	return pointedAt(spots, place, 'click')?.has.keys ?? [];
}

/** What is told at a place, in the longest wording. */
export function toldAt({spots = []}: Picture, place: Place): string | undefined {
	return pointedAt(spots, place, 'tells')?.has[0];
}

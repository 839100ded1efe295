import {expect} from 'vitest';
import {cellsOf} from '../../source/text/cells-of.js';
import {
	type Act,
	type Picture,
	type Place,
	pointedAt,
} from '../../source/ui/spots.js';

/**
Goes through all that there is for the mouse.

@yields Each cell of each spot with what is there.
*/
function * cellsOfSpots({spots = []}: Picture) {
	for (const spot of spots) {
		for (let row = 0; row < spot.rows; row++) {
			for (let column = 0; column < spot.columns; column++) {
				yield {row: spot.row + row, column: spot.column + column, pointed: spot.at({row, column})};
			}
		}
	}
}

/** Whether all that is for the mouse is where there are lines, and what it tells can be shown. */
export function expectSpotsToFit(picture: Picture, {columns, isAscii}: {readonly columns: number; readonly isAscii: boolean}): void {
	for (const {row, column, pointed} of cellsOfSpots(picture)) {
		expect([row < picture.lines.length, column < columns], `${row}, ${column}`).toEqual([true, true]);
		const told = pointed?.tells ?? [];
		expect(told.filter(text => text === '' || (isAscii ? /[^\u{20}-\u{7E}]/v : /\p{Control}/v).test(text))).toEqual([]);
		expect(told.map(text => cellsOf(text))).toEqual(told.map(text => cellsOf(text)).toSorted((a, b) => b - a));
	}
}

/** The keys that a click on a place stands for; none where there is nothing to click on. */
export function keysAt({spots = []}: Picture, place: Place): readonly string[] {
	const act: Act | undefined = pointedAt(spots, place, 'click')?.has;
	return act && 'keys' in act ? act.keys : [];
}

/** What is told at a place, in the longest wording. */
export function toldAt({spots = []}: Picture, place: Place): string | undefined {
	return pointedAt(spots, place, 'tells')?.has[0];
}

import {type ViewState} from './view-state.js';

/** A place on the screen, counted in cells from the top left one, which is 0, 0. */
export type Place = {readonly row: number; readonly column: number};

/** What a click, a turn of the wheel or a drag does: a change of what one sees, and then what keys do. It can do nothing that keys cannot. */
export type Act = {readonly change?: (state: ViewState) => ViewState; readonly keys?: readonly string[]};

/** What is at a place for the mouse. */
export type Pointed = {
	/** What it says of itself while the pointer is on it, from the longest wording to the shortest. */
	readonly tells?: readonly string[];
	readonly click?: Act;
	readonly wheel?: {readonly up: Act; readonly down: Act};
	/** What comes of dragging from another place of the same spot to this one, and, at the end, of letting go there. */
	readonly drag?: (from: Place, isDone: boolean) => Act;
};

/** A rectangle of the screen that the mouse can do something with. */
export type Spot = Place & {
	readonly rows: number;
	readonly columns: number;
	/** What is at a place of it, counted from its own top left cell. */
	readonly at: (place: Place) => Pointed | undefined;
};

/** A part of the screen: its lines, and what of them is for the mouse, counted from the first of them. */
export type Picture = {readonly lines: readonly string[]; readonly spots?: readonly Spot[]};

/** Pictures one below the other. */
export function stack(pictures: readonly Picture[]): Required<Picture> {
	let row = 0;
	const spots = pictures.flatMap(picture => {
		const shifted = shiftSpots(picture.spots ?? [], {row, column: 0});
		row += picture.lines.length;
		return shifted;
	});
	return {lines: pictures.flatMap(({lines}) => lines), spots};
}

/** The same with so many blank cells before each line. */
export function indentPicture({lines, spots = []}: Picture, margin: number): Required<Picture> {
	return {lines: lines.map(line => ' '.repeat(margin) + line), spots: shiftSpots(spots, {row: 0, column: margin})};
}

/** The keys that lead from a place to another one, of as many as there are between them. */
export function keysBetween(from: number, to: number, [back, on]: readonly [back: string, on: string]): Act {
	return {keys: Array.from({length: Math.abs(to - from)}, () => to < from ? back : on)};
}

/** A spot that is the same all over. */
export function spotOf(place: Omit<Spot, 'at'>, pointed: Pointed): Spot {
	return {...place, at: () => pointed};
}

/** Spots of a part of the screen, as those of the whole that it is put into. */
export function shiftSpots(spots: readonly Spot[], {row, column}: Place): Spot[] {
	return spots.map(spot => ({...spot, row: spot.row + row, column: spot.column + column}));
}

/**
What is at a place, by what it is asked for: of spots that lie over one another, the last that has it counts. A drag
is asked where it ends; what it began on is the same spot.
*/
export function pointedAt<Aspect extends keyof Pointed>(spots: readonly Spot[], place: Place, aspect: Aspect): {readonly spot: Spot; readonly has: NonNullable<Pointed[Aspect]>} | undefined {
	for (const spot of spots.toReversed()) {
		const has = isIn(spot, place) ? spot.at(within(spot, place))?.[aspect] : undefined;
		if (has !== undefined) {
			return {spot, has};
		}
	}

	return undefined;
}

/** A place of the screen, counted from the top left cell of a spot. */
export function within(spot: Spot, {row, column}: Place): Place {
	return {row: row - spot.row, column: column - spot.column};
}

function isIn(spot: Spot, place: Place): boolean {
	const {row, column} = within(spot, place);
	return row >= 0 && row < spot.rows && column >= 0 && column < spot.columns;
}

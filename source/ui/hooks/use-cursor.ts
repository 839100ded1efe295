import {useState} from 'react';

/** Where one is in something that the arrows move, and where the cursor was then. */
export type Place = {readonly cursor: number; readonly place: number};

/**
A place that follows a cursor that knows no end: where it stops, it turns back with the first key
that goes back.

@param cursor - How far keys have moved it.
@param last - The last place there is; the first is 0.
*/
export function useCursor(cursor: number, last: number): number {
	const [known, setKnown] = useState<Place>({cursor: 0, place: 0});
	const moved = movePlace(known, cursor, last);
	if (moved !== known) {
		setKnown(moved);
	}

	return Math.min(moved.place, last);
}

/** Moves a place as far as its cursor has moved, between 0 and the last. */
export function movePlace(known: Place, cursor: number, last: number): Place {
	return cursor === known.cursor ? known : {cursor, place: Math.max(0, Math.min(last, Math.min(known.place, last) + cursor - known.cursor))};
}

import {useEffect} from 'react';
import {type Cursor} from '../../cursor.js';
import {holdMs, placeAfter, type StageClock} from '../../stage-clock.js';

type Held = {
	readonly cursor: Cursor;
	/** What is seen there; undefined as long as it is on its way. */
	readonly step: number | undefined;
	readonly positionCount: number;
};

/**
Goes on from place to place in slow motion while its clock goes. Whatever is shown anew is held from its beginning: what a
person chooses meanwhile, too.

@param onHeld - Called with the next place; with undefined, it is the next step.
*/
export function useStageClock(clock: StageClock, {cursor, step, positionCount}: Held, onHeld: (next: Cursor | undefined) => void): void {
	const {isGoing, seconds} = clock;
	const place = JSON.stringify(cursor);
	useEffect(() => {
		if (!isGoing || step === undefined) {
			return;
		}

		const held = JSON.parse(place) as Cursor;
		const timer = setTimeout(() => {
			onHeld(placeAfter(held, positionCount));
		}, holdMs(held, {isGoing, seconds}));
		return () => {
			clearTimeout(timer);
		};
	}, [isGoing, seconds, place, step, positionCount, onHeld]);
}

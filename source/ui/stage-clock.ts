import {type Cursor} from './cursor.js';
import {stageNames, type StageName} from './views/slow/stage.js';

/** How slow motion goes on by itself. */
export type StageClock = {
	readonly isGoing: boolean;
	/** How long a stage is held. */
	readonly seconds: number;
};

const paces = [1, 2, 4, 8, 16];

/** At first it stands still, and each stage is held until a key. */
export const stillClock: StageClock = {isGoing: false, seconds: 4};

/** Of a long document, some positions are left out: nobody would wait for all. */
const mostPositions = 16;

/** Another pace, where there is one: each stage half as long, or twice. */
export function changeClock(clock: StageClock, direction: 'shorter' | 'longer'): StageClock {
	const place = paces.indexOf(clock.seconds) + (direction === 'longer' ? 1 : -1);
	return {...clock, seconds: paces.at(Math.max(0, Math.min(paces.length - 1, place)))!};
}

/** How long a place is held. After the first position, which explains them all, the others are only looked at. */
export function holdMs({row, column}: Cursor, {seconds}: StageClock): number {
	return (stageNames.at(column) === 'forward' && row > 0 ? 500 : 1000) * seconds;
}

/**
Where slow motion goes from a place: through all positions in forward, from one parameter to the moves of all, and else to
the next stage.

@param positionCount - How many positions the document of the step has.
@returns undefined from the last one on: to the next step.
*/
export function placeAfter({row, column, detail}: Cursor, positionCount: number): Cursor | undefined {
	const stage: StageName | undefined = stageNames[column];
	const stride = Math.ceil(positionCount / mostPositions);
	if (stage === 'forward' && row + stride < positionCount) {
		return {row: row + stride, column};
	}

	if (stage === 'update' && detail === undefined) {
		return {row: 0, column, detail: {name: 'moves', row}};
	}

	return column + 1 < stageNames.length ? {row: 0, column: column + 1} : undefined;
}

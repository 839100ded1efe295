import {useEffect} from 'react';
import {type Show} from '../../shows/show.js';
import {isCardDone, type Situation} from './conditions.js';

/** Notes that what the card on the screen asks for is done, as soon as that is so. */
export function useCardDone({cards}: Pick<Show, 'cards'>, situation: Omit<Situation, 'card'>): void {
	const {card: shown} = situation.shown;
	useEffect(() => {
		if (shown && !shown.isDone && isCardDone(shown.card, situation)) {
			cards?.complete();
		}
	});
}

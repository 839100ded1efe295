import {
	type RefObject,
	useEffect,
	useRef,
	useState,
} from 'react';
import {type WritingRequest} from '../../../inspection/writing.js';
import {Inquiry} from '../../../run/inquiry.js';
import {type Ask} from '../../../run/run.js';

/** What has been written so far. */
export type Written = {
	/** The end of it, if there is more than one would scroll through. */
	readonly text: string;
	/** The step after which the model wrote the last of it; undefined before that is there. */
	readonly step: number | undefined;
	/** There is as much of it as is kept, and somebody reads above its end: no more is written until they come back to that. */
	readonly isWaiting?: boolean;
};

/** A page as it is to be found again, when what came over it is gone. */
export type HeldPage = Written & {
	/** How many pages had been begun with it. */
	readonly number: number;
	/** How it begins. */
	readonly prefix: string;
	/** The end of it, as far as the model sees it. */
	readonly end: string;
	readonly place?: ReadingPlace | undefined;
};

/** Where somebody reads, in lines. */
export type ReadingPlace = {
	/** How many lines keys have moved up to come there. */
	readonly up: number;
	/** How many of them had no effect, for it is the end. */
	readonly atEnd: number;
	/** The first line below what one sees; undefined at the end. */
	readonly last: number | undefined;
};

export type WritingWishes = {
	/** How many pages have been begun: another number, and this one begins anew. */
	readonly number: number;
	/** How each document begins, and how it is drawn. */
	readonly style: Omit<WritingRequest, 'end'>;
	/** The training does not go on meanwhile. */
	readonly isStill: boolean;
	/** Somebody reads above its end. */
	readonly isReadAbove: boolean;
};

/** Some minutes' worth. */
const mostKept = 20_000;
const leastKept = 18_000;
/** So near to that, the text is cut between lines, or else between words. */
const roomForCut = 500;
/** Where the training does not go on, nothing is held up: only the eye is waited for. */
const stillIntervalMs = 40;

/**
What a model writes on and on, as long as somebody looks.

@param ask - Another one asks the model of another moment, which goes on with the same text.
@param held - The page, for when one looks again.
*/
export function useWriting(ask: Ask, held: RefObject<HeldPage | undefined>, wishes: WritingWishes): Written {
	const {number, style: {prefix}, isReadAbove} = wishes;
	if (held.current?.number !== number || held.current.prefix !== prefix) {
		held.current = {
			number, prefix, text: prefix, end: prefix, step: undefined,
		};
	}

	const [page, setPage] = useState(held.current);
	const latest = useRef(wishes);
	latest.current = wishes;
	const isWaiting = isReadAbove && page.text.length >= mostKept;
	useEffect(() => {
		if (isWaiting) {
			return;
		}

		let timer: NodeJS.Timeout | undefined;
		const goOn = () => {
			const {style, isStill} = latest.current;
			inquiry.want({...style, end: held.current!.end});
			if (isStill) {
				inquiry.hurry();
			}
		};

		const inquiry = new Inquiry(ask, 'writeOn', part => {
			const {isStill, isReadAbove: isReadNow} = latest.current;
			const before = held.current!;
			const text = before.text + part.text;
			held.current = {
				// What one reads is not to move.
				...before, text: isReadNow ? text : endOf(text), end: part.end, step: part.step,
			};
			setPage(held.current);
			timer = setTimeout(goOn, isStill ? stillIntervalMs : 0);
		});
		goOn();
		return () => {
			clearTimeout(timer);
			inquiry.close();
		};
	}, [ask, isWaiting]);
	return {...page, isWaiting};
}

/** As much as is kept; cut in large pieces, so that the lines do not break anew with each letter. */
function endOf(text: string): string {
	if (text.length <= mostKept) {
		return text;
	}

	const kept = text.slice(-leastKept);
	const near = kept.slice(0, roomForCut);
	const cut = [near.indexOf('\n'), near.indexOf(' ')].find(place => place !== -1);
	// Without either, between two letters: not within one of two units.
	return cut === undefined ? kept.replace(/^\p{Surrogate}/v, '') : kept.slice(cut + 1);
}

import {useEffect, useRef, useState} from 'react';
import {isTaught, type TaughtWord, type TeachingRequest} from '../../../inspection/teaching.js';
import {type Ask} from '../../../run/run.js';

/** What is known of a word that is taught. */
export type TaughtSoFar = {
	/** `noMemory` where there is none for a copy of the model. */
	readonly taught: TaughtWord | 'noMemory' | undefined;
	/** Steps are still being done, or measured. */
	readonly isBusy: boolean;
};

/** For each part of the time that is spent on the word, the training has two. */
const restWhileTraining = 2;

type Answer = {readonly ask: Ask; readonly request: TeachingRequest; readonly taught: TaughtWord | 'noMemory'};

/**
A word taught to a copy of the model, step by step, as long as somebody looks.

@param ask - Another one asks another run, or another moment of it.
@param isStill - The training does not go on meanwhile: nothing is held up.
*/
export function useTeaching(ask: Ask, request: TeachingRequest, isStill: boolean): TaughtSoFar {
	const restForWork = useRef(0);
	restForWork.current = isStill ? 0 : restWhileTraining;
	const [answer, setAnswer] = useState<Answer>();
	const {number, word, steps, isOtherRate} = request;
	useEffect(() => {
		if (word === '') {
			return;
		}

		const asking = new AbortController();
		const wanted = {
			number, word, steps, isOtherRate,
		};
		const goOn = async () => {
			for (;;) {
				const askedAt = performance.now();
				const taught = await ask(['teachWord', wanted], {signal: asking.signal});
				if (taught === undefined || asking.signal.aborted) {
					return;
				}

				setAnswer({ask, request: wanted, taught});
				if (isDone(taught, steps)) {
					return;
				}

				await rest((performance.now() - askedAt) * restForWork.current);
			}
		};

		void goOn();
		return () => {
			asking.abort();
		};
	}, [ask, number, word, steps, isOtherRate]);
	if (answer?.ask !== ask || answer.request.number !== number || word === '') {
		return {taught: undefined, isBusy: word !== ''};
	}

	const isLatest = answer.request.steps === steps && answer.request.isOtherRate === isOtherRate;
	return {taught: answer.taught, isBusy: !isLatest || !isDone(answer.taught, steps)};
}

async function rest(milliseconds: number): Promise<void> {
	await new Promise(resolve => {
		setTimeout(resolve, milliseconds);
	});
}

function isDone(taught: TaughtWord | 'noMemory', steps: number): boolean {
	return taught === 'noMemory' || isTaught(taught, steps);
}

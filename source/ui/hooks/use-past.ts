import {useMemo, useState} from 'react';
import {type Ask} from '../../run/run.js';

/** How to ask a model as it was. */
export type AskedPast = {
	readonly ask: Ask;
	/** Whether nobody knows any more how it was at that step. */
	readonly isUnknown: boolean;
};

/** Asks a model how it was after a step; without one, how it is now. */
export function usePast(ask: Ask, step: number | undefined): AskedPast {
	const [unknown, setUnknown] = useState<number>();
	const asked = useMemo(() => {
		if (step === undefined) {
			return ask;
		}

		const askThen: Ask = async (question, options) => {
			const answer = await ask(question, {...options, step});
			if (answer === undefined && options?.signal?.aborted !== true) {
				setUnknown(step);
			}

			return answer;
		};

		return askThen;
	}, [ask, step]);
	return {ask: asked, isUnknown: step !== undefined && step === unknown};
}

import {useMemo, useState} from 'react';
import {type Ask, type WhyUnknown} from '../../run/run.js';

/** How to ask a model as it was. */
export type AskedPast = {
	readonly ask: Ask;
	/** Why nobody knows how it was at that step; undefined as long as somebody may. */
	readonly whyUnknown: WhyUnknown | 'closed' | undefined;
};

/** Asks a model how it was after a step; without one, how it is now. */
export function usePast(ask: Ask, step: number | undefined): AskedPast {
	const [unknown, setUnknown] = useState<{readonly step: number; readonly why: WhyUnknown | 'closed'}>();
	const asked = useMemo(() => {
		if (step === undefined) {
			return ask;
		}

		const askThen: Ask = async (question, options) => {
			const answer = await ask(question, {...options, step});
			if (answer === undefined && options?.signal?.aborted !== true) {
				const why = await ask(['whyUnknown'], {step});
				// There are questions without an answer, where it is known.
				if (why !== 'known') {
					setUnknown({step, why: why ?? 'closed'});
				}
			}

			return answer;
		};

		return askThen;
	}, [ask, step]);
	return {ask: asked, whyUnknown: unknown?.step === step ? unknown?.why : undefined};
}

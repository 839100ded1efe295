import {useMemo, useState} from 'react';
import {
	type Ask,
	type StepDifference,
	type WayBack,
	type WhyUnknown,
} from '../../run/run.js';
import {watchWayBack} from '../watch-way-back.js';

/** How to ask a model as it was. */
export type AskedPast = {
	readonly ask: Ask;
	/** Why nobody knows how it was at that step; undefined as long as somebody may. */
	readonly whyUnknown: WhyUnknown | 'closed' | undefined;
	/** How far it is to that step, where one has been waiting for a while. */
	readonly wayBack: WayBack | undefined;
	/** A step up to there that this version computes otherwise than it is recorded. */
	readonly difference: StepDifference | undefined;
};

/** What is known of a step by now. */
type Told = {readonly step: number; readonly why?: WhyUnknown | 'closed'; readonly wayBack?: WayBack | undefined; readonly difference?: StepDifference};

/** Asks a model how it was after a step; without one, how it is now. */
export function usePast(ask: Ask, step: number | undefined): AskedPast {
	const [told, setTold] = useState<Told>();
	const asked = useMemo(() => {
		if (step === undefined) {
			return ask;
		}

		const askWatched: Ask = async (question, options) => {
			const stopWatching = watchWayBack(ask, step, wayBack => {
				setTold({step, wayBack});
			});
			try {
				return await ask(question, {...options, step});
			} finally {
				stopWatching();
			}
		};

		const askThen: Ask = async (question, options) => {
			const answer = await askWatched(question, options);
			setTold(last => last?.wayBack ? undefined : last);
			if (answer === undefined && options?.signal?.aborted !== true) {
				const why = await ask(['whyUnknown'], {step});
				// There are questions without an answer, where it is known.
				if (why !== 'known') {
					setTold({step, why: why ?? 'closed'});
				}
			}

			const difference = answer === undefined ? undefined : await ask(['differenceBefore'], {step});
			if (difference) {
				setTold({step, difference});
			}

			return answer;
		};

		return askThen;
	}, [ask, step]);
	const news = told?.step === step ? told : undefined;
	return {
		ask: asked, whyUnknown: news?.why, wayBack: news?.wayBack, difference: news?.difference,
	};
}

import {useEffect, useState} from 'react';
import {type CurvePoint} from '../../history/curve-point.js';
import {type Ask} from '../../run/run.js';

/** What was asked about a step, as far as it is answered. */
export type StepAnswer = {
	/** That step, or the shortest stretch with it that is recorded. */
	readonly point?: CurvePoint | undefined;
	/** The documents that it learnt from. */
	readonly documents?: readonly string[] | undefined;
};

/** Whoever holds a key down goes past most steps: only where the cursor rests, something is asked. */
const restMs = 60;
const noAnswer: StepAnswer = {};

/**
Asks a run about a step.

@param step - Undefined: nothing is asked.
@param isKnown - Whether the step itself is known already, so that its record need not be looked up.
*/
export function useStepAnswer(ask: Ask, step: number | undefined, isKnown: boolean): StepAnswer {
	const [answered, setAnswered] = useState<{readonly step: number; readonly answer: StepAnswer}>();
	useEffect(() => {
		if (step === undefined) {
			return;
		}

		const asking = new AbortController();
		const {signal} = asking;
		const inquire = async () => {
			const [documents, point] = await Promise.all([
				ask(['documentsOf', step], {signal}), isKnown ? undefined : ask(['recallStep', step], {signal}),
			]);
			if (!signal.aborted) {
				setAnswered({step, answer: {documents, point}});
			}
		};

		const timer = setTimeout(() => {
			void inquire();
		}, restMs);
		return () => {
			clearTimeout(timer);
			asking.abort();
		};
	}, [ask, step, isKnown]);
	return answered && answered.step === step ? answered.answer : noAnswer;
}

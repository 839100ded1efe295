import {useEffect, useState} from 'react';
import {type GradientCheck} from '../../inspection/gradient-check.js';
import {type Ask} from '../../run/run.js';

/**
A gradient verified on demand: once for each demand, with the step that is shown then.

@param demands - How many there have been; those before the view was opened do not count.
@param index - The parameter, or undefined while there is none.
@param step - The step that is shown.
@returns the last answer; undefined if nothing of this run has been verified.
*/
export function useGradientCheck(ask: Ask, demands: number, index: number | undefined, step: number | undefined): GradientCheck | undefined {
	const [answered, setAnswered] = useState(demands);
	const [answer, setAnswer] = useState<{readonly ask: Ask; readonly check: GradientCheck}>();
	const isWanted = demands !== answered && index !== undefined;
	useEffect(() => {
		if (!isWanted) {
			return;
		}

		setAnswered(demands);
		void (async () => {
			const check = await ask(['checkGradient', index, step]);
			if (check) {
				setAnswer({ask, check});
			}
		})();
	// Which parameter it is counts when it is asked for, not when the next step has others.
	}, [isWanted, demands, index, step, ask]);
	return answer?.ask === ask ? answer.check : undefined;
}

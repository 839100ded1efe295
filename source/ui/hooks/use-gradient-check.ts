import {useEffect, useState} from 'react';
import {type GradientCheck} from '../../inspection/gradient-check.js';
import {type Inspect} from '../../run/open-run.js';

/**
A gradient verified on demand: once for each demand, with the step that is the last then.

@param demands - How many there have been; those before the view was opened do not count.
@param index - The parameter, or undefined while there is none.
@returns the last answer; undefined if nothing of this run has been verified.
*/
export function useGradientCheck(inspect: Inspect, demands: number, index: number | undefined): GradientCheck | undefined {
	const [answered, setAnswered] = useState(demands);
	const [answer, setAnswer] = useState<{readonly inspect: Inspect; readonly check: GradientCheck}>();
	const isWanted = demands !== answered && index !== undefined;
	useEffect(() => {
		if (!isWanted) {
			return;
		}

		setAnswered(demands);
		void (async () => {
			const check = await inspect('checkGradient', index);
			if (check) {
				setAnswer({inspect, check});
			}
		})();
	// Which parameter it is counts when it is asked for, not when the next step has others.
	}, [isWanted, demands, index, inspect]);
	return answer?.inspect === inspect ? answer.check : undefined;
}

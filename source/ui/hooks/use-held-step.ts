import {useEffect, useState} from 'react';
import {type StepReport} from '../../inspection/step-report.js';
import {type Ask} from '../../run/run.js';
import {useInspection} from './use-inspection.js';

/** How long a step stays before another one that is not the next; and before the next, where each of them can be followed. */
const [holdMs, followMs] = [1500, 400];

/** A step that can be read. */
export type HeldStep = {
	/** Undefined before the first answer. */
	readonly report: StepReport | undefined;
	/** It stays for a while, although the training goes on. */
	readonly isHeld: boolean;
	/** While it is held: how many steps it is after the one that was shown before; undefined for the first. */
	readonly every: number | undefined;
};

/** The step that is shown, and whether the training went on then. */
type Shown = {readonly step: number; readonly every: number | undefined; readonly isRunning: boolean};

/** How many steps it went on; what was jumped over by hand says nothing of the pace. */
function strideFrom(before: Shown | undefined, step: number): number | undefined {
	return before?.isRunning && step > before.step ? step - before.step : undefined;
}

/**
The last step taken apart. While the training runs, it is held long enough to be read; otherwise it is always the last.

@param last - The last step; 0 before the first.
@param pinned - The place of a parameter that is told of besides the strongest.
*/
export function useHeldStep(ask: Ask, last: number, isRunning: boolean, pinned?: number): HeldStep {
	const [wanted, setWanted] = useState(last);
	const report = useInspection(ask, 'reportLastStep', pinned === undefined ? [] : [pinned], {step: wanted, isStill: !isRunning});
	const [shown, setShown] = useState<Shown>();
	const [rest, setRest] = useState<{readonly step: number; readonly isOver: boolean}>();
	const step = report?.step;
	if (step !== undefined && step !== shown?.step) {
		// What was jumped over by hand says nothing of the pace.
		setShown({step, every: isRunning ? strideFrom(shown, step) : undefined, isRunning});
	}

	useEffect(() => {
		if (step === undefined) {
			return;
		}

		const timers = [[followMs, false], [holdMs, true]] as const;
		const running = timers.map(([delayMs, isOver]) => setTimeout(() => {
			setRest({step, isOver});
		}, delayMs));
		return () => {
			for (const timer of running) {
				clearTimeout(timer);
			}
		};
	}, [step]);

	const isRead = step !== undefined && rest?.step === step && (rest.isOver || last === step + 1);
	// Until what was asked for is there, nothing else is asked for: it would soon push that aside.
	const isDue = step === undefined || last < wanted || (isRead && wanted <= step);
	if (wanted !== last && (!isRunning || isDue)) {
		setWanted(last);
	}

	return {report, isHeld: isRunning, every: isRunning ? shown?.every : undefined};
}

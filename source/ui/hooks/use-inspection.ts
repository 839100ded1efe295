import {useEffect, useRef, useState} from 'react';
import {Inquiry} from '../../run/inquiry.js';
import {type Ask, type Questions} from '../../run/run.js';

/** So long an answer about another moment may stay while the next is on its way, whatever is asked meanwhile; it would flicker otherwise. */
const graceMs = 200;

/** When a training is asked. */
export type AskedMoment = {
	/** The last step, or that which is looked at. */
	readonly step: number;
	/** Nothing is held up by the answer, so that it need not wait. */
	readonly isStill?: boolean;
	/** Whoever shows it says of which moment it is: one about another moment is never shown. */
	readonly isExact?: boolean;
	/** Without it, something is; else nothing is asked as long as nothing is wanted. */
	readonly isWanted?: boolean;
};

/**
What a training answers, asked again whenever it has come further or the question changes.

@param ask - Another one asks about another run, or another moment of it.
@param moment - What it is about: another step makes it ask again.
@returns the last answer; undefined before the first.
*/
export function useInspection<Name extends keyof Questions>(ask: Ask, name: Name, details: Parameters<Questions[Name]>, {step, isStill = false, isExact = false, isWanted = true}: AskedMoment): ReturnType<Questions[Name]> | undefined {
	const [answer, setAnswer] = useState<{readonly value: ReturnType<Questions[Name]>; readonly ask: Ask}>();
	const [late, setLate] = useState<Ask>();
	const [inquiry, setInquiry] = useState<Inquiry<Name>>();
	const question = JSON.stringify(details);
	useEffect(() => {
		const opened = new Inquiry(ask, name, value => {
			setAnswer({value, ask});
		});
		setInquiry(opened);
		return () => {
			opened.close();
		};
	}, [ask, name]);
	useEffect(() => {
		inquiry?.hurry();
	}, [inquiry, question]);
	useEffect(() => {
		if (isWanted) {
			inquiry?.want(...JSON.parse(question) as Parameters<Questions[Name]>);
		}
	}, [inquiry, question, step, isWanted]);
	useEffect(() => {
		if (isStill) {
			inquiry?.hurry();
		}
	}, [inquiry, step, isStill]);
	const isAnswered = answer?.ask === ask;
	/** When it was first shown what is not of this moment. */
	const waitsSince = useRef<number>(undefined);
	useEffect(() => {
		if (isAnswered) {
			waitsSince.current = undefined;
			return;
		}

		waitsSince.current ??= performance.now();
		const timer = setTimeout(() => {
			setLate(() => ask);
		}, Math.max(0, waitsSince.current + graceMs - performance.now()));
		return () => {
			clearTimeout(timer);
		};
	}, [ask, isAnswered]);
	return isAnswered || (!isExact && late !== ask) ? answer?.value : undefined;
}

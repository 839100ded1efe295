import {useEffect, useState} from 'react';
import {Inquiry} from '../../run/inquiry.js';
import {type Ask, type Questions} from '../../run/run.js';

/** So long an answer about another moment may stay while the next is on its way; it would flicker otherwise. */
const graceMs = 200;

/** When a training is asked. */
export type AskedMoment = {
	/** The last step, or that which is looked at. */
	readonly step: number;
	/** Nothing is held up by the answer, so that it need not wait. */
	readonly isStill?: boolean;
};

/**
What a training answers, asked again whenever it has come further or the question changes.

@param ask - Another one asks about another run, or another moment of it.
@param moment - What it is about: another step makes it ask again.
@returns the last answer; undefined before the first.
*/
export function useInspection<Name extends keyof Questions>(ask: Ask, name: Name, details: Parameters<Questions[Name]>, {step, isStill = false}: AskedMoment): ReturnType<Questions[Name]> | undefined {
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
		inquiry?.want(...JSON.parse(question) as Parameters<Questions[Name]>);
	}, [inquiry, question, step]);
	useEffect(() => {
		if (isStill) {
			inquiry?.hurry();
		}
	}, [inquiry, step, isStill]);
	useEffect(() => {
		const timer = setTimeout(() => {
			setLate(() => ask);
		}, graceMs);
		return () => {
			clearTimeout(timer);
		};
	}, [ask]);
	return answer?.ask === ask || late !== ask ? answer?.value : undefined;
}

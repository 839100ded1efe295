import {useEffect, useState} from 'react';
import {Inquiry} from '../../run/inquiry.js';
import {type Ask, type Questions} from '../../run/run.js';

/**
What a training answers, asked again whenever it has come further or the question changes.

@param moment - The last step: another one makes it ask again.
@returns the last answer; undefined before the first.
*/
export function useInspection<Name extends keyof Questions>(ask: Ask, name: Name, details: Parameters<Questions[Name]>, moment: number): ReturnType<Questions[Name]> | undefined {
	const [answer, setAnswer] = useState<{readonly value: ReturnType<Questions[Name]>}>();
	const [inquiry, setInquiry] = useState<Inquiry<Name>>();
	const question = JSON.stringify(details);
	useEffect(() => {
		const opened = new Inquiry(ask, name, value => {
			setAnswer({value});
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
	}, [inquiry, question, moment]);
	return answer?.value;
}

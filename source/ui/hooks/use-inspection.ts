import {useEffect, useState} from 'react';
import {type Inspector} from '../../inspection/inspector.js';
import {Inquiry} from '../../run/inquiry.js';
import {type Ask} from '../../run/run.js';

/**
What a training answers, asked again whenever it has come further or the question changes.

@param moment - The last step: another one makes it ask again.
@returns the last answer; undefined before the first.
*/
export function useInspection<Name extends keyof Inspector>(ask: Ask, name: Name, details: Parameters<Inspector[Name]>, moment: number): ReturnType<Inspector[Name]> | undefined {
	const [answer, setAnswer] = useState<{readonly value: ReturnType<Inspector[Name]>}>();
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
		inquiry?.want(...JSON.parse(question) as Parameters<Inspector[Name]>);
	}, [inquiry, question, moment]);
	return answer?.value;
}

import {useEffect, useState} from 'react';
import {NearestLookup} from '../../run/nearest-lookup.js';
import {type Ask} from '../../run/run.js';

/** The nearest training documents of some texts, as far as they are known yet. */
export function useNearest(ask: Ask, texts: readonly string[]): ReadonlyMap<string, string | undefined> {
	const [answers, setAnswers] = useState<ReadonlyMap<string, string | undefined>>(new Map());
	const [lookup, setLookup] = useState<NearestLookup>();
	const wanted = JSON.stringify(texts);
	useEffect(() => {
		const opened = new NearestLookup(ask, setAnswers);
		setLookup(opened);
		return () => {
			opened.close();
			setAnswers(new Map());
		};
	}, [ask]);
	useEffect(() => {
		lookup?.want(JSON.parse(wanted) as string[]);
	}, [lookup, wanted]);
	return answers;
}

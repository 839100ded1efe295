import {useEffect, useState} from 'react';
import {NearestLookup} from '../../run/nearest-lookup.js';
import {type Inspect} from '../../run/open-run.js';

/** The nearest training documents of some texts, as far as they are known yet. */
export function useNearest(inspect: Inspect, texts: readonly string[]): ReadonlyMap<string, string | undefined> {
	const [answers, setAnswers] = useState<ReadonlyMap<string, string | undefined>>(new Map());
	const [lookup, setLookup] = useState<NearestLookup>();
	const wanted = JSON.stringify(texts);
	useEffect(() => {
		const opened = new NearestLookup(inspect, setAnswers);
		setLookup(opened);
		return () => {
			opened.close();
			setAnswers(new Map());
		};
	}, [inspect]);
	useEffect(() => {
		lookup?.want(JSON.parse(wanted) as string[]);
	}, [lookup, wanted]);
	return answers;
}

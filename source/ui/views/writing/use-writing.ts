import {useEffect, useRef, useState} from 'react';
import {type WritingRequest} from '../../../inspection/writing.js';
import {Inquiry} from '../../../run/inquiry.js';
import {type Ask} from '../../../run/run.js';

/** What has been written so far. */
export type Written = {
	/** The end of it, if there is more than one would scroll through. */
	readonly text: string;
	/** The step after which the model wrote the last of it; undefined before that is there. */
	readonly step: number | undefined;
};

/** Some minutes' worth. */
const mostKept = 20_000;
const forgotten = 2000;
/** Where the training does not go on, nothing is held up: only the eye is waited for. */
const stillIntervalMs = 40;

/**
What a model writes on and on, as long as somebody looks.

@param ask - Another one asks the model of another moment, which goes on with the same text.
@param style - How it begins, and how it is drawn.
@param isStill - The training does not go on meanwhile.
*/
export function useWriting(ask: Ask, style: Omit<WritingRequest, 'end'>, isStill: boolean): Written {
	const [written, setWritten] = useState<Written>({text: style.prefix, step: undefined});
	const end = useRef(style.prefix);
	const latest = useRef({style, isStill});
	latest.current = {style, isStill};
	useEffect(() => {
		let timer: NodeJS.Timeout | undefined;
		const goOn = () => {
			inquiry.want({...latest.current.style, end: end.current});
			if (latest.current.isStill) {
				inquiry.hurry();
			}
		};

		const inquiry = new Inquiry(ask, 'writeOn', part => {
			end.current = part.end;
			setWritten(({text}) => ({text: keptOf(text + part.text), step: part.step}));
			timer = setTimeout(goOn, latest.current.isStill ? stillIntervalMs : 0);
		});
		goOn();
		return () => {
			clearTimeout(timer);
			inquiry.close();
		};
	}, [ask]);
	return written;
}

/** In large pieces, so that the lines do not break anew with each letter. */
function keptOf(text: string): string {
	return text.length > mostKept ? text.slice(text.indexOf(' ', forgotten) + 1) : text;
}

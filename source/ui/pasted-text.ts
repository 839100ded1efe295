import {type SessionMode} from '../history/recorded-run.js';

const lineEnds = /[\n\r\u{2028}\u{2029}]/v;
const controls = /\p{Control}/gv;

/** A pasted text as a field takes it: its lines one after the other, and nothing in it that would act on the terminal. */
export function onOneLine(text: string): string {
	const lines = text.split(lineEnds).filter(line => line !== '');
	return lines.join(' ').replaceAll('\t', ' ').replaceAll(controls, '');
}

/** Why a pasted text did nothing, from the longest wording to the shortest. */
export function noFieldNotices(mode: SessionMode): readonly string[] {
	return mode === 'training'
		? ['Pasted text is not taken for keys. t opens a field for it in Samples and Inside.', 'Nothing pasted: t opens a field in Samples and Inside.', 'Nothing pasted: no field is open.']
		: ['Pasted text is not taken for keys, and no field is open for it.', 'Nothing pasted: no field is open.'];
}

import {type Look} from '../../theme.js';
import {fitOrLast} from '../../fitting.js';
import {stageNames, type StageName} from './stage.js';

const words: Readonly<Record<StageName, readonly [long: string, short: string]>> = {
	document: ['take a document', 'document'],
	forward: ['forward', 'forward'],
	backward: ['backward', 'backward'],
	update: ['move the parameters', 'move'],
	zero: ['zero the gradients', 'zero'],
};
const circles = ['①', '②', '③', '④', '⑤'];

/** All stages in a line, with the one that is shown in brackets. */
export function rail(open: StageName, width: number, {theme: {paint}, glyphs}: Look): string {
	const numbers = stageNames.map((_, index) => glyphs.isAscii ? String(index + 1) : circles[index]);
	const texts = ([0, 1] as const).map(length => stageNames.map((name, index) => {
		const word = `${numbers[index]} ${words[name][length]}`;
		return name === open ? `[${word}]` : ` ${word} `;
	}));
	const briefest = stageNames.map((name, index) => name === open ? `[${numbers[index]} ${words[name][1]}]` : ` ${numbers[index]} `);
	const chosen = [...texts, briefest].find(parts => parts.join('').length <= width) ?? briefest;
	return fitOrLast([chosen.map((text, index) => paint(stageNames[index] === open ? 'key' : 'label', text)).join('')], width);
}

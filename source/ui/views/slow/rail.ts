import {type Look} from '../../theme.js';
import {fit} from '../../fitting.js';
import {type StageClock} from '../../stage-clock.js';
import {stageNames, type StageName} from './stage.js';

const words: Readonly<Record<StageName, readonly [long: string, short: string]>> = {
	document: ['take a document', 'document'],
	forward: ['forward', 'forward'],
	backward: ['backward', 'backward'],
	update: ['move the parameters', 'move'],
	zero: ['zero the gradients', 'zero'],
};
const circles = ['①', '②', '③', '④', '⑤'];

/** All stages in a line, with the one that is shown in brackets; and how long each is held, while they go by themselves. */
export function rail(open: StageName, {isGoing, seconds}: StageClock, width: number, {theme: {paint}, glyphs}: Look): string {
	const going = `${glyphs.isAscii ? '>' : '▶'} ${seconds} s`;
	const clockTexts = isGoing ? [` ${going} each, by itself`, ` ${going}`] : [''];
	const numbers = stageNames.map((_, index) => glyphs.isAscii ? String(index + 1) : circles[index]);
	const texts = ([0, 1] as const).map(length => stageNames.map((name, index) => {
		const word = `${numbers[index]} ${words[name][length]}`;
		return name === open ? `[${word}]` : ` ${word} `;
	}));
	const briefest = stageNames.map((name, index) => name === open ? `[${numbers[index]} ${words[name][1]}]` : ` ${numbers[index]} `);
	const least = clockTexts.at(-1)!.length;
	const chosen = [...texts, briefest].find(parts => parts.join('').length + least <= width) ?? briefest;
	const clockText = fit(clockTexts, width - chosen.join('').length);
	return chosen.map((text, index) => paint(stageNames[index] === open ? 'key' : 'label', text)).join('') + paint('running', clockText);
}

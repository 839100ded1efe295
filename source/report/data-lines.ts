import wrapAnsi from 'wrap-ansi';
import {type CharacterCount, type LengthGroup} from '../data/text-facts.js';
import {fewDocuments, notesOnBlanks} from '../data/advice.js';
import {type DataReport} from '../run/describe-data.js';
import {toDecimals} from '../text/decimals.js';
import {formatBytes} from '../text/format-bytes.js';
import {formatCount, formatLoss} from '../text/format.js';
import {formatPercent} from '../text/percent.js';
import {visibleText} from '../text/visible-text.js';
import {type Glyphs} from './chart/glyphs.js';
import {drawBar} from './chart/bar.js';
import {choiceText} from './fit-note.js';

export type DataLinesOptions = {
	readonly name: string;
	/** The command that trains as advised, in its words. */
	readonly command: readonly string[];
	readonly width: number;
	readonly glyphs: Glyphs;
};

const labelWidth = 12;
const leastWidthForLabels = 60;
const barWidth = 24;
const mostCharactersShown = 120;
const mostOddShown = 8;
const largeVocabulary = 1000;
const mostCut = 0.2;
const usualContext = 16;
/** Of fewer, a tenth is none. */
const leastHoldable = 5;

/** The report on a text, in lines that are no wider than asked for. */
export function dataLines(report: DataReport, {name, command, width, glyphs}: DataLinesOptions): string[] {
	const {isAscii} = glyphs;
	const block = (label: string, ...texts: string[]) => labelled(label, texts, width);
	const list = (counts: readonly CharacterCount[]) => listOf(counts, glyphs);
	const {characters, odd, rare, lengths, baselines} = report;
	const {shortest, median, longest} = lengths;
	const visible = characters.filter(({character}) => odd.every(other => other.character !== character));
	const shown = visibleText(visible.slice(0, mostCharactersShown).map(({character}) => character).join(''), isAscii).replace(' ', () => glyphs.blank);
	const rest = visible.length - mostCharactersShown;
	return [
		...block('Text', `${visibleText(name, isAscii)}: ${counted(report.characterCount, 'character')}, ${counted(report.lineCount, 'line')}${report.differentLineCount < report.lineCount ? `, ${formatCount(report.differentLineCount)} of them different` : ''}`),
		...(shortest === longest
			? block('Lengths', `${counted(shortest, 'character')} each`)
			: [...block('Lengths', `${formatCount(shortest)} to ${formatCount(longest)} characters, half of the lines up to ${formatCount(median)}`), ...histogram(lengths.groups, width, glyphs)]),
		...block('Cut off', `${contextsText(report)} positions`),
		...block('Characters', `${formatCount(characters.length)}: ${shown}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`),
		...(odd.length === 0 ? [] : block('Odd', list(odd))),
		...(rare.length === 0 ? [] : block('Rare', list(rare))),
		...block(
			'Baselines',
			[['uniform', baselines.uniform], ['unigram', baselines.unigram], ['bigram', baselines.bigram], ['trigram', baselines.trigram], ['4-gram', baselines.fourgram]]
				.flatMap(([label, loss]) => typeof loss === 'number' ? [`${label} ${formatLoss(loss)}`] : []).join(', '),
			`in nats a token, over the first ${report.options.blockSize} positions of ${scoredText(report)}`,
		),
		'',
		...block('Train with', ...adviceOn(report)),
		'',
		...commandLines(command.map(word => visibleText(word, isAscii)), width),
	];
}

/** Why the command is as it is, and what it takes. */
function adviceOn(report: DataReport): string[] {
	const {reason, lineCount, options, contexts, wholeShare, characters, documentCount, parameterCount, tokenParameterCount, memoryBytes, stepMs} = report;
	const usual = contexts.find(({blockSize}) => blockSize === usualContext)!;
	const reasons = {
		'one line': `${lineCount === 1 ? 'The text is' : 'Nearly all of the text is'} one line: it is cut into windows.`,
		'long lines': 'The lines are too long for a context: they are taken as one text, which is cut into windows.',
		indented: 'Many lines begin with blanks, as in program code: the text is taken as one, with its blanks, and cut into windows.',
		prose: 'The lines read like one text: they are taken as such, and cut into windows.',
		list: usual.cutShare > mostCut
			? `A context of ${usualContext} would cut off ${formatPercent(usual.cutShare).trim()} of the lines: one of ${options.blockSize} covers ${formatPercent(wholeShare).trim()}.`
			: `A context of ${options.blockSize} covers ${formatPercent(wholeShare).trim()} of the lines.`,
	} as const satisfies Record<DataReport['reason'], string>;
	return [
		reasons[reason],
		...(characters.length > largeVocabulary ? [`${formatCount(characters.length)} different characters are many: their rows are ${formatPercent(tokenParameterCount / parameterCount).trim()} of the parameters.`] : []),
		...(options.documents === 'stream' ? [] : notesOnBlanks(report)),
		...(documentCount < fewDocuments && options.validationShare > 0 ? [`${formatCount(documentCount)} documents are few: those that are held out show when the model learns the others by heart.`] : []),
		...(options.validationShare > 0 ? [] : [whyNothingHeldOut(report)]),
		`Chosen for this text: ${choiceText(options)}. Each has its flag, as --n-embd.`,
		`${formatCount(parameterCount)} parameters, ${formatBytes(memoryBytes)} of memory, ${durationOf(stepMs * options.steps)} for ${formatCount(options.steps)} steps on this machine.`,
	];
}

/** Why a tenth of a text cannot be held out. */
function whyNothingHeldOut({documentCount, characterCount, options}: DataReport): string {
	if (options.documents === 'stream') {
		return `Nothing is held out: a tenth of ${counted(characterCount, 'character')} is too little to measure a model on.`;
	}

	return documentCount < leastHoldable
		? `Nothing is held out: a tenth of ${counted(documentCount, 'document')} is less than one.`
		: 'Nothing is held out: documents that are the same are held out together, and there are so many of each that this is more than a tenth.';
}

/** Down to the first context that holds all lines whole. */
function contextsText({contexts}: DataReport): string {
	const end = contexts.findIndex(({cutShare}) => cutShare === 0);
	return contexts.slice(0, end === -1 ? undefined : end + 1).map(({blockSize, cutShare}) => `${formatPercent(cutShare).trim()} at ${blockSize}`).join(', ');
}

function scoredText({validationDocumentCount, scoredDocumentCount}: DataReport): string {
	if (validationDocumentCount === 0) {
		return scoredDocumentCount === 1 ? 'its one document' : `all ${formatCount(scoredDocumentCount)} documents`;
	}

	return validationDocumentCount === 1 ? 'the one document that is held out' : `${scoredDocumentCount < validationDocumentCount ? `${formatCount(scoredDocumentCount)} of the ` : 'the '}${formatCount(validationDocumentCount)} documents that are held out`;
}

function durationOf(milliseconds: number): string {
	const seconds = milliseconds / 1000;
	if (seconds < 0.05) {
		return 'less than 0.1 s';
	}

	return seconds < 90 ? `about ${seconds < 10 ? toDecimals(seconds, 1) : formatCount(Math.round(seconds))} s` : `about ${formatCount(Math.round(seconds / 60))} min`;
}

function histogram(groups: readonly LengthGroup[], width: number, glyphs: Glyphs): string[] {
	const most = Math.max(...groups.map(({count}) => count));
	const dash = glyphs.isAscii ? '-' : '–';
	const names = groups.map(({from, to}) => to === undefined ? `${formatCount(from)}+` : (from === to ? formatCount(from) : `${formatCount(from)}${dash}${formatCount(to)}`));
	const counts = groups.map(({count}) => formatCount(count));
	const nameWidth = Math.max(...names.map(({length}) => length));
	const countWidth = Math.max(...counts.map(({length}) => length));
	const indent = width >= leastWidthForLabels ? labelWidth : 2;
	const room = Math.min(barWidth, width - indent - nameWidth - countWidth - 4);
	return groups.map(({count}, index) => `${' '.repeat(indent)}${names[index].padStart(nameWidth)}  ${counts[index].padStart(countWidth)}  ${drawBar(count / most, room, glyphs)}`.trimEnd());
}

function listOf(counts: readonly CharacterCount[], {isAscii, times}: Glyphs): string {
	const items = counts.slice(0, mostOddShown).map(({character, count}) => {
		const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
		const isVisible = isAscii ? /^[\u{21}-\u{7E}]$/v.test(character) : /[\p{Letter}\p{Number}\p{Punctuation}\p{Symbol}]/v.test(character);
		return `${isVisible ? character : code} ${times}${formatCount(count)}`;
	});
	const rest = counts.length - mostOddShown;
	return `${items.join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`;
}

/** A label, and what belongs to it beside it, or below it where there is little room. */
function labelled(label: string, texts: readonly string[], width: number): string[] {
	const isBeside = width >= leastWidthForLabels;
	const indent = isBeside ? labelWidth : 2;
	const lines = texts.flatMap(text => wrapAnsi(text, width - indent, {hard: true}).split('\n')).map(line => ' '.repeat(indent) + line.trimEnd());
	return isBeside ? [label.padEnd(labelWidth) + lines[0].slice(labelWidth), ...lines.slice(1)] : [label, ...lines];
}

/** A command that can be copied as it stands, however many lines it takes. */
function commandLines(words: readonly string[], width: number): string[] {
	const lines = [''];
	for (const word of words) {
		const last = lines.at(-1)!;
		const joined = last === '' ? word : `${last} ${word}`;
		// A blank and a backslash follow.
		if (last !== '' && joined.length > width - 2) {
			lines.push(`  ${word}`);
		} else {
			lines[lines.length - 1] = joined;
		}
	}

	return lines.map((line, index) => index === lines.length - 1 ? line : `${line} \\`);
}

function counted(count: number, noun: string): string {
	return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

import {stripVTControlCharacters} from 'node:util';
import {type Figure, type Figures} from './figure.js';
import {figuresOf} from './figures.js';
import {figuresInLine} from './line-figures.js';
import {splitOf, wordsOf} from './name-words.js';
import {type LineRecord, readRecord} from './record-figures.js';
import {TableReader} from './table-figures.js';

/** What a line of another program says. */
export type FigureLine = Figures & {
	/** `record` for JSON and the like, `row` for a table: these are written for programs to read. */
	readonly form: 'text' | 'record' | 'row';
	/** The process that it is of, where several tell the same: `[rank1]: …`. */
	readonly rank?: number;
	/** Whether it says nothing but where it is: `Epoch 1/5`, `--- Step 100 ---`. */
	readonly isHeading?: boolean;
};

/** Before a record, there may be so much of a line. */
const longestLead = 400;
const rankPattern = /(?:^|\W)(?:rank|default)[ :_]?(?<rank>\d+)\]/iv;
const heading = /(?:^|[\t#*=>\[\]\|]|- |: |info )\s{0,40}(?:(?:start(?:ing)?|begin(?:ning)?|train(?:ing)?|global)[ _])?(?:step|iter|iteration|update|batch|epoch)[^\d\p{Letter}]{0,3}\d+(?:,\d{3}){0,4}(?:\s{0,9}(?:\/|of)\s{0,9}\d+(?:,\d{3}){0,4})?(?:[^\d\p{Letter}]{1,9}epoch[^\d\p{Letter}]{0,3}\d+)?[^\d\p{Letter}]*$/iv;

/** Reads the lines of a program, one after the other: a table has its names above it. */
export class FigureReader {
	readonly #table = new TableReader();

	/** What a line says; undefined if there is no number in it that might be of a training. */
	read(line: string): FigureLine | undefined {
		const row = this.#table.take(line);
		if (row === 'header') {
			return undefined;
		}

		if (row) {
			return {...figuresOf(row), form: 'row'};
		}

		if (!/[\d\{]|nan|inf/iv.test(line)) {
			return undefined;
		}

		const plain = stripVTControlCharacters(line);
		const rank = rankPattern.exec(plain.slice(0, longestLead))?.groups?.rank;
		const ofRank = rank === undefined ? {} : {rank: Number(rank)};
		const start = plain.indexOf('{');
		const record = start === -1 || start > longestLead ? undefined : readRecord(plain, start);
		if (record) {
			const figures = withLead(plain.slice(0, start), record);
			return {...figures, ...ofRank, form: 'record'};
		}

		const isHeading = plain.length <= longestLead && heading.test(plain);
		return {
			...figuresOf(figuresInLine(plain)), ...ofRank, form: 'text', isHeading,
		};
	}
}

/** What stands before a record says where it is of: `step 100: {…}`, `[eval] {…}`. */
function withLead(lead: string, {figures, messages}: LineRecord): Figures {
	const before = figuresInLine(lead);
	const words = wordsOf(lead);
	const split = before.findLast(figure => figure.split !== undefined)?.split ?? (words.length <= 10 ? splitOf(words) : undefined);
	const told = figuresOf([...before, ...figures.map((figure): Figure => ({...figure, split: figure.split ?? split}))]);
	if (told.loss !== undefined || told.validationLoss !== undefined) {
		return told;
	}

	// A record of a logger, in which a line for people stands.
	const spoken = messages.map(message => figuresOf(figuresInLine(message))).find(({loss, validationLoss}) => loss !== undefined || validationLoss !== undefined);
	return spoken ?? told;
}

import {ConfigError} from '../errors.js';
import {
	findTerms,
	glossary,
	seenIn,
	type Term,
} from '../report/glossary.js';
import {labelledBlock} from '../report/labelled-block.js';
import {inAscii} from '../report/in-ascii.js';

export type GlossaryOptions = {
	/** The cells of a line. */
	readonly room?: number;
	readonly isAscii?: boolean;
};

/**
What the command `glossary` prints: each term with what it means and where it is on the screen.

@param wanted - As somebody writes it; without it, all are printed.
@throws ConfigError for a term that is not there.
*/
export function glossaryText(wanted?: string, {room = Infinity, isAscii = false}: GlossaryOptions = {}): string {
	const terms = wanted === undefined ? glossary : findTerms(wanted);
	if (terms.length === 0) {
		throw new ConfigError(`Expected a term of the screen, got ${wanted}. microgpt-tui glossary explains all of them.`);
	}

	const text = terms.map(term => labelledBlock(term.name, rowsOf(term), room)).join('\n\n');
	return isAscii ? inAscii(text) : text;
}

function rowsOf(term: Term): Record<string, string> {
	const seen = seenIn(term);
	return {means: term.meaning, ...(seen !== '' && {see: seen})};
}

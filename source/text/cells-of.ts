import stringWidth from 'string-width';

/**
Characters of one cell each, none of which joins its neighbours: ASCII, Latin, Greek, dashes and dots, arrows, signs of
mathematics, and those that boxes, bars and charts are drawn with.
*/
const narrow = /^[\u{20}-\u{7E}\u{A0}-\u{AC}\u{AE}-\u{2FF}\u{384}-\u{3FF}\u{2010}-\u{2027}\u{2190}-\u{22FF}\u{2500}-\u{25FC}\u{2800}-\u{28FF}]*$/v;

/** The cells that a text takes in a terminal. The same as `string-width` says, sooner for what is usual. */
export function cellsOf(text: string): number {
	return narrow.test(text) ? text.length : stringWidth(text);
}

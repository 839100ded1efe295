/** So much of a text is looked at in one go. */
const pieceLength = 2 ** 20;

/**
Goes through a long text in pieces, none of which ends in the middle of a character of two units.

@yields Where each begins and ends, in UTF-16 units.
*/
export function * piecesOf(text: string): Generator<readonly [from: number, to: number], void, undefined> {
	for (let from = 0; from < text.length;) {
		const wanted = Math.min(text.length, from + pieceLength);
		const to = wanted < text.length && text.codePointAt(wanted - 1)! > 0xFF_FF ? wanted + 1 : wanted;
		yield [from, to];
		from = to;
	}
}

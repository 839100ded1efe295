/** So much is encoded at a time: the whole would be there twice. */
const chunkLength = 2 ** 20;

/** The SHA-256 of a text as UTF-8, in hexadecimal. */
export async function hashText(text: string): Promise<string> {
	// It takes Node as long to load as a short training does.
	const {createHash} = await import('node:crypto');
	const hash = createHash('sha256');
	for (let begin = 0; begin < text.length;) {
		const wanted = Math.min(text.length, begin + chunkLength);
		// Not in the middle of a character of two units.
		const end = wanted < text.length && text.codePointAt(wanted - 1)! > 0xFF_FF ? wanted + 1 : wanted;
		hash.update(text.slice(begin, end));
		begin = end;
	}

	return hash.digest('hex');
}

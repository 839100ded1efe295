import {piecesOf} from '../text/pieces-of.js';

/** The SHA-256 of a text as UTF-8, in hexadecimal. */
export async function hashText(text: string): Promise<string> {
	// It takes Node as long to load as a short training does.
	const {createHash} = await import('node:crypto');
	const hash = createHash('sha256');
	for (const [from, to] of piecesOf(text)) {
		// The whole would be there twice.
		hash.update(text.slice(from, to));
	}

	return hash.digest('hex');
}

import {narrow} from './narrow.js';

/** Texts of those, of ends of lines and of beginnings of escape sequences, which are characters by themselves too. */
const separate = new RegExp(narrow.source.replace('[', String.raw`[\n\u{1B}`), 'v');

/**
The characters that a reader sees, as `Intl.Segmenter` tells them. That is asked only where characters may join: to make
one takes Node longer than to look at all the texts of a screen.
*/
export class Graphemes {
	#segmenter: Intl.Segmenter | undefined;

	segment(text: string): Iterable<Intl.SegmentData> & Pick<Intl.Segments, 'containing'> {
		if (separate.test(text)) {
			return new SeparateCharacters(text);
		}

		this.#segmenter ??= new Intl.Segmenter();
		return this.#segmenter.segment(text);
	}
}

class SeparateCharacters {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	* [Symbol.iterator](): Generator<Intl.SegmentData, void> {
		for (let index = 0; index < this.#text.length; index++) {
			yield this.containing(index)!;
		}
	}

	containing(index = 0): Intl.SegmentData | undefined {
		const segment = this.#text.at(index);
		return index < 0 || segment === undefined ? undefined : {segment, index, input: this.#text};
	}
}

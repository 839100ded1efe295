import {type Tokenizer} from '../../source/data/tokenizer.js';

const vocabulary = ['ma', 'ri', 'ah', 'a', 'm', 'r', 'i', 'h'];

/** A tokenizer that is not of characters: a few syllables, and letters for the rest. */
export const syllables: Tokenizer = {
	vocabulary,
	vocabSize: vocabulary.length + 1,
	bos: vocabulary.length,
	hasEnds: true,
	start: vocabulary.length,
	encode: (text, most = Infinity) => [syllables.bos, ...syllables.encodeKnown(text), syllables.bos].slice(0, most),
	encodeKnown: text => (text.match(/ma|ri|ah|[ahimr]/gv) ?? []).map(piece => vocabulary.indexOf(piece)),
	decode: tokens => [...tokens].map(token => vocabulary[token] ?? '').join(''),
};

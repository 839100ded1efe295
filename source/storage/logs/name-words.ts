import {type Split} from './figure.js';

const mostRemembered = 1000;

/** A program says the same names again and again. */
export function remembering<Value>(compute: (text: string) => Value): (text: string) => Value {
	const known = new Map<string, Value>();
	return text => {
		const before = known.get(text);
		if (before !== undefined) {
			return before;
		}

		const value = compute(text);
		if (known.size >= mostRemembered) {
			known.clear();
		}

		known.set(text, value);
		return value;
	};
}

/** Different spellings of one word. */
const synonyms: Readonly<Record<string, string>> = {
	training: 'train', trn: 'train', tr: 'train', validation: 'val', valid: 'val', eval: 'val', evaluation: 'val', dev: 'val', heldout: 'val', evaluating: 'val', validating: 'val', testing: 'test', average: 'mean', avg: 'mean', running: 'mean', ema: 'mean', smooth: 'mean', smoothed: 'mean', moving: 'mean', ave: 'mean',
	iteration: 'iter', iterations: 'iter', iters: 'iter', it: 'iter', itr: 'iter', steps: 'step', stp: 'step', globalstep: 'step', updates: 'update', batches: 'batch', minibatch: 'batch', epochs: 'epoch', ep: 'epoch',
	gradient: 'grad', gradients: 'grad', grads: 'grad', gnorm: 'gradnorm', tokens: 'tok', token: 'tok', toks: 'tok', sec: 's', secs: 's', second: 's', seconds: 's', losses: 'loss', cost: 'loss', nll: 'loss', xent: 'loss', xentropy: 'loss', crossentropy: 'loss', logloss: 'loss', mlogloss: 'loss', ce: 'loss', current: 'cur',
};

/** A name in its words, each in one spelling: `valLoss`, `val/loss` and `Validation loss` are the same. */
export const wordsOf = remembering((name: string): readonly string[] => splitName(name));

function splitName(name: string): string[] {
	return name
		.replaceAll(/(?<=[\d\p{Lowercase_Letter}])(?=\p{Uppercase_Letter})|(?<=\p{Uppercase_Letter})(?=\p{Uppercase_Letter}\p{Lowercase_Letter})/gv, ' ')
		.toLowerCase()
		.split(/[^\d\p{Letter}%@]+/v)
		.filter(word => word !== '')
		.map(word => Object.hasOwn(synonyms, word) ? synonyms[word] : word);
}

const splits: Readonly<Record<string, Split>> = {train: 'train', val: 'validation', test: 'validation'};

/** The part of the data that words speak of; undefined where they do not. */
export function splitOf(words: readonly string[]): Split | undefined {
	const word = words.find(candidate => Object.hasOwn(splits, candidate));
	return word === undefined ? undefined : splits[word];
}

/** What a program counts as it goes on. */
export const countWords: ReadonlySet<string> = new Set(['step', 'iter', 'update', 'batch', 'round']);

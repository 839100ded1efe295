import {type DocumentMode} from './documents.js';

/** A well-known text that can be trained on by its name. */
export type Corpus = {
	readonly name: string;
	readonly description: string;
	/** Where it comes from, and whose it is. */
	readonly origin: string;
	readonly url: string;
	readonly bytes: number;
	readonly sha256: string;
	/** How it is best cut into documents. */
	readonly documents: DocumentMode;
};

/** What `--data NAME` can name. None of it is needed for anything else. */
export const corpora: readonly Corpus[] = [
	{
		name: 'makemore-names',
		description: '32,033 given names, on which the published numbers of the references were made',
		origin: 'karpathy/makemore, names.txt; from public US records of 2018',
		url: 'https://raw.githubusercontent.com/karpathy/makemore/master/names.txt',
		bytes: 228_145,
		sha256: '0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d',
		documents: 'lines',
	},
	{
		name: 'tinyshakespeare',
		description: '40,000 lines of Shakespeare\'s plays in one text',
		origin: 'karpathy/char-rnn, data/tinyshakespeare; in the public domain',
		url: 'https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt',
		bytes: 1_115_394,
		sha256: '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed',
		documents: 'stream',
	},
];

import {glob, readFile} from 'node:fs/promises';
import {expect, it} from 'vitest';

/** What nobody says in English, or what has another name everywhere else. */
const awkward = [
	/gone on with/v,
	/blind guess any more/v,
	// They are baselines.
	/\b(?:uniform|unigram|bigram|trigram|4-gram) line\b/v,
	/tokens learnt/v,
	/comes? with the (?:first )?answer/v,
	/made up on the way/v,
	/decay has the rate/v,
	/stronger is farther/v,
];

it('is plain English, with one name for each thing', async () => {
	const found: string[] = [];
	for await (const path of glob(['source/**/*.{ts,tsx}', 'docs/*.md', 'readme.md', 'contributing.md'])) {
		const text = await readFile(path, 'utf8');
		found.push(...awkward.flatMap(phrase => phrase.exec(text)?.map(words => `${path}: ${words}`) ?? []));
	}

	expect(found).toEqual([]);
});

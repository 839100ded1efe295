import process from 'node:process';
import fc from 'fast-check';

/** For the tests of each file: properties try the same examples each time, so that what passed once passes again; `SEED=… npm test` tries others. */
fc.configureGlobal({...fc.readConfigureGlobal(), seed: seedFrom(process.env.SEED)});

function seedFrom(text = '42'): number {
	const seed = Number(text);
	if (text.trim() === '' || !Number.isSafeInteger(seed)) {
		throw new Error(`Expected SEED to be a whole number, got ${JSON.stringify(text)}.`);
	}

	return seed;
}

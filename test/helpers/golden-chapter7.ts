import {readFileSync} from 'node:fs';

/** The trace of the reference program, a C# program with System.Random(42); see its `origin`. */
export type GoldenChapter7 = {
	readonly dataset: {readonly sha256: string};
	readonly config: {readonly nEmbd: number; readonly blockSize: number; readonly seed: number};
	readonly numParameters: number;
	readonly documentsAfterShuffle: {
		readonly first20: readonly string[];
		readonly last5: readonly string[];
		readonly sha256OfLinesJoinedByNewline: string;
	};
	readonly initialParameters: readonly number[];
	readonly gradientAtStep1: {readonly values: readonly number[]};
	readonly losses: readonly number[];
	readonly finalParameters: readonly number[];
	readonly meanOfLast100Losses: number;
	readonly baselines: {readonly uniform: number; readonly unigram_unsmoothed: number; readonly bigram_unsmoothed: number};
	readonly printed: readonly string[];
};

export const goldenChapter7 = JSON.parse(readFileSync(new URL('../golden/chapter7.json', import.meta.url), 'utf8')) as GoldenChapter7;

import {type DocumentTrace} from '../../source/inspection/document-trace.js';
import {type Similarities} from '../../source/inspection/similarities.js';
import {type VowelEvidence} from '../../source/inspection/vowels.js';
import {shrinkMatrix, type WeightMap} from '../../source/inspection/weight-map.js';
import {type ModelConfig} from '../../source/model/model-config.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {type Snapshot} from '../../source/session/snapshot.js';
import {exampleTrace} from './example-samples.js';
import {exampleSnapshot, exampleStart} from './example-snapshot.js';

export const exampleGpt: ModelConfig = {
	architecture: 'gpt', vocabSize: 27, nEmbd: 16, blockSize: 16, nLayer: 1, nHead: 4,
};

/** A run of a GPT that is half done. */
export function gptSnapshot(model: ModelConfig = exampleGpt, changes: Partial<Snapshot> = {}): Snapshot {
	return exampleSnapshot(393, {start: {...exampleStart, preset: 'microgpt', model}, ...changes});
}

/** A trace with heads that differ, each row of weights summing to 1. */
export function attentiveTrace(text: string, layerCount = 1, headCount = 4): DocumentTrace {
	const trace = exampleTrace(text);
	const rowOf = (layer: number, head: number, position: number) => {
		const scores = Array.from({length: position + 1}, (_, other) => Math.exp(3 * Math.sin((other + 1) * (head + 1.3) * (layer + 1))));
		const total = scores.reduce((sum, score) => sum + score);
		return scores.map(score => score / total);
	};

	return {
		...trace,
		attention: Array.from({length: layerCount}, (_, layer) => Array.from({length: headCount}, (__, head) =>
			trace.positions.map((___, position) => rowOf(layer, head, position)))),
	};
}

/** What a model says of the vowels that has learnt something. */
export const exampleVowels: VowelEvidence = {
	among: 0.96, withConsonants: -0.72, initial: {among: 0.04, withConsonants: -0.001}, chance: 1 / 65_780,
};

/** Letters on a circle: cosines of the angles between them, the vowels on one side. */
export function exampleSimilarities(letters: Similarities['letters'] = [undefined, ...'aeoiuynlrsmtdhkbvjpgfczwxq']): Similarities {
	const angleOf = (place: number) => ([...'aeiou'].includes(letters[place] ?? '') ? place / 8 : 1.5 + (place * 2.5 / letters.length));
	const hasVowels = [...'aeiou'].every(vowel => letters.includes(vowel));
	return {
		letters,
		cosines: letters.map((_, a) => letters.map((__, b) => Math.cos(angleOf(a) - angleOf(b)))),
		vowels: hasVowels ? exampleVowels : undefined,
	};
}

/** The matrices of a model that has learnt nothing yet. */
export function exampleWeights(model: ModelConfig, most: {readonly rows: number; readonly columns: number}): WeightMap[] {
	return initialiseParameters(model, new PythonRandom(42)).matrices.map(matrix => shrinkMatrix(matrix, most));
}

export const exampleLosses = {
	means: [3.1, 2.09, 2.73, 2.66, 2.53, 2.23, 2.06, 1.65, 1.12, 1, 1.41, 1.3, 0.85],
	counts: [428, 428, 428, 427, 418, 361, 261, 150, 62, 16, 3, 2, 1],
};

import {countParameters} from '../model/parameters.js';
import {presets} from '../model/presets.js';
import {formatCount} from './format.js';

/** The tokens of the built-in names: the letters from a to z, and BOS. */
const vocabSize = 27;

/** What `microgpt-tui presets` prints. */
export function presetList(): string {
	return presets.map(({name, title, source, expected, model, training}) => {
		const parameterCount = countParameters({...model, vocabSize});
		return [
			`${name}  ${title}, ${formatCount(parameterCount)} parameters, ${formatCount(training.steps)} steps`,
			`  from      ${source}`,
			`  size      ${sizeOf(model)}`,
			`  expected  ${expected}`,
			`  run it    microgpt-tui --preset ${name}`,
		].join('\n');
	}).join('\n\n');
}

function sizeOf(model: (typeof presets)[number]['model']): string {
	const shared = `embedding ${model.nEmbd}, context ${model.blockSize}`;
	return model.architecture === 'gpt'
		? `${model.nLayer} ${model.nLayer === 1 ? 'layer' : 'layers'}, ${model.nHead} heads, ${shared}`
		: shared;
}

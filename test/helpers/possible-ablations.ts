import {type Ablation, type ModelConfig} from '../../source/model/model-config.js';

/** All that can be taken out of a model. */
export function possibleAblations(model: ModelConfig): Ablation[] {
	if (model.architecture === 'bigram') {
		return ['position'];
	}

	const layers = [...Array.from({length: model.nLayer}).keys()];
	const heads = [...Array.from({length: model.nHead}).keys()];
	return [
		'residual',
		'norm',
		'position',
		...layers.flatMap(layer => heads.map(head => `head:${layer}.${head}` as const)),
		...layers.map(layer => `layer:${layer}` as const),
	];
}

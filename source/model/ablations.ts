import {type Ablation, type BigramConfig, type GptConfig} from './model-config.js';
import {parameterLayouts} from './parameters.js';

/** Whether a text names what some model may have. */
export function isAblation(text: string): text is Ablation {
	return /^(?:residual|norm|position|head:\d+\.\d+|layer:\d+)$/v.test(text);
}

/** A model before it is known how many tokens its data has. */
type Sizes = Omit<BigramConfig, 'vocabSize'> | Omit<GptConfig, 'vocabSize'>;

const indexesTo = (count: number) => Array.from({length: count}, (_, index) => index);

/** Whether the model has what is to be taken out of it. */
export function isPartOf(model: Sizes, name: Ablation): boolean {
	if (model.architecture === 'bigram' || name === 'position') {
		return name === 'position';
	}

	const [layer = 0, head = 0] = /:(?<layer>\d+)(?:\.(?<head>\d+))?/v.exec(name)?.slice(1).map(index => Number(index ?? 0)) ?? [];
	return layer < model.nLayer && head < model.nHead;
}

/** The layers that a document goes through, from 0. */
export function layersOf({nLayer, without}: Pick<GptConfig, 'nLayer' | 'without'>): number[] {
	return indexesTo(nLayer).filter(layer => !without?.includes(`layer:${layer}`));
}

/** The heads of a layer that are taken out, from 0. */
export function headsWithout({nHead, without}: Pick<GptConfig, 'nHead' | 'without'>, layer: number): number[] {
	return indexesTo(nHead).filter(head => without?.includes(`head:${layer}.${head}`));
}

/** How many parameters no document reaches, because what they belong to is taken out. */
export function countUnused(model: Sizes): number {
	if (model.without === undefined || model.without.length === 0) {
		return 0;
	}

	const layouts = parameterLayouts({...model, vocabSize: 1});
	const countOf = (prefix: string) => layouts.filter(({key}) => key.startsWith(prefix)).reduce((count, {rows, columns}) => count + (rows * columns), 0);
	const ofPositions = model.without.includes('position') ? countOf('wpe') : 0;
	if (model.architecture === 'bigram') {
		return ofPositions;
	}

	return indexesTo(model.nLayer).reduce((count, layer) => {
		const {length} = headsWithout(model, layer);
		// What a head has of queries, keys and values, and of what is made of them.
		return count + (layersOf(model).includes(layer) ? countOf(`layer${layer}.attn_`) * length / model.nHead : countOf(`layer${layer}.`));
	}, ofPositions);
}

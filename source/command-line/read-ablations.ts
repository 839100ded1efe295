import {isAblation} from '../model/ablations.js';
import {type Ablation} from '../model/model-config.js';
import {unknown} from './unknown.js';

/** Among these is what somebody may have meant; where there are several, the first. */
const examples: readonly Ablation[] = ['residual', 'norm', 'position', 'head:0.0', 'layer:0'];

/**
What is to be taken out of the model, as it is typed: with commas between.

@throws ConfigError for what no model has.
*/
export function readAblations(text: string): Ablation[] {
	return text.split(',').map(part => {
		const name = part.trim();
		if (!isAblation(name)) {
			throw unknown('part of a model', name, examples);
		}

		return name;
	});
}

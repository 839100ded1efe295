import {type ModelConfig} from '../model/model-config.js';

/** All sizes of a model in one order, so that two can be compared as text. */
export function describeModel(sizes: ModelConfig): string {
	return Object.entries(sizes).map(([name, size]) => `${name} ${String(size)}`).toSorted((a, b) => a.localeCompare(b)).join(', ');
}

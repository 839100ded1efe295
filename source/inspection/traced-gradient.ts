import {followGradient, type GradientWay} from '../model/scalar/gradient-way.js';
import {type Tokens} from '../model/engine.js';
import {countPositions} from '../model/forward.js';
import {type ModelConfig} from '../model/model-config.js';
import {countParameters} from '../model/parameters.js';
import {type QuietPieces} from '../training/pieces.js';
import {type InspectionSource} from './inspection-source.js';
import {type LastUpdate} from './last-update.js';
import {type ParameterPlace, placeOf} from './step-report.js';

/** How the gradient of the first document of a step comes to a parameter, node by node. */
export type TracedGradient = {
	readonly step: number;
	readonly place: ParameterPlace;
	/** See `graphSize`. */
	readonly size: number;
	/** Undefined where the graph is larger than `mostTraced`: it would hold up the training. */
	readonly way: GradientWay | undefined;
};

/** The largest graph that is built. */
export const mostTraced = 1_000_000;

/** Parameters × positions: about how many products the graph of a document has. */
export function graphSize(model: ModelConfig, tokens: Tokens): number {
	return countParameters(model) * countPositions(model, tokens);
}

/**
Builds the graph of the first document of a step, and follows the gradient from its loss to one parameter.

@param index - The place of the parameter among all.
@param last - The step; undefined before the first.
@returns undefined before the first step.
*/
export function * traceGradient({engine: {model, parameters}, tokenizer}: InspectionSource, index: number, last: LastUpdate | undefined): QuietPieces<TracedGradient | undefined> {
	if (!last) {
		return undefined;
	}

	yield;
	const {before, batch, masks} = last;
	const [tokens] = batch;
	const size = graphSize(model, tokens);
	return {
		step: last.step.step,
		place: placeOf(index, parameters.matrices, tokenizer.vocabulary),
		size,
		way: size > mostTraced ? undefined : followGradient(model, before, index, {tokens, masks}),
	};
}

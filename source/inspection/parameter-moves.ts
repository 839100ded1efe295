import {type Tokenizer} from '../data/tokenizer.js';
import {type Engine} from '../model/engine.js';
import {createParameters} from '../model/parameters.js';
import {type QuietPieces} from '../training/pieces.js';
import {type LastUpdate} from './last-update.js';
import {type ParameterPlace, placeOf} from './step-report.js';
import {shrinkMatrix, type WeightMap} from './weight-map.js';

/** How far a step has moved every parameter. */
export type ParameterMoves = {
	readonly step: number;
	/** Each matrix as a picture of at most some size; a cell is what was added to a parameter, or the mean of that in a block of them. */
	readonly matrices: readonly WeightMap[];
	/** How many parameters have grown, how many have shrunk, and how many are as they were, or are no numbers. */
	readonly grown: number;
	readonly shrunk: number;
	readonly unmoved: number;
	/** The parameter that has moved farthest, and what was added to it; undefined if none has moved. */
	readonly farthest: {readonly place: ParameterPlace; readonly change: number} | undefined;
};

/**
Measures how far a step has moved every parameter.

@param most - The largest picture of a matrix.
@param last - The step; undefined before the first.
@returns undefined before the first step.
*/
export function * measureMoves({model, precision, parameters: {matrices}}: Pick<Engine, 'model' | 'parameters' | 'precision'>, {vocabulary}: Pick<Tokenizer, 'vocabulary'>, most: {readonly rows: number; readonly columns: number}, last: LastUpdate | undefined): QuietPieces<ParameterMoves | undefined> {
	if (!last) {
		return undefined;
	}

	yield;
	// What f32 rounds away has not moved.
	const before = precision === 'f32' ? Float32Array.from(last.before) : last.before;
	const changes = last.after.map((parameter, index) => parameter - before[index]);
	let [grown, shrunk, farthest] = [0, 0, -1];
	for (const [index, change] of changes.entries()) {
		grown += change > 0 ? 1 : 0;
		shrunk += change < 0 ? 1 : 0;
		if (Math.abs(change) > (farthest === -1 ? 0 : Math.abs(changes[farthest]))) {
			farthest = index;
		}
	}

	yield;
	const pictures: WeightMap[] = [];
	for (const matrix of createParameters(model, changes).matrices) {
		pictures.push(shrinkMatrix(matrix, most));
		yield;
	}

	return {
		step: last.step.step,
		matrices: pictures,
		grown,
		shrunk,
		unmoved: changes.length - grown - shrunk,
		farthest: farthest === -1 ? undefined : {place: placeOf(farthest, matrices, vocabulary), change: changes[farthest]},
	};
}

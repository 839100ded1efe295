import {adamUpdateOf} from '../training/adam-update.js';
import {type QuietPieces} from '../training/pieces.js';
import {type InspectionSource} from './inspection-source.js';
import {beforeUpdate} from './last-update.js';

/** How large the last update was, against what it changed. */
export type UpdateRatio = {
	readonly step: number;
	/** The norm of the change of all parameters together, over the norm of the parameters before it. */
	readonly ratio: number;
};

const parametersInPiece = 50_000;

/**
Measures the last update, from the moments that Adam keeps.

@returns undefined before the first step, and where there is nothing that it could be measured against.
*/
export function * measureUpdate({engine, config, progress: {lastStep}}: InspectionSource): QuietPieces<UpdateRatio | undefined> {
	if (!lastStep) {
		return undefined;
	}

	const update = adamUpdateOf(lastStep, config);
	const {data} = engine.parameters;
	let [changeSquare, weightSquare] = [0, 0];
	for (let index = 0; index < data.length; index++) {
		const before = beforeUpdate(data[index], index, engine, update);
		changeSquare += (data[index] - before) ** 2;
		weightSquare += before ** 2;
		if (index % parametersInPiece === parametersInPiece - 1) {
			yield;
		}
	}

	const ratio = Math.sqrt(changeSquare / weightSquare);
	return Number.isFinite(ratio) ? {step: lastStep.step, ratio} : undefined;
}

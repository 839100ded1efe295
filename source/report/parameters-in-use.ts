import {countUnused} from '../model/ablations.js';
import {isWholeModel, type ToldStart} from '../training/told-events.js';

/** How many parameters a document can reach; undefined where nothing is taken out of the model, or it is not known. */
export function parametersInUse({model, parameterCount}: Pick<ToldStart, 'model' | 'parameterCount'>): number | undefined {
	const unused = isWholeModel(model) ? countUnused(model) : 0;
	return parameterCount === undefined || unused === 0 ? undefined : parameterCount - unused;
}

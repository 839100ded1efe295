import {readRecord} from '../storage/record/read-record.js';
import {type CurvePoint, LossHistory} from './loss-history.js';

/**
The whole loss curve of a saved run; empty if it has no steps yet.

@param signal - Gives up reading.
@throws what the file system says, or that it was given up.
*/
export async function readCurve(folder: string, signal: AbortSignal): Promise<CurvePoint[]> {
	const history = new LossHistory();
	for (const event of await readRecord(folder, signal)) {
		if (event.type === 'step' || event.type === 'interval') {
			history.take(event);
		}
	}

	return history.curve();
}

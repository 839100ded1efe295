import {readRecord} from '../storage/read-record.js';
import {type CurvePoint, LossHistory} from './loss-history.js';

/** The whole loss curve of a saved run; empty if nothing of it can be read. */
export async function readCurve(folder: string): Promise<CurvePoint[]> {
	const history = new LossHistory();
	for (const event of await readRecord(folder)) {
		if (event.type === 'step') {
			history.record(event.step, event.loss);
		} else if (event.type === 'interval') {
			history.recordInterval(event);
		}
	}

	return history.curve();
}

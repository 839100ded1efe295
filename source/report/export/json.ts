import {contentsOf, type ExportedRun} from './exported-run.js';

/**
A run as one JSON object, a line for each of its parts. The steps are in columns: the first entries of all
the arrays belong together. Above 100,000 steps there are only `intervals`.

@throws CheckpointError if the events have no start.
*/
export function jsonOf(run: ExportedRun): string {
	const {name, title, createdAt, start, steps, intervals, evaluations, samples, controls, baselines, warnings, finish} = contentsOf(run);
	const parts = {
		name,
		title,
		createdAt,
		start,
		steps: columnsOf(steps, ['step', 'loss', 'learningRate', 'gradientNorm', 'tokenCount', 'elapsedMs']),
		intervals: columnsOf(intervals, [
			'firstStep',
			'step',
			'meanLoss',
			'minimumLoss',
			'minimumStep',
			'maximumLoss',
			'runningMean',
			'loss',
			'learningRate',
			'gradientNorm',
			'tokenCount',
			'elapsedMs',
		]),
		evaluations,
		samples,
		controls,
		baselines,
		warnings,
		finish,
	};
	const lines = Object.entries(parts)
		.filter(([, part]) => part !== undefined)
		.map(([key, part]) => `\t${JSON.stringify(key)}: ${JSON.stringify(part, withoutType)}`);
	return `{\n${lines.join(',\n')}\n}\n`;
}

/** The same properties of all rows, each as an array. What a row lacks is null. */
function columnsOf<Key extends string>(rows: ReadonlyArray<Readonly<Partial<Record<Key, number>>>>, keys: readonly Key[]): Record<string, readonly unknown[]> {
	return Object.fromEntries(keys.map(key => [key, rows.map(row => row[key] ?? null)]));
}

/** Where it stands says what an event is. */
function withoutType(key: string, value: unknown): unknown {
	return key === 'type' ? undefined : value;
}

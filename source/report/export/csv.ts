import {type ToldEval, type ToldInterval, type ToldStep} from '../../training/told-events.js';
import {type ExportedRun} from './exported-run.js';

/** The names of the columns, each with what it says of a row. */
const columns: ReadonlyArray<readonly [name: string, read: (row: Row) => number | undefined]> = [
	['step', ({step}) => step],
	['loss', ({update}) => update?.loss],
	['learning_rate', ({update}) => update?.learningRate],
	['gradient_norm', ({update}) => update?.gradientNorm],
	['tokens', ({update}) => update?.tokenCount],
	['elapsed_ms', ({update}) => update?.elapsedMs],
	['validation_loss', ({evaluation}) => evaluation?.validationLoss],
	['train_loss', ({evaluation}) => evaluation?.trainLoss],
	['first_step', ({update}) => stretchOf(update)?.firstStep],
	['mean_loss', ({update}) => stretchOf(update)?.meanLoss],
	['minimum_loss', ({update}) => stretchOf(update)?.minimumLoss],
	['minimum_step', ({update}) => stretchOf(update)?.minimumStep],
	['maximum_loss', ({update}) => stretchOf(update)?.maximumLoss],
	['running_mean', ({update}) => stretchOf(update)?.runningMean],
];

type Row = {
	readonly step: number;
	readonly update?: ToldStep | ToldInterval;
	readonly evaluation?: ToldEval;
};

/**
The losses of a run as a table (RFC 4180): a header, then a row for each step with the losses that were
measured after it. It holds nothing but numbers, which read back exactly, so no cell can be a formula.

In a row that stands for many steps, the figures of a step are those of the last one, but `tokens` are
those of all, and the columns from `first_step` on tell of all; in a row of one step these are empty. An
evaluation at a step without a row has one of its own.
*/
export function csvOf({events}: ExportedRun): string {
	const lines = [columns.map(([name]) => name).join(',')];
	for (const row of rowsOf(events)) {
		lines.push(columns.map(([, read]) => numberText(read(row))).join(','));
	}

	return `${lines.join('\r\n')}\r\n`;
}

/** Joins an update and an evaluation of the same step, whichever comes first. */
function rowsOf(events: ExportedRun['events']): Row[] {
	const rows: Row[] = [];
	for (const event of events) {
		if (event.type !== 'step' && event.type !== 'interval' && event.type !== 'eval') {
			continue;
		}

		const {step} = event;
		const part = event.type === 'eval' ? {evaluation: event} : {update: event};
		const last = rows.at(-1);
		const isSameRow = last?.step === step && (event.type === 'eval' ? last.evaluation : last.update) === undefined;
		if (isSameRow) {
			rows[rows.length - 1] = {...last, ...part};
		} else {
			rows.push({step, ...part});
		}
	}

	return rows;
}

function stretchOf(update: Row['update']): ToldInterval | undefined {
	return update?.type === 'interval' ? update : undefined;
}

/** The shortest text that reads back as the same number; what is no finite number is left out. */
function numberText(number: number | undefined): string {
	if (!Number.isFinite(number)) {
		return '';
	}

	return Object.is(number, -0) ? '-0' : String(number);
}

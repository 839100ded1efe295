import {CheckpointError} from '../../errors.js';
import {type CurvePoint} from '../../history/loss-history.js';
import {type RecordedRun} from '../../history/recorded-run.js';
import {RunRecord} from '../../history/run-record.js';
import {type ControlEvent, type WarningEvent} from '../../training/events.js';
import {
	type ToldEval,
	type ToldEvent,
	type ToldFinish,
	type ToldInterval,
	type ToldSample,
	type ToldStart,
	type ToldStep,
} from '../../training/told-events.js';

/** A saved run, as it is given to the exports; each of them goes through the events once. */
export type ExportedRun = {
	readonly events: Iterable<ToldEvent>;
	/** By which the run is known among the saved ones. */
	readonly name: string;
	/** What somebody calls it. */
	readonly title?: string | undefined;
	/** ISO 8601. */
	readonly createdAt: string;
};

/** What the events of a run say, sorted by what one asks. Nothing is left out but the places of its files. */
export type ExportContents = Omit<ExportedRun, 'events'> & Pick<RecordedRun, 'baselines' | 'bestMean' | 'bestValidation' | 'lastMean'> & {
	readonly start: ToldStart;
	/** The number of steps that the run was to have in the end; undefined if that is not known. */
	readonly plannedSteps: number | undefined;
	/** Every step, or every stretch where no more is known. The record has a coarser one, made for a window that is redrawn. */
	readonly curve: readonly CurvePoint[];
	readonly steps: readonly ToldStep[];
	readonly intervals: readonly ToldInterval[];
	readonly evaluations: readonly ToldEval[];
	readonly samples: readonly ToldSample[];
	readonly controls: readonly ControlEvent[];
	/** All of them, where the record forgets the first of very many. */
	readonly learningRateChanges: ReadonlyArray<Pick<ControlEvent, 'step'>>;
	readonly warnings: readonly WarningEvent[];
	/** Undefined if the run is not over. */
	readonly finish: ToldFinish | undefined;
	/** The last step, or the stretch that ends with it. */
	readonly last: ToldStep | ToldInterval | undefined;
	/** Steps that are done. */
	readonly stepCount: number;
	/** Training tokens so far; undefined if they are not known for all steps. */
	readonly tokenCount: number | undefined;
	/** The time of the training steps alone; undefined if it is not known. */
	readonly elapsedMs: number | undefined;
};

/**
Goes through the events once.

@throws CheckpointError if the events have no start.
*/
export function contentsOf({events, ...told}: ExportedRun): ExportContents {
	const all = [...events];
	const ofType = <Type extends ToldEvent['type']>(type: Type) =>
		all.filter((event): event is Extract<ToldEvent, {readonly type: Type}> => event.type === type);
	const start = ofType('start').at(0);
	if (!start) {
		throw new CheckpointError(`Expected a saved run to begin with its start event, got ${all[0]?.type ?? 'no events'}. Export another run.`);
	}

	const record = new RunRecord();
	const curve = all.flatMap(event => record.record(event) ?? []);
	const {baselines, bestMean, bestValidation, lastMean, tokens, finish} = record.snapshot();
	const controls = ofType('control');
	const last = all.findLast(event => event.type === 'step' || event.type === 'interval');
	return {
		...told,
		start,
		baselines,
		bestMean,
		bestValidation,
		lastMean,
		plannedSteps: controls.findLast(({steps}) => steps !== undefined)?.steps ?? start.training.steps,
		curve,
		steps: ofType('step'),
		intervals: ofType('interval'),
		evaluations: ofType('eval'),
		samples: ofType('sample'),
		controls,
		learningRateChanges: controls.filter(({learningRateScale, learningRate, schedule, scheduleFrom}, index) => (learningRate ?? schedule ?? scheduleFrom) !== undefined || learningRateScale !== (controls[index - 1]?.learningRateScale ?? 1)),
		warnings: ofType('warning'),
		finish,
		last,
		stepCount: last?.step ?? 0,
		tokenCount: finish?.totals.tokens ?? tokens,
		elapsedMs: finish?.totals.elapsedMs ?? (last ? last.elapsedMs : 0),
	};
}

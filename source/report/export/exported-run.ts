import {CheckpointError} from '../../errors.js';
import {type CurvePoint, LossHistory} from '../../history/loss-history.js';
import {type LossMean, MeanLosses} from '../../history/mean-losses.js';
import {
	type BaselinesEvent,
	type ControlEvent,
	type WarningEvent,
} from '../../training/events.js';
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
export class RunContents {
	readonly name: string;
	readonly title: string | undefined;
	readonly createdAt: string;
	readonly start: ToldStart;
	/** The number of steps that the run was to have in the end; undefined if that is not known. */
	readonly plannedSteps: number | undefined;
	readonly history = new LossHistory();
	readonly means = new MeanLosses();
	/** Every step, or every stretch where no more is known. The history has a coarser one, made for a window that is redrawn. */
	readonly curve: CurvePoint[] = [];
	readonly steps: readonly ToldStep[];
	readonly intervals: readonly ToldInterval[];
	readonly evaluations: readonly ToldEval[];
	readonly samples: readonly ToldSample[];
	readonly controls: readonly ControlEvent[];
	readonly warnings: readonly WarningEvent[];
	/** The last ones, since a run that goes on may count again. */
	readonly baselines: BaselinesEvent | undefined;
	/** Undefined if the run is not over. */
	readonly finish: ToldFinish | undefined;
	/** The last step, or the stretch that ends with it. */
	readonly last: ToldStep | ToldInterval | undefined;

	/**
	Goes through the events once.

	@throws CheckpointError if the events have no start.
	*/
	constructor({events, name, title, createdAt}: ExportedRun) {
		const all = [...events];
		const ofType = <Type extends ToldEvent['type']>(type: Type) =>
			all.filter((event): event is Extract<ToldEvent, {readonly type: Type}> => event.type === type);
		const start = ofType('start').at(0);
		if (!start) {
			throw new CheckpointError(`Expected a saved run to begin with its start event, got ${all[0]?.type ?? 'no events'}. Export another run.`);
		}

		this.name = name;
		this.title = title;
		this.createdAt = createdAt;
		this.start = start;
		this.steps = ofType('step');
		this.intervals = ofType('interval');
		this.evaluations = ofType('eval');
		this.samples = ofType('sample');
		this.controls = ofType('control');
		this.warnings = ofType('warning');
		this.baselines = ofType('baselines').at(-1);
		this.plannedSteps = this.controls.findLast(({steps}) => steps !== undefined)?.steps ?? start.training.steps;
		this.last = all.findLast(event => event.type === 'step' || event.type === 'interval');
		// A run that was taken up again has an end in its middle.
		const finish = ofType('finish').at(-1);
		this.finish = finish && this.last && all.indexOf(finish) < all.lastIndexOf(this.last) ? undefined : finish;
		this.#remember(all);
	}

	/** Steps that are done. */
	get stepCount(): number {
		return this.last?.step ?? 0;
	}

	/** What the losses have come to; undefined before the first. */
	get lastMean(): LossMean | undefined {
		return this.means.last();
	}

	/** Training tokens so far; undefined if they are not known for all steps. */
	get tokenCount(): number | undefined {
		return this.finish?.totals.tokens ?? [...this.steps, ...this.intervals].reduce<number | undefined>((sum, {tokenCount}) => sum === undefined || tokenCount === undefined ? undefined : sum + tokenCount, 0);
	}

	/** The time of the training steps alone; undefined if it is not known. */
	get elapsedMs(): number | undefined {
		return this.finish?.totals.elapsedMs ?? (this.last ? this.last.elapsedMs : 0);
	}

	#remember(events: readonly ToldEvent[]) {
		for (const event of events) {
			if (event.type !== 'step' && event.type !== 'interval') {
				continue;
			}

			const point = this.history.take(event);
			if (!point) {
				continue;
			}

			this.means.take(event, point.runningMean);
			this.curve.push(point);
		}
	}
}

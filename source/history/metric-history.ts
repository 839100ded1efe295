import {type MetricsEvent} from '../training/told-events.js';
import {type CurvePoint, LossHistory} from './loss-history.js';
import {type StepOrInterval} from './event-order.js';

/** A number besides the loss that a run tells again and again. */
export type Metric = {
	/** As the program calls it. */
	readonly name: string;
	readonly last: number;
	/** Of the last one. */
	readonly step: number;
	readonly curve: readonly CurvePoint[];
	/** What was told last, one by one. */
	readonly recentCurve: readonly CurvePoint[];
};

/** Of more names, those that come later are left out. */
export const mostMetrics = 64;

type Kept = {readonly history: LossHistory; step: number; last: number; metric: Metric | undefined};

/** The other numbers of a run in bounded memory, in the order in which they first came. */
export class MetricHistory {
	readonly #kept = new Map<string, Kept>();

	record({step, values}: Pick<MetricsEvent, 'step' | 'values'>): void {
		for (const [name, value] of Object.entries(values)) {
			this.#add(name, step, value);
		}
	}

	/** Takes what a step says besides its loss. */
	recordStep({step, learningRate, gradientNorm, tokensPerSecond, stepTime}: StepOrInterval): void {
		const figures = {
			'learning rate': learningRate, 'gradient norm': gradientNorm, 'tokens/s': tokensPerSecond, ...(stepTime && {[`time a step (${stepTime.unit})`]: stepTime.value}),
		};
		for (const [name, value] of Object.entries(figures)) {
			if (value !== undefined) {
				this.#add(name, step, value);
			}
		}
	}

	/** Forgets what was told of a step and of those after it. */
	rewind(step: number): void {
		for (const [name, kept] of this.#kept) {
			kept.history.rewind(step);
			kept.metric = undefined;
			const point = kept.history.recentCurve().at(-1) ?? kept.history.curve().at(-1);
			if (point) {
				kept.step = point.lastStep;
				kept.last = point.mean;
			} else {
				this.#kept.delete(name);
			}
		}
	}

	all(): Metric[] {
		return [...this.#kept].map(([name, kept]) => {
			const {history, last, step} = kept;
			kept.metric ??= {
				name, last, step, curve: history.curve(), recentCurve: history.recentCurve(),
			};
			return kept.metric;
		});
	}

	copy(): MetricHistory {
		const copy = new MetricHistory();
		for (const [name, kept] of this.#kept) {
			copy.#kept.set(name, {...kept, history: kept.history.copy()});
		}

		return copy;
	}

	#add(name: string, step: number, value: number) {
		let kept = this.#kept.get(name);
		if (!kept) {
			if (this.#kept.size >= mostMetrics) {
				return;
			}

			kept = {
				history: new LossHistory(), step: 0, last: value, metric: undefined,
			};
			this.#kept.set(name, kept);
		}

		if (step <= kept.step) {
			// What is told again counts as it was told last.
			kept.history.rewind(step);
		}

		kept.history.record(step, value);
		kept.step = step;
		kept.last = value;
		kept.metric = undefined;
	}
}

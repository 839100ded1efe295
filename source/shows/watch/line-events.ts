import {type FigureLine} from '../../storage/logs/figure-reader.js';
import {type Figures} from '../../storage/logs/figure.js';
import {mostMetrics} from '../../history/metric-history.js';
import {type MetricsEvent, type ToldEval, type ToldStep} from '../../training/told-events.js';

/** What a line means to the run that it is told of. */
export type ToldFigures = {
	readonly events: ReadonlyArray<ToldStep | ToldEval | MetricsEvent>;
	/** Undefined if it does not say. */
	readonly plannedSteps: number | undefined;
	/** Whether other things are counted from here on than before. */
	readonly isRecounted: boolean;
};

/** What a step has besides its loss. */
export type StepFigures = Pick<Figures, 'learningRate' | 'gradientNorm' | 'tokensPerSecond' | 'stepTime'>;

/** The other numbers of a run: where their names never end, they are no names of metrics. */
export class NamedMetrics {
	readonly #names = new Set<string>();

	/** The numbers of a step as events: one, or none. */
	at(step: number, metrics: Figures['metrics']): MetricsEvent[] {
		const known = Object.entries(metrics).filter(([name]) => this.#names.has(name) || this.#names.size < mostMetrics);
		for (const [name] of known) {
			this.#names.add(name);
		}

		return known.length === 0 ? [] : [{type: 'metrics', step, values: Object.fromEntries(known)}];
	}
}

/** The evaluation that a line tells. */
export function evaluationAt(step: number, {loss, isTrainLoss, validationLoss = NaN}: FigureLine): ToldEval {
	return {
		type: 'eval', step, ...(isTrainLoss && loss !== undefined && {trainLoss: loss}), validationLoss,
	};
}

/** What a line says of a step besides its loss. */
export function speedsIn({learningRate, gradientNorm, tokensPerSecond, stepTime}: Figures): StepFigures {
	return {
		...(learningRate !== undefined && {learningRate}),
		...(gradientNorm !== undefined && {gradientNorm}),
		...(tokensPerSecond !== undefined && {tokensPerSecond}),
		...(stepTime !== undefined && {stepTime}),
	};
}

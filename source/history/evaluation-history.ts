import {type ToldEval} from '../training/told-events.js';
import {type BestLoss} from './loss-history.js';

/** Of more evaluations, every other one is forgotten; the chart could not show them. */
const mostEvaluations = 1024;

/** The evaluations of a run, and the best of them. */
export class EvaluationHistory {
	all: readonly ToldEval[] = [];
	best: BestLoss | undefined;

	/** Of the same step, the last one counts, as a progress bar tells it. */
	record(event: ToldEval): void {
		const {step, validationLoss} = event;
		const isAgain = this.all.at(-1)?.step === step;
		const before = isAgain ? this.all.slice(0, -1) : this.all;
		this.all = [...thinned(before), event];
		if (isAgain && this.best?.step === step) {
			this.best = bestOf(before);
		}

		if (validationLoss < (this.best?.loss ?? Infinity)) {
			this.best = {step, loss: validationLoss};
		}
	}

	/** Forgets those of a step and after it. */
	rewind(step: number): void {
		this.all = this.all.filter(event => event.step < step);
		this.best = bestOf(this.all);
	}

	copy(): EvaluationHistory {
		return Object.assign(new EvaluationHistory(), this);
	}
}

function bestOf(evaluations: readonly ToldEval[]): BestLoss | undefined {
	const best = evaluations.toSorted((a, b) => a.validationLoss - b.validationLoss).at(0);
	return best && {step: best.step, loss: best.validationLoss};
}

function thinned(evaluations: readonly ToldEval[]): readonly ToldEval[] {
	return evaluations.length < mostEvaluations ? evaluations : evaluations.filter((_, index) => index % 2 === 0);
}

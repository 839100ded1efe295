import {type StepTime} from '../../training/told-events.js';
import {type Figure, type Split} from './figure.js';
import {
	type Meaning,
	meaningOf,
	otherLossRank,
	splitOf,
	timeUnitOf,
	wordsOf,
} from './figure-meaning.js';

/** A place in a run as a program counts. */
export type Place = {
	readonly at: number;
	/** How many there will be; undefined if it does not say. */
	readonly total?: number | undefined;
};

/** What a line says of a training. */
export type Figures = {
	readonly step?: Place & {
		/** Whether it counts over all epochs, has a name, or stands alone, as in a progress bar. */
		readonly kind: 'global' | 'named' | 'bare';
	};
	readonly epoch?: Place & {
		/** Whether it is a whole number: 0.5 epochs are no place to count by. */
		readonly isWhole: boolean;
	};
	/** NaN if it is no finite number. */
	readonly loss?: number;
	/** Whether its name says that it is on the training data, as one does that is told beside a validation loss. */
	readonly isTrainLoss?: boolean;
	/** Whether it may be one loss of several. */
	readonly isOtherLoss?: boolean;
	readonly validationLoss?: number;
	readonly learningRate?: number;
	readonly gradientNorm?: number;
	readonly tokensPerSecond?: number;
	readonly stepTime?: StepTime;
	/** Whether a sign stands between each of the other numbers and its name. */
	readonly isMarked: boolean;
	/** All other numbers by their names. */
	readonly metrics: Readonly<Record<string, number>>;
};

const longestName = 40;
/** What stands alone is meant less than what has a name. */
const bareRank = 5;
const columnRank = 7;
/** A share that is printed as two numbers is no place in a run. */
const shares = /acc|correct|mem|gpu|hit|cach|right|match|pass/iv;

type Known = {readonly figure: Figure; readonly rank: number};

/** Says what the numbers of a line mean. */
export function figuresOf(figures: readonly Figure[]): Figures {
	const sorted = new SortedFigures();
	for (const figure of figures) {
		sorted.add(figure);
	}

	const isMarked = figures.every(figure => figure.isMarked || figure.total !== undefined || meaningOfFigure(figure).type !== 'metric');
	return {...sorted.read(), isMarked};
}

/** The numbers of a line by what they are of. */
class SortedFigures {
	readonly #steps: Known[] = [];
	readonly #epochs: Known[] = [];
	readonly #losses: Known[] = [];
	readonly #validations: Known[] = [];
	/** `train 2.3 | val 2.4`: losses, if anything is. */
	readonly #halves: Figure[] = [];
	/** Of what a line tells once. */
	readonly #firsts = new Map<Meaning['type'], Figure>();
	readonly #metrics: Record<string, number> = {};

	add(figure: Figure): void {
		const meaning = meaningOfFigure(figure);
		switch (meaning.type) {
			case 'step':
			case 'epoch': {
				(meaning.type === 'step' ? this.#steps : this.#epochs).push({figure, rank: meaning.rank});
				break;
			}

			case 'loss': {
				this.#addLoss(figure, meaning.rank, meaning.split ?? figure.split);
				break;
			}

			case 'split': {
				this.#halves.push(figure);
				break;
			}

			case 'nothing': {
				break;
			}

			case 'metric': {
				this.#addMetric(figure);
				break;
			}

			case 'total':
			case 'learningRate':
			case 'gradientNorm':
			case 'tokensPerSecond':
			case 'stepTime': {
				if (this.#firsts.has(meaning.type) || !Number.isFinite(figure.value)) {
					this.#addMetric(figure);
				} else {
					this.#firsts.set(meaning.type, figure);
				}
			}
		}
	}

	read(): Omit<Figures, 'isMarked'> {
		this.#takeHalves();
		const isInValidation = this.#losses.length === 0 && this.#validations.length > 0;
		const [step, epoch, loss, validation] = [this.#steps, this.#epochs, this.#losses, this.#validations].map(known => this.#takeBest(known));
		const [isLoss, isValidation] = [loss, validation].map((known, index) => known !== undefined && !isLeftOut(known.figure, [validation, loss][index]?.figure));
		// With how long it took, a loss without a step sums a whole training up.
		const isSummary = loss !== undefined && step === undefined && Object.keys(this.#metrics).some(name => /run_?time/iv.test(name));
		if (isSummary) {
			this.#addMetric(loss.figure);
		}

		return {
			...placesOf({
				// The bar of an evaluation counts its documents.
				step: isInValidation && step && (step.figure.name === '' || meaningOf(step.figure.name).type === 'split') ? undefined : step, epoch, total: this.#firsts.get('total'),
			}),
			...(loss && isLoss && !isSummary && {loss: loss.figure.value, isTrainLoss: isTrain(loss.figure), isOtherLoss: loss.rank >= otherLossRank}),
			...(validation && isValidation && {validationLoss: validation.figure.value}),
			...speedsOf(this.#firsts),
			metrics: this.#metrics,
		};
	}

	#addLoss(figure: Figure, rank: number, split: Split | undefined) {
		(split === 'validation' ? this.#validations : this.#losses).push({figure, rank});
	}

	#takeHalves() {
		const parts = this.#halves.map(figure => ({figure, split: splitOf(wordsOf(figure.name))}));
		const areLosses = new Set(parts.map(({split}) => split)).size > 1 || this.#losses.length + this.#validations.length > 0;
		for (const {figure, split} of parts) {
			if (areLosses) {
				this.#addLoss(figure, 1, split);
			} else {
				this.#addMetric(figure);
			}
		}
	}

	/** The one that is meant most, the first of equals; the others are numbers like any. */
	#takeBest(known: readonly Known[]): Known | undefined {
		const [best, ...others] = known.toSorted((a, b) => a.rank - b.rank);
		for (const {figure} of others) {
			if (figure.name !== '') {
				this.#addMetric(figure);
			}
		}

		return best;
	}

	#addMetric({name, unit, value, total}: Figure) {
		const label = name === '' ? unit ?? '' : (unit === undefined ? name : `${name} (${unit})`);
		const key = label.replaceAll(/\s+/gv, ' ').trim().slice(0, longestName);
		if (key !== '' && total === undefined && Number.isFinite(value) && !Object.hasOwn(this.#metrics, key)) {
			// Also one that is called __proto__.
			Object.defineProperty(this.#metrics, key, {
				value, enumerable: true, configurable: true, writable: true,
			});
		}
	}
}

function meaningOfFigure({name, unit, total, isWhole, value, isColumn}: Figure): Meaning {
	if (isColumn) {
		return {type: 'step', rank: columnRank};
	}

	if (name === '' && unit === undefined) {
		return {type: 'step', rank: total === undefined ? bareRank + 1 : bareRank};
	}

	const meaning = meaningOf(name, unit);
	const isPlace = isWhole || Number.isSafeInteger(value);
	if (meaning.type === 'step' && !(isPlace && value >= 0)) {
		return {type: 'metric'};
	}

	if (total !== undefined && meaning.type === 'split') {
		return {type: 'step', rank: bareRank - 1};
	}

	if (total !== undefined && meaning.type === 'metric') {
		// A bar may call what it counts anything: data=8/66.
		return shares.test(name) ? {type: 'nothing'} : {type: 'step', rank: bareRank};
	}

	return meaning;
}

/** Beside another loss, one that is no number is often one that has not been measured: then it is not the one that is trained on. */
function isLeftOut(figure: Figure, other: Figure | undefined): boolean {
	const isMeasured = Number.isFinite(figure.value) || other === undefined || !Number.isFinite(other.value);
	return !isMeasured && (figure.isCell === true || splitOf(wordsOf(figure.name)) === 'validation');
}

function isTrain({name, split}: Figure): boolean {
	return splitOf(wordsOf(name)) === 'train' || split === 'train';
}

function placesOf({step, epoch, total}: {step: Known | undefined; epoch: Known | undefined; total: Figure | undefined}): Pick<Figures, 'step' | 'epoch'> {
	const totalOf = (figure: Figure) => figure.total === undefined || figure.total === 0 ? undefined : figure.total;
	return {
		...(step && {
			step: {
				at: step.figure.value, total: totalOf(step.figure) ?? (step.rank < bareRank && total && Number.isSafeInteger(total.value) && total.value > 0 ? total.value : undefined), kind: kindOf(step),
			},
		}),
		...(epoch && {epoch: {at: epoch.figure.value, total: totalOf(epoch.figure), isWhole: epoch.figure.isWhole}}),
	};
}

/** What is called `steps` may as well be how many there are to be. */
function kindOf({figure, rank}: Known): NonNullable<Figures['step']>['kind'] {
	if (rank === 0) {
		return 'global';
	}

	return rank < bareRank && !figure.name.endsWith('s') ? 'named' : 'bare';
}

function speedsOf(firsts: ReadonlyMap<Meaning['type'], Figure>): Pick<Figures, 'learningRate' | 'gradientNorm' | 'tokensPerSecond' | 'stepTime'> {
	const [learningRate, gradientNorm, tokensPerSecond, stepTime] = (['learningRate', 'gradientNorm', 'tokensPerSecond', 'stepTime'] as const).map(type => firsts.get(type));
	return {
		...(learningRate && {learningRate: learningRate.value}),
		...(gradientNorm && {gradientNorm: gradientNorm.value}),
		...(tokensPerSecond && {tokensPerSecond: tokensPerSecond.value}),
		...(stepTime && {stepTime: {value: stepTime.value, unit: timeUnitOf(stepTime.name, stepTime.unit)!}}),
	};
}

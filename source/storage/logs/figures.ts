import {type Figure, type Figures, type Split} from './figure.js';
import {type Meaning, meaningOf, otherLossRank} from './figure-meaning.js';
import {type Known, meaningOfFigure, placesOf} from './figure-place.js';
import {splitOf, wordsOf} from './name-words.js';
import {timeUnitOf} from './step-time.js';

const longestName = 40;
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

/** Beside another loss, one that is no number is often one that has not been measured: then it is not the one that is trained on. */
function isLeftOut(figure: Figure, other: Figure | undefined): boolean {
	const isMeasured = Number.isFinite(figure.value) || other === undefined || !Number.isFinite(other.value);
	return !isMeasured && (figure.isCell === true || splitOf(wordsOf(figure.name)) === 'validation');
}

function isTrain({name, split}: Figure): boolean {
	return splitOf(wordsOf(name)) === 'train' || split === 'train';
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

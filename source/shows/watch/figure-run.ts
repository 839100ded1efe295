import {type FigureLine} from '../../storage/logs/figure-reader.js';
import {type Figures, type Place} from '../../storage/logs/figure.js';
import {type MetricsEvent, type ToldEval, type ToldStart} from '../../training/told-events.js';
import {
	evaluationAt,
	NamedMetrics,
	speedsIn,
	type StepFigures,
	type ToldFigures,
} from './line-events.js';
import {PlaceCounter} from './place-counter.js';

/** What the places of a run are. */
export type Counted = 'steps' | NonNullable<ToldStart['counts']>;

/** The figures of a step that have come without its loss. */
type Held = {readonly at: number; readonly figures: StepFigures; readonly metrics: Figures['metrics']};

const precedence: readonly Counted[] = ['lines', 'epochs', 'steps'];
/** What is told below the line with a step is of that step. */
const linesPerBlock = 40;
const mostWaiting = 16;

/**
Makes steps, evaluations and metrics of the lines of a program, whatever it counts: its steps, its epochs, or
nothing, in which case the lines that tell a loss are counted.
*/
export class FigureRun {
	/** Undefined before the first loss. */
	counted: Counted | undefined;
	#counter = new PlaceCounter();
	/** Of which of several processes it is. */
	#rank: number | undefined;
	/** That in the last line that had nothing else. */
	#epoch: Place | undefined;
	/** Of the line that had nothing else, and how many lines ago that was. */
	#heading: {readonly step: Place & {readonly kind: 'named'}; readonly age: number} | undefined;
	#held: Held | undefined;
	#last: {readonly at: number; readonly loss: number} | undefined;
	#lastValidation: number | undefined;
	#lastFraction = 0;
	/** Whether there are losses that are not called training losses: then one that is, beside a validation loss, is an evaluation's. */
	#hasPlainLosses = false;
	/** What was told before the first step. */
	#waiting: Array<ToldEval | MetricsEvent> = [];
	readonly #metrics = new NamedMetrics();

	/** Undefined if the line says nothing of the run. */
	take(line: FigureLine): ToldFigures | undefined {
		this.#heading = this.#heading && this.#heading.age < linesPerBlock ? {...this.#heading, age: this.#heading.age + 1} : undefined;
		const {loss, validationLoss, rank} = line;
		if (rank !== undefined && this.#rank !== undefined && rank !== this.#rank) {
			return {events: [], plannedSteps: undefined, isRecounted: false};
		}

		if (loss === undefined && validationLoss === undefined) {
			return this.#takeOther(line);
		}

		const counted = this.#countedIn(line);
		const isStep = loss !== undefined && this.#isStep(line, counted);
		if (!isStep) {
			return validationLoss === undefined ? undefined : this.#takeEvaluation(line, counted);
		}

		this.#rank ??= rank;
		const isRecounted = this.counted !== undefined && this.counted !== counted;
		if (isRecounted) {
			this.#counter = new PlaceCounter();
			this.#last = undefined;
		}

		this.counted = counted;
		return {...this.#takeStep(line, loss), isRecounted};
	}

	/** What could be counted by a line. */
	#countedIn({step, epoch}: FigureLine): Counted {
		if (step ?? (epoch ? undefined : this.#heading)) {
			return 'steps';
		}

		// Where epochs are told as fractions, a whole one is none to count by.
		return epoch?.isWhole && !(this.counted === 'lines' && this.#lastFraction > 0) ? 'epochs' : 'lines';
	}

	/** Whether the loss of a line is that of a step, rather than the mean of an epoch, of an evaluation or of all. */
	#isStep({form, isOtherLoss, isTrainLoss, validationLoss}: FigureLine, counted: Counted): boolean {
		const isOfEvaluation = validationLoss !== undefined && isTrainLoss === true && this.#hasPlainLosses;
		const isAnyLoss = counted === 'lines' && isOtherLoss === true && form === 'text';
		const isFurther = this.counted === undefined || precedence.indexOf(counted) >= precedence.indexOf(this.counted);
		return isFurther && !isOfEvaluation && !isAnyLoss;
	}

	#takeStep(line: FigureLine, loss: number): Pick<ToldFigures, 'events' | 'plannedSteps'> {
		const {validationLoss, isTrainLoss, step} = line;
		const {at, total} = this.#placeOf(line);
		const held = this.#held?.at === at ? this.#held : undefined;
		this.#held = undefined;
		this.#hasPlainLosses ||= validationLoss === undefined && !isTrainLoss;
		const isRepeated = this.#last?.at === at && Object.is(this.#last.loss, loss);
		this.#last = {at, loss};
		// A progress bar shows the last evaluation until there is another.
		const isNew = validationLoss !== undefined && !(step?.kind === 'bare' && validationLoss === this.#lastValidation);
		this.#lastValidation = validationLoss ?? this.#lastValidation;
		const waiting = this.#waiting;
		this.#waiting = [];
		return {
			plannedSteps: total,
			events: [
				...waiting,
				...(isRepeated
					? []
					: [{
						type: 'step' as const, step: at, loss, ...held?.figures, ...speedsIn(line),
					}]),
				...(isNew ? [evaluationAt(at, line)] : []),
				...this.#metrics.at(at, {...held?.metrics, ...line.metrics}),
			],
		};
	}

	#placeOf({step, epoch}: FigureLine): Place {
		switch (this.counted) {
			case 'steps': {
				const whole = epoch?.isWhole ? epoch : (epoch ? undefined : this.#epoch);
				return this.#counter.take((step ?? this.#heading?.step)!, whole);
			}

			case 'epochs': {
				return epoch!;
			}

			case 'lines':
			case undefined: {
				const fraction = epoch?.at ?? this.#lastFraction;
				const isAnew = fraction < this.#lastFraction;
				this.#lastFraction = fraction;
				return {at: isAnew ? 1 : (this.#last?.at ?? 0) + 1};
			}
		}
	}

	/** An evaluation is of the step that it names, or of the last one. */
	#takeEvaluation(line: FigureLine, counted: Counted): ToldFigures {
		const {step, epoch} = line;
		const isPlaced = step !== undefined && (this.counted === 'steps' || this.counted === undefined);
		const isEpoch = counted === 'epochs' && this.counted === 'epochs';
		const at = isPlaced ? this.#counter.take(step, epoch?.isWhole ? epoch : undefined).at : (isEpoch ? epoch!.at : this.#last?.at ?? 0);
		this.#lastValidation = line.validationLoss;
		return this.#tellOrKeep([evaluationAt(at, line), ...this.#metrics.at(at, line.metrics)]);
	}

	/** A line without a loss says where what follows is of, or more of a step. */
	#takeOther(line: FigureLine): ToldFigures | undefined {
		const {step, epoch, isHeading, metrics} = line;
		if (isHeading) {
			this.#epoch = epoch ?? this.#epoch;
			this.#heading = step && {step: {...step, kind: 'named'}, age: 0};
			return undefined;
		}

		const speeds = speedsIn(line);
		const place = this.#placeOfOther(line);
		if (!place || Object.keys({...metrics, ...speeds}).length === 0) {
			return undefined;
		}

		const {at} = this.#counter.take(place, epoch?.isWhole ? epoch : this.#epoch);
		if (at === this.#last?.at || (this.counted === 'steps' && step)) {
			return this.#tellOrKeep(this.#metrics.at(at, metrics));
		}

		const before = this.#held?.at === at ? this.#held : undefined;
		this.#held = {at, figures: {...before?.figures, ...speeds}, metrics: {...before?.metrics, ...metrics}};
		return undefined;
	}

	#placeOfOther({step, form, isMarked}: FigureLine): Figures['step'] {
		if (step && (form !== 'text' || (isMarked && step.kind !== 'bare'))) {
			return step;
		}

		return step === undefined && form === 'text' && isMarked ? this.#heading?.step : undefined;
	}

	/** The first step says what is counted, and how many there will be: what comes before waits for it. */
	#tellOrKeep(events: Array<ToldEval | MetricsEvent>): ToldFigures {
		const isBegun = this.counted !== undefined;
		if (!isBegun) {
			this.#waiting = [...this.#waiting, ...events].slice(-mostWaiting);
		}

		return {events: isBegun ? events : [], plannedSteps: undefined, isRecounted: false};
	}
}

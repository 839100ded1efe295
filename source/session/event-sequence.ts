import {visibleText} from '../data/visible-text.js';
import {completeEvent, type EventDefaults, type WrittenEvent} from '../storage/event-schema.js';
import {type Line} from '../storage/line-splitter.js';
import {parsePlainLine, type PlainFacts, type PlainLine} from '../storage/plain-lines.js';
import {parseEvent} from '../storage/read-events.js';
import {
	type FinishReason,
	type IntervalEvent,
	type StepEvent,
	type TrainingEvent,
	type WarningEvent,
} from '../training/events.js';
import {isInOrder} from './event-order.js';

/** So much of a line tells which it is. */
const excerptLength = 60;

/**
Makes a run of the lines of a file or program: one `start` first, steps in increasing order, one
`finish` last, whatever the lines are.
*/
export class EventSequence {
	/** Of the source: the run has it if it tells no other. */
	readonly #name: string;
	#lines = 0;
	#malformedLines = 0;
	#otherLines = 0;
	#facts: PlainFacts = {};
	#plannedSteps = 0;
	#learningRateScale = 1;
	#hasStarted = false;
	#isFinished = false;
	/** What was wrong before there was a start to say it after. */
	#pendingWarning: WarningEvent | undefined;
	#step = 0;
	#tokens = 0;
	/** Of the last step. */
	#elapsedMs = 0;

	constructor(name: string) {
		this.#name = name;
	}

	get isFinished(): boolean {
		return this.#isFinished;
	}

	/** Lines that would be events but are damaged, out of order or too long. */
	get malformedLines(): number {
		return this.#malformedLines;
	}

	/** Lines that are something else. */
	get otherLines(): number {
		return this.#otherLines;
	}

	/**
	Takes the next line.

	@param arrivalMs - Since the first event; what it took until a step that does not say so itself.
	@returns The events that it makes, in order.
	*/
	take(line: Line, arrivalMs: number): TrainingEvent[] {
		this.#lines++;
		if (line === undefined) {
			return this.#refuse('', 'a line of more than 1 MB');
		}

		const content = line.trim();
		if (content === '') {
			return [];
		}

		const defaults = this.#defaults(arrivalMs);
		if (!content.startsWith('{')) {
			const plain = parsePlainLine(line);
			return plain ? this.#takePlain(plain, defaults) : this.#passOver();
		}

		const event = parseEvent(content, defaults);
		if (event === 'unknown') {
			return this.#passOver();
		}

		return event !== 'malformed' && this.#isInOrder(event) ? this.#tell(event, defaults) : this.#refuse(content);
	}

	/**
	There are no more lines.

	@param complaint - What was wrong with the source, if it ended for that.
	@returns What the run still lacks.
	*/
	end(complaint?: string): TrainingEvent[] {
		if (this.#isFinished) {
			return [];
		}

		const defaults = this.#defaults(this.#elapsedMs);
		const reason: FinishReason = this.#step > 0 && this.#step === this.#plannedSteps ? 'completed' : 'stopped';
		return [
			...this.#begin(defaults),
			...(complaint === undefined ? [] : [this.#warning(complaint)]),
			...this.#tell(made({type: 'finish', reason}, defaults), defaults),
		];
	}

	#defaults(elapsedMs: number): EventDefaults {
		return {
			name: this.#name, step: this.#step, tokens: this.#tokens, elapsedMs: Math.max(this.#elapsedMs, elapsedMs),
		};
	}

	#takePlain(line: PlainLine, defaults: EventDefaults): TrainingEvent[] {
		if (line.type === 'facts') {
			this.#facts = {...this.#facts, ...line.facts};
			return [];
		}

		const event = made(line.type === 'sample' ? line : {type: 'step', step: line.step, loss: line.loss}, defaults);
		// A program may print its steps for people beside the events: those are no mistake.
		if (!this.#isInOrder(event)) {
			return this.#passOver();
		}

		this.#plannedSteps = line.type === 'step' && !this.#hasStarted ? line.steps : this.#plannedSteps;
		return this.#tell(event, defaults);
	}

	#isInOrder(event: TrainingEvent): boolean {
		return !this.#isFinished && isInOrder(event, {hasStarted: this.#hasStarted, lastStep: this.#step});
	}

	/** The event, with what has to come before it. */
	#tell(event: TrainingEvent, defaults: EventDefaults): TrainingEvent[] {
		if (event.type === 'start') {
			this.#hasStarted = true;
			this.#plannedSteps = event.training.steps;
			return [event, ...this.#takePendingWarning()];
		}

		const before = this.#begin(defaults);
		if (event.type === 'step' || event.type === 'interval') {
			before.push(...this.#takeStep(event));
		} else if (event.type === 'control') {
			this.#learningRateScale = event.learningRateScale;
			this.#plannedSteps = event.steps ?? this.#plannedSteps;
		}

		this.#isFinished = event.type === 'finish';
		return [...before, event];
	}

	/** A run that goes on after its planned end has none that is known. */
	#takeStep({step, tokenCount, elapsedMs}: StepEvent | IntervalEvent): TrainingEvent[] {
		this.#step = step;
		this.#tokens += tokenCount;
		this.#elapsedMs = elapsedMs;
		if (this.#plannedSteps === 0 || step <= this.#plannedSteps) {
			return [];
		}

		this.#plannedSteps = 0;
		return [{
			type: 'control', step, learningRateScale: this.#learningRateScale, steps: 0,
		}];
	}

	/** The start of a run that has not told any. */
	#begin(defaults: EventDefaults): TrainingEvent[] {
		if (this.#hasStarted) {
			return [];
		}

		const {documentCount, vocabSize, parameterCount} = this.#facts;
		return this.#tell(made({
			type: 'start',
			training: {steps: this.#plannedSteps},
			...(documentCount !== undefined && {dataset: {documentCount}}),
			...(vocabSize !== undefined && {model: {vocabSize}}),
			...(parameterCount !== undefined && {parameterCount}),
		}, defaults), defaults);
	}

	#passOver(): TrainingEvent[] {
		this.#otherLines++;
		return [];
	}

	#refuse(line: string, what = `“${visibleText([...line.slice(0, 2 * excerptLength)].slice(0, excerptLength).join(''))}”`): TrainingEvent[] {
		this.#malformedLines++;
		if (this.#malformedLines > 1 || this.#isFinished) {
			return [];
		}

		this.#pendingWarning = this.#warning(`Expected an event in line ${this.#lines} of ${visibleText(this.#name)}, got ${what}. It and others like it are passed over.`);
		return this.#hasStarted ? this.#takePendingWarning() : [];
	}

	#takePendingWarning(): WarningEvent[] {
		const warning = this.#pendingWarning;
		this.#pendingWarning = undefined;
		return warning ? [warning] : [];
	}

	#warning(message: string): WarningEvent {
		return {
			type: 'warning', step: this.#step, code: 'malformed', message,
		};
	}
}

/** An event that was not written, but follows from what was. */
function made(event: WrittenEvent, defaults: EventDefaults): TrainingEvent {
	const complete = completeEvent(event, defaults);
	if (!complete) {
		throw new Error(`The event ${event.type} that was made up is none.`);
	}

	return complete;
}

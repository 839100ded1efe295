import {completeEvent, type EventDefaults, type WrittenEvent} from '../../storage/record/event-schema.js';
import {type Line} from '../../files/line-splitter.js';
import {type FigureLine, FigureReader} from '../../storage/logs/figure-reader.js';
import {type PlainFacts} from '../../storage/logs/plain-lines.js';
import {type LineContent, readLine} from '../../storage/logs/read-line.js';
import {type FinishReason} from '../../training/events.js';
import {type ToldEvent, type ToldFinish, type ToldStart} from '../../training/told-events.js';
import {
	countedFromOne,
	firstStepOf,
	isSound,
	type StepOrInterval,
	turnOf,
} from '../../history/event-order.js';
import {countedIn} from '../../history/counted.js';
import {FigureRun} from './figure-run.js';
import {turnWarnings, warningOf} from './source-warnings.js';
import {ToldRun} from './told-run.js';
import {UnreadLines} from './unread-lines.js';

/**
Makes a run of the lines of a file or program: a `start` first, one `finish` last, whatever the lines are.
Steps that go back begin the run anew, or take the place of those from there on; see `turnOf`.
*/
export class EventSequence {
	readonly unread: UnreadLines;
	/** Whether the program counts its steps from 0; here they count from 1. */
	countsFromZero = false;
	/** Of the source: the run has it if it tells no other. */
	readonly #name: string;
	#facts: PlainFacts = {};
	#run = new ToldRun();
	/** Whether the run has begun with a start of its own, or with one that was made up. */
	#start: 'told' | 'made' | undefined;
	/** How it ends, unless more comes of it. */
	#finish: ToldFinish | undefined;
	/** Whether steps come as events: lines for people that stand beside them do not count. */
	#hasStepEvents = false;
	readonly #reader = new FigureReader();
	readonly #figures = new FigureRun();

	constructor(name: string) {
		this.#name = name;
		this.unread = new UnreadLines(name);
	}

	/** How the run has said that it is over; undefined if it has not, or has gone on since. */
	get ending(): FinishReason | undefined {
		return this.#finish && this.#reasonOf(this.#finish);
	}

	/** Undefined before the first. */
	get lastStep(): number | undefined {
		return this.#run.steps?.lastStep;
	}

	/** What the steps of the run are, where the program does not tell any. */
	get counts(): ToldStart['counts'] {
		const {counted} = this.#figures;
		return this.#hasStepEvents || counted === 'steps' ? undefined : counted;
	}

	get hasSteps(): boolean {
		return this.#run.steps !== undefined;
	}

	/** Whether the run was under way before anybody looked, and does not say how long. */
	get isJoined(): boolean {
		return this.#run.isJoined;
	}

	/**
	Takes the next line.

	@param arrivedAt - When, in milliseconds: that is when a step was done that does not say so itself. Undefined for a line that was there before anybody looked.
	@returns The events that it makes, in order.
	*/
	take(line: Line, arrivedAt: number | undefined): ToldEvent[] {
		this.unread.lines++;
		if (line === undefined) {
			return this.#refuse(line);
		}

		const content = readLine(line, this.#defaults, this.#reader);
		switch (content) {
			case 'nothing': {
				return [];
			}

			case 'other': {
				return this.#passOver(line);
			}

			case 'malformed': {
				return this.#refuse(line);
			}

			default: {
				return content.type === 'event'
					? this.#takeEvent(content.event, arrivedAt) ?? this.#refuse(line)
					: this.#takePlain(content, arrivedAt) ?? this.#passOver(line);
			}
		}
	}

	/** The start of the run, if it has not come yet. */
	begin(): ToldEvent[] {
		if (this.#start !== undefined) {
			return [];
		}

		this.#start = 'made';
		const {documentCount, vocabSize, parameterCount} = this.#facts;
		const {plannedSteps} = this.#run;
		const start = this.#made({
			type: 'start',
			...(this.counts !== undefined && {counts: this.counts}),
			...(plannedSteps !== undefined && {training: {steps: plannedSteps}}),
			...(documentCount !== undefined && {dataset: {documentCount}}),
			...(vocabSize !== undefined && {model: {vocabSize}}),
			...(parameterCount !== undefined && {parameterCount}),
		});
		return [start, ...this.unread.takeWarning()];
	}

	/** There are no more lines: what the run still lacks. */
	end(): ToldEvent[] {
		const {steps, plannedSteps} = this.#run;
		const madeUp: FinishReason = steps && steps.lastStep === plannedSteps ? 'completed' : 'stopped';
		const finish = this.#finish ?? this.#made({type: 'finish', reason: madeUp}) as ToldFinish;
		return [...this.begin(), {...finish, reason: this.#reasonOf(finish)}];
	}

	/** Who goes through all steps without a loss has diverged all the same. */
	#reasonOf({reason}: ToldFinish): FinishReason {
		return this.#run.isDiverged && (reason === 'completed' || !this.#finish) ? 'diverged' : reason;
	}

	get #defaults(): EventDefaults {
		const {steps, tokens, elapsedMs, learningRateScale} = this.#run;
		const lastStep = steps?.lastStep ?? 0;
		return {
			name: this.#name, step: Math.max(0, lastStep - (this.countsFromZero ? 1 : 0)), stepCount: lastStep, tokens, elapsedMs, learningRateScale,
		};
	}

	/** Undefined if it does not count. */
	#takePlain(content: Exclude<LineContent, string | {readonly type: 'event'}>, arrivedAt: number | undefined): ToldEvent[] | undefined {
		if (content.type === 'figures') {
			// A program may print its steps for people beside the events: those are no mistake.
			return this.#hasStepEvents ? undefined : this.#takeFigures(content.line, arrivedAt);
		}

		const {line} = content;
		if (line.type === 'facts') {
			this.#facts = {...this.#facts, ...line.facts};
			return [];
		}

		return this.#finish ? undefined : this.#tell(this.#made(line), arrivedAt);
	}

	/** Undefined if there is no step in it, and nothing of one. */
	#takeFigures(line: FigureLine, arrivedAt: number | undefined): ToldEvent[] | undefined {
		const told = this.#figures.take(line);
		if (!told) {
			return undefined;
		}

		if (told.isRecounted) {
			// What was counted before is none of it.
			this.#run = new ToldRun();
			this.#start = undefined;
			this.countsFromZero = false;
		}

		const {plannedSteps = this.#run.plannedSteps} = told;
		if (this.#start === undefined) {
			this.#run.plannedSteps = plannedSteps;
		}

		return told.events.flatMap(event => {
			if (event.type === 'step') {
				return this.#takeStep(event, arrivedAt, plannedSteps);
			}

			return this.#finish ? [] : this.#tell(event, arrivedAt);
		});
	}

	/** Undefined if it does not count. */
	#takeEvent(event: ToldEvent, arrivedAt: number | undefined): ToldEvent[] | undefined {
		if (event.type === 'step' || event.type === 'interval') {
			if (event.type === 'interval' && !isSound(event)) {
				return undefined;
			}

			this.#hasStepEvents = true;
			return this.#takeStep(event, arrivedAt, this.#run.plannedSteps);
		}

		if (event.type === 'start') {
			// It may be that of another run: its first step will show.
			this.#finish = undefined;
			this.#start = 'told';
			this.#run.plannedSteps = event.training.steps;
			this.#run.begin(arrivedAt);
			return [event, ...this.unread.takeWarning()];
		}

		if (this.#finish) {
			return undefined;
		}

		if (event.type === 'finish') {
			this.#finish = event;
			return this.begin();
		}

		if (event.type === 'control') {
			this.#run.learningRateScale = event.learningRateScale;
			this.#run.plannedSteps = event.steps ?? this.#run.plannedSteps;
		}

		return this.#tell(event, arrivedAt);
	}

	/** An event that is no step, after what has to come before it. */
	#tell(event: ToldEvent, arrivedAt: number | undefined): ToldEvent[] {
		this.#run.begin(arrivedAt);
		const counted = this.countsFromZero ? countedFromOne(event) : event;
		const isMeasured = counted.type !== 'eval' || (Number.isFinite(counted.trainLoss ?? 0) && Number.isFinite(counted.validationLoss));
		const told = isMeasured ? counted : warningOf('diverged', counted.step, `The loss of the evaluation at ${countedIn(this)} ${counted.step} is not a finite number.`);
		return [...this.begin(), told];
	}

	/**
	Takes a step up, whatever it means to the run.

	@param plannedSteps - How many there are to be, if that is known.
	*/
	#takeStep(told: StepOrInterval, arrivedAt: number | undefined, plannedSteps: number | undefined): ToldEvent[] {
		this.#finish = undefined;
		this.countsFromZero ||= firstStepOf(told) === 0;
		const event = this.countsFromZero ? countedFromOne(told) as typeof told : told;
		const before = this.#run.steps;
		const turn = turnOf(event, before);
		if (turn === 'anew') {
			this.#beginAnew();
		}

		const changes = this.#plan(plannedSteps, firstStepOf(event));
		const counted = countedIn(this);
		const begun = this.begin();
		const timed = this.#run.take(event, turn, arrivedAt);
		return [...begun, ...changes, timed, ...turnWarnings(event, turn, {before, counted}), ...this.#run.judge(event, counted)];
	}

	#beginAnew() {
		const {plannedSteps} = this.#run;
		this.#run = new ToldRun();
		this.#run.plannedSteps = plannedSteps;
		// What was made up of one run is not known of the next.
		this.#start = this.#start === 'told' ? 'told' : undefined;
	}

	/** Another number of steps than was planned, as a program says that goes on for longer. */
	#plan(plannedSteps: number | undefined, step: number): ToldEvent[] {
		const {plannedSteps: before, learningRateScale} = this.#run;
		this.#run.plannedSteps = plannedSteps;
		return plannedSteps === undefined || plannedSteps === before || this.#start === undefined || step > plannedSteps
			? []
			: [{
				type: 'control', step, learningRateScale, steps: plannedSteps,
			}];
	}

	#passOver(line: string): ToldEvent[] {
		this.unread.passOver(line);
		return [];
	}

	#refuse(line: Line): ToldEvent[] {
		this.unread.refuse(line, this.#run.steps?.lastStep ?? 0);
		// What follows the end of a run is only counted, and a warning comes after the start.
		return this.#start === undefined || this.#finish ? [] : this.unread.takeWarning();
	}

	/** An event that was not written, but follows from what was. */
	#made(event: WrittenEvent): ToldEvent {
		const complete = completeEvent(event, this.#defaults);
		if (!complete) {
			throw new Error(`The event ${event.type} that was made up is none.`);
		}

		return complete;
	}
}

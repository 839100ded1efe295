import {Coach} from '../coach/coach.js';
import {rules} from '../coach/coach-rules.js';
import {leads} from '../coach/leads.js';
import {RunRecord} from '../history/run-record.js';
import {type ToldEvent} from '../training/told-events.js';
import {type Speed} from './pacer.js';
import {RunClock} from './run-clock.js';
import {type TrainingSessionOptions} from './session-options.js';
import {type EarlierRun, type Snapshot} from './snapshot.js';

type ObserverOptions = Pick<TrainingSessionOptions, 'controls' | 'mode' | 'past' | 'playedMs' | 'nextPreset' | 'temperature' | 'isOpening'>;

/** What is observed, as a snapshot has it. */
type Observed = Omit<Snapshot, 'status' | 'stopping' | 'isCutShort' | 'isDiscarded' | 'failure' | 'canAsk' | 'speed' | 'title' | 'source' | 'saving'>;

/** Takes in what a run tells, and knows what it has come to, how its time goes and what is worth saying about it. */
export class Observer {
	readonly #options: ObserverOptions;
	readonly #onCoachChange: () => void;
	#record: RunRecord;
	#clock: RunClock;
	#coach: Coach;
	#coachTimer: NodeJS.Timeout | undefined;
	#isRunning = false;
	/** What the run had come to when another program began it anew, if one did. */
	earlier: EarlierRun | undefined;

	/**
	Begins with what the run had come to.

	@param onCoachChange - Called when the coach has something else to say though nothing was told.
	*/
	constructor(options: ObserverOptions, onCoachChange: () => void) {
		this.#options = options;
		this.#coach = new Coach(rules, options.isOpening ? leads : []);
		this.#onCoachChange = onCoachChange;
		this.#record = options.past ?? new RunRecord({hasFigureCurves: options.mode === 'watch'});
		this.#clock = this.#createClock();
		// That of today is still to come.
		this.#record.start = undefined;
	}

	get record(): RunRecord {
		return this.#record;
	}

	setRunning(isRunning: boolean): void {
		this.#isRunning = isRunning;
		this.#clock.setRunning(isRunning);
	}

	paceChanged(): void {
		this.#clock.paceChanged();
	}

	take(event: ToldEvent): void {
		const isStep = event.type === 'step' || event.type === 'interval';
		if (isStep && this.#record.turnOf(event) === 'anew') {
			this.#beginAnew();
		} else if (event.type === 'start' && this.#record.start && event.counts !== this.#record.start.counts) {
			// What was told until now counted something else.
			this.#beginAnew();
			this.earlier = undefined;
		}

		const isLeaving = event.type === 'start' && event.parent !== undefined && this.#record.lastStep === undefined;
		this.#record.record(event);
		if (isLeaving) {
			// The steps of the run that it has left were not made on its clock.
			this.#restartClock();
		}

		if (isStep) {
			this.#clock.stepTaken(event.step);
		}
	}

	/** The run goes on from an earlier step, where it had come to this. */
	goBack(record: RunRecord): void {
		this.#record = record;
		this.#restartClock();
	}

	/** What is known now, at a speed. */
	observe(speed: Speed): Observed {
		const {mode = 'training', nextPreset, temperature = 1} = this.#options;
		// What is not trained here has no say in what it is trained with: its record knows.
		const controls = mode === 'training' ? this.#options.controls : this.#record.controls;
		const evidence = {
			...this.#record.snapshot(), nextPreset, mode, isSaved: this.#record.checkpoint !== undefined,
		};
		this.#coach.observe(evidence, performance.now());
		this.#tellWhenCoachChanges();
		return {
			...evidence,
			...this.#clock.read(speed),
			learningRateScale: controls.learningRateScale,
			learningRate: this.#record.learningRateWith(controls.learningRateScale),
			temperature: controls.temperature ?? temperature,
			prefix: controls.prefix ?? '',
			coachMessage: this.#coach.current,
			coachHistory: this.#coach.history,
			coachForgotten: this.#coach.forgotten,
		};
	}

	/** While paused, nothing else would let a message go or come. */
	#tellWhenCoachChanges() {
		const {changesAt} = this.#coach;
		if (changesAt === undefined || this.#coachTimer) {
			return;
		}

		this.#coachTimer = setTimeout(() => {
			this.#coachTimer = undefined;
			this.#onCoachChange();
		}, Math.max(0, changesAt - performance.now()));
		this.#coachTimer.unref();
	}

	/** Another program has begun its run again: what was told until now stays for comparison. */
	#beginAnew() {
		const {start, history} = this.#record;
		this.earlier = {name: start?.preset ?? 'the run', curve: history.curve()};
		this.#record = this.#record.anew();
		this.#coach = new Coach();
		this.#restartClock();
	}

	#restartClock() {
		this.#clock = this.#createClock();
		this.#clock.setRunning(this.#isRunning);
	}

	#createClock(): RunClock {
		const {mode = 'training', playedMs = 0} = this.#options;
		return new RunClock(this.#record, {mode, playedMs, now: () => performance.now()});
	}
}

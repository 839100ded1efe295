import {noProgress} from '../training/progress.js';
import {type ToldEvent, type ToldFinish, type ToldStart} from '../training/told-events.js';
import {TurnGiver} from '../training/turn-giver.js';
import {type Speed} from './pacer.js';
import {RunRecord} from './run-record.js';
import {type Sitting} from './sitting.js';
import {TrainingSession} from './training-session.js';

/**
A recorded run, played as it was. To go back is to begin again and pass over what comes before: what is
shown of a step depends only on the events up to it.
*/
export class Replay implements Sitting {
	readonly runNumber = 1;
	readonly #listeners = new Set<() => void>();
	readonly #start: ToldStart;
	/** Without the start, and with a finish. */
	readonly #events: readonly ToldEvent[];
	/** Of what was made up on the way, as long as nobody changed it. */
	readonly #temperature: number;
	#session: TrainingSession;
	#speed: Speed;

	/**
	Takes what was recorded.

	@param events - Of one run, in their order; they begin with `start`.
	@param temperature - Of what was made up on the way, as the run was begun.
	*/
	constructor([start, ...events]: readonly [ToldStart, ...ToldEvent[]], speed: Speed, temperature: number) {
		this.#start = start;
		this.#events = events.some(({type}) => type === 'finish') ? events : [...events, stoppedAfter(events)];
		this.#speed = speed;
		this.#temperature = temperature;
		this.#session = this.#open(0);
	}

	get session(): TrainingSession {
		return this.#session;
	}

	readonly getSession = (): TrainingSession => this.session;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	async restart(): Promise<void> {
		this.#goTo(0);
	}

	async goOn(): Promise<void> {
		// What came after this run is another record.
	}

	seek(steps: number): void {
		const step = this.#session.getSnapshot().lastStep?.step ?? 0;
		// Where one line stands for many steps, there is nothing to show before they are done.
		const next = steps > 0 ? this.#events.find(event => (event.type === 'step' || event.type === 'interval') && event.step > step) : undefined;
		this.#goTo(Math.max(0, step + steps, next?.type === 'interval' ? next.step : 0));
	}

	async close(): Promise<void> {
		await this.#session.stop();
	}

	/** Shows the run as it was after a step. */
	#goTo(step: number) {
		const {status, speed, elapsedMs} = this.#session.getSnapshot();
		this.#speed = speed;
		void this.#session.stop();
		this.#session = this.#open(step, step === 0 ? 0 : elapsedMs);
		this.#session.start();
		if (status !== 'running') {
			this.#session.pause();
		}

		for (const listener of this.#listeners) {
			listener();
		}
	}

	/** What the run was to be when it had come to a place: it may have been given more steps before. */
	#startAt(position: number): ToldStart {
		const change = this.#events.slice(0, position).findLast(event => event.type === 'control' && event.steps !== undefined);
		const {training} = this.#start;
		return change?.type === 'control' && change.steps !== undefined ? {...this.#start, training: {...training, steps: change.steps}} : this.#start;
	}

	#open(step: number, playedMs = 0): TrainingSession {
		const position = step === 0 ? 0 : this.#events.findIndex(event => isLaterThan(step, event));
		return new TrainingSession({
			events: played(this.#startAt(position), this.#events.slice(position)),
			controls: {...noProgress().controls},
			speed: this.#speed,
			past: [this.#start, ...this.#events.slice(0, position)],
			mode: 'replay',
			playedMs,
			temperature: this.#temperature,
		});
	}
}

/** Whether something happened after a step. In a record of many steps a line, it may stand before the line with that step. */
function isLaterThan(step: number, event: ToldEvent): boolean {
	switch (event.type) {
		case 'finish': {
			return true;
		}

		case 'control': {
			// It says the first step that it applies to.
			return event.step > step + 1;
		}

		case 'start':
		case 'baselines': {
			return false;
		}

		case 'step':
		case 'interval':
		case 'eval':
		case 'sample':
		case 'activity':
		case 'checkpoint':
		case 'warning': {
			return event.step > step;
		}
	}
}

async function * played(start: ToldStart, events: readonly ToldEvent[]): AsyncGenerator<ToldEvent, void, undefined> {
	const turns = new TurnGiver();
	yield start;
	for (const event of events) {
		yield event;
		if (turns.isDue) {
			await turns.give();
		}
	}
}

/** The end of a run that was killed, and so could not tell it. */
function stoppedAfter(events: readonly ToldEvent[]): ToldFinish {
	const record = new RunRecord();
	for (const event of events) {
		record.record(event);
	}

	return record.finishHere('stopped');
}

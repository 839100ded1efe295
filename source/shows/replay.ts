import {UserError} from '../errors.js';
import {
	type Ask,
	type AskOptions,
	type Question,
	type Questions,
	type Run,
} from '../run/run.js';
import {noProgress} from '../training/progress.js';
import {type ToldEvent, type ToldStart} from '../training/told-events.js';
import {type RunConfig} from '../settings/run-config.js';
import {TurnGiver} from '../training/turn-giver.js';
import {type CurvePoint} from '../history/curve-point.js';
import {formatCount} from '../text/format.js';
import {FoldedRecord} from '../history/folded-record.js';
import {Listeners} from '../session/listeners.js';
import {type Speed} from '../session/pacer.js';
import {RunRecord} from '../history/run-record.js';
import {TrainingSession} from '../session/training-session.js';
import {runAfter, type Show, type ShownRuns} from './show.js';

/** The model of a recorded run, at whichever of its steps it is asked. */
export type PlayedModel = Pick<Run, 'ask' | 'close'>;

export type ReplayOptions = {
	readonly speed: Speed;
	/** The temperature of samples during training, as the run was started and unless a person changed it. */
	readonly temperature: number;
	/** What somebody calls the run. */
	readonly title?: string | undefined;
	/** With what it was trained; undefined where that is not known. */
	readonly config?: RunConfig | undefined;
	/** Where it is saved; undefined where it is not. */
	readonly folder?: string | undefined;
	/** Opens the model, when it is first asked something; without it, nobody answers. */
	readonly openModel?: (() => Promise<PlayedModel>) | undefined;
	/** The model is known after this step only: it began with weights that are not read again. Without it, after each. */
	readonly knownAfter?: number | undefined;
};

/**
A recorded run, played as it was. To go back is to begin again from what the run had come to then: what is
shown of a step depends only on the events up to it.
*/
export class Replay implements Show {
	readonly runNumber = 1;
	readonly #listeners = new Listeners();
	/** From its start to its finish. */
	readonly #events: readonly [ToldStart, ...ToldEvent[]];
	readonly #folded: FoldedRecord;
	readonly #options: ReplayOptions;
	#session: TrainingSession;
	#speed: Speed;
	#model: Promise<PlayedModel> | undefined;
	/** Why the model could not be opened. */
	#mistake: string | undefined;

	/**
	Takes what was recorded.

	@param events - Of one run, in their order; they begin with `start`.
	*/
	constructor(events: readonly [ToldStart, ...ToldEvent[]], options: ReplayOptions) {
		this.#events = withFinish(events);
		this.#folded = new FoldedRecord(this.#events);
		this.#speed = options.speed;
		this.#options = options;
		this.#session = this.#open(0);
	}

	get shown(): ShownRuns {
		return runAfter(this.#session.earlier, this.#options.title ?? this.#events[0].preset, this.#session);
	}

	get config(): RunConfig | undefined {
		return this.#options.config;
	}

	get playedFolder(): string | undefined {
		return this.#options.folder;
	}

	get whyNoAnswers(): string | undefined {
		const {knownAfter} = this.#options;
		return this.#mistake ?? (knownAfter !== undefined && this.#step <= knownAfter
			? `it began with weights from elsewhere, and is known after step ${formatCount(knownAfter)} only.`
			: undefined);
	}

	get session(): TrainingSession {
		return this.#session;
	}

	readonly getSession = (): TrainingSession => this.session;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	async restart(): Promise<void> {
		this.#goTo(0);
	}

	seek(steps: number): void {
		const step = this.#step;
		// Where one line stands for many steps, there is nothing to show before they are done.
		const place = steps > 0 ? this.#folded.findAfter(step, event => (event.type === 'step' || event.type === 'interval') && event.step > step) : -1;
		const next = this.#events[place];
		this.#goTo(Math.max(0, step + steps, next?.type === 'interval' ? next.step : 0));
	}

	async close(): Promise<void> {
		await this.#session.stop();
		const model = await this.#model?.catch(() => undefined);
		await model?.close();
	}

	/** Makes ready for each jump to be answered at once; until then, the first to a place may take longer. */
	async prepare(signal?: AbortSignal): Promise<void> {
		await this.#folded.prepare(signal);
	}

	/** The one that is shown. */
	get #step(): number {
		return this.#session.getSnapshot().lastStep?.step ?? 0;
	}

	/** What the record has of a step. */
	#recall(step: number): CurvePoint | undefined {
		const place = this.#folded.findAfter(step - 1, event => (event.type === 'step' || event.type === 'interval') && event.step >= step);
		const point = place === -1 ? undefined : this.#folded.at(place).record(this.#events[place]);
		return point && point.firstStep <= step ? point : undefined;
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

		this.#listeners.tell();
	}

	#open(step: number, playedMs = 0): TrainingSession {
		const position = step === 0 ? 1 : this.#folded.findAfter(step, event => isLaterThan(step, event));
		const past = this.#folded.at(position);
		return new TrainingSession({
			events: played(past.start, this.#events, position),
			controls: {...noProgress().controls},
			speed: this.#speed,
			past,
			mode: 'replay',
			playedMs,
			temperature: this.#options.temperature,
			title: this.#options.title,
			ask: this.#ask,
			hasModel: this.#options.openModel !== undefined,
		});
	}

	/** Asks the record, or the model as it was at the step that is shown. */
	readonly #ask = (async (question: Question<keyof Questions>, options?: AskOptions) => {
		const [name, detail] = question;
		if (name === 'recallStep') {
			return this.#recall(detail as number);
		}

		// To open the model only for the documents of a step would take too much.
		if (!this.#options.openModel || (name === 'documentsOf' && !this.#model)) {
			return undefined;
		}

		const step = this.#step;
		try {
			this.#model ??= this.#options.openModel();
			const model = await this.#model;
			return await model.ask(question, {step, ...options});
		} catch (error) {
			if (!(error instanceof UserError)) {
				throw error;
			}

			this.#mistake = error.message;
			this.#session.refresh();
			return undefined;
		}
	}) as Ask;
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
		case 'metrics':
		case 'sample':
		case 'activity':
		case 'checkpoint':
		case 'warning': {
			return event.step > step;
		}
	}
}

/**
Plays a record from a place on.

@yields What the run was to be by then, for it may have been given more steps, and all that comes from there.
*/
async function * played(start: ToldStart | undefined, events: readonly ToldEvent[], position: number): AsyncGenerator<ToldEvent, void, undefined> {
	const turns = new TurnGiver();
	if (start) {
		yield start;
	}

	for (let place = position; place < events.length; place++) {
		yield events[place];
		if (turns.isDue) {
			await turns.give();
		}
	}
}

/** A run that was killed could not tell its end. */
function withFinish(events: readonly [ToldStart, ...ToldEvent[]]): readonly [ToldStart, ...ToldEvent[]] {
	return events.some(({type}) => type === 'finish') ? events : [...events, RunRecord.of(events).finishHere('stopped')];
}

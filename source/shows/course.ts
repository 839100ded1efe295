import {coursePresets, type Preset} from '../settings/presets.js';
import {createRunConfig, type RunConfig} from '../settings/run-config.js';
import {Listeners} from '../session/listeners.js';
import {type EarlierRun} from '../session/snapshot.js';
import {type TrainingSession} from '../session/training-session.js';
import {runAfter, type Show, type ShownRuns} from './show.js';

/** A session and what has to be let go of after it. */
export type OpenedSession = {readonly session: TrainingSession; readonly close: () => Promise<void>};

/** What a session knows of its place in the course. */
export type CoursePlace = {
	readonly nextPreset: string | undefined;
	/** What the run is called that is left for it, as somebody may have renamed it meanwhile. */
	readonly title: string | undefined;
};

/** @param closing - Gives up opening when the course is closed. */
export type OpenSession = (config: RunConfig, place: CoursePlace, closing: AbortSignal) => Promise<OpenedSession>;

/**
The runs of one show, one after the other: the same again, or the next model of the course with
the curves of those before for comparison.
*/
export class Course implements Show {
	/** Another one for each session. */
	runNumber = 1;
	readonly #listeners = new Listeners();
	readonly #openNext: OpenSession;
	#config: RunConfig;
	#opened: OpenedSession;
	/** The models before, the first one first. */
	#earlier: readonly EarlierRun[] = [];
	#changing: Promise<void> | undefined;
	readonly #closing: AbortController;

	private constructor(openNext: OpenSession, config: RunConfig, opened: OpenedSession, closing: AbortController) {
		this.#closing = closing;
		this.#openNext = openNext;
		this.#config = config;
		this.#opened = opened;
	}

	/**
	Opens the first run.

	@throws what opening it throws.
	*/
	static async begin(config: RunConfig, openFirst: OpenSession, openNext: OpenSession): Promise<Course> {
		const closing = new AbortController();
		return new Course(openNext, config, await openFirst(config, {nextPreset: nextPreset(config)?.name, title: undefined}, closing.signal), closing);
	}

	get shown(): ShownRuns {
		return runAfter(this.#earlier, this.#config.preset, this.session);
	}

	get config(): RunConfig {
		return this.#config;
	}

	get session(): TrainingSession {
		return this.#opened.session;
	}

	readonly getSession = (): TrainingSession => this.session;

	/** Told when another session has taken the place of the last. */
	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	/** The same run from its beginning. */
	async restart(): Promise<void> {
		await this.#change(fromFirstStep(this.#config), this.#earlier);
	}

	/** The next model of the course, if there is one and this run is over. */
	async next(): Promise<void> {
		const preset = nextPreset(this.#config);
		const {finish, curve} = this.session.getSnapshot();
		if (preset && finish) {
			await this.#change(nextConfig(preset, this.#config), [...this.#earlier, {name: this.#config.preset, curve}]);
		}
	}

	/** Stops the session and lets go of it, and of the one that is being opened. */
	async close(): Promise<void> {
		this.#closing.abort();
		// Whoever has asked for the change hears of what went wrong with it.
		await this.#changing?.catch(() => undefined);
		await this.session.stop();
		await this.#opened.close();
	}

	async #change(config: RunConfig, earlier: readonly EarlierRun[]) {
		if (this.#changing) {
			return;
		}

		const {title} = this.session.getSnapshot();
		this.#changing = this.#openNext(config, {nextPreset: nextPreset(config)?.name, title}, this.#closing.signal).then(async opened => this.#moveOn(opened, config, earlier));
		try {
			await this.#changing;
		} finally {
			this.#changing = undefined;
		}
	}

	/** Puts a session in the place of the last and starts it; a course that has been closed meanwhile has no place for it. */
	async #moveOn(opened: OpenedSession, config: RunConfig, earlier: readonly EarlierRun[]) {
		const last = this.#opened;
		const isClosed = () => this.#closing.signal.aborted;
		if (!isClosed()) {
			await last.session.stop();
		}

		// To stop may have taken long.
		if (isClosed()) {
			await opened.close();
			return;
		}

		this.#opened = opened;
		this.#config = config;
		this.#earlier = earlier;
		this.runNumber++;
		opened.session.start();
		this.#listeners.tell();

		await last.close();
	}
}

function nextPreset({preset}: RunConfig): Preset | undefined {
	const index = coursePresets.findIndex(({name}) => name === preset);
	return index === -1 ? undefined : coursePresets[index + 1];
}

/** The same, with the schedule that it has in the end for all steps. */
function fromFirstStep(config: RunConfig): RunConfig {
	const {scheduleFrom, ...training} = config.training;
	return scheduleFrom === undefined ? config : {...config, training};
}

/** What a person has chosen about data and engine stays; what makes the model is that of the preset. */
function nextConfig(preset: Preset, {dataset, isLargeFileConfirmed, engine, precision, seed}: RunConfig): RunConfig {
	const config = createRunConfig(preset, {
		data: dataset.path, documents: dataset.documents, validationShare: dataset.validationShare, splitSeed: dataset.splitSeed, isLargeFileConfirmed, engine, precision, seed,
	});
	const {pipe} = dataset;
	return pipe === undefined ? config : {...config, dataset: {...config.dataset, pipe}};
}

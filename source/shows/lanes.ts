import {basename} from 'node:path';
import {withChosenRate} from '../run/chosen-rate.js';
import {originAt} from '../run/origin.js';
import {ConfigError} from '../errors.js';
import {Listeners} from '../session/listeners.js';
import {type TrainingSession} from '../session/training-session.js';
import {type RunConfig} from '../settings/run-config.js';
import {LaneGroup, type LaneWish, type OpenLane} from './lane-group.js';
import {
	type Forking,
	marks,
	type Show,
	type ShownRun,
	type ShownRuns,
} from './show.js';

/**
A show, and the runs that have left it at one of its steps, or began beside it: up to six. They go in step, and what one
asks of their pace holds for all of them.
*/
export class Lanes implements Show {
	readonly #first: Show;
	readonly #open: OpenLane;
	readonly #name: string | undefined;
	/** What the first was saved as: whoever calls it otherwise later wants to see that. */
	readonly #firstTitle: string | undefined;
	readonly #listeners = new Listeners();
	readonly #closing = new AbortController();
	readonly #group: LaneGroup;
	readonly #unsubscribe: () => void;
	#focus = 0;
	#changes = 0;
	#opening: Promise<void> | undefined;

	/**
	Begins with a show.

	@param name - What tells its run from the others; without it, it is called as it calls itself.
	*/
	constructor(first: Show, open: OpenLane, name?: string) {
		this.#name = name;
		this.#firstTitle = first.session.getSnapshot().title;
		this.#first = first;
		this.#open = open;
		this.#group = new LaneGroup(first, lane => {
			if (lane !== this.#focus) {
				this.session.refresh();
			}
		});
		this.#unsubscribe = first.subscribe(this.#tell);
	}

	get session(): TrainingSession {
		return this.#group.sessions[this.#focus];
	}

	/** Those that go in step. */
	get sessions(): readonly TrainingSession[] {
		return this.#group.sessions;
	}

	get config(): RunConfig | undefined {
		return this.#group.configs[this.#focus];
	}

	get runNumber(): number {
		return this.#first.runNumber + this.#changes;
	}

	get shown(): ShownRuns {
		const {runs, focus} = this.#first.shown;
		if (this.#group.isAlone) {
			return {runs, focus};
		}

		const {names, sessions} = this.#group;
		const {title} = sessions[0].getSnapshot();
		const first = (title === this.#firstTitle ? this.#name : undefined) ?? title ?? runs[focus].name;
		const lanes = sessions.map((session, index): ShownRun => {
			const snapshot = session.getSnapshot();
			return {
				name: index === 0 ? first : names[index - 1], mark: marks[index], curve: snapshot.curve, session, lane: this.#group.figuresOf(index),
			};
		});
		return {runs: [...runs.slice(0, focus), ...lanes], focus: focus + this.#focus};
	}

	get whyNoAnswers(): Show['whyNoAnswers'] {
		return this.#focus === 0 ? this.#first.whyNoAnswers : undefined;
	}

	// What would put another run in the place of the first, or move it, is not for several, nor while there are to be several.

	get restart(): Show['restart'] {
		return this.#alone('restart');
	}

	get next(): Show['next'] {
		return this.#alone('next');
	}

	get seek(): Show['seek'] {
		return this.#alone('seek');
	}

	get focusNext(): Show['focusNext'] {
		if (this.#group.isAlone) {
			return this.#first.focusNext?.bind(this.#first);
		}

		return () => {
			this.#focusOn((this.#focus + 1) % this.#group.sessions.length);
		};
	}

	/** How another run can go on from a step of this one; undefined where it cannot. */
	get forking(): Forking | undefined {
		return this.config && this.session.getSnapshot().canAsk ? {config: this.config, hasRoom: this.#group.hasRoom, fork: this.#fork} : undefined;
	}

	readonly getSession = (): TrainingSession => this.session;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	/** Begins another run beside those that are there. */
	async add(wish: LaneWish): Promise<void> {
		const session = await this.#begin(wish, 0);
		session.start();
	}

	async close(): Promise<void> {
		this.#closing.abort();
		// Whoever has asked for it hears of what went wrong with it.
		await this.#opening?.catch(() => undefined);
		this.#unsubscribe();
		await Promise.all([this.#first.close(), this.#group.close()]);
	}

	#alone<Name extends 'restart' | 'next' | 'seek'>(name: Name): Show[Name] {
		return this.#group.isAlone && !this.#opening ? this.#first[name]?.bind(this.#first) as Show[Name] : undefined;
	}

	#focusOn(index: number) {
		this.#focus = index;
		this.#changes++;
		this.session.refresh();
		this.#tell();
	}

	readonly #fork: Forking['fork'] = async (step, config, name) => {
		if (this.#opening) {
			throw new ConfigError('Expected to open one run at a time, got a second while the first is being opened. Wait until that is on the screen.');
		}

		this.#opening = this.#goOnFrom(step, config, name);
		try {
			await this.#opening;
		} finally {
			this.#opening = undefined;
		}
	};

	async #goOnFrom(step: number, config: RunConfig, name: string) {
		if (!this.#group.hasRoom) {
			throw new ConfigError(`Expected at most ${marks.length} runs on the screen, got one more. Leave with q, and go on with those that you want.`);
		}

		const {signal} = this.#closing;
		// Another one may come into focus meanwhile.
		const parent = this.#focus;
		const session = this.#group.sessions[parent];
		const {config: base} = this;
		const {start, saving} = session.getSnapshot();
		const folder = saving.folder ?? (parent === 0 ? this.#first.playedFolder : undefined);
		const {parent: left, training: {batchSize = config.training.batchSize}} = start!;
		const origin = await originAt(step, {
			ask: async (question, options) => session.ask(question, {...options, signal}),
			start: {training: {batchSize}, ...(left && {parent: left})},
			name: folder === undefined ? undefined : basename(folder),
			meanAfter: at => session.record.history.remembered().find(({point}) => point.lastStep === at)?.point.runningMean,
		});
		if (signal.aborted) {
			return;
		}

		if (!origin) {
			throw new ConfigError(`Expected the state after step ${step}, got none that is kept. Start with --history 64 to go on from any step.`);
		}

		const {length} = this.#group.sessions;
		const fork = await this.#begin({
			config, origin: withChosenRate(origin, origin.left?.config ?? base, config), name, isSaved: folder !== undefined,
		}, parent);
		if (signal.aborted) {
			return;
		}

		fork.start();
		for (const other of this.#group.sessions) {
			other.resume();
		}

		this.#focusOn(length);
	}

	/** Opens a run beside those that are there, which waits to be started. */
	async #begin(wish: LaneWish, parent: number): Promise<TrainingSession> {
		const opened = await this.#open(wish, this.session.getSnapshot().speed, this.#closing.signal);
		this.#group.add(opened, wish, parent);
		return opened.session;
	}

	readonly #tell = (): void => {
		this.#listeners.tell();
	};
}

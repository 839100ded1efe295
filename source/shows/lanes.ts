import {basename} from 'node:path';
import {withChosenRate} from '../run/chosen-rate.js';
import {type Origin, originAt} from '../run/origin.js';
import {ConfigError} from '../errors.js';
import {Listeners} from '../session/listeners.js';
import {type TrainingSession} from '../session/training-session.js';
import {type Speed} from '../session/pacer.js';
import {type RunConfig} from '../settings/run-config.js';
import {type OpenedSession} from './course.js';
import {LaneLosses} from './lane-losses.js';
import {LockStep} from './lock-step.js';
import {
	type Forking,
	type LaneFigures,
	marks,
	type Show,
	type ShownRun,
	type ShownRuns,
} from './show.js';

/** A run that is to go on beside others. */
export type LaneWish = {
	readonly config: RunConfig;
	/** Where it leaves another one; undefined: it begins at step 0. */
	readonly origin: Origin | undefined;
	readonly name: string;
	readonly isSaved: boolean;
};

/** @param closing - Gives up opening when all is closed. */
export type OpenLane = (wish: LaneWish, speed: Speed, closing: AbortSignal) => Promise<OpenedSession>;

/** A run beside the first. */
type Lane = OpenedSession & {
	readonly name: string;
	readonly config: RunConfig;
	/** The lane that it has left, or the first. */
	readonly parent: number;
};

/**
A show, and the runs that have left it at one of its steps, or began beside it: up to six. They go in step, and what one
asks of their pace holds for all of them.
*/
export class Lanes implements Show {
	readonly #first: Show;
	readonly #open: OpenLane;
	readonly #name: string | undefined;
	readonly #listeners = new Listeners();
	readonly #closing = new AbortController();
	readonly #steps = new LockStep();
	readonly #losses = new LaneLosses();
	readonly #forks: Lane[] = [];
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
		this.#first = first;
		this.#open = open;
		this.#unsubscribe = first.subscribe(this.#tell);
	}

	get session(): TrainingSession {
		return this.#sessions[this.#focus];
	}

	/** Those that go in step. */
	get sessions(): readonly TrainingSession[] {
		return this.#sessions;
	}

	get config(): RunConfig | undefined {
		return this.#configs[this.#focus];
	}

	get runNumber(): number {
		return this.#first.runNumber + this.#changes;
	}

	get shown(): ShownRuns {
		const {runs, focus} = this.#first.shown;
		if (this.#forks.length === 0) {
			return {runs, focus};
		}

		const name = this.#name ?? runs[focus].name;
		const lanes = this.#sessions.map((session, index): ShownRun => {
			const snapshot = session.getSnapshot();
			return {
				name: index === 0 ? name : this.#forks[index - 1].name, mark: marks[index], curve: snapshot.curve, session, lane: this.#figuresOf(index, session),
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
		if (this.#forks.length === 0) {
			return this.#first.focusNext?.bind(this.#first);
		}

		return () => {
			this.#focusOn((this.#focus + 1) % this.#sessions.length);
		};
	}

	/** How another run can go on from a step of this one; undefined where it cannot. */
	get forking(): Forking | undefined {
		return this.config && this.session.getSnapshot().canAsk ? {config: this.config, hasRoom: this.#hasRoom, fork: this.#fork} : undefined;
	}

	readonly getSession = (): TrainingSession => this.session;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	/** Begins another run beside those that are there. */
	async add(wish: LaneWish): Promise<void> {
		const lane = await this.#begin(wish, 0);
		lane.session.start();
	}

	async close(): Promise<void> {
		this.#closing.abort();
		// Whoever has asked for it hears of what went wrong with it.
		await this.#opening?.catch(() => undefined);
		this.#unsubscribe();
		await Promise.all([this.#first.close(), ...this.#forks.map(async ({session, close}) => {
			await session.stop();
			await close();
		})]);
	}

	get #sessions(): TrainingSession[] {
		return [this.#first.session, ...this.#forks.map(({session}) => session)];
	}

	/** Whether one more fits beside those that are there. */
	get #hasRoom(): boolean {
		return this.#sessions.length < marks.length;
	}

	get #configs(): Array<RunConfig | undefined> {
		return [this.#first.config, ...this.#forks.map(({config}) => config)];
	}

	#alone<Name extends 'restart' | 'next' | 'seek'>(name: Name): Show[Name] {
		return this.#forks.length === 0 && !this.#opening ? this.#first[name]?.bind(this.#first) as Show[Name] : undefined;
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
		if (!this.#hasRoom) {
			throw new ConfigError(`Expected at most ${marks.length} runs on the screen, got one more. Leave with q, and go on with those that you want.`);
		}

		const {signal} = this.#closing;
		// Another one may come into focus meanwhile.
		const parent = this.#focus;
		const session = this.#sessions[parent];
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

		const {length} = this.#sessions;
		const lane = await this.#begin({
			config, origin: withChosenRate(origin, base, config), name, isSaved: folder !== undefined,
		}, parent);
		if (signal.aborted) {
			return;
		}

		lane.session.start();
		for (const other of this.#sessions) {
			other.resume();
		}

		this.#focusOn(length);
	}

	/** Opens a lane, which waits to be started. */
	async #begin(wish: LaneWish, parent: number): Promise<Lane> {
		const lane = {...await this.#open(wish, this.session.getSnapshot().speed, this.#closing.signal), ...wish, parent};
		const index = this.#sessions.length;
		if (index === 1) {
			this.#join(0, this.#first.session);
		}

		const other = this.#configs[parent];
		if (other && haveSameDocuments(wish.config, other)) {
			this.#losses.compare(lane.session, this.#sessions[parent], wish.origin?.point.step ?? 0);
		}

		this.#forks.push(lane);
		this.#join(index, lane.session);
		return lane;
	}

	/** Makes a session go in step with the others. */
	#join(index: number, session: TrainingSession) {
		this.#steps.join(session, event => {
			if (event.type === 'step') {
				this.#losses.take(session, event.step);
			}

			if (index !== this.#focus) {
				this.session.refresh();
			}
		});
	}

	#figuresOf(index: number, session: TrainingSession): LaneFigures {
		const parent = this.#forks.at(index - 1)?.parent;
		return {comparedWith: index === 0 || parent === undefined ? undefined : marks[parent], comparison: this.#losses.of(session)};
	}

	readonly #tell = (): void => {
		this.#listeners.tell();
	};
}

/** Whether two runs learn from the same positions in each of their steps. */
function haveSameDocuments(one: RunConfig, other: RunConfig): boolean {
	const decidingOn = ({seed, dataset, training: {batchSize}}: RunConfig) => JSON.stringify({seed, dataset, batchSize});
	return decidingOn(one) === decidingOn(other);
}

import {type Origin} from '../run/origin.js';
import {type TrainingSession} from '../session/training-session.js';
import {type Speed} from '../session/pacer.js';
import {differencesFrom} from '../settings/fork-options.js';
import {type RunConfig} from '../settings/run-config.js';
import {formatCount} from '../text/format.js';
import {type OpenedSession} from './course.js';
import {LaneLosses} from './lane-losses.js';
import {LockStep} from './lock-step.js';
import {type LaneFigures, marks, type Show} from './show.js';

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
	/** Why both are not compared. */
	readonly notComparable: string | undefined;
	/** The step at which it has left that; undefined if it began beside it. */
	readonly from: number | undefined;
	/** Whether it is trained as the other one is. */
	readonly isUnchanged: boolean;
	/** What it was saved as at first. */
	readonly title: string | undefined;
};

/** The run of a show, and those beside it: they go in step, and each is compared with the one that it has left. */
export class LaneGroup {
	readonly #first: Pick<Show, 'session' | 'config'>;
	readonly #onEvent: (lane: number) => void;
	readonly #steps = new LockStep();
	readonly #losses = new LaneLosses();
	readonly #others: Lane[] = [];

	/**
	Begins with the run of a show.

	@param onEvent - Called when something has happened in a lane, as soon as there are several.
	*/
	constructor(first: Pick<Show, 'session' | 'config'>, onEvent: (lane: number) => void) {
		this.#first = first;
		this.#onEvent = onEvent;
	}

	get sessions(): TrainingSession[] {
		return [this.#first.session, ...this.#others.map(({session}) => session)];
	}

	get configs(): Array<RunConfig | undefined> {
		return [this.#first.config, ...this.#others.map(({config}) => config)];
	}

	/** What those beside the first are called: as somebody calls them by now, or in what they differ, and from which step on where that tells no two apart. */
	get names(): string[] {
		return this.#others.map(({session, name, title, from, isUnchanged}) => {
			const {title: chosen} = session.getSnapshot();
			if (chosen !== undefined && chosen !== title) {
				return chosen;
			}

			const isAlike = isUnchanged || this.#others.filter(other => other.name === name).length > 1;
			return isAlike && from !== undefined ? `${name} from ${formatCount(from)}` : name;
		});
	}

	/** Whether the first is the only one. */
	get isAlone(): boolean {
		return this.#others.length === 0;
	}

	/** Whether one more fits beside those that are there. */
	get hasRoom(): boolean {
		return this.sessions.length < marks.length;
	}

	/** Takes one in that has been opened, and waits to be started. */
	add(opened: OpenedSession, {name, config, origin}: LaneWish, parent: number): void {
		const {session} = opened;
		const {sessions} = this;
		const other = this.configs[parent];
		if (this.isAlone) {
			this.#join(0, this.#first.session);
		}

		const notComparable = other && whyOtherDocuments(config, other);
		if (other && notComparable === undefined) {
			this.#losses.compare(session, sessions[parent], origin?.point.step ?? 0);
		}

		this.#others.push({
			...opened,
			name,
			config,
			parent,
			notComparable,
			from: origin?.point.step,
			isUnchanged: other !== undefined && differencesFrom(other, config).length === 0,
			title: session.getSnapshot().title,
		});
		this.#join(sessions.length, session);
	}

	/** How a lane does beside the one that it has left. */
	figuresOf(lane: number): LaneFigures {
		const {parent, from, notComparable} = lane === 0 ? {} : this.#others[lane - 1];
		return {
			comparedWith: parent === undefined ? undefined : marks[parent], from, comparison: this.#losses.of(this.sessions[lane]), notComparable,
		};
	}

	/** Stops those beside the first and lets go of them. */
	async close(): Promise<void> {
		await Promise.all(this.#others.map(async ({session, close}) => {
			await session.stop();
			await close();
		}));
	}

	/** Makes a session go in step with the others. */
	#join(lane: number, session: TrainingSession) {
		this.#steps.join(session, event => {
			if (event.type === 'step') {
				this.#losses.take(session, event.step);
			}

			this.#onEvent(lane);
		});
	}
}

/** Why two runs do not learn from the same positions in each of their steps: what is other; undefined if they do. */
function whyOtherDocuments(one: RunConfig, other: RunConfig): string | undefined {
	const deciding = {
		'other batch size': ({training: {batchSize}}: RunConfig) => batchSize,
		'other seed': ({seed}: RunConfig) => seed,
		'other documents': ({dataset}: RunConfig) => JSON.stringify(dataset),
	};
	return Object.entries(deciding).find(([, valueIn]) => valueIn(one) !== valueIn(other))?.[0];
}

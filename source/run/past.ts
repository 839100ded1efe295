import {ConfigError} from '../errors.js';
import {type FollowedStep, watchParameter} from '../inspection/followed-step.js';
import {type InspectorWork} from '../inspection/inspector.js';
import {type Engine} from '../model/engine.js';
import {type ResumableRandom} from '../random/random-source.js';
import {type PlanChanges} from '../settings/training-plan.js';
import {type TrainingProgress} from '../training/progress.js';
import {type TrainingInput} from '../training/train.js';
import {TurnGiver} from '../training/turn-giver.js';
import {compareWithRecord, type EarlierSteps} from './compare-with-record.js';
import {type KeptState, type KeptStates} from './kept-states.js';
import {NearStates} from './near-states.js';
import {type StepDifference, type WayBack, type WhyUnknown} from './run.js';
import {type StoredStates} from './stored-states.js';
import {TrainingAgain} from './training-again.js';

/** What the past of a training is made of. */
export type PastSources = {
	readonly input: TrainingInput;
	/** The last step that can be gone to. */
	readonly reached: () => number;
	readonly kept: KeptStates;
	/** Undefined if all its steps are of this program. */
	readonly recorded?: EarlierSteps | undefined;
	/** Whether it began with weights that are not read again. */
	readonly hasOtherWeights: boolean;
	/** Those on the disk. */
	readonly stored: StoredStates;
	/** Another engine for the same model; the training's own stays in the present. */
	readonly openEngine: () => Promise<Engine>;
	/** Another stream of the same platform, whatever it is seeded with. */
	readonly createRandom: () => ResumableRandom;
};

/**
The past of a training: as it was after any of its steps, to the last bit. The nearest state that was kept is taken up, and
the steps from there are done again by the same loop, with the same controls. The training itself goes on meanwhile.
*/
export class Past {
	readonly #sources: PastSources;
	readonly #near: NearStates;
	#again: TrainingAgain | 'noMemory' | undefined;
	#difference: StepDifference | undefined;
	/** The step after which they ended when they were done again; undefined while they lead wherever somebody has gone. */
	#end: number | undefined;
	/** Where it is going, and from where. */
	#way: {readonly progress: TrainingProgress; readonly from: number; readonly to: number} | undefined;

	constructor(sources: PastSources) {
		this.#sources = sources;
		this.#near = new NearStates(sources.kept.nearCapacity);
	}

	/**
	Goes to a step.

	@returns what can be asked there; undefined where no state is kept that early, where the training has not been yet, where its
	steps do not lead there again, where there is no memory for it, or if it was called off.
	*/
	async goTo(step: number, isCalledOff: () => boolean): Promise<InspectorWork | undefined> {
		const {reached} = this.#sources;
		const nearest = step > reached() ? undefined : await this.#nearestBefore(step);
		const again = nearest === undefined || isCalledOff() ? undefined : await this.#openOnce();
		if (nearest === undefined || again === undefined) {
			return undefined;
		}

		const {progress} = again;
		if (nearest !== 'here') {
			await again.takeUp(nearest);
		}

		this.#way = {progress, from: progress.step, to: step};
		try {
			await this.#goOn(again, step, isCalledOff);
		} finally {
			this.#way = undefined;
		}

		return progress.step === step ? again.inspector : undefined;
	}

	/** How far it is to a step; undefined unless it is going there. */
	wayTo(step: number | undefined): WayBack | undefined {
		if (this.#way === undefined || this.#way.to !== step) {
			return undefined;
		}

		const {progress, from, to} = this.#way;
		return {done: progress.step - from, total: to - from};
	}

	/** The first step up to one of them that came out otherwise than it is recorded. */
	differenceBefore(step: number | undefined): StepDifference | undefined {
		return this.#difference && step !== undefined && this.#difference.step <= step ? this.#difference : undefined;
	}

	/** Why it cannot be told how the training was after one of its steps; undefined where that can be told. */
	async whyUnknown(step: number): Promise<WhyUnknown | undefined> {
		const {reached, input: {taken}, hasOtherWeights} = this.#sources;
		if (step > reached()) {
			return 'notReached';
		}

		if (taken && step < taken.step) {
			return 'beforeFork';
		}

		const nearest = await this.#nearestBefore(step);
		if (nearest === undefined) {
			return hasOtherWeights ? 'otherWeights' : 'notKept';
		}

		// From a state after that end they may lead there.
		const from = nearest === 'here' ? this.#here : nearest.progress.step;
		if (this.#end !== undefined && from <= this.#end && this.#end < step) {
			return 'endsEarlier';
		}

		return this.#again === 'noMemory' ? 'noMemory' : undefined;
	}

	/** The state right after a step; undefined where `goTo` does not get there. */
	async stateAt(step: number, isCalledOff: () => boolean): Promise<KeptState | undefined> {
		const again = await this.goTo(step, isCalledOff) && await this.#openOnce();
		if (!again) {
			return undefined;
		}

		const {kept} = this.#sources;
		const state = kept.copy(again.state);
		const progress = state.progress.isEvaluated ? state.progress : {...state.progress, ...kept.patience.after(step)};
		const [before, next] = [kept.changeBefore(step), kept.changeBefore(step + 1)];
		// A schedule with which the run was resumed here has no factor of the one before.
		const isOtherRate = before && next && next.plan.scheduleFrom !== before.plan.scheduleFrom;
		return {...state, progress: isOtherRate ? {...progress, controls: next.controls} : progress};
	}

	/** With what the step after one of them was made; undefined where that is not known. */
	planAfter(step: number): PlanChanges | undefined {
		return this.#sources.kept.changeBefore(step + 1)?.plan;
	}

	/**
	Follows a parameter through some steps.

	@returns what was done to it in each of them; undefined where `goTo` does not get to both ends.
	*/
	async follow(index: number, [from, to]: readonly [from: number, to: number], isCalledOff: () => boolean): Promise<FollowedStep[] | undefined> {
		if (to > this.#sources.reached() || await this.goTo(from - 1, isCalledOff) === undefined) {
			return undefined;
		}

		const again = (await this.#openOnce())!;
		const {progress} = again;
		const followed: FollowedStep[] = [];
		const watch = (engine: Engine) => watchParameter(engine, index, update => {
			followed.push({step: progress.step + 1, ...update});
		});
		await again.watchedBy(watch, async () => this.#goOn(again, to, isCalledOff));
		return progress.step === to ? followed : undefined;
	}

	get #opened(): TrainingAgain | undefined {
		return this.#again === 'noMemory' ? undefined : this.#again;
	}

	/** Where the past stands and can go on from; where it cannot, after all steps. */
	get #here(): number {
		return this.#opened?.step ?? Infinity;
	}

	/** Does the steps again up to one of them, unless they end before, or that is called off. */
	async #goOn(again: TrainingAgain, step: number, isCalledOff: () => boolean) {
		const {progress} = again;
		const {kept, recorded} = this.#sources;
		const losses = new Map<number, number>();
		const turns = new TurnGiver();
		while (progress.step < step && !isCalledOff()) {
			if (!await again.advance(kept.changeBefore(progress.step + 1))) {
				this.#end = progress.step;
				break;
			}

			if (this.#end !== undefined && progress.step > this.#end) {
				this.#end = undefined;
			}

			if (recorded && progress.lastStep && progress.step <= recorded.until) {
				losses.set(progress.step, progress.lastStep.loss);
			}

			if (this.#near.isWanted(progress.step, step)) {
				this.#near.keep(kept.copy(again.state));
			}

			if (turns.isDue) {
				await turns.give();
			}
		}

		const found = recorded && await compareWithRecord(losses, recorded.folder);
		if (found && found.step < (this.#difference?.step ?? Infinity)) {
			this.#difference = found;
		}
	}

	/** Opens its engine the first time; undefined if there is no memory for it. */
	async #openOnce(): Promise<TrainingAgain | undefined> {
		try {
			const {input: present, kept, openEngine, createRandom} = this.#sources;
			this.#again ??= new TrainingAgain({
				present, kept, engine: await openEngine(), createRandom,
			});
		} catch (error) {
			if (!(error instanceof RangeError || error instanceof ConfigError)) {
				throw error;
			}

			this.#again = 'noMemory';
		}

		return this.#opened;
	}

	/**
	The last state before a step, in memory or on the disk, or where the past stands if that is nearer; undefined where none is
	known. The first of all does for its own step, too.
	*/
	async #nearestBefore(step: number): Promise<KeptState | 'here' | undefined> {
		const {kept} = this.#sources;
		const [near, forGood] = [this.#near.before(step), kept.before(step)];
		const inMemory = near && near.progress.step > (forGood?.progress.step ?? -1) ? near : forGood;
		const here = this.#here;
		const isOnTheWay = here < step || (here === step && this.#opened?.isRightAfterStep);
		const isHereNearer = isOnTheWay && here >= (inMemory?.progress.step ?? 0);
		const nearest = isHereNearer ? 'here' : inMemory;
		const onDisk = await this.#storedBetween(isHereNearer ? here : inMemory?.progress.step ?? 0, step);
		return onDisk ?? nearest ?? await this.#storedBetween(step - 1, step + 1);
	}

	/** A state that is on the disk, from which the steps can be done again; it is kept in memory from now on, where there is room. */
	async #storedBetween(after: number, before: number): Promise<KeptState | undefined> {
		const {kept, stored} = this.#sources;
		const state = await stored.lastBetween(after, before);
		// Of steps that nobody has noted it is not known how they were done.
		if (state === undefined || kept.changeBefore(state.progress.step + 1) === undefined) {
			return undefined;
		}

		kept.add(state);
		return state;
	}
}

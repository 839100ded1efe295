import {ConfigError} from '../errors.js';
import {type TaughtWord, type TeachingRequest, WordTeaching} from '../inspection/teaching.js';
import {type Engine} from '../model/engine.js';
import {copyState, restoreEngine} from '../storage/record/checkpoint.js';
import {withPlan, type PlanChanges} from '../settings/training-plan.js';
import {inTurns} from '../training/pieces.js';
import {type TrainingProgress} from '../training/progress.js';
import {type TrainingInput} from '../training/train.js';
import {type KeptState} from './kept-states.js';

/** What a lesson begins with: a training as it was after one of its steps. */
export type TaughtState = Pick<KeptState, 'parameters' | 'moments' | 'progress'> & {
	/** With what the training's next step is made, where that is not what it is made with now. */
	readonly plan?: PlanChanges | undefined;
};

type TaughtInput = TrainingInput & {readonly progress: TrainingProgress};

type Lesson = {readonly number: number; readonly word: string; readonly state: TaughtState; readonly engine: Engine; readonly teaching: WordTeaching};

/** So long an answer takes, or as long as one step with its measurements: whoever watches sees how far it has come. */
const answerMs = 40;

/**
Teaches copies of a training a word: on an engine of its own, and in turns with the training, which is not changed. How much of
its time it takes is decided by whoever asks.
*/
export class Teaching {
	readonly #input: TaughtInput;
	readonly #openEngine: () => Promise<Engine>;
	#engine: Engine | undefined;
	#lesson: Lesson | undefined;
	#turn: Promise<unknown> = Promise.resolve();

	/**
	Teaches nothing yet.

	@param openEngine - Opens another engine for the same model.
	*/
	constructor(input: TaughtInput, openEngine: () => Promise<Engine>) {
		this.#input = input;
		this.#openEngine = openEngine;
	}

	/** The training as it is now. */
	takePresent(): TaughtState {
		const {engine, progress} = this.#input;
		const {parameters, moments} = copyState(engine);
		return {parameters: parameters.data, moments, progress: {...progress}};
	}

	/**
	Goes on with a lesson, or begins it.

	@param takeState - Called where it begins.
	@returns what has come of it so far, which may be fewer steps than were asked for; undefined if there is no state to begin with or it was called off, `noMemory` if there is none for a copy.
	*/
	async goOn(request: TeachingRequest, takeState: () => Promise<TaughtState | undefined>, isCalledOff: () => boolean): Promise<TaughtWord | 'noMemory' | undefined> {
		// There is one engine: who asks waits until the one before has been answered.
		const turn = this.#turn.then(async () => this.#goOnNow(request, takeState, isCalledOff));
		this.#turn = turn.catch(() => undefined);
		return turn;
	}

	async #goOnNow(request: TeachingRequest, takeState: () => Promise<TaughtState | undefined>, isCalledOff: () => boolean): Promise<TaughtWord | 'noMemory' | undefined> {
		if (isCalledOff()) {
			return undefined;
		}

		const lesson = await this.#openLesson(request, takeState);
		if (lesson === undefined || lesson === 'noMemory') {
			return lesson;
		}

		const {teaching, state, engine} = lesson;
		if (request.steps < teaching.steps || request.isOtherRate !== teaching.isOtherRate) {
			restoreEngine(engine, state);
			teaching.begin(request.isOtherRate);
		}

		return inTurns(teaching.goOn(request.steps, performance.now() + answerMs), isCalledOff);
	}

	/** The copy takes as much memory as the training itself. */
	async #openLesson(request: TeachingRequest, takeState: () => Promise<TaughtState | undefined>): Promise<Lesson | 'noMemory' | undefined> {
		try {
			this.#engine ??= await this.#openEngine();
			return await this.#lessonFor(request, this.#engine, takeState);
		} catch (error) {
			if (!(error instanceof RangeError || error instanceof ConfigError)) {
				throw error;
			}

			return 'noMemory';
		}
	}

	async #lessonFor({number, word}: TeachingRequest, engine: Engine, takeState: () => Promise<TaughtState | undefined>): Promise<Lesson | undefined> {
		if (this.#lesson?.number === number && this.#lesson.word === word) {
			return this.#lesson;
		}

		this.#lesson = undefined;
		const state = await takeState();
		if (state) {
			const {config} = this.#input;
			restoreEngine(engine, state);
			const teaching = new WordTeaching({
				...this.#input, engine, progress: state.progress, config: state.plan ? withPlan(config, state.plan) : config,
			}, word);
			this.#lesson = {
				number, word, state, engine, teaching,
			};
		}

		return this.#lesson;
	}
}

import {createInspector, type InspectorWork} from '../inspection/inspector.js';
import {type Engine} from '../model/engine.js';
import {type ResumableRandom} from '../random/random-source.js';
import {restoreEngine} from '../storage/record/checkpoint.js';
import {type TrainingEvent} from '../training/events.js';
import {noProgress, type TrainingControls, type TrainingProgress} from '../training/progress.js';
import {train, type TrainingInput} from '../training/train.js';
import {type PlanChanges, withPlan} from '../settings/training-plan.js';
import {type Change} from './changes-before.js';
import {type KeptState, type KeptStates, type KeptTraining} from './kept-states.js';

export type TrainingAgainOptions = {
	/** That of the training itself, whose engine and streams stay in the present. */
	readonly present: TrainingInput;
	readonly kept: KeptStates;
	/** Another engine for the same model. */
	readonly engine: Engine;
	/** Another stream of the same platform, whatever it is seeded with. */
	readonly createRandom: () => ResumableRandom;
};

/** The steps of a training, done again by the same loop on an engine of their own, from any of its states. */
export class TrainingAgain {
	readonly progress: TrainingProgress = noProgress();
	readonly inspector: InspectorWork;
	readonly #controls: TrainingControls = {...this.progress.controls};
	readonly #streams: {readonly samples: ResumableRandom; readonly previews: ResumableRandom};
	readonly #input: TrainingInput;
	/** Who looks on while the steps are done. */
	#watched: Engine | undefined;
	#events: AsyncGenerator<TrainingEvent, void, undefined> | undefined;
	#isRightAfter = false;
	/** With what its steps are made. */
	#plan: PlanChanges | undefined;

	constructor({present, kept, engine, createRandom}: TrainingAgainOptions) {
		this.#streams = {samples: createRandom(), previews: createRandom()};
		const input = {
			...present,
			engine,
			progress: this.progress,
			// To measure changes nothing, and was told at its time.
			evaluation: undefined,
			keepState: () => {
				kept.take(this.state);
			},
			samples: {...present.samples, random: this.#streams.samples},
			...(present.previews && {previews: {...present.previews, random: this.#streams.previews}}),
		};
		this.#input = input;
		this.inspector = createInspector(input, createRandom());
	}

	/** As it is now; it goes on with the steps. */
	get state(): KeptTraining {
		return {engine: this.#input.engine, progress: this.progress, random: this.#streams};
	}

	/** The step at which it stands and from which it can go on; where it cannot, after all steps. */
	get step(): number {
		return this.#events === undefined ? Infinity : this.progress.step;
	}

	/** Whether nothing has happened since that step. Else its state is one of later: a document may have been made up, or half of one. */
	get isRightAfterStep(): boolean {
		return this.#isRightAfter;
	}

	/** Takes a state up. */
	async takeUp({random, progress, ...weights}: KeptState): Promise<void> {
		await this.#events?.return();
		restoreEngine(this.#input.engine, weights);
		this.#streams.samples.restore(random.samples);
		this.#streams.previews.restore(random.previews);
		for (const key of Object.keys(this.progress) as Array<keyof TrainingProgress>) {
			Reflect.deleteProperty(this.progress, key);
		}

		Object.assign(this.progress, progress);
		this.#isRightAfter = !progress.isPreviewed;
		this.#events = undefined;
	}

	/**
	Lets one more thing happen, with what was changed before the next step.

	@returns whether the training goes on.
	*/
	async advance(change: Change | undefined): Promise<boolean> {
		if (change) {
			setControls(this.#controls, change.controls);
		}

		if (this.#events === undefined || change?.plan !== this.#plan) {
			this.#plan = change?.plan;
			const {config, engine} = this.#input;
			this.#events = train({...this.#input, engine: this.#watched ?? engine, config: change ? withPlan(config, change.plan) : config}, this.#controls);
		}

		const {value, done} = await this.#events.next();
		if (value?.type !== 'start') {
			this.#isRightAfter = value?.type === 'step';
		}

		if (done) {
			this.#events = undefined;
		}

		return !done;
	}

	/**
	Does steps on its engine, but for who looks on.

	@param watch - The engine as somebody sees it who looks on.
	*/
	async watchedBy(watch: (engine: Engine) => Engine, go: () => Promise<void>): Promise<void> {
		this.#watched = watch(this.#input.engine);
		this.#events = undefined;
		try {
			await go();
		} finally {
			this.#watched = undefined;
			this.#events = undefined;
		}
	}
}

/** What is left out of the wanted ones is not to stay from those before. */
function setControls(controls: TrainingControls, wanted: Readonly<TrainingControls>) {
	delete controls.temperature;
	delete controls.prefix;
	Object.assign(controls, wanted);
}

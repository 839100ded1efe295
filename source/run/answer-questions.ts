import {type Baselines} from '../data/baselines.js';
import {type Dataset} from '../data/dataset.js';
import {LossHistory} from '../history/loss-history.js';
import {type InspectorWork} from '../inspection/inspector.js';
import {type TeachingRequest} from '../inspection/teaching.js';
import {withPlan} from '../settings/training-plan.js';
import {type Recorder} from '../storage/record/recorder.js';
import {type SampleEvent, type TrainingEvent} from '../training/events.js';
import {inTurns, type QuietPieces} from '../training/pieces.js';
import {countInTurns} from './count-in-turns.js';
import {type Past} from './past.js';
import {recallStep} from './recall-step.js';
import {
	type Ask,
	type AskOptions,
	type Questions,
	type TrainedWith,
} from './run.js';
import {type TaughtState, type Teaching} from './teaching.js';

/** What knows the answers. */
export type AnswerSources = {
	readonly inspector: InspectorWork;
	/** The training as it was; without it, nobody knows. */
	readonly past?: Past | undefined;
	readonly teaching: Teaching;
	/** Of the documents on which the model is measured. */
	readonly measured: Dataset;
	readonly trainedWith: TrainedWith;
	readonly recorder: Recorder | undefined;
	readonly end: () => Promise<unknown>;
	/** Told of each answer that is an event of the run. */
	readonly tell: (event: TrainingEvent) => void;
};

/** Answers what a training in this thread is asked, beside it. */
export function answerQuestions({inspector, past, teaching, measured, trainedWith, recorder, end, tell}: AnswerSources): Ask {
	/** Seen by whoever watches, and so by whoever watches it again. */
	const tellAndRecord = (event: TrainingEvent) => {
		recorder?.note(event);
		tell(event);
	};

	let baselines: Baselines | undefined;
	const updateRatios = new LossHistory();
	let lastMeasured = 0;
	const answerers = {
		async countBaselines(signal: AbortSignal | undefined) {
			if (baselines) {
				return baselines;
			}

			baselines = await countInTurns(measured, signal);
			if (baselines) {
				tellAndRecord({type: 'baselines', ...baselines});
			}

			return baselines;
		},
		async updateRatios(signal: AbortSignal | undefined) {
			const update = await inTurns(inspector.measureUpdate(), () => signal?.aborted ?? false);
			if (update && update.step > lastMeasured) {
				lastMeasured = update.step;
				updateRatios.record(update.step, update.ratio);
			}

			return updateRatios.curve();
		},
		async recallStep(signal: AbortSignal | undefined, step: unknown) {
			return recorder && recallStep(recorder.folder, step as number, signal);
		},
		async save() {
			const outcome = await recorder?.save();
			if (outcome) {
				tell(outcome);
			}

			return outcome;
		},
		async discard() {
			recorder?.discard();
			await end();
			return {left: recorder?.last};
		},
	};
	const isAnswerer = (name: string): name is keyof typeof answerers => Object.hasOwn(answerers, name);

	const look = async (source: InspectorWork, name: keyof InspectorWork, details: readonly unknown[], isCalledOff: () => boolean): Promise<unknown> => {
		const work = source[name] as (...given: readonly unknown[]) => QuietPieces<unknown>;
		return inTurns(work(...details), isCalledOff);
	};

	let pastTurn: Promise<unknown> = Promise.resolve();
	/** The past has one engine: who asks it something waits until the one before has been answered. */
	const inPast = async <Answer>(act: (past: Past) => Promise<Answer>): Promise<Answer | undefined> => {
		const turn = pastTurn.then(async () => past && act(past));
		pastTurn = turn.catch(() => undefined);
		return turn;
	};

	const lookBack = async (step: number, name: keyof InspectorWork, details: readonly unknown[], isCalledOff: () => boolean): Promise<unknown> => inPast(async there => {
		const source = await there.goTo(step, isCalledOff);
		return source && look(source, name, details, isCalledOff);
	});

	/** With what it goes on after a step. */
	const trainedAfter = (step: number): TrainedWith => {
		const {config} = trainedWith;
		return {...trainedWith, config: {...config, training: withPlan(config.training, past?.planAfter(step) ?? config.training)}};
	};

	const pastState = async (step: number, isCalledOff: () => boolean): Promise<TaughtState | undefined> => {
		const state = await inPast(async there => there.stateAt(step, isCalledOff));
		return state && {...state, plan: past?.planAfter(step)};
	};

	return (async ([name, ...details]: readonly [keyof Questions, ...unknown[]], {signal, step}: AskOptions = {}) => {
		if (isAnswerer(name)) {
			return answerers[name](signal, details[0]);
		}

		if (name === 'whyUnknown') {
			return past ? await past.whyUnknown(step ?? 0) ?? 'known' : 'notKept';
		}

		if (name === 'differenceBefore') {
			return past?.differenceBefore(step);
		}

		if (name === 'wayBack') {
			return past?.wayTo(step);
		}

		const isCalledOff = () => signal?.aborted ?? false;
		if (name === 'followParameter') {
			const [index, from, to] = details as number[];
			return inPast(async there => there.follow(index, [from, to], isCalledOff));
		}

		if (name === 'teachWord') {
			const [request] = details as [TeachingRequest];
			return teaching.goOn(request, async () => step === undefined ? teaching.takePresent() : pastState(step, isCalledOff), isCalledOff);
		}

		if (name === 'takeState') {
			const state = step === undefined ? undefined : await inPast(async there => there.stateAt(step, isCalledOff));
			return state && {state, trainedWith: trainedAfter(step!)};
		}

		if (step !== undefined) {
			return lookBack(step, name, details, isCalledOff);
		}

		const found = await look(inspector, name, details, isCalledOff);
		if (name === 'makeUp' && found !== undefined) {
			tellAndRecord(found as SampleEvent);
		}

		return found;
	}) as Ask;
}

import {type Baselines} from '../data/baselines.js';
import {type Dataset} from '../data/dataset.js';
import {type InspectorWork} from '../inspection/inspector.js';
import {type Recorder} from '../storage/record/recorder.js';
import {type SampleEvent, type TrainingEvent} from '../training/events.js';
import {inTurns, type QuietPieces} from '../training/pieces.js';
import {countInTurns} from './count-in-turns.js';
import {type Ask, type AskOptions, type Questions} from './run.js';

/** What knows the answers. */
export type AnswerSources = {
	readonly inspector: InspectorWork;
	/** Of the documents on which the model is measured. */
	readonly measured: Dataset;
	readonly recorder: Recorder | undefined;
	readonly end: () => Promise<unknown>;
	/** Told of each answer that is an event of the run. */
	readonly tell: (event: TrainingEvent) => void;
};

/** Answers what a training in this thread is asked, beside it. */
export function answerQuestions({inspector, measured, recorder, end, tell}: AnswerSources): Ask {
	/** Seen by whoever watches, and so by whoever watches it again. */
	const tellAndRecord = (event: TrainingEvent) => {
		recorder?.note(event);
		tell(event);
	};

	let baselines: Baselines | undefined;
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

	const answer = async (name: keyof Questions, details: readonly unknown[], signal: AbortSignal | undefined): Promise<unknown> => {
		if (isAnswerer(name)) {
			return answerers[name](signal);
		}

		const work = inspector[name] as (...given: readonly unknown[]) => QuietPieces<unknown>;
		const found = await inTurns(work(...details), () => signal?.aborted ?? false);
		if (name === 'makeUp' && found !== undefined) {
			tellAndRecord(found as SampleEvent);
		}

		return found;
	};

	return (async ([name, ...details]: readonly [keyof Questions, ...unknown[]], {signal}: AskOptions = {}) => answer(name, details, signal)) as Ask;
}

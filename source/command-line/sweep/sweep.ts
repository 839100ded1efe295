import {CheckpointError} from '../../errors.js';
import {RunRecord} from '../../history/run-record.js';
import {type CurvePoint} from '../../history/curve-point.js';
import {type RecordedRun} from '../../history/recorded-run.js';
import {type CurvedResult} from '../../report/sweep-chart.js';
import {type LiveResult} from '../../report/sweep-frame.js';
import {type SweepResult} from '../../report/sweep-report.js';
import {openRunInWorker} from '../../run/open-run-in-worker.js';
import {isEndUnsaved} from '../../session/end-unsaved.js';
import {TrainingSession} from '../../session/training-session.js';
import {readPast} from '../../storage/record/read-record.js';
import {type SavingOptions} from '../../storage/runs/open-recorder.js';
import {isDone, type PlannedRun} from './plan-sweep.js';

const mostPoints = 200;

export type SweepOptions = {
	/** How many are trained at a time, each in a thread of its own. */
	readonly jobs: number;
	readonly version: string;
	readonly saving: SavingOptions;
	/** The data, if they could be read only once. */
	readonly text: string | undefined;
	/** Stops and saves those that are on; no other is begun. */
	readonly signal: AbortSignal;
	/** Called when a run has come to an end, or was there at one from the beginning. */
	readonly onEnd: (result: SweepResult, label: string) => void;
	/** Called when a run fails, or its end cannot be saved; the others go on. */
	readonly onFailure: (error: Error, label: string) => void;
};

/** Trains all combinations that are not done yet, several at a time. */
export class Sweep {
	readonly #planned: readonly PlannedRun[];
	readonly #options: SweepOptions;
	/** What has ended, or was not begun. */
	readonly #results: CurvedResult[];
	/** What is on, by its place among the combinations. */
	readonly #sessions = new Map<number, {readonly session: TrainingSession; readonly folder: string | undefined}>();
	#next = 0;

	/** Begins nothing yet. */
	constructor(planned: readonly PlannedRun[], options: SweepOptions) {
		this.#planned = planned;
		this.#options = options;
		this.#results = planned.map(({varied, config, earlier}) => ({
			varied,
			state: 'waiting',
			step: earlier?.info.step ?? 0,
			steps: config.training.steps,
			meanLoss: undefined,
			validationLoss: undefined,
			bestValidationLoss: undefined,
			isValidated: config.dataset.validationShare > 0,
			hasPatience: config.training.patience > 0,
			folder: earlier?.folder,
		}));
	}

	/** What each combination has come to by now, in their order. */
	results(): LiveResult[] {
		return this.#results.map((result, index) => {
			const on = this.#sessions.get(index);
			if (!on) {
				return result;
			}

			const snapshot = on.session.getSnapshot();
			return {
				...result, ...figuresOf(snapshot), curve: snapshot.curve, stepsPerSecond: snapshot.stepsPerSecond, folder: on.folder, state: 'running',
			};
		});
	}

	/** Settles when all have ended, or have been stopped and saved. */
	async run(): Promise<void> {
		await Promise.all(Array.from({length: this.#options.jobs}, async () => this.#work()));
	}

	async #work() {
		while (this.#next < this.#planned.length && !this.#options.signal.aborted) {
			const index = this.#next++;
			const planned = this.#planned[index];
			try {
				await (planned.earlier && isDone(planned.earlier) ? this.#readEnd(index, planned.earlier.folder) : this.#train(index, planned));
			} catch (error) {
				this.#sessions.delete(index);
				if (!this.#options.signal.aborted) {
					this.#results[index] = {...this.#results[index], state: 'failed'};
					this.#options.onFailure(error as Error, planned.label);
				}
			}
		}
	}

	async #train(index: number, {config, title, earlier, label}: PlannedRun) {
		const {signal, version, saving, text} = this.#options;
		let unsaved: string | undefined;
		const run = await openRunInWorker(earlier?.info.config ?? config, version, {text, signal, saving: {...saving, title, resumed: earlier?.folder}});
		try {
			const session = new TrainingSession({
				...run, past: RunRecord.of(earlier ? await readPast(earlier.folder) : []), speed: 'max',
			});
			const stop = () => {
				void session.stop();
			};

			signal.addEventListener('abort', stop);
			this.#sessions.set(index, {session, folder: run.saving?.folder});
			session.start();
			if (signal.aborted) {
				stop();
			}

			await session.finished;
			signal.removeEventListener('abort', stop);
			if (session.failure) {
				throw session.failure;
			}

			const snapshot = session.getSnapshot();
			unsaved = isEndUnsaved(snapshot) ? snapshot.warnings.at(-1)?.message : undefined;
		} finally {
			await run.close();
		}

		this.#sessions.delete(index);
		await this.#readEnd(index, run.saving!.folder);
		if (unsaved !== undefined) {
			this.#options.onFailure(new CheckpointError(unsaved), label);
		}
	}

	/** From the record, so that it is told alike whenever the run was trained. */
	async #readEnd(index: number, folder: string) {
		const record = RunRecord.of(await readPast(folder)).snapshot();
		const {reason = 'stopped'} = record.finish ?? {};
		const result = {
			...this.#results[index], ...figuresOf(record), curve: thinned(record.curve), folder, state: reason,
		};
		this.#results[index] = result;
		if (reason !== 'stopped') {
			this.#options.onEnd(result, this.#planned[index].label);
		}
	}
}

function figuresOf({lastStep, lastMean, evaluations, bestValidation}: Pick<RecordedRun, 'lastStep' | 'lastMean' | 'evaluations' | 'bestValidation'>): Pick<SweepResult, 'step' | 'meanLoss' | 'validationLoss' | 'bestValidationLoss'> {
	return {
		step: lastStep?.step ?? 0, meanLoss: lastMean?.mean, validationLoss: evaluations.at(-1)?.validationLoss, bestValidationLoss: bestValidation?.loss,
	};
}

/** As many points as a chart shows: there may be a thousand combinations. */
function thinned(curve: readonly CurvePoint[]): CurvePoint[] {
	const stride = Math.ceil(curve.length / mostPoints);
	return curve.filter((_, index) => (curve.length - 1 - index) % stride === 0);
}

import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {type Engine} from '../model/engine.js';
import {type ResumableRandom} from '../random/random-source.js';
import {
	type CheckpointEvent,
	type EvalEvent,
	type FinishEvent,
	type FinishReason,
	type TrainingEvent,
	type WarningEvent,
} from '../training/events.js';
import {type TrainingProgress} from '../training/progress.js';
import {DebiasedMean} from '../training/running-mean.js';
import {type CheckpointNotes, encodeCheckpoint} from './checkpoint.js';
import {type EventLog} from './event-log.js';
import {GoodStates} from './good-states.js';
import {RecordWriter} from './record-writer.js';
import {runFiles} from './run-files.js';
import {type RunInfo, writeRunInfo} from './run-info.js';
import {sealSafetensors} from './safetensors.js';
import {writeAtomically} from './write-atomically.js';

/** The training that is recorded; between two events all of it belongs to the same step. */
export type RecordedTraining = {
	readonly engine: Engine;
	readonly progress: TrainingProgress;
	readonly random: {readonly samples: ResumableRandom; readonly previews: ResumableRandom};
	readonly vocabulary: readonly string[];
};

export type RecorderOptions = {
	readonly folder: string;
	/** Whether the folder was made for it. */
	readonly isNew: boolean;
	/** Open at its end. */
	readonly log: EventLog;
	readonly training: RecordedTraining;
	readonly info: RunInfo;
	/** What the last checkpoint says of the record; without it, the record is new. */
	readonly earlier: CheckpointNotes['record'] | undefined;
	readonly saveEveryMs: number;
	readonly logEvery: number | undefined;
	/** Lets others have the run. */
	readonly unlock: () => Promise<void>;
};

/** A state to be written, taken at one moment. */
type State = {readonly step: number; readonly file: Uint8Array<ArrayBuffer>; readonly info: RunInfo};
type FileName = typeof runFiles.checkpoint | typeof runFiles.best;

/**
Saves a run as it goes: every event in the record, and the state now and then, on demand and at the
end. The training waits only while a state is copied; the files are written beside it.

What cannot be saved is said, and tried again with the next save; the training goes on.
*/
export class Recorder {
	readonly folder: string;
	readonly #options: RecorderOptions;
	readonly #writer: RecordWriter;
	readonly #runningMean = new DebiasedMean();
	readonly #goodStates: GoodStates;
	#info: RunInfo;
	#bestLoss: number | undefined;
	/** What there is to tell that is no event of the training. */
	#news: TrainingEvent[] = [];
	#saving: Promise<unknown> = Promise.resolve();
	#savesUnderWay = 0;
	#bestSaving: Promise<void> = Promise.resolve();
	#timer: NodeJS.Timeout | undefined;
	#savedStep: number | undefined;
	#last: CheckpointEvent | WarningEvent | undefined;
	#isDiscarded = false;
	#hasBegun = false;
	#hasEnded = false;

	constructor(options: RecorderOptions) {
		const {folder, log, training, info, earlier, logEvery} = options;
		this.folder = folder;
		this.#options = options;
		this.#info = info;
		this.#bestLoss = earlier?.bestLoss;
		if (earlier) {
			const {step} = training.progress;
			this.#savedStep = step;
			this.#last = {type: 'checkpoint', step, path: join(folder, runFiles.checkpoint)};
		}

		if (earlier?.runningMean !== undefined) {
			this.#runningMean.set(earlier.runningMean, training.progress.step);
		}

		this.#writer = new RecordWriter(log, {steps: info.config.training.steps, logEvery, runningMean: () => this.#runningMean.value});
		this.#goodStates = new GoodStates(() => ({step: training.progress.step, file: this.#encode()}));
	}

	/** How the last save went; undefined before the first, and if nothing is to be left of it. */
	get last(): CheckpointEvent | WarningEvent | undefined {
		return this.#last;
	}

	/**
	Hands the events on and records each.

	@yields The events, and `checkpoint` and `warning` where something was saved or could not be.
	*/
	async * record(events: AsyncGenerator<TrainingEvent, void, undefined>): AsyncGenerator<TrainingEvent, void, undefined> {
		this.#hasBegun = true;
		this.#startTimers();
		let reason: FinishReason = 'stopped';
		let finish: FinishEvent | undefined;
		try {
			for (;;) {
				const {value: event, done} = await events.next();
				if (done) {
					break;
				}

				if (event.type === 'finish') {
					finish = event;
					await this.#end(event);
					yield * this.#takeNews();
					yield event;
					return;
				}

				await this.#take(event);
				yield event;
				if (this.#news.length > 0) {
					yield * this.#takeNews();
				}
			}
		} catch (error) {
			reason = 'failed';
			throw error;
		} finally {
			await events.return();
			if (!finish) {
				const {step, tokens, elapsedMs} = this.#options.training.progress;
				await this.#end({type: 'finish', reason, totals: {steps: step, tokens, elapsedMs}});
			}
		}
	}

	/** Records what is no event of the training itself but belongs to the run. */
	note(event: TrainingEvent): void {
		if (!this.#hasEnded) {
			this.#writer.write(event);
		}
	}

	/** Saves the state as it is now, between two events; settles when it is on the disk, or why it is not. Undefined if the run is over. */
	async save(): Promise<CheckpointEvent | WarningEvent | undefined> {
		return this.#hasEnded ? undefined : this.#save(runFiles.checkpoint, this.#takeState());
	}

	/** Nothing of the run is to be left when it ends. */
	discard(): void {
		this.#isDiscarded = true;
	}

	/** Lets go of a run of which no event was ever asked for: a new one leaves nothing behind, another stays as it was. */
	async close(): Promise<void> {
		if (this.#hasBegun) {
			return;
		}

		this.#hasBegun = true;
		const {folder, log, unlock, isNew} = this.#options;
		await log.close().catch(() => undefined);
		await unlock();
		if (isNew) {
			await rm(folder, {recursive: true, force: true});
		}
	}

	#startTimers() {
		this.#goodStates.start();
		this.#timer = setInterval(() => {
			if (this.#savesUnderWay === 0 && this.#options.training.progress.step !== this.#savedStep) {
				void this.#saveAndTell();
			}
		}, this.#options.saveEveryMs);
		this.#timer.unref();
	}

	async #saveAndTell() {
		const outcome = await this.save();
		if (outcome) {
			this.#news.push(outcome);
		}
	}

	* #takeNews(): Generator<TrainingEvent, void, undefined> {
		const news = this.#news;
		this.#news = [];
		yield * news;
	}

	#take(event: TrainingEvent): Promise<void> | void {
		// What goes on has its start in the record already.
		if (event.type === 'start' && this.#options.earlier) {
			return;
		}

		if (event.type === 'step') {
			this.#runningMean.add(event.loss);
		}

		this.#writer.write(event);
		return event.type === 'eval' ? this.#noteEvaluation(event) : undefined;
	}

	async #noteEvaluation({validationLoss}: EvalEvent) {
		this.#info = {...this.#info, validationLoss};
		if (this.#bestLoss !== undefined && this.#bestLoss <= validationLoss) {
			return;
		}

		// The training goes on meanwhile, unless the one before has not been written yet: states are large.
		await this.#bestSaving;
		this.#bestLoss = validationLoss;
		this.#bestSaving = this.#saveBest();
	}

	async #saveBest() {
		const outcome = await this.#save(runFiles.best, this.#takeState());
		if (outcome.type === 'warning') {
			this.#news.push(outcome);
		}
	}

	#encode(): Uint8Array<ArrayBuffer> {
		const {log, training: {engine, progress, random, vocabulary}} = this.#options;
		this.#writer.closeInterval();
		const runningMean = this.#runningMean.value;
		return encodeCheckpoint(engine, {
			progress,
			random: {samples: random.samples.state, previews: random.previews.state},
			vocabulary,
			model: engine.model,
			record: {
				bytes: log.length,
				...(runningMean !== undefined && {runningMean}),
				...(this.#bestLoss !== undefined && {bestLoss: this.#bestLoss}),
			},
		});
	}

	#takeState(): State {
		const {step, elapsedMs} = this.#options.training.progress;
		const loss = this.#runningMean.value;
		this.#info = {
			...this.#info, step, elapsedMs, ...(loss !== undefined && {loss}),
		};
		return {step, file: this.#encode(), info: this.#info};
	}

	/** One save after the other. */
	async #save(name: FileName, state: State): Promise<CheckpointEvent | WarningEvent> {
		this.#savesUnderWay++;
		const saving = this.#saving.then(async () => this.#write(name, state));
		this.#saving = saving;
		const outcome = await saving;
		this.#savesUnderWay--;
		return outcome;
	}

	/** The record first: a state whose steps are not all in the record would leave a hole in it. */
	async #write(name: FileName, {step, file, info}: State): Promise<CheckpointEvent | WarningEvent> {
		const {folder, log} = this.#options;
		const path = join(folder, name);
		try {
			await log.sync();
			await sealSafetensors(file);
			await writeAtomically(path, file);
			if (name === runFiles.best) {
				// It says how far the checkpoint has come, and this is none to go on with.
				return {type: 'checkpoint', step, path};
			}

			await writeRunInfo(folder, info);
		} catch (error) {
			return this.#fail(error);
		}

		this.#savedStep = step;
		this.#last = {type: 'checkpoint', step, path};
		return this.#last;
	}

	#fail(error: unknown): WarningEvent {
		const {folder, training: {progress}} = this.#options;
		const last = this.#savedStep === undefined ? 'Nothing of it is saved yet' : `The last save is of step ${this.#savedStep}`;
		const message = `Expected to save the run in ${folder}, got “${(error as Error).message}”. ${last}; the training goes on.`;
		this.#last = {
			type: 'warning', step: progress.step, code: 'unsaved', message,
		};
		return this.#last;
	}

	async #end(finish: FinishEvent) {
		clearInterval(this.#timer);
		this.#goodStates.stop();
		this.#hasEnded = true;
		const {folder, log, unlock, isNew, training} = this.#options;
		const hasNothing = isNew && training.progress.step === 0 && finish.reason === 'stopped';
		try {
			if (this.#isDiscarded || hasNothing) {
				await this.#saving;
				await log.close().catch(() => undefined);
				await rm(folder, {recursive: true, force: true});
				this.#last = undefined;
				return;
			}

			this.#news.push(await this.#saveLast(finish.reason));
			this.#writer.write(finish);
			await log.close();
			await writeRunInfo(folder, {...this.#info, status: finish.reason});
		} catch (error) {
			this.#news.push(this.#fail(error));
		} finally {
			await unlock();
		}
	}

	/** What a run has come to; of one that has diverged, the last state that was good. */
	async #saveLast(reason: FinishReason): Promise<CheckpointEvent | WarningEvent> {
		const {step} = this.#options.training.progress;
		const good = reason === 'diverged' ? this.#goodStates.lastBefore(step + 1) : undefined;
		const state = this.#takeState();
		return this.#save(runFiles.checkpoint, good ? {...good, info: {...state.info, step: good.step}} : state);
	}
}

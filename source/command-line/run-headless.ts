import process from 'node:process';
import {formatCount, formatLoss} from '../text/format.js';
import {startNotes} from '../report/notes.js';
import {createPlainLines} from '../report/plain-lines.js';
import {bestLines} from '../report/best-lines.js';
import {earlyEnd} from '../report/early-end.js';
import {savingLines} from '../report/saving-lines.js';
import {createSentences} from '../report/sentences.js';
import {safeText} from '../text/safe-text.js';
import {countedIn} from '../history/counted.js';
import {nameOfMean} from '../history/final-loss.js';
import {firstLossNote} from '../coach/first-loss.js';
import {type Run} from '../run/run.js';
import {RunRecord} from '../history/run-record.js';
import {type Snapshot} from '../session/snapshot.js';
import {type TrainingSessionOptions} from '../session/session-options.js';
import {TrainingSession} from '../session/training-session.js';
import {type CheckpointEvent, type StartEvent, type WarningEvent} from '../training/events.js';
import {type ToldEvent, type ToldFinish, type ToldStart} from '../training/told-events.js';
import {LineWriter} from './line-writer.js';
import {printNote} from './print-note.js';

export type HeadlessFormat = 'plain' | 'json' | 'sentences';

export type HeadlessOptions = {
	/** Sentences are for screen readers. */
	readonly format: HeadlessFormat;
	/** The steps between two plain lines, or sentences; undefined: as many as is usual. */
	readonly logEvery: number | undefined;
	/** Spells out characters that are not ASCII in plain lines. */
	readonly isAscii: boolean;
	/** What was recorded of a run that goes on; it has been printed. */
	readonly past: readonly ToldEvent[] | undefined;
	/** What somebody calls the run. */
	readonly title?: string | undefined;
	/** Stops the run. */
	readonly signal: AbortSignal;
	/** Called when the output can take no more. */
	readonly onOutputError: (error: NodeJS.ErrnoException) => void;
};

/** After this time one wonders why it does not stop. */
const patienceMs = 300;

/** A run that is trained here, or elsewhere. */
export type HeadlessRun = Pick<Run, 'controls' | 'saving' | 'lead'> & Partial<Pick<Run, 'listen'>> & Pick<TrainingSessionOptions, 'source'> & {
	readonly start: ToldStart;
	readonly events: AsyncGenerator<ToldEvent, void, undefined>;
	/** Undefined if another program trains: then it is not ours to advise on. */
	readonly trained: StartEvent | undefined;
};

/**
Trains at full speed and prints results to stdout and notes to stderr. Returns the session when
the run has ended.
*/
export async function runHeadless(run: HeadlessRun, {
	format, logEvery, isAscii, past = [], title, signal, onOutputError,
}: HeadlessOptions): Promise<TrainingSession> {
	const writer = new LineWriter(process.stdout, onOutputError);
	const toLines = lineMaker(run.start, {format, logEvery, isAscii});
	for (const event of past) {
		// The lines that follow depend on these.
		toLines(event);
	}

	const warnings = new Warnings();
	const session = new TrainingSession({
		events: run.events,
		controls: run.controls,
		listen: run.listen,
		source: run.source,
		saving: run.saving,
		lead: run.lead,
		past: RunRecord.of(past),
		title,
		speed: 'max',
		async onEvent(event) {
			const note = event.type === 'warning' || event.type === 'checkpoint' ? warnings.noteOn(event, isAscii) : noteOn(event, run.trained);
			if (note !== undefined) {
				printNote(note);
			}

			return writer.write(toLines(event));
		},
	});

	for (const note of run.trained ? startNotes(run.trained) : []) {
		printNote(note);
	}

	const stop = () => {
		writer.hurry();
		void session.stop();
		const notice = setTimeout(() => {
			printNote(waitingNote(session.getSnapshot()));
		}, patienceMs);
		void session.finished.then(() => {
			clearTimeout(notice);
		});
	};

	signal.addEventListener('abort', stop);
	session.start();
	if (signal.aborted) {
		stop();
	}

	await session.finished;
	const {start, finish} = session.getSnapshot();
	const done = format === 'plain' ? doneNote(session.getSnapshot()) : undefined;
	if (done !== undefined) {
		printNote(done);
	}

	if (finish?.reason === 'stopped') {
		printNote(`Stopped after ${progressText(start, finish)}.`);
	}

	for (const [sentence = '', command = ''] of [bestLines(session.getSnapshot()), savingLines(session.getSnapshot())]) {
		if (sentence !== '') {
			printNote(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)} ${command.trim()}`.trim());
		}
	}

	return session;
}

/** How far a run has come. */
function progressText(start: Snapshot['start'], {totals: {steps}}: ToldFinish): string {
	const planned = start?.training.steps;
	return `${formatCount(steps)}${planned === undefined ? '' : ` of ${formatCount(planned)}`} ${countedIn(start)}s`;
}

/** What a run has come to; undefined before its end. The lines are the reference's, which may end before the last step. */
function doneNote({start, finish, lastStep, lastMean, evaluations, bestValidation}: Snapshot): string | undefined {
	if ((finish?.reason !== 'completed' && finish?.reason !== 'stopped early') || !lastStep || !lastMean) {
		return undefined;
	}

	const {mean, count, standardError} = lastMean;
	const certainty = standardError === undefined ? '' : `, with a standard error of ${formatLoss(standardError)}`;
	const end = finish.reason === 'completed' ? 'Done.' : `Stopped early after ${progressText(start, finish)}${earlyEnd(finish.reason)}.`;
	const notes = [`${end} The loss of ${countedIn(start)} ${formatCount(lastStep.step)} is ${formatLoss(lastStep.loss)}.`];
	const last = evaluations.at(-1);
	if (last) {
		const best = bestValidation && bestValidation.step < last.step ? `; the best was ${formatLoss(bestValidation.loss)} at ${countedIn(start)} ${formatCount(bestValidation.step)}` : '';
		notes.push(`The validation loss is ${formatLoss(last.validationLoss)}${best}.`);
	} else if (count > 1) {
		notes.push(`The ${nameOfMean(lastMean)} is ${formatLoss(mean)}${certainty}.`);
	}

	return notes.join(' ');
}

/** What a run that was stopped is waited for. */
function waitingNote({stopping, lastStep, saving}: Snapshot): string {
	const step = `step ${formatCount((lastStep?.step ?? 0) + 1)}`;
	const doing = stopping === 'step' ? `Finishing ${step}${saving.folder === undefined ? '' : ', then saving'}` : (saving.folder === undefined ? 'Stopping' : 'Saving');
	return `${doing}… Ctrl+C again leaves at once.`;
}

/** What cannot be saved is tried again and again: it is said once, until a save succeeds. */
class Warnings {
	readonly #told = new Set<string>();

	noteOn(event: WarningEvent | CheckpointEvent, isAscii: boolean): string | undefined {
		if (event.type === 'checkpoint') {
			this.#told.clear();
			return undefined;
		}

		const isNew = !this.#told.has(event.message);
		this.#told.add(event.message);
		return isNew ? safeText(event.message, isAscii) : undefined;
	}
}

/** A note beside the line of an event. */
function noteOn(event: ToldEvent, trained: StartEvent | undefined): string | undefined {
	return event.type === 'step' && event.step === 1 && trained ? firstLossNote(trained, event.loss) : undefined;
}

function lineMaker(start: ToldStart, {format, logEvery: every, isAscii}: Pick<HeadlessOptions, 'format' | 'logEvery' | 'isAscii'>): (event: ToldEvent) => string[] {
	switch (format) {
		case 'json': {
			return event => [JSON.stringify(event)];
		}

		case 'sentences': {
			return createSentences(start, {every, isAscii});
		}

		case 'plain': {
			return createPlainLines(start, {every, isAscii});
		}
	}
}

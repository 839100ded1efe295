import process from 'node:process';
import {setImmediate} from 'node:timers/promises';
import isInCi from 'is-in-ci';
import {asciiGlyphs, unicodeGlyphs} from '../report/glyphs.js';
import {summaryRows} from '../report/summary.js';
import {openRun, type Run} from '../session/open-run.js';
import {watchableSpeed} from '../session/pacer.js';
import {TrainingSession} from '../session/training-session.js';
import {type FinishReason} from '../training/events.js';
import {type TrainArguments} from './parse-arguments.js';
import {printNote} from './print-note.js';
import {runHeadless} from './run-headless.js';

export type TrainCommandOptions = {
	readonly version: string;
	/** Stops the run. */
	readonly signal: AbortSignal;
	/** Called for Ctrl+C in the dashboard, where it is a key and no signal. */
	readonly onInterrupt: () => void;
	/** Called when standard output can take no more. */
	readonly onOutputError: (error: NodeJS.ErrnoException) => void;
};

const widestSummary = 100;

/**
Trains, in the dashboard where there is a screen and else in lines, and returns how it ended.

@throws UserError for what the user can mend; anything else is a bug.
*/
export async function trainCommand(trainArguments: TrainArguments, {version, signal, onInterrupt, onOutputError}: TrainCommandOptions): Promise<FinishReason | undefined> {
	const {format} = trainArguments;
	const hasScreen = process.stdout.isTTY && !isInCi && process.env.TERM !== 'dumb';
	const hasDashboard = format === 'dashboard' && hasScreen;
	const run = await openRun(trainArguments.config, version, {
		hasPreviews: hasDashboard,
		onLargeFile(path, megabytes) {
			printNote(`Reading ${path}, ${megabytes} MB…`);
		},
	});
	// Loading a large file lets no signal in until it is done; signals come between two immediates.
	await setImmediate();
	await setImmediate();
	if (signal.aborted) {
		printNote('Stopped before the first step.');
		return 'stopped';
	}

	const session = hasDashboard
		? await runDashboard(trainArguments, run, signal, onInterrupt)
		: await runHeadless(run, {
			format: format === 'json' ? 'json' : 'plain', logEvery: trainArguments.logEvery, signal, onOutputError,
		});
	if (session.failure !== undefined) {
		throw session.failure;
	}

	return session.getSnapshot().finish?.reason;
}

async function runDashboard({speed, isAscii, hasColor}: TrainArguments, run: Run, signal: AbortSignal, onInterrupt: () => void): Promise<TrainingSession> {
	// Loaded only now: plain lines should not wait for a screen that they do not use.
	const [{showDashboard}, {createTheme}] = await Promise.all([import('../ui/dashboard.js'), import('../ui/theme.js')]);
	const theme = createTheme({hasColor: hasColor && (process.env.NO_COLOR ?? '') === ''});
	const glyphs = isAscii ? asciiGlyphs : unicodeGlyphs;
	const session = new TrainingSession({
		events: run.events,
		controls: run.controls,
		speed: speed ?? watchableSpeed(run.start.training.steps),
	});
	void countBaselines(run, session);
	await showDashboard({
		session, theme, glyphs, signal, onInterrupt,
	});

	// Only now: what is printed while the alternate screen closes is lost.
	const width = Math.min(process.stdout.columns, widestSummary);
	const rows = summaryRows(session.getSnapshot(), {width, glyphs});
	console.log(rows.map(spans => theme.paintRow(spans).trimEnd()).join('\n'));
	return session;
}

async function countBaselines(run: Run, session: TrainingSession) {
	session.setBaselines(await run.countBaselines());
}

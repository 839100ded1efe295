#!/usr/bin/env node
import {once} from 'node:events';
import module from 'node:module';
import process from 'node:process';
import type {Arguments} from './command-line/parse-arguments.js';
import {printNote} from './command-line/print-note.js';
import type {TrainCommandOptions} from './command-line/train-command.js';
import {ConfigError, UserError} from './errors.js';
import {sameRequestMs} from './session/same-request.js';
import type {FinishReason} from './training/events.js';
import {version} from './version.js';

const exitCodes = {
	done: 0, failed: 1, usage: 2, SIGHUP: 129, SIGINT: 130, SIGTERM: 143,
} as const;

// The development build of React is slower and keeps a record of every render.
process.env.NODE_ENV ??= 'production';

/** How long anything but a training, which has to be saved, may take to end: a reader may never take what is left to write. */
const patienceMs = 10_000;

/** Stops the run when aborted, whatever the reason. */
const stopper = new AbortController();
/** When a signal came first. */
let signalledAt = -Infinity;
/** Whether a run is trained that nothing but a second signal may take the time to be saved. */
let isTraining = false;

process.stderr.on('error', () => {
	// Notes that nobody reads any more (`2>&1 | head`) are no failure.
});

/** What went wrong where nobody waited for it. */
let crash: Error | undefined;
let isMainDone = false;
let hasOutputFailed = false;

process.on('uncaughtException', error => {
	if (crash) {
		return;
	}

	crash = error;
	if (isMainDone) {
		report(error);
		process.exit();
	}

	// The dashboard closes and restores the terminal first: what is printed before that is lost.
	stopper.abort();
	setTimeout(() => {
		report(error);
		process.exit();
	}, patienceMs).unref();
});

try {
	await main();
	isMainDone = true;
	if (crash) {
		throw crash;
	}
} catch (error) {
	report(error);
}

async function main() {
	const parsed = await readArguments(process.argv.slice(2));
	switch (parsed.command) {
		case 'help': {
			const {helpText} = await import('./command-line/help-text.js');
			print(helpText(parsed.about));
			break;
		}

		case 'completion': {
			const {completionScript} = await import('./command-line/completion.js');
			print(completionScript(parsed.shell));
			break;
		}

		case 'version': {
			print(version);
			break;
		}

		case 'presets': {
			const {presetsText} = await import('./command-line/presets-text.js');
			print(presetsText());
			break;
		}

		case 'datasets': {
			const {datasetsText} = await import('./command-line/datasets-text.js');
			print(await datasetsText());
			break;
		}

		case 'data': {
			const {dataCommand} = await import('./command-line/data-command.js');
			printLines(await dataCommand(parsed, stopper.signal));
			break;
		}

		case 'runs': {
			const {runsCommand} = await import('./command-line/runs-command.js');
			printLines(await runsCommand(parsed));
			break;
		}

		case 'sample': {
			const {sampleCommand} = await import('./command-line/sample-command.js');
			await printAsItComes(sampleCommand(parsed, process.stdout.isTTY));
			break;
		}

		case 'export': {
			process.stdout.on('error', onOutputError);
			const {exportCommand} = await import('./command-line/export-command.js');
			await exportCommand(parsed);
			break;
		}

		case 'watch': {
			const {watchCommand} = await import('./command-line/watch-command.js');
			await show(async options => watchCommand(parsed, options));
			break;
		}

		case 'replay': {
			const {replayCommand} = await import('./command-line/replay-command.js');
			// Another run may be resumed from there.
			await train(async options => replayCommand(parsed, options));
			break;
		}

		case 'train': {
			// Loaded only now, so that help and errors come at once.
			const {checkName, trainCommand} = await import('./command-line/train-command.js');
			const {chooseData} = await import('./command-line/choose-data.js');
			await train(async options => {
				await checkName(parsed);
				const data = await chooseData(parsed.config, {...parsed, signal: options.signal});
				return data && trainCommand({...parsed, ...data}, options);
			});
			break;
		}

		case 'resume': {
			const {resumeCommand} = await import('./command-line/resume-command.js');
			await train(async options => resumeCommand(parsed, options));
			break;
		}
	}
}

async function train(run: (options: TrainCommandOptions) => Promise<FinishReason | undefined>) {
	isTraining = true;
	await show(run);
}

/** Goes through a run, one that is trained or one of another time or program. */
async function show(run: (options: TrainCommandOptions) => Promise<FinishReason | undefined>) {
	listenToSignals();
	const reason = await run({
		version,
		signal: stopper.signal,
		onInterrupt() {
			stop('SIGINT');
		},
		onOutputError,
	});
	isTraining = false;
	if (stopper.signal.aborted) {
		exitSoon();
	}

	if (reason === 'diverged') {
		process.exitCode = exitCodes.failed;
	} else if (reason === 'completed' && !hasOutputFailed) {
		// A signal that came when all was done took nothing away.
		process.exitCode = exitCodes.done;
	}
}

async function readArguments(argv: readonly string[]): Promise<Arguments> {
	// Of what follows, Node keeps what it has compiled in its own cache; it could not do so before Node 22.1.
	module.enableCompileCache?.();
	const {parseArguments} = await import('./command-line/parse-arguments.js');
	return parseArguments(argv);
}

function listenToSignals() {
	// A file that may not grow any more is an error of the write, and no reason to die of.
	process.on('SIGXFSZ', () => undefined);
	for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
		process.on(signal, () => {
			stop(signal);
		});
	}
}

function stop(signal: 'SIGHUP' | 'SIGINT' | 'SIGTERM') {
	process.exitCode = exitCodes[signal];
	const now = performance.now();
	if (stopper.signal.aborted) {
		// Asked twice: leave at once. What comes at once after the first is the same: `timeout` signals a process and then its group.
		if (now - signalledAt >= sameRequestMs) {
			process.exit();
		}

		return;
	}

	signalledAt = now;
	stopper.abort();
	if (!isTraining) {
		exitSoon();
	}
}

/** Leaves also if something never ends. */
function exitSoon() {
	setTimeout(() => {
		process.exit();
	}, patienceMs).unref();
}

/** Prints what is no result of a run. */
function print(text: string) {
	process.stdout.on('error', onOutputError);
	process.stdout.write(`${text}\n`);
}

/** Prints a text whose end may take long, and no faster than it is read. */
async function printAsItComes(texts: AsyncIterable<string>) {
	process.stdout.on('error', onOutputError);
	for await (const text of texts) {
		if (!process.stdout.write(text)) {
			await once(process.stdout, 'drain', {signal: stopper.signal}).catch(() => undefined);
		}

		if (stopper.signal.aborted) {
			break;
		}
	}
}

function printLines(lines: readonly string[]) {
	print(lines.join('\n'));
}

function onOutputError(error: NodeJS.ErrnoException) {
	// A reader that has seen enough (`| head`) is no failure.
	if (error.code !== 'EPIPE') {
		hasOutputFailed = true;
		process.exitCode = exitCodes.failed;
		printNote(`Expected to write the results to standard output, got ${error.message}.`);
	}

	stopper.abort();
}

/** Tells the user about an error: in one line if it is theirs to mend, with the trace if it is ours. */
function report(error: unknown) {
	if (error instanceof UserError) {
		process.exitCode = error instanceof ConfigError ? exitCodes.usage : exitCodes.failed;
		printNote(error.message);
		return;
	}

	process.exitCode = exitCodes.failed;
	printNote('This is a bug in microgpt-tui, not your mistake. Please report it with these lines:');
	console.error(error);
}

#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';
import {exitCodes} from './command-line/exit-codes.js';
import {printNote} from './command-line/print-note.js';
import {ConfigError, UserError} from './errors.js';
import {version} from './version.js';

// The development build of React is slower and keeps a record of every render.
process.env.NODE_ENV ??= 'production';

/** How long anything but a training, which has to be saved, may take to end. */
const patienceMs = 10_000;

/** Stops what is under way when aborted, whatever the reason. */
const stopper = new AbortController();
/** What went wrong where nobody waited for it. */
let crash: Error | undefined;
let isMainDone = false;

process.stderr.on('error', () => {
	// Notes that nobody reads any more (`2>&1 | head`) are no failure.
});

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
	await main(process.argv.slice(2));
	isMainDone = true;
	if (crash) {
		throw crash;
	}
} catch (error) {
	report(error);
}

async function main(argv: readonly string[]) {
	// Of what follows, Node keeps what it has compiled in its own cache; it could not do so before Node 22.1.
	module.enableCompileCache?.();
	const [{parseArguments}, {runCommand}, {Program}] = await Promise.all([
		import('./command-line/parse-arguments.js'), import('./command-line/commands.js'), import('./command-line/program.js'),
	]);
	const given = parseArguments(argv);
	const program = new Program(stopper, patienceMs);
	if (given.command === 'version') {
		program.print(version);
	} else {
		await runCommand(given, program);
	}
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

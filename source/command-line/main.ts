import process from 'node:process';
import {ConfigError, LessonError, UserError} from '../errors.js';
import {version} from '../version.js';
import {runCommand} from './commands.js';
import {exitCodes} from './exit-codes.js';
import {parseArguments} from './parse-arguments.js';
import {printNote} from './print-note.js';
import {Program} from './program.js';

/** How long anything but a training, which has to be saved, may take to end. */
const patienceMs = 10_000;

/** Does what the command line asks for, and tells what goes wrong. For the process as a whole: it listens to what nobody else does. */
export async function main(argv: readonly string[]): Promise<void> {
	/** Stops what is under way when aborted, whatever the reason. */
	const stopper = new AbortController();
	/** What went wrong where nobody waited for it. */
	let crash: Error | undefined;
	let isDone = false;

	process.stderr.on('error', () => {
		// Notes that nobody reads any more (`2>&1 | head`) are no failure.
	});

	process.on('uncaughtException', error => {
		if (crash) {
			return;
		}

		crash = error;
		if (isDone) {
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
		await run(argv, stopper);
		isDone = true;
		if (crash) {
			throw crash;
		}
	} catch (error) {
		report(error);
	}
}

async function run(argv: readonly string[], stopper: AbortController) {
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
		// Of cards, each mistake has a line.
		for (const line of error instanceof LessonError ? error.message.split('\n') : [error.message]) {
			printNote(line);
		}

		return;
	}

	process.exitCode = exitCodes.failed;
	printNote('This is a bug in microgpt-tui, not your mistake. Please report it with these lines:');
	console.error(error);
}

import {type ChildProcess, spawn} from 'node:child_process';
import process from 'node:process';
import {vi} from 'vitest';
import {cliPath} from './terminal.js';

export type Outcome = {
	/** Undefined if a signal ended the program, and not the program itself. */
	readonly exitCode: number | undefined;
	readonly stdout: string;
	readonly stderr: string;
};

/** A running program; `outcome` settles when it has ended and all that it wrote has arrived. */
export type RunningProgram = {
	readonly child: ChildProcess;
	readonly outcome: Promise<Outcome>;
	/** Settles when it has printed something like this to standard output. */
	readonly printed: (text: RegExp) => Promise<void>;
};

/**
Starts the built program with its output in pipes, as a script would.

The environment is a fresh one: an inherited `NO_COLOR` or `CI` would change what it does.
*/
export function startProgram(...programArguments: readonly string[]): RunningProgram {
	return watch(spawn(process.execPath, [cliPath, ...programArguments], {env: freshEnvironment(), stdio: ['ignore', 'pipe', 'pipe']}));
}

/** Runs the built program to its end. */
export async function runProgram(...programArguments: readonly string[]): Promise<Outcome> {
	return startProgram(...programArguments).outcome;
}

/** Runs a shell command, in which `$MICROGPT` is the built program. */
export async function runShell(command: string): Promise<Outcome> {
	const script = command.replaceAll('$MICROGPT', () => `'${process.execPath}' '${cliPath}'`);
	return watch(spawn('/bin/sh', ['-c', script], {env: freshEnvironment(), stdio: ['ignore', 'pipe', 'pipe']})).outcome;
}

/** Runs a command of another program in a folder; fails if it does. */
export async function runCommand(folder: string, file: string, ...commandArguments: readonly string[]): Promise<string> {
	const {exitCode, stdout, stderr} = await watch(spawn(file, commandArguments, {cwd: folder, env: freshEnvironment(), stdio: ['ignore', 'pipe', 'pipe']})).outcome;
	if (exitCode !== 0) {
		throw new Error(`Expected ${file} ${commandArguments.join(' ')} to succeed, got exit code ${exitCode}:\n${stderr}`);
	}

	return stdout;
}

/** The lines of a text, which ends with a line end if it has any. */
export function linesOf(text: string): string[] {
	return text === '' ? [] : text.replace(/\n$/v, '').split('\n');
}

function freshEnvironment(): NodeJS.ProcessEnv {
	const {PATH, HOME, MICROGPT_RUNS_DIR, MICROGPT_CONFIG_DIR} = process.env;
	return {
		PATH, HOME, MICROGPT_RUNS_DIR, MICROGPT_CONFIG_DIR, LANG: 'C.UTF-8',
	};
}

function watch(child: ChildProcess): RunningProgram {
	let stdout = '';
	let stderr = '';
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	return {
		child,
		async printed(text) {
			await vi.waitUntil(() => text.test(stdout), {timeout: 60_000, interval: 10});
		},
		outcome: new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (exitCode: number | undefined) => {
				resolve({exitCode, stdout, stderr});
			});
		}),
	};
}

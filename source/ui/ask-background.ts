import process from 'node:process';
import {type Background} from './palette.js';
import {backgroundOf, isAnswered, withoutAnswers} from './terminal-answers.js';

/** For its background, and for what it is: to that every terminal has an answer, and it comes after the first if there is one. */
const question = '\u{1B}]11;?\u{1B}\\\u{1B}[c';
/** The first frame does not wait longer. */
const patienceMs = 100;
const interrupt = '\u{3}';

/**
Asks the terminal what it writes on. What is typed meanwhile is left for whoever reads it next.

@returns undefined where there is nobody to ask, and where no answer has come in time.
*/
export async function askBackground(): Promise<Background | undefined> {
	const {stdin, stdout, env: {TERM = ''}} = process;
	// The console of Linux takes it for the beginning of something else.
	if (!stdin.isTTY || !stdout.isTTY || stdin.isRaw || TERM === 'linux') {
		return undefined;
	}

	let heard = '';
	stdin.setRawMode(true);
	await new Promise<void>(resolve => {
		const hear = (data: Uint8Array | string) => {
			heard += data.toString();
			if (isAnswered(heard)) {
				end();
			}
		};

		const end = () => {
			clearTimeout(timer);
			stdin.off('data', hear);
			stdin.off('error', end);
			resolve();
		};

		// What has come while modules were loaded is heard first.
		const timer = setTimeout(() => {
			setImmediate(end);
		}, patienceMs);
		stdin.on('data', hear);
		stdin.on('error', end);
		stdout.write(question);
	});
	stdin.pause();
	stdin.setRawMode(false);
	const typed = withoutAnswers(heard);
	if (typed.includes(interrupt)) {
		process.kill(process.pid, 'SIGINT');
	} else if (typed !== '') {
		stdin.unshift(new TextEncoder().encode(typed));
	}

	return backgroundOf(heard);
}

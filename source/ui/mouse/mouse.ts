import process from 'node:process';
import {Keyboard, type Typed} from './keyboard.js';
import {type MouseReport, readReport} from './report.js';
import {presence} from './sieve.js';

/** Buttons; drags; moves without a button, where the terminal knows them; and how that is written. */
const modes = ['1000', '1002', '1003', '1006'];
const [on, off] = [modes, modes.toReversed()].map((names, index) => names.map(name => `\u{1B}[?${name}${index === 0 ? 'h' : 'l'}`).join(''));
/** Asks the terminal whether it is there: what comes before its answer was under way before it was asked. */
const question = '\u{1B}[5n';
/** Of a mouse that has been at rest for so long, nothing is under way. */
const restMs = 1000;
/** A terminal that has not answered by then never will. */
const patienceMs = 300;

type Output = Pick<NodeJS.WriteStream, 'writable' | 'write'>;

/** The mouse of a terminal: asked for while the dashboard is open, and given back however the program ends, except when it is killed. */
export class Mouse {
	/** What comes from the terminal but for what the mouse reports. */
	readonly keyboard: Keyboard;
	readonly #output: Output;
	#listener: (report: MouseReport) => void = () => undefined;
	#isOurs = false;
	#isClosed = false;
	#reportedAt = -Infinity;
	#answered = () => {
		// Nobody has asked.
	};

	/** Takes nothing yet. */
	constructor(terminal: Typed, output: Output = process.stdout) {
		this.keyboard = new Keyboard(terminal, this.#take);
		this.#output = output;
	}

	/** Asks the terminal for reports. */
	show(): void {
		if (this.#isOurs || this.#isClosed) {
			return;
		}

		this.#isOurs = true;
		process.on('exit', this.giveBack);
		this.#write(on);
	}

	/** Who is told of the reports from now on. */
	listen(listener: (report: MouseReport) => void): void {
		this.#listener = listener;
	}

	/** Asks for no more reports; some may still be under way. */
	readonly giveBack = (): void => {
		if (!this.#isOurs) {
			return;
		}

		this.#isOurs = false;
		process.off('exit', this.giveBack);
		this.#write(off);
	};

	/** The same, for good. */
	async close(): Promise<void> {
		this.#isClosed = true;
		await this.rest();
	}

	/** Gives it back; settles when the reports that were under way have come, as far as somebody reads them: the shell must not see them. */
	async rest(): Promise<void> {
		this.giveBack();
		if (performance.now() - this.#reportedAt > restMs || !this.#output.writable) {
			return;
		}

		await new Promise<void>(resolve => {
			const timer = setTimeout(resolve, patienceMs);
			this.#answered = () => {
				clearTimeout(timer);
				resolve();
			};

			this.#write(question);
		});
	}

	readonly #take = (sequence: string): void => {
		if (sequence === presence) {
			this.#answered();
			return;
		}

		this.#reportedAt = performance.now();
		const report = readReport(sequence);
		if (report && this.#isOurs) {
			this.#listener(report);
		}
	};

	#write(sequence: string) {
		if (this.#output.writable) {
			this.#output.write(sequence);
		}
	}
}

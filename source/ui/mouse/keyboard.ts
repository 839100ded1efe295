import {Readable} from 'node:stream';
import {type ReadStream} from 'node:tty';
import {Sieve} from './sieve.js';

/** What a terminal sends for Escape, and how those write it that tell it from the beginning of a sequence. */
const [escape, wholeEscape] = ['\u{1B}', '\u{1B}[27u'];

/** How long a key may be held back that could be the beginning of a report: pauses are shorter that tear one. */
const doubtMs = 30;
/** How long the rest of something is known for what it is. */
const patienceMs = 1000;

/** A terminal as far as one reads from it. */
export type Typed = Pick<ReadStream, 'setRawMode' | 'setEncoding' | 'ref' | 'unref' | 'read' | 'on' | 'off'>;

/** What comes from a terminal but for the reports of the mouse, for a reader that should see nothing of them. */
export class Keyboard extends Readable {
	readonly isTTY = true;
	readonly #terminal: Typed;
	readonly #onReport: (report: string) => void;
	readonly #sieve = new Sieve();
	#kept: string | undefined;
	#doubtTimer: NodeJS.Timeout | undefined;
	#patienceTimer: NodeJS.Timeout | undefined;

	/**
	Reads nothing yet.

	@param onReport - Called with each sequence that is not typed.
	*/
	constructor(terminal: Typed, onReport: (report: string) => void) {
		super();
		this.#terminal = terminal;
		// As text: a character that is torn is put together there.
		terminal.setEncoding('utf8');
		this.#onReport = onReport;
	}

	/** In raw mode, and only then, it reads. */
	setRawMode(isRaw: boolean): this {
		this.#terminal.setRawMode(isRaw);
		this.#terminal.off('readable', this.#read);
		if (isRaw) {
			this.#terminal.on('readable', this.#read);
		}

		return this;
	}

	ref(): this {
		this.#terminal.ref();
		return this;
	}

	unref(): this {
		this.#terminal.unref();
		return this;
	}

	override _read(): void {
		// What comes is pushed as it comes.
	}

	readonly #read = (): void => {
		for (let text: unknown = this.#terminal.read(); typeof text === 'string'; text = this.#terminal.read()) {
			const {typed, reports} = this.#sieve.sift(text);
			this.#type(typed);
			for (const report of reports) {
				this.#onReport(report);
			}
		}

		this.#waitForRest();
	};

	/** Keeps what is typed from now on, for whoever reads next. */
	keep(): void {
		this.#kept ??= '';
	}

	/** Keeps no more; what was kept. */
	takeKept(): string {
		const text = this.#kept ?? '';
		this.#kept = undefined;
		return text;
	}

	/** Gives something as if it were typed. */
	give(text: string): void {
		this.#type(text);
	}

	#type(text: string) {
		if (text === '') {
			return;
		}

		if (this.#kept !== undefined) {
			this.#kept += text;
		}

		this.push(text);
	}

	#waitForRest() {
		clearTimeout(this.#doubtTimer);
		clearTimeout(this.#patienceTimer);
		if (!this.#sieve.isHolding) {
			return;
		}

		this.#patienceTimer = setTimeout(() => {
			this.#sieve.forget();
		}, patienceMs).unref();
		if (this.#sieve.isInDoubt) {
			this.#doubtTimer = setTimeout(() => {
				const typed = this.#sieve.giveUp();
				// Ink would wait for the rest once more, and forget it where the screen is drawn anew meanwhile.
				this.#type(typed === escape ? wholeEscape : typed);
			}, doubtMs).unref();
		}
	}
}

import process from 'node:process';
import {isatty, type ReadStream} from 'node:tty';
import {type Instance, render} from 'ink';
import {type ReactNode} from 'react';
import {Keyboard} from './mouse/keyboard.js';
import {Mouse} from './mouse/mouse.js';

export type StageOptions = {
	/** Whether the mouse is for what is shown, where there are keys. */
	readonly hasMouse: boolean;
	/** Where keys come from; without it, standard input. */
	readonly keyboard?: ReadStream | undefined;
};

/** Of its own accord the picture changes 15 times a second; a key need not wait for that. */
const mostFramesPerSecond = 30;

/** The terminal while something is shown on its alternate screen, one thing after the other, with the keys and the mouse. */
export class Stage {
	readonly hasKeys: boolean;
	readonly mouse: Mouse | undefined;
	readonly #terminal: ReadStream;
	readonly #keyboard: Keyboard | undefined;
	#instance: Instance | undefined;

	/** Changes nothing of the terminal yet. */
	constructor({hasMouse, keyboard}: StageOptions) {
		// Ink cannot read keys from what is not a terminal, and throws if it is asked to; nor from one that has been read to its end.
		this.#terminal = keyboard ?? process.stdin;
		this.hasKeys = keyboard !== undefined || (isatty(process.stdin.fd) && !process.stdin.destroyed);
		this.mouse = hasMouse && this.hasKeys ? new Mouse(this.#terminal) : undefined;
		// Also what a terminal was asked before it may answer only now.
		this.#keyboard = this.mouse?.keyboard ?? (this.hasKeys ? new Keyboard(this.#terminal, () => undefined) : undefined);
	}

	/** Shows something until there is what is to be shown, which gets all that is typed meanwhile. */
	showMeanwhile(node: ReactNode): void {
		this.#keyboard?.keep();
		this.#render(node);
	}

	/** Shows something, in the place of what was shown before. */
	show(node: ReactNode): void {
		// What comes from here on is read once: by what is shown now.
		const typed = this.#keyboard?.takeKept() ?? '';
		this.#render(node);
		// When it listens.
		setImmediate(() => {
			this.#keyboard?.give(typed);
		});
	}

	/** Told that the terminal is gone; for good, as such errors come late. */
	onGone(listener: () => void): void {
		this.#terminal.on('error', listener);
		process.stdout.on('error', listener);
	}

	/**
	Leaves the alternate screen, with the terminal as it was.

	@param last - What has to be done first; the mouse is given back meanwhile.
	*/
	async close(last?: () => Promise<void>): Promise<void> {
		const closed = this.mouse?.close();
		await last?.();
		await closed;
		this.#instance?.unmount();
	}

	/**
	Settles when it is closed.

	@throws whatever went wrong in what is shown.
	*/
	async waitUntilClosed(): Promise<void> {
		try {
			await this.#instance?.waitUntilExit();
		} finally {
			this.mouse?.giveBack();
		}
	}

	#render(node: ReactNode) {
		if (this.#instance) {
			this.#instance.rerender(node);
			return;
		}

		this.#instance = render(node, {
			alternateScreen: true,
			exitOnCtrlC: false,
			incrementalRendering: true,
			interactive: true,
			maxFps: mostFramesPerSecond,
			// Of a terminal Ink takes no more than a keyboard has.
			stdin: (this.#keyboard ?? this.#terminal) as ReadStream,
		});
	}
}

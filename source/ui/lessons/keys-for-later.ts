/** Keys that are pressed while another card is being opened: they are for that card, and wait for it. */
export class KeysForLater {
	readonly #press: (key: string) => void;
	#keys: string[] | undefined;

	/**
	Lets none wait yet.

	@param press - What a key does when its time has come.
	*/
	constructor(press: (key: string) => void) {
		this.#press = press;
	}

	/** Keeps a key, if it is to wait; what leaves does not. */
	keep(key: string): boolean {
		if (!this.#keys || key === 'q' || key === 'ctrl+c') {
			return false;
		}

		this.#keys.push(key);
		return true;
	}

	/** Lets keys wait until a change is made, or has failed. */
	async until(change: Promise<void>): Promise<void> {
		this.#keys ??= [];
		try {
			await change;
		} finally {
			const keys = this.#keys;
			this.#keys = undefined;
			for (const key of keys) {
				// One of them may open the next card, for which the others wait then.
				if (!this.keep(key)) {
					this.#press(key);
				}
			}
		}
	}
}

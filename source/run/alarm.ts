/** Sleeps that can be cut short. */
export class Alarm {
	#wake: (() => void) | undefined;

	/**
	Settles when the time is up or `wake` is called.

	@param durationMs - Infinity: until it is woken.
	*/
	async sleep(durationMs: number): Promise<void> {
		let timer: NodeJS.Timeout | undefined;
		await new Promise<void>(resolve => {
			this.#wake = resolve;
			timer = durationMs === Infinity ? undefined : setTimeout(resolve, durationMs);
		});
		clearTimeout(timer);
		this.#wake = undefined;
	}

	/** Ends the present sleep; without one, it does nothing. */
	wake(): void {
		this.#wake?.();
	}
}

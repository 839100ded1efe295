/** Waits that can be cut short, one at a time. */
export class Sleep {
	#wake: (() => void) | undefined;

	/**
	Settles when the time is up or `wake` is called.

	@param durationMs - Infinity: until it is woken.
	*/
	async for(durationMs: number): Promise<void> {
		let timer: NodeJS.Timeout | undefined;
		await new Promise<void>(resolve => {
			this.#wake = resolve;
			timer = durationMs === Infinity ? undefined : setTimeout(resolve, durationMs);
		});
		clearTimeout(timer);
		this.#wake = undefined;
	}

	/** Ends the present wait; without one, it does nothing. */
	wake(): void {
		this.#wake?.();
	}
}

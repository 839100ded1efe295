/** Those who want to be told when something has changed, as React's `useSyncExternalStore` wants to be. */
export class Listeners {
	readonly #listeners = new Set<() => void>();

	get size(): number {
		return this.#listeners.size;
	}

	/**
	Bound, so that it can be handed on.

	@returns ends it.
	*/
	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	tell(): void {
		for (const listener of this.#listeners) {
			listener();
		}
	}
}

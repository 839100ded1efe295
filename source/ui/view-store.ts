import {Listeners} from '../session/listeners.js';
import {firstViewState, type ViewState} from './view-state.js';

/** What a person has chosen to see, as it is now; whoever draws it is told when it changes. */
export class ViewStore {
	readonly #listeners = new Listeners();
	#state: ViewState = firstViewState;

	readonly getState = (): ViewState => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	readonly change = (change: Partial<ViewState>): void => {
		this.#state = {...this.#state, ...change};
		this.#listeners.tell();
	};

	/** It is gone with the next change. */
	forgetNotice(): void {
		this.#state = {...this.#state, notice: undefined};
	}
}

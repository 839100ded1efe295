import {type LoadProgress} from '../data/load-progress.js';
import {Listeners} from './listeners.js';

/** How far the loading of a text has come, for whoever shows it. */
export class Loading {
	#progress: LoadProgress | undefined;
	readonly #listeners = new Listeners();

	/** Undefined until something is known. */
	readonly get = (): LoadProgress | undefined => this.#progress;

	readonly subscribe = this.#listeners.subscribe;

	readonly tell = (progress: LoadProgress): void => {
		this.#progress = progress;
		this.#listeners.tell();
	};
}

import {type SizedRun} from '../../../report/sort-runs.js';
import {visibleText} from '../../../text/visible-text.js';
import {type Opening, type Show} from '../../../shows/show.js';
import {type Action} from '../../key-binding.js';
import {showView, type ViewState} from '../../view-state.js';
import {type RunsBrowser} from './runs-browser.js';
import {leftNotices, willBeLost} from './leaving.js';
import {type RunsWish} from './state.js';

/** The list of them, as far as keys have to do with it. */
export type SavedRuns = Pick<RunsBrowser, 'perform' | 'rename' | 'remove' | 'tell'>;

export type RunWishesOptions = {
	readonly show: Pick<Show, 'session' | 'sessions' | 'shown' | 'open'>;
	readonly browser: SavedRuns;
	readonly getState: () => ViewState;
	readonly setState: (state: ViewState) => void;
	/** Waits for a change of the run that is on, and says why it failed. */
	readonly follow: (change: Promise<void>) => void;
};

/** What is done with saved runs that takes more than a key: a question, a name, another run in the place of this one. */
export class RunWishes {
	readonly #options: RunWishesOptions;
	/** What waits for an answer or a name. */
	#wish: RunsWish | undefined;

	constructor(options: RunWishesOptions) {
		this.#options = options;
	}

	/** Does what a key is for in the view of the saved runs. */
	perform(action: Action): void {
		const {browser, getState, setState} = this.#options;
		const wish = browser.perform(action);
		if (!wish) {
			return;
		}

		this.#wish = wish;
		const subject = nameOf(wish.run);
		const state = getState();
		switch (wish.kind) {
			case 'delete': {
				setState({...state, question: 'delete', subject});
				break;
			}

			case 'rename': {
				setState({...state, isTyping: true, texts: {...state.texts, runs: wish.run.title ?? ''}});
				break;
			}

			case 'replay':
			case 'resume': {
				const {session, sessions = [session], shown} = this.#options.show;
				if (shown.card) {
					browser.tell('Leave the lessons first, with q.');
				} else if (sessions.some(each => willBeLost(each.getSnapshot()))) {
					setState({...state, question: 'leave'});
				} else {
					this.#options.follow(this.#openRun(wish));
				}

				break;
			}
		}
	}

	/** The question was answered with yes. */
	confirm(): void {
		const wish = this.#wish;
		if (wish?.kind === 'delete') {
			void this.#remove(wish.run);
		} else if (wish?.kind === 'replay' || wish?.kind === 'resume') {
			this.#options.follow(this.#openRun(wish));
		}
	}

	/** A name was typed; an empty one leaves the run as it is called. */
	named(title: string): void {
		if (this.#wish?.kind === 'rename' && title !== '') {
			void this.#rename(this.#wish.run, title);
		}
	}

	async #openRun({kind, run}: Opening) {
		const {show, browser, getState, setState} = this.#options;
		// What becomes of it while it is left is known only then.
		const left = show.session;
		const isOn = await show.open?.({kind, run});
		if (!isOn) {
			return;
		}

		browser.perform('back');
		setState({...showView(getState(), 'overview'), notice: leftNotices(left.getSnapshot())});
	}

	async #rename(run: SizedRun, wanted: string) {
		const {browser, show: {session}} = this.#options;
		await this.#try(async () => {
			const title = await browser.rename(run, wanted);
			if (session.getSnapshot().saving.folder === run.folder) {
				session.setTitle(title);
			}

			browser.tell(`Renamed to ${title}.`);
		});
	}

	async #remove(run: SizedRun) {
		const {browser} = this.#options;
		await this.#try(async () => {
			await browser.remove(run);
			browser.tell(`Removed ${nameOf(run)}.`);
		});
	}

	async #try(act: () => Promise<void>) {
		try {
			await act();
		} catch (error) {
			this.#options.browser.tell((error as Error).message);
		}
	}
}

function nameOf({name, title}: SizedRun): string {
	return visibleText(title ?? name);
}

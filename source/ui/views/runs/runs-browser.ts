import process from 'node:process';
import {type SizedRun} from '../../../report/sort-runs.js';
import {removeRun} from '../../../storage/runs/remove-run.js';
import {checkTitle, writeTitle} from '../../../storage/runs/run-title.js';
import {checkTitleIsFree} from '../../../storage/runs/run-titles.js';
import {type Action} from '../../key-binding.js';
import {asOfNow} from './as-of-now.js';
import {compareMarked, goingThrough, toggleMark} from './going-through.js';
import {idleKeys} from './idle-keys.js';
import {menuOf, type RunAction, runActions} from './menu.js';
import {RunsStore, type RunsStoreOptions} from './runs-store.js';
import {Sampler} from './sampler.js';
import {
	chosenRun,
	keepingChoice,
	markedRuns,
	type RunsState,
	type RunsWish,
} from './state.js';

/** The saved runs as one goes through them: which is chosen, which are marked, what is done with one. It knows no pixels. */
export class RunsBrowser {
	readonly getState: RunsStore['getState'];
	readonly subscribe: RunsStore['subscribe'];
	readonly load: RunsStore['load'];
	readonly #options: RunsStoreOptions;
	readonly #store: RunsStore;
	readonly #sampler: Sampler;

	constructor(options: RunsStoreOptions) {
		this.#options = options;
		this.#store = new RunsStore(options);
		this.getState = this.#store.getState;
		this.subscribe = this.#store.subscribe;
		this.load = this.#store.load;
		this.#sampler = new Sampler({
			onMadeUp: madeUp => {
				this.#store.change({madeUp});
			},
			onFailure: message => {
				this.tell(message);
			},
		});
	}

	/**
	Does what a key is for.

	@returns what is to be done beyond the list, if anything.
	*/
	perform(action: Action): RunsWish | undefined {
		this.#change({message: undefined});
		// Where there are too few marked, it says so.
		if (action !== 'compareRuns' && idleKeys(this.#state).includes(action)) {
			return undefined;
		}

		if (action === 'sortRuns') {
			this.#store.bringUpToDate();
		}

		this.#change(goingThrough[action]?.(this.#state) ?? this.#state);
		return action === 'open' ? this.#open() : undefined;
	}

	/**
	Calls a run something.

	@returns the name as it was taken.
	@throws UserError for what cannot be a name, or is that of another run; what the file system says.
	*/
	async rename(run: SizedRun, wanted: string): Promise<string> {
		const title = checkTitle(wanted);
		await checkTitleIsFree(this.#options.runsFolder, title, run.folder);
		await writeTitle(run.folder, title);
		await this.load();
		return title;
	}

	/**
	Removes a run for good.

	@throws CheckpointError if somebody is at work on it.
	*/
	async remove(run: SizedRun): Promise<void> {
		await removeRun(run.folder);
		this.#change({page: 'list', marked: this.#state.marked.filter(folder => folder !== run.folder)});
		await this.load();
	}

	/** Gives up what is being made up, which would keep the program from ending. */
	close(): void {
		this.#sampler.stop();
	}

	/** Says what came of something. */
	tell(message: string): void {
		this.#change({message});
	}

	get #state(): RunsState {
		return this.#store.getState();
	}

	#open(): RunsWish | undefined {
		const {page, isOpen} = this.#state;
		const run = chosenRun(this.#state);
		if (page === 'list' && !run) {
			this.#change(keepingChoice(this.#state, {isOpen: !isOpen}));
		} else if (page === 'list') {
			this.#change({page: 'run', action: 0});
		} else if (page === 'samples' && run) {
			void this.#sampler.sample(run);
		} else if (page === 'run' && run) {
			return this.#act(run, runActions[this.#state.action]);
		}

		return undefined;
	}

	#act(run: SizedRun, action: RunAction): RunsWish | undefined {
		const on = this.#options.getRunOn();
		const entry = menuOf(asOfNow(run, on), on, false).find(candidate => candidate.action === action)!;
		if (!entry.isPossible) {
			this.tell(entry.note);
			return undefined;
		}

		switch (action) {
			case 'replay':
			case 'resume':
			case 'rename':
			case 'delete': {
				return {kind: action, run};
			}

			case 'sample': {
				this.#change({
					page: 'samples', scroll: 0, madeUp: undefined,
				});
				void this.#sampler.sample(run);
				return undefined;
			}

			case 'export': {
				void this.#export(run);
				return undefined;
			}

			case 'compare': {
				this.#change(toggleMark(this.#state));
				if (this.#state.marked.includes(run.folder) && markedRuns(this.#state).length > 1) {
					this.#change(compareMarked(this.#state));
				}

				return undefined;
			}
		}
	}

	async #export(run: SizedRun) {
		this.tell('Writing the page...');
		try {
			const {writePage} = await import('../../../report/export/write-page.js');
			this.tell(`Wrote ${await writePage(run, process.cwd())}.`);
		} catch (error) {
			this.tell((error as Error).message);
		}
	}

	#change(change: Partial<RunsState>) {
		if (this.#state.page === 'samples' && (change.page ?? 'samples') !== 'samples') {
			// Nobody sees what else would be made up.
			this.#sampler.stop();
		}

		this.#store.change(change);
	}
}

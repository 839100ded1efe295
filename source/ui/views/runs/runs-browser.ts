import process from 'node:process';
import {writePage} from '../../../report/export/write-page.js';
import {nextOrder, type SizedRun} from '../../../report/sort-runs.js';
import {Listeners} from '../../../session/listeners.js';
import {mapBounded} from '../../../files/map-bounded.js';
import {removeRun} from '../../../storage/runs/remove-run.js';
import {bytesOf} from '../../../storage/runs/run-size.js';
import {checkTitle, writeTitle} from '../../../storage/runs/run-title.js';
import {checkTitleIsFree} from '../../../storage/runs/run-titles.js';
import {listRuns} from '../../../storage/runs/runs-folder.js';
import {type Action} from '../../keys.js';
import {asOfNow, type RunOn} from './as-of-now.js';
import {idleKeys} from './idle-keys.js';
import {menuOf, type RunAction, runActions} from './menu.js';
import {Sampler} from './sampler.js';
import {
	chosenRun,
	firstRunsState,
	keepingChoice,
	markedRuns,
	rowsIn,
	runsIn,
	type RunsState,
	type RunsWish,
} from './state.js';

export type RunsBrowserOptions = {
	readonly runsFolder: string;
	/** What is on in the dashboard. */
	readonly getRunOn: () => RunOn;
};

/** So many curves can be told apart. */
export const mostMarked = 6;

/** The saved runs as one goes through them: which is chosen, which are marked, what is done with one. It knows no pixels. */
export class RunsBrowser {
	readonly #options: RunsBrowserOptions;
	readonly #listeners = new Listeners();
	#state = firstRunsState;
	#loads = 0;
	readonly #sampler: Sampler;

	constructor(options: RunsBrowserOptions) {
		this.#options = options;
		this.#sampler = new Sampler({
			onMadeUp: madeUp => {
				this.#set({...this.#state, madeUp});
			},
			onFailure: message => {
				this.tell(message);
			},
		});
	}

	readonly getState = (): RunsState => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	/** Reads the list anew: first what each run is, then how large. */
	readonly load = async (): Promise<void> => {
		this.#loads++;
		const load = this.#loads;
		const show = (change: Partial<RunsState>) => {
			// One that was begun later knows better.
			if (load === this.#loads) {
				this.#set(keepingChoice(this.#state, change));
			}
		};

		try {
			const listed = await listRuns(this.#options.runsFolder);
			const runs = listed.filter(run => 'info' in run);
			const known = new Map(this.#runs.map(({folder, bytes}) => [folder, bytes]));
			show({runs: this.#asOfNow(runs.map(run => sized(run, known.get(run.folder))))});
			const measured = await mapBounded(runs, async run => sized(run, await bytesOf(run.folder)));
			show({runs: this.#asOfNow(measured)});
		} catch (error) {
			show({runs: (error as Error).message});
		}
	};

	/**
	Does what a key is for.

	@returns what is to be done beyond the list, if anything.
	*/
	perform(action: Action): RunsWish | undefined {
		this.#set({...this.#state, message: undefined});
		const others: Partial<Record<Action, () => void>> = {
			up: () => {
				this.#move(-1);
			},
			down: () => {
				this.#move(1);
			},
			sortRuns: () => {
				const {runs, order} = this.#state;
				this.#set(keepingChoice(this.#state, {order: nextOrder(order), runs: runs === undefined || typeof runs === 'string' ? runs : this.#asOfNow(runs)}));
			},
			markRun: () => {
				this.#mark();
			},
			compareRuns: () => {
				this.#compare();
			},
			back: () => {
				this.#back();
			},
		};
		// Where there are too few marked, it says so.
		if (action !== 'compareRuns' && idleKeys(this.#state).includes(action)) {
			return undefined;
		}

		others[action]?.();
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
		this.#set({...this.#state, page: 'list', marked: this.#state.marked.filter(folder => folder !== run.folder)});
		await this.load();
	}

	/** Gives up what is being made up, which would keep the program from ending. */
	close(): void {
		this.#sampler.stop();
	}

	/** Says what came of something. */
	tell(message: string): void {
		this.#set({...this.#state, message});
	}

	get #runs(): readonly SizedRun[] {
		return runsIn(this.#state);
	}

	/** So that the order is that of what is shown. */
	#asOfNow(runs: readonly SizedRun[]): SizedRun[] {
		const on = this.#options.getRunOn();
		return runs.map(run => asOfNow(run, on));
	}

	#move(by: 1 | -1) {
		const {page, row, action, scroll} = this.#state;
		const within = (place: number, count: number) => Math.max(0, Math.min(count - 1, place + by));
		if (page === 'list') {
			this.#set({...this.#state, row: within(row, rowsIn(this.#state).length)});
		} else if (page === 'run') {
			this.#set({...this.#state, action: within(action, runActions.length)});
		} else {
			this.#set({...this.#state, scroll: Math.max(0, scroll + by)});
		}
	}

	#open(): RunsWish | undefined {
		const {page, isOpen} = this.#state;
		const run = chosenRun(this.#state);
		if (page === 'list' && !run) {
			this.#set(keepingChoice(this.#state, {isOpen: !isOpen}));
		} else if (page === 'list') {
			this.#set({...this.#state, page: 'run', action: 0});
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
				this.#set({
					...this.#state, page: 'samples', scroll: 0, madeUp: undefined,
				});
				void this.#sampler.sample(run);
				return undefined;
			}

			case 'export': {
				void this.#export(run);
				return undefined;
			}

			case 'compare': {
				this.#mark();
				if (this.#state.marked.includes(run.folder) && markedRuns(this.#state).length > 1) {
					this.#compare();
				}

				return undefined;
			}
		}
	}

	#mark() {
		const run = chosenRun(this.#state);
		const {marked} = this.#state;
		if (!run) {
			return;
		}

		if (marked.includes(run.folder)) {
			this.#set({...this.#state, marked: marked.filter(folder => folder !== run.folder)});
		} else if (marked.length === mostMarked) {
			this.tell(`${mostMarked} runs are marked already: unmark one first.`);
		} else {
			this.#set({...this.#state, marked: [...marked, run.folder]});
		}
	}

	#compare() {
		if (markedRuns(this.#state).length < 2) {
			this.tell('Mark two runs or more (a) to see how they differ.');
			return;
		}

		this.#set({...this.#state, page: 'compare', scroll: 0});
	}

	#back() {
		const {page} = this.#state;
		this.#set({...this.#state, page: page === 'samples' ? 'run' : 'list'});
	}

	async #export(run: SizedRun) {
		this.tell('Writing the page...');
		try {
			this.tell(`Wrote ${await writePage(run, process.cwd())}.`);
		} catch (error) {
			this.tell((error as Error).message);
		}
	}

	#set(state: RunsState) {
		if (this.#state.page === 'samples' && state.page !== 'samples') {
			// Nobody sees what else would be made up.
			this.#sampler.stop();
		}

		this.#state = state;
		this.#listeners.tell();
	}
}

function sized(run: SizedRun, bytes: number | undefined): SizedRun {
	return bytes === undefined ? run : {...run, bytes};
}

import {type SizedRun} from '../../../report/sort-runs.js';
import {Listeners} from '../../../session/listeners.js';
import {mapBounded} from '../../../files/map-bounded.js';
import {bytesOf} from '../../../storage/runs/run-size.js';
import {listRuns} from '../../../storage/runs/runs-folder.js';
import {asOfNow, type RunOn} from './as-of-now.js';
import {
	firstRunsState,
	keepingChoice,
	runsIn,
	type RunsState,
} from './state.js';

export type RunsStoreOptions = {
	readonly runsFolder: string;
	/** What is on in the dashboard. */
	readonly getRunOn: () => RunOn;
};

/** The saved runs as they were read last, and what one sees of them; whoever draws it is told when it changes. */
export class RunsStore {
	readonly #options: RunsStoreOptions;
	readonly #listeners = new Listeners();
	#state = firstRunsState;
	#loads = 0;

	constructor(options: RunsStoreOptions) {
		this.#options = options;
	}

	readonly getState = (): RunsState => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	readonly change = (change: Partial<RunsState>): void => {
		this.#state = {...this.#state, ...change};
		this.#listeners.tell();
	};

	/** Reads the list anew: first what each run is, then how large. */
	readonly load = async (): Promise<void> => {
		this.#loads++;
		const load = this.#loads;
		const show = (change: Partial<RunsState>) => {
			// One that was begun later knows better.
			if (load === this.#loads) {
				this.change(keepingChoice(this.#state, change));
			}
		};

		try {
			const listed = await listRuns(this.#options.runsFolder);
			const runs = listed.filter(run => 'info' in run);
			const known = new Map(runsIn(this.#state).map(({folder, bytes}) => [folder, bytes]));
			show({runs: this.#asOfNow(runs.map(run => sized(run, known.get(run.folder))))});
			const measured = await mapBounded(runs, async run => sized(run, await bytesOf(run.folder)));
			show({runs: this.#asOfNow(measured)});
		} catch (error) {
			show({runs: (error as Error).message});
		}
	};

	/** The run that is on has got on since the list was read: so that it is sorted by what is shown. */
	bringUpToDate(): void {
		const {runs} = this.#state;
		if (runs !== undefined && typeof runs !== 'string') {
			this.change(keepingChoice(this.#state, {runs: this.#asOfNow(runs)}));
		}
	}

	#asOfNow(runs: readonly SizedRun[]): SizedRun[] {
		const on = this.#options.getRunOn();
		return runs.map(run => asOfNow(run, on));
	}
}

function sized(run: SizedRun, bytes: number | undefined): SizedRun {
	return bytes === undefined ? run : {...run, bytes};
}

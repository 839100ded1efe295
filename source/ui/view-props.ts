import {type Ask} from '../run/run.js';
import {type Snapshot} from '../session/snapshot.js';
import {type ShownRuns} from '../shows/show.js';
import {type Drawn} from './mouse/pointing.js';
import {type RunsBrowser} from './views/runs/runs-browser.js';
import {type Look} from './theme.js';
import {type ViewState} from './view-state.js';

/** What every view is drawn from. */
export type ViewProps = Look & {
	readonly shown: ShownRuns;
	/** Of the run in focus. */
	readonly snapshot: Snapshot;
	readonly state: ViewState;
	/** The size of the view in cells. */
	readonly columns: number;
	readonly rows: number;
	readonly hasKeys: boolean;
	/** Told what there is for the mouse in what is drawn. */
	readonly onDrawn?: ((drawn: Drawn | undefined) => void) | undefined;
};

/** A view that asks for what it shows. */
export type LiveViewProps = ViewProps & {
	/** Asks the training. */
	readonly ask: Ask;
	/** Why it does not answer, if the model could not be opened. */
	readonly whyNoAnswers?: string | undefined;
	/** The saved runs. */
	readonly browser: RunsBrowser;
};

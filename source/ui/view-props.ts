import {type RefObject} from 'react';
import {type Ask, type WayBack} from '../run/run.js';
import {type Snapshot} from '../session/snapshot.js';
import {type ShownRuns} from '../shows/show.js';
import {type Drawn} from './mouse/pointing.js';
import {type RunsBrowser} from './views/runs/runs-browser.js';
import {type HeldPage} from './views/writing/use-writing.js';
import {type Cursor} from './cursor.js';
import {type Action} from './key-binding.js';
import {type Place, type Spot} from './spots.js';
import {type Look} from './theme.js';
import {type ViewState} from './view-state.js';

/** What a view that is one of several has to tell of itself. */
export type PaneNews = {
	/** What of its lines is for the mouse. */
	readonly spots: readonly Spot[];
	/** Keys with nothing to do in what it shows now. */
	readonly idle: readonly Action[];
};

/** What a view is to know that is one of several. */
export type PaneProps = {
	/** Where its lines begin on the screen. */
	readonly place: Place;
	/** Keys are for it. */
	readonly isFocused: boolean;
	readonly tell: (news: PaneNews) => void;
};

/** What every view is drawn from. */
export type ViewProps = Look & {
	readonly shown: ShownRuns;
	/** Of the run in focus. */
	readonly snapshot: Snapshot;
	readonly state: ViewState;
	/** The step that the model is looked at after, if that is not the last. */
	readonly past?: number | undefined;
	/** How far it is to that step, where one has to wait for it. */
	readonly wayBack?: WayBack | undefined;
	/** What is to be known of what one sees, from the most words to the fewest: in a line of its own. */
	readonly notice?: readonly string[] | undefined;
	/** The size of the view in cells; without the line of the notice. */
	readonly columns: number;
	readonly rows: number;
	readonly hasKeys: boolean;
	/** Where it is one of several on the screen; without it, it has the screen to itself. */
	readonly pane?: PaneProps | undefined;
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
	/** The page that fills, while something comes over it. */
	readonly heldPage: RefObject<HeldPage | undefined>;
	/** The place of the parameter that is followed in Step, for views that come over it. */
	readonly pinned: RefObject<number | undefined>;
	/** Slow motion has held a place long enough: to another one, or to the next step. */
	readonly onHeld: (next: Cursor | undefined) => void;
};

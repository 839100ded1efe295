import {type RunConfig} from '../../settings/run-config.js';

/** A card of the lessons: one idea, a run that is as far as it says, and one thing to do there. */
export type Card = {
	/** That of its file, without the ending. */
	readonly name: string;
	readonly title: string;
	/** With what its run is trained. */
	readonly config: RunConfig;
	/** The step that the run has come to when the card is shown. */
	readonly step: number;
	/** The view that it opens, as `readView` reads it. */
	readonly view: string;
	/** What has to be so until it is done, each as `readCondition` reads it; nothing of a card that is only read. */
	readonly done: readonly string[];
	/** The keys that lead there, as somebody names them. */
	readonly keys: readonly string[];
	readonly prose: string;
	/** Undefined for a card that is only read. */
	readonly task: string | undefined;
	/** What is said when it is done. */
	readonly answer: string | undefined;
};

/** Cards that belong together, in their order. */
export type Deck = {
	/** What progress is kept under: of those that come with the program their name, else the folder. */
	readonly key: string;
	readonly name: string;
	readonly cards: readonly Card[];
};

/** Where somebody is in some decks. */
export type CardPlace = {readonly deck: Deck; readonly card: Card};

/** The card that is on the screen. */
export type ShownCard = CardPlace & {
	/** Whether what it asks for has been done since it was shown. */
	readonly isDone: boolean;
	readonly isFirst: boolean;
	readonly isLast: boolean;
};

/** What can be done with the card that is on the screen. */
export type CardActions = {
	/** Shows the next one (+1), or the one before (−1); where there is none, nothing happens. */
	readonly move: (by: 1 | -1) => Promise<void>;
	/** What it asks for has been done. */
	readonly complete: () => void;
};

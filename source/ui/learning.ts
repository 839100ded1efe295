import {type Show} from '../shows/show.js';
import {type Action} from './key-binding.js';
import {atCard} from './lessons/at-card.js';
import {firstViewState} from './view-state.js';
import {type ViewStore} from './view-store.js';

export type LearningContext = {
	readonly show: Pick<Show, 'session' | 'shown' | 'cards' | 'learn' | 'leave' | 'restart'>;
	readonly store: ViewStore;
	/** Waits for another run, and says why it could not be opened. */
	readonly follow: (change: Promise<void> | undefined) => void;
};

/** What keys do about the lessons. */
export const learning: Partial<Record<Action, (context: LearningContext) => void>> = {
	learn({show, store, follow}) {
		const {card} = store.getState();
		if (show.shown.card) {
			store.change({card: {...card, isFolded: !card.isFolded, page: 0}});
		} else if (show.learn) {
			follow(withCard(show.learn(), {show, store}));
		} else {
			store.change({notice: ['There are no lessons here: quit, and start microgpt-tui learn.', 'No lessons here: microgpt-tui learn.']});
		}
	},
	nextCard({show, store, follow}) {
		const {card} = store.getState();
		const isCovering = card.pages > 0 && !card.isFolded;
		if (isCovering) {
			// What is behind it is seen before the next one is.
			store.change({card: card.page + 1 < card.pages ? {...card, page: card.page + 1} : {...card, isFolded: true}});
		} else if (show.shown.card?.isLast) {
			store.change({notice: ['This is the last card. Backspace leads back, q leaves the lessons.', 'The last card: q leaves.']});
		} else {
			follow(withCard(show.cards?.move(1), {show, store}));
		}
	},
	previousCard({show, store, follow}) {
		if (show.shown.card?.isFirst) {
			store.change({notice: ['This is the first card.']});
		} else {
			follow(withCard(show.cards?.move(-1), {show, store}));
		}
	},
};

/** Begins the card again, with its run as it was. */
export function repeatCard({show, store, follow}: LearningContext): void {
	follow(withCard(show.restart?.(), {show, store}));
}

/** Goes back to the run that waits behind the lessons. */
export function leaveLessons({show, store, follow}: LearningContext): void {
	const leave = async () => {
		await show.leave?.();
		const {chart: {isFine}, hasPanes} = store.getState();
		const isPaused = show.session.getSnapshot().status === 'paused';
		store.change({
			...firstViewState, chart: {...firstViewState.chart, isFine}, hasPanes, notice: isPaused ? ['Back at your run, which is paused: space resumes it.', 'Your run, paused: space resumes.'] : ['Back at your run.'],
		});
	};

	follow(leave());
}

/** Shows things as the card wants them that has come. */
async function withCard(change: Promise<void> | undefined, {show, store}: Pick<LearningContext, 'show' | 'store'>) {
	await change;
	const {card} = show.shown;
	if (card) {
		store.change(atCard(store.getState(), card.card));
	}
}

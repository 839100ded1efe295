import {type Show} from '../shows/show.js';
import {courseEndNotices} from './course-end.js';
import {type Action} from './key-binding.js';
import {
	leavePast,
	markStep,
	moveStepCursor,
	toFirstStep,
	toPresent,
} from './step-cursor.js';
import {type ViewStore} from './view-store.js';

export type ShowingContext = {
	readonly show: Pick<Show, 'session' | 'shown' | 'next' | 'seek' | 'focusNext'>;
	readonly store: ViewStore;
	/** Waits for another run, and says why it could not be opened. */
	readonly follow: (change: Promise<void> | undefined) => void;
};

const lessonNotices = ['In the lessons each card has its own run: Enter leads to the next card.', 'Enter: the next card.'];

/** What keys change of which run is shown, which moment of it, and which of its numbers. */
export const showing: Partial<Record<Action, (context: ShowingContext) => void>> = {
	next({show, store, follow}) {
		const {nextPreset, start} = show.session.getSnapshot();
		if (show.shown.card) {
			store.change({notice: lessonNotices});
		} else if (nextPreset === undefined) {
			store.change({notice: courseEndNotices(start?.preset)});
		} else if (show.next) {
			follow(show.next());
		} else {
			store.change({notice: ['Several runs are on: no next model takes their place. Quit, and train it alone.', 'Several runs: no next model.']});
		}
	},
	stepBack(context) {
		walk(context, -1);
	},
	stepOn(context) {
		walk(context, 1);
	},
	cursorBack(context) {
		walk(context, -1);
	},
	cursorOn(context) {
		walk(context, 1);
	},
	cursorFarBack(context) {
		walk(context, -farSteps);
	},
	cursorFarOn(context) {
		walk(context, farSteps);
	},
	cursorFirst({show, store}) {
		store.change(toFirstStep(store.getState(), show.session.getSnapshot()));
	},
	markStep({show, store}) {
		store.change(markStep(store.getState(), show.session.getSnapshot()));
	},
	makeUp({show, store}) {
		store.change(leavePast(store.getState(), show.session.getSnapshot()));
	},
	seekBack(context) {
		seek(context, -1);
	},
	seekOn(context) {
		seek(context, 1);
	},
	nextRun({show}) {
		show.focusNext?.();
	},
	nextFile({show}) {
		show.focusNext?.();
	},
	previousMetric(context) {
		showMetric(context, -1);
	},
	nextMetric(context) {
		showMetric(context, 1);
	},
};

const farSteps = 10;

function walk({show, store}: ShowingContext, steps: number) {
	store.change(moveStepCursor(store.getState(), show.session.getSnapshot(), steps));
}

/** Moves a hundredth of the run. */
function seek({show, store}: ShowingContext, direction: 1 | -1) {
	if (!show.seek) {
		store.change({notice: ['Several runs are on the screen; only a replay by itself is moved through.', 'Several runs: no moving through.']});
		return;
	}

	// What one moves is what one sees.
	store.change(toPresent(store.getState()));
	const {steps = 0} = show.session.getSnapshot().start?.training ?? {};
	show.seek(direction * Math.max(1, Math.round(steps / 100)));
}

/** The loss comes before the first of them, and after the last. */
function showMetric({show, store}: ShowingContext, direction: 1 | -1) {
	const names = [undefined, ...show.session.getSnapshot().metrics.map(({name}) => name)];
	const place = names.indexOf(store.getState().metric) + direction;
	store.change({metric: names.at(place % names.length)});
}

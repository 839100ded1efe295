import {
	type Act,
	type Place,
	pointedAt,
	type Spot,
	within,
} from '../spots.js';
import {type ViewState} from '../view-state.js';
import {type ViewStore} from '../view-store.js';
import {type MouseReport} from './report.js';

/** Moves come for each cell; what comes of them is seen as often as the picture changes of its own accord, the first of them at once. */
const moveIntervalMs = 66;

/** What the mouse can do something with in a frame, and the state that this was drawn from. */
export type Drawn = {readonly spots: readonly Spot[]; readonly state: ViewState};

export type PointingOptions = {
	readonly store: ViewStore;
	/** Does what a key is for. */
	readonly press: (key: string) => void;
};

/** Turns what the mouse does into keys and changes of the picture, by the frame that is on the screen. */
export class Pointing {
	readonly #options: PointingOptions;
	#drawn: Drawn | undefined;
	/** Where the pointer is. */
	#place: Place | undefined;
	/** Where the button went down. */
	#pressed: Place | undefined;
	/** Where it was dragged to when something came of it last. */
	#dragged: Place | undefined;
	#isWaiting = false;
	#movedAt = -Infinity;

	constructor(options: PointingOptions) {
		this.#options = options;
	}

	/** Takes what a frame has for the mouse; nothing where it is no longer on the screen. */
	draw(drawn: Drawn | undefined): void {
		this.#drawn = drawn;
		if (this.#place) {
			this.#moveSoon();
		}
	}

	/** Takes what the mouse did. */
	take({kind, row, column}: MouseReport): void {
		const place = {row, column};
		this.#place = place;
		switch (kind) {
			case 'press': {
				this.#pressed = place;
				this.#dragged = place;
				break;
			}

			case 'release': {
				this.#release(place);
				break;
			}

			case 'up':
			case 'down': {
				this.#act(this.#pointedAt(place, 'wheel')?.has[kind]);
				break;
			}

			case 'drag':
			case 'move': {
				break;
			}
		}

		this.#moveSoon();
	}

	/** A click begins and ends on the same spot, and is not what a drag ends with. */
	#release(place: Place) {
		const pressed = this.#pressed;
		const ended = this.#pointedAt(place, 'click');
		this.#drag(true);
		if (pressed && ended && !this.#hasDragged && this.#pointedAt(pressed, 'click')?.spot === ended.spot) {
			this.#act(ended.has);
		}

		this.#pressed = undefined;
	}

	get #hasDragged(): boolean {
		return this.#dragged !== this.#pressed;
	}

	/** Does what comes of the drag that goes on, once for each place of the spot on which it began. */
	#drag(isDone: boolean) {
		const [place, pressed, dragged] = [this.#place, this.#pressed, this.#dragged];
		if (!place || !pressed || !dragged) {
			return;
		}

		// It may have left the spot by the time when it ends.
		const end = this.#isOnSpotOf(pressed, place) ? place : dragged;
		const ended = this.#isOnSpotOf(pressed, end) ? this.#pointedAt(end, 'drag') : undefined;
		const isNew = !isAt(end, dragged);
		if (!ended || !(isNew || (isDone && this.#hasDragged))) {
			return;
		}

		this.#dragged = end;
		this.#act(ended.has(within(ended.spot, pressed), isDone));
	}

	#isOnSpotOf(pressed: Place, place: Place): boolean {
		const spot = this.#pointedAt(pressed, 'drag')?.spot;
		return spot !== undefined && this.#pointedAt(place, 'drag')?.spot === spot;
	}

	#act(act: Act | undefined) {
		const {store, press} = this.#options;
		if (act?.change) {
			store.change(act.change(store.getState()));
		}

		for (const key of act?.keys ?? []) {
			press(key);
		}
	}

	/** Where what is drawn is no longer what is asked for, nobody has seen what they would be clicking on. */
	#pointedAt<Aspect extends Parameters<typeof pointedAt>[2]>(place: Place, aspect: Aspect) {
		const state = this.#options.store.getState();
		return this.#drawn && isSame(this.#drawn.state, state) ? pointedAt(this.#drawn.spots, place, aspect) : undefined;
	}

	/** Many moves are one, and none where what is said stays the same. */
	#moveSoon() {
		if (this.#isWaiting) {
			return;
		}

		this.#isWaiting = true;
		setTimeout(() => {
			this.#isWaiting = false;
			this.#movedAt = performance.now();
			this.#move();
		}, Math.max(0, this.#movedAt + moveIntervalMs - performance.now())).unref();
	}

	#move() {
		this.#drag(false);
		const {store} = this.#options;
		const {pointer} = store.getState();
		const told = this.#place && this.#told(this.#place);
		if (told !== (pointer && this.#told(pointer))) {
			store.change({pointer: told === undefined ? undefined : this.#place});
		}
	}

	#told(place: Place): string | undefined {
		return this.#pointedAt(place, 'tells')?.has.join('\n');
	}
}

function isAt(one: Place, other: Place): boolean {
	return one.row === other.row && one.column === other.column;
}

/** Whether the same clicks mean the same in both. */
function isSame(drawn: ViewState, state: ViewState): boolean {
	return drawn.view === state.view && drawn.question === state.question && drawn.isTyping === state.isTyping;
}

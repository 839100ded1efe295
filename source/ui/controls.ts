import {type Show} from '../shows/show.js';
import {Asking} from './asking.js';
import {type Cursor} from './cursor.js';
import {doneNow} from './done-now.js';
import {forking} from './forking.js';
import {followChange} from './follow-change.js';
import {type Action, type Moment} from './key-binding.js';
import {bindingOf, isOver} from './keys.js';
import {learning, leaveLessons, repeatCard} from './learning.js';
import {KeysForLater} from './lessons/keys-for-later.js';
import {atCard} from './lessons/at-card.js';
import {looking} from './looking.js';
import {type Drawn, Pointing} from './mouse/pointing.js';
import {type MouseReport} from './mouse/report.js';
import {showing} from './showing.js';
import {steer} from './steering.js';
import {stepBefore, toPresent} from './step-cursor.js';
import {canSuspend} from './suspend-program.js';
import {Typing} from './typing.js';
import {firstViewState, showView, type ViewState} from './view-state.js';
import {ViewStore} from './view-store.js';
import {RunWishes, type SavedRuns} from './views/runs/run-wishes.js';

/** What cannot be taken back, or may put another run in the place of this one. */
const graveActions: ReadonlySet<Action> = new Set(['quit', 'restart', 'next', 'open', 'learn', 'nextCard', 'previousCard']);

/** What has to do with the card of a lesson, and not with what it is about. */
const ofCard: ReadonlySet<Action> = new Set(['learn', 'nextCard', 'previousCard', 'quit', 'repaint', 'suspend']);

export type ControlsOptions = {
	readonly show: Pick<Show, 'session' | 'sessions' | 'shown' | 'restart' | 'next' | 'seek' | 'open' | 'focusNext' | 'forking' | 'cards' | 'learn' | 'leave'>;
	/** The saved runs. */
	readonly browser: SavedRuns;
	/** Leaves the dashboard. */
	readonly quit: () => void;
	/** Leaves it as Ctrl+C does. */
	readonly interrupt: () => void;
	/** Draws the screen anew. */
	readonly repaint: () => void;
	/** Hands the terminal to the shell until it continues the program. */
	readonly suspend: () => void;
	/** Whether curves are drawn with dots at first, and what keeps what is chosen; absent where there are no dots to draw with. */
	readonly fineLines?: {readonly isFine: boolean; readonly keep: (isFine: boolean) => void} | undefined;
	/** Whether it opens with a step in slow motion, which goes on by itself. */
	readonly isSlow?: boolean;
	/** Called with errors that are bugs. */
	readonly onError: (error: unknown) => void;
};

/** Turns keys into actions on the runs and on what is shown. It knows no pixels. */
export class Controls {
	readonly #options: ControlsOptions;
	readonly #store = new ViewStore();
	readonly #runWishes: RunWishes;
	readonly #asking: Asking;
	readonly #typing: Typing;
	readonly #pointing: Pointing;

	constructor(options: ControlsOptions) {
		const {show, quit, interrupt, fineLines} = options;
		const getSession = () => show.session;
		const store = this.#store;
		this.#options = options;
		this.#setFine(fineLines?.isFine ?? false);
		if (show.shown.card) {
			store.change(atCard(this.getState(), show.shown.card.card));
		}

		if (options.isSlow) {
			const state = this.getState();
			store.change({...showView(state, 'slow'), clock: {...state.clock, isGoing: true}});
		}

		this.#runWishes = new RunWishes({
			...options, getState: store.getState, setState: store.change, follow: this.#follow,
		});
		this.#asking = new Asking({
			store,
			getSession,
			getSessions: () => show.sessions ?? [show.session],
			quit,
			interrupt,
			restart: () => {
				this.#follow(show.restart?.());
			},
			confirmWish: () => {
				this.#runWishes.confirm();
			},
		});
		this.#typing = new Typing({
			store,
			getSession,
			onNamed: name => {
				this.#runWishes.named(name);
			},
		});
		this.#pointing = new Pointing({
			store,
			press: key => {
				this.press(key);
			},
		});
	}

	readonly getState = (): ViewState => this.#store.getState();

	readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

	/**
	Does what a key is for.

	@param key - A character, or the name of another key: `up`, `shift+tab`, `ctrl+c`.
	*/
	press(key: string): void {
		if (this.#keysForLater.keep(key)) {
			return;
		}

		this.#store.forgetNotice();
		const {question, isTyping, view} = this.getState();
		if (this.#asking.isStopping) {
			this.#asking.hurry(key);
			return;
		}

		if (question !== undefined) {
			this.#asking.answer(key);
			return;
		}

		if (isTyping && this.#typing.type(key)) {
			return;
		}

		const binding = bindingOf(key, view, this.#moment);
		if (binding) {
			this.#notePressed(key, binding.action);
		}

		if (key === 'ctrl+c') {
			this.#asking.leave('interrupt');
		} else if (binding) {
			this.#perform(binding.action);
		}
	}

	/**
	Does what some keys are for that came together. They may be a short text that was pasted in a terminal which does not
	say so: what leaves the program or a run, or answers a question, is to be pressed by itself.
	*/
	pressTogether(keys: readonly string[]): void {
		for (const key of keys) {
			if (!this.#isGrave(key)) {
				this.press(key);
			}
		}
	}

	/** Takes a text that was pasted into the field that is open; it never acts as keys. */
	paste(text: string): void {
		if (text === '' || this.#asking.isStopping || this.getState().question !== undefined) {
			return;
		}

		this.#store.forgetNotice();
		this.#typing.paste(text);
	}

	/** Takes what the mouse did, by the frame that was drawn last. */
	point(report: MouseReport): void {
		this.#pointing.take(report);
	}

	/** Says whether the window has room for several views. */
	setPanes(hasPanes: boolean): void {
		this.#store.change({hasPanes});
	}

	/** Says how many pages of the screen the card of a lesson covers; 0 where there is room beside it. */
	setCardPages(pages: number): void {
		const {card} = this.getState();
		this.#store.change({card: {...card, pages, page: Math.max(0, Math.min(card.page, pages - 1))}});
	}

	/** Takes what there is for the mouse in the frame that is drawn; nothing where there is no frame. */
	readonly draw = (drawn: Drawn | undefined): void => {
		this.#pointing.draw(drawn);
	};

	/** Goes on in slow motion to another place, or to the next step: of those that were looked at, or a new one. */
	readonly goOn = (next: Cursor | undefined): void => {
		const state = this.getState();
		const snapshot = this.#options.show.session.getSnapshot();
		const isInPast = stepBefore(state, snapshot) !== undefined;
		if (next) {
			this.#store.change({cursor: next});
		} else if (isOver(snapshot.status) && !isInPast) {
			this.#store.change({clock: {...state.clock, isGoing: false}, notice: ['There are no more steps: the run is over.']});
		} else {
			// A new step is what is looked at then, and not the one before it.
			this.#store.change({...(isInPast ? state : toPresent(state)), cursor: firstViewState.cursor});
			this.#perform(isInPast ? 'stepOn' : 'stepOnce');
		}
	};

	get #moment(): Moment {
		const {session, shown} = this.#options.show;
		return {...session.getSnapshot(), shown};
	}

	/** In the lessons: what has been pressed, and a card that covers the screen makes way for what the key does. */
	#notePressed(key: string, action: Action) {
		if (!this.#options.show.shown.card || ofCard.has(action)) {
			return;
		}

		const {card} = this.getState();
		this.#store.change({card: {...card, isFolded: card.isFolded || card.pages > 0, pressed: [...card.pressed, key]}});
	}

	#perform(action: Action) {
		if (this.getState().view === 'runs') {
			this.#runWishes.perform(action);
		}

		const {show} = this.#options;
		const before = show.session.getSnapshot();
		steer(action, show);
		const notice = doneNow(action, {state: this.getState(), before, after: show.session.getSnapshot()});
		if (notice) {
			this.#store.change({notice});
		}

		const context = {show, store: this.#store, follow: this.#follow};
		showing[action]?.(context);
		forking[action]?.(context);
		learning[action]?.({...context, follow: this.#followCard});
		this.#others[action]?.();
		const state = this.getState();
		this.#store.change(looking[action]?.(state) ?? state);
	}

	readonly #keysForLater = new KeysForLater(key => {
		this.press(key);
	});

	/** What takes more than a run and a picture. */
	readonly #others: Partial<Record<Action, () => void>> = {
		type: () => {
			this.#typing.begin();
		},
		restart: () => {
			this.#restart();
		},
		quit: () => {
			this.#quit();
		},
		repaint: () => {
			this.#options.repaint();
		},
		suspend: () => {
			this.#suspend();
		},
		toggleFine: () => {
			this.#toggleFine();
		},
	};

	/** From the lessons one leaves without being asked: nothing of them is lost. */
	#quit() {
		const {show, quit} = this.#options;
		if (show.leave) {
			leaveLessons({show, store: this.#store, follow: this.#followCard});
		} else if (show.shown.card) {
			quit();
		} else {
			this.#asking.leave('quit');
		}
	}

	#restart() {
		const {show} = this.#options;
		if (show.shown.card) {
			repeatCard({show, store: this.#store, follow: this.#followCard});
		} else if (show.restart) {
			this.#asking.restart();
		} else {
			this.#store.change({notice: ['Several runs are on the screen; only one by itself can be restarted.', 'Several runs: no restart.']});
		}
	}

	#toggleFine() {
		const {fineLines} = this.#options;
		if (!fineLines) {
			this.#store.change({notice: ['Fine lines are made of braille characters, which are not in ASCII.', 'No fine lines in ASCII.']});
			return;
		}

		const isFine = !this.getState().chart.isFine;
		this.#setFine(isFine);
		fineLines.keep(isFine);
	}

	#setFine(isFine: boolean) {
		this.#store.change({chart: {...this.getState().chart, isFine}});
	}

	#suspend() {
		if (canSuspend()) {
			this.#options.suspend();
		} else {
			this.#store.change({notice: ['Windows cannot suspend a program.']});
		}
	}

	/** Whether a key would leave the program or the run, or answer a question. */
	#isGrave(key: string): boolean {
		const {isTyping, question, view} = this.getState();
		if (key === 'ctrl+c') {
			return false;
		}

		if (question !== undefined || this.#asking.isStopping) {
			return true;
		}

		const action = isTyping ? undefined : bindingOf(key, view, this.#moment)?.action;
		return action !== undefined && graveActions.has(action);
	}

	readonly #followCard = (change: Promise<void> | undefined): void => {
		this.#follow(change && this.#keysForLater.until(change));
	};

	readonly #follow = (change: Promise<void> | undefined): void => {
		void followChange(change, this.#store, this.#options.onError);
	};
}

import {UserError} from '../errors.js';
import {Listeners} from '../session/listeners.js';
import {sameRequestMs} from '../session/same-request.js';
import {type Show} from '../shows/show.js';
import {type TrainingSession} from '../session/training-session.js';
import {type Action, bindingOf} from './keys.js';
import {looking} from './looking.js';
import {courseEndNotices} from './course-end.js';
import {canDiscard} from './discarding.js';
import {noFieldNotices, onOneLine} from './pasted-text.js';
import {RunWishes, type SavedRuns} from './views/runs/run-wishes.js';
import {steering} from './steering.js';
import {canSuspend} from './suspend-program.js';
import {firstViewState, typeText, type ViewState} from './view-state.js';

/** A run that has computed for less than this is quickly repeated. */
const worthAskingMs = 10_000;

/** What cannot be taken back, or may put another run in the place of this one. */
const graveActions: ReadonlySet<Action> = new Set(['quit', 'restart', 'goOn', 'open']);

export type ControlsOptions = {
	readonly show: Pick<Show, 'session' | 'restart' | 'next' | 'seek' | 'open' | 'focusNext'>;
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
	/** Called with errors that are bugs. */
	readonly onError: (error: unknown) => void;
};

/** Turns keys into actions on the session and on what is shown. It knows no pixels. */
export class Controls {
	readonly #options: ControlsOptions;
	readonly #listeners = new Listeners();
	readonly #runWishes: RunWishes;
	#state: ViewState = firstViewState;
	/** When somebody first asked to leave. */
	#askedAt = -Infinity;

	constructor(options: ControlsOptions) {
		const noted = (leave: () => void) => () => {
			if (this.#session.getSnapshot().stopping === undefined) {
				this.#askedAt = performance.now();
			}

			leave();
		};

		this.#options = {...options, quit: noted(options.quit), interrupt: noted(options.interrupt)};
		this.#runWishes = new RunWishes({
			...options,
			getState: this.getState,
			setState: state => {
				this.#set(state);
			},
			follow: change => {
				this.#follow(change);
			},
		});
	}

	readonly getState = (): ViewState => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	/**
	Does what a key is for.

	@param key - A character, or the name of another key: `up`, `shift+tab`, `ctrl+c`.
	*/
	press(key: string): void {
		this.#forgetNotice();
		const {question, isTyping, view} = this.#state;
		if (this.#session.getSnapshot().stopping !== undefined) {
			this.#hurry(key);
			return;
		}

		if (question !== undefined) {
			this.#answer(key);
			return;
		}

		if (isTyping && this.#type(key)) {
			return;
		}

		const binding = bindingOf(key, view, this.#session.getSnapshot());
		if (key === 'ctrl+c') {
			this.#quit(this.#options.interrupt);
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

	/** Takes a text that was pasted into the field that is open, on one line; it never acts as keys. */
	paste(text: string): void {
		if (text === '' || this.#session.getSnapshot().stopping !== undefined || this.#state.question !== undefined) {
			return;
		}

		this.#forgetNotice();
		if (this.#state.isTyping) {
			this.#setText(typeText(this.#state, onOneLine(text)));
		} else {
			this.#set({...this.#state, notice: noFieldNotices(this.#session.getSnapshot().mode)});
		}
	}

	get #session(): TrainingSession {
		return this.#options.show.session;
	}

	#perform(action: Action) {
		const others: Partial<Record<Action, () => void>> = {
			type: () => {
				const {view, texts} = this.#state;
				this.#setText({...this.#state, isTyping: true, texts: {...texts, [view]: ''}});
			},
			goOn: () => {
				this.#goOn();
			},
			restart: () => {
				this.#restart();
			},
			quit: () => {
				this.#quit(this.#options.quit);
			},
			seekBack: () => {
				this.#seek(-1);
			},
			seekOn: () => {
				this.#seek(1);
			},
			nextRun: () => {
				this.#options.show.focusNext?.();
			},
			previousMetric: () => {
				this.#showMetric(-1);
			},
			nextMetric: () => {
				this.#showMetric(1);
			},
			repaint: this.#options.repaint,
			suspend: () => {
				this.#suspend();
			},
		};
		if (this.#state.view === 'runs') {
			this.#runWishes.perform(action);
		}

		steering[action]?.(this.#session);
		others[action]?.();
		this.#set(looking[action]?.(this.#state) ?? this.#state);
	}

	#suspend() {
		if (canSuspend()) {
			this.#options.suspend();
		} else {
			this.#set({...this.#state, notice: ['Windows cannot suspend a program.']});
		}
	}

	/** Moves a hundredth of the run. */
	#seek(direction: 1 | -1) {
		const {steps = 0} = this.#session.getSnapshot().start?.training ?? {};
		this.#options.show.seek?.(direction * Math.max(1, Math.round(steps / 100)));
	}

	#goOn() {
		const {nextPreset, start} = this.#session.getSnapshot();
		if (nextPreset === undefined) {
			this.#set({...this.#state, notice: courseEndNotices(start?.preset)});
		} else {
			this.#follow(this.#options.show.next?.());
		}
	}

	/** The loss comes before the first of them, and after the last. */
	#showMetric(direction: 1 | -1) {
		const names = [undefined, ...this.#session.getSnapshot().metrics.map(({name}) => name)];
		const place = names.indexOf(this.#state.metric) + direction;
		this.#set({...this.#state, metric: names.at(place % names.length)});
	}

	#restart() {
		const {status, lastStep, mode} = this.#session.getSnapshot();
		if (mode === 'training' && (status === 'running' || status === 'paused') && lastStep) {
			this.#set({...this.#state, question: 'restart'});
		} else {
			this.#follow(this.#options.show.restart?.());
		}
	}

	#quit(leave: () => void) {
		const {status, lastStep, mode} = this.#session.getSnapshot();
		const isOn = mode === 'training' && (status === 'running' || status === 'paused');
		if (isOn && (lastStep?.elapsedMs ?? 0) >= worthAskingMs) {
			this.#set({...this.#state, question: 'quit'});
		} else {
			leave();
		}
	}

	/** While a stopped run is being waited for, the only choice is not to wait. */
	#hurry(key: string) {
		const isSameRequest = performance.now() - this.#askedAt < sameRequestMs;
		if (isSameRequest || !(key === 'q' || key === 'ctrl+c')) {
			return;
		}

		void this.#session.abandon();
		this.#options.quit();
	}

	#answer(key: string) {
		const {question} = this.#state;
		this.#set({...this.#state, question: undefined});
		if (key === 'ctrl+c') {
			this.#options.interrupt();
		} else if (key === 'd' && question === 'quit' && canDiscard(this.#session.getSnapshot())) {
			void this.#session.discard();
			this.#options.quit();
		} else if (key === 'y' || key === 'enter') {
			this.#confirm(question);
		}
	}

	#confirm(question: ViewState['question']) {
		switch (question) {
			case 'quit': {
				this.#options.quit();
				break;
			}

			case 'restart': {
				this.#follow(this.#options.show.restart?.());
				break;
			}

			case 'delete':
			case 'leave': {
				this.#runWishes.confirm();
				break;
			}

			case undefined: {
				break;
			}
		}
	}

	/** Whether a key would leave the program or the run, or answer a question. */
	#isGrave(key: string): boolean {
		const {isTyping, question, view} = this.#state;
		if (key === 'ctrl+c') {
			return false;
		}

		const snapshot = this.#session.getSnapshot();
		if (question !== undefined || snapshot.stopping !== undefined) {
			return true;
		}

		const action = isTyping ? undefined : bindingOf(key, view, snapshot)?.action;
		return action !== undefined && graveActions.has(action);
	}

	/** Whether the key was for the text. */
	#type(key: string): boolean {
		const state = this.#state;
		switch (key) {
			case 'enter': {
				this.#setText({...state, isTyping: false});
				if (state.view === 'samples') {
					// Whoever types a beginning wants to see what comes of it.
					void this.#session.makeUp();
				} else if (state.view === 'runs') {
					this.#runWishes.named(state.texts.runs);
				}

				return true;
			}

			case 'escape': {
				this.#setText({...state, isTyping: false, texts: {...state.texts, [state.view]: ''}});
				return true;
			}

			case 'backspace': {
				this.#setText(typeText(state, undefined));
				return true;
			}

			default: {
				const isCharacter = [...key].length === 1;
				if (isCharacter) {
					this.#setText(typeText(state, key));
				}

				return isCharacter;
			}
		}
	}

	#setText(state: ViewState) {
		this.#set(state);
		if (state.view === 'samples') {
			this.#session.setPrefix(state.texts.samples);
		}
	}

	#forgetNotice() {
		this.#state = {...this.#state, notice: undefined};
	}

	#follow(change: Promise<void> | undefined) {
		if (!change) {
			return;
		}

		const notice = ['Opening the run...'];
		this.#set({...this.#state, notice});
		change.catch((error: unknown) => {
			// Given up because the dashboard closes.
			if (error instanceof DOMException && error.name === 'AbortError') {
				return;
			}

			if (!(error instanceof UserError)) {
				this.#options.onError(error);
				return;
			}

			this.#set({...this.#state, notice: [error.message]});
		}).finally(() => {
			if (this.#state.notice === notice) {
				this.#set({...this.#state, notice: undefined});
			}
		});
	}

	#set(state: ViewState) {
		this.#state = state;
		this.#listeners.tell();
	}
}

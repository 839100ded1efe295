import {type Course} from '../session/course.js';
import {changeSpeed} from '../session/pacer.js';
import {type TrainingSession} from '../session/training-session.js';
import {type Action, bindingOf} from './keys.js';
import {
	firstViewState,
	moveCursor,
	neighbourOf,
	showView,
	typeText,
	type ViewState,
} from './view-state.js';

const learningRateFactor = 1.5;
const temperatureFactor = 1.2;
const mostNotches = 30;
/** A run that has computed for less long is soon made again. */
const worthAskingMs = 10_000;

export type ControlsOptions = {
	readonly course: Pick<Course, 'session' | 'restart' | 'goOn'>;
	/** Leaves the dashboard. */
	readonly quit: () => void;
	/** Leaves it as Ctrl+C does. */
	readonly interrupt: () => void;
	/** Draws the screen anew. */
	readonly repaint: () => void;
	/** Gives the terminal back to the shell until it calls the program again. */
	readonly suspend: () => void;
	/** Told of what could not be done. */
	readonly onError: (error: unknown) => void;
};

/** Turns keys into actions on the session and on what is shown. It knows no pixels. */
export class Controls {
	readonly #options: ControlsOptions;
	readonly #listeners = new Set<() => void>();
	#state: ViewState = firstViewState;

	constructor(options: ControlsOptions) {
		this.#options = options;
	}

	readonly getState = (): ViewState => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** @param key - A character, or the name of another key: `up`, `shift+tab`, `ctrl+c`. */
	press(key: string): void {
		const {question, isTyping, view} = this.#state;
		if (question !== undefined) {
			this.#answer(key);
			return;
		}

		if (isTyping && this.#type(key)) {
			return;
		}

		const {status} = this.#session.getSnapshot();
		const binding = bindingOf(key, view, status === 'finished' || status === 'failed');
		if (key === 'ctrl+c') {
			this.#quit(this.#options.interrupt);
		} else if (binding) {
			this.#perform(binding.action);
		}
	}

	get #session(): TrainingSession {
		return this.#options.course.session;
	}

	#perform(action: Action) {
		switch (action) {
			case 'togglePause':
			case 'stepOnce':
			case 'faster':
			case 'slower':
			case 'lowerLearningRate':
			case 'raiseLearningRate':
			case 'cooler':
			case 'warmer':
			case 'makeUp':
			case 'checkpoint': {
				steer(this.#session, action);
				break;
			}

			case 'type': {
				// A run that has begun anew does not know what was typed for the last.
				const {texts} = this.#state;
				this.#set({...this.#state, isTyping: true, texts: {...texts, samples: this.#session.getSnapshot().prefix}});
				break;
			}

			case 'goOn': {
				this.#follow(this.#options.course.goOn());
				break;
			}

			case 'restart': {
				const {status, lastStep} = this.#session.getSnapshot();
				if ((status === 'running' || status === 'paused') && lastStep) {
					this.#set({...this.#state, question: 'restart'});
				} else {
					this.#follow(this.#options.course.restart());
				}

				break;
			}

			case 'quit': {
				this.#quit(this.#options.quit);
				break;
			}

			case 'repaint':
			case 'suspend': {
				this.#options[action]();
				break;
			}

			default: {
				this.#set(look(this.#state, action));
			}
		}
	}

	#quit(leave: () => void) {
		const {status, lastStep} = this.#session.getSnapshot();
		const isOn = status === 'running' || status === 'paused';
		if (isOn && (lastStep?.elapsedMs ?? 0) >= worthAskingMs) {
			this.#set({...this.#state, question: 'quit'});
		} else {
			leave();
		}
	}

	#answer(key: string) {
		const {question} = this.#state;
		this.#set({...this.#state, question: undefined});
		if (key === 'ctrl+c') {
			this.#options.interrupt();
		} else if (key === 'y' || key === 'enter') {
			if (question === 'quit') {
				this.#options.quit();
			} else {
				this.#follow(this.#options.course.restart());
			}
		}
	}

	/** Whether the key was for the text. */
	#type(key: string): boolean {
		const state = this.#state;
		switch (key) {
			case 'enter': {
				this.#set({...state, isTyping: false});

				break;
			}

			case 'escape': {
				this.#set({...state, isTyping: false, texts: {...state.texts, [state.view]: ''}});

				break;
			}

			case 'backspace': {
				this.#set(typeText(state, undefined));

				break;
			}

			default: {if ([...key].length === 1) {
				this.#set(typeText(state, key));
			} else {
				return false;
			}}
		}

		if (state.view === 'samples') {
			this.#session.setPrefix(this.#state.texts.samples);
		}

		return true;
	}

	#follow(change: Promise<void>) {
		change.catch((error: unknown) => {
			this.#options.onError(error);
		});
	}

	#set(state: ViewState) {
		this.#state = state;
		for (const listener of this.#listeners) {
			listener();
		}
	}
}

/** What the keys change of the training. */
function steer(session: TrainingSession, action: Action) {
	const {status, speed, learningRateScale, temperature} = session.getSnapshot();
	switch (action) {
		case 'togglePause': {
			if (status === 'paused') {
				session.resume();
			} else {
				session.pause();
			}

			break;
		}

		case 'stepOnce': {
			session.stepOnce();
			break;
		}

		case 'faster':
		case 'slower': {
			session.setSpeed(changeSpeed(speed, action === 'faster' ? 1 : -1));
			break;
		}

		case 'lowerLearningRate':
		case 'raiseLearningRate': {
			session.setLearningRateScale(turnNotch(learningRateScale, learningRateFactor, action === 'raiseLearningRate' ? 1 : -1));
			break;
		}

		case 'cooler':
		case 'warmer': {
			session.setTemperature(Number(turnNotch(temperature, temperatureFactor, action === 'warmer' ? 1 : -1).toPrecision(3)));
			break;
		}

		case 'makeUp': {
			void session.makeUp();
			break;
		}

		case 'checkpoint': {
			session.requestCheckpoint();
			break;
		}

		default:
	}
}

/** What the keys change of the picture. */
function look(state: ViewState, action: Action): ViewState {
	const isOverview = state.view === 'overview';
	switch (action) {
		case 'toggleLogAxis': {
			return {...state, isLogarithmic: !state.isLogarithmic};
		}

		case 'toggleGuides': {
			return {...state, hasGuides: !state.hasGuides};
		}

		case 'up':
		case 'down': {
			return isOverview ? {...state, isRecent: action === 'down'} : moveCursor(state, action === 'down' ? 1 : -1, 0);
		}

		case 'left':
		case 'right': {
			return moveCursor(state, 0, action === 'right' ? 1 : -1);
		}

		case 'verify': {
			return {...state, verifications: state.verifications + 1};
		}

		case 'showOverview': {
			return showView(state, 'overview');
		}

		case 'showStep': {
			return showView(state, 'step');
		}

		case 'showSamples': {
			return showView(state, 'samples');
		}

		case 'showInside': {
			return showView(state, 'inside');
		}

		case 'nextView':
		case 'previousView': {
			return showView(state, neighbourOf(state.view, action === 'nextView' ? 1 : -1));
		}

		case 'toggleHelp': {
			return showView(state, state.view === 'help' ? state.lastView : 'help');
		}

		default: {
			return state;
		}
	}
}

/** The next power of a factor; down and up again is exactly 1, so that the run is the reference's again. */
function turnNotch(scale: number, factor: number, direction: 1 | -1): number {
	const notch = Math.round(Math.log(scale) / Math.log(factor)) + direction;
	return factor ** Math.max(-mostNotches, Math.min(mostNotches, notch));
}

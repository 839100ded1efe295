import {type TrainingSession} from '../session/training-session.js';
import {knownPart} from './left-out-notes.js';
import {noFieldNotices, onOneLine} from './pasted-text.js';
import {leavePast} from './step-cursor.js';
import {
	showView,
	teachAnew,
	typeText,
	type ViewState,
} from './view-state.js';
import {type ViewStore} from './view-store.js';

export type TypingOptions = {
	readonly store: ViewStore;
	readonly getSession: () => TrainingSession;
	/** Called with the name that was typed for a saved run. */
	readonly onNamed: (name: string) => void;
};

const noWordNotices = ['Type a word first: one letter at least that the training data has.', 'Type a word first.'];

/** The field of a view that takes text. */
export class Typing {
	readonly #options: TypingOptions;

	constructor(options: TypingOptions) {
		this.#options = options;
	}

	/** Opens the field of the view, with nothing in it. */
	begin(): void {
		const {view, texts} = this.#state;
		this.#change({isTyping: true, texts: {...texts, [view]: ''}});
	}

	/** Takes a key while the field is open; says whether it was for the text. */
	type(key: string): boolean {
		const {view, texts} = this.#state;
		if (view === 'guess') {
			return this.#guess(key);
		}

		if (view === 'teach' && (key === 'enter' || key === 'escape')) {
			return this.#endWord(key);
		}

		switch (key) {
			case 'enter': {
				this.#change({isTyping: false});
				if (view === 'samples') {
					// Whoever types a beginning wants to see what comes of it.
					this.#change(leavePast(this.#state, this.#options.getSession().getSnapshot()));
					void this.#options.getSession().makeUp();
				} else if (view === 'runs') {
					this.#options.onNamed(texts.runs);
				}

				return true;
			}

			case 'escape': {
				this.#change({isTyping: false, texts: {...texts, [view]: ''}});
				return true;
			}

			case 'backspace': {
				this.#change(typeText(this.#state, undefined));
				return true;
			}

			default: {
				const isCharacter = [...key].length === 1;
				if (isCharacter) {
					this.#change(typeText(this.#state, key));
				}

				return isCharacter;
			}
		}
	}

	/** Has the word taught that was typed, if there is anything of it that the model knows; or leaves the one before, and without one, the page. */
	#endWord(key: 'enter' | 'escape'): true {
		const {teaching: {word}, texts, lastView} = this.#state;
		if (key === 'escape') {
			this.#change(word === '' ? showView(this.#state, lastView) : {isTyping: false, texts: {...texts, teach: word}});
			return true;
		}

		const {start} = this.#options.getSession().getSnapshot();
		const isKnown = knownPart(texts.teach, start?.dataset.characters ?? texts.teach) !== '';
		this.#change(isKnown ? teachAnew(this.#state) : {notice: noWordNotices});
		return true;
	}

	/** A letter that is guessed; Enter is the end of a document, or of a line where there are several in one. */
	#guess(key: string): boolean {
		if (key === 'escape') {
			this.#change(showView(this.#state, this.#state.lastView));
			return true;
		}

		const isLetter = [...key].length === 1;
		if (isLetter || key === 'enter') {
			const {game} = this.#state;
			this.#change({game: {...game, guesses: [...game.guesses, isLetter ? key : this.#end()]}});
		}

		return isLetter || key === 'enter' || key === 'backspace';
	}

	#end(): string | undefined {
		const {start} = this.#options.getSession().getSnapshot();
		return start?.dataset.characters?.includes('\n') ? '\n' : undefined;
	}

	/** Takes a pasted text, on one line; where no field is open for it, says so. */
	paste(text: string): void {
		if (this.#state.isTyping) {
			this.#change(typeText(this.#state, onOneLine(text)));
		} else {
			this.#options.store.change({notice: noFieldNotices(this.#options.getSession().getSnapshot().mode)});
		}
	}

	get #state(): ViewState {
		return this.#options.store.getState();
	}

	#change(change: Partial<ViewState>) {
		this.#options.store.change(change);
		if (this.#state.view === 'samples') {
			this.#options.getSession().setPrefix(this.#state.texts.samples);
		}
	}
}

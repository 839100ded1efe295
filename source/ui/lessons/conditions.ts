import {type Snapshot} from '../../session/snapshot.js';
import {type Card} from '../../shows/lessons/card.js';
import {type ShownRun, type ShownRuns} from '../../shows/show.js';
import {cursorOf} from '../step-cursor.js';
import {type ViewState} from '../view-state.js';
import {pagesIn, readView} from './card-view.js';
import {inputOf} from './card-keys.js';

/** What a condition looks at. */
export type Situation = {
	readonly card: Pick<Card, 'config' | 'step' | 'done'>;
	readonly state: ViewState;
	/** Of the run in focus. */
	readonly snapshot: Pick<Snapshot, 'lastStep' | 'status' | 'temperature'>;
	readonly shown: ShownRuns;
};

export type Condition = (situation: Situation) => boolean;

type ConditionKind = {
	/** How it is written. */
	readonly usage: string;
	/** Undefined for what cannot be meant. */
	readonly read: (rest: string, card: Pick<Card, 'config'>) => Condition | undefined;
};

/** What a card can ask for, by the word that it begins with. */
const kinds: Readonly<Record<string, ConditionKind>> = {
	view: {
		usage: 'view VIEW [PAGE]',
		read(rest, {config}) {
			const wanted = readView(rest, config);
			return wanted && (({state}) => {
				const last = pagesIn(wanted.view, config.model).length - 1;
				return state.view === wanted.view && (wanted.page === undefined || Math.min(state.cursor.column, last) === wanted.page);
			});
		},
	},
	key: {
		usage: 'key KEY',
		read(rest) {
			const input = inputOf(rest);
			return input === undefined ? undefined : ({state}) => state.card.pressed.includes(input);
		},
	},
	steps: {
		usage: 'steps N',
		read: rest => withCount(rest, count => situation => stepsIn(situation) >= count),
	},
	at: {
		usage: 'at STEP',
		read: rest => withCount(rest, step => ({state, snapshot}) => cursorOf(state, snapshot) === step),
	},
	over: {
		usage: 'over',
		read: rest => rest === '' ? ({snapshot: {status}}) => status === 'finished' : undefined,
	},
	fork: {
		usage: 'fork [WHAT]',
		read: rest => ({shown}) => forksIn(shown, rest).length > 0,
	},
	temperature: {
		usage: 'temperature X',
		read: rest => /^\d+(?:\.\d+)?$/v.test(rest) ? ({snapshot: {temperature}}) => temperature.toFixed(2) === Number(rest).toFixed(2) : undefined,
	},
	guesses: {
		usage: 'guesses N',
		read: rest => withCount(rest, count => ({state: {view, game}}) => view === 'guess' && game.guesses.length >= count),
	},
	taught: {
		usage: 'taught N',
		read: rest => withCount(rest, count => ({state: {view, teaching}}) => view === 'teach' && teaching.word !== '' && teaching.steps >= count),
	},
	typed: {
		usage: 'typed [TEXT]',
		read: rest => ({state: {texts, isTyping}}) => !isTyping && [texts.inside, texts.samples].some(text => rest === '' ? text !== '' : text === rest),
	},
};

/** How all of them are written. */
export const conditionUsages: readonly string[] = Object.values(kinds).map(({usage}) => usage);

/** Reads `view step`, `steps 10` or the like; undefined for what is no condition. */
export function readCondition(text: string, card: Pick<Card, 'config'>): Condition | undefined {
	const [word, ...rest] = text.split(' ');
	return Object.hasOwn(kinds, word) ? kinds[word].read(rest.join(' '), card) : undefined;
}

/** Whether all is so that a card asks for; of one that is only read, nothing is ever done. */
export function isCardDone(card: Card, situation: Omit<Situation, 'card'>): boolean {
	return card.done.length > 0 && card.done.every(text => readCondition(text, card)?.({...situation, card}) ?? false);
}

/** How many steps the run has taken since the card was shown; or of a card that asks for a race, the fork since it has left. */
function stepsIn({card, snapshot, shown}: Situation): number {
	const race = card.done.map(text => /^fork(?: (?<what>.+))?$/v.exec(text)?.groups).find(groups => groups !== undefined);
	return race === undefined
		? (snapshot.lastStep?.step ?? 0) - card.step
		: Math.max(0, ...forksIn(shown, race.what ?? '').map(({lane, session}) => (session?.record.lastStep?.step ?? 0) - (lane?.from ?? 0)));
}

/** The runs that have left another, with that in their names. */
function forksIn({runs}: ShownRuns, what: string): ShownRun[] {
	return runs.filter(({name, lane}) => lane?.comparedWith !== undefined && name.includes(what));
}

function withCount(text: string, condition: (count: number) => Condition): Condition | undefined {
	return /^\d+$/v.test(text) ? condition(Number(text)) : undefined;
}

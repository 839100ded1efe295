import {type DetailName} from './cursor.js';
import {type Action, type KeyBinding} from './key-binding.js';
import {keyBindings} from './key-table.js';
import {isOffered, isWaiting} from './keys.js';
import {pastOf} from './step-cursor.js';
import {type ViewProps} from './view-props.js';

/** A key of the bar. */
export type EntryKey = {
	/** How it is written, with the blank before it if there is one. */
	readonly shown: string;
	/** What pressing it sends. */
	readonly input: string;
	readonly description?: string;
};

/** Keys that do one thing, and a word or two for it. */
export type KeyEntry = {readonly names: string; readonly short: string; readonly rank: number; readonly keys: readonly EntryKey[]};

export type KeyRoom = {
	readonly columns: number;
	readonly isAscii: boolean;
	/** Keys with nothing to do in what the view shows now. */
	readonly idle: readonly Action[];
};

const arrows: Readonly<Record<string, string>> = {
	up: '↑', down: '↓', left: '←', right: '→',
};

/** What decides on what keys do for now. */
type Now = {readonly isPaused: boolean; readonly isFollowing: boolean; /** Another step is shown than the newest. */ readonly isInPast: boolean; /** What is shown in the place of a stage. */ readonly detail: DetailName | undefined; /** Slow motion goes on by itself. */ readonly isPlaying: boolean; /** The code of a stage is shown. */ readonly hasCode: boolean};

/** What keys do while a parameter is followed, and how much one counts that leads out. */
const followedWords: Partial<Readonly<Record<Action, string>>> = {up: 'which', down: 'which', follow: 'back'};
/** In slow motion, what leads from a detail back to its stage, and what is moved through there. */
const detailWords: Readonly<Record<DetailName, Partial<Readonly<Record<Action, string>>>>> = {
	nodes: {walkNodes: 'blocks', up: 'node', down: 'node'},
	moves: {showMoves: 'one', up: 'scroll', down: 'scroll'},
};
const wayOutRank = 2;

/** The keys of a view as far as there is room for them, the most important first: in fewer letters where more of them fit then. */
export function fitKeys(props: Pick<ViewProps, 'state' | 'snapshot' | 'shown' | 'past'>, {columns, isAscii, idle}: KeyRoom): KeyEntry[] {
	const {state: {view, hasPanes, isFollowing, cursor, clock, hasCode}, snapshot, shown} = props;
	const moment = {...snapshot, shown, hasPanes};
	const bindings = keyBindings.filter(binding => isOffered(binding, view, moment) && !idle.includes(binding.action));
	const fit = (isBrief: boolean) => takeFitting(entriesOf(bindings, view, {
		isBrief, isAscii, isPaused: isWaiting(moment), isFollowing: isFollowing && view === 'step', isInPast: pastOf(props) !== undefined, detail: view === 'slow' ? cursor.detail?.name : undefined, isPlaying: clock.isGoing, hasCode,
	}), columns);
	const [whole, brief] = [fit(false), fit(true)];
	return brief.length > whole.length ? brief : whole;
}

/** Keys with one meaning share an entry, in the order of the table. */
function entriesOf(bindings: readonly KeyBinding[], view: ViewProps['state']['view'], {isBrief, isAscii, ...now}: Now & {readonly isBrief: boolean; readonly isAscii: boolean}): KeyEntry[] {
	const entries: KeyEntry[] = [];
	for (const {action, inputs, name, short, shorts, brief, description, barRank, barRanks} of bindings) {
		const [input] = inputs;
		const rank = isWayOut(action, now) ? wayOutRank : barRanks?.[view] ?? barRank;
		if (rank === undefined) {
			continue;
		}

		const word = wordNow(action, now) ?? shorts?.[view] ?? (isBrief ? brief : undefined) ?? short;
		const arrow = isAscii ? undefined : arrows[name];
		const last = entries.at(-1);
		if (last?.short === word && last.rank === rank) {
			const shown = arrow ?? ` ${name}`;
			entries[entries.length - 1] = {...last, names: last.names + shown, keys: [...last.keys, {shown, input, description}]};
		} else {
			const shown = arrow ?? name;
			entries.push({
				names: shown, short: word, rank, keys: [{shown, input, description}],
			});
		}
	}

	return entries;
}

/** Whether a key leads out of where one is. */
function isWayOut(action: Action, {isFollowing, isInPast, detail}: Now): boolean {
	return (action === 'follow' && isFollowing) || (detail === 'nodes' && action === 'walkNodes') || (detail === 'moves' && action === 'showMoves') || (action === 'cursorLast' && isInPast);
}

/** The word for a key that does something else for now. */
function wordNow(action: Action, {isPaused, isFollowing, isInPast, detail, isPlaying, hasCode}: Now): string | undefined {
	if (action === 'togglePause' && isPaused) {
		return 'resume';
	}

	if (action === 'toggleCode' && hasCode) {
		return 'no code';
	}

	if (action === 'playStages' && isPlaying) {
		return 'hold';
	}

	if (action === 'cursorLast' && isInPast) {
		return 'now';
	}

	return detail === undefined ? (isFollowing ? followedWords[action] : undefined) : detailWords[detail][action];
}

function takeFitting(entries: readonly KeyEntry[], columns: number): KeyEntry[] {
	const byWorth = entries.toSorted((a, b) => a.rank - b.rank);
	// Each with a blank between and around its words; the last one needs none after it.
	let width = -1;
	const count = byWorth.findIndex(({names, short}) => {
		width += names.length + short.length + 3;
		return width > columns;
	});
	const kept = new Set(count === -1 ? byWorth : byWorth.slice(0, count));
	return entries.filter(entry => kept.has(entry));
}
